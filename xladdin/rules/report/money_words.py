"""Find words on money that contradict figures: 已全部拨付到位 beside less, 完成预算的100% beside more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from xladdin.model.prose import Claim
from xladdin.model.report import Relation
from xladdin.rules.report.prose import claim_operand, interval, measure
from xladdin.rules.report.spoken import Frame, Placed, Spoken, amount, data, meet, told
from xladdin.rules.words import any_of, either


class _Against(NamedTuple):
    """A figure that contradicts the words; ``sure`` if in every reading."""

    claim: Claim
    sure: bool


def paid_said(said: Spoken, frame: Frame, words: re.Match[str]) -> Relation | None:
    """Return the contradiction between an amount paid in full and a figure that says less, or None."""
    whole = next((each for each in said.before(words.start()) if amount(each.claim)), None)
    if whole is None or not _is_stated_fact(said, frame, whole, words.start()):
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


def _is_stated_fact(said: Spoken, frame: Frame, whole: Placed, start: int) -> bool:
    """Return whether 全部 is stated of the amount before it, as a fact and not as an aim."""
    lead = said.text[whole.end : start]
    if any_of(frame.data["never"], said.clause(whole.start) + lead):
        return False
    return re.sub(either(frame.data["lead"]), "", lead) in ("", "，")


def _against(
    said: Spoken, frame: Frame, whole: Placed, words: re.Match[str], stop: int
) -> Iterator[_Against]:
    """Yield the figures behind that say less, until something else is named."""
    family, told_of = _family(words["verb"]), False
    for each, before in frame.following(said, words.end()):
        claim = each.claim
        if each.start >= stop or claim.part or claim.year != whole.claim.year:
            return
        apart = claim.sentence != whole.claim.sentence and not told_of
        if amount(claim):
            kind, told_of = _family(before), True
            # What was passed on need not have been spent by those who got it.
            less = _is_less(said, whole, claim) and (kind == family or family == "spent")
        else:
            kind = _rate_family(frame, before)
            less = _is_below_whole(said, whole, claim)
        if not kind or (apart and not amount(claim) and any_of(frame.data["units_own"], before)):
            return
        if less:
            # What was paid in this year need not be all that ever was.
            sure = not any_of(frame.data["this_year"], before) if amount(claim) else not apart
            yield _Against(claim, sure and kind == family)


def _family(text: str) -> str:
    """Return whether the last verb of a text passes money on or spends it; empty for neither."""
    kinds = {word: kind for kind in ("passed", "spent") for word in data()["words"][kind]}
    last = max(kinds, key=text.rfind)
    return kinds[last] if last in text else ""


def _rate_family(frame: Frame, before: str) -> str:
    """Return what kind of verb a rate belongs to, by the words before it; empty if unknown."""
    rates = frame.data["rates"]
    name = before.rstrip("为达约仅")
    return next((kind for kind in rates if name.endswith(tuple(rates[kind]))), "")


def _is_less(said: Spoken, whole: Placed, claim: Claim) -> bool:
    """Return whether an amount is less than each one told before the words in their sentence."""
    earlier = [e.claim for e in said.before(whole.end) if e.claim.sentence == whole.claim.sentence]
    return all(interval(claim).high < interval(each).low for each in filter(amount, earlier))


def _is_below_whole(said: Spoken, whole: Placed, claim: Claim) -> bool:
    """Return whether a rate is below 100%, and not the ratio of the amount to earlier ones."""
    rate = interval(claim)
    if claim.role != "rate" or claim.figure.operator or rate.high >= 1:
        return False
    part = interval(whole.claim)
    others = [interval(e.claim) for e in said.before(whole.start) if amount(e.claim)]
    bases = [*others, *(other + part for other in others)]
    return not any(base.low > 0 and meet(part / base, rate) for base in bases)


#: The percentage points within which a rate of 100% and 持平 agree.
_LEVEL = 2


def budget_said(said: Spoken, frame: Frame, words: re.Match[str]) -> Relation | None:
    """Return the contradiction between a rate of the budget and words on the outturn, or None."""
    rates = [e for e in said.before(words.start()) if e.claim.role == "rate"]
    if not rates or not _adjacent(said, frame, rates[0].end, words.start()):
        return None
    rate = rates[0]
    sure = _one_budget(said.clause(rate.start), words)
    every = [e for e in rates if e.claim.sentence == rate.claim.sentence]
    verdicts = [_beyond_budget(said, each, words) for each in every]
    if sure is None or None in verdicts:
        return None
    difference = said.at(words.end())
    operands = [claim_operand(rate.claim)]
    written = words[0]
    if difference is not None:
        operands.append(claim_operand(difference, "决算数与预算数之差"))
        written += difference.figure.text
    message = f"写的是“{said.clause(rate.start)}{rate.claim.figure.text}”，又写“{written}”，两句话不能都对。"
    return told(operands, "完成预算的比例", message, sure and all(verdicts))


def _adjacent(said: Spoken, frame: Frame, start: int, end: int) -> bool:
    """Return whether nothing else is named between the rate and the words."""
    between = [e for e in said.behind(start) if e.start < end]
    starts = [start, *(e.end for e in between)]
    ends = [*(e.start for e in between), end]
    return all(frame.goes_on(said.text, a, b) for a, b in zip(starts, ends, strict=True))


def _plan(text: str) -> str:
    """Return which budget words name: initial, adjusted, or budget if left open; empty for none."""
    return next((kind for kind, every in data()["plans"].items() if any_of(every, text)), "")


def _one_budget(clause: str, words: re.Match[str]) -> bool | None:
    """Return whether rate and comparison are of one budget: True if sure, False if maybe, else None."""
    plan = _plan(words["plan"])
    if "执行率" in clause:  # it is of the budget as adjusted, if nothing else is said
        return {"adjusted": True, "budget": False}.get(plan)
    rate = _plan(clause)
    if rate == plan != "":
        return True
    if (rate, plan) == ("initial", "budget"):
        # Nobody spends more than the budget as adjusted; less than that may be more than the initial.
        return words["more"] is not None
    return False if {rate, plan} == {"budget", "adjusted"} else None


def _beyond_budget(said: Spoken, rate: Placed, words: re.Match[str]) -> bool | None:
    """Return whether a rate contradicts the words: True if sure, False if maybe, else None."""
    value, bound = interval(rate.claim), rate.claim.figure.operator
    if bound:
        return None
    if words["same"]:
        percent = value.point * 100
        return None if abs(percent - 100) < _LEVEL else False
    more = words["more"] is not None
    if value.point == 1:
        return _is_not_rounded(said, rate, words, more)
    return True if (value.high < 1 and more) or (value.low > 1 and not more) else None


def _is_not_rounded(said: Spoken, rate: Placed, words: re.Match[str], more: bool) -> bool | None:
    """Return as ``_beyond_budget`` whether 100% is no rounding, by the amount spent and its difference from
    the budget."""
    difference = said.at(words.end())
    if difference is None:
        return False
    spent = next((e.claim for e in said.before(rate.start) if amount(e.claim)), None)
    if not difference.figure.value or measure(difference) != "money":
        return None
    if spent is None:
        return False
    gap = interval(difference)
    planned = interval(spent) - gap if more else interval(spent) + gap
    if planned.low <= 0 or meet(interval(spent) / planned, interval(rate.claim)):
        return None
    return True
