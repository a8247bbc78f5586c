"""Compose the report from a filing's forms, as lines: title, parts, paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from msgspec import Struct

from xladdin.drafting.facts import Facts
from xladdin.drafting.filing_facts import facts
from xladdin.drafting.sentences import Wording, fill, wording, write
from xladdin.errors import InputError
from xladdin.forms.profiles import Profile, Section
from xladdin.model.filing import Filing

_NUMERALS = "一二三四五六七八九十"


class Style(Enum):
    """The role of a line in the document."""

    TITLE = auto()
    MARK = auto()
    PART = auto()
    HEADING = auto()
    TEXT = auto()
    APPENDICES = auto()
    SIGNATURE = auto()


class Line(Struct, frozen=True):
    """A paragraph of the draft."""

    style: Style
    text: str


def compose(filing: Filing, profile: Profile) -> tuple[Line, ...]:
    """Compose the draft of a filing's narrative by the outline of its profile.

    Raises InputError if the filing has neither the 基础数据表 nor the 自评表.
    """
    if not filing.of("basic_data") and not filing.of("overall"):
        raise InputError(
            "没有找到部门整体支出绩效评价基础数据表和自评表，写不出初稿；请先填好这两张表。"
        )
    words = wording(profile.id)
    told = facts(filing, profile, words)
    return tuple(_lines(profile, words, told))


def _lines(profile: Profile, words: Wording, told: Facts) -> Iterator[Line]:
    for line in _frame_lines("题目", words, told):
        yield Line(Style.TITLE, line)
    yield Line(Style.MARK, words.frame["初稿"])
    for line in _frame_lines("开头", words, told):
        yield Line(Style.TEXT, line)
    for number, section in enumerate(profile.outline("whole"), start=1):
        yield Line(Style.PART, f"{numeral(number)}、{section.title}")
        yield from _part(section, words, told)
    for line in _frame_lines("附件", words, told):
        yield Line(Style.APPENDICES, line)
    for line in _frame_lines("落款", words, told):
        yield Line(Style.SIGNATURE, line)


def _frame_lines(name: str, words: Wording, told: Facts) -> list[str]:
    return (fill(words.frame[name], told, words.lists) or "").split("\n")


def _part(section: Section, words: Wording, told: Facts) -> Iterator[Line]:
    """Yield the lines of a part: its blocks with known facts or, if there are none, a place to fill in."""
    number = 0
    written = [write(each, told, words.lists) for each in words.parts.get(section.part, ())]
    for each in (each for each in written if each.paragraphs):
        if each.heading and each.heading != section.title:
            number += 1
            yield Line(Style.HEADING, f"（{numeral(number)}）{each.heading}")
        for text in each.paragraphs:
            yield Line(Style.TEXT, text)
    if not any(each.paragraphs for each in written):
        yield Line(Style.TEXT, words.open(section.title))


def numeral(number: int) -> str:
    """Return a number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else _NUMERALS[tens - 1]) + "十" if tens else ""
    return ten + (_NUMERALS[ones - 1] if ones else "")
