"""Where the cells of earlier clicks stand now: references on a hidden sheet, which Excel keeps right
when rows are inserted, cells are cut and pasted, or sheets are renamed.

The first row of a column holds the key of a click, the cells below a formula for each of its cells.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from xlwings import Book, Sheet

from xladdin.excel.memory import hidden_sheet, ours, remove, spot_of
from xladdin.excel.sheet_reading import block
from xladdin.model.addresses import Area, Spot, letters

_SHEET = "_xladdin_undo"


def anchor(book: Book, key: str, spots: Sequence[Spot], kept: Collection[str]) -> None:
    """Note where a click's cells are; of the others, only the clicks ``kept`` are needed."""
    sheet = ours(book, _SHEET) or hidden_sheet(book, _SHEET)
    column = 1 + len(_cleared(sheet, kept))
    rows = [[key], *([f"={spot.reference}"] for spot in spots)]
    sheet.range(Area(0, column, len(rows)).address).formula = rows


def anchored(book: Book, key: str, spots: Sequence[Spot]) -> dict[Spot, Spot]:
    """Where a click's cells are now. What is deleted has no place; if nothing was noted, each cell
    is taken to be where it was."""
    sheet = ours(book, _SHEET)
    first, *rows = block(sheet.used_range.formula) if sheet is not None else [[]]
    if key not in first:
        return {spot: spot for spot in spots}
    column = [*first].index(key)
    now = (spot_of(str(row[column])) for row in rows)
    return {spot: place for spot, place in zip(spots, now, strict=False) if place is not None}


def keep(book: Book, kept: Collection[str]) -> None:
    """Forget the cells of all other clicks; the sheet goes with the last of them."""
    sheet = ours(book, _SHEET)
    if sheet is not None and not _cleared(sheet, kept):
        remove(sheet)


def _cleared(sheet: Sheet, kept: Collection[str]) -> list[str]:
    """Take out the columns of clicks that are not kept; the keys that are left, in order."""
    keys = [str(key) for key in block(sheet.used_range.formula)[0]][1:]
    for column in range(len(keys), 0, -1):
        if keys[column - 1] not in kept:
            sheet.range(f"{letters(column)}:{letters(column)}").delete("left")
    return [key for key in keys if key in kept]
