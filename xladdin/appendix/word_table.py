"""Cells with their texts → a Word table with borders, merges and rows that don't split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from xladdin.appendix.fitting import CELL_SIDE, LINE, Cell, Setting
from xladdin.appendix.wordml import element, paragraph

#: The letters of the tables: what the official forms are set in.
FONT = "宋体"


def word_table(
    cells: Sequence[Cell],
    widths: Sequence[int],
    heights: Mapping[int, float],
    chosen: Setting,
    *,
    headings: int = 0,
) -> Any:
    """``w:tbl`` with the ``cells``.

    ``widths`` of the columns are in twentieths of a point, ``heights`` of the rows in points. The
    first ``headings`` rows stand again on each page that the table runs over. The last row stays
    with what follows the table.
    """
    table = element("w:tbl", _properties(sum(widths)))
    table.append(element("w:tblGrid", *(element("w:gridCol", w=str(each)) for each in widths)))
    rows = sorted(heights)
    if headings:
        cells = _without_merges_over(cells, rows[0] + headings)
    for row in rows:
        properties = element("w:trPr", element("w:cantSplit"))
        height = str(round(heights[row] * 20))
        properties.append(element("w:trHeight", val=height, hRule="atLeast"))
        if row < rows[0] + headings:
            properties.append(element("w:tblHeader"))
        line = element("w:tr", properties)
        reaching = (each for each in cells if each.box.row <= row < each.box.row + each.box.rows)
        for cell in sorted(reaching, key=lambda each: each.box.column):
            line.append(_cell(cell, row, widths, chosen, with_next=row == rows[-1]))
        table.append(line)
    return table


def _cell(cell: Cell, row: int, widths: Sequence[int], chosen: Setting, *, with_next: bool) -> Any:
    box, first = cell.box, cell.box.row == row
    width = sum(widths[box.column : box.column + cell.columns])
    properties = element("w:tcPr", element("w:tcW", w=str(width), type="dxa"))
    if cell.columns > 1:
        properties.append(element("w:gridSpan", val=str(cell.columns)))
    if box.rows > 1:
        properties.append(element("w:vMerge", val="restart") if first else element("w:vMerge"))
    properties.append(element("w:vAlign", val="center"))
    text = cell.text if first else ""
    held = paragraph(text, FONT, chosen.size, cell.align, line=LINE, with_next=with_next)
    return element("w:tc", properties, held)


def _without_merges_over(cells: Sequence[Cell], row: int) -> list[Cell]:
    """No cell reaches from the rows of headings into those below: Word would not repeat them."""
    found = []
    for cell in cells:
        box, below = cell.box, cell.box.row + cell.box.rows - row
        if box.row < row and below > 0:
            found.append(replace(cell, box=replace(box, rows=row - box.row), text=""))
            cell = replace(cell, box=replace(box, row=row, rows=below))
        found.append(cell)
    return found


def _properties(width: int) -> Any:
    side = str(round(CELL_SIDE * 20))
    margins = element(
        "w:tblCellMar",
        element("w:left", w=side, type="dxa"),
        element("w:right", w=side, type="dxa"),
    )
    return element(
        "w:tblPr",
        element("w:tblW", w=str(width), type="dxa"),
        element("w:jc", val="center"),
        _borders(),
        element("w:tblLayout", type="fixed"),
        margins,
    )


def _borders() -> Any:
    names = ("top", "left", "bottom", "right", "insideH", "insideV")
    edges = (
        element(f"w:{name}", val="single", sz="4", space="0", color="000000") for name in names
    )
    return element("w:tblBorders", *edges)
