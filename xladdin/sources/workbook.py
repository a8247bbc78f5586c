"""Read an xlsx or xlsm as one grid per sheet that a person would read."""

from __future__ import annotations

from xladdin.sources.package import Package
from xladdin.sources.sheet_grid import HELPER_SHEETS, RawSheet, Sheets, sheets_of
from xladdin.sources.xlsx_parts import SheetPart, WorkbookParts, workbook_parts
from xladdin.sources.xlsx_sheet import read_sheet


def read_xlsx(package: Package) -> Sheets:
    """Return the grids of a workbook, numbered from 1, and notes on what was left out.

    Hidden and blank sheets are left out, helper sheets kept apart. A date's ``value`` is None: its
    serial number is no figure. Raises InputError for what is damaged or out of bounds.
    """
    parts = workbook_parts(package)
    found = ((sheet.name, sheet.hidden, _raw(package, sheet, parts)) for sheet in parts.sheets)
    return sheets_of(found, package.name)


def _raw(package: Package, sheet: SheetPart, parts: WorkbookParts) -> RawSheet:
    """Return the sheet's cells, or none for a sheet that nobody will read."""
    unread = sheet.name.startswith("_") or (sheet.hidden and sheet.name not in HELPER_SHEETS)
    return RawSheet() if unread else read_sheet(package, sheet, parts)
