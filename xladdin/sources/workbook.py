"""An xlsx or xlsm → one grid per sheet that a person would read."""

from __future__ import annotations

from xladdin.model.grid import Block, Grid
from xladdin.sources.package import Package
from xladdin.sources.sheet_grid import grid_of, hidden_notes, is_helper, left_out_notes
from xladdin.sources.xlsx_parts import workbook_parts
from xladdin.sources.xlsx_sheet import read_sheet


def read_xlsx(package: Package) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The grids of a workbook, numbered from 1, and notes on what was left out.

    Hidden, helper and blank sheets are left out. A date's ``value`` is None: its serial number is
    no figure. Raises InputError for what is damaged or out of bounds.
    """
    parts = workbook_parts(package)
    grids: list[Grid] = []
    notes: list[str] = []
    hidden, helpers, empty = [], [], []
    uncached = 0
    for sheet in parts.sheets:
        if is_helper(sheet.name):
            helpers.append(sheet.name)
        elif sheet.hidden:
            hidden.append(sheet.name)
        else:
            raw = read_sheet(package, sheet, parts)
            grid = grid_of(raw, len(grids) + 1, sheet.name, package.name)
            if grid is None:
                empty.append(sheet.name)
            else:
                grids.append(grid)
                notes.extend(hidden_notes(grid, raw))
                uncached += raw.uncached
    notes.extend(left_out_notes(hidden, helpers, empty))
    if uncached:
        notes.append(
            f"有 {uncached} 个公式没有保存计算结果，按空白读取，"
            "请用 Excel 或 WPS 打开本文件，保存一次后再试。"
        )
    return tuple(grids), tuple(notes)
