"""Write texts, headings and tables on the sheets around the forms."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.templates import look
from xladdin.workbooks.saving import write_text

_HEADING_TINT = "E7E6E6"


def added(workbook: Workbook, name: str, widths: Sequence[float]) -> Worksheet:
    """Add a sheet with columns of these widths, in characters, and return it."""
    paper: Worksheet = workbook.create_sheet(name)
    for column, width in enumerate(widths, start=1):
        paper.column_dimensions[get_column_letter(column)].width = width
    return paper


def title(paper: Worksheet, row: int, text: str, columns: int) -> None:
    """Write the sheet's title, across all columns."""
    cell = line(paper, row, text, columns, side="center")
    cell.font = look.font(look.TITLE_FONT, look.TITLE_SIZE)
    paper.row_dimensions[row].height = look.height(1, look.TITLE_SIZE * 1.2)


def section(paper: Worksheet, row: int, text: str, columns: int) -> None:
    """Write the heading of a part of the sheet."""
    line(paper, row, text, columns).font = look.font(look.ANNEX_FONT, 12)
    paper.row_dimensions[row].height = 26


def line(paper: Worksheet, row: int, text: str, columns: int, side: str = "left") -> Cell:
    """Write a text across all columns, making the row as high as it needs, and return the cell."""
    cell = paper.cell(row, 1)
    if text:
        write_text(cell, text)
    cell.font = look.font()
    cell.alignment = look.alignment(side)
    paper.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    widths = [
        paper.column_dimensions[get_column_letter(each)].width for each in range(1, columns + 1)
    ]
    paper.row_dimensions[row].height = look.height(look.lines(text, sum(widths)))
    return cell


def headings(paper: Worksheet, row: int, texts: Sequence[str]) -> None:
    """Write the headings of a table."""
    for column, text in enumerate(texts, start=1):
        cell = paper.cell(row, column)
        framed(cell, text, side="center")
        cell.fill = look.fill(_HEADING_TINT)
    paper.row_dimensions[row].height = look.height(1)


def framed(cell: Cell, content: str, side: str = "left") -> None:
    """Fill a cell of a table: with a formula if the content begins with an equals sign, else with a text."""
    if content.startswith("="):
        cell.value = content
    elif content:
        write_text(cell, content)
    cell.font = look.font()
    cell.alignment = look.alignment(side)
    cell.border = look.border()


def table_row(
    paper: Worksheet, number: int, contents: Sequence[str], widths: Sequence[float] = ()
) -> None:
    """Write a row of a table, as high as its texts need in columns of these widths, in characters."""
    for column, content in enumerate(contents, start=1):
        framed(paper.cell(number, column), content)
    texts = [each for each in zip(contents, widths, strict=False) if not each[0].startswith("=")]
    lines = max((look.lines(text, width) for text, width in texts), default=1)
    paper.row_dimensions[number].height = look.height(lines)


def link(cell: Cell, sheet: str, place: str, tip: str | None = None) -> None:
    """Link a cell to another one; ``tip`` is shown while the mouse is over it."""
    location = f"{quote_sheetname(sheet)}!{place}"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location, tooltip=tip)
    cell.font = look.link_font()
