"""What was added up without a place, blank or a text to Excel, makes no other figure wrong."""

from __future__ import annotations

import pytest

from tests.kit.changes import Change, both, in_numbers, put, say
from tests.rules.test_formula_causes import by_formulas
from tests.rules.test_rules import checked
from xladdin.model.report import Cause, Report

SCORE, TOTAL = "服务群众 得分", "总分.得分"
THREE = "三公经费.本年决算"
PROJECT = "2、旅游公共服务提升.本年决算"


def found(report: Report, label: str) -> tuple[Cause, set[str]]:
    """The cause at the place so labelled, and the codes that it explains."""
    (cause,) = (each for each in report.causes if each.figure and each.figure.label == label)
    codes = {each.code for each in report.findings if each.fingerprint in cause.explains}
    return cause, codes


@pytest.mark.parametrize(
    ("change", "label", "explains", "fill"),
    [
        (
            put("自评表", {SCORE: "", TOTAL: "89.63"}),
            "服务群众 得分",
            {"S515", "N501", "N502"},
            "10",
        ),
        (
            both(put("自评表", {SCORE: ""}), by_formulas("自评表", {TOTAL: "89.63"})),
            "服务群众 得分",
            {"S515", "N501", "N502"},
            "10",
        ),
        (put("自评表", {SCORE: ""}), "服务群众 得分", {"S515", "S402"}, "10"),
        (
            put("项目表1", {"年度资金总额.全年执行数": ""}),
            "年度资金总额（全年执行数）",
            {"F304", "S206", "X105"},
            "36",
        ),
        (put("基础数据表", {THREE: ""}), "三公经费（2024年决算数）", {"F304", "B201"}, "2.6"),
        (
            put("自评表", {"年度资金总额.得分": ""}),
            "年度资金总额（得分）",
            {"F304", "S402"},
            "9.84",
        ),
    ],
    ids=["typed total", "formula", "right total", "project", "total", "execution"],
)
def test_the_blank_is_the_cause_and_a_person_fills_it(
    change: Change, label: str, explains: set[str], fill: str
) -> None:
    report = checked(change)
    cause, codes = found(report, label)
    assert codes >= explains
    assert (cause.proposed, cause.certain) == (None, False)
    assert f"如填 {fill} " in cause.why
    assert not [each for each in report.causes if each.proposed]


@pytest.mark.parametrize(
    "change",
    [
        both(put("自评表", {SCORE: "", TOTAL: "89.63"}), say("99.63分", "88.63分")),
        both(put("自评表", {SCORE: "", TOTAL: "89.63"}), say("99.63分", "109.63分")),
        put("自评表", {SCORE: "", "志愿服务机制 得分": "", TOTAL: "79.63"}),
    ],
    ids=["less than the rest", "more than its points", "two blanks"],
)
def test_beside_a_blank_nothing_is_certain(change: Change) -> None:
    report = checked(change)
    assert {"S515", "N501"} <= {each.code for each in report.findings}
    assert not [each for each in report.causes if each.proposed]


def test_a_blank_that_stands_in_another_sum_explains_nothing() -> None:
    report = checked(
        both(put("自评表", {SCORE: "", TOTAL: "89.63"}), put("基础数据表", {THREE: "6.20"}))
    )
    cause, codes = found(report, "基础数据表的三公经费（2024年决算数）")
    assert cause.proposed == "2.60"
    assert "B201" in codes


def test_a_text_that_the_sum_leaves_out_is_to_be_a_number() -> None:
    total = {"项目支出.本年决算": "36.00"}
    report = checked(
        both(
            put("基础数据表", {PROJECT: "22.88万元"}), by_formulas("基础数据表", total), in_numbers
        )
    )
    cause, codes = found(report, "2、旅游公共服务提升（2024年决算数）")
    assert (cause.proposed, cause.certain, cause.retyped) == ("22.88", True, True)
    assert codes >= {"F302", "B301", "X101"}
    assert "改成数字" in cause.why


def test_a_text_of_another_unit_is_not_typed_again_as_it_is() -> None:
    total = {"项目支出.本年决算": "36.00"}
    report = checked(
        both(put("基础数据表", {PROJECT: "228800元"}), by_formulas("基础数据表", total), in_numbers)
    )
    cause, _ = found(report, "2、旅游公共服务提升（2024年决算数）")
    assert cause.proposed is None


def test_a_total_with_the_text_counted_is_judged_as_ever() -> None:
    report = checked(
        both(
            put("基础数据表", {PROJECT: "22.88万元", "项目支出.本年决算": "85.88"}),
            in_numbers,
        )
    )
    assert found(report, "2、旅游公共服务提升（2024年决算数）")[1] == {"F302"}
    assert found(report, "基础数据表的项目支出（2024年决算数）")[0].proposed == "58.88"


def test_a_formula_that_shows_nothing_over_a_text_follows_from_it() -> None:
    change = both(
        put("基础数据表", {"在职人数": "17人", "控制率": ""}),
        in_numbers,
        by_formulas("基础数据表", {"控制率": ""}),
    )
    cause, codes = found(checked(change), "在职人数")
    assert (cause.proposed, cause.certain) == ("17", True)
    assert "F304" in codes
    assert not [
        each for each in checked(change).causes if each.figure and "控制率" in each.figure.label
    ]
