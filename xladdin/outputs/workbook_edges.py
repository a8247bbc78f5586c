"""Coloured edges around cells, put on and taken off without losing the lines that are there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import compress

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.outputs.workbook_marks import EDGE

_OURS = {f"{alpha}{EDGE}" for alpha in ("00", "FF")}
#: Where a cell has a line it is given another colour, where it has none a line of this style.
_NEW = "dashed"

_SIDES = ("left", "right", "top", "bottom")
Bounds = tuple[int, int, int, int]


@dataclass(slots=True)
class Edges:
    """Draws and erases edges; knows the merged ranges of each sheet by their first cells."""

    _merged: dict[str, dict[tuple[int, int], Bounds]] = field(default_factory=dict)

    def draw(self, cell: Cell) -> None:
        """Give a cell, or the merged range that it begins, a coloured edge."""
        self._change(cell, lambda line: Side(style=(line and line.style) or _NEW, color=EDGE))

    def erase(self, cell: Cell) -> None:
        """Take the coloured edge off again."""
        self._change(cell, _without)

    def _change(self, cell: Cell, changed: Callable[[Side | None], Side | None]) -> None:
        for each, sides in self._around(cell):
            lines = {name: getattr(each.border, name) for name in (*_SIDES, "diagonal")}
            new = lines | {name: changed(lines[name]) for name in sides}
            if new != lines:
                before = each.border
                each.border = Border(
                    **new, diagonalUp=before.diagonalUp, diagonalDown=before.diagonalDown
                )

    def _around(self, cell: Cell) -> Iterator[tuple[Cell | MergedCell, list[str]]]:
        """The cells at the edge, each with its outer sides."""
        sheet = cell.parent
        corner = cell.row, cell.column
        top, left, bottom, right = self._ranges(sheet).get(corner, (*corner, *corner))
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                outer = (column == left, column == right, row == top, row == bottom)
                if sides := list(compress(_SIDES, outer)):
                    yield sheet.cell(row, column), sides

    def _ranges(self, sheet: Worksheet) -> dict[tuple[int, int], Bounds]:
        if sheet.title not in self._merged:
            bounds = (each.bounds for each in sheet.merged_cells.ranges)
            self._merged[sheet.title] = {
                (top, left): (top, left, bottom, right) for left, top, right, bottom in bounds
            }
        return self._merged[sheet.title]


def _without(line: Side | None) -> Side | None:
    if line is None or line.color is None or line.color.rgb not in _OURS:
        return line
    return Side() if line.style == _NEW else Side(style=line.style)
