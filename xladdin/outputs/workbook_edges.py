"""Coloured edges around cells, put on and taken off without losing the lines that are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.outputs.workbook_marks import EDGE

_OURS = {f"{alpha}{EDGE}" for alpha in ("00", "FF")}
#: Where a cell has a line it is given another colour, where it has none a line of this style.
_NEW = "dashed"

Bounds = tuple[int, int, int, int]


@dataclass(slots=True)
class Edges:
    """Draws and erases edges; knows the merged ranges of each sheet by their first cells."""

    _merged: dict[str, dict[tuple[int, int], Bounds]] = field(default_factory=dict)

    def draw(self, cell: Cell) -> None:
        """Give a cell, or the merged range that it begins, a coloured edge."""
        for each, sides in self._around(cell):
            lines = {name: getattr(each.border, name) for name in sides}
            each.border = _with(
                each.border,
                {
                    name: Side(style=(line and line.style) or _NEW, color=EDGE)
                    for name, line in lines.items()
                },
            )

    def erase(self, cell: Cell) -> None:
        """Take the coloured edge off again."""
        for each, sides in self._around(cell):
            lines = {name: getattr(each.border, name) for name in sides}
            ours = {
                name: Side() if line.style == _NEW else Side(style=line.style)
                for name, line in lines.items()
                if line is not None and line.color is not None and line.color.rgb in _OURS
            }
            if ours:
                each.border = _with(each.border, ours)

    def _around(self, cell: Cell) -> Iterator[tuple[Cell | MergedCell, list[str]]]:
        """The cells at the edge, each with its outer sides."""
        sheet = cell.parent
        corner = cell.row, cell.column
        top, left, bottom, right = self._ranges(sheet).get(corner, (*corner, *corner))
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                outer = {
                    "top": row == top, "bottom": row == bottom,
                    "left": column == left, "right": column == right,
                }  # fmt: skip
                if sides := [name for name, at in outer.items() if at]:
                    yield sheet.cell(row, column), sides

    def _ranges(self, sheet: Worksheet) -> dict[tuple[int, int], Bounds]:
        if sheet.title not in self._merged:
            self._merged[sheet.title] = {
                (each.min_row, each.min_col): (
                    each.min_row, each.min_col, each.max_row, each.max_col,
                )
                for each in sheet.merged_cells.ranges
            }  # fmt: skip
        return self._merged[sheet.title]


def _with(border: Border, sides: dict[str, Side]) -> Border:
    """The border with some of its sides replaced."""
    every = {name: getattr(border, name) for name in ("left", "right", "top", "bottom", "diagonal")}
    return Border(**every | sides, diagonalUp=border.diagonalUp, diagonalDown=border.diagonalDown)
