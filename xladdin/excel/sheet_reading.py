"""A sheet that is open in Excel → its filled cells.

Values and formulas are read in one block each, all else as ``sheet_layout`` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from xlwings import Sheet

from xladdin.errors import InputError
from xladdin.excel.sheet_layout import Place, merged_ranges, number_formats
from xladdin.model.addresses import Area, area, letters
from xladdin.model.grid import Cell
from xladdin.sources.bounds import bound
from xladdin.sources.number_format import display, is_date
from xladdin.sources.sheet_grid import RawSheet

#: Day 0 of Excel's calendar.
_EPOCH = datetime(1899, 12, 30)
_SECONDS = 24 * 60 * 60

#: Worksheet functions that tell of findings: what they say is no part of the filing.
_TELLING = ("JX_CHECK(", "JX_FINDINGS(")

Row = Sequence[Any]


def read_sheet(sheet: Sheet) -> RawSheet:
    """The filled cells and merged ranges. Hidden rows and columns are read like any others.

    Raises InputError for a sheet whose used range is out of bounds.
    """
    used = sheet.used_range
    top, left = used.row - 1, used.column - 1
    height, width = used.shape
    if height * width > bound("cells"):
        raise InputError(
            f"工作表「{sheet.name}」用到了第 {top + height} 行、第 {left + width} 列，范围过大，"
            "请删除表格之外的零散内容和格式后再试。"
        )
    values = used.options(ndim=2, err_to_str=True).value
    formulas = block(used.formula)
    filled = {
        (top + row, left + column): (value, formula)
        for row, (some, written) in enumerate(zip(values, formulas, strict=True))
        for column, (value, formula) in enumerate(zip(some, written, strict=True))
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


def block(found: Any) -> Sequence[Row]:
    """What xlwings gives for a block of formulas, as rows; it gives a bare text for a single cell."""
    return found if isinstance(found, tuple | list) else ((found,),)


def is_formula(formula: Any, value: Any) -> bool:
    """Whether this is a formula, rather than a text that looks like one."""
    return isinstance(formula, str) and formula.startswith("=") and formula != value


def _is_number(value: Any) -> bool:
    return isinstance(value, float | int | Decimal | datetime) and not isinstance(value, bool)


def _cell(place: Place, value: Any, formula: Any, code: str) -> Cell:
    """The cell as a person sees it; a date has no value, as its serial number is no figure. Excel
    gives dates as such, WPS the number."""
    written = formula if is_formula(formula, value) else ""
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


def hidden(sheet: Sheet) -> bool:
    """Whether rows or columns of the used range are hidden, whole or in part.

    Asked of Excel itself: xlwings would ask for every row.
    """
    used = area(sheet.used_range.address)
    rows = f"{used.row + 1}:{used.row + used.rows}"
    columns = f"{letters(used.column)}:{letters(used.column + used.columns - 1)}"
    return (
        sheet.range(rows).api.EntireRow.Hidden is not False
        or sheet.range(columns).api.EntireColumn.Hidden is not False
    )
