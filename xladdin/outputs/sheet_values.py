"""Lay out sheets as values for two writers, of files and of live workbooks; recognise 校验结果 again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal, NamedTuple, TypeVar

from xladdin.forms.explanations import (
    EXPLANATION,
    FINGERPRINT,
    HEADINGS,
    LEVEL,
    PLACE,
    RESULTS,
    STATE,
    is_heading,
)
from xladdin.model.addresses import Area, Place, Spot
from xladdin.outputs.printable import wrap
from xladdin.outputs.workbook_marks import tint_of
from xladdin.outputs.workbook_results import ABOVE, WIDTHS, Results
from xladdin.patterns import pattern

T = TypeVar("T")

#: The font and the size, in points, of cells whose style says nothing else.
FONT, SIZE = "微软雅黑", 10
#: The height of a line of this size, in points.
LINE = 15.0
#: Colours as RRGGBB: of links, of unimportant text, of lines between cells.
LINK, PALE, GRID = "1F4E79", "A6A6A6", "D0D0D0"

#: The texts of a sheet's rows, all of equal length; in a live workbook, its formulas.
Rows = tuple[tuple[str, ...], ...]
#: The names of the sheet; the second is used if another sheet has the first. Readers know both.
NAMES = (RESULTS, "xladdin校验结果")
#: The background of the column that the unit writes in, like that of input cells elsewhere.
INPUT_TINT = "FFFBE6"
#: The number of columns that the lines above the table reach across: all but the last, which is narrow.
ACROSS = len(HEADINGS) - 1
_CODE, _FINGERPRINT = pattern(r"[A-Z]\d+"), pattern(r"[0-9a-f]{16}|xladdin:\w+")


class Style(NamedTuple):
    """The look of cells; empty values leave an earlier style as it is. Colours are RRGGBB.
    ``edged`` cells have thin lines around, in ``open`` ones people may type."""

    fill: str = ""
    colour: str = ""
    bold: bool = False
    size: int = 0
    across: Literal["", "center", "fill"] = ""
    down: Literal["", "top", "center"] = ""
    wraps: bool = False
    edged: bool = False
    open: bool = False

    def over(self, before: Style) -> Style:
        """Return both styles in one; where they differ, this one counts."""
        return Style._make(mine or other for mine, other in zip(self, before, strict=True))


HEADING = Style("44546A", "FFFFFF", bold=True, across="center", down="center")
HEADING_HEIGHT = 22.0


class Layout(NamedTuple):
    """A sheet's look. ``widths`` of columns are in characters, ``heights`` of rows in points; other
    rows are as high as their texts. Each row of ``merged`` is one merged cell. Later ``styles``
    overlay earlier ones."""

    widths: tuple[float, ...]
    heights: Mapping[int, float]
    merged: Area
    styles: tuple[tuple[Area, Style], ...]


def room(width: float) -> int:
    """Return how many columns of 10-point text, two for a Chinese character, fit into a column's
    width, which is counted in digits of 11 points."""
    return int(width * 1.05)


def rows_of(results: Results) -> Rows:
    """Return the texts of the sheet's cells."""
    blank = ("",) * ACROSS
    lines = ((line, *blank) for line in (results.title, *results.heading))
    return (*lines, HEADINGS, *(row.texts() for row in results.rows))


def links_of(results: Results) -> dict[Place, Spot]:
    """Map each cell that links into the workbook, by row and column from 0, to its target."""
    column, first = HEADINGS.index(PLACE), len(results.heading) + 2
    rows = enumerate(results.rows, first)
    return {(number, column): row.target for number, row in rows if row.target is not None}


def top_of(rows: Rows) -> int:
    """Return the row of the headings, from 0; the number of rows if there is none."""
    return next((number for number, row in enumerate(rows) if LEVEL in row), len(rows))


def layout(rows: Rows) -> Layout:
    """Return the look of the sheet with these rows."""
    top, last, width = top_of(rows), len(rows), len(HEADINGS)
    below, count = top + 1, max(last - top - 1, 0)
    across = sum(WIDTHS[:ACROSS])
    heights = {row: LINE * len(wrap(rows[row][0], room(across))) + 3 for row in range(top)}
    heights |= {0: 26.0} | ({top: HEADING_HEIGHT} if top < last else {})
    body, code = rows[below:], HEADINGS.index(FINGERPRINT)
    styles = [
        (Area(0, 0, top, ACROSS), Style(down="center", wraps=True)),
        (Area(0, 0, min(2, top)), Style(bold=True)),  # title, and conclusion below it
        (Area(0, 0), Style(size=14)),
        (Area(top, 0, last - top, width), Style(edged=True)),
        (Area(top, 0, int(top < last), width), HEADING),
        (Area(top, code, int(top < last)), Style("F2F2F2", "808080", across="fill")),
        (Area(below, 0, count, width), Style(down="top")),
        (Area(below, 0, count, ACROSS), Style(wraps=True)),
        (Area(below, code, count), Style(colour=PALE, size=8, across="fill")),
        (Area(below, HEADINGS.index(LEVEL), count), Style(bold=True)),
        *(
            (Area(below + start, HEADINGS.index(heading), rows), Style(fill))
            for heading in (LEVEL, STATE)
            for fill, start, rows in _runs([tint_of(row[0]) for row in body])
        ),
        *(
            (Area(below + start, HEADINGS.index(EXPLANATION), rows), Style(INPUT_TINT, open=True))
            for written, start, rows in _runs([bool(row[code]) for row in body])
            if written
        ),
    ]
    return Layout(
        WIDTHS,
        heights,
        Area(0, 0, top, ACROSS),
        tuple((part, style) for part, style in styles if part.rows),
    )


def is_ours(rows: Iterable[Iterable[object]]) -> bool:
    """Tell whether a sheet called by one of the NAMES is blank or from an earlier check, by its cells."""
    filled = [[text for text in row if text not in (None, "")] for row in rows]
    return not any(filled) or any(map(is_heading, filled))


def is_written(texts: Sequence[str]) -> bool:
    """Tell whether the program wrote this row: the title, a line below it, the headings, or a finding."""
    said = [*texts, *[""] * len(HEADINGS)][: len(HEADINGS)]
    if is_heading(said):
        return True
    if said[0].startswith(ABOVE):
        return not any(said[1:-1])
    return bool(_FINGERPRINT.fullmatch(said[-1]) or (said[0] and _CODE.fullmatch(said[1])))


def _runs(values: Sequence[T]) -> Iterator[tuple[T, int, int]]:
    """Yield each run of equal values: the value, its start and its length."""
    start = 0
    for value, same in groupby(values):
        count = len(list(same))
        yield value, start, count
        start += count
