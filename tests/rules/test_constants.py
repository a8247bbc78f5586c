"""A bare number in a formula is meant in the unit of the figures that it stands beside."""

from __future__ import annotations

import pytest

from tests.rules.test_evaluation import judged, place, sentence
from xladdin.model.interval import Verdict
from xladdin.rules.evaluation import evaluate
from xladdin.rules.language import parse
from xladdin.rules.scope import Scope

HELD, ROUNDING, VIOLATED, SKIPPED = Verdict


@pytest.mark.parametrize(
    ("formula", "verdict"),
    [
        ("甲 <= 5", HELD),
        ("甲 <= 4.9", VIOLATED),
        ("甲 + 1 <= 6", HELD),
        ("甲 + 1 <= 5.9", VIOLATED),
        ("甲 <= 2 * 3 - 1", HELD),
        ("甲 <= 2 * 2", VIOLATED),
        ("5 >= 甲", HELD),
        ("0 < 甲 < 6", HELD),
        ("4 <= 甲 <= 5", HELD),
        ("甲 == -(-5)", HELD),
        ("封顶(甲, 3) == 3", HELD),
        ("较大(3, 甲) == 5", HELD),
        ("合计(各项) <= 6", HELD),
        ("合计(各项) <= 5.9", VIOLATED),
        ("甲 * 2 == 10", HELD),
        ("甲 / 2 == 2.5", HELD),
        ("甲 / 分 <= 0.5", HELD),
        ("甲 / 分 <= 0.4", VIOLATED),
        ("分 * 甲 <= 50", HELD),
        ("乙 / 甲 == 0.5", HELD),
        ("乙 / 甲 == 50%", HELD),
        ("乙 / 甲 * 100 == 50", HELD),
        ("乙 == 甲 * 50%", HELD),
        ("甲 - 乙 == 2.5", HELD),
        ("分 <= 10", HELD),
        ("分 <= 9", VIOLATED),
    ],
)
def test_beside_money_it_is_in_the_unit_of_the_form(formula: str, verdict: Verdict) -> None:
    texts = {"甲": "5.00", "乙": "2.50", "分": "10", "项一": "2.00", "项二": "4.00"}
    assert judged(formula, **texts).verdict is verdict


def test_an_amount_printed_in_another_unit_does_not_change_what_the_number_means() -> None:
    assert judged("甲 <= 5", 甲="50000元").verdict is HELD
    assert judged("甲 <= 5", 甲="50100元").verdict is VIOLATED


def test_a_count_times_a_number_is_money_a_head() -> None:
    staff = {"人": place("人", "10人", "人"), "甲": place("甲", "5.00")}
    for formula, verdict in (
        ("甲 <= 人 * 0.5", HELD),
        ("甲 <= 0.4 * 人", VIOLATED),
        ("人 <= 10", HELD),
    ):
        assert evaluate(parse(formula), Scope("", staff)).verdict is verdict


def test_beside_a_blank_place_and_a_filled_one_it_is_money_too() -> None:
    assert judged("空 + 甲 <= 5", 甲="5.00", 空="").verdict is HELD
    assert judged("空 + 甲 <= 4", 甲="5.00", 空="").verdict is VIOLATED
    assert judged("空 <= 5", 空="").verdict is SKIPPED


@pytest.mark.parametrize(
    ("formula", "verdict"),
    [
        ("率 <= 100%", HELD),
        ("率 <= 94.4%", VIOLATED),
        ("率 <= 1", HELD),
        ("率 <= 0.9", VIOLATED),
        ("率 <= 100", HELD),
        ("率 <= 90", VIOLATED),
        ("率 <= 1.2", HELD),
        ("率 + 5 <= 100", HELD),
        ("率 <= 300%", HELD),
    ],
)
def test_beside_a_rate_it_may_be_a_percentage_or_a_fraction(formula: str, verdict: Verdict) -> None:
    assert judged(formula, 率="94.44%").verdict is verdict


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("甲 <= 4.125", "甲 5.00，不应大于 4.125万元，超出 0.88万元。"),
        ("甲 <= 0", "甲 5.00，不应大于 0，超出 5万元。"),
        ("4 >= 甲", "4万元，不应小于 甲 5.00，少 1万元。"),
        ("甲 + 1 <= 5", "甲 5.00 + 1 = 6万元，不应大于 5万元，超出 1万元。"),
        ("率 <= 90", "率 94.44%，不应大于 90%，超出 4.44 个百分点。"),
        ("率 <= 90%", "率 94.44%，不应大于 90%，超出 4.44 个百分点。"),
        ("甲 / 分 <= 0.4", "甲 5.00 ÷ 分 5 = 1万元，不应大于 0.4万元，超出 0.6万元。"),
        ("乙 / 甲 >= 60%", "乙 2.50 ÷ 甲 5.00 = 50%，不应小于 60%，少 10 个百分点。"),
        ("乙 / 甲 >= 0.6", "乙 2.50 ÷ 甲 5.00 = 0.5，不应小于 0.6，少 0.1。"),
        ("分 <= 4", "分 5，不应大于 4，超出 1分。"),
        ("甲 * 1e14 * 1e14 <= 4", "甲 5.00 × 100000000000000 × 100000000000000 = "
         "50000000000000000000000000000万元，不应大于 4万元，超出 50000000000000000000000000000万元。"),
    ],
)  # fmt: skip
def test_it_is_told_with_its_unit(formula: str, words: str) -> None:
    texts = {"甲": "5.00", "乙": "2.50", "率": "94.44%", "分": "5"}
    assert sentence(formula, **texts) == words
