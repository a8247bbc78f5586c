"""Index the report's figures by name, counted noun, unit and year, to find those that may be of one thing.

Names are compared by their pieces, which are pairs of neighbouring characters, without filler words and with
synonyms replaced by one word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from xladdin.model.filing import Filing
from xladdin.model.prose import Claim
from xladdin.narrative.lexicon import kind_words
from xladdin.patterns import pattern
from xladdin.rules.report.prose import claims, measure
from xladdin.rules.report.readings import frame_words, frames
from xladdin.rules.words import either, pairs

_STATED = ("value", "total", "rate")
#: The most characters of names that are of one thing only if they are equal.
_SHORT = 2


class Entity(NamedTuple):
    """A figure with its name and the pieces of it.

    ``apart`` are the words of its clause that say that it is of a part, a time or a plan; ``around`` are the
    pieces of all words beside it: 在册的168处隐患点.
    """

    claim: Claim
    name: str
    pieces: frozenset[str]
    apart: frozenset[str]
    around: frozenset[str] = frozenset()


@lru_cache(maxsize=8)
def entities(filing: Filing) -> Mapping[tuple[object, ...], Sequence[Entity]]:
    """Return the report's figures that may be stated again, by ``kind``."""
    found: dict[tuple[object, ...], list[Entity]] = {}
    for claim in claims(filing):
        figure, of_another = claim.figure, claim.role == "rate" and not claim.name
        if claim.role not in _STATED or claim.subject or claim.partial or of_another:
            continue
        if figure.operator or figure.value < 2 or not figure.unit.name:
            continue
        here = entity(claim)
        if here.pieces or here.around:
            found.setdefault(kind(claim), []).append(here)
    return found


def kind(claim: Claim) -> tuple[object, ...]:
    """Return what two figures must have in common to be of one thing: measure, year, scope, whether they are
    targets, and for money the budget."""
    money = measure(claim) == "money"
    basis = claim.basis if money and claim.basis in ("initial", "budget", "adjust") else ""
    return measure(claim), claim.year, claim.scope, claim.basis == "target", basis


def entity(claim: Claim) -> Entity:
    """Make an entity of a claim; its name is the topic with the counted noun."""
    counted = claim.figure.unit.measures not in ("money", "ratio", "points")
    noun = _AFTER.split(claim.noun)[0]
    topic = claim.topic if claim.name else ""
    if topic and claim.role == "rate" and topic in claim.label:
        topic = claim.label[claim.label.index(topic) :]  # 按时到位率, not 按时
    name, pieces = pieces_of(topic + (noun if counted else ""))
    said = claim.label + noun
    level = _LEVEL.search(_clause(claim))
    apart = frozenset(word for word in frame_words("repeat", "apart") if word in said)
    apart |= {level[1]} if level else set()
    words = claim.label if claim.name else _clause(claim) + claim.label
    around = pieces_of(words[-_AROUND:])[1] | pieces_of(noun)[1]
    return Entity(claim, name, pieces, apart, around)


#: The most characters beside a figure that may name what it is of.
_AROUND = 24
_AFTER = pattern("[中内里的]")


#: The level of a line of the accounts right before its amount: 教育支出（类）26.02万元.
_LEVEL = pattern(r"[（(]([类款项])[)）]\W*$")


def _clause(claim: Claim) -> str:
    """Return the words before a figure in its sentence."""
    number = claim.figure.text.removesuffix(claim.figure.unit.name)  # 86.55 万元 has a blank
    before, found, _ = claim.location.quote.partition(number)
    return before[-_AROUND:] if found else ""


@lru_cache(maxsize=4096)
def pieces_of(text: str) -> tuple[str, frozenset[str]]:
    """Return a name without filler words, and its pieces."""
    for meant, words in frames()["repeat"]["synonyms"].items():
        for word in words:
            text = text.replace(word, meant)
    name = _filler().sub("", text)
    return name, frozenset(pairs(name))


@cache
def _filler() -> re.Pattern[str]:
    kinds = ("this", "done", "outturn", "target")
    said = (word for kind in kinds for word in kind_words()[kind])
    return pattern(either([*frame_words("repeat", "fillers"), *said]) + r"|[（）()“”\"、，/]")


def beside(one: Entity, two: Entity) -> int:
    """Return how many pieces the words beside two figures have in common."""
    return len((one.around | one.pieces) & (two.around | two.pieces))


def likeness(one: Entity, two: Entity) -> float:
    """Return how much two names have in common, from 0 to 1.

    What of the shorter name is in the longer one counts most. Single characters count beside pieces, since
    送戏下乡 and 乡村送戏 are one thing.
    """
    if one.name == two.name:
        return 1.0 if len(one.name) > _SHORT else 0.4
    common = len(one.pieces & two.pieces)
    if not common or min(len(one.name), len(two.name)) < _SHORT:
        return 0.0
    short, long = sorted((one, two), key=lambda each: len(each.name))
    signs = sum(sign in long.name for sign in set(short.name)) / len(set(short.name))
    inside = common / len(short.pieces)
    return 0.4 * signs + 0.4 * inside + 0.2 * common / max(len(long.pieces), 1)
