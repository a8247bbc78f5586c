"""Family A: growth and decline against a base that the report states, or the growth that it states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.rules.registry import rule
from xladdin.rules.report.frames import frame, frames
from xladdin.rules.report.judging import judged, slipped
from xladdin.rules.report.prose import claim_name, exactly, interval, measure
from xladdin.rules.report.readings import Proposal, Reading
from xladdin.rules.report.resolving import around, before, in_sentence

#: What grew or shrank more than fourfold was something else.
_LEAST = Decimal("0.25")
_NOW = ("value", "total", "score", "left", "price")


@rule(
    "A301",
    "增减额或增减率与前后两个数不符",
    "error",
    "按“本年 − 上年”和“(本年 − 上年) ÷ 上年”重算，注意增减方向和分母。",
)
def change(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“比上年增长（下降）X%”“减少X万元”“由A增加到B”“比预算减少”是否与写明的前后两个数对得上，方向对不对；没有写上年数的，增减额和增减率两个数合不合。
    为什么：增减额和增减率由两个数算出，常有分母用错、方向写反的情况。按可比价的增速不检查。
    反例：本年支出90万元，上年支出100万元，比上年增长10%。
    正例：本年支出90万元，上年支出100万元，比上年下降10%。"""
    for passage in filing.passages:
        for claim in passage.claims:
            if claim.role != "change" or claim.real or claim.figure.operator:
                continue
            relation = _opposite(passage, claim)
            if relation is not None:
                yield relation
                continue
            proposal = _change(passage, claim)
            if proposal is not None:
                relation = _directed(claim, proposal)
                if relation is not None:
                    yield relation


def _change(passage: Passage, claim: Claim) -> Proposal | None:
    """A change with the figures that it may be between, the likeliest pair first."""
    relative = claim.figure.unit.name in ("%", "‰", "倍", "成")
    nows, sure_now = _nows(passage, claim, relative)
    thens, sure_then = _thens(passage, claim, nows, relative)
    readings = [
        _between(claim, now, then)
        for now in nows
        for then in thens
        if _comparable(claim, now, then)
    ]
    pairs = len(readings)
    if relative:
        amounts = [a for a in _amounts(passage, claim) if a.up is claim.up]
        readings += [
            _of_amount(claim, now, amount)
            for now in nows
            for amount in amounts
            if _fits(now, amount)
        ]
        readings += [
            _of_base(claim, then, amount)
            for then in thens
            for amount in amounts
            if measure(then) == measure(amount) and interval(then).low > 0
        ]
    if not readings:
        return None
    same = relative or not nows or measure(claim) == measure(nows[0])
    sure = (
        sure_now and sure_then and same
        if pairs
        else len(readings) == 1 and (sure_now or (not nows and sure_then))
    )
    if _whole_points(claim, readings[0]):
        sure, plainly = False, True
        readings[0] = _exactly(readings[0])
    else:
        plainly = sure
    if not (sure or plainly):
        mine = [r for r in readings if _of_one(claim, r)]
        return Proposal("A301", claim_name(claim), (), False, mine, readings)
    return Proposal("A301", claim_name(claim), readings[:1], sure, readings[1:])


def _of_one(claim: Claim, reading: Reading) -> bool:
    """Whether a reading is of figures of the thing that changed."""
    figures = [c for c in reading.roles.values() if isinstance(c, Claim) and c.role in _NOW]
    return all(c.topic == claim.topic or c.item == claim.item for c in figures)


def _opposite(passage: Passage, claim: Claim) -> Relation | None:
    """增加222.93万元，下降6.99%: an amount and its rate that only agree in one direction."""
    amounts = [a for a in _amounts(passage, claim) if a.up is not claim.up]
    if not amounts or claim.figure.unit.name not in ("%", "‰"):
        return None
    amount, turned = amounts[0], claim._replace(up=amounts[0].up)
    nows, _ = _nows(passage, amount, False)
    thens, _ = _thens(passage, amount, nows, False)
    readings = [
        _of_base(turned, then, amount) for then in thens if measure(then) == measure(amount)
    ]
    readings += [_of_amount(turned, now, amount) for now in nows if _fits(now, amount)]
    found = judged(Proposal("A301", claim_name(claim), readings))
    if found is None or found.verdict is Verdict.VIOLATED:
        return None
    way, other = ("增加", "减少") if amount.up else ("减少", "增加")
    base = f"比 {thens[0].figure.text} " if thens else ""
    message = (
        f"{amount.topic}{base}{way} {amount.figure.text}，"
        f"应为{way} {claim.figure.text}，写的是{other} {claim.figure.text}。"
    )
    return replace(
        found, verdict=Verdict.VIOLATED, message=message, reading="增减额与增减率方向相反",
        expected=f"{way}{claim.figure.text}", actual=f"{other}{claim.figure.text}",
    )  # fmt: skip


