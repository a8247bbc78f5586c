"""Whether figures add up, with what is known of how they were rounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from xladdin.model.interval import Interval, Verdict, equal, total
from xladdin.model.prose import Claim


def interval(claim: Claim) -> Interval:
    """What a claim's figure may stand for, in base units."""
    return claim.quantity.figure.base


def kept(claims: Sequence[Claim]) -> list[Interval]:
    """The figures as typed: beside 1.75万元, 2万元 is 2.00万元, but 2.1万元 may be rounded."""
    places: dict[str, int] = {}
    for claim in claims:
        figure = claim.quantity.figure
        if not figure.irregular:
            name = figure.unit.name
            places[name] = max(places.get(name, 0), figure.places)
    found = []
    for claim in claims:
        figure = claim.quantity.figure
        if figure.unit.measures != "ratio":
            figure = figure.kept_to(0 if figure.places else places.get(figure.unit.name, 0))
        found.append(figure.base)
    return found


def judged(
    claims: Sequence[Claim], holds: Callable[[Sequence[Interval]], Verdict]
) -> tuple[Verdict, bool]:
    """Whether a relation of these figures holds, and whether only unprinted decimals could save it.

    ``holds`` takes the intervals in the order of the claims.
    """
    strict = holds(kept(claims))
    if strict is not Verdict.VIOLATED:
        return strict, False
    return strict, holds([interval(claim) for claim in claims]) is not Verdict.VIOLATED


def sum_judged(whole: Claim, parts: Sequence[Claim]) -> tuple[Verdict, bool]:
    """Whether parts add up to a whole. Whole numbers may be rounded ones, but hardly all upwards."""
    verdict, doubtful = judged((whole, *parts), lambda each: equal(total(each[1:]), each[0]))
    figures = [claim.quantity.figure for claim in (whole, *parts)]
    if verdict is Verdict.HELD or any(figure.irregular for figure in figures):
        return verdict, doubtful
    gap = abs(total(map(interval, parts)).point - interval(whole).point)
    step = max(figure.unit.factor.scaleb(-figure.places) for figure in figures)
    if verdict is Verdict.ROUNDING and len(parts) < _MANY and gap > step:
        return Verdict.VIOLATED, True
    return verdict, doubtful


#: With as many parts rounding can add up to more than one unit of the last digit.
_MANY = 5


def add_up(whole: Claim, claims: Sequence[Claim]) -> tuple[Verdict, tuple[Claim, ...]]:
    """The best verdict over the readings of a list, with the parts that it counts.

    A part may be followed by parts of its own; those that add up to it are passed over. A list may
    end early: what follows the parts can be about something else.
    """
    best: tuple[Verdict, tuple[Claim, ...]] = (Verdict.VIOLATED, tuple(claims))
    for heads in dict.fromkeys((tuple(claims), _heads(claims))):
        sums = list(accumulate(map(interval, heads)))
        for count in range(len(heads), 0, -1):
            if equal(sums[count - 1], interval(whole)) is Verdict.VIOLATED:
                continue
            verdict = sum_judged(whole, heads[:count])[0]
            if verdict is Verdict.HELD:
                return verdict, heads[:count]
            if verdict is Verdict.ROUNDING and best[0] is Verdict.VIOLATED:
                best = (verdict, heads[:count])
    return _without_one(whole, claims) if best[0] is Verdict.VIOLATED else best


def _without_one(whole: Claim, claims: Sequence[Claim]) -> tuple[Verdict, tuple[Claim, ...]]:
    """A list may hold one figure that is no part: a unit price, the one item of another part."""
    over = total(map(interval, claims)).point - interval(whole).point
    for left_out in claims if len(claims) > 2 else ():
        if interval(left_out).point == over:
            return Verdict.HELD, tuple(claim for claim in claims if claim is not left_out)
    return Verdict.VIOLATED, tuple(claims)


def _heads(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims without those that only break down the one before them."""
    heads: list[Claim] = []
    index = 0
    while index < len(claims):
        heads.append(claims[index])
        index += 1 + _children(claims, index)
    return tuple(heads)


def _children(claims: Sequence[Claim], index: int) -> int:
    """How many claims after this one add up to it, two at least."""
    whole, sum_ = interval(claims[index]), Interval.exact(0)
    for count, claim in enumerate(claims[index + 1 :], start=1):
        sum_ = sum_ + interval(claim)
        if count > 1 and sum_.point == whole.point:
            return count
        if sum_.point > whole.point:
            break
    return 0


def nested(claims: Sequence[Claim]) -> Iterator[tuple[Claim, tuple[Claim, ...]]]:
    """The claims that the ones after them break down, with these."""
    index = 0
    while index < len(claims):
        count = _children(claims, index)
        if count:
            yield claims[index], tuple(claims[index + 1 : index + 1 + count])
        index += 1 + count
