"""A form is found and read wherever it stands on the sheet, however its cells are merged."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import Reading, differences, form, number, reading, readings
from sheets import (
    ABOVE,
    ASSESSMENT,
    BASIC,
    FORMS,
    LEFT,
    OVERALL,
    PROJECT,
    Row,
    Sheet,
    lower,
    replaced,
    row_of,
    sheet_of,
    source,
    wide,
)

KINDS = list(FORMS)


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


def of(sheet: Sheet, *around: str) -> Reading:
    return reading(form(source(*around, sheet)))


def changed(kind: str, sheet: Sheet) -> dict[str, tuple[object, object]]:
    """What a changed form says differently."""
    return differences(of(FORMS[kind]), of(sheet))


def without(sheet: Sheet, *labels: str) -> Sheet:
    rows = {row_of(sheet, label) for label in labels}
    return [row for at, row in enumerate(sheet) if at not in rows]


def text(value: object) -> object:
    """What was written at a place of a reading."""
    return value[0] if isinstance(value, tuple) else value


def without_columns(sheet: Sheet, first: int, last: int) -> Sheet:
    """Columns deleted; of a merged cell that reaches beyond them the rest keeps its text."""
    rows = []
    for row in sheet:
        new = row.copy()
        if new[last:] and new[last] == LEFT:
            start = max(at for at in range(last) if row[at] != LEFT)
            new[last] = row[start] if start >= first else LEFT
        rows.append(new[:first] + new[last:])
    return rows


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
    stacked = [*BASIC, *lower(OVERALL)]
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


# Rows


@pytest.mark.parametrize(
    ("kind", "label", "gone"),
    [
        ("basic_data", "出国经费", "出国经费"),
        ("basic_data", "公车购置", "公车购置"),
        ("basic_data", "政府采购金额", "政府采购金额"),
        ("basic_data", "会议费、培训费", "公用经费其中 3"),
        ("basic_data", "厉行节约", "厉行节约保障措施"),
        ("overall", "政府性基金拨款", "政府性基金|项目支出"),
        ("overall", "其他资金", "其他资金"),
        ("project", "上年结转资金", "上年结转资金"),
        ("project", "主管部门", "主管部门|单位名称"),
        ("overall", "总分", "总分"),
        ("overall", "群众满意度", "3 满意度指标"),
    ],
)
def test_a_deleted_row_takes_only_its_own_places_along(kind: str, label: str, gone: str) -> None:
    differing = changed(kind, without(FORMS[kind], label))
    differing.pop("missing", None)
    assert differing
    assert all(name.startswith(tuple(gone.split("|"))) for name in differing)
    assert all(two is None for _, two in differing.values())


def test_a_deleted_row_that_the_form_must_have_is_told() -> None:
    assert form(source(without(BASIC, "公用经费"))).missing == ("公用经费",)
    assert form(source(without(PROJECT, "项目支出名称"))).missing == ("项目支出名称",)
    assert form(source(BASIC)).missing == ()


@given(st.lists(st.integers(0, 10**6), max_size=40))
def test_there_may_be_any_number_of_project_rows(cents: list[int]) -> None:
    amounts = [f"{each / 100:.2f}" for each in cents]
    rows: Sheet = [
        [f"　{at}、第{at}个专项", "0", LEFT, amount, LEFT, amount, LEFT]
        for at, amount in enumerate(amounts, 1)
    ]
    first = row_of(BASIC, "项目支出") + 1
    found = form(source([*BASIC[:first], *rows, *BASIC[first + 2 :]]))
    items = found.sections.get("项目支出明细", ())
    assert [item.entries["本年决算"].text for item in items] == amounts
    assert [item.label for item in items] == [row[0].strip() for row in rows]
    assert found.entries["公用经费.本年决算"].text == "19.84"


def indicator_rows(counts: list[list[int]]) -> Sheet:
    """Indicator rows: for each 一级指标 the numbers of 三级指标 below each 二级指标."""
    rows: Sheet = []
    for order, group in enumerate(counts):
        for second, count in enumerate(group):
            for third in range(count):
                level1 = ABOVE if second or third else f"第{order}类指标\n（{sum(group)}分）"
                level2 = ABOVE if third else f"第{second}种指标"
                name = f"指标{order}-{second}-{third}"
                rows.append([ABOVE, level1, level2, name, f"≥{third + 1}个", "9个", "1", "1", ""])
    return rows


COUNTS = st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=4), min_size=1, max_size=4)


@given(COUNTS)
def test_there_may_be_any_number_of_indicators(counts: list[list[int]]) -> None:
    first, total = row_of(OVERALL, "一级指标") + 1, row_of(OVERALL, "总分")
    found = form(source([*OVERALL[:first], *indicator_rows(counts), *OVERALL[total:]]))
    assert [number(group.heading.figure) for group in found.groups] == [sum(g) for g in counts]
    assert [
        [(row.level2, row.name.text, row.target.text) for row in group.indicators]
        for group in found.groups
    ] == [
        [
            (f"第{second}种指标", f"指标{order}-{second}-{third}", f"≥{third + 1}个")
            for second, count in enumerate(group)
            for third in range(count)
        ]
        for order, group in enumerate(counts)
    ]
    assert found.entries["总分.得分"].text == "98.67"


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


# Columns


@given(st.permutations([1, 3, 5]))
def test_the_columns_of_amounts_may_stand_in_any_order(order: list[int]) -> None:
    first = row_of(BASIC, "经费控制情况")
    last = row_of(BASIC, "楼堂馆所")
    moved = [[row[0], *(row[c + d] for c in order for d in (0, 1))] for row in BASIC[first:last]]
    assert changed("basic_data", [*BASIC[:first], *moved, *BASIC[last:]]) == {}


@given(st.permutations(range(3, 9)))
def test_the_columns_of_indicators_may_stand_in_any_order(order: list[int]) -> None:
    first, last = row_of(OVERALL, "一级指标"), row_of(OVERALL, "总分")
    moved = [[*row[:3], *(row[column] for column in order)] for row in OVERALL[first:last]]
    places = {column: order.index(column) + 3 for column in (6, 7)}
    total = ["总分", *[""] * 8]
    total[places[6]], total[places[7]] = "100", "98.67"
    assert changed("overall", [*OVERALL[:first], *moved, total, *OVERALL[last + 1 :]]) == {}


@pytest.mark.parametrize(
    ("kind", "columns", "gone", "missing"),
    [
        ("basic_data", (1, 3), "编制数 上年决算 批复规模 实际规模", "编制数、上年决算数"),
        ("basic_data", (5, 7), "控制率 本年决算 实际投资 投资概算控制率", "控制率、本年决算数"),
        ("overall", (8, 9), "年度资金总额.得分 表头.得分 偏差原因", ""),
        ("overall", (7, 8), "执行率 得分", "得分"),
        ("overall", (4, 5), "全年预算数 指标值", "全年预算数、年度指标值"),
        ("project", (6, 7), "分值", "分值"),
    ],
)
def test_a_deleted_column_takes_only_its_own_places_along(
    kind: str, columns: tuple[int, int], gone: str, missing: str
) -> None:
    before, after = of(FORMS[kind]), of(without_columns(FORMS[kind], *columns))
    assert after.pop("missing") == missing
    texts = {name: text(before[name]) for name in before if text(before[name])}
    kept = {name: text(after[name]) for name in after if text(after[name])}
    lost = {name for name in texts if name not in kept} - {"missing"}
    assert kept == {name: texts[name] for name in kept}
    assert lost
    assert {name for name in lost if not name.endswith(tuple(gone.split()))} == set()
