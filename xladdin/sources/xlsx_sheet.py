"""Read one worksheet of an xlsx, a large one as a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from lxml import etree

from xladdin.model.grid import Cell
from xladdin.patterns import pattern
from xladdin.sources.bounds import bound
from xladdin.sources.number_format import display, display_text, is_date
from xladdin.sources.office_xml import PARSER_OPTIONS
from xladdin.sources.package import Package
from xladdin.sources.sheet_grid import RawSheet
from xladdin.sources.xlsx_parts import RichText, S, SheetPart, WorkbookParts, rich_text, unescaped

_CELL, _VALUE, _FORMULA, _INLINE = S + "c", S + "v", S + "f", S + "is"
_ROW, _MERGE, _COLUMN = S + "row", S + "mergeCell", S + "col"
_WANTED = (_ROW, _MERGE, _COLUMN)
#: The most bytes of a small sheet.
_SMALL = 1 << 20
_ON = frozenset({"1", "true"})
_DIGITS = "0123456789"
_RANGE = pattern(r"\$?([A-Za-z]*)\$?(\d*)(?::\$?([A-Za-z]*)\$?(\d*))?", re.ASCII)


def read_sheet(package: Package, sheet: SheetPart, parts: WorkbookParts) -> RawSheet:
    """Return the sheet's filled cells. Raises InputError for what is damaged or out of bounds."""
    raw = RawSheet()
    row = -1
    try:
        for element in _elements(package, sheet.part):
            if element.tag == _ROW:
                row = _row(element, row + 1, raw, parts)
                if len(raw.cells) > bound("cells"):
                    what = f"有内容的单元格超过 {bound('cells')} 个"
                    raise package.too_large(f"的工作表「{sheet.name}」{what}")
            elif element.tag == _MERGE:
                _merge(element.get("ref", ""), raw)
                if len(raw.merges) > bound("merges"):
                    what = f"合并单元格超过 {bound('merges')} 处"
                    raise package.too_large(f"的工作表「{sheet.name}」{what}")
            elif _is_hidden(element, "width"):
                _hide_columns(element, raw)
    except etree.LxmlError:
        raise package.broken() from None
    except ValueError:
        raise package.irregular(f"工作表「{sheet.name}」") from None
    return raw


def _elements(package: Package, part: str) -> Iterator[Any]:
    """Yield the rows, merged ranges and columns of a sheet. A small sheet is parsed at once, in half
    the time; a large one as a stream, so that rows with nothing but formatting take no memory."""
    if package.size(part) <= _SMALL:
        yield from package.tree(part).iter(*_WANTED)
        return
    with package.stream(part, bound("sheet_megabytes")) as stream:
        events = etree.iterparse(stream, tag=_WANTED, **PARSER_OPTIONS)
        for _, element in events:
            yield element
            _forget(element)
            stream.progress()
        package.refuse_doctype(events.root)


def row_number(row: Any, expected: int) -> int:
    """Return the zero-based number of a row; without an address it is the ``expected`` one."""
    return int(row.get("r", expected + 1)) - 1


def cells_in(row: Any) -> Iterator[tuple[int, Any]]:
    """Yield the cells of a row with their zero-based columns. One without an address follows the one
    before; ValueError for a wrong address."""
    column = -1
    for element in row:
        reference = element.get("r")
        column = column + 1 if reference is None else _column(reference.rstrip(_DIGITS + "$"))
        yield column, element


def _row(row: Any, expected: int, raw: RawSheet, parts: WorkbookParts) -> int:
    """Add the filled cells of a row to ``raw``; return the row's number."""
    number = row_number(row, expected)
    if not 0 <= number < bound("rows"):
        raise ValueError(number)
    if _is_hidden(row, "ht"):
        raw.hidden_rows.add(number)
    if not len(row) or next(row.iter(_VALUE, _INLINE, _FORMULA), None) is None:
        return number
    for column, element in cells_in(row):
        if len(element):
            cell = _cell(element, number, column, raw, parts)
            if cell is not None:
                raw.cells.append(cell)
    return number


