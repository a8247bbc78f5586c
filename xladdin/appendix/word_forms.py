"""Lay out a planned form for Word: a heading, a title, the official table, and the lines below it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from math import ceil
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from xladdin.documents.blocks import CELL_SIDE, LINE, Cell, paragraph, table
from xladdin.documents.paper import FORMS
from xladdin.templates.filling import Content, address
from xladdin.templates.layout import Box, Plan
from xladdin.templates.look import ANNEX_FONT, TITLE_FONT, sides

#: The space above and below a cell's text together, in points.
_CELL_ENDS = 6.0
#: The width of an ASCII character in Chinese ones, and the share of a line that text usually fills.
_NARROW = 0.55
_FILLED = 0.96
#: The number of columns from which a form starts with the smaller sizes.
_MANY_COLUMNS = 8
#: The longest label, in characters, that must stay on one line.
_SHORT = 5
#: The height of rows, in points, that come with the lines below the table onto its last page.
_COMPANY = 72.0


class Setting(Struct, frozen=True):
    """The font size and the least height of a row, in points."""

    size: float
    row: float


_WIDE = (Setting(10.5, 23), Setting(10, 22))
_USUAL = (Setting(9, 20), Setting(9, 18), Setting(8.5, 16), Setting(8, 14), Setting(7.5, 12.5))


class Room(Struct, frozen=True):
    """The room for the rows of a table, in points, on the ``first`` page and on each ``later`` one,
    and the height of the lines ``below`` the table."""

    first: float
    later: float
    below: float


def setting(cells: Sequence[Cell], widths: Sequence[float], room: Room) -> tuple[Setting, bool]:
    """Return the setting for a table and the lines below it, and whether both fit on one page.

    It is the largest that fits on one page, or a smaller one that avoids breaking a short label. If
    none fits, the lines below the table should not be alone on the last page. ``widths`` of the
    columns are in points.
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
    """Return the height that the rows leave on their last page."""
    left = room.first
    for row in sorted(rows):
        if rows[row] > left:
            left = room.later
        left -= rows[row]
    return left


def heights(cells: Sequence[Cell], widths: Sequence[float], chosen: Setting) -> Mapping[int, float]:
    """Return the height of each row in points; a text too high for its cell enlarges the last row."""
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
    """Return the number of lines of a text in letters of ``size`` and a column of ``width``, in points."""
    room = max(width * _FILLED / size, 1)
    return sum(max(1, ceil(text_length(line) / room)) for line in text.split("\n"))


def text_length(line: str) -> float:
    """Return the width of a line, in Chinese characters."""
    return sum(1 if unicodedata.east_asian_width(each) in "FWA" else _NARROW for each in line)


#: The font of the tables, as in the official forms.
FONT = "宋体"
_ANNEX_SIZE, _TITLE_SIZE, _NOTE_SIZE = 14.0, 18.0, 9.5
_TITLE_AFTER, _NOTE_BEFORE = 6.0, 4.0
#: The height kept free at the foot of a page, in points, as the estimate may be wrong by a line or two.
_SPARE = 24.0
#: The height of the repeated headings on a page, in points.
_HEADINGS = 30.0
_OUTSIDE = ("title", "line", "signature")


def form_elements(
    plan: Plan,
    contents: Mapping[str, Content],
    units: Mapping[str, str | None],
    annex: str,
    *,
    new_page: bool,
) -> Iterator[Any]:
    """Yield the paragraphs and tables of a form, with ``annex`` (附件1) as the heading.

    ``contents`` and ``units`` are by cell of the plan; a unit of None means a place for text. The
    texts are those of the workbook, so that both show the same digits.
    """
    inside = [box for box in plan.boxes if box.role not in _OUTSIDE]
    top, bottom = min(box.row for box in inside), max(box.row + box.rows for box in inside)
    titles = [_text(b, contents) for b in plan.boxes if b.row < top and b.role == "title"]
    notes = [
        [_text(box, contents) for box in plan.boxes if box.row == row]
        for row in range(bottom, plan.height)
    ]
    yield paragraph(
        annex, ANNEX_FONT, _ANNEX_SIZE, level=0, new_page=new_page, with_next=True, line=1.4
    )
    for number, title in enumerate(titles):
        last = number == len(titles) - 1
        yield paragraph(
            title, TITLE_FONT, _TITLE_SIZE, "center", level=1, with_next=True, line=1.3,
            after=_TITLE_AFTER if last else 0,
        )  # fmt: skip
    yield from _tables(plan, _cells(inside, contents, units), titles, notes)
    for number, texts in enumerate(notes):
        stops = _tab_stops(texts, _width(plan) / 20)
        yield paragraph(
            "\t".join(texts), FONT, _NOTE_SIZE, with_next=number < len(notes) - 1, line=1.4,
            before=_NOTE_BEFORE, tabs=stops,
        )  # fmt: skip


