"""An xlsx or xlsm → one grid per sheet that a person would read."""

from __future__ import annotations

from xladdin.model.grid import Grid
from xladdin.sources.package import Package
from xladdin.sources.sheet_grid import (
    HELPER_SHEETS,
    Sheets,
    grid_of,
    hidden_notes,
    left_out_notes,
)
from xladdin.sources.xlsx_parts import workbook_parts
from xladdin.sources.xlsx_sheet import read_sheet


def read_xlsx(package: Package) -> Sheets:
    """The grids of a workbook, numbered from 1, and notes on what was left out.

    Hidden and blank sheets are left out, helper sheets kept apart. A date's ``value`` is None: its
    serial number is no figure. Raises InputError for what is damaged or out of bounds.
    """
    parts = workbook_parts(package)
    grids: list[Grid] = []
    notes: list[str] = []
    helpers: list[Grid] = []
    hidden, aside, empty = [], [], []
    uncached = 0
    for sheet in parts.sheets:
        helper = sheet.name in HELPER_SHEETS
        if sheet.name.startswith("_"):
            aside.append(sheet.name)
            continue
        if sheet.hidden and not helper:
            hidden.append(sheet.name)
            continue
        raw = read_sheet(package, sheet, parts)
        found = helpers if helper else grids
        grid = grid_of(raw, len(found) + 1, sheet.name, package.name)
        if grid is not None:
            found.append(grid)
        if helper:
            continue
        if grid is None:
            empty.append(sheet.name)
        else:
            notes.extend(hidden_notes(grid, raw))
            uncached += raw.uncached
    notes.extend(left_out_notes(hidden, aside, empty))
    if uncached:
        notes.append(
            f"有 {uncached} 个公式没有保存计算结果，按空白读取，"
            "请用 Excel 或 WPS 打开本文件，保存一次后再试。"
        )
    return Sheets(tuple(grids), tuple(notes), tuple(helpers))
