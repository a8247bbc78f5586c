"""Keep on hidden sheets of a workbook what it has to remember: the linked report and the marks.

The first row names the report, after the sign that the sheet is ours. Below stands a row for each
marked cell: a formula that refers to it, which Excel keeps right when rows are inserted; its colour
and note before, and those that it was given.

Another hidden sheet tells where the cells of earlier clicks are now. The first row of a column
holds the key of a click, the cells below a formula for each of its cells.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from xlwings import Book, Sheet

from xladdin.excel.contents import Colour, block, colour_of, text
from xladdin.excel.host import new_sheet
from xladdin.model.addresses import Area, Spot, letters
from xladdin.sources.sheet_grid import MEMORY_SHEET

_REFERENCE = re.compile(r"=(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!\$?([A-Z]+)\$?(\d+)")
_COLUMNS = 5
_ANCHORS = "_xladdin_undo"
#: The text in A1 of each sheet that is ours.
_MARK = "xladdin"


class Look(Struct, frozen=True):
    """What a mark changes of a cell: the fill (None for no fill) and the note (None for none)."""

    colour: Colour | None
    note: str | None


class Marked(Struct, frozen=True):
    """A marked cell: its look before and after."""

    before: Look
    after: Look


class Memory(Struct, frozen=True):
    """What a workbook remembers; ``report`` is the file name of the linked report, empty for none."""

    report: str = ""
    marked: Mapping[Spot, Marked] = field(default_factory=dict)


def recall(book: Book) -> Memory:
    """Return what the workbook remembers, without cells that were deleted since."""
    sheet = ours(book, MEMORY_SHEET)
    if sheet is None:
        return Memory()
    first, *rows = block(sheet.used_range.formula)
    marked = {}
    for row in rows:
        spot = spot_of(str(row[0]))
        if spot is not None:
            old, note, new, given = (str(each) for each in row[1:_COLUMNS])
            before = Look(_colour(old), note or None)
            marked[spot] = Marked(before, Look(_colour(new), given or None))
    return Memory(str(first[1]), marked)


def remember(book: Book, memory: Memory) -> None:
    """Write it down; remove the sheet if there is nothing to remember."""
    sheet = ours(book, MEMORY_SHEET)
    if memory == Memory():
        if sheet is not None:
            remove(sheet)
        return
    if sheet is None:
        sheet = hidden_sheet(book, MEMORY_SHEET)
    sheet.clear()
    # The last cell keeps the used range as wide as the rows are.
    rows: list[list[Any]] = [[_MARK, text(memory.report), "", "", "."]]
    for spot, marked in memory.marked.items():
        looks = (marked.before, marked.after)
        shown = [each for look in looks for each in (_hex(look.colour), text(look.note or ""))]
        rows.append([f"={spot.reference}", *shown])
    sheet.range("A1").resize(len(rows), _COLUMNS).formula = rows


def anchor(book: Book, key: str, spots: Sequence[Spot], kept: Collection[str]) -> None:
    """Record where a click's cells are, and forget all clicks that are not ``kept``."""
    sheet = ours(book, _ANCHORS) or hidden_sheet(book, _ANCHORS)
    column = 1 + len(_cleared(sheet, kept))
    rows = [[key], *([f"={spot.reference}"] for spot in spots)]
    sheet.range(Area(0, column, len(rows)).address).formula = rows


def anchored(book: Book, key: str, spots: Sequence[Spot]) -> dict[Spot, Spot]:
    """Map a click's cells to where they are now, without deleted ones. If nothing was recorded,
    each is taken to be where it was."""
    sheet = ours(book, _ANCHORS)
    first, *rows = block(sheet.used_range.formula) if sheet is not None else [[]]
    if key not in first:
        return {spot: spot for spot in spots}
    column = [*first].index(key)
    now = (spot_of(str(row[column])) for row in rows)
    return {spot: place for spot, place in zip(spots, now, strict=False) if place is not None}


def keep_anchors(book: Book, kept: Collection[str]) -> None:
    """Forget the cells of all other clicks; remove the sheet with the last of them."""
    sheet = ours(book, _ANCHORS)
    if sheet is not None and not _cleared(sheet, kept):
        remove(sheet)


def remove(sheet: Sheet) -> None:
    """Delete a sheet without Excel asking."""
    with sheet.book.app.properties(display_alerts=False):
        sheet.delete()


def ours(book: Book, name: str) -> Sheet | None:
    """Return our hidden sheet of this name; None without one. Another sheet may have taken the name
    itself, so ours may have a number."""
    named = re.compile(rf"{name}\d*", re.IGNORECASE)
    own = (sheet for sheet in book.sheets if named.fullmatch(sheet.name) and not sheet.visible)
    return next((sheet for sheet in own if sheet.range("A1").value == _MARK), None)


def hidden_sheet(book: Book, name: str) -> Sheet:
    """Add a hidden sheet of this name and return it; a number follows if the name is taken."""
    taken = {sheet.name.lower() for sheet in book.sheets}
    names = (f"{name}{number or ''}" for number in (0, *range(2, len(taken) + 3)))
    sheet = new_sheet(book, next(each for each in names if each.lower() not in taken))
    sheet.range("A1").value = _MARK
    sheet.visible = False
    return sheet


def spot_of(formula: str) -> Spot | None:
    """Return the cell that a formula refers to; None if it is gone, or in another workbook."""
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
    return colour_of(written[1:])


def _cleared(sheet: Sheet, kept: Collection[str]) -> list[str]:
    """Remove the columns of clicks that are not kept; return the remaining keys, in order."""
    keys = [str(key) for key in block(sheet.used_range.formula)[0]][1:]
    for column in range(len(keys), 0, -1):
        if keys[column - 1] not in kept:
            sheet.range(f"{letters(column)}:{letters(column)}").delete("left")
    return [key for key in keys if key in kept]
