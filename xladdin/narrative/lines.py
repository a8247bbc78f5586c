"""Split passages into lines as a reader sees them, each with its number and its heading."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from msgspec import Struct

from xladdin.model.figure import Location
from xladdin.model.prose import Passage
from xladdin.patterns import pattern
from xladdin.text.numbers import chinese_number

#: 一、 第二部分 · （一） · 1、 2. 3.1 · （1） · ①. A bare numeral is none: 一般公共预算, 2024年.
_MARKER = pattern(
    r"(?P<top>第?[一二三四五六七八九十]{1,3}(?:部分|章|[、.．,，:：])[、.．:：]?)"
    r"|(?P<bracket>[(（][一二三四五六七八九十]{1,3}[)）][、.．]?)"
    r"|(?P<inner>[(（]\d{1,2}[)）][、.．]?|\d{1,2}[)）])"
    r"|(?P<number>\d{1,2}(?:[、．]|\.(?!\d)))"
    r"|(?P<circle>[①-⑳])"
)
_ORDINAL = pattern(r"\d{1,2}|[一二三四五六七八九十]{1,3}|[①-⑳]")
#: What ends the words of a heading, besides a line break.
_LEAD_END = pattern(r"[。：:；;！？!?]")
_LONGEST_LEAD = 40
_LONGEST_BARE = 30
#: 第十二部分、 with a colon at the end.
_LONGEST_NUMBER = 8
#: An unnumbered heading in front of its text is short: 存在的问题：由于…….
_LONGEST_COLON = 14
#: A line of a table of contents.
_CONTENTS = pattern(r"(?<![.…·—\-\s])(?:[.…·—\-\s]{2,}+|\t)\d{1,3}$")


class Line(Struct, frozen=True):
    """A line of a paragraph without outer blanks; ``start`` is its offset in the paragraph.

    ``style`` is the kind of numbering (top 一、 bracket （一） number 1、 inner （1） circle ①) or
    empty, ``ordinal`` its value. ``lead`` are the words after the number up to the first full stop or
    colon; ``heading`` says whether they can be a heading.
    """

    passage: Passage
    start: int
    text: str
    style: str
    ordinal: int
    lead: str
    heading: bool

    @property
    def alone(self) -> bool:
        """Whether it is a heading without text behind it that is no sentence."""
        short = len(self.lead) + _LONGEST_NUMBER >= len(self.text)
        return self.heading and short and "，" not in self.lead

    def place(self, start: int = 0, end: int | None = None) -> Location:
        """Return the location of a span of the line."""
        end = len(self.text) if end is None else end
        return self.passage.place(self.start + start, self.start + end)


class Narrative(Struct, frozen=True, eq=False, dict=True):
    """One report of a filing; ``kind`` is whole, fund or project, ``title`` may be empty."""

    title: str
    kind: str
    lines: tuple[Line, ...]

    @cached_property
    def text(self) -> str:
        """All lines, each ending in a line break."""
        return "".join(f"{line.text}\n" for line in self.lines)

    @cached_property
    def headings(self) -> tuple[Line, ...]:
        """The lines that can be headings."""
        return tuple(line for line in self.lines if line.heading)

    @cached_property
    def leads(self) -> str:
        """The words of the headings, each ending in a line break."""
        return "".join(f"{line.lead}\n" for line in self.headings)

    def heading_at(self, offset: int) -> Line:
        """Return the heading at an offset in ``leads``."""
        return self.headings[bisect_right(self._lead_starts, offset) - 1]

    def place(self, start: int, end: int) -> Location:
        """Return the location of a span of ``text`` within one line."""
        index = bisect_right(self._starts, start) - 1
        before = self._starts[index]
        return self.lines[index].place(start - before, end - before)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(line.text) + 1 for line in self.lines)]

    @cached_property
    def _lead_starts(self) -> list[int]:
        return [0, *accumulate(len(line.lead) + 1 for line in self.headings)]


def everything(passages: Sequence[Passage]) -> Narrative:
    """Return all lines as one report, including covers and what stands around the tables."""
    return Narrative("", "whole", tuple(line for each in passages for line in _lines(each)))


def _lines(passage: Passage) -> Iterator[Line]:
    start = 0
    for written in passage.text.split("\n"):
        text = written.strip()
        if text:
            yield _line(passage, start + written.index(text[0]), text)
        start += len(written) + 1


def _line(passage: Passage, start: int, text: str) -> Line:
    marker = _MARKER.match(text)
    rest = text[marker.end() :].lstrip() if marker else text
    end = _LEAD_END.search(rest, 0, _LONGEST_LEAD + 1)
    lead = rest[: end.start() if end else _LONGEST_LEAD + 1]
    if marker:
        heading = len(lead) <= _LONGEST_LEAD
    elif end is None:
        heading = len(lead) <= _LONGEST_BARE
    else:
        heading = end[0] in "：:" and len(lead) <= _LONGEST_COLON
    heading = heading and bool(lead) and not _CONTENTS.search(text)
    style = (marker.lastgroup or "") if marker else ""
    return Line(passage, start, text, style, _ordinal(marker[0]) if marker else 0, lead, heading)


def _ordinal(marker: str) -> int:
    found = _ORDINAL.search(marker)
    text = found[0] if found else "0"
    if text.isdecimal():
        return int(text)
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    return chinese_number(text)