def _tab_stops(texts: Sequence[str], width: float) -> tuple[int, ...]:
    """Return the tab stops, in twentieths of a point, that spread the texts over a line."""
    lengths = [text_length(text) * _NOTE_SIZE for text in texts]
    gap = max((width - sum(lengths)) / len(texts), _NOTE_SIZE)
    return tuple(round(20 * end) for end in accumulate(each + gap for each in lengths[:-1]))


def _tables(
    plan: Plan, cells: Sequence[Cell], titles: Sequence[str], notes: Sequence[Sequence[str]]
) -> Iterator[Any]:
    """Yield one table or, if it needs several pages, two: the second begins with the headings of
    the indicators, which repeat on each page."""
    whole, width = sum(plan.layout.widths), _width(plan)
    twips = [round(width * each / whole) for each in plan.layout.widths]
    points = [each / 20 for each in twips]
    chosen, fits = setting(cells, points, _room(plan, titles, notes))
    height = heights(cells, points, chosen)
    first = min(height)
    indicators = _indicator_headings(cells)
    starts = [first] if fits or indicators is None else [first, indicators]
    for number, (start, end) in enumerate(pairwise((*starts, max(height) + 1))):
        if number:
            yield paragraph("", FONT, 1)
        part = [cell for cell in cells if start <= cell.row < end]
        within = {row: each for row, each in height.items() if start <= row < end}
        headings = 0 if fits or not _only_labels(part, start) else 1
        yield table(part, twips, within, FONT, chosen.size, headings=headings)


def _room(plan: Plan, titles: Sequence[str], notes: Sequence[Sequence[str]]) -> Room:
    """Return the room that the pages have for the table, beside the heading, titles and notes."""
    page = FORMS._replace(landscape=plan.layout.landscape).down / 20 - _SPARE
    lines = sum(text_lines("　".join(texts), _width(plan) / 20, _NOTE_SIZE) for texts in notes)
    title_lines = sum(len(title.split("\n")) for title in titles)
    above = _ANNEX_SIZE * 1.4 + title_lines * _TITLE_SIZE * 1.3 + _TITLE_AFTER
    below = lines * _NOTE_SIZE * 1.4 + len(notes) * _NOTE_BEFORE
    return Room(page - above, page - _HEADINGS, below)


def _width(plan: Plan) -> int:
    return FORMS._replace(landscape=plan.layout.landscape).across


def _indicator_headings(cells: Sequence[Cell]) -> int | None:
    """Return the row above the first indicator; None in a form without indicators."""
    rows = [cell.row for cell in cells if cell.role == "level"]
    return min(rows) - 1 if rows else None


def _only_labels(cells: Sequence[Cell], row: int) -> bool:
    return all(cell.role == "label" for cell in cells if cell.row == row)


def _cells(
    boxes: Sequence[Box], contents: Mapping[str, Content], units: Mapping[str, str | None]
) -> list[Cell]:
    """Return the boxes as cells, joining a place to the label on whose line it continues."""
    found: list[Cell] = []
    for box in boxes:
        if box.joined and found:
            label = found.pop()
            text, columns = label.text + _text(box, contents), label.columns + box.columns
            found.append(replace(label, text=text, columns=columns, align="left"))
        else:
            text, align = _text(box, contents), sides(box, units.get(address(box)))
            found.append(Cell(box.row, box.column, text, align, box.rows, box.columns, box.role))
    return found


def _text(box: Box, contents: Mapping[str, Content]) -> str:
    held = contents.get(address(box))
    return held.text if held is not None else box.text
