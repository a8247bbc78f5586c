"""The marks that rules can tell are put before people with their reasons, never as a score."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from tests.appendix.conftest import Done
from xladdin.appendix.prescoring import Judgement, judged, scheme, totals
from xladdin.forms.labels import normal
from xladdin.forms.profiles import names, profile
from xladdin.model.interval import Verdict
from xladdin.model.report import Finding, Report, Severity
from xladdin.rules.registry import rules
from xladdin.sources.reading import read
from xladdin.templates.prepared import prepared


def by_what(report: Report) -> dict[str, Judgement]:
    return {each.criterion.what: each for each in judged(report, profile("yueyang"))}


def with_finding(report: Report, code: str, expected: str = "") -> Report:
    finding = Finding(code, Severity.WARNING, "", f"{code} 的发现。", "", expected, "", (), "")
    return replace(report, findings=(*report.findings, finding))


def test_a_faultless_filing_gets_full_points_where_rules_can_tell(whole_set: Done) -> None:
    judgements = judged(whole_set.order.report, profile("yueyang"))
    assert totals(judgements) == (Decimal(30), Decimal(30), Decimal(70))


def test_each_missing_part_of_the_report_costs_two_points_eight_at_most(whole_set: Done) -> None:
    one = with_finding(whole_set.order.report, "F401", "下一步改进措施")
    three = with_finding(
        whole_set.order.report, "F401", "一般公共预算支出情况、存在的问题及原因分析、其他"
    )
    six = with_finding(whole_set.order.report, "F401", "甲、乙、丙、丁、戊、己")
    points = [by_what(each)["正文部分内容齐全"].points for each in (one, three, six)]
    assert points == [6, 2, 0]
    assert by_what(one)["正文部分内容齐全"].reason == "F401 的发现。少 1 个部分，扣 2 分。"


def test_each_missing_appendix_costs_two_points(whole_set: Done) -> None:
    report = with_finding(whole_set.order.report, "F103", "基础数据表、部门整体支出绩效自评表")
    assert by_what(report)["附件部分内容齐全"].points == 3


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("S601", "产出、效益、满意度和预算执行率的权重符合规程"),
        ("S515", "指标全部细化到三级"),
        ("S513", "三级指标明确、具体、可衡量"),
    ],
)
def test_where_the_form_gives_a_range_people_decide(whole_set: Done, code: str, what: str) -> None:
    judgement = by_what(with_finding(whole_set.order.report, code))[what]
    assert judgement.points is None
    assert judgement.reason == f"{code} 的发现。扣几分由人定。"


def test_what_was_not_judged_gets_no_points(whole_set: Done) -> None:
    report = replace(
        whole_set.order.report,
        relations=tuple(
            replace(each, verdict=Verdict.SKIPPED) for each in whole_set.order.report.relations
        ),
    )
    assert all(each.points is None for each in judged(report, profile("yueyang")))


def test_the_form_holds_words_and_no_score(whole_set: Done) -> None:
    path = whole_set.file("（预评）.xlsx")
    form, reasons = load_workbook(path).worksheets
    (probe,) = (
        each.probe for each in prepared(profile("yueyang"), 2024) if each.probe.kind == "assessment"
    )
    shown = {normal(row.level2): form[row.score.location.cell].value for row in probe.indicators}
    assert {name.partition("(")[0].partition("（")[0]: text for name, text in shown.items()} == {
        "自评通知": "待评8", "工作小组": "待评2", "单位自查": "待评10", "提交报告": "待评10",
        "完整性": "预评15/15", "绩效自评表": "预评15/15\n待评5", "反映问题情况": "待评20",
        "建议情况": "待评15",
    }  # fmt: skip
    assert form["A2"].value.endswith("（预评）")
    assert form[probe.entries["合计.得分"].location.cell].value == "预评30/30\n待评70"
    told = [[cell.value for cell in row] for row in reasons.iter_rows(min_row=4)]
    assert len(told) == 14
    assert all(row[4] for row in told)
    assert "不是最终得分" in reasons["A2"].value


def test_it_is_not_read_as_a_part_of_the_filing(whole_set: Done) -> None:
    from xladdin.sources.filing_files import read_filing

    names_read = [source.name for source in read_filing([whole_set.folder])]
    assert not any("预评" in name for name in names_read)


def test_schemes_fit_their_forms_and_the_rules() -> None:
    known = rules()
    schemes = {name: scheme(name) for name, _ in names()}
    assert schemes["yueyang"] is not None
    for name, found in schemes.items():
        if found is None:
            continue
        (form,) = (
            each.probe for each in prepared(profile(name), 2024) if each.probe.kind == "assessment"
        )
        for row in form.indicators:
            worth = sum(
                each.worth for each in found.criteria if normal(row.level2).startswith(each.place)
            )
            assert row.points.figure is not None
            assert worth == row.points.figure.value
        codes = {code for each in found.criteria for code in (*each.codes, each.proof) if code}
        assert codes <= set(known)
        # The parts of a report are counted by the 、 between them.
        assert not any("、" in section.title for section in profile(name).outline("whole"))


def test_the_prescored_form_can_be_read_by_itself(whole_set: Done) -> None:
    assert read(whole_set.file("（预评）.xlsx")).grids