def _nows(passage: Passage, claim: Claim, relative: bool) -> tuple[list[Claim], bool]:
    """What it is now: the figure of the item, nearest first; by name if the clause names its own."""
    earlier = [
        c
        for c in before(passage, claim)
        if c.role in _NOW and not (c.own_year and c.year != claim.year) and not c.since
    ]
    fitting = [c for c in earlier if relative or measure(c) == measure(claim)]
    if relative:
        fitting = [c for c in fitting if measure(c) != "ratio"] or fitting
        if claim.name and any(c.topic == claim.topic for c in earlier):
            fitting = [c for c in earlier if c.topic == claim.topic]
    if claim.name:
        mine = [
            c
            for c in earlier
            if c.topic == claim.topic and (relative or measure(c) == measure(claim))
        ]
        later = [
            c for c in in_sentence(passage, claim)
            if c.topic == claim.topic and c.role in _NOW and c.index > claim.index and c.year == claim.year
        ]  # fmt: skip
        if mine or later:
            return [*mine, *later][:3], len(mine) == 1
        return [], False
    mine = [
        c
        for c in fitting
        if c.item == claim.item
        and not (claim.since in ("last",) and c.basis in ("initial", "budget"))
    ]
    if mine:
        return [*mine, *[c for c in fitting if c not in mine]][:6], len(mine) == 1 or _latest(mine)
    if claim.topic:  # goes on about what was named before the sentence
        found = [c for c in around(passage, claim) if _is_now(c, claim, relative)]
        return [*found[:3], *fitting[:6]], len(found) == 1
    return fitting[:6], len(fitting) == 1


def _is_now(claim: Claim, change: Claim, relative: bool) -> bool:
    """Whether a figure of a paragraph is what a change led to, by its name and year."""
    return (
        claim.topic == change.topic
        and claim.role in _NOW
        and claim.year == change.year
        and measure(claim) != "ratio"
        and (relative or measure(claim) == measure(change))
    )


def _latest(mine: Sequence[Claim]) -> bool:
    """Whether what stands nearest is the outturn of what was planned before it."""
    return mine[0].basis in ("outturn", "done") and all(
        c.basis not in ("outturn", "done") for c in mine[1:]
    )


def _thens(
    passage: Passage, claim: Claim, nows: Sequence[Claim], relative: bool
) -> tuple[list[Claim], bool]:
    """What it was: the figure in the words of the comparison, last year's, the budget."""
    if claim.then is not None:
        return [passage.claims[claim.then]], True
    said = next((passage.claims[n.then] for n in nows if n.then is not None), None)
    if said is not None:
        return [said], nows[0].then is not None
    run = [c for c in before(passage, claim, 6) if c.role in ("change", "then")]
    if (
        run
        and run[0].index == claim.index - 1
        and run[0].then is not None
        and run[0].item == claim.item
    ):
        return [passage.claims[run[0].then]], True
    if run and run[0].role == "then" and run[0].item == claim.item:
        return [run[0]], True
    since = claim.since or (run[0].since if run and run[0].index == claim.index - 1 else "")
    year = claim.year
    wanted = measure(nows[0]) if nows else measure(claim)
    pool = [
        c for c in in_sentence(passage, claim) if c.role in (*_NOW, "then") and measure(c) == wanted
    ]
    if since in ("initial", "budget", "target"):
        found = [
            c for c in pool if c.basis == since or (since == "budget" and c.basis == "initial")
        ]
    else:
        found = [c for c in pool if year is not None and c.year == year - 1]
        found = found or [
            c
            for c in pool
            if c.basis not in ("initial", "budget") and any(w in c.label for w in _openings())
        ]
    mine = [c for c in found if nows and (c.topic == nows[0].topic or c.item == nows[0].item)]
    if mine:
        return mine[:3], len({c.figure.value for c in mine}) == 1 and (
            mine[0].item == nows[0].item or mine[0].topic == nows[0].topic
        )
    if found:
        return found[:3], False
    wide = [
        c for c in around(passage, claim)
        if nows and c.topic and c.topic == nows[0].topic and measure(c) == wanted and c.role in _NOW
        and year is not None and c.year == year - 1 and since in ("", "last")
    ]  # fmt: skip
    return wide[:3], False


@cache
def _openings() -> tuple[str, ...]:
    return tuple(frames()["change"]["openings"])


def _amounts(passage: Passage, claim: Claim) -> list[Claim]:
    """The amount of the change told right before its rate: 增加16万元，增长13.79%."""
    last = passage.claims[claim.index - 1] if claim.index else None
    if last is None or last.role != "change" or last.sentence != claim.sentence:
        return []
    if (
        measure(last) == "ratio"
        or (claim.since and last.since and claim.since != last.since)
        or last.real
    ):
        return []
    return [last] if not claim.name or claim.topic == last.topic else []


