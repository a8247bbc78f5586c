"""What a workbook itself remembers, on a hidden sheet: the linked report, and what marks cover.

The first row holds the path of the report, behind our name. Below stands a row for each marked
cell: a formula that refers to it, so that Excel keeps it right when rows are inserted; the colour
and the note that the cell had before, and those that it has been given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from xlwings import Book, Sheet

from xladdin.excel.addresses import reference
from xladdin.excel.contents import text
from xladdin.excel.host import new_sheet
from xladdin.excel.sheet_reading import block
from xladdin.sources.sheet_grid import MEMORY_SHEET

_REFERENCE = re.compile(r"=(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!\$?([A-Z]+)\$?(\d+)")
_COLUMNS = 5

Colour = tuple[int, int, int]


class Spot(NamedTuple):
    """A cell: the sheet's name and its A1 address."""

    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Look:
    """What a mark changes of a cell: the fill (None for no fill) and the note (None for none)."""

    colour: Colour | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked cell: how it looked before, and how it has looked since."""

    before: Look
    after: Look


@dataclass(frozen=True, slots=True)
class Memory:
    """``report`` is the path of the report that the workbook goes with, empty for none."""

    report: str = ""
    marked: Mapping[Spot, Marked] = field(default_factory=dict)


def recall(book: Book) -> Memory:
    """What the workbook remembers. Cells that have been deleted since are forgotten."""
    sheet = _sheet(book)
    if sheet is None:
        return Memory()
    first, *rows = block(sheet.used_range.formula)
    marked = {}
    for row in rows:
        spot = _spot(str(row[0]))
        if spot is not None:
            old, note, new, given = (str(each) for each in row[1:_COLUMNS])
            before = Look(_colour(old), note or None)
            marked[spot] = Marked(before, Look(_colour(new), given or None))
    return Memory(str(first[1]), marked)


def remember(book: Book, memory: Memory) -> None:
    """Write it down; the sheet goes when there is nothing to remember."""
    sheet = _sheet(book)
    if memory == Memory():
        if sheet is not None:
            remove(sheet)
        return
    if sheet is None:
        sheet = new_sheet(book, MEMORY_SHEET)
        sheet.visible = False
    sheet.clear()
    # The last cell keeps the used range as wide as the rows are.
    rows: list[list[Any]] = [["xladdin", text(memory.report), "", "", "."]]
    for spot, marked in memory.marked.items():
        looks = (marked.before, marked.after)
        shown = [each for look in looks for each in (_hex(look.colour), text(look.note or ""))]
        rows.append([f"={reference(*spot)}", *shown])
    sheet.range("A1").resize(len(rows), _COLUMNS).formula = rows


def remove(sheet: Sheet) -> None:
    """Delete a sheet without Excel asking."""
    with sheet.book.app.properties(display_alerts=False):
        sheet.delete()


def _sheet(book: Book) -> Sheet | None:
    return next((sheet for sheet in book.sheets if sheet.name == MEMORY_SHEET), None)


def _spot(formula: str) -> Spot | None:
    found = _REFERENCE.fullmatch(formula)
    if found is None:
        return None
    name = found["plain"] or found["quoted"].replace("''", "'")
    return Spot(name, found[3] + found[4])


def _hex(colour: Colour | None) -> str:
    return "" if colour is None else "x{:02X}{:02X}{:02X}".format(*colour)


def _colour(written: str) -> Colour | None:
    if not re.fullmatch("x[0-9A-F]{6}", written):
        return None
    red, green, blue = bytes.fromhex(written[1:])
    return red, green, blue
