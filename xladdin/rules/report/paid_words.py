"""2179万元已全部拨付到位, and then less was paid, or the rate is below 100%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from xladdin.model.prose import Claim
from xladdin.model.report import Relation
from xladdin.rules.report.prose import claim_operand, interval
from xladdin.rules.report.spoken import (
    Frame,
    Placed,
    Spoken,
    amount,
    any_of,
    data,
    either,
    meet,
    told,
)


class _Against(NamedTuple):
    """A figure that contradicts the words: certainly, or in one reading."""

    claim: Claim
    sure: bool


def paid_said(said: Spoken, frame: Frame, words: re.Match[str]) -> Relation | None:
    """All of an amount is told to be paid, and a figure about the same says less."""
    whole = next((each for each in said.before(words.start()) if amount(each.claim)), None)
    if whole is None or not _fact(said, frame, whole, words.start()):
        return None
    stop = said.end(words.end(), 2)
    if frame.pattern("rest").search(said.text, words.end(), stop):
        return None
    found = [*_against(said, frame, whole, words, stop)]
    if not found:
        return None
    first = next((each for each in found if each.sure), found[0])
    verb, figure = words["verb"], first.claim.figure
    what = f"{verb}数" if amount(first.claim) else "比例"
    message = f"写的是 {whole.claim.figure.text}“{words[0]}”，后面的{what}是 {figure.text}，并没有全部{verb}。"
    operands = [claim_operand(whole.claim), *(claim_operand(each.claim) for each in found)]
    return told(operands, f"全部{verb}", message, first.sure)


def _fact(said: Spoken, frame: Frame, whole: Placed, start: int) -> bool:
    """Whether 全部 is said of the amount before it, and not as an aim."""
    lead = said.text[whole.end : start]
    if any_of(frame.data["never"], said.clause(whole.start) + lead):
        return False
    return re.sub(_lead(tuple(frame.data["lead"])), "", lead) in ("", "，")


@cache
def _lead(words: tuple[str, ...]) -> str:
    return either(words)


def _against(
    said: Spoken, frame: Frame, whole: Placed, words: re.Match[str], stop: int
) -> Iterator[_Against]:
    """The figures behind that say less, as long as nothing else is named."""
    family, told_of = _family(words["verb"]), False
    for each, before in frame.following(said, words.end()):
        claim = each.claim
        if each.start >= stop or claim.part or claim.year != whole.claim.year:
            return
        apart = claim.sentence != whole.claim.sentence and not told_of
        if amount(claim):
            kind, told_of = _family(before), True
            # What was passed on need not have been spent by those who got it.
            less = _less(said, whole, claim) and (kind == family or family == "spent")
        else:
            kind = _rate_family(frame, before)
            less = _below(said, whole, claim)
        if not kind or (apart and not amount(claim) and any_of(frame.data["units_own"], before)):
            return
        if less:
            # What was paid in this year need not be all that ever was.
            sure = not any_of(frame.data["this_year"], before) if amount(claim) else not apart
            yield _Against(claim, sure and kind == family)


def _family(text: str) -> str:
    """Whether money was passed on or spent, by the last verb of a text."""
    kinds = {word: kind for kind in ("passed", "spent") for word in data()["words"][kind]}
    last = max(kinds, key=text.rfind)
    return kinds[last] if last in text else ""


def _rate_family(frame: Frame, before: str) -> str:
    """What a rate is of, by the words before it."""
    rates = frame.data["rates"]
    name = before.rstrip("为达约仅")
    return next((kind for kind in rates if name.endswith(tuple(rates[kind]))), "")


def _less(said: Spoken, whole: Placed, claim: Claim) -> bool:
    """Whether an amount is less than each that the sentence of the words told before them."""
    wholes = [
        each.claim
        for each in said.before(whole.end)
        if each.claim.sentence == whole.claim.sentence and amount(each.claim)
    ]
    return all(interval(claim).high < interval(each).low for each in wholes)


def _below(said: Spoken, whole: Placed, claim: Claim) -> bool:
    """Whether a rate is below 100%, and not the amount's to another one, or to both together."""
    rate = interval(claim)
    if claim.role != "rate" or claim.figure.operator or rate.high >= 1:
        return False
    part = interval(whole.claim)
    others = [interval(e.claim) for e in said.before(whole.start) if amount(e.claim)]
    bases = [*others, *(other + part for other in others)]
    return not any(base.low > 0 and meet(part / base, rate) for base in bases)
