"""Make rows of merged cells as high as their texts, which Excel itself does not."""

from __future__ import annotations

from collections.abc import Mapping

from xlwings import Book, Sheet

from xladdin.errors import InputError
from xladdin.excel.host import unlocked
from xladdin.model.addresses import Area, Spot
from xladdin.model.grid import Cell, Source
from xladdin.outputs.printable import wrap

#: The longest text that is ignored, in characters: each longer one takes several round trips.
_SHORT = 16
_MOST = 409.0
#: How many of the forms' letters fit into a column's width, which is counted in larger digits; the
#: height of a line, and what a row has beside its lines, in points.
_TIGHTER, _LINE, _ROUND = 1.03, 14.5, 5.0

#: The heights of rows before and after, in points, by their first cells.
Heights = dict[Spot, tuple[float, float]]


def grow(book: Book, source: Source, grown: Heights) -> None:
    """Make rows higher where merged cells need it, and record them in ``grown``. ``source`` is the
    workbook as read. Sheets protected by a password are left out."""
    for grid in source.grids:
        wide = (cell for cell in grid.cells if cell.columns > 1)
        long = [cell for cell in wide if len(cell.text) > _SHORT or "\n" in cell.text]
        if not long or grid.sheet is None:
            continue
        sheet = book.sheets[grid.sheet]
        lacking = _lacking(sheet, long)
        if not lacking:
            continue
        try:
            with unlocked(sheet):
                for row, more in lacking.items():
                    _heighten(sheet, row, more, grown)
        except InputError:  # only its owner may change the sheet
            continue


def put_back(book: Book, grown: Mapping[Spot, tuple[float, float]]) -> None:
    """Give rows their earlier height unless somebody has changed it since."""
    for spot, (before, after) in grown.items():
        cell = book.sheets[spot.sheet].range(spot.cell)
        if abs((cell.row_height or 0) - after) < 1:
            cell.row_height = before


def _lacking(sheet: Sheet, cells: list[Cell]) -> dict[int, float]:
    """Return how many points rows lack, by the last row of the cells that need them."""
    widths: dict[int, float] = {}
    found: dict[int, float] = {}
    for cell in cells:
        place = sheet.range(Area(cell.row, cell.column).address)
        if not place.wrap_text:
            continue
        for column in range(cell.column, cell.right):
            if column not in widths:
                widths[column] = sheet.range(Area(0, column).address).column_width or 0
        width = sum(widths[column] for column in range(cell.column, cell.right))
        room = max(int(width * _TIGHTER) - 2, 2)
        lines = sum(len(wrap(line, room)) for line in cell.text.split("\n"))
        rows = range(cell.row, cell.below)
        height = sum(sheet.range(Area(row, 0).address).row_height or 0 for row in rows)
        more = lines * _LINE + _ROUND - height
        if lines > 1 and more > 1:
            last = cell.below - 1
            found[last] = max(found.get(last, 0), more)
    return found


def _heighten(sheet: Sheet, row: int, more: float, grown: Heights) -> None:
    cell = sheet.range(Area(row, 0).address)
    before = float(cell.row_height or 0)
    if before:  # not hidden
        cell.row_height = min(round(before + more, 1), _MOST)
        grown[Spot(sheet.name, Area(row, 0).address)] = before, float(cell.row_height or before)
