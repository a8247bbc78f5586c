"""A printed figure is an interval; arithmetic keeps every value it may stand for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xladdin.model.interval import Interval, Verdict, at_most, equal, total

VALUES = st.decimals(-10_000, 10_000, places=3)
SHARES = st.decimals(0, 1, places=3)
INTERVALS = st.builds(Interval.printed, VALUES, st.integers(0, 3))


def within(interval: Interval, share: Decimal) -> Decimal:
    """The value that lies this share of the way from the lower bound to the upper one."""
    return interval.low + (interval.high - interval.low) * share


def near(interval: Interval, value: Decimal) -> bool:
    """Whether a value lies in an interval, but for the last digits of a division."""
    slack = Decimal("1e-20") * max(abs(value), 1)
    return interval.low - slack <= value <= interval.high + slack


@pytest.mark.parametrize(
    ("value", "places", "low", "high"),
    [
        ("17.67", 2, "17.665", "17.675"),
        ("14.4", 1, "14.35", "14.45"),
        ("14.4", 2, "14.395", "14.405"),
        ("42", 0, "41.5", "42.5"),
        ("0", 0, "-0.5", "0.5"),
        ("-7.25", 2, "-7.255", "-7.245"),
        ("2600", -2, "2550", "2650"),
    ],
)
def test_a_printed_figure_reaches_half_a_unit_of_its_last_digit(
    value: str, places: int, low: str, high: str
) -> None:
    printed = Interval.printed(Decimal(value), places)
    assert (printed.low, printed.point, printed.high) == (
        Decimal(low),
        Decimal(value),
        Decimal(high),
    )


def test_an_exact_number_is_all_point() -> None:
    assert Interval.exact(5) == Interval(Decimal(5), Decimal(5), Decimal(5))


@given(INTERVALS, INTERVALS, SHARES, SHARES)
def test_the_sum_of_what_two_figures_stand_for_lies_in_their_sum(
    a: Interval, b: Interval, x: Decimal, y: Decimal
) -> None:
    assert within(a, x) + within(b, y) in a + b


@given(INTERVALS, INTERVALS, SHARES, SHARES)
def test_the_difference_lies_in_their_difference(
    a: Interval, b: Interval, x: Decimal, y: Decimal
) -> None:
    assert within(a, x) - within(b, y) in a - b


@given(INTERVALS, INTERVALS, SHARES, SHARES)
def test_the_product_lies_in_their_product(
    a: Interval, b: Interval, x: Decimal, y: Decimal
) -> None:
    assert within(a, x) * within(b, y) in a * b


@given(INTERVALS, INTERVALS, SHARES, SHARES)
def test_the_quotient_lies_in_their_quotient(
    a: Interval, b: Interval, x: Decimal, y: Decimal
) -> None:
    assume(not b.low <= 0 <= b.high)
    assert near(a / b, within(a, x) / within(b, y))


@given(INTERVALS, INTERVALS)
def test_nothing_is_divided_by_what_may_be_zero(a: Interval, b: Interval) -> None:
    assume(b.low <= 0 <= b.high)
    with pytest.raises(ZeroDivisionError):
        a / b


@given(INTERVALS, SHARES)
def test_the_negative_lies_in_the_negative(a: Interval, x: Decimal) -> None:
    assert -within(a, x) in -a


@given(INTERVALS, SHARES)
def test_a_change_of_unit_keeps_what_it_stands_for(a: Interval, x: Decimal) -> None:
    assert within(a, x) * 10_000 in a.scaled(Decimal(10_000))


@given(st.lists(st.tuples(INTERVALS, SHARES)))
def test_the_total_holds_every_sum(parts: list[tuple[Interval, Decimal]]) -> None:
    assert sum(within(a, x) for a, x in parts) in total(a for a, _ in parts)


@given(INTERVALS, INTERVALS, st.sampled_from("+-*"))
def test_the_point_is_computed_beside_the_bounds(a: Interval, b: Interval, sign: str) -> None:
    computed = {"+": a + b, "-": a - b, "*": a * b}[sign]
    points = {"+": a.point + b.point, "-": a.point - b.point, "*": a.point * b.point}[sign]
    assert computed.point == points
    assert computed.low <= computed.point <= computed.high


@given(INTERVALS, INTERVALS)
def test_equal_is_violated_only_where_no_value_is_in_both(a: Interval, b: Interval) -> None:
    apart = a.high < b.low or b.high < a.low
    assert (equal(a, b) is Verdict.VIOLATED) == apart
    assert equal(a, b) is equal(b, a)
    if equal(a, b) is Verdict.HELD:
        assert a.point in b or b.point in a


@given(INTERVALS, INTERVALS)
def test_at_most_is_violated_only_where_every_value_is_more(a: Interval, b: Interval) -> None:
    assert (at_most(a, b) is Verdict.VIOLATED) == (a.low > b.high)
    assert (at_most(a, b) is Verdict.HELD) == (a.point <= b.point)


@given(INTERVALS)
def test_a_figure_equals_itself(a: Interval) -> None:
    assert equal(a, a) is at_most(a, a) is Verdict.HELD
