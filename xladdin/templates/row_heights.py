"""Rows as high as the texts in them: no program fits a row to the text of merged cells."""

from __future__ import annotations

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.templates import look

#: What a row and a column have that nobody made higher or wider, in points and in digits.
_ROW, _COLUMN = 15.0, 8.43
_MOST = 409.0


class _Fitted(RowDimension):  # type: ignore[misc]  # openpyxl has no types
    """A row whose height is no wish of anybody's."""

    customHeight = False


def fit(sheet: Worksheet, number: int, height: float, beside: int) -> None:
    """Make a row of this height that becomes higher where a text is typed that needs more, and no lower:
    an empty cell in the column ``beside`` the form has letters so large that they keep it so high."""
    sheet.row_dimensions[number] = _Fitted(sheet, index=number, ht=height)
    sheet.cell(number, beside).font = look.font(size=look.letters(height))


def grow(sheet: Worksheet) -> None:
    """Make rows higher where wrapped texts need it; none becomes lower, hidden ones stay."""
    merged = {str(area.coord).partition(":")[0]: area for area in sheet.merged_cells.ranges}
    widths = _widths(sheet)
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and isinstance(cell.value, str) and cell.data_type == "s":
                area = merged.get(cell.coordinate) or CellRange(cell.coordinate)
                if cell.alignment.wrap_text and not cell.alignment.textRotation:
                    _grow(sheet, cell, area, widths)


def _grow(sheet: Worksheet, cell: Cell, area: CellRange, widths: dict[int, float]) -> None:
    usual = sheet.sheet_format.defaultColWidth or _COLUMN
    width = sum(widths.get(column, usual) for column in range(area.min_col, area.max_col + 1))
    size = cell.font.sz or look.USUAL_SIZE
    lines = look.lines(cell.value, width * look.BODY_SIZE / size)
    rows = [sheet.row_dimensions[number] for number in range(area.min_row, area.max_row + 1)]
    if lines < 2 or any(row.hidden for row in rows):
        return
    heights = [row.height or sheet.sheet_format.defaultRowHeight or _ROW for row in rows]
    lacking = look.height(lines, size) - sum(heights)
    if lacking > 0:
        rows[-1].height = min(round(heights[-1] + lacking, 1), _MOST)


def _widths(sheet: Worksheet) -> dict[int, float]:
    """The widths that somebody gave to columns, by number; one may be told for several."""
    found: dict[int, float] = {}
    for letter, each in sheet.column_dimensions.items():
        if each.customWidth or each.width:
            first = each.min or sheet[f"{letter}1"].column
            for column in range(first, (each.max or first) + 1):
                found[column] = each.width
    return found
