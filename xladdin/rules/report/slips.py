"""What a slip of the pen makes of a number: digits swapped, one digit off, the point or the unit moved."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from xladdin.model.figure import Figure
from xladdin.model.interval import Interval


class Slip(NamedTuple):
    """What may have been meant, and what kind of slip made the printed number of it."""

    meant: Decimal
    kind: str


#: With fewer digits one digit off is no evidence: any two numbers of that length are alike.
_TELLING = 4
SWAPPED, DIGIT = "数字颠倒", "错一位数字"
MOVED = {10: "小数点错一位", 10000: "万元与元填混"}


def slips(printed: Decimal) -> Iterator[Slip]:
    """The numbers that a slip may have turned into this one, the likeliest kinds first."""
    text = f"{printed:f}"
    digits = [at for at, sign in enumerate(text) if sign.isdigit()]
    pairs = (*itertools.pairwise(digits), *zip(digits, digits[2:], strict=False))
    for here, after in pairs:
        if text[here] != text[after]:
            signs = list(text)
            signs[here], signs[after] = signs[after], signs[here]
            if signs[0] != "0" or text[0] == "0":
                yield Slip(Decimal("".join(signs)), SWAPPED)
    for factor, kind in MOVED.items():
        yield Slip(printed * factor, kind)
        yield Slip(printed / factor, kind)
    if len(digits) >= _TELLING:
        for at in digits:
            for digit in "0123456789":
                if digit != text[at]:
                    yield Slip(Decimal(text[:at] + digit + text[at + 1 :]), DIGIT)


def slipped(printed: Decimal, fits: Callable[[Decimal], bool]) -> Slip | None:
    """The first slip with which a number fits."""
    return next((slip for slip in slips(printed) if fits(slip.meant)), None)


def alike(one: Decimal, other: Decimal) -> str:
    """The kind of slip that makes one number of the other; empty for none."""
    found = slipped(one, lambda meant: meant == other)
    return found.kind if found is not None else ""


def within(interval: Interval) -> Callable[[Decimal], bool]:
    """Whether a number lies in an interval."""
    return lambda number: interval.low <= number <= interval.high


def slips_apart(one: Figure, other: Figure) -> bool:
    """Whether a slip of the pen makes one figure of the other."""
    factor = other.unit.factor / one.unit.factor
    return slipped(one.value, lambda meant: meant == other.value * factor) is not None
