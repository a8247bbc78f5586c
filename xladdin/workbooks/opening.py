"""The bytes of an xlsx → an openpyxl workbook, whose merged cells are drawn faster."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterable
from copy import copy
from io import BytesIO, StringIO
from weakref import WeakKeyDictionary

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Border
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.merge import MergedCellRange

from xladdin.errors import InputError


def open_workbook(data: bytes, name: str, sheets: Iterable[str] = ()) -> Workbook:
    """The workbook with its formulas and the formats inside of texts, without macros.

    ``data`` must have been found to be within bounds; ``name`` is what the user is shown. Raises
    InputError for what openpyxl does not understand, and where it does not find the ``sheets`` that
    are to be worked on.
    """
    try:
        # It warns of what it leaves out, and prints what it finds odd among the styles.
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


#: For each workbook and edge: the border of the range, that of a cell, and what they yield together.
_sums: WeakKeyDictionary[Workbook, dict[tuple[str, int, int], int]] = WeakKeyDictionary()


def draw(merged: MergedCellRange) -> None:
    """Give each cell of the range its part of the range's border, and the range's protection; in
    the place of ``MergedCellRange.format``."""
    start, sums = merged.start_cell, _sums.setdefault(merged.ws.parent, {})
    for edge in ("top", "left", "right", "bottom"):
        side = getattr(start.border, edge)
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
    start.protection = copy(start.protection)
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
