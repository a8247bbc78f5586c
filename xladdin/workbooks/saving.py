"""Save an openpyxl workbook as the bytes of an xlsx, reproducibly and with the results of formulas."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from msgspec import Struct
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import get_column_letter
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from xladdin.patterns import pattern
from xladdin.text.cleaning import storable

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_MODIFIED = "{http://purl.org/dc/terms/}modified"
#: The order of a font's properties in the standard's schema, which differs from openpyxl's.
_FONT = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color",
    "name", "family", "charset", "scheme",
)  # fmt: skip
_END_OF_ROWS = b"</sheetData>"
_DIMENSION = pattern(rb"<dimension [^>]*/>")
#: The earliest date that a zip can hold.
_EPOCH = (1980, 1, 1, 0, 0, 0)

#: What a formula cell shows.
Result = Decimal | float | bool | str
#: Results by sheet name and address; None if unknown.
Results = Mapping[tuple[str, str], Result | None]


class _InMemory(ExcelWriter):  # type: ignore[misc]  # openpyxl has no types
    """An ExcelWriter whose sheets never touch the disk. openpyxl's own writes each to a temporary
    file, which it leaves behind with a traceback if the disk is full."""

    def write_worksheet(self, sheet: Worksheet) -> None:
        """Write a sheet as openpyxl does, but by way of memory."""
        sheet._drawing = SpreadsheetDrawing()
        sheet._drawing.charts, sheet._drawing.images = sheet._charts, sheet._images
        held = io.BytesIO()
        writer = WorksheetWriter(sheet, held)
        writer.write()
        sheet._rels = writer._rels
        self._archive.writestr(sheet.path[1:], held.getvalue())
        self.manifest.append(sheet)


def xlsx_bytes(
    workbook: Workbook,
    results: Results,
    when: datetime,
    rows: Mapping[str, Iterable[str]] | None = None,
) -> bytes:
    """Return the workbook as a file, dated ``when``.

    openpyxl writes formulas without results, so that nobody sees a figure until Excel has opened
    and saved the file. ``results`` are written beside them; programs that calculate do so anyway.
    ``rows`` are XML (see ``row``) to write after a sheet's own rows, by its name.
    """
    rows = rows or {}
    workbook.calculation = workbook.calculation or CalcProperties()
    workbook.calculation.fullCalcOnLoad = True
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        _InMemory(workbook, archive).save()
    sheets = {
        f"xl/worksheets/sheet{number}.xml": sheet.title
        for number, sheet in enumerate(workbook.worksheets, start=1)
    }
    whole = io.BytesIO()
    with zipfile.ZipFile(plain) as made, zipfile.ZipFile(whole, "w") as archive:
        for name in made.namelist():
            content = made.read(name)
            if name in sheets:
                content = _with_results(content, sheets[name], results)
            elif name == "xl/styles.xml":
                content = _with_ordered_fonts(content)
            elif name == "docProps/core.xml":
                content = _dated(content, when)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w") as member:
                for part in _with_rows(content, rows.get(sheets.get(name, ""))):
                    member.write(part)
    return whole.getvalue()


def write_text(cell: Cell, text: str) -> None:
    """Put a text into a cell as text, even if it begins like a formula."""
    cell.value = printable(text)
    if cell.data_type == "f":
        cell.data_type = "s"
    if begins_like_a_formula(text):
        # Excel shows it as it is, and does not ask when the cell is edited and left.
        cell.quotePrefix = True


def begins_like_a_formula(text: str) -> bool:
    """Tell whether Excel would take the text for a formula if somebody typed it."""
    return text.startswith(("=", "+", "-", "@"))


def printable(text: str) -> str:
    """Return the text without the characters that an xlsx cannot hold, cut to a cell's limit."""
    return storable(text)[:32767]


def _with_rows(content: bytes, rows: Iterable[str] | None) -> Iterable[bytes]:
    if rows is None:
        yield content
        return
    before, end, after = _DIMENSION.sub(b"", content).partition(_END_OF_ROWS)
    yield before
    for row in rows:
        yield row.encode("utf-8")
    yield end + after


def _with_results(content: bytes, sheet: str, results: Results) -> bytes:
    tree = etree.fromstring(content)
    for cell in tree.iter(_MAIN + "c"):
        formula = cell.find(_MAIN + "f")
        result = results.get((sheet, cell.get("r", ""))) if formula is not None else None
        if result is not None:
            _set(cell, result)
    return _xml(tree)


def _set(cell: Any, result: Result) -> None:
    value = cell.find(_MAIN + "v")
    if value is None:
        value = etree.SubElement(cell, _MAIN + "v")
    if isinstance(result, str):
        cell.set("t", "str")
        value.text = printable(result)
    elif isinstance(result, bool):
        cell.set("t", "b")
        value.text = str(int(result))
    else:
        cell.attrib.pop("t", None)
        value.text = f"{result:.15g}" if isinstance(result, float) else f"{result:f}"


def _with_ordered_fonts(content: bytes) -> bytes:
    tree = etree.fromstring(content)
    for font in tree.iter(_MAIN + "font"):
        font[:] = sorted(font, key=lambda each: _FONT.index(each.tag.removeprefix(_MAIN)))
    return _xml(tree)


def _dated(content: bytes, when: datetime) -> bytes:
    tree = etree.fromstring(content)
    for modified in tree.iter(_MODIFIED):
        modified.text = f"{when:%Y-%m-%dT%H:%M:%SZ}"
    return _xml(tree)


def _xml(tree: Any) -> bytes:
    data: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


#: The longest text that Excel takes in a formula.
_LONGEST_TEXT = 255


class Link(Struct, frozen=True):
    """A text that leads to a file: ``target`` is its path from the workbook's folder."""

    text: str
    target: str


class Style(Struct, frozen=True):
    """The numbers of a column's two formats: the usual one, and that for texts that begin like a formula."""

    usual: int
    quoted: int


Value = str | int | float | Decimal | Link | None


def row(number: int, values: Iterable[Value], styles: Iterable[Style], height: float) -> str:
    """Return the row as an element of a sheet's XML, ``height`` in points. Texts stay texts,
    whatever they begin with."""
    cells = (
        _cell(f"{get_column_letter(column)}{number}", value, style)
        for column, (value, style) in enumerate(zip(values, styles, strict=True), start=1)
    )
    return f'<row r="{number}" ht="{height:g}">{"".join(cells)}</row>'


def _cell(place: str, value: Value, style: Style) -> str:
    match value:
        case None | "":
            return f'<c r="{place}" s="{style.usual}"/>'
        case Link(text, target) if len(target) <= _LONGEST_TEXT:
            formula = escape(f"HYPERLINK({_quoted(target)},{_quoted(text)})")
            result = escape(printable(text))
            return f'<c r="{place}" s="{style.usual}" t="str"><f>{formula}</f><v>{result}</v></c>'
        case Link(text):
            return _text(place, text, style)
        case str():
            return _text(place, value, style)
    return f'<c r="{place}" s="{style.usual}"><v>{value}</v></c>'


def _text(place: str, text: str, style: Style) -> str:
    number = style.quoted if begins_like_a_formula(text) else style.usual
    held = escape(printable(text))
    return (
        f'<c r="{place}" s="{number}" t="inlineStr"><is><t xml:space="preserve">{held}</t></is></c>'
    )


def _quoted(text: str) -> str:
    return '"' + printable(text).replace('"', '""') + '"'
