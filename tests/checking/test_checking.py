"""What is reported, how grave, and once only; and how much of a filing was looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from tests.kit import yunshan
from tests.kit.changes import (
    Change,
    also_in_word,
    both,
    nothing,
    put,
    say,
    with_row,
    with_table,
    without,
)
from xladdin import checking
from xladdin.errors import InputError
from xladdin.forms.profiles import Profile, detect, profile
from xladdin.model.grid import Paragraph, Source
from xladdin.model.interval import Verdict
from xladdin.model.report import Finding, Report, Severity

MINISTRY = profile("ministry")
WRONG_SUM = put("基础数据表", {"项目支出.上年决算": "53.20"})
LONG_TEXT = "本单位认真履行职责，严格执行预算，全面完成了各项工作任务。" * 20


def checked(change: Change = nothing, chosen: Profile = MINISTRY) -> Report:
    """The report on the filing of 云山县 with a change."""
    return checking.check(checking.file(change(yunshan.sources()), chosen), chosen)


def only(report: Report) -> Finding:
    """The one finding of a report."""
    (finding,) = report.findings
    return finding


def with_severities(severities: Mapping[str, str]) -> Profile:
    """The Ministry's profile, severities overridden."""
    return replace(MINISTRY, severities=severities)


# Severity


def test_the_rule_says_how_grave_it_is_unless_the_profile_does() -> None:
    assert only(checked(WRONG_SUM)).severity is Severity.ERROR
    for severity in Severity:
        chosen = with_severities({"B301": severity.value})
        assert only(checked(WRONG_SUM, chosen)).severity is severity


def test_a_rule_that_the_profile_turns_off_is_asked_but_not_reported() -> None:
    report = checked(WRONG_SUM, with_severities({"B301": "off"}))
    assert report.findings == ()
    assert report.coverage.violated == 1
    assert [each.code for each in report.relations if each.verdict is Verdict.VIOLATED] == ["B301"]


DOUBTFUL = put("基础数据表", {"公用经费.上年决算": "20", "其中：办公经费.上年决算": "9.95"})


def test_what_unprinted_decimals_may_explain_is_a_warning_that_says_so() -> None:
    finding = only(checked(DOUBTFUL))
    assert (finding.code, finding.severity) == ("B401", Severity.WARNING)
    assert finding.message.endswith("（如果是四舍五入造成的，请统一保留两位小数。）")


def test_a_doubtful_finding_is_not_made_graver() -> None:
    chosen = with_severities({"B401": "info"})
    assert only(checked(DOUBTFUL, chosen)).severity is Severity.INFO


def test_errors_come_first_then_warnings_then_hints() -> None:
    change = both(
        WRONG_SUM,
        put("基础数据表", {"编制数": "16", "控制率": "106.25%"}),
        put("自评表", {"志愿服务机制 指标值": "定性"}),
    )
    severities = [finding.severity for finding in checked(change).findings]
    assert severities == sorted(severities, key=list(Severity).index)
    assert set(severities) == set(Severity)


# The same contradiction


def test_a_finding_keeps_its_fingerprint_when_rows_move() -> None:
    moved = both(WRONG_SUM, with_row("基础数据表", "三公经费", "其他人员经费", "", "", ""))
    one, two = only(checked(WRONG_SUM)), only(checked(moved))
    assert one.operands[0].location.cell != two.operands[0].location.cell
    assert one.fingerprint == two.fingerprint


def test_a_finding_keeps_its_fingerprint_when_the_file_is_renamed() -> None:
    def renamed(sources: tuple[Source, ...]) -> tuple[Source, ...]:
        return tuple(replace(each, name=f"副本 {each.name}") for each in sources)

    assert only(checked(both(WRONG_SUM, renamed))).operands[0].location.source == "副本 附件.xlsx"
    assert (
        only(checked(both(WRONG_SUM, renamed))).fingerprint == only(checked(WRONG_SUM)).fingerprint
    )


def test_another_figure_makes_another_fingerprint() -> None:
    other = put("基础数据表", {"项目支出.上年决算": "53.10"})
    assert only(checked(other)).fingerprint != only(checked(WRONG_SUM)).fingerprint


def test_the_same_mistake_in_another_column_has_another_fingerprint() -> None:
    twice = put("基础数据表", {"公务用车.上年决算": "1.60", "公务用车.本年预算": "2.00"})
    findings = [each for each in checked(twice).findings if each.code == "B202"]
    assert len({each.fingerprint for each in findings}) == len(findings) == 2


def test_a_contradiction_that_stands_in_word_and_in_excel_is_reported_once() -> None:
    both_files = also_in_word("基础数据表")
    report = checked(both(WRONG_SUM, both_files))
    assert only(report).code == "B301"
    assert report.coverage.violated == 2


