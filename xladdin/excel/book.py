"""A workbook that is open in Excel → the Source that its file would make."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from xlwings import Book

from xladdin.excel.sheet_reading import hidden, read_sheet
from xladdin.model.grid import Grid, Source
from xladdin.sources.identify import extension
from xladdin.sources.reading import legible_blocks, printable
from xladdin.sources.sheet_grid import (
    HELPER_SHEETS,
    READ_ALL_THE_SAME,
    grid_of,
    left_out_notes,
)


def read_book(book: Book) -> Source:
    """All sheets as they stand now, whether saved or not.

    As in a file, hidden and blank sheets are left out, and helper sheets kept apart. ``sha256`` is
    that of the cells, so that equal ones mean an unchanged workbook.
    """
    grids: list[Grid] = []
    helpers: list[Grid] = []
    unread: list[str] = []
    aside: list[str] = []
    empty: list[str] = []
    partly: list[str] = []
    for sheet in book.sheets:
        name = sheet.name
        helper = name in HELPER_SHEETS
        if name.startswith("_"):
            aside.append(name)
        elif not helper and not sheet.visible:
            unread.append(name)
        else:
            found = helpers if helper else grids
            grid = grid_of(read_sheet(sheet), len(found) + 1, name, book.name)
            if grid is not None:
                found.append(grid)
            if not helper:
                (empty if grid is None else partly if hidden(sheet) else []).append(name)
    notes = [f"工作表「{name}」有隐藏的行或列{READ_ALL_THE_SAME}" for name in partly]
    notes += left_out_notes(unread, aside, empty)
    name = source_name(book)
    return Source(
        name,
        extension(name) or "xlsx",
        _digest([*grids, *helpers]),
        legible_blocks(grids),
        tuple(notes),
        tuple(helpers),
    )


def source_name(book: Book) -> str:
    """What findings call the workbook."""
    return printable(book.name)


def _digest(grids: Iterable[Grid]) -> str:
    digest = sha256()
    for grid in grids:
        digest.update(repr((grid.sheet, grid.cells)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
