"""How a sheet of the workbooks is printed and locked: A4, and only what is typed may be changed."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

#: What a page of A4 has room for between its margins, in points.
ROOM_ACROSS, ROOM_DOWN = 509.0, 745.0
#: A column is as wide as so many digits of the usual font, and a bit.
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
    """A4, scaled to its width and to so many ``pages`` (0: as many as it takes), ``titles`` (rows such
    as 2:2) on each of them."""
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
    """Only the places to fill in may be changed; rows may be inserted, and be made higher. There is
    no password."""
    guard = paper.protection
    guard.sheet = True
    guard.formatCells = guard.formatRows = guard.formatColumns = False
    guard.insertRows = guard.deleteRows = False


def room(widths: tuple[float, ...]) -> float:
    """The height in points that fills a page as it will be scaled to the widths of its columns."""
    across = sum(width * _DIGIT + _BIT for width in widths)
    return ROOM_DOWN * max(across / ROOM_ACROSS, 1)
