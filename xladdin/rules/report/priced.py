"""What a price is of: the amounts and counts beside it, and the ways to multiply them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from msgspec.structs import replace

from xladdin.model.prose import Claim
from xladdin.model.unit import UNITS, Unit, unit
from xladdin.narrative.lexicon import table
from xladdin.rules.report.prose import interval, measure
from xladdin.rules.report.readings import Reading, Roles, frame_words, frames, read
from xladdin.rules.report.resolving import by_distance, own
from xladdin.rules.words import any_of


def wholes_of(claim: Claim, pool: Sequence[Claim]) -> list[Claim]:
    """The amounts that a price may be of, the nearest first."""
    fit = [c for c in pool if measure(c) == measure(claim) and c.role in ("value", "total", "left")]
    return by_distance(fit, claim)[:6]


def counts_of(claim: Claim, pool: Sequence[Claim]) -> list[Claim]:
    """The counts of what a price is for, in its unit, the nearest first."""
    units = [unit(name) for name in _counted(claim)]
    fit = [c for c in pool if own(c) and c.figure.value > 0 and not is_time(c)]
    found = (
        next((_in(c, each) for each in units if c.figure.unit.measures == each.measures), None)
        for c in by_distance(fit, claim)
    )
    return [count for count in found if count is not None][:6]


def any_counts_of(claim: Claim, pool: Sequence[Claim]) -> list[Claim]:
    """All counts of something else than money, the nearest first: a price may be for any."""
    others = [c for c in pool if measure(c) not in ("ratio", measure(claim))]
    return by_distance((c for c in others if own(c) and c.figure.value > 0), claim)[:6]


def _in(claim: Claim, wanted: Unit) -> Claim:
    """A count in the unit that a price is for: 1.2万亩 as 12,000 of 亩."""
    figure = claim.figure
    counted = Unit(figure.unit.name, wanted.name, figure.unit.factor / wanted.factor)
    return claim._replace(figure=replace(figure, unit=counted))


def products(
    claim: Claim, wholes: Sequence[Claim], counts: Sequence[Claim], pool: Sequence[Claim]
) -> Iterator[Reading]:
    """The ways to multiply a price, the fullest first."""
    beside = (c for c in pool if abs(c.index - claim.index) <= _BESIDE)
    times = [c for c in beside if is_time(c) and c.segment == claim.segment]
    for whole in wholes:
        for count in counts:
            if whole.index == count.index:
                continue
            roles: Roles = {"金额": whole, "单价": claim, "数量": count}
            if is_mean(claim):
                yield read("price.mean", "金额 ÷ 数量", **roles)
            for often in times[:3]:
                yield read("price.months", "单价 × 数量 × 次数", **roles, 月数=often)
            if "月" in claim.label and not times:
                yield read("price.yearly", "单价 × 数量 × 12个月", **roles)
            yield read("price.whole", "单价 × 数量", **roles)
        yield from _of_several(claim, whole, counts)
        for often in times[:3]:
            yield read("price.whole", "单价 × 次数", 金额=whole, 单价=claim, 数量=often)


#: What a price makes of an amount, if it is to be a part of it.
_LEAST = Decimal("0.01")


def with_more(claim: Claim, wholes: Sequence[Claim], counts: Sequence[Claim]) -> Iterator[Reading]:
    """The amount is the product and another amount beside it."""
    for whole in wholes:
        for other in wholes:
            for count in counts[:2]:
                product = interval(claim).point * interval(count).point
                if other is not whole and product >= _LEAST * interval(whole).point:
                    roles: Roles = {"金额": whole, "单价": claim, "数量": count, "其他": other}
                    yield read("price.with_more", "单价 × 数量 + 其他", **roles)


def _of_several(claim: Claim, whole: Claim, counts: Sequence[Claim]) -> Iterator[Reading]:
    """A补贴285人、B补贴215人，每人每月均为80元: one price for several counts."""
    for several in range(2, len(counts) + 1):
        roles: Roles = {"金额": whole, "单价": claim, "各数量": tuple(counts[:several])}
        if "月" in claim.label:
            yield read("price.of_several_yearly", "单价 × 数量合计 × 12个月", **roles)
        yield read("price.of_several", "单价 × 数量合计", **roles)


def of_standard(claim: Claim, near: Sequence[Claim]) -> Iterator[Reading]:
    """每亩105元发放40.65万亩、98420户，户均433.68元: an average of what a price and a count make."""
    if not is_mean(claim):
        return
    for standard in (c for c in near if c.role == "price" and not is_mean(c)):
        for several in counts_of(standard, near)[:3]:
            for count in counts_of(claim, near)[:3]:
                roles: Roles = {"单价": claim, "标准": standard, "标准数量": several, "数量": count}
                yield read("price.of_standard", "标准 × 数量 ÷ 数量", **roles)


#: How often a price is paid stands right beside it.
_BESIDE = 4


def is_time(claim: Claim) -> bool:
    """Whether a figure tells how often: 12个月, 两个学期."""
    times = frame_words("price", "times")
    return claim.figure.unit.name in times or (
        claim.figure.unit.name == "个" and claim.noun.startswith(times)
    )


def is_mean(claim: Claim) -> bool:
    """Whether a price is an average: it is rounded, and so much times its count; 均为80元 is none."""
    means = any_of(frame_words("price", "means"), claim.label)
    return means and not claim.label.endswith(frame_words("price", "no_means"))


def _counted(claim: Claim) -> tuple[str, ...]:
    """The units that a price is for: 每人 and 人均 are for 人, 18.5万元/亩 is for 亩."""
    if claim.noun.startswith("/"):
        two = claim.noun[1:3]
        return (two.rstrip("，。、；") if unit(two).measures != two else two[:1],)
    each = frames()["price"]["each"]
    found = [name for word, units in each.items() if word in claim.label for name in units]
    told = [name for name in _units() if f"每{name}" in claim.label or f"{name}均" in claim.label]
    return tuple(dict.fromkeys((*told, *found)))


@cache
def _units() -> tuple[str, ...]:
    """What sentences count, the longest names first."""
    names = {*table("words")["units"]["counted"], *filter(None, UNITS)}
    return tuple(sorted(names, key=len, reverse=True))


def of_two(claim: Claim, near: Sequence[Claim]) -> Iterator[Reading]:
    """一等163人、每人1500元，二等326人、每人1000元，共57.05万元: two prices, one amount."""
    for other in (c for c in near if c.role == "price" and c.figure.unit == claim.figure.unit):
        first, second = sorted((claim, other), key=lambda c: c.index)
        for whole in wholes_of(claim, near)[:3]:
            for one in counts_of(first, near)[:3]:
                for two in counts_of(second, near)[:3]:
                    if one.index != two.index:
                        more: Roles = {"另一单价": second, "另一数量": two}
                        why = "两种单价各乘数量"
                        yield read("price.of_two", why, 金额=whole, 单价=first, 数量=one, **more)
