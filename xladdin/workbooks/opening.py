"""Open the bytes of an xlsx as an openpyxl workbook, drawing merged cells faster."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterable
from io import BytesIO, StringIO
from weakref import WeakKeyDictionary

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Border
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.merge import MergedCellRange

from xladdin.errors import InputError


def open_workbook(data: bytes, name: str, sheets: Iterable[str] = ()) -> Workbook:
    """Return the workbook with formulas and the formats within texts, without macros. ``data`` must
    have been found within bounds; ``name`` is the file name shown to the user. Raises InputError if
    openpyxl does not understand the file or does not find all of the ``sheets``."""
    try:
        # openpyxl warns of what it leaves out, and prints what it finds odd among the styles.
        with warnings.catch_warnings(), contextlib.redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")
            workbook: Workbook = load_workbook(BytesIO(data), rich_text=True)
    except Exception as error:  # whatever its many parsers stumble over
        raise _irregular(name) from error
    if not {sheet.title for sheet in workbook.worksheets}.issuperset(sheets):
        raise _irregular(name)
    workbook.template = False
    return workbook


def _irregular(name: str) -> InputError:
    return InputError(
        f"「{name}」里有不合规范的内容，不能写副本，请用 Excel 或 WPS 打开后另存一份再试。"
    )


#: The number of a border put together, by workbook and by which edges of which two borders.
_sums: WeakKeyDictionary[Workbook, dict[tuple[str, int, int], int]] = WeakKeyDictionary()


def take_corner(merged: MergedCellRange) -> None:
    """Find the first cell of the range, making it if it is missing, and give it the right and bottom
    border of the last. Replaces ``MergedCellRange._get_borders``, which does the same slowly."""
    merged.start_cell = merged.ws.cell(merged.min_row, merged.min_col)
    last = merged.ws._cells.get((merged.max_row, merged.max_col))
    if last is not None:
        start, end = _styled(merged.start_cell), _styled(last)
        sums, key = _sums_of(merged), ("corner", end._style.borderId, start._style.borderId)
        if key not in sums:
            start.border += Border(right=end.border.right, bottom=end.border.bottom)
        start._style.borderId = sums.setdefault(key, start._style.borderId)


def draw(merged: MergedCellRange) -> None:
    """Give each cell of the range its part of the range's border, and the range's protection.
    Replaces ``MergedCellRange.format``, which does the same slowly."""
    start, sums = merged.start_cell, _sums_of(merged)
    border = start.border
    for edge in ("top", "left", "right", "bottom"):
        side = getattr(border, edge)
        if side and side.style is None:
            continue
        whole = start._style.borderId
        for place in getattr(merged, edge):
            cell = _cell(merged, place)
            key = edge, whole, cell._style.borderId
            if key not in sums:
                cell.border += Border(**{edge: side})
            cell._style.borderId = sums.setdefault(key, cell._style.borderId)
    for place in merged.cells:
        _cell(merged, place)._style.protectionId = start._style.protectionId


def _sums_of(merged: MergedCellRange) -> dict[tuple[str, int, int], int]:
    return _sums.setdefault(merged.ws.parent, {})


def _cell(merged: MergedCellRange, place: tuple[int, int]) -> Cell | MergedCell:
    cells = merged.ws._cells
    if place not in cells:
        cells[place] = MergedCell(merged.ws, *place)
    return _styled(cells[place])


def _styled(cell: Cell | MergedCell) -> Cell | MergedCell:
    if not cell._style:
        cell._style = StyleArray()
    return cell
