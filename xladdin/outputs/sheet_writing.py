"""The sheet 校验结果, written into an openpyxl workbook."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.model.addresses import Place, Spot
from xladdin.outputs import sheet_values
from xladdin.outputs.printable import wrap
from xladdin.outputs.sheet_values import FONT, GRID, LINE, LINK, SIZE, Layout, Rows, Style, room
from xladdin.outputs.workbook_results import Results
from xladdin.outputs.workbook_seal import UNSEALED
from xladdin.workbooks.saving import write_text

_THIN = Side(style="thin", color=GRID)
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_A4 = "9"
#: Excel allows no more points.
_TALLEST = 409.0


def write_results(workbook: Workbook, results: Results, name: str) -> Worksheet:
    """Add the sheet 校验结果 behind the others, as ``name``. It is protected, without password, so that
    nothing but explanations can be typed by mistake."""
    rows, links = sheet_values.rows_of(results), sheet_values.links_of(results)
    sheet: Worksheet = workbook.create_sheet(name)
    _write(sheet, rows, links, sheet_values.layout(rows))
    seal = sheet.cell(1, len(rows[0]))
    write_text(seal, UNSEALED)
    seal.number_format = ";;;"  # shows nothing
    _set_up(sheet, sheet_values.top_of(rows) + 1, len(rows), sheet_values.ACROSS)
    return sheet


def _write(sheet: Worksheet, rows: Rows, links: Mapping[Place, Spot], layout: Layout) -> None:
    for column, width in enumerate(layout.widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row in range(layout.merged.rows):
        sheet.merge_cells(layout.merged._replace(row=layout.merged.row + row, rows=1).address)
    styles: dict[Place, Style] = {}
    for part, style in layout.styles:
        for place in part.places():
            styles[place] = style.over(styles.get(place, Style()))
    for (row, column), style in sorted(styles.items()):
        cell = sheet.cell(row + 1, column + 1)
        if not isinstance(cell, MergedCell):
            _put(cell, rows[row][column], style, links.get((row, column)))
    for number, texts in enumerate(rows):
        if (height := layout.heights.get(number)) is not None:
            sheet.row_dimensions[number + 1].height = height
        else:
            lines = (
                sum(len(wrap(line, room(layout.widths[column]))) for line in text.split("\n"))
                for column, text in enumerate(texts)
                if styles[number, column].wraps
            )
            height = min(LINE * max(lines) + 5, _TALLEST)
            sheet.row_dimensions[number + 1] = _FittedRow(sheet, index=number + 1, ht=height)


def _put(cell: Cell, text: str, style: Style, link: Spot | None) -> None:
    if text:
        write_text(cell, text)
    cell.font = Font(
        name=FONT,
        size=style.size or SIZE,
        bold=style.bold,
        color=LINK if link else style.colour or None,
        underline="single" if link else None,
    )
    cell.alignment = Alignment(
        style.across or None, style.down or None, wrap_text=style.wraps or None
    )
    if style.edged:
        cell.border = _GRID
    if style.fill:
        cell.fill = PatternFill("solid", fgColor=style.fill)
    if style.open:
        cell.protection = Protection(locked=False)
    if link:
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=link.reference)


class _FittedRow(RowDimension):  # type: ignore[misc]
    """A row whose height is a first guess: Excel fits it again when a text is typed."""

    customHeight = False


def _set_up(sheet: Worksheet, top: int, last: int, across: int) -> None:
    """For reading and printing: ``top`` is the row of the headings, ``across`` the table's columns."""
    sheet.freeze_panes = f"A{top + 1}"
    sheet.sheet_view.showGridLines = False
    if last > top:
        sheet.auto_filter.ref = f"A{top}:{get_column_letter(across)}{last}"
    protection = sheet.protection
    protection.sheet = True
    protection.autoFilter = protection.formatColumns = protection.formatRows = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{top}:{top}"
    sheet.print_area = f"A1:{get_column_letter(across)}{last}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
