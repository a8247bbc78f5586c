"""The words by which a report is read: every one stands in ``data``, and this module looks them up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from xladdin import toml_data

#: Other names for subjects, those of a profile: names by the subject's.
Words = tuple[tuple[str, tuple[str, ...]], ...]
#: For each two characters the words that begin with them, longest first, and for each character
#: that is a word this word; each with its kind.
Heads = Mapping[str, tuple[tuple[str, str], ...]]


class Subject(NamedTuple):
    """Something that reports speak of.

    ``single``: a unit has one such figure a year and basis. ``bare`` are the words that mean it where
    no name stands with them, ``dated`` those that do so beside a year only: 全年支出 is 支出总额.
    """

    name: str
    measures: str
    single: bool
    bare: frozenset[str]
    dated: frozenset[str]


class Partition(NamedTuple):
    """Subjects that make up others; those of ``more`` may be missing, those of ``nothing`` are mostly
    missing where nothing was spent on them."""

    whole: frozenset[str]
    parts: frozenset[str]
    more: frozenset[str]
    nothing: frozenset[str]

    def made_of(self, subjects: set[str]) -> bool:
        """Whether these are all the parts."""
        return self.parts | self.nothing <= subjects <= self.parts | self.more | self.nothing


def table(name: str) -> dict[str, Any]:
    """A file of ``data`` as written."""
    return toml_data.table(f"narrative/data/{name}.toml")


@cache
def kind_words() -> Mapping[str, tuple[str, ...]]:
    """The words by kind."""
    return {kind: tuple(words) for kind, words in table("words")["kinds"].items()}


@cache
def listed(name: str) -> tuple[str, ...]:
    """A list of words of one use, from ``words.toml``."""
    return tuple(table("words")["lists"][name])


@cache
def wholes() -> frozenset[str]:
    """The subjects that are the unit's as a whole: a bare 全年支出 means one of them."""
    return frozenset(s.name for s in subjects().values() if s.bare and s.measures == "money")


@cache
def kinds_of_funds() -> frozenset[str]:
    """The subjects that are kinds of funds."""
    return frozenset(table("subjects")["scopes"])


@cache
def heads() -> Heads:
    """Every word of the lexicon by its first two characters; names of subjects are names."""
    words = dict.fromkeys(subject_names(), "name")
    words |= {word: kind for kind, every in kind_words().items() for word in every}
    words |= dict.fromkeys(kind_words()["name"], "name")
    found: dict[str, list[tuple[str, str]]] = {}
    for word, kind in words.items():
        found.setdefault(word[:2], []).append((word, kind))
    return {
        first: tuple(sorted(every, key=lambda each: -len(each[0])))
        for first, every in found.items()
    }


@cache
def subjects() -> Mapping[str, Subject]:
    """The subjects by their names."""
    return {
        data["name"]: Subject(
            data["name"],
            data["measures"],
            data.get("single", False),
            frozenset(data.get("bare", ())),
            frozenset(data.get("dated", ())),
        )
        for data in table("subjects")["subject"]
    }


@cache
def subject_names(more: Words = ()) -> Mapping[str, str]:
    """The subject of every name that is written for one; ``more`` are a profile's own names."""
    found = {name: subject for subject, names in more for name in names}
    for data in table("subjects")["subject"]:
        for pattern in data["names"]:
            for name in _spelled_out(pattern):
                found.setdefault(name, data["name"])
    return found


@cache
def bare_subject(word: str, dated: bool) -> str:
    """The subject that a word means where no name stands; empty for none."""
    found = (s.name for s in subjects().values() if word in s.bare or (dated and word in s.dated))
    return next(found, "")


@cache
def partitions() -> tuple[Partition, ...]:
    """Which subjects make up which."""
    return tuple(
        Partition(*(frozenset(p.get(key, ())) for key in ("whole", "parts", "more", "nothing")))
        for p in table("subjects")["partition"]
    )


def _spelled_out(pattern: str) -> Iterator[str]:
    """Every name of a pattern: 公车购置[费|] is 公车购置费 and 公车购置."""
    before, opened, rest = pattern.partition("[")
    if not opened:
        yield pattern
        return
    choices, _, after = rest.partition("]")
    for tail in _spelled_out(after):
        for choice in choices.split("|"):
            yield before + choice + tail
