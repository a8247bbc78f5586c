"""A form is found and read wherever it stands on the sheet, however its cells are merged."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.form_readings import changed, differences, form, number, of, readings
from tests.kit.form_sheets import (
    ABOVE,
    ASSESSMENT,
    BASIC,
    FORMS,
    LEFT,
    OVERALL,
    PROJECT,
    Row,
    Sheet,
    replaced,
    row_of,
    sheet_of,
    source,
    wide,
    without,
)

KINDS = list(FORMS)


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


# Where it stands


@given(st.sampled_from(KINDS), st.integers(0, 9), st.integers(0, 5))
def test_blank_rows_above_and_columns_before_do_not_matter(kind: str, rows: int, left: int) -> None:
    blank: Sheet = [[""] for _ in range(rows)]
    assert changed(kind, blank + wide(FORMS[kind], left)) == {}


@given(st.data())
def test_blank_rows_between_do_not_matter(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    sheet = sheet_of(kind)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(1, len(sheet)))
        inside = sheet[at] if at < len(sheet) else []
        sheet.insert(at, [text if text == ABOVE else "" for text in inside])
    assert changed(kind, sheet) == {}


def test_the_title_may_stand_in_a_paragraph(kind: str) -> None:
    title, *table = FORMS[kind]
    assert of(table, title[0])["title"] == of(FORMS[kind])["title"]
    assert of(table, "附件2", title[0], "单位：万元") == of(FORMS[kind])


def test_the_title_need_not_be_merged(kind: str) -> None:
    title, *table = FORMS[kind]
    assert changed(kind, [[title[0]], *table]) == {}
    assert changed(kind, [["", "", title[0]], *table]) == {}


@pytest.mark.parametrize(
    ("first", "second"),
    [("青溪县2024年度", "部门整体支出绩效自评表"), ("青溪县2024年度部门整体支出绩效", "自评表")],
)
def test_the_title_may_run_over_two_lines(first: str, second: str) -> None:
    table = OVERALL[1:]
    titles = [
        of([[first], [second], *table])["title"],
        of([[f"{first}\n{second}"], *table])["title"],
        of(table, first, second)["title"],
        of([["附件2"], [first], [second], ["（单位：万元）"], *table])["title"],
    ]
    assert titles == [first + second] * 4
    assert of(table, first, second)["year"] == 2024


def test_a_form_without_title_is_known_by_its_labels(kind: str) -> None:
    found = of(FORMS[kind][1:])
    year = {"basic_data": 2024}.get(kind)
    assert differences(of(FORMS[kind]) | {"title": "", "year": year}, found) == {}


def test_forms_below_each_other_on_one_sheet_are_told_apart() -> None:
    stacked = [*OVERALL, [""], *PROJECT, [""], [""], *BASIC, *ASSESSMENT]
    apart = [of(sheet) for sheet in (OVERALL, PROJECT, BASIC, ASSESSMENT)]
    assert readings(source(stacked)) == apart


def test_one_word_table_may_hold_several_forms() -> None:
    stacked = [*BASIC, *OVERALL]
    assert readings(source(stacked, name="附件.docx")) == [of(BASIC), of(OVERALL)]


def test_each_sheet_of_projects_is_a_form_of_its_own() -> None:
    other = replaced(PROJECT, {"县道日常养护专项": "危桥改造专项", "128": "126"})
    found = readings(source(PROJECT, other))
    assert found[0] == of(PROJECT)
    assert [each["项目名称"][0] for each in found] == ["县道日常养护专项", "危桥改造专项"]
    assert [each["年度资金总额.全年执行数"][0] for each in found] == ["128", "126"]


def test_a_form_in_a_word_table_says_the_same_as_on_a_sheet(kind: str) -> None:
    title, *table = FORMS[kind]
    assert readings(source(title[0], table, name="附件.docx")) == [of(FORMS[kind])]


def test_what_stands_between_the_tables_belongs_to_neither() -> None:
    prose = "全年养护县道326公里，" * 12
    found = readings(source("一、基本情况", prose, BASIC, "说明：无", "附件2", OVERALL, prose))
    assert found == [of(BASIC), of(OVERALL)]


# Merging


def unmerged(sheet: Sheet, repeat: bool) -> Sheet:
    """Every merged cell apart: the other cells blank, or those below with the same text."""
    rows: Sheet = []
    for row in sheet:
        new: Row = []
        for column, text in enumerate(row):
            above = rows[-1][column] if rows else ""
            kept = above if repeat and column in (1, 2) else ""
            new.append(kept if text == ABOVE else "" if text == LEFT else text)
        rows.append(new)
    return rows


@pytest.mark.parametrize("repeat", [False, True], ids=["blank", "repeated"])
@pytest.mark.parametrize("kind", ["overall", "project", "assessment"])
def test_indicators_need_not_be_merged(kind: str, repeat: bool) -> None:
    first = row_of(FORMS[kind], "一级指标")
    table = unmerged(FORMS[kind][first:], repeat)
    assert changed(kind, [*FORMS[kind][:first], *table]) == {}


def test_a_basic_data_form_need_not_be_merged() -> None:
    assert changed("basic_data", unmerged(BASIC, repeat=False)) == {}


def test_points_merged_over_two_rows_count_once() -> None:
    sheet = sheet_of("overall")
    row = row_of(sheet, "处治坑槽面积")
    sheet[row][6] = sheet[row][7] = ABOVE
    rows = form(source(sheet)).groups[0].indicators
    assert [number(each.points.figure) for each in rows] == [15, None, 10, 10, 5]
    assert [number(each.score.figure) for each in rows] == [15, None, Decimal("9.8"), 10, 5]


def test_points_in_a_label_over_two_rows_count_once() -> None:
    sheet = sheet_of("assessment")
    at = row_of(sheet, "自评通知") + 1
    sheet.insert(at, [ABOVE, ABOVE, "通知包括自评范围。", "通知的电子版", ""])
    rows = form(source(sheet)).groups[0].indicators
    assert [row.level2 for row in rows] == ["自评通知", "自评通知", "工作小组"]
    assert [number(row.points.figure) for row in rows] == [8, None, 2]
    assert [number(row.score.figure) for row in rows] == [8, None, 2]


def test_an_assessment_without_scores_has_them_blank() -> None:
    found = form(source([row[:4] for row in ASSESSMENT]))
    assert [number(row.points.figure) for row in found.indicators] == [8, 2, 10, 10, 30, 40]
    assert {number(row.score.figure) for row in found.indicators} == {None}
    assert number(found.entries["合计.分值"].figure) == 100


@pytest.mark.parametrize("label", ["总分", "合计", "总计", "总　分", "总得分", "总分："])
def test_the_total_row_is_known_by_any_of_its_names(label: str) -> None:
    assert changed("overall", replaced(OVERALL, {"总分": label})) == {}


def test_the_total_may_stand_beside_the_heading_down_the_side() -> None:
    sheet = sheet_of("overall")
    sheet[row_of(sheet, "总分")][:2] = [ABOVE, "总分"]
    assert changed("overall", sheet) == {}


@pytest.mark.parametrize("below", [[], ["填表人：周文　填报日期：2025年3月6日"]])
def test_without_a_total_row_the_lines_below_are_no_indicators(below: Row) -> None:
    sheet = [*without(OVERALL, "总分", "填表人"), *([below + [LEFT] * 8] if below else [])]
    found = form(source(sheet))
    assert [len(group.indicators) for group in found.groups] == [5, 2, 1]
    assert "总分.分值" not in found.entries


def test_headings_repeated_on_the_next_page_are_no_indicator() -> None:
    headings = OVERALL[row_of(OVERALL, "一级指标")]
    at = row_of(OVERALL, "效益指标")
    assert changed("overall", [*OVERALL[:at], [ABOVE, *headings[1:]], *OVERALL[at:]]) == {}
