"""What a quantity is about: the subjects of the lexicon, and how their names are recognised."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from xladdin.narrative.patterns import BASES, BASIS_TAIL, FUNDS, LINKING, PER, WHOSE

#: Other words for subjects: patterns by the subject's name.
Words = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """An entry of the lexicon: how a subject's name is written before its figure.

    ``alone``: only where nothing but the year and whose it is stands before the words. ``unless``:
    not where the sentence says this before. ``kinds``: words for a part of the subject, which a
    figure is about where its sentence states several. ``within``: a section on these funds states
    it for the whole unit.
    """

    name: str
    measures: str
    words: re.Pattern[str]
    excluded: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    kinds: re.Pattern[str] | None
    alone: bool
    within: str

    def fits(self, words: str, label: str, said: str) -> bool:
        """Whether ``words``, the end of ``label`` or all of it, name this subject."""
        found = self.words.search(words)
        if found is None or (self.excluded is not None and self.excluded.search(label)):
            return False
        if self.unless is not None and self.unless.search(said):
            return False
        return not self.alone or bool(WHOSE.fullmatch(words[: found.start()]))


@cache
def table() -> dict[str, Any]:
    """The lexicon as written."""
    text = files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def lexicon(more: Words = ()) -> dict[str, tuple[Subject, ...]]:
    """The subjects by what they measure, special ones before general ones.

    ``more`` are other words for subjects, those of a profile.
    """
    found: dict[str, list[Subject]] = {}
    extra = dict(more)
    for entry in table()["subject"]:
        excluded, unless, kinds = (
            re.compile(entry[key]) if key in entry else None for key in ("not", "unless", "kinds")
        )
        names = (*entry["words"], *extra.get(entry["name"], ()))
        words = re.compile(f"(?:{'|'.join(names)})$")
        subject = Subject(
            entry["name"],
            entry["measures"],
            words,
            excluded,
            unless,
            kinds,
            entry.get("alone", False),
            entry.get("within", ""),
        )
        found.setdefault(subject.measures, []).append(subject)
    return {measures: tuple(subjects) for measures, subjects in found.items()}


def subject_of(label: str, measures: str, said: str, more: Words = ()) -> str:
    """The subject that a label names; empty for none. ``said`` is the sentence before it."""
    known = lexicon(more).get(measures, ())
    if PER.search(label):  # 人均公用经费 is a price
        return ""
    short = LINKING.sub("", label)
    for words in dict.fromkeys((short, BASIS_TAIL.sub("", short), label)):
        for subject in known:
            if subject.fits(words, label, said):
                return subject.name
    return ""


def basis_of(label: str) -> str:
    """Whether a label speaks of the initial budget, the budget, a target or the outturn."""
    words = FUNDS.sub("", label)
    return next((name for name, word in BASES if word.search(words)), "")


@cache
def named() -> dict[str, Subject]:
    """The subjects by their names."""
    return {subject.name: subject for every in lexicon().values() for subject in every}
