"""Read and write the contents of cells in blocks, exactly; write whole sheets of our own with styles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from xlwings import Range, Sheet

from xladdin.model.addresses import Area, Place, Spot, in_runs
from xladdin.outputs.sheet_values import FONT, GRID, LINK, SIZE, Layout, Rows, Style
from xladdin.patterns import pattern

#: A text that Excel cannot take for anything else when it is typed.
_PLAIN = pattern(r"(?!(?:true|false)$)[^\d=+\-@'][^\d]*", re.IGNORECASE)

#: The beginning of a figure or a formula.
_FIGURE = pattern(r"[=+\-]|[\d.,]+%?$")

#: The texts of a row.
Texts = frozenset[str]


class Content(NamedTuple):
    """A formula, or else a value: a number, a text, a date, a truth value; None for an empty cell."""

    value: Any
    formula: str = ""


def read(sheet: Sheet, places: Iterable[Place]) -> dict[Place, Content]:
    """Return the contents of the smallest block around the places, in two round trips."""
    rows, columns = zip(*places, strict=True)
    top, left = min(rows), min(columns)
    around = Area(top, left, max(rows) - top + 1, max(columns) - left + 1)
    return {
        place: Content(None, formula) if formula else Content(value)
        for place, value, formula in held(sheet.range(around.address))
    }


def held(cells: Range) -> Iterator[tuple[Place, Any, str]]:
    """Yield each cell's place, value and formula, empty for none, in two round trips."""
    top, left = cells.row - 1, cells.column - 1
    values = cells.options(ndim=2, err_to_str=True).value
    for row, (some, others) in enumerate(zip(values, block(cells.formula), strict=True), top):
        for column, (value, written) in enumerate(zip(some, others, strict=True), left):
            # A text may look like a formula.
            is_formula = isinstance(written, str) and written.startswith("=") and written != value
            yield (row, column), value, written if is_formula else ""


def block(found: Any) -> Sequence[Sequence[Any]]:
    """Return a block of formulas from xlwings as rows; for a single cell xlwings gives a bare text."""
    return found if isinstance(found, tuple | list) else ((found,),)


def row_texts(sheet: Sheet) -> dict[int, Texts]:
    """Return the texts of each row of a sheet: they, not its figures, identify a row."""
    used = sheet.used_range
    top = used.row - 1
    return {
        number: frozenset(cell for cell in map(str, row) if cell and not _FIGURE.match(cell))
        for number, row in enumerate(block(used.formula), start=top)
    }


def write(sheet: Sheet, contents: Mapping[Place, Content], now: Mapping[Place, Content]) -> None:
    """Write the contents into their cells. ``now`` holds the contents of the cells around. Numbers
    between two cells of a column are written again with them, so that a column takes one round
    trip."""
    columns: dict[int, list[int]] = {}
    for row, column in sorted(contents):
        columns.setdefault(column, []).append(row)
    for column, rows in columns.items():
        for run in in_runs(rows, partial(_is_plain_at, now, column)):
            some = [contents.get((row, column), now.get((row, column))) for row in run]
            cells = sheet.range(Area(run[0], column, len(run)).address)
            cells.formula = [[typed(content)] for content in some]


def typed(content: Content | None) -> Any:
    """Return what Excel must be given to hold this content. Texts that look like anything else get
    an apostrophe; numbers become floats, because others are rounded to a currency's decimals;
    nothing is an empty text, because None becomes COM's Null, which no formula can be."""
    if content is None or content.value is None:
        return content.formula if content is not None else ""
    if content.formula:
        return content.formula
    if isinstance(content.value, str):
        return text(content.value)
    return float(content.value) if isinstance(content.value, Decimal) else content.value


def text(value: str) -> str:
    """Return a text so that Excel takes it for a text."""
    is_error = value.startswith("#")
    return value if not value or is_error or _PLAIN.fullmatch(value) else f"'{value}"


def _is_plain_at(now: Mapping[Place, Content], column: int, row: int) -> bool:
    content = now.get((row, column))
    return content is not None and isinstance(content.value, float)


_HYPERLINK = "=HYPERLINK("
#: The longest text within a formula.
_LONGEST_IN_FORMULA = 255
_CONTINUOUS = 1  # xlContinuous

Colour = tuple[int, int, int]


def put(sheet: Sheet, rows: Rows, layout: Layout) -> None:
    """Write the rows, formulas as Excel takes them, from A1 on, with their styles. Links must stand
    in one column."""
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
    """Return texts as formulas for Excel: those in ``links`` lead to a cell, all others stay texts."""
    return tuple(
        tuple(
            _link(links[place], said) if (place := (row, column)) in links else text(said)
            for column, said in enumerate(cells)
        )
        for row, cells in enumerate(rows)
    )


def is_link(formula: str) -> bool:
    """Tell whether a formula is such a link."""
    return formula.startswith(_HYPERLINK)


def colour_of(tint: str) -> Colour:
    """Return the red, green and blue of a colour written as RRGGBB."""
    red, green, blue = bytes.fromhex(tint)
    return red, green, blue


def _link(goal: Spot, place: str) -> str:
    """Return the formula that shows a place and leads there."""
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
