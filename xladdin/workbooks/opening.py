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


#: The number of a merged border, by workbook and by edge, the range's border and the cell's.
_sums: WeakKeyDictionary[Workbook, dict[tuple[str, int, int], int]] = WeakKeyDictionary()


def draw(merged: MergedCellRange) -> None:
    """Give each cell of the range its part of the range's border, and the range's protection.
    Replaces ``MergedCellRange.format``, which does the same slowly."""
    start, sums = merged.start_cell, _sums.setdefault(merged.ws.parent, {})
    border = start.border
    for edge in ("top", "left", "right", "bottom"):
        side = getattr(border, edge)
        if side and side.style is None:
            continue
        whole = start._style.borderId
        for place in getattr(merged, edge):
            cell = _cell(merged, place)
            key = edge, whole, cell._style.borderId
            if key in sums:
                cell._style.borderId = sums[key]
            else:
                cell.border += Border(**{edge: side})
                sums[key] = cell._style.borderId
    for place in merged.cells:
        _cell(merged, place)._style.protectionId = start._style.protectionId


def _cell(merged: MergedCellRange, place: tuple[int, int]) -> Cell | MergedCell:
    cells = merged.ws._cells
    if place not in cells:
        cells[place] = MergedCell(merged.ws, *place)
    cell = cells[place]
    if not cell._style:
        cell._style = StyleArray()
    return cell
