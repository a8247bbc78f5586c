"""Write the sheet 校验结果 into an openpyxl workbook; tell whether an annotated workbook was edited.
Excel, WPS and LibreOffice rewrite a workbook when they save it, so the seal covers what people type
(contents, formulas, notes, but no explanations), not bytes. Formats are not covered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.errors import InputError
from xladdin.forms.explanations import EXPLANATION, FINGERPRINT, is_heading
from xladdin.forms.labels import squeeze
from xladdin.model.addresses import Place, Spot
from xladdin.outputs import sheet_values
from xladdin.outputs.office_package import rewritten
from xladdin.outputs.printable import wrap
from xladdin.outputs.sheet_values import FONT, GRID, LINE, LINK, SIZE, Layout, Rows, Style, room
from xladdin.outputs.workbook_results import Results
from xladdin.patterns import pattern
from xladdin.sources.package import Package, refuse_swollen
from xladdin.templates.printing import FittedRow
from xladdin.workbooks.opening import open_workbook
from xladdin.workbooks.saving import write_text

#: The text in the seal's place until the workbook is written.
UNSEALED = "xladdin:" + "0" * 64
_SEAL = pattern(r"xladdin:[0-9a-f]{64}")
#: What programs write differently although nobody has changed anything.
_INDIFFERENT = pattern(r"\s|_x000[dD]_|'")


def sealed(data: bytes, name: str) -> bytes:
    """Return the workbook with its seal in the place of UNSEALED."""
    package = Package(data, name)
    seal = _digest(open_workbook(data, name)).encode()
    sheets = (part for part in package.parts() if part.startswith("xl/worksheets/sheet"))
    contents = {part: package.read(part) for part in sheets}
    blank = UNSEALED.encode()
    changed = {
        part: content.replace(blank, seal) for part, content in contents.items() if blank in content
    }
    return rewritten(data, package, changed)


def is_untouched(data: bytes, name: str) -> bool:
    """Tell whether ``sealed`` made the file and nothing but explanations was typed into it since."""
    try:
        refuse_swollen(data, name)
        workbook = open_workbook(data, name)
    except InputError:
        return False
    return _digest(workbook) in {
        text for sheet in workbook.worksheets if (text := _seal(sheet)) is not None
    }


def _digest(workbook: Workbook) -> str:
    lines = (line for sheet in workbook.worksheets for line in _lines(sheet))
    return f"xladdin:{sha256(chr(10).join(lines).encode('utf-8', 'surrogatepass')).hexdigest()}"


def _lines(sheet: Worksheet) -> Iterator[str]:
    """Yield what the sheet says, cell by cell."""
    yield _plain(sheet.title)
    yield from sorted(str(merged) for merged in sheet.merged_cells.ranges)
    ours = _seal(sheet) is not None
    columns: dict[str, int] = {}
    aside = 0
    for row in sheet.iter_rows():
        if ours and not columns:
            heads = {squeeze(str(cell.value)): cell.column for cell in row}
            columns = heads if is_heading(heads) else {}
        elif columns:
            # Only explanations beside a fingerprint are read again and so never lost.
            aside = columns[EXPLANATION] if row[columns[FINGERPRINT] - 1].value else 0
        for cell in row:
            if cell.column == aside or (ours and _SEAL.fullmatch(str(cell.value))):
                continue
            note = cell.comment.text if cell.comment else ""
            if content := _plain(_content(cell)) + _plain(note):
                yield f"{cell.coordinate} {content}"


def _content(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, bool) or value is None:
        return str(value or "")
    if isinstance(value, int | float):
        return f"{value:.10g}"
    if isinstance(value, datetime):
        return f"{value:%Y%m%d%H%M}"
    # A formula for a range, or a data table.
    return str(getattr(value, "text", value))


def _plain(text: str) -> str:
    return _INDIFFERENT.sub("", text)


def _seal(sheet: Worksheet) -> str | None:
    """Return the seal in the first row of 校验结果; None without one."""
    texts = (str(cell.value) for row in sheet.iter_rows(max_row=1) for cell in row)
    return next((text for text in texts if _SEAL.fullmatch(text)), None)


_THIN = Side(style="thin", color=GRID)
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_A4 = "9"
#: The most points that Excel allows for a row.
_TALLEST = 409.0


def write_results(workbook: Workbook, results: Results, name: str) -> Worksheet:
    """Add the sheet 校验结果 as ``name`` behind the others and return it. It is protected without a
    password, so that only explanations can be typed by mistake."""
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
            sheet.row_dimensions[number + 1] = FittedRow(sheet, index=number + 1, ht=height)


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


def _set_up(sheet: Worksheet, top: int, last: int, across: int) -> None:
    """Set the sheet up for reading and printing: ``top`` is the row of the headings, ``across`` the
    table's number of columns."""
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
