"""Sentences as data: how they are written down, and how they are filled.

A text has places: ``{三公经费.本年决算}``. What stands in ``[ ]`` is left out if a place in it is not
known; if one outside is not known, the whole sentence is. ``{*指标}`` are all of a list, each worded
as the list's template says; ``{预期目标。}`` is a text that is closed with a full stop if it has none.

A block is a paragraph's sentences, one a line; a blank line begins a new paragraph. In front of a
sentence may stand, with a blank behind: ``#`` for a heading, ``?name`` or ``!name`` for only if that
is known or not known, ``@list`` for once for each of a list, a paragraph each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from msgspec import Struct

from xladdin.drafting.facts import Facts
from xladdin.patterns import pattern
from xladdin.toml_data import table, within

_COMMON = "common.toml"


class Wording(Struct, frozen=True, eq=False):
    """How a report is worded.

    ``parts`` are the blocks below each part of the outline, by the parts of ``sections.toml``;
    ``frame`` what stands around them. ``lists`` say how lists are told; ``tables`` name the rows of
    the 基础数据表 that are told alike; ``changes`` the words for how two amounts stand to each
    other; ``bases`` and ``funds`` for what the funds by source and use add up to.
    """

    parts: Mapping[str, tuple[Block, ...]]
    frame: Mapping[str, str]
    lists: Mapping[str, Joined]
    tables: Mapping[str, Mapping[str, str]]
    changes: Mapping[str, Mapping[str, str]]
    bases: Mapping[str, str]
    funds: Mapping[str, str]

    def open(self, what: str) -> str:
        """The placeholder for something that people must write."""
        return self.frame["请补充"].replace("{什么}", what)


@cache
def wording(profile_id: str) -> Wording:
    """The wording for a profile; one without words of its own has the common ones."""
    common, own = _data(_COMMON), _data(f"{profile_id}.toml")
    data = {table: {**common[table], **own.get(table, {})} for table in common}
    return Wording(
        parts={
            part: tuple(block(data["blocks"][name]) for name in names)
            for part, names in data["parts"].items()
        },
        frame=data["frame"],
        lists={
            name: Joined(each["of"], tuple(map(sentence, each["each"])), each["between"])
            for name, each in data["lists"].items()
        },
        tables=data["tables"],
        changes=data["changes"],
        bases=data["bases"],
        funds=data["funds"],
    )


def _data(name: str) -> dict[str, Any]:
    path = f"drafting/data/{name}"
    return table(path) if path in within("drafting/data") else {}


_PLACE = pattern(r"\{([^{}]+)\}")
_OPTION = pattern(r"\[([^\[\]]*)\]")
_STOP = "。"
#: What a text typed into a form may end with instead of a full stop, and with it.
_OPEN_END, _CLOSED_END = "，,；;、：: ", tuple("。！？!?…”）)")
_MARK = pattern(r"([?!@])(\S+)\s+")


class Sentence(Struct, frozen=True):
    """A text with places, and when it is said: once ``each`` of a list, if these are known and
    those are not."""

    text: str
    each: str = ""
    given: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class Joined(Struct, frozen=True):
    """How a list is told within a sentence: which one, each of it, and what stands between."""

    of: str
    sentences: tuple[Sentence, ...]
    between: str


class Block(Struct, frozen=True):
    """A passage of a report under a heading of its own, or without one."""

    heading: str
    paragraphs: tuple[tuple[Sentence, ...], ...]


Lists = Mapping[str, Joined]


class Written(Struct, frozen=True):
    """A block that was filled: its heading, and paragraphs of text."""

    heading: str
    paragraphs: tuple[str, ...] = ()


def block(text: str) -> Block:
    """Read a block as it is written down."""
    heading = ""
    paragraphs: list[tuple[Sentence, ...]] = []
    for piece in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in piece.splitlines() if line.strip()]
        if lines and lines[0].startswith("# "):
            heading = lines.pop(0).removeprefix("# ")
        paragraphs.append(tuple(map(sentence, lines)))
    return Block(heading, tuple(filter(None, paragraphs)))


def sentence(line: str) -> Sentence:
    """Read a sentence with the marks in front of it."""
    marks: dict[str, list[str]] = {"@": [""], "?": [], "!": []}
    while found := _MARK.match(line):
        marks[found[1]].append(found[2])
        line = line[found.end() :]
    return Sentence(line, marks["@"][-1], tuple(marks["?"]), tuple(marks["!"]))


def write(source: Block, facts: Facts, lists: Lists) -> Written:
    """Fill a block; paragraphs without a sentence are left out."""
    return Written(
        _filled(source.heading, facts, lists) or "",
        tuple(text for each in source.paragraphs for text in _paragraphs(each, facts, lists)),
    )


def fill(text: str, facts: Facts, lists: Lists | None = None) -> str | None:
    """The text with its places filled, None if one is not known."""
    return _filled(text, facts, lists or {})


def _paragraphs(source: Sequence[Sentence], facts: Facts, lists: Lists) -> Iterator[str]:
    for name, sentences in groupby(source, key=lambda each: each.each):
        together = tuple(sentences)
        for one in facts.lists.get(name, ()) if name else (facts,):
            # A text of several lines is several paragraphs.
            yield from filter(None, _together(together, one, lists).split("\n"))


def _together(sentences: Sequence[Sentence], facts: Facts, lists: Lists) -> str:
    return "".join(_filled(each.text, facts, lists) or "" for each in sentences
                   if all(_known(name, facts, lists) for name in each.given)
                   and not any(_known(name, facts, lists) for name in each.without))  # fmt: skip


def _filled(text: str, facts: Facts, lists: Lists) -> str | None:
    def option(found: re.Match[str]) -> str:
        return found[1] if _all_known(found[1], facts, lists) else ""

    while _OPTION.search(text):
        text = _OPTION.sub(option, text)
    if not _all_known(text, facts, lists):
        return None
    return _PLACE.sub(lambda found: _known(found[1], facts, lists), text)


def _all_known(text: str, facts: Facts, lists: Lists) -> bool:
    return all(_known(name, facts, lists) for name in _PLACE.findall(text))


def _known(name: str, facts: Facts, lists: Lists) -> str:
    """What stands in a place, empty if it is not known."""
    if name.endswith(_STOP):
        return _closed(_known(name.removesuffix(_STOP), facts, lists))
    if not name.startswith("*"):
        return facts.texts.get(name, "")
    told = lists[name[1:]]
    each = (_together(told.sentences, one, lists) for one in facts.lists.get(told.of, ()))
    return told.between.join(filter(None, each))


def _closed(text: str) -> str:
    """A text with a full stop behind it, and nothing left open before that."""
    text = text.rstrip(_OPEN_END)
    return text if not text or text.endswith(_CLOSED_END) else text + _STOP
