"""Family A: prices: money for each of something, times how many, times how often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.model.unit import UNITS, Unit, unit
from xladdin.narrative.lexicon import kind_words, table
from xladdin.rules.registry import rule
from xladdin.rules.report.frames import frame, frames
from xladdin.rules.report.judging import judge
from xladdin.rules.report.prose import claim_name, exactly, interval, measure
from xladdin.rules.report.readings import Proposal, Reading, Roles
from xladdin.rules.report.resolving import around, in_sentence, own


@rule(
    "A501",
    "单价、数量与金额不符",
    "error",
    "按“单价 × 数量（× 月数）”重算，改正填错的一个；单位是元还是万元写清楚。",
)
def price(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“每人每月800元，共120人”“亩均1500元”“单价1850元”等写明单价、数量和金额的，三者是否对得上。
    为什么：金额由单价和数量算出，常有数字或元、万元写错。
    反例：为120名特困人员每人每月发放800元，全年共发放112.50万元。
    正例：为120名特困人员每人每月发放800元，全年共发放115.20万元。"""
    for passage in filing.passages:
        yield from judge(
            _price(passage, claim)
            for claim in passage.claims
            if claim.figure.value
            and (claim.role == "price" or _small(claim))
            and measure(claim) != "ratio"
        )


def _price(passage: Passage, claim: Claim) -> Proposal:
    if claim.role == "price" and claim.figure.unit.name == "元" and not _mean(claim):
        claim = exactly(claim)  # a standard, not a quotient
    near = [c for c in in_sentence(passage, claim) if not c.figure.operator]
    wide = [
        c
        for c in around(passage, claim)
        if abs(c.sentence - claim.sentence) <= _BEFORE and c.index != claim.index
    ]
    here = _beside(claim, near)
    wholes, counts = _wholes(claim, here), _counts(claim, here)
    alone = claim.role == "price" and len(wholes) == len(counts) == 1
    next_to = _mean(claim) and _follows(claim, wholes, counts)
    readings: list[Reading] = []
    if (alone or next_to) and not _disturbed(here) and not _shared(claim, wholes[0], near):
        readings = list(_products(claim, wholes[:1], counts[:1], here))
        if _mean(claim):
            readings = readings[:1]  # an average is rounded itself
    readings = [r for r in readings if _fits(claim, _whole(r))]
    pools = ((wholes, counts, here), (_wholes(claim, near), _counts(claim, near), near))
    wider = (_wholes(claim, wide), _counts(claim, wide), wide)
    every = [*_of_standard(claim, near), *(r for pool in pools for r in _products(claim, *pool))]
    far = list(_products(claim, *wider))
    said = [*every, *(far if _mean(claim) else ())]
    likely = [r for r in said if _fits(claim, _whole(r))] if claim.role == "price" else []
    excuses = [
        *far,
        *_products(claim, wider[0], _any_counts(claim, wide), wide),
        *_with_more(claim, *pools[1][:2]),
        *_with_more(claim, *wider[:2]),
    ]
    sure = alone and measure(claim) == "money"
    return Proposal("A501", claim_name(claim) or "单价", readings, sure, likely, [*every, *excuses])


#: An average is of what the sentences right before it tell.
_BEFORE = 2


def _beside(claim: Claim, near: Sequence[Claim]) -> list[Claim]:
    """The figures between one price and the next in a part of a sentence, those in brackets left out."""
    prices = [c.index for c in near if c.role == "price"]
    low = max((i for i in prices if i < claim.index), default=-1)
    high = min((i for i in prices if i > claim.index), default=claim.index + _FAR)
    told = any(low < c.index < claim.index and measure(c) == measure(claim) for c in near)
    after = _mean(claim) and told
    return [
        c
        for c in near
        if c.segment == claim.segment and low < c.index < high and c.depth <= claim.depth
        and not (after and c.index > claim.index)
    ]  # fmt: skip


_FAR = 12


