"""What all sums of the report have in common: which figures may be parts of which, and the frame."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations

from xladdin.model.interval import total
from xladdin.model.prose import Claim
from xladdin.narrative.lexicon import partitions, table
from xladdin.rules.report.prose import interval, measure
from xladdin.rules.report.readings import Reading, frames, read

#: The role of a sum's whole.
WHOLE = "总数"
#: Figures that may be a whole or a part of one.
SUMMED = ("value", "total", "score", "left", "carried")
#: So many figures back a whole may stand.
FAR = 12


def reading_of(whole: Claim, parts: tuple[Claim, ...], why: str) -> Reading:
    """The whole as the sum of its parts; changes in the other direction count against it."""
    name = "signed" if whole.role == "change" and any(p.up != whole.up for p in parts) else "sum"
    if name == "sum":
        return read("sum.sum", why, 总数=whole, 各项=parts)
    along = tuple(p for p in parts if p.up == whole.up)
    against = tuple(p for p in parts if p.up != whole.up)
    return read("sum.signed", why, 总数=whole, 同向各项=along, 反向各项=against, 各项=parts)


def alike(one: Claim, other: Claim) -> bool:
    """Whether both can stand in one sum: of one measure, of what their names say."""
    return one.role in SUMMED and measure(one) == measure(other) != "ratio"


def main_of(item: Sequence[Claim], whole: Claim) -> Claim:
    """Of an item's figures the one on the whole's basis, else the first."""
    fitting = [c for c in item if c.basis == whole.basis and c.year == whole.year]
    return fitting[0] if fitting else item[0]


def all_sources(parts: Sequence[Claim]) -> bool:
    """Whether each part is named after who pays it: then they are all there are."""
    names = tuple(table("subjects")["sources"]["names"])
    return len(parts) > 1 and all(p.name.startswith(names) for p in parts)


def known(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the lexicon says that these subjects are all the parts of this one."""
    subjects = {p.topic for p in parts}
    return any(whole.topic in each.whole and each.made_of(subjects) for each in partitions())


def nearly_known(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether only such parts are missing as mostly are nothing: 因公出国."""
    subjects = {p.topic for p in parts}
    return any(
        whole.topic in each.whole and each.made_of(subjects | each.nothing) for each in partitions()
    )


def made_of(whole: Claim, topics: set[str]) -> bool:
    """Whether the lexicon says that some of these are parts of the whole."""
    return any(whole.topic in each.whole and topics & each.parts for each in partitions())


def parts_of_subject(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the lexicon knows each of these as a part of the whole."""
    known = {
        s for each in partitions() if whole.topic in each.whole for s in each.parts | each.more
    }
    return all(p.topic in known for p in parts)


def opposed(parts: Sequence[Claim]) -> bool:
    """Whether two parts are opposites, so that there is no third: 城镇 and 农村, 公办 and 民办."""
    return len(parts) == 2 and any(
        word in one.topic and opposite in other.topic
        for word, opposite in frames()["sum"]["opposites"]
        for one, other in permutations(parts)
    )


def far_more(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the parts are so much more that the whole must be another figure."""
    return total(map(interval, parts)).point > _MUCH * interval(whole).point


_MUCH = Decimal("1.5")


def leaves_little(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether three parts or more leave so little of the whole that none can be missing."""
    rest = interval(whole).point - total(map(interval, parts)).point
    return len(parts) > _TWO and rest <= _LITTLE * interval(whole).point


_LITTLE = Decimal("0.05")
_TWO = 2
