"""A printed figure is an interval: the values that would have been printed that way."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

ZERO = Decimal(0)


class Verdict(StrEnum):
    """What is known of a relation between figures."""

    HELD = "held"
    ROUNDING = "rounding"
    VIOLATED = "violated"
    SKIPPED = "skipped"


class Interval(Struct, frozen=True):
    """A point (the figure as printed) inside the closed interval it stands for.

    All arithmetic is plain interval arithmetic on the bounds; the point is computed beside it, so
    that a relation can be told apart that holds exactly from one that holds by rounding only.
    """

    point: Decimal
    low: Decimal
    high: Decimal

    @classmethod
    def exact(cls, value: Decimal | int) -> Interval:
        """A number without rounding: a constant of a rule, a count."""
        value = Decimal(value)
        return cls(value, value, value)

    @classmethod
    def printed(cls, value: Decimal, places: int) -> Interval:
        """The values printed as ``value`` with ``places`` decimals: 17.67 is [17.665, 17.675]."""
        half = Decimal(5).scaleb(-places - 1)
        return cls(value, value - half, value + half)

    @classmethod
    def said(cls, value: Decimal, places: int, before: str | None, after: str | None) -> Interval:
        """The printed interval, widened on the side that 约, 近, 余, 左右 say."""
        interval = cls.printed(value, places)
        grain = _grain(value, places)
        low, high = interval.low, interval.high
        if before in ("近", "将近", "接近"):
            low = value - grain
        elif before or after in ("左右", "上下"):
            low, high = value - grain, value + grain
        elif after in ("余", "多"):
            low, high = value, value + grain
        return cls(value, min(low, interval.low), max(high, interval.high))

    def scaled(self, factor: Decimal) -> Interval:
        """The same quantity in another unit; ``factor`` is positive."""
        if factor == 1:
            return self
        return Interval(self.point * factor, self.low * factor, self.high * factor)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.point + other.point, self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.point - other.point, self.low - other.high, self.high - other.low)

    def __neg__(self) -> Interval:
        return Interval(-self.point, -self.high, -self.low)

    def __mul__(self, other: Interval) -> Interval:
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(self.point * other.point, min(corners), max(corners))

    def __truediv__(self, other: Interval) -> Interval:
        """Raises ZeroDivisionError when the divisor's interval holds zero."""
        if other.low <= ZERO <= other.high:
            raise ZeroDivisionError("the divisor's interval holds zero")
        corners = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(self.point / other.point, min(corners), max(corners))

    def __lt__(self, other: Interval) -> bool:
        """By the points: so ``min`` and ``max`` choose."""
        return self.point < other.point

    def __contains__(self, value: Decimal) -> bool:
        return self.low <= value <= self.high


def _grain(value: Decimal, places: int) -> Decimal:
    """One unit of the last digit that is not a trailing zero: 100 for 2600, 0.1 for 3.5."""
    if places or value == 0:
        return Decimal(1).scaleb(-places)
    digits = str(abs(value))
    return Decimal(1).scaleb(len(digits) - len(digits.rstrip("0")))


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum; zero for none."""
    result = Interval.exact(0)
    for interval in intervals:
        result = result + interval
    return result


def equal(left: Interval, right: Interval) -> Verdict:
    """Held if one side's point is what the other side may stand for (so it would be printed so)."""
    if left.point in right or right.point in left:
        return Verdict.HELD
    if left.low <= right.high and right.low <= left.high:
        return Verdict.ROUNDING
    return Verdict.VIOLATED


def at_most(left: Interval, right: Interval) -> Verdict:
    """Whether ``left`` ≤ ``right`` can be so."""
    if left.point <= right.point:
        return Verdict.HELD
    return Verdict.ROUNDING if left.low <= right.high else Verdict.VIOLATED
