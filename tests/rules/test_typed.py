"""Texts in cells for numbers: told only where Excel would leave them out of what it adds up."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.kit.changes import Change, Sources, both, in_numbers, put
from tests.rules.test_rules import checked
from xladdin.model.grid import Cell, Grid

ONE = put("基础数据表", {"公务接待.本年决算": "1.00万元"})


def outturns(formula: str = "") -> Change:
    """All amounts of a column typed with their unit, under a total that is a formula or a number."""

    def typed(grid: Grid, cell: Cell) -> Cell:
        if grid.sheet != "基础数据表" or cell.column != 5 or cell.value is None:
            return cell
        if grid.address(cell) == "F5":
            return replace(cell, formula=formula)
        return replace(cell, text=f"{cell.text}万元", value=None)

    def change(sources: Sources) -> Sources:
        *others, last = in_numbers(sources)
        grids = tuple(
            replace(grid, cells=tuple(typed(grid, cell) for cell in grid.cells))
            for grid in last.grids
        )
        return (*others, replace(last, blocks=grids))

    return change


def in_a_document(sources: Sources) -> Sources:
    """The tables as Word has them: without a sheet, and without values."""
    return tuple(
        replace(
            source,
            blocks=tuple(
                replace(block, sheet=None) if hasattr(block, "sheet") else block
                for block in source.blocks
            ),
        )
        for source in sources
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (both(ONE, in_numbers), 1),
        (ONE, 0),  # a sheet of nothing but texts
        (both(ONE, in_a_document), 0),
        (both(put("考核评分表", {"合计.得分": "97分"}), in_numbers), 0),
        (in_numbers, 0),
    ],
    ids=["one", "texts alone", "document", "points", "numbers"],
)
def test_a_text_is_told_where_numbers_are_usual(change: Change, told: int) -> None:
    assert [each.code for each in checked(change).findings].count("F302") == told


def test_a_column_of_texts_is_told_once_beside_a_formula() -> None:
    assert not [each for each in checked(outturns()).findings if each.code == "F302"]
    (found,) = (each for each in checked(outturns("=F6+F9+F10")).findings if each.code == "F302")
    assert found.message == (
        "公务用车（2024年决算数）“1.60万元”（应为 1.6）、公车购置（2024年决算数）“0万元”（应为 0）、"
        "公车运行维护（2024年决算数）“1.60万元”（应为 1.6）等 15 格在表里是文本，不是数字，Excel 的公式不会"
        "算进去。"
    )
    assert len(found.operands) == 15
