"""Whether a target was reached, and the score that the regulation suggests."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xladdin.forms.figures import read_figure
from xladdin.model.figure import Location
from xladdin.model.form import Entry, Indicator
from xladdin.model.unit import NUMBER, UNITS
from xladdin.rules.tables.attainment import (
    Attainment,
    Target,
    attainment,
    reason_given,
    target_kind,
)


def entry(name: str, text: str, unit_name: str = "") -> Entry:
    """A place of an indicator."""
    figure = read_figure(text, UNITS.get(unit_name, NUMBER))
    return Entry(name, text, Location(cell="A1"), "", figure, unit_name)


def indicator(
    target: str, actual: str, name: str = "服务群众", reason: str | None = None
) -> Indicator:
    """A row of the indicator table."""
    return Indicator(
        level1="产出指标",
        level2="数量指标",
        name=entry("三级指标", name),
        target=entry("指标值", target),
        actual=entry("完成值", actual),
        points=entry("分值", "10", "分"),
        score=entry("得分", "10", "分"),
        reason=None if reason is None else entry("偏差原因", reason),
    )


def judged(target: str, actual: str, name: str = "服务群众") -> Attainment:
    """What comes of two numbers."""
    result = attainment(indicator(target, actual, name))
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("target", "actual", "attained"),
    [
        ("≥40场", "40场", True),
        ("≥40场", "39场", False),
        (">40场", "40场", False),
        (">40场", "41场", True),
        ("≤5起", "5起", True),
        ("≤5起", "6起", False),
        ("<5起", "5起", False),
        ("=100%", "100%", True),
        ("=100%", "101%", True),
        ("=100%", "99%", False),
        ("40场", "40场", True),
        ("40场", "46场", True),
        ("40场", "39场", False),
        ("不低于40场", "40场", True),
        ("不超过5起", "6起", False),
        ("40场以上", "40场", True),
    ],
)
def test_the_operator_says_which_way_the_target_points(
    target: str, actual: str, attained: bool
) -> None:
    assert judged(target, actual).attained is attained


@pytest.mark.parametrize(
    ("target", "actual", "attained"),
    [
        ("≥95%", "0.98", True),
        ("≥95%", "0.94", False),
        ("≥95%", "1", True),
        ("≥95%", "98", True),
        ("≥95%", "0", False),
        ("≥0.95", "98%", True),
        ("=100%", "1", True),
        ("≥40场", "40", True),
        ("≥40", "40场", True),
        ("≥3万人次", "32000人次", True),
        ("≥3万人次", "3.2", True),
        ("≤0.5万元", "4800元", True),
        ("≤0.5万元", "5200元", False),
        ("≥1,000人", "1000人", True),
        ("≥15亩", "1公顷", False),
    ],
)
def test_units_are_converted_and_one_that_is_left_out_is_the_others(
    target: str, actual: str, attained: bool
) -> None:
    assert judged(target, actual).attained is attained


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥100人", "120人次"),
        ("≥100户", "120人"),
        ("≥90%", "96分"),
        ("健全", "健全"),
        ("≥", "98%"),
        ("≥90%", ""),
        ("5—8场", "6场"),
    ],
)
def test_what_cannot_be_compared_is_left_open(target: str, actual: str) -> None:
    assert attainment(indicator(target, actual)) is None


@pytest.mark.parametrize("name", ["游客投诉", "安全事故", "每期成本", "办理时限", "经费支出"])
def test_of_what_should_be_small_less_than_a_bare_target_is_enough(name: str) -> None:
    assert judged("5起", "2起", name).attained
    assert judged("=5起", "2起", name).attained
    assert not judged("=5起", "6起", name).attained
    assert not judged("5起", "2起", "办结来信").attained


def test_the_second_level_tells_too_that_less_is_better() -> None:
    row = indicator("5万元", "4万元", "导览牌")
    assert not judged("5万元", "4万元", "导览牌").attained
    row = Indicator(row.level1, "成本指标", *(getattr(row, each) for each in (
        "name", "target", "actual", "points", "score", "reason"
    )))  # fmt: skip
    result = attainment(row)
    assert result is not None
    assert result.attained


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("≥95%", "93%", "9.79"),
        ("≥40场", "20场", "5"),
        ("≥40场", "46场", "10"),
        ("≤5起", "10起", "5"),
        ("≤0起", "1起", "0"),
        ("≥5%", "-2%", "0"),
        ("≥-5%", "-8%", "0"),
        ("≥40场", "0场", "0"),
        ("≥800人", "1人", "0.01"),  # 0.0125
        ("≥800人", "2人", "0.03"),  # 0.025, a half goes up
    ],
)
def test_the_suggested_score_is_in_proportion(target: str, actual: str, score: str) -> None:
    assert judged(target, actual).suggested(Decimal(10)) == Decimal(score)


def test_over_an_exact_bound_that_should_be_small_the_proportion_is_turned_round() -> None:
    assert judged("=5起", "10起", "游客投诉").suggested(Decimal(10)) == 5


@pytest.mark.parametrize(
    ("target", "actual", "excess"),
    [("≥40场", "60场", "0.5"), ("≥40场", "30场", "-0.25"), ("≥0场", "5场", "0")],
)
def test_the_excess_is_a_share_of_the_target(target: str, actual: str, excess: str) -> None:
    assert judged(target, actual).excess == Decimal(excess)


NUMBERS = st.decimals(-1000, 1000, places=2)


@given(NUMBERS, NUMBERS, st.sampled_from(["≥", "≤", ">", "<", "=", ""]), st.integers(0, 50))
def test_a_suggested_score_lies_between_nothing_and_full_points(
    target: Decimal, actual: Decimal, operator: str, points: int
) -> None:
    result = attainment(indicator(f"{operator}{target}人", f"{actual}人"))
    assert result is not None
    score = result.suggested(Decimal(points))
    assert 0 <= score <= points
    assert not result.attained or score == points


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("≥90%", Target.NUMBER),
        ("90", Target.NUMBER),
        ("健全", Target.WORDS),
        ("5—8场", Target.WORDS),
        ("≥", Target.OPERATOR_ONLY),
        ("≥%", Target.OPERATOR_ONLY),
        ("≤万元", Target.OPERATOR_ONLY),
        ("定性", Target.KIND_ONLY),
        ("定 性", Target.KIND_ONLY),
        ("", Target.BLANK),
        ("——", Target.BLANK),
    ],
)
def test_a_target_is_a_number_words_or_nothing(text: str, kind: Target) -> None:
    assert target_kind(indicator(text, "")) is kind


@pytest.mark.parametrize("text", ["", "无", "无偏差", "无偏差。", " 无偏差 ", "—", "/"])
def test_no_deviation_is_no_reason(text: str) -> None:
    assert not reason_given(indicator("≥1场", "1场", reason=text))


def test_a_reason_is_any_other_text_in_a_column_that_is_there() -> None:
    assert reason_given(indicator("≥1场", "1场", reason="雨季推迟"))
    assert not reason_given(indicator("≥1场", "1场"))
