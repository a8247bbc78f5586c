"""Define the interval of values that would be printed as one figure, and compare intervals."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

ZERO = Decimal(0)


class Verdict(StrEnum):
    """The result of judging a relation between figures."""

    HELD = "held"
    ROUNDING = "rounding"
    VIOLATED = "violated"
    SKIPPED = "skipped"

    @property
    def holds(self) -> bool:
        """Whether the relation holds, exactly or by rounding."""
        return self in (Verdict.HELD, Verdict.ROUNDING)


class Interval(Struct, frozen=True):
    """A point (the figure as printed) inside the closed interval it stands for.

    Arithmetic is plain interval arithmetic on the bounds, with the point computed beside them. So a
    relation that holds exactly is told apart from one that holds only by rounding.
    """

    point: Decimal
    low: Decimal
    high: Decimal

    @classmethod
    def exact(cls, value: Decimal | int) -> Interval:
        """Return the interval of a number without rounding: a constant of a rule, a count."""
        value = Decimal(value)
        return cls(value, value, value)

    @classmethod
    def printed(cls, value: Decimal, places: int) -> Interval:
        """Return the values printed as ``value`` with ``places`` decimals: 17.67 is [17.665, 17.675]."""
        half = Decimal(5).scaleb(-places - 1)
        return cls(value, value - half, value + half)

    @classmethod
    def said(cls, value: Decimal, places: int, before: str | None, after: str | None) -> Interval:
        """Return the printed interval, widened as 约, 近, 余 or 左右 say."""
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
        """Return the same quantity in another unit; ``factor`` is positive."""
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
        """Divide; ZeroDivisionError if the divisor's interval contains zero."""
        if other.low <= ZERO <= other.high:
            raise ZeroDivisionError("the divisor's interval holds zero")
        corners = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(self.point / other.point, min(corners), max(corners))

    def __lt__(self, other: Interval) -> bool:
        """Compare the points, so that ``min`` and ``max`` work."""
        return self.point < other.point

    def __contains__(self, value: Decimal) -> bool:
        return self.low <= value <= self.high


def _grain(value: Decimal, places: int) -> Decimal:
    """Return one unit of the last digit that is not a trailing zero: 100 for 2600, 0.1 for 3.5."""
    if places or value == 0:
        return Decimal(1).scaleb(-places)
    digits = str(abs(value))
    return Decimal(1).scaleb(len(digits) - len(digits.rstrip("0")))


def total(intervals: Iterable[Interval]) -> Interval:
    """Return the sum; zero if there are none."""
    result = Interval.exact(0)
    for interval in intervals:
        result = result + interval
    return result


def equal(left: Interval, right: Interval) -> Verdict:
    """Judge ``left == right``: held if a point lies in the other interval, rounding if they overlap."""
    if left.point in right or right.point in left:
        return Verdict.HELD
    if left.low <= right.high and right.low <= left.high:
        return Verdict.ROUNDING
    return Verdict.VIOLATED


def at_most(left: Interval, right: Interval) -> Verdict:
    """Judge ``left <= right``: held if the points satisfy it, rounding if only the intervals do."""
    if left.point <= right.point:
        return Verdict.HELD
    return Verdict.ROUNDING if left.low <= right.high else Verdict.VIOLATED
