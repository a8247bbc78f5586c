"""In a quote the figure in question is marked, and no other."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.outputs.sample_reports import prose, sheet
from xladdin.model.report import Operand
from xladdin.outputs.places import excerpt, quotes

STAFF = "编制15人，其中在编5人，借调5人，占比33.3%。"


def marked(*operands: Operand) -> list[str]:
    return [excerpt(quote, context=40) for quote in quotes(operands)]


def at(text: str, start: int, *, label: str = "") -> Operand:
    """A figure of STAFF at this offset, the sentence beginning at 100 of its paragraph."""
    operand = prose(label, text, STAFF, 3, "人")
    span = (100 + start, 100 + start + len(text))
    return replace(operand, location=replace(operand.location, span=span))


def test_a_figure_is_not_found_inside_a_longer_number() -> None:
    sentence = "共15.5万元，其中5万元、0.5万元。"
    operand = prose("其中", "5", sentence, 0, "万元")
    assert marked(replace(operand, location=replace(operand.location, span=None))) == [
        "共15.5万元，其中【5】万元、0.5万元。"
    ]


def test_the_spans_of_several_figures_tell_which_occurrence_is_meant() -> None:
    borrowed = STAFF.index("5人", STAFF.index("借调"))
    share = STAFF.index("33.3%")
    assert marked(at("5人", borrowed), at("33.3%", share)) == [
        "编制15人，其中在编5人，借调【5人】，占比【33.3%】。"
    ]


def test_where_nothing_tells_them_apart_every_occurrence_is_marked() -> None:
    assert marked(at("5人", STAFF.index("5人，借调"))) == [
        "编制15人，其中在编【5人】，借调【5人】，占比33.3%。"
    ]


def test_a_span_without_the_word_before_the_number_tells_the_place_all_the_same() -> None:
    sentence = "去年补助约12人，今年补助约12人，每人1,500元。"
    start = sentence.rindex("12人")
    place = replace(prose("", "约12人", sentence, 0, "人").location, span=(start, start + 3))
    people = Operand("人数", "约12人", "12", "人", place)
    start = sentence.index("1,500元")
    rate = Operand("标准", "1,500元", "1500", "元", replace(place, span=(start, start + 6)))
    assert marked(people, rate) == ["去年补助约12人，今年补助约【12人】，每人【1,500元】。"]


@pytest.mark.parametrize("indent", [0, 2, 4])
def test_a_quote_that_can_be_the_paragraphs_beginning_is_taken_for_it(indent: int) -> None:
    operand = prose("", "5人", STAFF, 3, "人")
    start = STAFF.index("5人，借调") + indent
    place = replace(operand.location, span=(start, start + 2))
    assert marked(replace(operand, location=place)) == [
        "编制15人，其中在编【5人】，借调5人，占比33.3%。"
    ]


def test_a_figure_in_full_width_digits_is_found() -> None:
    sentence = "控制率６０％，未超编。"
    operand = prose("控制率", "６０％", sentence, 3, "%")
    assert marked(replace(operand, text="60%")) == ["控制率【６０％】，未超编。"]


def test_the_end_of_a_number_with_separators_is_no_figure() -> None:
    sentence = "补助2,600元，发放600元。"
    operand = replace(prose("", "600元", sentence, 0, "元"), text="600")
    place = replace(operand.location, span=None)
    assert marked(replace(operand, location=place)) == ["补助2,600元，发放【600】元。"]


def cell(text: str, quote: str) -> Operand:
    operand = sheet("分值", text, "C9")
    return replace(operand, location=replace(operand.location, quote=quote))


def test_a_cell_that_holds_little_more_than_the_figure_is_not_quoted() -> None:
    assert marked(cell("0.9", "0.9"), cell("（50分）", "产出指标\n\n（50分）")) == []


def test_a_cell_with_a_sentence_in_it_is_quoted() -> None:
    assert marked(cell("3个", "年度目标：新增产业项目3个，\n培训移民120人次。")) == [
        "年度目标：新增产业项目【3个】， 培训移民120人次。"
    ]


def test_a_long_quote_is_shortened_around_the_figures() -> None:
    sentence = "甲" * 60 + "12人" + "乙" * 60 + "34人" + "丙" * 60
    operands = prose("", "12人", sentence, 0, "人"), prose("", "34人", sentence, 0, "人")
    (quote,) = quotes(operands)
    assert excerpt(quote, context=3) == "……甲甲甲【12人】乙乙乙……乙乙乙【34人】丙丙丙……"


def test_a_quote_is_not_shortened_within_a_number() -> None:
    sentence = "共支出1234.56万元，其中12人的工资1234.56万元，由县财政按月拨付到位"
    (quote,) = quotes([prose("", "12人", sentence, 0, "人")])
    assert excerpt(quote, context=8) == "……万元，其中【12人】的工资……"


def test_a_quote_without_the_figure_is_shown_unmarked() -> None:
    operand = prose("人数", "12人", "全年12人", 0, "人")
    operand = replace(operand, text="十二人")
    assert marked(operand) == ["全年12人"]
