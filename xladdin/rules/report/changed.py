"""Find what a change is between: the present figure, the former one, its amount; also in the forms if the
report states none of last year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim, Passage
from xladdin.patterns import pattern
from xladdin.rules.report.prose import interval, measure
from xladdin.rules.report.readings import frame_words
from xladdin.rules.report.resolving import around, before, in_sentence, of_topic
from xladdin.rules.words import any_of

#: The least ratio of two figures of one thing.
_LEAST = Decimal("0.25")

#: The roles of figures that a change may have led to.
NOW = ("value", "total", "score", "left", "price")


def nows_of(passage: Passage, claim: Claim, relative: bool) -> tuple[list[Claim], bool]:
    """Return the present figures that a change may have led to, of its item or of its own name, likeliest
    first, and whether the first is certain."""
    roles = (*NOW, "rate") if claim.figure.unit.measures == _POINTS else NOW
    earlier = [
        c
        for c in before(passage, claim)
        if c.role in roles and not (c.own_year and c.year != claim.year) and not c.since
    ]
    fitting = [c for c in earlier if relative or measure(c) == measure(claim)]
    if relative:
        fitting = [c for c in fitting if measure(c) != "ratio"] or fitting

    if claim.name:
        like = [c for c in earlier if relative or measure(c) == measure(claim)]
        mine = [c for c in like if c.topic == claim.topic]
        later = [c for c in in_sentence(passage, claim) if c.index > claim.index and c.role in NOW]
        later = [c for c in later if c.topic == claim.topic and c.year == claim.year]
        if mine or later:
            return [*mine, *later][:3], len(mine) == 1
        if _compared(passage, claim) is not None:  # 与上年的90万元相比，收、支各减少10万元
            return fitting[:3], len({c.figure.base.point for c in fitting}) == 1
        wide = [c for c in around(passage, claim) if _is_now(c, claim, relative)]
        return wide[:3], len(wide) == 1
    former = former_in_bracket(passage, claim)
    if former is not None:  # 11起、死亡8人，起数下降26.7%（上年15起）: of what is counted alike
        fitting = [c for c in fitting if c.figure.unit == former.figure.unit]
    mine = [c for c in fitting if c.item == claim.item]
    if former is not None and not mine:
        return fitting[:3], len(fitting) == 1
    if claim.since == "last":
        mine = [c for c in mine if c.basis not in ("initial", "budget")]
    if mine:
        return [*mine, *[c for c in fitting if c not in mine]][:6], len(
            mine
        ) == 1 or _is_only_outturn(mine)
    if claim.topic:  # continues what was named before the sentence
        found = [c for c in around(passage, claim) if _is_now(c, claim, relative)]
        spent = [c for c in found if c.basis in _SPENT]
        planned = all(c.basis in ("initial", "budget") for c in found if c not in spent)
        apart = not any(c.item == claim.item for c in fitting)
        found = spent if spent and planned and apart else found
        return [*found[:3], *fitting[:6]], len(found) == 1
    return fitting[:6], len(fitting) == 1


_POINTS = "percentage points"


def _compared(passage: Passage, claim: Claim) -> Claim | None:
    """Return the figure right before a change that it says it compares with, if there is one."""
    last = passage.claims[claim.index - 1] if claim.index else None
    then = last is not None and last.role == "then" and last.sentence == claim.sentence
    return last if then else None


def former_in_bracket(passage: Passage, claim: Claim) -> Claim | None:
    """Return the only figure of last year in the bracket right behind a change (（上年15起）), else None."""
    inside = [c for c in passage.bracket_of(claim) if c.role in NOW and measure(c) != "ratio"]
    last = [c for c in inside if c.own_year and claim.year is not None and c.year == claim.year - 1]
    return last[0] if len(inside) == len(last) == 1 else None


def _is_now(claim: Claim, change: Claim, relative: bool) -> bool:
    """Return whether a figure of a paragraph has the topic, year and measure that a change led to."""
    return (
        claim.topic == change.topic
        and claim.role in NOW
        and claim.year == change.year
        and measure(claim) != "ratio"
        and (relative or measure(claim) == measure(change))
    )


def _is_only_outturn(mine: Sequence[Claim]) -> bool:
    """Return whether only the nearest figure is an outturn, and the others were planned."""
    spent = [c.basis in _SPENT for c in mine]
    return spent[0] and not any(spent[1:])


def thens_of(passage: Passage, claim: Claim, nows: Sequence[Claim]) -> tuple[list[Claim], bool]:
    """Return the former figures that a change may be from (named in the comparison, last year's, the budget),
    likeliest first, and whether the first is certain."""
    if claim.then is not None:
        return [passage.claims[claim.then]], True
    former = former_in_bracket(passage, claim) or _compared(passage, claim)
    if former is not None:
        return [former], True
    said = next((passage.claims[n.then] for n in nows if n.then is not None), None)
    if said is not None:
        return [said], nows[0].then is not None
    run = next((c for c in before(passage, claim, 6) if c.role in ("change", "then")), None)
    beside = run is not None and run.index == claim.index - 1
    if run is not None and run.item == claim.item:
        if beside and run.then is not None:
            return [passage.claims[run.then]], True
        if run.role == "then":
            return [run], True
    since = claim.since or (run.since if run is not None and beside else "")
    if since == "other":
        return [], False
    year = claim.year
    wanted = measure(next(iter((*nows, *amounts_of(passage, claim), claim))))
    pool = [c for c in in_sentence(passage, claim) if measure(c) == wanted]
    pool = [c for c in pool if c.role in (*NOW, "then")]
    if since in ("initial", "budget", "target"):
        bases = (since, "initial") if since == "budget" else (since,)
        found = [c for c in pool if c.basis in bases]
    else:
        found = [c for c in pool if year is not None and c.year == year - 1]
        spent = [c for c in pool if c.basis not in ("initial", "budget")]
        openings = [c for c in spent if any_of(frame_words("change", "openings"), c.label)]
        planned = frame_words("change", "planned")
        found = found or [c for c in openings if not any_of(planned, c.label)]
    mine = [c for c in found if nows and (c.topic == nows[0].topic or c.item == nows[0].item)]
    if mine:
        return mine[:3], len({c.figure.value for c in mine}) == 1
    if found:
        # 上年支出100万元，本年增加5万元，增长5%: no present figure is stated
        return found[:3], not nows and len(found) == 1 and found[0].item == claim.item
    if not nows or not nows[0].topic or year is None or since not in ("", "last"):
        return [], False
    wide = [c for c in around(passage, claim) if c.topic == nows[0].topic and c.year == year - 1]
    return [c for c in wide if measure(c) == wanted and c.role in NOW][:3], False


def amounts_of(passage: Passage, claim: Claim) -> list[Claim]:
    """Return the amount of the change right before its rate (增加16万元，增长13.79%), if any."""
    last = passage.claims[claim.index - 1] if claim.index else None
    if last is None or last.role != "change" or last.sentence != claim.sentence:
        return []
    if measure(last) == "ratio" or last.real:
        return []
    if claim.since and last.since and claim.since != last.since:
        return []
    return [last] if not claim.name or claim.topic == last.topic else []


def comparable(claim: Claim, now: Claim, then: Claim) -> bool:
    """Return whether a change can be between two figures: of one measure, size and thing."""
    if now is then or measure(now) != measure(then):
        return False
    if measure(now) == "ratio":
        return measure(claim) == "ratio"
    if not then.figure.value:
        return False
    same = bool(then.topic) and then.topic == now.topic
    said = (same and then.role != "then") or now.then == then.index
    if not (said or _are_of_one_size(now, then, Decimal(1)) or _are_of_one_size(now, then, _UNITS)):
        return False
    if then.name and now.name and then.topic != now.topic:
        return False
    size = max(interval(now).point, interval(then).point)
    if measure(claim) == measure(now) and interval(claim).point > _TOO_MUCH * size:
        return False  # 由60元提高到100元，增支48万元
    relative = claim.figure.unit.measures == "ratio" and interval(then).low > 0
    return relative or measure(claim) == measure(now)


_UNITS, _TOO_MUCH = Decimal(10000), Decimal(20)


def _are_of_one_size(now: Claim, then: Claim, units: Decimal) -> bool:
    """Return whether two figures are of one size, possibly after conversion by ``units`` (元 for 万元)."""
    times = interval(now).point / interval(then).point
    return any(_LEAST <= each <= 1 / _LEAST for each in (times * units, times / units))


def fits(now: Claim, amount: Claim) -> bool:
    """Return whether an amount can be the change that led to a figure."""
    return measure(now) == measure(amount) and (
        not amount.up or interval(now).low > interval(amount).high
    )


_SPENT = ("outturn", "done")
_YEAR = pattern(r"(\d{4})年")


def of_the_forms(filing: Filing, passage: Passage, claim: Claim) -> list[tuple[Claim, Claim]]:
    """Return pairs of this year's amount and the forms' of last year that a change may be between, likeliest
    first.

    An amount of this year in the report must be in the forms, too, so that both are of one thing.
    """
    relative = measure(claim) == "ratio"
    year = filing.year
    if claim.since != "last" or claim.year != year or year is None or claim.scope or claim.partial:
        return []
    years = {int(said) for said in _YEAR.findall(claim.label)}
    if years - {year, year - 1} or any_of(frame_words("change", "otherwise"), claim.label):
        return []
    if relative and (claim.figure.unit.name != "%" or amounts_of(passage, claim)):
        return []  # the rate follows from an amount in the text
    nows, _ = nows_of(passage, claim, relative)
    thens, _ = thens_of(passage, claim, nows)
    if thens:
        return []
    if not nows:
        pair = (
            _pair_of_forms(filing, claim.topic)
            if claim.basis in _SPENT and not claim.part
            else None
        )
        pairs = [pair] if pair else []
    else:
        pairs = [pair for now in nows if (pair := _confirmed_pair(filing, now))]
        if pairs and pairs[0][0] is not nows[0]:
            return []
    return [pair for pair in pairs if comparable(claim, *pair)]


def _confirmed_pair(filing: Filing, now: Claim) -> tuple[Claim, Claim] | None:
    """Return an amount that the forms confirm for this year, with theirs of last year; else None."""
    pair = (
        _pair_of_forms(filing, now.topic) if now.year == filing.year and not now.partial else None
    )
    if pair is None or now.basis not in (*_SPENT, ""):
        return None
    same = equal(interval(now), interval(pair[0])) is not Verdict.VIOLATED
    return (now, pair[1]) if same else None


def _pair_of_forms(filing: Filing, topic: str) -> tuple[Claim, Claim] | None:
    """Return the forms' amounts of a topic for this year and the last; None if not one each."""
    known = [c for c in of_topic(filing, topic, "money") if c.location.span is None]
    now = _single_amount([c for c in known if c.year == filing.year and c.basis in _SPENT])
    then = _single_amount([c for c in known if c.year != filing.year])
    return (now, then) if now is not None and then is not None else None


def _single_amount(found: Sequence[Claim]) -> Claim | None:
    """Return the first amount if all have one value, else None."""
    return found[0] if len({interval(claim).point for claim in found}) == 1 else None