def _shared(claim: Claim, whole: Claim, near: Sequence[Claim]) -> bool:
    """Whether an amount may be of another price too, or of several together."""
    others = [c for c in near if c.role == "price"]
    return bool(others) and (
        bool(whole.totals) or any(c.index < whole.index < claim.index for c in others)
    )


def _follows(claim: Claim, wholes: Sequence[Claim], counts: Sequence[Claim]) -> bool:
    """Whether an average stands right behind the two figures that it is of."""
    if not wholes or not counts:
        return False
    return {wholes[0].index, counts[0].index} == {claim.index - 1, claim.index - 2}


def _whole(reading: Reading) -> Claim:
    whole = reading.roles.get("金额", reading.roles["单价"])
    assert isinstance(whole, Claim)
    return whole


def _fits(claim: Claim, whole: Claim) -> bool:
    """Whether an average may be of an amount: 人均消费 is not of 门票收入."""
    said = claim.label
    for word in (*kind_words()["each"], *kind_words()["link"]):
        said = said.replace(word, "")
    named = {said[i : i + 2] for i in range(len(said) - 1)} & _pairs(claim.label)
    other = whole.topic + whole.label
    return not _mean(claim) or not whole.name or not named or any(word in other for word in named)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _small(claim: Claim) -> bool:
    """Whether an amount in 元 may be a price, though no word says so: it is never called wrong."""
    return (
        claim.figure.unit.name == "元" and claim.figure.value < _DEAREST and claim.role == "value"
    )


_DEAREST = 20_000


def _wholes(claim: Claim, pool: Sequence[Claim]) -> list[Claim]:
    """The amounts that a price may be of, the nearest first."""
    fit = [c for c in pool if measure(c) == measure(claim) and c.role in ("value", "total", "left")]
    return sorted(fit, key=lambda c: abs(c.index - claim.index))[:6]


def _counts(claim: Claim, pool: Sequence[Claim]) -> list[Claim]:
    """The counts of what a price is for, in its unit, the nearest first."""
    found, names = [], _counted(claim)
    for count in sorted(pool, key=lambda c: abs(c.index - claim.index)):
        if own(count) and count.figure.value > 0 and not _time(count):
            inside = next(
                (_in(count, unit(name)) for name in names if _measures(count, name)), None
            )
            if inside is not None:
                found.append(inside)
    return found[:6]


def _any_counts(claim: Claim, pool: Sequence[Claim]) -> list[Claim]:
    fit = [
        c
        for c in pool
        if measure(c) not in ("ratio", measure(claim)) and own(c) and c.figure.value > 0
    ]
    return sorted(fit, key=lambda c: abs(c.index - claim.index))[:6]


def _measures(claim: Claim, name: str) -> bool:
    return claim.figure.unit.measures == unit(name).measures


def _in(claim: Claim, wanted: Unit) -> Claim:
    """A count in the unit that a price is for: 1.2万亩 as 12,000 of 亩."""
    figure = claim.figure
    counted = Unit(figure.unit.name, wanted.name, figure.unit.factor / wanted.factor)
    return claim._replace(figure=replace(figure, unit=counted))


def _products(
    claim: Claim, wholes: Sequence[Claim], counts: Sequence[Claim], pool: Sequence[Claim]
) -> Iterator[Reading]:
    """The ways to multiply a price, the fullest first."""
    times = [
        c
        for c in pool
        if _time(c) and abs(c.index - claim.index) <= _BESIDE and c.segment == claim.segment
    ]
    for whole in wholes:
        for count in counts:
            if whole.index == count.index:
                continue
            roles: Roles = {"金额": whole, "单价": claim, "数量": count}
            if _mean(claim):
                yield Reading(frame("price", "mean"), roles, "金额 ÷ 数量")
            for often in times[:3]:
                yield Reading(
                    frame("price", "months"), {**roles, "月数": often}, "单价 × 数量 × 次数"
                )
            if "月" in claim.label and not times:
                yield Reading(frame("price", "yearly"), roles, "单价 × 数量 × 12个月")
            yield Reading(frame("price", "whole"), roles, "单价 × 数量")
        yield from _of_several(claim, whole, counts)
        for often in times[:3]:
            yield Reading(
                frame("price", "whole"),
                {"金额": whole, "单价": claim, "数量": often},
                "单价 × 次数",
            )


