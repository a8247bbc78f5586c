"""完成预算的100%, and the outturn is told to be more or less than the budget."""

from __future__ import annotations

import re

from xladdin.model.report import Relation
from xladdin.rules.report.prose import claim_operand, interval, measure
from xladdin.rules.report.spoken import (
    Frame,
    Placed,
    Spoken,
    amount,
    any_of,
    data,
    meet,
    told,
)

#: 持平 is said of rates that differ from 100% by less than this.
_LEVEL = 2


def budget_said(said: Spoken, frame: Frame, words: re.Match[str]) -> Relation | None:
    """A rate of the budget, and words that say the outturn is on the other side of it."""
    rates = [e for e in said.before(words.start()) if e.claim.role == "rate"]
    if not rates or not _adjacent(said, frame, rates[0].end, words.start()):
        return None
    rate = rates[0]
    sure = _one_budget(said.clause(rate.start), words)
    every = [e for e in rates if e.claim.sentence == rate.claim.sentence]
    verdicts = [_against(said, each, words) for each in every]
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
    """Whether nothing else is named between the rate and the words."""
    between = [e for e in said.behind(start) if e.start < end]
    starts = [start, *(e.end for e in between)]
    ends = [*(e.start for e in between), end]
    return all(frame.goes_on(said.text, a, b) for a, b in zip(starts, ends, strict=True))


def _plan(text: str) -> str:
    """Which budget words name: initial, adjusted, or one that they leave open."""
    return next((kind for kind, every in data()["plans"].items() if any_of(every, text)), "")


def _one_budget(clause: str, words: re.Match[str]) -> bool | None:
    """Whether the rate and the comparison are of one budget: certainly, maybe (False) or not."""
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


def _against(said: Spoken, rate: Placed, words: re.Match[str]) -> bool | None:
    """Whether a rate contradicts the words: certainly, maybe (False) or not (None)."""
    value, bound = interval(rate.claim), rate.claim.figure.operator
    if bound:
        return None
    if words["same"]:
        percent = value.point * 100
        return None if abs(percent - 100) < _LEVEL else False
    more = words["more"] is not None
    if value.point == 1:
        return _not_whole(said, rate, words, more)
    return True if (value.high < 1 and more) or (value.low > 1 and not more) else None


def _not_whole(said: Spoken, rate: Placed, words: re.Match[str], more: bool) -> bool | None:
    """Whether 100% is no rounding, by the amount spent and how far that is from the budget."""
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
