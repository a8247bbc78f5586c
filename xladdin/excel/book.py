"""Read a workbook open in Excel into the Source that its file would make."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from xlwings import Book, Sheet

from xladdin.errors import InputError
from xladdin.excel.contents import held
from xladdin.excel.sheet_layout import merged_ranges, number_formats
from xladdin.model.addresses import Area, Place, area, letters
from xladdin.model.grid import Cell, Grid, Source
from xladdin.sources.bounds import bound
from xladdin.sources.identify import extension
from xladdin.sources.number_format import display, is_date
from xladdin.sources.reading import legible_blocks, printable
from xladdin.sources.sheet_grid import (
    HELPER_SHEETS,
    READ_ALL_THE_SAME,
    RawSheet,
    grid_of,
    left_out_notes,
)

#: Day 0 of Excel's calendar.
_EPOCH = datetime(1899, 12, 30)
_SECONDS = 24 * 60 * 60

#: Worksheet functions that show findings, which are no part of the filing.
_TELLING = ("JX_CHECK(", "JX_FINDINGS(")


def read_book(book: Book) -> Source:
    """Read all sheets as they are now, whether saved or not. As from a file, hidden and blank
    sheets are left out, and helper sheets kept apart. ``sha256`` is that of the cells, so that it
    tells whether the workbook has changed. Raises InputError if a sheet is too large."""
    grids: list[Grid] = []
    helpers: list[Grid] = []
    unread: list[str] = []
    aside: list[str] = []
    empty: list[str] = []
    partly: list[str] = []
    for sheet in book.sheets:
        name = sheet.name
        helper = name in HELPER_SHEETS
        if name.startswith("_"):
            aside.append(name)
        elif not helper and not sheet.visible:
            unread.append(name)
        else:
            found = helpers if helper else grids
            grid = grid_of(_read_sheet(sheet), len(found) + 1, name, book.name)
            if grid is not None:
                found.append(grid)
            if not helper:
                (empty if grid is None else partly if _hidden(sheet) else []).append(name)
    notes = [f"工作表「{name}」有隐藏的行或列{READ_ALL_THE_SAME}" for name in partly]
    notes += left_out_notes(unread, aside, empty)
    name = printable(book.name)
    return Source(
        name,
        extension(name) or "xlsx",
        _digest([*grids, *helpers]),
        legible_blocks(grids),
        tuple(notes),
        tuple(helpers),
    )


def _digest(grids: Iterable[Grid]) -> str:
    digest = sha256()
    for grid in grids:
        digest.update(repr((grid.sheet, grid.cells)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _read_sheet(sheet: Sheet) -> RawSheet:
    """Return the filled cells and merged ranges, including hidden rows and columns. Raises
    InputError if the used range is out of bounds."""
    used = sheet.used_range
    top, left = used.row - 1, used.column - 1
    height, width = used.shape
    if height * width > bound("cells"):
        raise InputError(
            f"工作表「{sheet.name}」用到了第 {top + height} 行、第 {left + width} 列，范围过大，"
            "请删除表格之外的零散内容和格式后再试。"
        )
    filled = {
        place: (value, formula)
        for place, value, formula in held(used)
        if value is not None or formula
    }
    numbers = [place for place, (value, _) in filled.items() if _is_number(value)]
    codes = number_formats(sheet, numbers)
    merges = merged_ranges(sheet, Area(top, left, height, width), filled.keys())
    cells = [
        _cell(place, value, formula, codes.get(place, "General"))
        for place, (value, formula) in filled.items()
    ]
    return RawSheet(cells, [*merges])


def _is_number(value: Any) -> bool:
    return isinstance(value, float | int | Decimal | datetime) and not isinstance(value, bool)


def _cell(place: Place, value: Any, written: str, code: str) -> Cell:
    """Return the cell as a person sees it. A date has no value: its serial number is no figure.
    Excel gives dates as datetimes, WPS as numbers."""
    if any(function in written for function in _TELLING):
        return Cell(*place, "", formula=written)
    if isinstance(value, bool):
        return Cell(*place, str(value).upper(), formula=written)
    if isinstance(value, datetime):
        passed = value - _EPOCH
        serial = passed.days + Decimal(passed.seconds) / _SECONDS
        return Cell(*place, display(serial, code), formula=written)
    if _is_number(value):
        number = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
        figure = None if is_date(code) else number
        return Cell(*place, display(number, code), value=figure, formula=written)
    return Cell(*place, "" if value is None else str(value), formula=written)


def _hidden(sheet: Sheet) -> bool:
    """Tell whether rows or columns of the used range are hidden, wholly or in part. Asks Excel
    itself, because xlwings would ask for every row."""
    used = area(sheet.used_range.address)
    rows = f"{used.row + 1}:{used.row + used.rows}"
    columns = f"{letters(used.column)}:{letters(used.column + used.columns - 1)}"
    return (
        sheet.range(rows).api.EntireRow.Hidden is not False
        or sheet.range(columns).api.EntireColumn.Hidden is not False
    )
