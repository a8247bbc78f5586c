"""Find what the words before a figure name, apart from year, basis and words without content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from xladdin.narrative.lexicon import Words, listed, subject_names, table
from xladdin.narrative.tokens import Token
from xladdin.patterns import pattern

BASES = ("initial", "budget", "adjust", "allotted", "received", "outturn", "done", "target")
_TIMES = ("last", "this", "year", "partial")
_BEHIND = frozenset(
    (
        "link",
        "of",
        "total",
        "overall",
        "and",
        "score",
        "respectively",
        "some",
        "rate",
        "proportion",
        *BASES,
        *_TIMES,
    )
)
_BEFORE = frozenset(
    ("among", "includes", "and", "ordinal", "link", "of", "besides", "respectively", "some", "from", "by", "because", "raise",
     "than", "with", "to", "whole", "full_mark", "skip",
     "times", "equals", "per", "date", "remainder", "real", "more", "total", "overall", *BASES, *_TIMES)
)  # fmt: skip


#: Shorter words such as 馆 and 所 name nobody.
_SHORTEST = 3


class Named(NamedTuple):
    """What a label says: the name in it, the basis, the year.

    ``year`` is last, this, same (全年: the year spoken of), a number or empty. ``head`` is the word
    that stands in for a missing name: 支出, 执行率.
    """

    name: str
    basis: str
    year: str
    partial: bool
    target: bool
    head: str
    real: bool
    besides: bool


def named(words: Sequence[Token]) -> Named:
    """Parse the words before a figure."""
    first, last = 0, len(words)
    basis = head = ""
    while last > first and words[last - 1].kind in _BEHIND:
        word = words[last - 1]
        if word.kind in BASES:
            basis = basis or word.kind
        if not head and word.kind in (*BASES, "rate", "score", "total", "overall"):
            head = word.text
        last -= 1
    while first < last and words[first].kind in _BEFORE and not _of_the_rest(words[first:last]):
        if words[first].kind in BASES:
            basis = basis or words[first].kind
        first += 1
    inner = words[first:last]
    named_so = {
        id(each)
        for before, each, after in zip(inner, inner[1:], inner[2:], strict=False)
        if each.kind == "target" and after.kind == "name" and before.kind not in (*_TIMES, *BASES)
    }  # 营养改善计划受益学生
    if not basis:
        kinds = (e.kind for e in reversed(inner) if e.kind in BASES and id(e) not in named_so)
        basis = next(kinds, "")
    times = [each for each in reversed(words) if each.kind in ("year", "last", "this")]
    time = next((each for each in times if each.kind != "this"), times[0] if times else None)
    year = "" if time is None else str(time.year) if time.kind == "year" else time.kind
    if time is not None and year == "this" and time.text in listed("of_the_year"):
        year = "same"
    return Named(
        "".join(each.text for each in inner if each.kind not in _TIMES),
        basis,
        year,
        any(each.kind == "partial" for each in words),
        any(each.kind == "target" and id(each) not in named_so for each in words),
        head,
        any(each.kind == "real" for each in words),
        any(each.kind == "besides" for each in words),
    )


def _of_the_rest(words: Sequence[Token]) -> bool:
    """Whether a name is of what remains: 其余装备 is not all of 装备."""
    kinds = [word.kind for word in words[:2]]
    return kinds == ["remainder", "name"] and words[0].end == words[1].start


@cache
def _places() -> re.Pattern[str]:
    """Return the pattern of a place below the unit that begins a name: 河口镇."""
    return pattern(table("subjects")["owners"]["place"])


class About(NamedTuple):
    """What a name is about: a subject of the lexicon or empty, the kind of funds, whether it is
    ``owned`` (only a part of the unit's subject, or somebody else's)."""

    subject: str
    scope: str
    owned: bool
    #: Whether it is another unit or a project; 行政编制 is only a part of 编制.
    other: bool = False


@lru_cache(maxsize=4096)
def about(name: str, unit: str, words: Words) -> About:
    """Return what a name is about, given the unit's name and the profile's words."""
    names = subject_names(words)
    place = _places().match(name)
    if place is not None and place["place"] not in unit:
        return About("", _scope_in(name)[0], True, True)
    if name in names:
        return About(names[name], "", False)
    for at in range(1, len(name)):
        subject = names.get(name[at:])
        if subject is None:
            continue
        before = name[:at]
        if before.endswith("中") and before[:-1] in names:
            return About(subject, "", False)  # 基本支出中工资福利支出
        scope, rest = _scope_in(before)
        if says_nothing(rest, unit):
            return About(subject, scope, False)
        # 行政编制, 辅警人员经费: only a part, or somebody else's
        return About("", scope, True, owner(before, unit))
    foreign = owner(name, unit)
    return About("", _scope_in(name)[0], foreign, foreign)


@lru_cache(maxsize=1024)
def owner(name: str, unit: str) -> bool:
    """Return whether a name is that of a project or another unit."""
    data = table("subjects")["owners"]
    endings = data["endings"] if unit else data["projects"]  # an unknown unit may be any of them
    if len(name) < _SHORTEST or not name.endswith(tuple(endings)):
        return False
    if says_nothing(name, unit):
        return False
    return not name.startswith(tuple(data["self"]))


@cache
def _fillers() -> tuple[str, ...]:
    return tuple(sorted(table("subjects")["owners"]["fillers"], key=len, reverse=True))


@lru_cache(maxsize=1024)
def says_nothing(words: str, unit: str) -> bool:
    """Return whether words before a name do not narrow it: 我局, 全年, the unit's own name."""
    return _made_of(words, _fillers(), unit)


@lru_cache(maxsize=1024)
def oneself(words: str, unit: str) -> bool:
    """Return whether words mean exactly the unit itself: 我单位, 全局."""
    return bool(words) and _made_of(words, tuple(table("subjects")["owners"]["selves"]), unit)


def _made_of(words: str, pieces: tuple[str, ...], unit: str) -> bool:
    rest = words
    while rest:
        if unit and len(rest) > 1 and (unit.endswith(rest) or rest.endswith(unit) or rest in unit):
            return True
        cut = max((each for each in pieces if rest.startswith(each)), key=len, default="")
        if not cut:
            return False
        rest = rest[len(cut) :]
    return True


def _scope_in(words: str) -> tuple[str, str]:
    """Return the kind of funds that words name, and the remaining words."""
    for scope, every in table("subjects")["scopes"].items():
        for word in every:
            if word in words:
                rest = words.replace(word, "", 1)
                return scope, rest.replace("预算", "").replace("拨款", "")
    return "", words


def scope_in(words: str) -> str:
    """Return the kind of funds that words name; empty for none."""
    return _scope_in(words)[0]
