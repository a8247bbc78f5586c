"""Define the look of the official forms: fonts, borders, tints, heights."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from math import ceil

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils.indexed_list import IndexedList

from xladdin.templates.layout import Box

#: The fonts of official documents; if they are missing, Office and WPS use their own Song.
TITLE_FONT, BODY_FONT, ANNEX_FONT = "方正小标宋简体", "仿宋", "黑体"
#: The font whose digits are the unit of column widths.
USUAL_FONT, USUAL_SIZE = "宋体", 11.0
INPUT_TINT, COMPUTED_TINT = "FFFBEA", "E6F2E1"
BUTTON_TINT = "E7E6E6"
BODY_SIZE, TITLE_SIZE, ANNEX_SIZE = 10.5, 18.0, 14.0
#: The height of a line, as a multiple of its letters' size.
_LEADING = 1.38
_LEAST_HEIGHT = 22.0
_MOST_HEIGHT = 409.0
_MOST_STRETCH = 14.0
_LONGEST_HEADING = 24
#: What padding takes of a column's width, and what broken lines leave unused, in digits.
_PADDING, _RAGGED = 0.6, 1.4
#: The width of a note and the height of its lines, in pixels, and the characters in a line.
_NOTE_WIDTH, _NOTE_LINE, _NOTE_LETTERS = 300, 18, 20


@cache
def font(
    name: str = BODY_FONT, size: float = BODY_SIZE, bold: bool = False, colour: str = "000000"
) -> Font:
    """Return a font of the forms."""
    # Family and character set choose the substitute for a missing font: a Chinese one with serifs.
    return Font(name=name, size=size, bold=bold, color=colour, family=1, charset=134)


class _Looks(IndexedList):  # type: ignore[misc]  # openpyxl has no types
    """A workbook's looks of one kind, which knows those of this module by identity. openpyxl's own
    list compares all parts of a look for each cell that gets it."""

    def __init__(self, looks: Iterable[object]) -> None:
        super().__init__(looks)
        self._places: dict[int, tuple[int, object]] = {}

    def add(self, look: object) -> int:
        """Return the look's place in the list, where it is added if it is new."""
        place, _ = self._places.get(id(look)) or (super().add(look), look)
        self._places[id(look)] = place, look  # held, so that no other look gets its identity
        return place


def set_usual_look(workbook: Workbook) -> None:
    """Set the font of cells that nobody formatted, whose digits measure columns, and make the
    workbook know the looks of this module."""
    usual = font(USUAL_FONT, USUAL_SIZE)
    workbook._named_styles["Normal"].font = usual
    workbook._fonts = _Looks([usual])
    for kind in ("_fills", "_borders", "_alignments", "_protections"):
        setattr(workbook, kind, _Looks(getattr(workbook, kind)))


@cache
def mark_font(colour: str) -> Font:
    """Return the font of a mark: a conditional format may change neither name nor size."""
    return Font(color=colour, bold=True)


@cache
def link_font() -> Font:
    """Return the font of a link."""
    return Font(
        name=BODY_FONT, size=BODY_SIZE, color="1F4E79", underline="single", family=1, charset=134
    )


@cache
def fill(colour: str) -> PatternFill:
    """Return a plain tint."""
    return PatternFill("solid", start_color=colour, end_color=colour)


@cache
def border(left: bool = True, right: bool = True) -> Border:
    """Return thin lines around a cell, without one between a label and the place that continues it."""
    thin, none = Side("thin"), Side()
    return Border(left=thin if left else none, right=thin if right else none, top=thin, bottom=thin)


@cache
def underline() -> Border:
    """Return a line to write on."""
    return Border(bottom=Side("thin"))


@cache
def alignment(horizontal: str, vertical: str = "center", *, shrinks: bool = False) -> Alignment:
    """Return an alignment with wrapped text or, if it ``shrinks``, with smaller letters: a number
    without room would show ####."""
    room = {"shrink_to_fit": True} if shrinks else {"wrap_text": True}
    return Alignment(horizontal=horizontal, vertical=vertical, **room)


@cache
def note(text: str) -> Comment:
    """Return a note for a cell, large enough for its text."""
    made = Comment(text, "xladdin")
    made.width, made.height = _NOTE_WIDTH, _NOTE_LINE * (2 + len(text) // _NOTE_LETTERS)
    return made


@cache
def protection(locked: bool) -> Protection:
    """Return whether a cell may be typed into on a protected sheet."""
    return Protection(locked=locked)


def height(lines: int, size: float = BODY_SIZE) -> float:
    """Return the height, in points, of a row with so many lines of text."""
    return min(max(_LEAST_HEIGHT, lines * size * _LEADING + 5), _MOST_HEIGHT)


def letters(height: float) -> float:
    """Return the size of letters, in steps of half a point, whose line has this height in points."""
    return int(2 * height / _LEADING) / 2


def stretched(heights: Sequence[float], weights: Sequence[int], room: float) -> list[float]:
    """Return heights that fill the page: rows share the spare room by weight, none gets much higher
    than its text."""
    spare = room - sum(heights)
    share = min(spare / max(sum(weights), 1), _MOST_STRETCH)
    if share <= 0:
        return list(heights)
    return [
        min(round(height + share * weight, 1), _MOST_HEIGHT)
        for height, weight in zip(heights, weights, strict=True)
    ]


def lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of this width, in digits."""
    return sum(_line_count(_width(line), width - _PADDING) for line in text.split("\n"))


def _line_count(across: float, room: float) -> int:
    """Return how many lines take a text: broken ones leave room at their ends, where some
    characters may not stand."""
    return 1 if across <= room else ceil(across / max(room - _RAGGED, 2))


def _width(text: str) -> float:
    """Return a text's width in digits of the usual font, which is larger than that of the forms."""
    half = BODY_SIZE / USUAL_SIZE
    wide = 2 * BODY_SIZE / (USUAL_SIZE + 1)
    return sum(wide if unicodedata.east_asian_width(each) in "FWA" else half for each in text)


def sides(box: Box, unit: str | None) -> str:
    """Return the side that a box's text is aligned to: figures and headings center, sentences left."""
    if box.role in ("line", "signature", "item") or box.joined:
        return "left"
    if box.role == "input":
        return "left" if unit is None and box.columns >= 4 else "center"
    indented = box.text.startswith(("　", " ", "其中")) or box.text.endswith(("：", ":"))
    label = box.column == 0 and box.rows == 1 == box.columns and not box.middle
    return "left" if indented or label or len(box.text) > _LONGEST_HEADING else "center"