def _comparable(claim: Claim, now: Claim, then: Claim) -> bool:
    if now is then or measure(now) != measure(then):
        return False
    if measure(now) == "ratio":
        return measure(claim) == "ratio"
    if not then.figure.value:
        return False
    same = bool(then.topic) and then.topic == now.topic
    said = (same and then.role != "then") or now.then == then.index
    if not (said or _alike(now, then, Decimal(1)) or _alike(now, then, _UNITS)):
        return False
    if then.name and now.name and then.topic != now.topic:
        return False
    size = max(interval(now).point, interval(then).point)
    if measure(claim) == measure(now) and interval(claim).point > _TOO_MUCH * size:
        return False  # 由60元提高到100元，增支48万元
    return (claim.figure.unit.measures == "ratio" and interval(then).low > 0) or measure(
        claim
    ) == measure(now)


_UNITS, _TOO_MUCH = Decimal(10000), Decimal(20)


def _alike(now: Claim, then: Claim, units: Decimal) -> bool:
    """Whether one is of the size of the other, 元 perhaps written for 万元."""
    times = interval(now).point / interval(then).point
    return any(_LEAST <= each <= 1 / _LEAST for each in (times * units, times / units))


def _fits(now: Claim, amount: Claim) -> bool:
    return measure(now) == measure(amount) and (
        not amount.up or interval(now).low > interval(amount).high
    )


def _between(claim: Claim, now: Claim, then: Claim) -> Reading:
    """The change as the difference of two figures, or as a share of the one before."""
    roles: dict[str, Claim | Sequence[Claim]] = {"本期": now, "上期": then}
    points = measure(now) == "ratio"
    if claim.figure.unit.measures == "ratio" and not points:
        return Reading(
            frame("change", "rate_up" if claim.up else "rate_down"),
            {"增长率" if claim.up else "下降率": claim, **roles}, "按前后两个数",
        )  # fmt: skip
    return Reading(
        frame("change", "up" if claim.up else "down"),
        {"增加" if claim.up else "减少": claim, **roles}, "按前后两个数",
    )  # fmt: skip


def _whole_points(claim: Claim, reading: Reading) -> bool:
    """Whether a difference of rates is told in whole percents throughout: people take these as they stand."""
    claims = [role for role in reading.roles.values() if isinstance(role, Claim)]
    return "上期" in reading.roles and all(
        measure(c) == "ratio" and not c.figure.places for c in claims
    )


def _exactly(reading: Reading) -> Reading:
    """The same reading with its figures taken as they stand."""
    exact = {n: exactly(role) for n, role in reading.roles.items() if isinstance(role, Claim)}
    return reading._replace(roles=exact)


def _of_amount(claim: Claim, now: Claim, amount: Claim) -> Reading:
    if claim.up:
        return Reading(
            frame("change", "of_amount_up"),
            {"增长率": claim, "增加": amount, "本期": now},
            "按增加额",
        )
    return Reading(
        frame("change", "of_amount_down"),
        {"下降率": claim, "减少": amount, "本期": now},
        "按减少额",
    )


def _of_base(claim: Claim, then: Claim, amount: Claim) -> Reading:
    return Reading(
        frame("change", "of_base"), {"变化率": claim, "变化额": amount, "上期": then}, "按上期数"
    )


def _directed(claim: Claim, proposal: Proposal) -> Relation | None:
    """The relation judged; a change that would hold in the other direction is told as that."""
    relation = judged(proposal) or slipped(proposal)
    if relation is None or relation.verdict is not Verdict.VIOLATED:
        return relation
    other = claim._replace(up=not claim.up)
    turned = []
    for reading in proposal.readings[:1]:
        if "本期" in reading.roles and "上期" in reading.roles:
            now, then = reading.roles["本期"], reading.roles["上期"]
            assert isinstance(now, Claim)
            assert isinstance(then, Claim)
            turned.append(_between(other, now, then))
    checked = judged(replace_readings(proposal, turned)) if turned else None
    if checked is not None and checked.verdict is not Verdict.VIOLATED:
        now, then = proposal.readings[0].roles["本期"], proposal.readings[0].roles["上期"]
        assert isinstance(now, Claim)
        assert isinstance(then, Claim)
        due, written = ("减少", "增加") if claim.up else ("增加", "减少")
        message = f"由 {then.figure.text} 变为 {now.figure.text} 是{due}，写的是{written} {claim.figure.text}，方向写反。"
        return replace(
            relation,
            message=message,
            expected=f"{due}{claim.figure.text}",
            actual=f"{written}{claim.figure.text}",
        )
    return relation


def replace_readings(proposal: Proposal, readings: Sequence[Reading]) -> Proposal:
    """The same proposal read in other ways."""
    return proposal._replace(readings=readings)
