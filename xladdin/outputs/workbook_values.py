"""Correct figures in the cells of a workbook, leaving the rest of the package as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.cell_range import CellRange

from xladdin.outputs.corrections import (
    BY_FORMULA,
    NOT_FOUND,
    ONCE_MORE,
    Corrected,
    Correction,
    Corrections,
    Outcome,
)
from xladdin.outputs.office_package import AsWritten, Span, rewritten
from xladdin.outputs.recalculation import recalculated
from xladdin.patterns import pattern
from xladdin.sources.package import Package
from xladdin.sources.xlsx_parts import S, WorkbookParts, workbook_parts
from xladdin.sources.xlsx_sheet import cells_in, row_number
from xladdin.text.reprinting import Reprinted

_ROW, _FORMULA, _VALUE, _INLINE = S + "row", S + "f", S + "v", S + "is"
_TEXT, _READING = S + "t", S + "rPh"
#: Formulas whose results stand in other cells, too.
_OF_RANGES = ("array", "dataTable")
_COUNT = pattern(rb"(\suniqueCount=[\"'])\d+")

#: A range with its new bytes, or why nothing is written.
Change = tuple[Span, bytes] | str


def corrected(data: bytes, name: str, corrections: Corrections) -> Corrected:
    """Return the workbook with these figures in their cells, in the formats of the cells.

    Numbers stay numbers. Texts stay texts with another number in them, unless being a text was all
    that was wrong. Formulas stay, with new results if this PC can calculate. Raises InputError
    if the workbook cannot be copied.
    """
    package = Package(data, name)
    parts = workbook_parts(package)
    texts = _Texts(package)
    outcome = Outcome()
    asked: defaultdict[str, list[Correction]] = defaultdict(list)
    for location, correction in corrections.items():
        asked[location.sheet or ""].append(correction)
        outcome.refused[location] = NOT_FOUND
    changed: dict[str, bytes] = {}
    for sheet in parts.sheets:
        if sheet.name not in asked:
            continue
        cells = _Cells(AsWritten(package, sheet.part), parts, texts)
        changes: dict[Span, bytes] = {}
        taken: set[str | None] = set()
        for correction in asked[sheet.name]:
            location = correction.figure.location
            change = cells.change(correction)
            if isinstance(change, str):
                outcome.refused[location] = change
            elif location.cell in taken:
                outcome.refused[location] = ONCE_MORE
            else:
                taken.add(location.cell)
                del outcome.refused[location]
                outcome.made.add(location)
                changes |= [change]
        changed[sheet.part] = cells.part.spliced(changes)
    if not outcome.made:
        return Corrected(data, outcome)
    copy = rewritten(data, package, changed | texts.changed())
    copy, notes = recalculated(data, copy, name)
    return Corrected(copy, outcome, notes)


class _Texts:
    """The texts that cells share. Changed ones are added at the end, since other cells may use the old."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._added: list[bytes] = []
        kinds = package.relationships(package.main_part()).values()
        self._name = next((part for kind, part in kinds if kind == "sharedStrings"), "")

    @cached_property
    def _part(self) -> AsWritten:
        return AsWritten(self._package, self._name)

    @cached_property
    def _items(self) -> list[Any]:
        return list(self._part.root.iter(S + "si"))

    def holder(self, number: int) -> tuple[AsWritten, Any]:
        """Return the element that holds a text, and its part."""
        return self._part, self._items[number]

    def add(self, item: bytes) -> int:
        """Add a text and return its number."""
        self._added.append(item)
        return len(self._items) + len(self._added) - 1

    def changed(self) -> dict[str, bytes]:
        """Return the part with the added texts; empty if none were added."""
        if not self._added:
            return {}
        root, last = self._part.root, self._items[-1]
        end = self._part.span(last)[1]
        tag = self._part.start_tag(root)
        begin = self._part.span(root)[0]
        total = len(self._items) + len(self._added)
        counted = _COUNT.sub(rb"\g<1>%d" % total, tag)
        changes = {(begin, begin + len(tag)): counted, (end, end): b"".join(self._added)}
        return {self._name: self._part.spliced(changes)}


