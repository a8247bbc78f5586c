"""What is worked out by a formula is not wrong by itself: the figure that it follows from is."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.kit.changes import Change, Sources, both, put
from tests.rules.test_rules import checked

PROJECTS, OUTTURN = "2、旅游公共服务提升.本年决算", "年度资金总额.全年执行数"
SUM = {"项目支出.本年决算": "64.28"}
SCORES = {"年度资金总额.执行率": "87.89%", "年度资金总额.得分": "8.79", "总分.得分": "98.58"}


def by_formulas(sheet: str, texts: dict[str, str]) -> Change:
    """Cells that show these texts by formulas."""

    def change(sources: Sources) -> Sources:
        *others, last = put(sheet, texts)(sources)
        grids = tuple(
            replace(
                grid,
                cells=tuple(
                    replace(cell, formula="=1") if cell.text in texts.values() else cell
                    for cell in grid.cells
                ),
            )
            if grid.sheet == sheet
            else grid
            for grid in last.grids
        )
        return (*others, replace(last, blocks=grids))

    return change


@pytest.mark.parametrize(
    ("sheet", "place", "typed", "right", "formulas"),
    [
        ("基础数据表", PROJECTS, "28.28", "22.88", SUM),
        ("自评表", OUTTURN, "225.00", "252.00", SCORES),
    ],
    ids=["sum", "scores"],
)
def test_what_follows_by_formulas_is_told_below_its_cause(
    sheet: str, place: str, typed: str, right: str, formulas: dict[str, str]
) -> None:
    change = both(put(sheet, {place: typed}), by_formulas(sheet, formulas))
    report = checked(change)
    (cause,) = (each for each in report.causes if each.proposed is not None)
    assert cause.figure is not None
    assert (cause.figure.text, cause.proposed) == (typed, right)
    assert len(cause.explains) > len(formulas)
    assert not {c.figure.text for c in report.causes if c.figure} & set(formulas.values())


def test_where_no_part_is_told_apart_the_total_is_shown() -> None:
    change = both(
        put("基础数据表", {PROJECTS: "10"}),
        by_formulas("基础数据表", {"项目支出.本年决算": "46.00"}),
    )
    shown = [each.figure.text for each in checked(change).causes if each.figure]
    assert "46.00" in shown
    assert "36.00" not in shown
