"""Passages → reports with their headings: which report a filing holds, and how each is divided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from xladdin.model.figure import Location
from xladdin.model.prose import Passage

#: 一、 第二部分 · （一） · 1、 2. 3.1 · （1） · ①. A bare numeral is none: 一般公共预算, 2024年.
_MARKER = re.compile(
    r"(?P<top>第?[一二三四五六七八九十]{1,3}(?:部分|章|[、.．,，:：])[、.．:：]?)"
    r"|(?P<bracket>[(（][一二三四五六七八九十]{1,3}[)）][、.．]?)"
    r"|(?P<inner>[(（]\d{1,2}[)）][、.．]?|\d{1,2}[)）])"
    r"|(?P<number>\d{1,2}(?:[、．]|\.(?!\d)))"
    r"|(?P<circle>[①-⑳])"
)
_ORDINAL = re.compile(r"\d{1,2}|[一二三四五六七八九十]{1,3}|[①-⑳]")
_CHINESE = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", 1)}
#: The words of a heading end here, whether a line break or the text itself follows.
_LEAD_END = re.compile(r"[。：:；;！？!?]")
_LONGEST_LEAD = 40
_LONGEST_BARE = 30
#: 存在的问题：由于……: without a number, a heading in front of its text is short.
_LONGEST_COLON = 14
#: A line of a table of contents.
_CONTENTS = re.compile(r"(?:[.…·—\-\s]{2,}|\t)\d{1,3}$")

_TITLE_END = re.compile(r"报告(?:书|[(（][^()（）]{0,24}[)）])?$")
#: Lines that end alike and speak about a report, or announce it.
_NO_TITLE = re.compile(r"^(?:撰写|形成|出具|编写|编制|提交|报送|起草|完成|审核|上报|公开|附|根据|按照)")
_LONGEST_TITLE = 60
_WHOLE = re.compile(r"整体")
_FUND = re.compile(r"转移支付|基金|专项(?:资金|经费|债券)|补助(?:资金|经费)|资金(?:支出|使用)?绩效")
_PROJECT = re.compile(r"项目")
_APPENDIX = re.compile(r"附\s*[件表录]\s*(?:[\d一二三四五六七八九十]{1,2}|[:：]|$)")
#: A report with less in sentences than this is a cover, a table of contents, lines between tables.
_FEWEST_CHARACTERS = 150
_SENTENCE_LENGTH = 25


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph, its blanks stripped; ``start`` is its offset in the paragraph.

    ``style`` is the kind of numbering (top 一、 bracket （一） number 1、 inner （1） circle ①) or
    empty, ``ordinal`` its value; ``lead`` the words after the number up to the first full stop or
    colon; ``heading`` whether these words can be a heading.
    """

    passage: Passage
    start: int
    text: str
    style: str
    ordinal: int
    lead: str
    heading: bool

    def place(self, start: int = 0, end: int | None = None) -> Location:
        """Where a piece of the line stands; offsets count in the line."""
        end = len(self.text) if end is None else end
        return self.passage.place(self.start + start, self.start + end)


@dataclass(frozen=True, eq=False)
class Narrative:
    """One report of a filing. ``kind`` is whole, fund or project; ``title`` empty if it has none."""

    title: str
    kind: str
    lines: tuple[Line, ...]

    @property
    def headings(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.heading)


def narratives(passages: Sequence[Passage]) -> tuple[Narrative, ...]:
    """The reports in the passages, each up to its appendices, in order."""
    found: list[Narrative] = []
    for _, group in groupby(passages, key=lambda passage: passage.source):
        found += _of_source([line for passage in group for line in lines(passage)])
    return tuple(found)


def lines(passage: Passage) -> Iterator[Line]:
    """The lines of a paragraph that hold words."""
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
    lead = rest[: end.start()] if end else rest
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
    tens, ten, ones = text.rpartition("十")
    return (_CHINESE.get(tens, 1) * 10 if ten else 0) + _CHINESE.get(ones, 0)


def _of_source(every: Sequence[Line]) -> list[Narrative]:
    found: list[Narrative] = []
    title, kind, body, size, closed = "", "whole", [], 0, False

    def close() -> None:
        if size >= _FEWEST_CHARACTERS:
            found.append(Narrative(title, kind, tuple(body)))

    for index, line in enumerate(every):
        if titled := _title(every, index):
            close()
            title, kind, body, size, closed = titled, _kind(titled), [], 0, False
        elif not closed and size >= _FEWEST_CHARACTERS and _APPENDIX.match(line.text):
            close()
            closed, size = True, 0
        elif not closed:
            body.append(line)
            size += len(line.text) if len(line.text) >= _SENTENCE_LENGTH else 0
    if not closed:
        close()
    return found


def _title(every: Sequence[Line], index: int) -> str:
    """The title that ends on this line, without blanks; empty if none does."""
    line = every[index]
    if line.style or len(line.text) > _LONGEST_TITLE:
        return ""
    text = "".join(line.text.split())
    if not _TITLE_END.search(text) or _NO_TITLE.match(text):
        return ""
    before = every[index - 1] if index else None
    above = "".join(before.text.split()) if before is not None and _broken(before) else ""
    if "绩效" in text and (not above or _WHOLE.search(text) or _PROJECT.search(text)):
        return text
    return above + text if "绩效" in above + text else ""


def _broken(line: Line) -> bool:
    """Whether a title may go on after this line."""
    return not line.style and len(line.text) <= _LONGEST_TITLE and not re.search(r"[。：:；，表）)]", line.text)


def _kind(title: str) -> str:
    if _WHOLE.search(title):
        return "whole"
    if _FUND.search(title):
        return "fund"
    return "project" if _PROJECT.search(title) else "whole"
