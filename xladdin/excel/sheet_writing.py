"""A sheet of our own as values → a sheet of a live workbook: the cells in one block, a question for
each style of a block, none for a cell."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from xlwings import Range, Sheet

from xladdin.excel.contents import text
from xladdin.model.addresses import Area, Place, Spot
from xladdin.outputs.sheet_values import FONT, GRID, LINK, SIZE, Layout, Rows, Style

_HYPERLINK = "=HYPERLINK("
#: What a text within a formula may have at most.
_LONGEST_IN_FORMULA = 255
_CONTINUOUS = 1  # xlContinuous

Colour = tuple[int, int, int]


def put(sheet: Sheet, rows: Rows, layout: Layout) -> None:
    """Write the rows, which are formulas as Excel takes them, from A1 on, and give them their styles.
    Links stand in one column."""
    whole = sheet.range(Area(0, 0, len(rows), len(rows[0])).address)
    whole.formula = rows
    whole.font.name, whole.font.size = FONT, SIZE
    for column, width in enumerate(layout.widths):
        sheet.range(Area(0, column).address).column_width = width
    if layout.merged.rows:
        sheet.range(layout.merged.address).merge(across=True)
    for height, same in groupby(layout.heights.items(), lambda item: item[1]):
        high = [row for row, _ in same]
        sheet.range(Area(high[0], 0, high[-1] - high[0] + 1).address).row_height = height
    for part, style in layout.styles:
        _give(sheet.range(part.address), style)
    if linked := [
        (row, column)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if is_link(cell)
    ]:
        (top, column), (last, _) = linked[0], linked[-1]
        _give(sheet.range(Area(top, column, last - top + 1).address), Style(colour=LINK))


def formulas(rows: Rows, links: Mapping[Place, Spot]) -> Rows:
    """Texts as Excel is told them: those of ``links`` lead to a cell, all others are only texts."""
    return tuple(
        tuple(
            _link(links[place], said) if (place := (row, column)) in links else text(said)
            for column, said in enumerate(cells)
        )
        for row, cells in enumerate(rows)
    )


def is_link(formula: str) -> bool:
    """Whether this is such a formula."""
    return formula.startswith(_HYPERLINK)


def colour_of(tint: str) -> Colour:
    """A colour as xlwings tells it, of one written as RRGGBB."""
    red, green, blue = bytes.fromhex(tint)
    return red, green, blue


def _link(goal: Spot, place: str) -> str:
    """The formula that shows a place and leads there."""
    shown = place[: _LONGEST_IN_FORMULA - place.count('"')]
    return f"{_HYPERLINK}{_literal('#' + goal.reference)},{_literal(shown)})"


def _literal(value: str) -> str:
    quoted = value.replace('"', '""')
    return f'"{quoted}"'


def _give(cells: Range, style: Style) -> None:
    if style.fill:
        cells.color = colour_of(style.fill)
    if style.colour:
        cells.font.color = colour_of(style.colour)
    if style.bold:
        cells.font.bold = True
    if style.size:
        cells.font.size = style.size
    if style.across:
        cells.horizontal_alignment = style.across
    if style.down:
        cells.vertical_alignment = style.down
    if style.wraps:
        cells.wrap_text = True
    if style.edged:
        borders = cells.api.Borders
        borders.LineStyle, borders.Color = _CONTINUOUS, int(GRID, 16)  # its bytes are all equal
