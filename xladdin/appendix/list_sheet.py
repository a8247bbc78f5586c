"""Write a list as a printable sheet: title, a line below it, headings, rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from string import ascii_uppercase

from openpyxl.worksheet.worksheet import Worksheet

from xladdin.templates import cells, look
from xladdin.workbooks.saving import write_text

_FIRST_ROW = 3


def write_list(
    sheet: Worksheet,
    title: str,
    note: str,
    headings: Mapping[str, int],
    rows: Sequence[Sequence[str | int | Decimal]],
    wide: Sequence[str],
) -> None:
    """Fill a blank sheet, A4 landscape, one page wide, with the headings on each page.

    ``headings`` have the widths of their columns in characters; the columns named in ``wide`` are
    aligned left, others centred.
    """
    for letter, width in zip(ascii_uppercase, headings.values(), strict=False):
        sheet.column_dimensions[letter].width = width
    write_text(sheet["A1"], title)
    sheet["A1"].font = look.font(look.TITLE_FONT, look.TITLE_SIZE)
    sheet["A1"].alignment = look.alignment("center")
    sheet.merge_cells(end_row=1, end_column=len(headings), start_row=1, start_column=1)
    sheet.row_dimensions[1].height = 34
    cells.line(sheet, 2, note, len(headings))
    for line, values in enumerate([tuple(headings), *rows], start=_FIRST_ROW):
        for column, (name, value) in enumerate(zip(headings, values, strict=True), start=1):
            cell = sheet.cell(line, column)
            if isinstance(value, str):
                write_text(cell, value)
            else:
                cell.value = value
            heading = line == _FIRST_ROW
            cell.font = look.font(bold=heading)
            cell.border = look.border()
            cell.alignment = look.alignment("left" if name in wide and not heading else "center")
        # Not every program adjusts the height of rows to their texts when it opens a file.
        sheet.row_dimensions[line].height = look.height(
            max(map(look.lines, map(str, values), headings.values()))
        )
    sheet.print_title_rows = f"{_FIRST_ROW}:{_FIRST_ROW}"
    setup = sheet.page_setup
    setup.paperSize, setup.orientation = sheet.PAPERSIZE_A4, "landscape"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
