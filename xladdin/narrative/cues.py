"""Recognise by the words of its clause (``data/cues.toml``) what a figure is to other figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from xladdin.model.unit import Unit
from xladdin.narrative.lexicon import kind_words, table
from xladdin.patterns import pattern

_WORD = pattern(
    r"(?P<role>[a-z]+:)|!?(?P<kind>[a-z_]+)|(?P<not>!\((?P<several>[^()]*)\))|(?P<at>@)"
)
#: How many words on each side of a figure are looked at.
_REACH = 40
_FIGURES = ("money", "ratio", "amount", "percentage")


class Cue(NamedTuple):
    """A compiled pattern of words, the role it gives a figure, and the measures the figure may have."""

    role: str
    measures: str
    pattern: re.Pattern[str]


class Cued(NamedTuple):
    """The role of a figure, the index where its cue begins, and the named groups of the cue. Positions
    count the words of the clause; ``spans`` are half-open."""

    role: str
    begin: int
    spans: Mapping[str, tuple[int, int]]


def code(kind: str, unit: Unit | None = None) -> str:
    """Return one character for a kind of word, or for a figure of a unit."""
    if unit is not None:
        measures = unit.measures
        kind = (
            "money" if measures == "money" else "ratio" if measures == "ratio"
            else "percentage" if measures == "percentage points" else "amount"
        )  # fmt: skip
    return _codes().get(kind, "?")


def cued(codes: str, at: int, unit: Unit) -> Cued | None:
    """Return the first cue that fits the figure ``at`` a position, or None. ``codes`` is the clause,
    one character a word."""
    begin = max(0, at - _REACH)
    text = f"{codes[begin:at]}@{codes[at + 1 : at + _REACH]}"
    ratio = unit.measures in ("ratio", "percentage points")
    for cue in cues():
        if cue.measures != "both" and (cue.measures == "ratio") != ratio:
            continue
        if cue.measures == "money" and unit.measures != "money":
            continue
        found = cue.pattern.search(text)
        if found is not None:
            spans = {
                name: (found.start(name) + begin, found.end(name) + begin)
                for name, words in found.groupdict().items()
                if words is not None
            }
            return Cued(cue.role, found.start() + begin, spans)
    return None


@cache
def cues() -> tuple[Cue, ...]:
    """Return all cues in their order."""
    return tuple(
        Cue(data["role"], data["measures"], pattern(_compiled(data["pattern"])))
        for data in table("cues")["cue"]
    )


def _compiled(pattern: str) -> str:
    """Translate a cue's pattern into a regular expression over one character a word."""

    def sign(found: re.Match[str]) -> str:
        if found["at"]:
            return "@"
        if found["role"]:
            return f"?P<{found['role'][:-1]}>"
        if found["several"] is not None:
            return f"[^@{_class(found['several'].split('|'))}]"
        negated = found[0][0] == "!"
        signs = _class([found["kind"]])
        return f"[^@{signs}]" if negated else "[^@]" if found["kind"] == "any" else f"[{signs}]"

    text = _WORD.sub(sign, pattern).replace(" ", "")
    # ``name:(…)`` and ``name:x?`` become named groups.
    text = re.sub(r"\?P<(\w+)>\(", r"(?P<\1>", text)
    return re.sub(r"(?<!\()\?P<(\w+)>(\[[^\]]*\])(\??)", r"(?P<\1>\2)\3", text)


def _class(kinds: Iterable[str]) -> str:
    classes = table("cues")["classes"]
    return "".join(
        re.escape(_codes()[each])
        for kind in kinds
        if kind != "any"
        for each in _members(kind, classes)
    )


def _members(kind: str, classes: Mapping[str, list[str]]) -> Iterable[str]:
    return classes.get(kind, [kind])


@cache
def _codes() -> Mapping[str, str]:
    kinds = [*_FIGURES, "year", *kind_words()]
    return {kind: chr(0x4E00 + n) for n, kind in enumerate(kinds)}
