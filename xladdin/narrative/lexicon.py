"""Look up the words by which a report is read; all of them are in ``data``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from xladdin import toml_data

#: A profile's own names: pairs of a subject and its names.
Words = tuple[tuple[str, tuple[str, ...]], ...]
#: Words with their kinds, longest first, by their first two characters; words of one character by it.
Heads = Mapping[str, tuple[tuple[str, str], ...]]


class Subject(NamedTuple):
    """A quantity that reports speak of.

    ``single`` means that a unit has one such figure a year and basis. ``bare`` are the words that mean
    it if no name stands with them, ``dated`` those that do so only beside a year: 全年支出 is 支出总额.
    """

    name: str
    measures: str
    single: bool
    bare: frozenset[str]
    dated: frozenset[str]


class Partition(NamedTuple):
    """Subjects that add up to others. Those of ``more`` may be missing; those of ``nothing`` are
    usually missing if nothing was spent on them."""

    whole: frozenset[str]
    parts: frozenset[str]
    more: frozenset[str]
    nothing: frozenset[str]

    def made_of(self, subjects: set[str]) -> bool:
        """Return whether these subjects are all the parts."""
        return self.parts | self.nothing <= subjects <= self.parts | self.more | self.nothing


def table(name: str) -> dict[str, Any]:
    """Return the data of a TOML file of ``data``, by its name without ending."""
    return toml_data.table(f"narrative/data/{name}.toml")


@cache
def kind_words() -> Mapping[str, tuple[str, ...]]:
    """Return the words of each kind."""
    return {kind: tuple(words) for kind, words in table("words")["kinds"].items()}


@cache
def listed(name: str) -> tuple[str, ...]:
    """Return the list of words of this name in ``words.toml``."""
    return tuple(table("words")["lists"][name])


@cache
def wholes() -> frozenset[str]:
    """Return the subjects of the unit as a whole: a bare 全年支出 means one of them."""
    return frozenset(s.name for s in subjects().values() if s.bare and s.measures == "money")


@cache
def kinds_of_funds() -> frozenset[str]:
    """Return the subjects that are kinds of funds."""
    return frozenset(table("subjects")["scopes"])


@cache
def heads() -> Heads:
    """Return every word of the lexicon by its beginning; names of subjects have the kind ``name``."""
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
    """Return the subjects by name."""
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
    """Map every name of a subject to the subject; ``more`` are a profile's own names."""
    found = {name: subject for subject, names in more for name in names}
    for data in table("subjects")["subject"]:
        for pattern in data["names"]:
            for name in _spelled_out(pattern):
                found.setdefault(name, data["name"])
    return found


@cache
def bare_subject(word: str, dated: bool) -> str:
    """Return the subject that a word means if no name stands with it; empty for none."""
    found = (s.name for s in subjects().values() if word in s.bare or (dated and word in s.dated))
    return next(found, "")


@cache
def partitions() -> tuple[Partition, ...]:
    """Return which subjects add up to which."""
    return tuple(
        Partition(*(frozenset(p.get(key, ())) for key in ("whole", "parts", "more", "nothing")))
        for p in table("subjects")["partition"]
    )


def _spelled_out(pattern: str) -> Iterator[str]:
    """Yield every name of a pattern: 公车购置[费|] is 公车购置费 and 公车购置."""
    before, opened, rest = pattern.partition("[")
    if not opened:
        yield pattern
        return
    choices, _, after = rest.partition("]")
    for tail in _spelled_out(after):
        for choice in choices.split("|"):
            yield before + choice + tail