class _Cells:
    """The cells of a sheet as written in its XML."""

    def __init__(self, part: AsWritten, parts: WorkbookParts, texts: _Texts) -> None:
        self.part, self._formats, self._texts = part, parts.formats, texts
        self._cells: dict[tuple[int, int], Any] = {}
        number = -1
        for row in part.root.iter(_ROW):
            number = row_number(row, number + 1)
            self._cells |= {(number, column): cell for column, cell in cells_in(row)}
        formulas = part.root.iter(_FORMULA)
        self._ranges = [
            CellRange(each.get("ref"))
            for each in formulas
            if each.get("t") in _OF_RANGES and each.get("ref")
        ]

    def change(self, correction: Correction) -> Change:
        """Return what to write for a correction, or why it is not made."""
        address = correction.figure.location.cell or ""
        row, column = coordinate_to_tuple(address)
        cell = self._cells.get((row - 1, column - 1))
        if cell is None or cell.find(_VALUE) is cell.find(_INLINE) is None:
            return NOT_FOUND
        if cell.find(_FORMULA) is not None or self._of_range(address):
            return BY_FORMULA
        if cell.get("t", "n") == "n":
            return self._number(cell, correction)
        return self._text(cell, correction)

    def _of_range(self, address: str) -> bool:
        """Tell whether the cell shows the result of a formula in another cell."""
        return any(CellRange(address).issubset(each) for each in self._ranges)

    def _number(self, cell: Any, correction: Correction) -> Change:
        value = cell.find(_VALUE)
        raw = Decimal(repr(float(value.text)))
        style = int(cell.get("s") or 0)
        code = self._formats[style] if style < len(self._formats) else "General"
        found = correction.in_cell(raw, code)
        if not isinstance(found, Decimal):
            return str(found)
        return self.part.span(value), self.part.beside(cell, "v", _digits(found))

    def _text(self, cell: Any, correction: Correction) -> Change:
        part, holder = self._holder(cell)
        pieces = [each for each in (holder, *holder.iterdescendants()) if _is_piece(each)]
        text = "".join(piece.text or "" for piece in pieces)
        found = correction.in_cell(text)
        if isinstance(found, str):
            return found
        if isinstance(found, Decimal):
            tag = self.part.untyped_tag(cell)
            content = self.part.beside(cell, "v", _digits(found))
            return self.part.span(cell), tag + content + self.part.end_tag(cell)
        changes = dict(_replaced(part, pieces, found))
        if part is self.part:
            return self.part.span(cell), self.part.written(cell, changes)
        number = self._texts.add(part.written(holder, changes))
        return self.part.span(cell.find(_VALUE)), self.part.beside(cell, "v", str(number))

    def _holder(self, cell: Any) -> tuple[AsWritten, Any]:
        """Return the element that holds a cell's text, and its part."""
        value = cell.find(_VALUE)
        if cell.get("t") == "s":
            return self._texts.holder(int(value.text))
        return self.part, value if value is not None else cell.find(_INLINE)


def _is_piece(element: Any) -> bool:
    """Tell whether the element's text belongs to the cell's text; phonetic readings do not."""
    reading = element.getparent().tag == _READING
    return element.tag in (_VALUE, _TEXT) and not reading


def _replaced(part: AsWritten, pieces: list[Any], done: Reprinted) -> Iterator[tuple[Span, bytes]]:
    """Yield the new pieces of a text: the new number replaces the old in the first piece that held it."""
    start, end, printed = done
    for piece in pieces:
        text = piece.text or ""
        if start < len(text) and end > 0:
            kept = text[: max(start, 0)] + printed + text[max(end, 0) :]
            tag = part.end_tag(piece)[2:-1].decode()
            space = "" if piece.tag == _VALUE else ' xml:space="preserve"'
            yield part.span(piece), f"<{tag}{space}>{escape(kept)}</{tag}>".encode()
            printed = ""
        start, end = start - len(text), end - len(text)


def _digits(number: Decimal) -> str:
    return f"{number.normalize():f}"