def _cell(element: Any, row: int, column: int, raw: RawSheet, parts: WorkbookParts) -> Cell | None:
    content = formula = ""
    kind = element.get("t", "n")
    for child in element:
        tag = child.tag
        if tag == _VALUE:
            content = child.text or ""
        elif tag == _FORMULA:
            formula = "=" + (child.text or "")
        elif tag == _INLINE:
            content, raw.struck, raw.marks = _counted(rich_text(child), raw)
    style = int(element.get("s") or -1)
    if style in parts.unseen or (kind == "n" and style in parts.numberless):
        raw.unseen.add((row, column))
    if content and style in parts.struck:
        raw.struck += 1
        return None
    if not content:
        if not formula:
            return None
        pending = kind != "str"
        raw.uncached += pending
        return Cell(row, column, "", formula=formula, pending=pending)
    code = _code(element.get("s"), parts.formats)
    if kind == "n":
        number = Decimal(repr(float(content)))
        if not number.is_finite():
            raise ValueError(content)
        text = display(number, code, parts.date1904)
        value = None if is_date(code) else number
        return Cell(row, column, text, value=value, formula=formula)
    if kind == "s":
        at = int(content)
        shared = parts.texts[at] if 0 <= at < len(parts.texts) else RichText("")
        content, raw.struck, raw.marks = _counted(shared, raw)
    return Cell(row, column, _text(kind, content, code), formula=formula)


def _counted(rich: RichText, raw: RawSheet) -> tuple[str, int, int]:
    """Return a text, and the sheet's counts including what was left out of it."""
    return rich.text, raw.struck + rich.struck, raw.marks + rich.marks


def _text(kind: str, content: str, code: str) -> str:
    if kind == "str":
        content = unescaped(content)
    elif kind == "b":
        return "TRUE" if content.strip() in _ON else "FALSE"
    elif kind == "e":
        return content
    return display_text(content, code)


def _code(style: str | None, formats: tuple[str, ...]) -> str:
    number = int(style or 0)
    return formats[number] if 0 <= number < len(formats) else "General"


def _merge(reference: str, raw: RawSheet) -> None:
    """Add a merged range to ``raw``: C4:D5, or F:G and 3:4 for whole columns and rows."""
    found = _RANGE.fullmatch(reference)
    left, top, right, bottom = found.groups() if found else ("", "", "", "")
    if right is None:
        right, bottom = left, top
    if not (left or top) or bool(left) != bool(right) or bool(top) != bool(bottom):
        raise ValueError(reference)
    first, last = int(top or 1), int(bottom or bound("rows"))
    begin, end = (_column(left), _column(right)) if left else (0, bound("columns") - 1)
    if last >= first and end >= begin and (last, end) != (first, begin):
        raw.merges.append((first - 1, begin, last - first + 1, end - begin + 1))


def _is_hidden(element: Any, size: str) -> bool:
    """Return whether a row or column is hidden: marked so, lower than a point, or without width."""
    extent = float(element.get(size) or 1)
    return element.get("hidden") in _ON or extent <= 0 or (size == "ht" and extent < 1)


def _hide_columns(element: Any, raw: RawSheet) -> None:
    most = bound("columns")
    first, last = int(element.get("min", "1")), int(element.get("max", "1"))
    raw.hidden_columns.update(range(max(first, 1) - 1, min(last, most)))


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """Return the zero-based number of a column; ValueError for what is none."""
    number = 0
    for letter in letters.replace("$", "").upper()[:4]:
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        number = number * 26 + ord(letter) - 64
    if not 1 <= number <= bound("columns"):
        raise ValueError(letters)
    return number - 1


def _forget(element: Any) -> None:
    """Free the elements before one that was read; the parser still holds that one."""
    parent = element.getparent()
    while (before := element.getprevious()) is not None:
        parent.remove(before)
