"""Find the amounts and counts that a price belongs to, and the ways to multiply them."""

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
    """Return up to six amounts that a price may be of, the nearest first."""
    fit = [c for c in pool if measure(c) == measure(claim) and c.role in ("value", "total", "left")]
    return by_distance(fit, claim)[:6]


def counts_of(claim: Claim, pool: Sequence[Claim]) -> list[Claim]:
    """Return up to six counts of what a price is for, in its unit, the nearest first."""
    units = [unit(name) for name in _units_counted(claim)]
    fit = [c for c in pool if own(c) and c.figure.value > 0 and not is_time(c)]
    found = (
        next((_in_unit(c, each) for each in units if c.figure.unit.measures == each.measures), None)
        for c in by_distance(fit, claim)
    )
    return [count for count in found if count is not None][:6]


def any_counts_of(claim: Claim, pool: Sequence[Claim]) -> list[Claim]:
    """Return up to six counts of anything but money, the nearest first."""
    others = [c for c in pool if measure(c) not in ("ratio", measure(claim))]
    return by_distance((c for c in others if own(c) and c.figure.value > 0), claim)[:6]


def _in_unit(claim: Claim, wanted: Unit) -> Claim:
    """Return a count in the unit that a price is for: 1.2万亩 as 12,000 of 亩."""
    figure = claim.figure
    counted = Unit(figure.unit.name, wanted.name, figure.unit.factor / wanted.factor)
    return claim._replace(figure=replace(figure, unit=counted))


def products(
    claim: Claim, wholes: Sequence[Claim], counts: Sequence[Claim], pool: Sequence[Claim]
) -> Iterator[Reading]:
    """Yield the readings of a price times counts and times, those with most factors first."""
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


#: The least share of the amount that the product must be.
_LEAST = Decimal("0.01")


def with_more(claim: Claim, wholes: Sequence[Claim], counts: Sequence[Claim]) -> Iterator[Reading]:
    """Yield the readings of the amount as the product and another amount."""
    for whole in wholes:
        for other in wholes:
            for count in counts[:2]:
                product = interval(claim).point * interval(count).point
                if other is not whole and product >= _LEAST * interval(whole).point:
                    roles: Roles = {"金额": whole, "单价": claim, "数量": count, "其他": other}
                    yield read("price.with_more", "单价 × 数量 + 其他", **roles)


def _of_several(claim: Claim, whole: Claim, counts: Sequence[Claim]) -> Iterator[Reading]:
    """Yield the readings of one price for several counts: A补贴285人、B补贴215人，每人每月均为80元."""
    for several in range(2, len(counts) + 1):
        roles: Roles = {"金额": whole, "单价": claim, "各数量": tuple(counts[:several])}
        if "月" in claim.label:
            yield read("price.of_several_yearly", "单价 × 数量合计 × 12个月", **roles)
        yield read("price.of_several", "单价 × 数量合计", **roles)


def of_standard(claim: Claim, near: Sequence[Claim]) -> Iterator[Reading]:
    """Yield the readings of an average as another price times a count, by a count:
    每亩105元发放40.65万亩、98420户，户均433.68元."""
    if not is_mean(claim):
        return
    for standard in (c for c in near if c.role == "price" and not is_mean(c)):
        for several in counts_of(standard, near)[:3]:
            for count in counts_of(claim, near)[:3]:
                roles: Roles = {"单价": claim, "标准": standard, "标准数量": several, "数量": count}
                yield read("price.of_standard", "标准 × 数量 ÷ 数量", **roles)


#: How many claims away the number of payments may stand.
_BESIDE = 4


def is_time(claim: Claim) -> bool:
    """Return whether a figure tells how often: 12个月, 两个学期."""
    times = frame_words("price", "times")
    return claim.figure.unit.name in times or (
        claim.figure.unit.name == "个" and claim.noun.startswith(times)
    )


def is_mean(claim: Claim) -> bool:
    """Return whether a price is an average, which is rounded; 均为80元 is none."""
    means = any_of(frame_words("price", "means"), claim.label)
    return means and not claim.label.endswith(frame_words("price", "no_means"))


def _units_counted(claim: Claim) -> tuple[str, ...]:
    """Return the names of the units that a price is for: 人 for 每人 and 人均, 亩 for 18.5万元/亩."""
    if claim.noun.startswith("/"):
        two = claim.noun[1:3]
        return (two.rstrip("，。、；") if unit(two).measures != two else two[:1],)
    each = frames()["price"]["each"]
    found = [name for word, units in each.items() if word in claim.label for name in units]
    told = [name for name in _units() if f"每{name}" in claim.label or f"{name}均" in claim.label]
    return tuple(dict.fromkeys((*told, *found)))


@cache
def _units() -> tuple[str, ...]:
    """Return the names of all units that are counted, the longest first."""
    names = {*table("words")["units"]["counted"], *filter(None, UNITS)}
    return tuple(sorted(names, key=len, reverse=True))


def of_two(claim: Claim, near: Sequence[Claim]) -> Iterator[Reading]:
    """Read two prices for one amount: 一等163人、每人1500元，二等326人、每人1000元，共57.05万元."""
    for other in (c for c in near if c.role == "price" and c.figure.unit == claim.figure.unit):
        first, second = sorted((claim, other), key=lambda c: c.index)
        for whole in wholes_of(claim, near)[:3]:
            for one in counts_of(first, near)[:3]:
                for two in counts_of(second, near)[:3]:
                    if one.index != two.index:
                        more: Roles = {"另一单价": second, "另一数量": two}
                        why = "两种单价各乘数量"
                        yield read("price.of_two", why, 金额=whole, 单价=first, 数量=one, **more)
