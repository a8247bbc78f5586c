"""Read sentences that are written as data, and fill them.

A text has places: ``{三公经费.本年决算}``. What is in ``[ ]`` is left out if one of its places is unknown;
if a place outside is unknown, the whole sentence is left out. ``{*指标}`` stands for all of a list,
each worded by the list's template; ``{预期目标。}`` for a text that is closed with a full stop if it has
none.

A block is a paragraph's sentences, one a line; a blank line begins a new paragraph. A sentence may
be preceded, with a blank between, by ``#`` for a heading, ``?name`` or ``!name`` to use it only if
that is known or unknown, ``@list`` to repeat it for each of a list, in a paragraph each.
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
    """The wording of a report.

    ``parts`` are the blocks of each part of the outline, by the parts of ``sections.toml``;
    ``frame`` are the texts around them. ``lists`` say how lists are worded; ``tables`` name the
    rows of the 基础数据表 that are worded alike; ``changes`` are the words for the change of an amount;
    ``bases`` and ``funds`` those for what the funds by source and use add up to.
    """

    parts: Mapping[str, tuple[Block, ...]]
    frame: Mapping[str, str]
    lists: Mapping[str, Joined]
    tables: Mapping[str, Mapping[str, str]]
    changes: Mapping[str, Mapping[str, str]]
    bases: Mapping[str, str]
    funds: Mapping[str, str]

    def open(self, what: str) -> str:
        """Return the placeholder for something that people must write."""
        return self.frame["请补充"].replace("{什么}", what)


@cache
def wording(profile_id: str) -> Wording:
    """Return the wording of a profile; what it does not define is the common one."""
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
#: Signs at the end of a text typed into a form: those to replace by a full stop, and those that close it.
_OPEN_END, _CLOSED_END = "，,；;、：: ", tuple("。！？!?…”）)")
_MARK = pattern(r"([?!@])(\S+)\s+")


class Sentence(Struct, frozen=True):
    """A text with places, to be repeated for ``each`` of a list (empty: once) if the names in
    ``given`` are known and those in ``without`` are not."""

    text: str
    each: str = ""
    given: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class Joined(Struct, frozen=True):
    """The wording of a list in a sentence: the list's name, the sentences of an element, the separator."""

    of: str
    sentences: tuple[Sentence, ...]
    between: str


class Block(Struct, frozen=True):
    """A passage of a report, with a heading of its own or an empty one."""

    heading: str
    paragraphs: tuple[tuple[Sentence, ...], ...]


Lists = Mapping[str, Joined]


class Written(Struct, frozen=True):
    """A filled block: its heading, and the text of its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...] = ()


def block(text: str) -> Block:
    """Parse a block."""
    heading = ""
    paragraphs: list[tuple[Sentence, ...]] = []
    for piece in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in piece.splitlines() if line.strip()]
        if lines and lines[0].startswith("# "):
            heading = lines.pop(0).removeprefix("# ")
        paragraphs.append(tuple(map(sentence, lines)))
    return Block(heading, tuple(filter(None, paragraphs)))


def sentence(line: str) -> Sentence:
    """Parse a sentence with the marks before it."""
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
    """Return the text with its places filled; None if one is unknown."""
    return _filled(text, facts, lists or {})


def _paragraphs(source: Sequence[Sentence], facts: Facts, lists: Lists) -> Iterator[str]:
    for name, sentences in groupby(source, key=lambda each: each.each):
        together = tuple(sentences)
        for one in facts.lists.get(name, ()) if name else (facts,):
            # A text of several lines becomes several paragraphs.
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
    """Return the text of a place; empty if it is unknown."""
    if name.endswith(_STOP):
        return _closed(_known(name.removesuffix(_STOP), facts, lists))
    if not name.startswith("*"):
        return facts.texts.get(name, "")
    told = lists[name[1:]]
    each = (_together(told.sentences, one, lists) for one in facts.lists.get(told.of, ()))
    return told.between.join(filter(None, each))


def _closed(text: str) -> str:
    """Return the text with one full stop at its end; empty for an empty text."""
    text = text.rstrip(_OPEN_END)
    return text if not text or text.endswith(_CLOSED_END) else text + _STOP
