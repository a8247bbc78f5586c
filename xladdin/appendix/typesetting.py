"""How large a form is set so that it fits on its page, by an estimate of the lines it takes."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import ceil

from msgspec import Struct

from xladdin.documents.blocks import CELL_SIDE, LINE, Cell

#: Space above and below a cell's text, in points.
_CELL_ENDS = 6.0
#: An ASCII letter takes this part of the room of a Chinese one; a line is seldom filled wholly.
_NARROW = 0.55
_FILLED = 0.96
#: A form with so many columns starts with the smaller letters.
_MANY_COLUMNS = 8
#: A label of so many letters stands on one line.
_SHORT = 5
#: Rows of this height together come with the lines below the table onto its last page, in points.
_COMPANY = 72.0


class Setting(Struct, frozen=True):
    """The size of the letters and the least height of a row, in points."""

    size: float
    row: float


_WIDE = (Setting(10.5, 23), Setting(10, 22))
_USUAL = (Setting(9, 20), Setting(9, 18), Setting(8.5, 16), Setting(8, 14), Setting(7.5, 12.5))


class Room(Struct, frozen=True):
    """What there is for the rows of a table, in points: on the ``first`` page, on each ``later``
    one; and what the lines ``below`` it need."""

    first: float
    later: float
    below: float


def setting(cells: Sequence[Cell], widths: Sequence[float], room: Room) -> tuple[Setting, bool]:
    """The largest setting in which a table and the lines below it stand on one page, and whether
    there is one. Smaller letters than would fit are taken where a short label were broken otherwise.

    A table that takes several pages is set so that the lines below it are not alone on the last.
    ``widths`` of the columns in points.
    """
    settings = _USUAL if len(widths) >= _MANY_COLUMNS else (*_WIDE, *_USUAL)
    fitting = [
        each
        for each in settings
        if sum(heights(cells, widths, each).values()) <= room.first - room.below
    ]
    if fitting:
        whole = (each for each in fitting if not _breaks_labels(cells, widths, each.size))
        return next(whole, fitting[0]), True
    ending_well = (
        each
        for each in _USUAL
        if room.below <= _left(heights(cells, widths, each), room) <= room.later - _COMPANY
    )
    return next(ending_well, _USUAL[0]), False


def _left(rows: Mapping[int, float], room: Room) -> float:
    """What the rows leave of their last page."""
    left = room.first
    for row in sorted(rows):
        if rows[row] > left:
            left = room.later
        left -= rows[row]
    return left


def heights(cells: Sequence[Cell], widths: Sequence[float], chosen: Setting) -> Mapping[int, float]:
    """The height of each row in points; the last row of a merged cell grows where its text needs it."""
    rows = {row: chosen.row for cell in cells for row in range(cell.row, cell.below)}
    edges = [0, *accumulate(widths)]
    for cell in sorted(cells, key=lambda each: each.below):
        room = edges[cell.column + cell.columns] - edges[cell.column]
        lines = text_lines(cell.text, room - 2 * CELL_SIDE, chosen.size)
        needed = lines * chosen.size * LINE + _CELL_ENDS
        there = sum(rows[row] for row in range(cell.row, cell.below))
        rows[cell.below - 1] += max(0.0, needed - there)
    return rows


def _breaks_labels(cells: Sequence[Cell], widths: Sequence[float], size: float) -> bool:
    edges = [0, *accumulate(widths)]
    return any(
        len(line) <= _SHORT
        and text_length(line) * size
        > edges[cell.column + cell.columns] - edges[cell.column] - 2 * CELL_SIDE
        for cell in cells
        if cell.role in ("label", "level")
        for line in cell.text.split("\n")
    )


def text_lines(text: str, width: float, size: float) -> int:
    """How many lines a text takes in letters of ``size``, in ``width``, both in points."""
    room = max(width * _FILLED / size, 1)
    return sum(max(1, ceil(text_length(line) / room)) for line in text.split("\n"))


def text_length(line: str) -> float:
    """The room that a line takes, in Chinese letters."""
    return sum(1 if unicodedata.east_asian_width(each) in "FWA" else _NARROW for each in line)