def test_two_checks_of_one_filing_are_the_same() -> None:
    change = also_in_word("基础数据表", put("基础数据表", {"编制数": "19", "在职人数": "18"}))
    assert checked(change) == checked(change)


# What is refused


def test_the_files_of_two_units_are_refused() -> None:
    other = put("自评表", {"单位名称": "云山县地方海事处"})
    with pytest.raises(InputError) as caught:
        checked(other)
    assert str(caught.value) == (
        "这里混有两个单位的材料：“云山县文化旅游服务中心”（自评报告.docx）和“云山县地方海事处”（附件.xlsx）；"
        "请每个单位放一个文件夹，分别检查。"
    )


def test_within_one_file_two_names_are_a_finding() -> None:
    report = checked(both(without_report, put("自评表", {"单位名称": "云山县地方海事处"})))
    assert report.unit == "云山县地方海事处"


def without_report(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """The tables alone."""
    return sources[1:]


def test_material_without_form_and_report_is_refused() -> None:
    source = yunshan.source("通知.docx", [Paragraph(0, "关于开展绩效自评的通知")])
    with pytest.raises(
        InputError, match=r"^通知\.docx 里没有找到绩效自评的表格，也没有自评报告正文；"
    ):
        checking.file([source], MINISTRY)


def test_a_report_alone_and_tables_alone_can_be_checked() -> None:
    word, excel = yunshan.sources()
    alone = yunshan.source("报告.docx", [*word.blocks, Paragraph(99, LONG_TEXT)])
    for source in (alone, excel):
        filing = checking.file([source], MINISTRY)
        assert checking.check(filing, MINISTRY).sources[0].path == source.name


# How much was looked at


def test_every_relation_is_counted_by_its_verdict() -> None:
    report = checked(WRONG_SUM)
    counted = Counter(relation.verdict for relation in report.relations)
    coverage = report.coverage
    assert coverage.relations == len(report.relations)
    assert {
        Verdict.HELD: coverage.held,
        Verdict.ROUNDING: coverage.rounding,
        Verdict.VIOLATED: coverage.violated,
        Verdict.SKIPPED: coverage.skipped,
    } == {verdict: counted[verdict] for verdict in Verdict}
    assert coverage.violated == 1


def test_nearly_every_figure_of_the_filing_took_part() -> None:
    coverage = checked().coverage
    assert coverage.figures > 190
    assert coverage.figures - coverage.figures_checked < 5


def test_a_figure_that_is_blanked_is_no_longer_counted() -> None:
    change = put("基础数据表", {"政府采购金额.上年决算": ""})
    assert checked(change).coverage.figures == checked().coverage.figures - 1


def test_a_figure_in_a_table_that_no_relation_looks_at_is_found_but_not_checked() -> None:
    text = """
监控情况
资金 | 年初预算数 | 全年预算数 | 全年执行数 | 执行率
合计 | 36.00 | 36.00 | | 83.33%
监控指标 | 年度指标值 | 完成值 | 分值 | 备注
开放 | 300天 | 240天 | 10 | 按月
"""
    extra = with_table(yunshan.table(text, {1: (5,), 5: (1,) * 5}, 9, "监控"))
    before, after = checked().coverage, checked(extra).coverage
    assert after.figures == before.figures + 6
    assert after.figures_checked < before.figures_checked + 6


# What the report tells of the filing


def test_the_report_names_unit_year_profile_files_and_forms() -> None:
    report = checked()
    assert (report.unit, report.year) == (yunshan.UNIT, 2024)
    assert (report.profile, report.profile_name) == ("ministry", MINISTRY.name)
    assert [(each.path, each.forms, each.narrative) for each in report.sources] == [
        ("自评报告.docx", (), True),
        ("附件.xlsx", ("basic_data", "overall", "project", "project", "assessment"), False),
    ]
    assert [form.name for form in report.forms][:2] == ["基础数据表", "部门整体支出绩效自评表"]


def test_the_place_named_most_often_decides_the_profile() -> None:
    assert detect(["云山县"]).id == "ministry"
    assert detect(["桃江县", "岳阳市君山区"]).id == "yueyang"
    assert detect(["桃江县", "桃江县", "岳阳市"]).id == "taojiang"


def test_a_missing_form_is_missed_only_where_the_profile_requires_it() -> None:
    for identifier, codes in (("ministry", []), ("yueyang", ["F103"])):
        report = checked(both(without("自评表"), say("99.63分", "优秀")), profile(identifier))
        assert [each.code for each in report.findings if each.code == "F103"] == codes
