"""Rows and columns may be added, moved, repeated and deleted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.form_readings import changed, form, number, of, text
from tests.kit.form_sheets import (
    ABOVE,
    BASIC,
    FORMS,
    LEFT,
    OVERALL,
    PROJECT,
    Sheet,
    row_of,
    source,
    without,
    without_columns,
)
from tests.thorough import few

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


@settings(max_examples=few(100, 40))
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


# Columns


@given(st.permutations([1, 3, 5]))
def test_the_columns_of_amounts_may_stand_in_any_order(order: list[int]) -> None:
    first = row_of(BASIC, "经费控制情况")
    last = row_of(BASIC, "楼堂馆所")
    moved = [[row[0], *(row[c + d] for c in order for d in (0, 1))] for row in BASIC[first:last]]
    assert changed("basic_data", [*BASIC[:first], *moved, *BASIC[last:]]) == {}


@settings(max_examples=few(100, 40))
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
