"""Set up the printing and the protection of a workbook's sheets: A4, only typed places unlocked."""

from __future__ import annotations

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.templates import look

#: The room on a page of A4 between its margins, in points.
ROOM_ACROSS, ROOM_DOWN = 509.0, 745.0
#: The width of a column's digit, and what each column has besides, in points.
_DIGIT, _BIT = 6.0, 3.75


def set_up(
    paper: Worksheet,
    columns: int,
    rows: int,
    titles: str = "",
    *,
    landscape: bool = False,
    pages: int = 1,
) -> None:
    """Set up printing on A4, scaled to its width and to so many ``pages`` (0: as many as it takes),
    with the rows ``titles`` (such as 2:2) on each of them."""
    setup = paper.page_setup
    setup.paperSize = paper.PAPERSIZE_A4
    setup.orientation = "landscape" if landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, pages
    paper.sheet_properties.pageSetUpPr.fitToPage = True
    paper.print_options.horizontalCentered = True
    margins = paper.page_margins
    margins.left = margins.right = 0.6
    margins.top, margins.bottom = 0.7, 0.6
    paper.print_area = f"A1:{get_column_letter(columns)}{rows}"
    if titles:
        paper.print_title_rows = titles
    paper.sheet_view.showGridLines = False


def lock(paper: Worksheet) -> None:
    """Protect the sheet without a password: only unlocked cells may be changed; rows may be
    inserted, deleted and resized."""
    guard = paper.protection
    guard.sheet = True
    guard.formatCells = guard.formatRows = guard.formatColumns = False
    guard.insertRows = guard.deleteRows = False


def room(widths: tuple[float, ...]) -> float:
    """Return the height, in points, that fills a page scaled to the widths of its columns, in digits."""
    across = sum(width * _DIGIT + _BIT for width in widths)
    return ROOM_DOWN * max(across / ROOM_ACROSS, 1)


#: The height of a row, in points, and the width of a column, in digits, that nobody changed.
_ROW, _COLUMN = 15.0, 8.43
_MOST = 409.0


class FittedRow(RowDimension):  # type: ignore[misc]  # openpyxl has no types
    """A row whose height is not fixed: programs fit it to its text."""

    customHeight = False


def fit(sheet: Worksheet, number: int, height: float, beside: int) -> None:
    """Make a row of this height, in points, that still grows with its text but never becomes lower.
    An empty cell in the column ``beside`` the form has letters large enough for that height."""
    sheet.row_dimensions[number] = FittedRow(sheet, index=number, ht=height)
    sheet.cell(number, beside).font = look.font(size=look.letters(height))


def grow(sheet: Worksheet) -> None:
    """Make rows higher where wrapped texts need it, except hidden ones; none becomes lower."""
    merged = {str(area.coord).partition(":")[0]: area for area in sheet.merged_cells.ranges}
    widths = _column_widths(sheet)
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


def _column_widths(sheet: Worksheet) -> dict[int, float]:
    """Return the widths given to columns, by number; one entry may be for several."""
    found: dict[int, float] = {}
    for letter, each in sheet.column_dimensions.items():
        if each.customWidth or each.width:
            first = each.min or sheet[f"{letter}1"].column
            for column in range(first, (each.max or first) + 1):
                found[column] = each.width
    return found
