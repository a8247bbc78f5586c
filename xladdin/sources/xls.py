"""Read an Excel 97-2003 workbook directly, where no program can convert it."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from xladdin.errors import InputError
from xladdin.model.grid import Cell
from xladdin.sources.bounds import bound
from xladdin.sources.general_format import general
from xladdin.sources.sheet_grid import RawSheet, Sheets, sheets_of

_NOTE = "旧版 .xls 的百分比等格式、公式错误、隐藏的行和列读不到，数字按原值读取，请尽量另存为 .xlsx 后再试。"


def read_xls(data: bytes, name: str) -> Sheets:
    """Return the grids of an xls or et, and notes. InputError for what cannot be opened. Number formats
    and formulas are unknown: numbers are shown in General."""
    try:
        return _read(data, name)
    except (CalamineError, ValueError, OSError):
        raise _broken(name) from None
    except BaseException as error:
        # A panic inside calamine arrives as a BaseException of its own.
        if type(error).__name__ != "PanicException":
            raise
        raise _broken(name) from None


def _read(data: bytes, name: str) -> Sheets:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = (
        (
            sheet.name,
            sheet.visible != SheetVisibleEnum.Visible,
            _raw(workbook.get_sheet_by_name(sheet.name), name),
        )
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
    )
    grids, notes, helpers = sheets_of(found, name)
    return Sheets(grids, (_NOTE, *notes), helpers)


def _raw(sheet: CalamineSheet, name: str) -> RawSheet:
    # Sparse cells cannot make calamine allocate without end here: a sheet of xls has at most 65,536
    # rows of 256 cells.
    raw = RawSheet()
    if sheet.start is None:
        return raw
    if sheet.height * sheet.width > bound("cells"):
        raise InputError(
            f"「{name}」的工作表「{sheet.name}」范围过大，请删除表格之外的零散内容后保存再试。"
        )
    top, left = sheet.start
    for row, values in enumerate(sheet.to_python(), top):
        for column, value in enumerate(values, left):
            if value != "":
                text, number = _shown(value)
                raw.cells.append(Cell(row, column, text, value=number))
    for (first, start), (last, end) in sheet.merged_cell_ranges or ():
        raw.merges.append((first, start, last - first + 1, end - start + 1))
    return raw


def _shown(value: object) -> tuple[str, Decimal | None]:
    """Return the text of a value and, for a number, the number."""
    if isinstance(value, bool):
        return str(value).upper(), None
    if isinstance(value, int | float):
        number = Decimal(repr(float(value)))
        return general(number), number
    if isinstance(value, datetime) and value.time() != time():
        return f"{value.year}/{value.month}/{value.day} {value:%H:%M}", None
    if isinstance(value, date):
        return f"{value.year}/{value.month}/{value.day}", None
    if isinstance(value, time):
        return f"{value:%H:%M:%S}", None
    if isinstance(value, timedelta):
        return str(value), None
    return str(value), None


def _broken(name: str) -> InputError:
    # calamine does not tell a locked workbook from a damaged one.
    return InputError(
        f"「{name}」无法读取，可能设有密码或已经损坏，"
        "请用 Excel 或 WPS 打开后另存为 .xlsx 格式再试。"
    )
