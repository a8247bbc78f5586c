"""The sheet 校验结果, written into an openpyxl workbook."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.forms.explanations import EXPLANATION, FINGERPRINT, LEVEL
from xladdin.outputs.printable import wrap
from xladdin.outputs.workbook_marks import Target
from xladdin.outputs.workbook_results import COLUMNS, INPUT_TINT, PLACE, STATE, Results, Row
from xladdin.outputs.workbook_seal import UNSEALED
from xladdin.workbooks.saving import write_text

_FONT = "微软雅黑"
_SOFT = "808080"
_LINK = "1F4E79"
_THIN = Side(style="thin", color="D0D0D0")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADINGS = [column.heading for column in COLUMNS]
#: The lines above the table reach over all columns but the last, which is narrow.
_ACROSS = len(COLUMNS) - 1
_A4 = "9"
_LINE = 15.0
#: Excel allows no more points.
_TALLEST = 409.0


def write_results(workbook: Workbook, results: Results, name: str) -> Worksheet:
    """Add the sheet ``name`` behind the others. It is protected, without password, so that nothing
    but explanations can be typed by mistake."""
    sheet: Worksheet = workbook.create_sheet(name)
    for column, each in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = each.width
    _line(sheet, 1, results.title, Font(name=_FONT, size=14, bold=True))
    for number, text in enumerate(results.heading, start=2):
        _line(sheet, number, text, Font(name=_FONT, size=10, bold=number == 2))
    top = len(results.heading) + 2
    for column, heading in enumerate(_HEADINGS, start=1):
        _head(sheet.cell(top, column), heading)
    sheet.row_dimensions[top].height = 22
    for number, row in enumerate(results.rows, start=top + 1):
        _row(sheet, number, row)
    _place_of_the_seal(sheet.cell(1, len(COLUMNS)))
    _set_up(sheet, top, top + len(results.rows))
    return sheet


def _line(sheet: Worksheet, row: int, text: str, font: Font) -> None:
    """A line across the table; Excel fits no row to the text of merged cells."""
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=_ACROSS)
    cell = sheet.cell(row, 1)
    write_text(cell, text)
    cell.font = font
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    room = _columns(sum(column.width for column in COLUMNS[:_ACROSS]))
    lines = len(wrap(text, room))
    sheet.row_dimensions[row].height = 26 if row == 1 else _LINE * lines + 3


def _columns(width: float) -> int:
    """How many columns of 10 points, a Chinese character taking two, go into a width, which is
    counted in digits of 11 points."""
    return int(width * 1.05)


def _place_of_the_seal(cell: Cell) -> None:
    write_text(cell, UNSEALED)
    cell.number_format = ";;;"  # shows nothing


def _head(cell: Cell, heading: str) -> None:
    write_text(cell, heading)
    cell.font = Font(name=_FONT, size=10, bold=True, color=_SOFT if _is_code(heading) else "FFFFFF")
    cell.fill = PatternFill("solid", fgColor="F2F2F2" if _is_code(heading) else "44546A")
    cell.alignment = Alignment(
        horizontal="fill" if _is_code(heading) else "center", vertical="center"
    )
    cell.border = _GRID


def _is_code(heading: str) -> bool:
    return heading == FINGERPRINT


class _FittedRow(RowDimension):  # type: ignore[misc]
    """A row whose height is a first guess: Excel fits it again when a text is typed."""

    customHeight = False


def _row(sheet: Worksheet, number: int, row: Row) -> None:
    lines = max(
        sum(len(wrap(line, _columns(column.width))) for line in text.split("\n"))
        for column, text in zip(COLUMNS[:_ACROSS], row.texts(), strict=False)
    )
    height = min(_LINE * lines + 5, _TALLEST)
    sheet.row_dimensions[number] = _FittedRow(sheet, index=number, ht=height)
    for column, (heading, text) in enumerate(zip(_HEADINGS, row.texts(), strict=True), start=1):
        cell = sheet.cell(number, column)
        if text:
            write_text(cell, text)
        cell.font = Font(name=_FONT, size=10)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.border = _GRID
        if heading in (LEVEL, STATE):
            cell.font = Font(name=_FONT, size=10, bold=heading == LEVEL)
            cell.fill = PatternFill("solid", fgColor=row.tint)
        elif heading == PLACE and row.target:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=reference(row.target))
            cell.font = Font(name=_FONT, size=10, color=_LINK, underline="single")
        elif heading == EXPLANATION and row.fingerprint:
            cell.fill = PatternFill("solid", fgColor=INPUT_TINT)
            cell.protection = Protection(locked=False)
        elif heading == FINGERPRINT:
            cell.font = Font(name=_FONT, size=8, color="A6A6A6")
            cell.alignment = Alignment(horizontal="fill", vertical="top")


def reference(target: Target) -> str:
    """A cell as formulas and links write it: ``'附件1'!C5``."""
    sheet = target.sheet.replace("'", "''")
    return f"'{sheet}'!{target.cell}"


def _set_up(sheet: Worksheet, top: int, last: int) -> None:
    sheet.freeze_panes = f"A{top + 1}"
    sheet.sheet_view.showGridLines = False
    if last > top:
        sheet.auto_filter.ref = f"A{top}:{get_column_letter(_ACROSS)}{last}"
    protection = sheet.protection
    protection.sheet = True
    protection.autoFilter = protection.formatColumns = protection.formatRows = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{top}:{top}"
    sheet.print_area = f"A1:{get_column_letter(_ACROSS)}{last}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
