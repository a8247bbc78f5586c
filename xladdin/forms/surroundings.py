"""Collect the lines around a table: its title above, notes and signatures below."""

from __future__ import annotations

from msgspec import Struct

from xladdin.model.figure import Location
from xladdin.model.grid import Paragraph, Source
from xladdin.text.cleaning import seen

#: A longer line above a table is prose, not a title.
TITLE_LENGTH = 60
_LINES_ABOVE = 6
_PARAGRAPHS_BELOW = 6


class Line(Struct, frozen=True):
    """A line of text with its location: a title, a note below a table."""

    text: str
    location: Location


def lines_above(source: Source, position: int) -> tuple[Line, ...]:
    """Return the short paragraphs directly above the table at ``position``, the nearest last."""
    lines: list[Line] = []
    for at in range(position - 1, -1, -1):
        block = source.blocks[at]
        if not isinstance(block, Paragraph) or len(lines) == _LINES_ABOVE:
            break
        if len(block.text) > TITLE_LENGTH:
            break
        if block.text.strip():
            lines.append(_line(source, block))
    return tuple(reversed(lines))


def lines_below(source: Source, position: int) -> tuple[Line, ...]:
    """Return the paragraphs directly below the table at ``position``."""
    lines: list[Line] = []
    for block in source.blocks[position + 1 : position + 1 + _PARAGRAPHS_BELOW]:
        if not isinstance(block, Paragraph):
            break
        lines.append(_line(source, block))
    return tuple(lines)


def _line(source: Source, paragraph: Paragraph) -> Line:
    return Line(seen(paragraph.text), paragraph.place(source.name))
