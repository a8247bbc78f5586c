"""A formula over places of a form: what holds, what does not, and what cannot be told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from xladdin.forms.figures import read_figure
from xladdin.model.figure import Location
from xladdin.model.form import Entry
from xladdin.model.interval import Verdict
from xladdin.model.unit import unit
from xladdin.rules.evaluation import Result, evaluate
from xladdin.rules.language import parse
from xladdin.rules.scope import ABSENT, Scope, Term, UnknownName, term
from xladdin.rules.telling import slip

HELD, ROUNDING, VIOLATED, SKIPPED = Verdict


def place(label: str, text: str, unit_name: str = "万元", places: int = 0) -> Term:
    """A place of a form with a text in it, in a table kept to so many decimals."""
    figure = read_figure(text, unit(unit_name))
    if figure is not None and figure.unit.measures == "money":
        figure = figure.kept_to(places)
    return term(Entry(label, text, Location(cell=label), "", figure, unit_name), label)


def scope(places: int = 0, /, **texts: str) -> Scope:
    """Places named by their labels; those named 率 hold percents, those named 分 points."""
    names = {
        name: place(name, text, "%" if "率" in name else "分" if "分" in name else "万元", places)
        for name, text in texts.items()
    }
    sections = {"各项": tuple(t for name, t in names.items() if name.startswith("项"))}
    return Scope("", names, sections)


def judged(formula: str, places: int = 0, /, *, must: bool = False, **texts: str) -> Result:
    """What comes of a formula."""
    return evaluate(parse(formula), scope(places, **texts), must=must)


def sentence(formula: str, places: int = 0, /, *, must: bool = False, **texts: str) -> str:
    """How a violated formula is told."""
    result = judged(formula, places, must=must, **texts)
    assert result.verdict is VIOLATED
    assert result.telling is not None
    return result.telling().sentence


# Held, rounding, violated


@pytest.mark.parametrize(
    ("formula", "texts", "verdict"),
    [
        ("甲 == 乙 + 丙", {"甲": "3.3", "乙": "1.1", "丙": "2.2"}, HELD),
        ("甲 == 乙 + 丙", {"甲": "3.34", "乙": "1.1", "丙": "2.2"}, HELD),  # 2.2 may be 2.24
        ("甲 == 乙 + 丙", {"甲": "3.4", "乙": "1.1", "丙": "2.2"}, HELD),
        ("甲 == 乙 + 丙", {"甲": "3.41", "乙": "1.1", "丙": "2.2"}, VIOLATED),
        ("甲 == 乙 + 丙 + 丁", {"甲": "1.0", "乙": "0.3", "丙": "0.3", "丁": "0.3"}, HELD),
        ("甲 - 乙 == 丙 - 丁", {"甲": "2.0", "乙": "1.0", "丙": "2.3", "丁": "1.1"}, ROUNDING),
        ("率 == 甲 / 乙", {"率": "98.44%", "甲": "252.00", "乙": "256.00"}, HELD),
        ("率 == 甲 / 乙", {"率": "0.9844", "甲": "252.00", "乙": "256.00"}, HELD),
        ("率 == 甲 / 乙", {"率": "98.45%", "甲": "252.00", "乙": "256.00"}, VIOLATED),
        ("甲 == 乙", {"甲": "10000元", "乙": "1.00"}, HELD),
        ("甲 == 乙 * 2", {"甲": "2.00", "乙": "1.00"}, HELD),
        ("甲 == -乙", {"甲": "-1.00", "乙": "1.00"}, HELD),
        ("分 == 合计(各项)", {"分": "3", "项一": "1", "项二": "2"}, VIOLATED),
    ],
)
def test_an_equation_holds_if_one_side_may_have_been_printed_as_the_other(
    formula: str, texts: dict[str, str], verdict: Verdict
) -> None:
    assert judged(formula, **texts).verdict is verdict


@pytest.mark.parametrize(
    ("formula", "less", "more", "verdict"),
    [
        ("甲 <= 乙", "1.0", "1.0", HELD),
        ("甲 <= 乙", "1.04", "1.0", ROUNDING),
        ("甲 <= 乙", "1.06", "1.0", VIOLATED),
        ("甲 >= 乙", "1.0", "1.04", ROUNDING),
        ("甲 >= 乙", "1.0", "1.06", VIOLATED),
        ("甲 < 乙", "1.0", "1.2", HELD),
        ("甲 < 乙", "1.0", "1.1", ROUNDING),
        ("甲 < 乙", "1.0", "1.0", VIOLATED),
        ("甲 > 乙", "1.2", "1.0", HELD),
        ("甲 > 乙", "1.0", "1.0", VIOLATED),
        ("甲 != 乙", "1.0", "1.1", ROUNDING),
        ("甲 != 乙", "1.0", "1.2", HELD),
        ("甲 != 乙", "1.00", "1.0", VIOLATED),
        ("0 < 甲 <= 乙", "1.0", "1.0", HELD),
        ("0 < 甲 < 乙", "1.0", "1.0", VIOLATED),
    ],
)
def test_comparisons_are_strict_where_they_say_so(
    formula: str, less: str, more: str, verdict: Verdict
) -> None:
    assert judged(formula, 甲=less, 乙=more).verdict is verdict


def test_counts_and_points_are_exact() -> None:
    assert judged("分 <= 分甲", 分="10", 分甲="9.99").verdict is VIOLATED
    people = {name: place(name, text, "人") for name, text in (("甲", "18"), ("乙", "17"))}
    assert evaluate(parse("甲 == 乙"), Scope("", people)).verdict is VIOLATED


def test_a_score_may_be_rounded_to_the_decimals_it_has_but_not_to_a_whole_number() -> None:
    formula = parse("分 == 甲 / 乙 * 10")

    def score(text: str) -> Verdict:
        return evaluate(formula, scope(分=text, 甲="22.88", 乙="24.00"), literal=True).verdict

    assert [score(text) for text in ("9.53", "9.5", "10", "9", "9.55")] == [
        HELD, HELD, VIOLATED, VIOLATED, VIOLATED
    ]  # fmt: skip


# Blank, and no number


@pytest.mark.parametrize(
    ("formula", "texts", "verdict"),
    [
        ("甲 == 乙 + 丙", {"甲": "1.1", "乙": "1.1", "丙": ""}, HELD),
        ("甲 == 乙 + 丙", {"甲": "1.1", "乙": "1.1", "丙": "——"}, HELD),
        ("甲 == 乙 - 丙", {"甲": "-1.1", "乙": "", "丙": "1.1"}, HELD),
        ("甲 == 乙 + 丙", {"甲": "1.1", "乙": "", "丙": "无"}, SKIPPED),
        ("甲 == 乙 + 丙", {"甲": "", "乙": "1.1", "丙": ""}, SKIPPED),
        ("甲 <= 乙", {"甲": "1.1", "乙": ""}, SKIPPED),
        ("甲 == 乙 * 丙", {"甲": "0", "乙": "1.1", "丙": ""}, SKIPPED),
        ("甲 == 合计(各项)", {"甲": "1.1", "项一": "", "项二": "1.1"}, HELD),
        ("甲 == 合计(各项)", {"甲": "1.1", "项一": "", "项二": ""}, SKIPPED),
        ("甲 == 合计(各项)", {"甲": "1.1"}, SKIPPED),
        ("甲 == 封顶(乙, 1)", {"甲": "1.1", "乙": ""}, SKIPPED),
    ],
)
def test_a_blank_counts_as_zero_only_in_a_sum_with_something(
    formula: str, texts: dict[str, str], verdict: Verdict
) -> None:
    assert judged(formula, **texts).verdict is verdict


@pytest.mark.parametrize("text", ["见附表", "1.1、2.2", "3人"])
def test_what_is_no_amount_leaves_the_relation_open(text: str) -> None:
    assert judged("甲 == 乙 + 丙", 甲="1.1", 乙="1.1", 丙=text).verdict is SKIPPED
    assert judged("甲 == 乙 + 丙", must=True, 甲=text, 乙="1.1", 丙="").verdict is SKIPPED


def test_a_place_that_must_be_filled_is_missing_unless_nothing_is_to_be_filled_in() -> None:
    assert sentence("甲 == 乙 + 丙", must=True, 甲="", 乙="1.10", 丙="") == (
        "甲 未填，按 乙 1.10 应为 1.1万元。"
    )
    assert judged("甲 == 乙 + 丙", must=True, 甲="", 乙="0", 丙="0").verdict is SKIPPED
    assert judged("甲 == 乙 + 丙", must=True, 甲="——", 乙="1.1", 丙="0").verdict is SKIPPED
    assert judged("甲 <= 乙", must=True, 甲="", 乙="1.1").verdict is SKIPPED


def test_division_by_what_may_be_zero_is_skipped() -> None:
    for text in ("0", "0.00", ""):
        assert judged("率 == 甲 / 乙", 率="100%", 甲="1.00", 乙=text).verdict is SKIPPED


def test_a_place_that_the_form_need_not_have_counts_as_blank() -> None:
    here = scope(甲="1.1", 乙="1.1")
    here = replace(here, terms={**here.terms, "丙": ABSENT})
    result = evaluate(parse("甲 == 乙 + 丙"), here)
    assert result.verdict is HELD
    assert [operand.label for operand in result.operands] == ["甲", "乙"]


@pytest.mark.parametrize(
    "formula", ["甲 == 戊", "甲 == 合计(戊)", "甲 == 乙.戊", "甲 == 1 or 戊 == 1"]
)
def test_a_place_that_the_form_does_not_have_is_no_matter_for_the_formula(formula: str) -> None:
    with pytest.raises(UnknownName):
        judged(formula, 甲="1.1", 乙="1.1")


# And, or, not

VALUES = {"真": "1 == 1", "约": "乙 <= 甲", "假": "1 == 2", "缺": "空 == 1"}


@pytest.mark.parametrize(
    ("joined", "verdict"),
    [
        ("真 and 真", HELD), ("真 and 约", ROUNDING), ("真 and 缺", SKIPPED), ("缺 and 假", VIOLATED),
        ("假 or 真", HELD), ("假 or 约", ROUNDING), ("假 or 缺", VIOLATED), ("缺 or 真", HELD),
        ("缺 or 缺", SKIPPED), ("假 or 假", VIOLATED), ("not 真", VIOLATED), ("not 假", HELD),
        ("not 约", ROUNDING), ("not 缺", SKIPPED), ("not (假 or 真)", VIOLATED),
        ("真 or 假 and 假", HELD), ("(真 or 假) and 假", VIOLATED),
    ],
)  # fmt: skip
def test_and_is_as_bad_as_its_worst_part_and_or_as_good_as_its_best(
    joined: str, verdict: Verdict
) -> None:
    for name, formula in VALUES.items():
        joined = joined.replace(name, f"({formula})")
    assert judged(joined, 甲="1.0", 乙="1.04", 空="").verdict is verdict


def test_a_result_names_every_place_it_rests_on_once() -> None:
    result = judged("甲 == 乙 + 丙 or 甲 == 乙", 甲="3", 乙="1", 丙="2")
    assert [operand.label for operand in result.operands] == ["甲", "乙", "丙"]


# Doubtful amounts


@pytest.mark.parametrize(
    ("texts", "doubtful"),
    [
        ({"甲": "67.48", "乙": "53.06", "丙": "14.4"}, True),  # 14.4 may be 14.42
        ({"甲": "67.48", "乙": "53.00", "丙": "14.4"}, False),
        ({"甲": "43.65", "乙": "1.25", "丙": "42"}, True),
        ({"甲": "43.85", "乙": "1.25", "丙": "42"}, False),  # further off than 42 may be
        ({"甲": "2.80", "乙": "2.60", "丙": "0"}, False),  # 0 is nothing, not something rounded
    ],
)
def test_a_violation_is_doubtful_if_decimals_that_were_not_printed_explain_it(
    texts: dict[str, str], doubtful: bool
) -> None:
    result = judged("甲 == 乙 + 丙", 2, **texts)
    assert result.verdict is VIOLATED
    assert result.doubtful is doubtful


def test_in_a_table_without_closing_zeros_the_digits_are_taken_literally() -> None:
    assert judged("甲 == 乙 + 丙", 1, 甲="67.48", 乙="53.06", 丙="14.4").verdict is HELD


# The sentence


def test_the_sentence_names_the_places_the_numbers_and_the_gap() -> None:
    assert sentence("甲 == 乙 + 丙", 甲="3.00", 乙="1.10", 丙="2.20") == (
        "甲 3.00，应等于 乙 1.10 + 丙 2.20 = 3.3万元，相差 0.3万元。"
    )
    assert sentence("甲 + 乙 <= 丙", 甲="3.00", 乙="1.10", 丙="2.20") == (
        "甲 3.00 + 乙 1.10 = 4.1万元，不应大于 丙 2.20，超出 1.9万元。"
    )
    assert sentence("甲 >= 乙", 甲="3.00", 乙="4.10") == "甲 3.00，不应小于 乙 4.10，少 1.1万元。"
    assert sentence("甲 < 乙", 甲="3.00", 乙="3.00") == "甲 3.00，应小于 乙 3.00。"
    assert sentence("甲 > 0", 甲="0") == "甲 0，应大于 0。"
    assert sentence("甲 != 乙", 甲="3.00", 乙="3.00") == "甲 3.00，不应等于 乙 3.00。"
    assert sentence("率 == 甲 / 乙", 率="90%", 甲="1.00", 乙="2.00") == (
        "率 90%，应等于 甲 1.00 ÷ 乙 2.00 = 50%，相差 40 个百分点。"
    )


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("甲 == (乙 + 丙) * 3", "(乙 1.00 + 丙 2.00) × 3 = 9万元"),
        ("甲 == 3 * (乙 - 丙)", "3 × (乙 1.00 − 丙 2.00) = -3万元"),
        ("甲 == 乙 - (丙 - 丁)", "乙 1.00 − (丙 2.00 − 丁 4.00) = 3万元"),
        ("甲 == 乙 - (丙 + 丁)", "乙 1.00 − (丙 2.00 + 丁 4.00) = -5万元"),
        ("甲 == 乙 - 丙 - 丁", "乙 1.00 − 丙 2.00 − 丁 4.00 = -5万元"),
        ("甲 == 乙 + (丙 - 丁)", "乙 1.00 + 丙 2.00 − 丁 4.00 = -1万元"),
        ("甲 == 乙 * (丙 / 丁)", "乙 1.00 × 丙 2.00 ÷ 丁 4.00 = 0.5万元"),
        ("率 == 乙 / (丁 / 丙) / 丙", "乙 1.00 ÷ (丁 4.00 ÷ 丙 2.00) ÷ 丙 2.00 = 25%"),
        ("甲 == 丁 - 合计(各项)", "丁 4.00 − (项一 1.50 + 项二 0.50) = 2万元"),
        ("甲 == 合计(各项) * 3", "(项一 1.50 + 项二 0.50) × 3 = 6万元"),
        ("甲 == 乙 + 空", "乙 1.00"),
        ("甲 == 乙 - 空", "乙 1.00"),
        ("甲 == 空 - 乙", "−乙 1.00"),
        ("甲 == 乙 - (空 + 丙)", "乙 1.00 − 丙 2.00 = -1万元"),
        ("甲 == (空 + 丙) * 3", "丙 2.00 × 3 = 6万元"),
    ],
)
def test_a_calculation_is_told_with_the_brackets_it_needs_and_without_its_blanks(
    formula: str, words: str
) -> None:
    texts = {"乙": "1.00", "丙": "2.00", "丁": "4.00", "空": "", "项一": "1.50", "项二": "0.50"}
    told = sentence(formula, 甲="9.99", 率="99%", **texts)
    assert told.partition("应等于 ")[2].rpartition("，相差")[0] == words


def test_of_alternatives_none_of_which_holds_each_is_named() -> None:
    assert sentence(
        "甲 + 乙 == 丙 or 甲 + 乙 == 丁", 甲="1.00", 乙="1.00", 丙="3.00", 丁="4.00"
    ) == (
        "甲 1.00 + 乙 1.00 = 2万元，应等于 丙 3.00，相差 1万元；或应等于 丁 4.00，相差 2万元，都不相符。"
    )


@pytest.mark.parametrize(
    ("left", "right", "remark"),
    [
        ("26000", "2.60", "（正好相差 10000 倍，疑万元与元填混）"),
        ("2.60", "26000", "（正好相差 10000 倍，疑万元与元填混）"),
        ("260", "2.60", "（正好相差 100 倍，疑小数点错两位）"),
        ("0.26", "2.60", "（正好相差 10 倍，疑小数点错一位）"),
        ("2.70", "2.60", ""),
        ("0", "2.60", ""),
    ],
)
def test_a_slip_of_the_unit_or_the_point_is_named(left: str, right: str, remark: str) -> None:
    told = sentence("甲 == 乙", 甲=left, 乙=right)
    assert told.endswith(f"万元{remark}。")


@pytest.mark.parametrize(
    ("left", "right", "remark"),
    [
        ("9844%", "98.44%", "（正好相差 100 倍，疑百分数与小数填混）"),
        ("9.844%", "98.44%", "（正好相差 10 倍，疑小数点错一位）"),
        ("950000%", "95%", "（正好相差 10000 倍，疑万元与元填混）"),
    ],
)
def test_a_slip_of_a_rate_is_named(left: str, right: str, remark: str) -> None:
    a, b = (place("率", text, "%").typed for text in (left, right))
    assert a is not None
    assert b is not None
    assert slip(a, b, "ratio") == remark


def test_points_ten_times_too_many_are_no_slip_of_the_unit() -> None:
    assert sentence("分 <= 分甲", 分="100", 分甲="10") == "分 100，不应大于 分甲 10，超出 90分。"


# Anything that parses can be judged

AMOUNTS = st.sampled_from(
    ["甲", "乙", "空", "文", "零", "率", "0", "1.5", "合计(各项)", "合计(无)"]
)
SUMS = st.recursive(
    AMOUNTS,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("(-{})".format, inner),
        st.builds("{}({}, {})".format, st.sampled_from(["封顶", "较大"]), inner, inner),
    ),
    max_leaves=6,
)
FORMULAS = st.recursive(
    st.builds(
        "({} {} {})".format, SUMS, st.sampled_from("== != <= >= < >".split()), SUMS
    ),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        st.builds("(not {})".format, inner),
    ),
    max_leaves=3,
)  # fmt: skip


@given(FORMULAS, st.booleans(), st.booleans())
def test_every_formula_comes_to_a_verdict_and_every_violation_to_a_sentence(
    formula: str, must: bool, literal: bool
) -> None:
    here = scope(
        2, 甲="1.10", 乙="2.2", 空="", 文="见附表", 零="0", 率="98.44%", 项一="1.10", 项二=""
    )
    here = replace(here, sections={**here.sections, "无": ()})
    result = evaluate(parse(formula), here, must=must, literal=literal)
    if result.verdict is VIOLATED and result.telling is not None:
        assert result.telling().sentence.endswith("。")