#: What a price makes of an amount, if it is to be a part of it.
_LEAST = Decimal("0.01")


def _with_more(claim: Claim, wholes: Sequence[Claim], counts: Sequence[Claim]) -> Iterator[Reading]:
    """The amount is the product and another amount beside it."""
    for whole in wholes:
        for other in wholes:
            for count in counts[:2]:
                product = interval(claim).point * interval(count).point
                if other is not whole and product >= _LEAST * interval(whole).point:
                    roles = {"金额": whole, "单价": claim, "数量": count, "其他": other}
                    yield Reading(frame("price", "with_more"), roles, "单价 × 数量 + 其他")


def _of_several(claim: Claim, whole: Claim, counts: Sequence[Claim]) -> Iterator[Reading]:
    """A补贴285人、B补贴215人，每人每月均为80元: one price for several counts."""
    for several in range(2, len(counts) + 1):
        roles: Roles = {"金额": whole, "单价": claim, "各数量": tuple(counts[:several])}
        if "月" in claim.label:
            yield Reading(frame("price", "of_several_yearly"), roles, "单价 × 数量合计 × 12个月")
        yield Reading(frame("price", "of_several"), roles, "单价 × 数量合计")


def _of_standard(claim: Claim, near: Sequence[Claim]) -> Iterator[Reading]:
    """每亩105元发放40.65万亩、98420户，户均433.68元: an average of what a price and a count make."""
    if not _mean(claim):
        return
    for standard in (c for c in near if c.role == "price" and not _mean(c)):
        for several in _counts(standard, near)[:3]:
            for count in _counts(claim, near)[:3]:
                roles = {"单价": claim, "标准": standard, "标准数量": several, "数量": count}
                yield Reading(frame("price", "of_standard"), roles, "标准 × 数量 ÷ 数量")


#: How often a price is paid stands right beside it.
_BESIDE = 4


def _disturbed(pool: Sequence[Claim]) -> bool:
    """Whether several times stand beside a price, so that a product may be of other figures."""
    return sum(map(_time, pool)) > 1 or any(c.partial for c in pool)


def _time(claim: Claim) -> bool:
    """Whether a figure tells how often: 12个月, 两个学期."""
    times = _data("times")
    return claim.figure.unit.name in times or (
        claim.figure.unit.name == "个" and claim.noun.startswith(times)
    )


def _mean(claim: Claim) -> bool:
    """Whether a price is an average: it is rounded, and so much times its count."""
    return any(word in claim.label for word in _data("means"))


@cache
def _data(key: str) -> tuple[str, ...]:
    return tuple(frames()["price"][key])


def _counted(claim: Claim) -> tuple[str, ...]:
    """The units that a price is for: 每人 and 人均 are for 人, 18.5万元/亩 is for 亩."""
    if claim.noun.startswith("/"):
        return (
            claim.noun[1:3].rstrip("，。、；")
            if unit(claim.noun[1:3]).measures != claim.noun[1:3]
            else claim.noun[1:2],
        )
    each = frames()["price"]["each"]
    found = [name for word, units in each.items() if word in claim.label for name in units]
    told = [name for name in _units() if f"每{name}" in claim.label or f"{name}均" in claim.label]
    return tuple(dict.fromkeys((*told, *found)))


@cache
def _units() -> tuple[str, ...]:
    """What sentences count, the longest names first."""
    names = {*table("words")["units"]["counted"], *filter(None, UNITS)}
    return tuple(sorted(names, key=len, reverse=True))
