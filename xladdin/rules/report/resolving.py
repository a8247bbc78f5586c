"""Which claim a role of a relation falls to: in the item, the sentence, the paragraph, by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from xladdin.model.filing import Filing
from xladdin.model.prose import Claim, Passage
from xladdin.narrative.lexicon import bare_subject
from xladdin.narrative.naming import about, named
from xladdin.narrative.tokens import tokens
from xladdin.rules.report.form_claims import placed
from xladdin.rules.report.prose import OWN, measure
from xladdin.text.numbers import chinese_number

#: How many claims back and ahead a role is looked for within its sentence or paragraph.
NEAR, FAR = 24, 60


def before(passage: Passage, claim: Claim, reach: int = NEAR) -> list[Claim]:
    """The claims before one in its sentence, the nearest first; none of a bracket that has closed."""
    found = []
    for other in reversed(passage.claims[max(0, claim.index - reach) : claim.index]):
        if other.sentence != claim.sentence:
            break
        if other.depth <= claim.depth:
            found.append(other)
    return found


def in_sentence(passage: Passage, claim: Claim) -> list[Claim]:
    """The other claims of a claim's sentence, in order."""
    around = passage.claims[max(0, claim.index - NEAR) : claim.index + NEAR]
    return [c for c in around if c.sentence == claim.sentence and c.index != claim.index]


def around(passage: Passage, claim: Claim) -> Sequence[Claim]:
    """The claims of a paragraph, a long one's as far as its reader remembers."""
    return passage.claims[max(0, claim.index - FAR) : claim.index + FAR]


def own(claim: Claim) -> bool:
    """Whether a figure is of what its name says, rather than a share or a change of it."""
    return claim.role in OWN


@lru_cache(maxsize=8)
def _by_topic(filing: Filing) -> Mapping[tuple[str, str], list[Claim]]:
    """The figures of report and forms by what they measure and what they are of."""
    found: dict[tuple[str, str], list[Claim]] = {}
    told = (claim for passage in filing.passages for claim in passage.claims)
    for claim in (*told, *placed(filing)):
        if own(claim) and claim.topic:
            found.setdefault((measure(claim), claim.topic), []).append(claim)
    return found


def of_topic(filing: Filing, topic: str, measures: str) -> Sequence[Claim]:
    """The figures of one thing in the report, then those in the forms."""
    return _by_topic(filing).get((measures, topic), ())


@lru_cache(maxsize=2048)
def topic_of(words: str) -> tuple[str, str]:
    """What words such as those behind 占 name: the thing, and the basis."""
    said = named(tokens(words))
    found = about(said.name, "", ()) if said.name else None
    if found is not None and found.subject:
        return found.subject, said.basis
    return said.name or bare_subject(said.head, bool(said.year)) or said.head, said.basis


_ITEMS = re.compile("([两二三四五六七八九])[项笔类部者]")


def _how_many(claim: Claim) -> tuple[int, bool]:
    """How many a figure's words say that it is of together, and whether the first ones: 前两项."""
    found = _ITEMS.search(claim.label)
    return (chinese_number(found[1]), "前" in claim.label) if found else (0, False)


def counted(passage: Passage, claim: Claim) -> tuple[int, bool]:
    """How many a total says that it adds up, and whether the first ones: 前两项合计, 三笔共计."""
    number, first = _how_many(claim)
    last = passage.claims[claim.index - 1] if claim.index else None
    if number or last is None or last.clause != claim.clause:
        return number, first
    if last.figure.unit.name in ("项", "笔", "类"):
        return int(last.figure.value), "前" in last.label
    return 0, False


def nearest(found: Sequence[Claim], claim: Claim) -> Iterator[Claim]:
    """Claims by their distance from one, those before it first."""
    here = [c for c in found if c.location.stretch == claim.location.stretch]
    earlier = [c for c in here if c.index < claim.index]
    yield from reversed(earlier)
    yield from (c for c in here if c.index > claim.index)
