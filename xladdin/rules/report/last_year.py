"""What a change since last year is between where the report tells no amount of last year: the forms' amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim, Passage
from xladdin.rules.report.changed import amounts_of, comparable, nows_of, thens_of
from xladdin.rules.report.frames import frames
from xladdin.rules.report.prose import interval, measure
from xladdin.rules.report.resolving import of_topic

_SPENT = ("outturn", "done")
_YEAR = re.compile(r"(\d{4})年")


def of_the_forms(filing: Filing, passage: Passage, claim: Claim) -> list[tuple[Claim, Claim]]:
    """This year's amounts and the forms' of last year that a change may be between, the likeliest pair
    first.

    An amount of this year that the report tells is the forms' too, so that both are of one thing.
    """
    relative = measure(claim) == "ratio"
    year = filing.year
    if claim.since != "last" or claim.year != year or year is None or claim.scope or claim.partial:
        return []
    years = {int(said) for said in _YEAR.findall(claim.label)}
    if years - {year, year - 1} or any(word in claim.label for word in _otherwise()):
        return []
    if relative and (claim.figure.unit.name != "%" or amounts_of(passage, claim)):
        return []  # of an amount that was told, the rate is worked out
    nows, _ = nows_of(passage, claim, relative)
    thens, _ = thens_of(passage, claim, nows, relative)
    if thens:
        return []
    if not nows:
        pair = _years(filing, claim.topic) if claim.basis in _SPENT and not claim.part else None
        pairs = [pair] if pair else []
    else:
        pairs = [pair for now in nows if (pair := _of_this(filing, now))]
        if pairs and pairs[0][0] is not nows[0]:
            return []
    return [pair for pair in pairs if comparable(claim, *pair)]


def _of_this(filing: Filing, now: Claim) -> tuple[Claim, Claim] | None:
    """An amount that the forms tell of this year, too, and the one of last year."""
    pair = _years(filing, now.topic) if now.year == filing.year and not now.partial else None
    if pair is None or now.basis not in (*_SPENT, ""):
        return None
    same = equal(interval(now), interval(pair[0])) is not Verdict.VIOLATED
    return (now, pair[1]) if same else None


def _years(filing: Filing, topic: str) -> tuple[Claim, Claim] | None:
    """What the forms tell of a thing for this year and the last."""
    known = [c for c in of_topic(filing, topic, "money") if c.location.span is None]
    now = _only([c for c in known if c.year == filing.year and c.basis in _SPENT])
    then = _only([c for c in known if c.year != filing.year])
    return (now, then) if now is not None and then is not None else None


def _only(found: Sequence[Claim]) -> Claim | None:
    """The amount, if all of them are one."""
    return found[0] if len({interval(claim).point for claim in found}) == 1 else None


@cache
def _otherwise() -> tuple[str, ...]:
    return tuple(frames()["change"]["otherwise"])
