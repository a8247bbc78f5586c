"""Rates as quotients: of what was done and planned, of a product, turned upside down."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim
from xladdin.rules.report.frames import frame, frames
from xladdin.rules.report.prose import claim_name, interval, measure
from xladdin.rules.report.readings import Reading


@cache
def endings() -> tuple[str, ...]:
    """How the names of rates end."""
    return tuple(frames()["rate"]["endings"])


def turned(claim: Claim, reading: Reading) -> bool:
    """Whether the rate is what was planned divided by what was done."""
    done, planned = reading.roles["完成数"], reading.roles["计划数"]
    assert isinstance(done, Claim)
    assert isinstance(planned, Claim)
    if not claim.figure.places or interval(done).low <= 0:
        return False
    return equal(interval(planned) / interval(done), interval(claim)) is Verdict.HELD


def quotients(claim: Claim, pairs: Sequence[tuple[Claim, Claim]]) -> list[Reading]:
    """The rate as the quotient of each pair that can have one."""
    return [
        Reading(
            frame("rate", "rate"), {"完成率": claim, "完成数": a, "计划数": b},
            f"{claim_name(a)} ÷ {claim_name(b)}",
        )
        for a, b in pairs
        if a is not b and measure(a) == measure(b) and interval(b).low > 0
    ]  # fmt: skip


def of_adjusted(
    claim: Claim, pairs: Sequence[tuple[Claim, Claim]], changes: Sequence[Claim]
) -> list[Reading]:
    """The rate as that of each budget with what was added to it and taken from it: 含追加71.50万元."""
    less = frames()["sum"]["less"]
    taken = tuple(c for c in changes if any(word in c.label for word in less))
    added = tuple(c for c in changes if c not in taken)
    return [
        Reading(
            frame("rate", "of_adjusted"),
            {"完成率": claim, "完成数": a, "计划数": b, "追加各项": added, "调减各项": taken},
            f"{claim_name(a)} ÷ 调整后的{claim_name(b)}",
        )
        for a, b in pairs
        if changes and a is not b and {measure(c) for c in (a, b, *changes)} == {"money"}
    ]  # fmt: skip


def of_products(claim: Claim, counts: Sequence[Claim]) -> list[Reading]:
    """床位使用率 is of 床日 out of 床位 times 天."""
    return [
        Reading(
            frame("rate", "of_product"), {"完成率": claim, "完成数": a, "计划数": b, "倍数": c},
            f"{claim_name(a)} ÷ ({claim_name(b)} × {claim_name(c)})",
        )
        for a in counts
        for b in counts
        for c in counts
        if b.index < c.index and len({measure(a), measure(b), measure(c), "money"}) == _FOUR
    ]  # fmt: skip


_FOUR = 4
