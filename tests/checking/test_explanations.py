"""What the unit has written beside a finding counts for warnings and hints, seldom for errors."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.kit import yunshan
from tests.kit.changes import Change, both, put
from xladdin import checking
from xladdin.explaining import explained as explain
from xladdin.forms.explanations import listed
from xladdin.forms.profiles import Profile, profile
from xladdin.model.grid import Cell, Grid, Source
from xladdin.model.report import Finding, Listed, Report, Severity
from xladdin.verbs.check import status

MINISTRY = profile("ministry")
REASON = "上级年中追加。"
ERROR = put("基础数据表", {"项目支出.上年决算": "53.20"})
WARNING = put("基础数据表", {"公用经费.上年决算": "20", "其中：办公经费.上年决算": "9.95"})


def table(*rows: tuple[str, ...]) -> Grid:
    """The sheet 校验结果 with these rows."""
    cells = [
        Cell(row, column, text)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    return Grid(1, tuple(cells), "校验结果")


HEAD = ("级别", "代码", "问题", "说明", "核对码")


def written(text: str, *fingerprints: str) -> Grid:
    return table(
        ("绩效自评材料校验结果",), HEAD, *(("警告", "B101", "…", text, f) for f in fingerprints)
    )


def checked(change: Change, *sheets: Grid, chosen: Profile = MINISTRY) -> Report:
    """The report on the changed filing of 云山县, whose workbook has these helper sheets."""

    def with_sheets(sources: tuple[Source, ...]) -> tuple[Source, ...]:
        return (*sources[:-1], replace(sources[-1], helpers=sheets))

    filing = checking.file(both(change, with_sheets)(yunshan.sources()), chosen)
    return checking.check(filing, chosen)


def first(report: Report, severity: Severity) -> Finding:
    return next(finding for finding in report.findings if finding.severity is severity)


# Reading them


def test_the_columns_are_found_by_their_headings() -> None:
    sheet = table(
        ("", "", "绩效自评材料校验结果"),
        ("核对码", " 说 明 ", "问题", "代码"),
        ("a1", "  上级追加。 ", "相差 3。", "B201"),
        ("a2", "", "相差 4。", "B202"),
        ("", "没有核对码", "", ""),
    )
    assert listed(sheet, "附件.xlsx") == (
        Listed("a1", "上级追加。", "B201", "相差 3。", file="附件.xlsx"),
        Listed("a2", "", "B202", "相差 4。"),
    )


def test_a_row_says_when_it_was_checked_and_whether_it_was_mended_then() -> None:
    sheet = table(
        ("核对时间：2025-03-04 09:30；地区方案：…",),
        HEAD,
        ("错误", "B201", "相差 3。", "", "a1"),
        ("已无此问题", "B202", "相差 4。", "", "a2"),
    )
    assert [(each.gone, each.when) for each in listed(sheet)] == [
        (False, "2025-03-04 09:30"),
        (True, "2025-03-04 09:30"),
    ]


@pytest.mark.parametrize("head", [("级别", "说明"), ("核对码", "问题"), ("说明和核对码", "")])
def test_a_sheet_of_another_making_holds_none(head: tuple[str, str]) -> None:
    assert listed(table(head, ("a1", "上级追加。"))) == ()
    assert listed(table()) == ()


# What they change


def test_an_explained_warning_stays_a_warning_that_no_longer_counts() -> None:
    found = first(checked(WARNING), Severity.WARNING)
    report = checked(WARNING, written(REASON, found.fingerprint))
    explained = first(report, Severity.WARNING)
    assert explained == replace(found, waiver=REASON)
    assert explained.explained
    assert len(report.findings) == len(checked(WARNING).findings)
    assert report.coverage == checked(WARNING).coverage


def test_with_strict_an_explained_warning_no_longer_counts() -> None:
    report = checked(WARNING)
    assert (status(report), status(report, strict=True)) == (0, 1)
    all_of_them = [finding.fingerprint for finding in report.findings]
    report = checked(WARNING, written(REASON, *all_of_them))
    assert (status(report), status(report, strict=True)) == (0, 0)


def test_an_error_counts_whatever_is_written_beside_it() -> None:
    found = first(checked(ERROR), Severity.ERROR)
    report = checked(ERROR, written("四舍五入。", found.fingerprint))
    error = first(report, Severity.ERROR)
    assert (error.waiver, error.rejected, error.explained) == (None, "四舍五入。", False)
    assert status(report) == 1


def test_an_error_that_the_profile_names_may_be_explained() -> None:
    lenient = replace(MINISTRY, explainable=frozenset({"B301"}))
    found = first(checked(ERROR), Severity.ERROR)
    assert found.code == "B301"
    assert status(checked(ERROR, chosen=lenient)) == 1
    report = checked(ERROR, written(REASON, found.fingerprint), chosen=lenient)
    assert first(report, Severity.ERROR).waiver == REASON
    assert (status(report), status(report, strict=True)) == (0, 0)


def test_an_explanation_of_nothing_is_kept_apart() -> None:
    report = checked(WARNING, written(REASON, "0" * 16))
    assert [(each.fingerprint, each.text) for each in report.outdated] == [("0" * 16, REASON)]
    assert not any(finding.explained for finding in report.findings)


def test_what_stands_in_two_places_is_kept_whole_and_does_not_grow() -> None:
    mark = first(checked(WARNING), Severity.WARNING).fingerprint
    report = checked(WARNING, written("甲。", mark), written("乙。", mark), written("甲。", mark))
    assert first(report, Severity.WARNING).waiver == "甲。；乙。"
    again = explain(report, [Listed(mark, "甲。；乙。")], MINISTRY)
    assert again == report


def test_explanations_from_elsewhere_join_those_of_the_files() -> None:
    report = checked(WARNING, written(REASON, "0" * 16))
    mark = first(report, Severity.WARNING).fingerprint
    more = explain(report, [Listed(mark, "编制待批。")], MINISTRY)
    assert first(more, Severity.WARNING).waiver == "编制待批。"
    assert more.outdated == report.outdated
