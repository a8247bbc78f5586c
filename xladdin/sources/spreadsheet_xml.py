"""Read a workbook in XML of 2003 (SpreadsheetML), which many finance systems export as .xls."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from xladdin.errors import InputError
from xladdin.model.grid import Cell
from xladdin.sources.bounds import bound
from xladdin.sources.decoding import tree_text
from xladdin.sources.number_format import display, display_text, is_date
from xladdin.sources.office_xml import PARSER_OPTIONS
from xladdin.sources.sheet_grid import RawSheet, Sheets, sheets_of

_S = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_EPOCH = datetime(1899, 12, 30)
#: Format codes of named formats.
_NAMED = {
    "General Number": "General",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "Currency": '"¥"#,##0.00',
    "Euro Currency": "#,##0.00",
    "General Date": "yyyy/m/d h:mm",
    "Short Date": "yyyy/m/d",
    "Medium Date": "d-mmm-yy",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "Short Time": "h:mm",
    "Medium Time": "h:mm AM/PM",
    "Long Time": "h:mm:ss",
}


def read_spreadsheet_xml(data: bytes, name: str) -> Sheets:
    """Return the grids of a workbook, and notes, as of an xlsx. InputError for what is damaged."""
    broken = InputError(
        f"「{name}」已损坏或不完整，请用 Excel 或 WPS 打开后另存为 .xlsx 格式再试。"
    )
    text = tree_text(data, name)
    if text is None:
        raise broken
    try:
        # The text is decoded already, whatever encoding its declaration names.
        parser = etree.XMLParser(encoding="utf-8", **PARSER_OPTIONS)
        root = etree.fromstring(text.lstrip("\ufeff \r\n\t").encode("utf-8"), parser)
        if root.tag != _S + "Workbook" or root.getroottree().docinfo.doctype:
            raise broken
        formats = _formats(root)
        found = [
            (sheet.get(_S + "Name", ""), _is_hidden(sheet), _raw(sheet, formats, name))
            for sheet in root.iter(_S + "Worksheet")
        ]
    except (etree.LxmlError, ValueError, InvalidOperation):
        raise broken from None
    return sheets_of(found, name)


def _formats(root: Any) -> dict[str, str]:
    """Return the number format of each style, inherited from its parent if it has none."""
    styles = {style.get(_S + "ID", ""): style for style in root.iter(_S + "Style")}
    return {name: _format(style, styles) for name, style in styles.items()}


def _format(style: Any, styles: dict[str, Any]) -> str:
    seen: set[Any] = set()
    while style is not None and style not in seen:
        seen.add(style)
        said = style.find(_S + "NumberFormat")
        if said is not None and said.get(_S + "Format") is not None:
            code: str = said.get(_S + "Format")
            return _NAMED.get(code, code)
        style = styles.get(style.get(_S + "Parent", "Default"))
    return "General"


def _is_hidden(sheet: Any) -> bool:
    return sheet.findtext(f"{_X}WorksheetOptions/{_X}Visible") in ("SheetHidden", "SheetVeryHidden")


def _raw(sheet: Any, formats: dict[str, str], name: str) -> RawSheet:
    raw = RawSheet()
    number = -1
    for each in sheet.iterfind(f"{_S}Table/{_S}Column"):
        first = number = _index(each, number)
        number += max(int(each.get(_S + "Span", 0)), 0)
        if each.get(_S + "Hidden") == "1":
            raw.hidden_columns.update(range(first, min(number + 1, bound("columns"))))
    number = -1
    for row in sheet.iterfind(f"{_S}Table/{_S}Row"):
        number = _index(row, number)
        if row.get(_S + "Hidden") == "1":
            raw.hidden_rows.add(number)
        column = -1
        for element in row.iterfind(_S + "Cell"):
            column = _index(element, column)
            style = element.get(_S + "StyleID") or row.get(_S + "StyleID") or "Default"
            cell = _cell(element, number, column, formats.get(style, "General"), raw)
            if cell is not None:
                raw.cells.append(cell)
            across, down = (int(element.get(_S + each, 0)) for each in ("MergeAcross", "MergeDown"))
            if across or down:
                raw.merges.append((number, column, max(down, 0) + 1, max(across, 0) + 1))
            column += max(across, 0)
        if len(raw.cells) > bound("cells"):
            raise InputError(f"「{name}」有内容的单元格超过 {bound('cells')} 个，请精简后再试。")
    return raw


def _index(element: Any, before: int) -> int:
    """Return the zero-based place of a row or cell: stated, or behind the one before."""
    said = element.get(_S + "Index")
    at = int(said) - 1 if said else before + 1
    if not 0 <= at < bound("rows"):
        raise ValueError(at)
    return at


def _cell(element: Any, row: int, column: int, code: str, raw: RawSheet) -> Cell | None:
    data = next((each for each in element if each.tag.endswith("}Data")), None)
    formula = element.get(_S + "Formula", "")
    content = "" if data is None else "".join(data.itertext())
    if data is None or not content:
        if not formula:
            return None
        pending = data is None
        raw.uncached += pending
        return Cell(row, column, "", formula=formula, pending=pending)
    kind = data.get(_S + "Type", "String")
    if kind == "Number":
        number = Decimal(repr(float(content)))
        if not number.is_finite():
            raise ValueError(content)
        value = None if is_date(code) else number
        return Cell(row, column, display(number, code), value=value, formula=formula)
    if kind == "DateTime":
        passed = datetime.fromisoformat(content) - _EPOCH
        serial = passed.days + Decimal(passed.seconds) / 86_400
        return Cell(
            row, column, display(serial, code if is_date(code) else "yyyy/m/d"), formula=formula
        )
    if kind == "Boolean":
        content = "TRUE" if content.strip() == "1" else "FALSE"
    return Cell(row, column, display_text(content, code), formula=formula)
