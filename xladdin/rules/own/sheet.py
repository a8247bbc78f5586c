"""Read the sheet 审核公式 as rows; its columns are found by their headings, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from xladdin.forms.labels import normal
from xladdin.model.figure import Location
from xladdin.model.grid import Cell, Grid, Source
from xladdin.model.report import Operand
from xladdin.rules.ruling import quoted

SHEET = "审核公式"
FORMULA, CODE, TITLE, SEVERITY, ENABLED = "公式", "编号", "名称", "级别", "启用"
_HEADINGS = {
    FORMULA: {"公式", "审核公式", "核对公式"},
    CODE: {"编号", "代码", "序号"},
    TITLE: {"名称", "公式名称", "规则名称"},
    SEVERITY: {"级别", "严重程度", "等级"},
    ENABLED: {"启用", "是否启用"},
}
#: The most characters of a cell in a report; a formula may not be longer.
_SHOWN = 500


class Row(Struct, frozen=True):
    """A row below the headings: its cells as operands, by the standard names of the columns."""

    number: int
    cells: Mapping[str, Operand]

    def text(self, column: str) -> str:
        """Return the text in a column; empty if the sheet does not have the column."""
        return self.cells[column].text.strip() if column in self.cells else ""


def headed(grid: Grid) -> tuple[int, dict[str, Cell]] | None:
    """Return the number of the heading row and its cells by name; None if no column is headed 公式."""
    alone = None
    for number, row in enumerate(grid.rows):
        found: dict[str, Cell] = {}
        for cell in row:
            label = normal(cell.text)
            name = next((name for name, labels in _HEADINGS.items() if label in labels), None)
            if name is not None and cell.row == number:
                found.setdefault(name, cell)
        if FORMULA in found and len(found) > 1:
            return number, found
        if alone is None and FORMULA in found and normal(found[FORMULA].text) == FORMULA:
            alone = number, found
    return alone


def rows(source: Source, grid: Grid) -> Iterator[Row]:
    """Yield the rows below the headings with any text; none if there are no headings.

    A note that spans several of the columns is no row.
    """
    heads = headed(grid)
    if heads is None:
        return
    top, columns = heads
    names = {cell.column: name for name, cell in columns.items()}
    for number in range(top + 1, grid.height):
        own = [cell for cell in grid.rows[number] if cell.row == number]
        if any(sum(c.column <= at < c.right for at in names) > 1 for c in own if c.text.strip()):
            continue
        cells = {
            names[cell.column]: shown(source, grid, cell) for cell in own if cell.column in names
        }
        if any(cell.text.strip() for cell in cells.values()):
            yield Row(number + 1, cells)


def shown(source: Source, grid: Grid, cell: Cell) -> Operand:
    """Make an operand of a cell. A formula that Excel took for one of its own is shown as typed."""
    taken = cell.formula and (not cell.text.strip() or cell.text.startswith("#"))
    text = (cell.formula if taken else cell.text).strip()
    quote = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    place = Location(source.name, sheet=grid.sheet, cell=grid.address(cell), quote=quote)
    # One character more than a formula may have, so that a longer one is still refused.
    return quoted("审核公式", text[: _SHOWN + 1], place)
