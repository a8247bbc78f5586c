"""Numbers are read alike in prose and in cells, with the words that stand around them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xladdin.model.unit import UNITS
from xladdin.text import numbers

SCANNED = re.compile(rf"(?<![0-9.])(?P<number>{numbers.NUMBER})")
SAID = re.compile(
    rf"(?P<before>{numbers.BOUNDS}|{numbers.BEFORE})?(?P<number>{numbers.NUMBER})"
    rf"(?P<more>{numbers.MORE})?(?P<unit>万元|个|次)?(?P<after>{numbers.AFTER})?"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("收入1,234.56万元", ["1234.56"]),
        ("收入1，234.56万元，支出12，345元", ["1234.56", "12345"]),
        ("分别为10，234，56", ["10", "234", "56"]),
        ("5，120个", ["5", "120"]),
        ("2.50、007", ["2.50", "007"]),
        ("2024.12.31至1.2.3", []),
        ("12345678901234567890", []),
        ("共12.", ["12"]),
        ("3-5、10%", ["3", "5", "10"]),
        ("٣", []),
    ],
)
def test_the_numbers_of_a_sentence(text: str, found: list[str]) -> None:
    values = [numbers.value(each["number"]) for each in SCANNED.finditer(text)]
    assert [str(each) for each in values] == [str(Decimal(each)) for each in found]


@given(st.decimals(0, 10**12, places=2, allow_nan=False), st.sampled_from(["万元", "个", "。", ""]))
def test_every_amount_is_found_as_it_is_set(amount: Decimal, behind: str) -> None:
    for text in (f"{amount}", f"{amount:,}"):
        (found,) = SCANNED.finditer(f"支出{text}{behind}")
        assert numbers.value(found["number"]).as_tuple() == amount.as_tuple()


def test_chinese_numerals() -> None:
    digits = " 一二三四五六七八九"
    for number in range(2, 100):
        tens, ones = divmod(number, 10)
        text = (digits[tens] if tens > 1 else "") + ("十" if tens else "") + digits[ones].strip()
        assert numbers.chinese_number(text) == number
        assert re.fullmatch(numbers.CHINESE_NUMBER, text)
    assert numbers.chinese_number("两") == 2


@pytest.mark.parametrize(
    ("text", "operator", "low", "high"),
    [
        ("300万元", "", "299.5", "300.5"),
        ("至少300万元", "≥", "299.5", "300.5"),
        ("不少于300万元", "≥", "299.5", "300.5"),
        ("不低于300万元", "≥", "299.5", "300.5"),
        ("不足300万元", "<", "299.5", "300.5"),
        ("不到300万元", "<", "299.5", "300.5"),
        ("超过300万元", ">", "299.5", "300.5"),
        ("不超过300万元", "≤", "299.5", "300.5"),
        ("300万元以上", "≥", "299.5", "300.5"),
        ("300万元以内", "≤", "299.5", "300.5"),
        ("300万元内设", "", "299.5", "300.5"),
        ("近300万元", "", "200", "300.5"),
        ("将近300万元", "", "200", "300.5"),
        ("约300万元", "", "200", "400"),
        ("差不多300万元", "", "200", "400"),
        ("节约300万元", "", "299.5", "300.5"),
        ("附近300万元", "", "299.5", "300.5"),
        ("300余万元", "", "299.5", "400"),
        ("300多万元", "", "299.5", "400"),
        ("300万元左右", "", "200", "400"),
        ("300万元上下", "", "200", "400"),
        ("300万元余额", "", "299.5", "300.5"),
        ("至少300个", "≥", "300", "300"),
        ("大多300个", "", "300", "300"),
        ("差不多300个", "", "200", "400"),
        ("300个多次", "", "300", "300"),
    ],
)  # fmt: skip
def test_the_words_around_a_number(text: str, operator: str, low: str, high: str) -> None:
    found = SAID.search(text)
    assert found is not None
    after = found["more"] or found["after"] or ""
    measure = UNITS[found["unit"]]
    number = numbers.value(found["number"])
    figure = numbers.figure(found[0], number, measure, before=found["before"] or "", after=after)
    assert (figure.operator, figure.typed.low, figure.typed.high) == (
        operator,
        Decimal(low),
        Decimal(high),
    )
    widened = figure.printed.high - figure.printed.low > 1
    assert figure.irregular is widened


@pytest.mark.parametrize(
    ("number", "upper", "low", "high", "point"),
    [("3", "5", "3", "5", "5"), ("10", "15.5", "10", "15.5", "15.5"), ("5", "3", "2.5", "3.5", "3")],
)  # fmt: skip
def test_a_range(number: str, upper: str, low: str, high: str, point: str) -> None:
    figure = numbers.figure(
        f"{number}-{upper}万元", Decimal(number), UNITS["万元"], upper=Decimal(upper)
    )
    assert (figure.printed.low, figure.printed.high, figure.value) == (
        Decimal(low),
        Decimal(high),
        Decimal(point),
    )
    assert figure.irregular is (Decimal(number) < Decimal(upper))


def test_a_count_is_exact_and_points_are_where_it_is_said_so() -> None:
    def width(number: str, unit: str, exact: tuple[str, ...] = ()) -> Decimal:
        typed = numbers.figure(number, Decimal(number), UNITS[unit], exact=exact).typed
        return typed.high - typed.low

    assert (width("12", "个"), width("12", "人"), width("1.5", "万人")) == (0, 0, Decimal("0.1"))
    assert (width("98.6", "分"), width("98.6", "分", ("points",))) == (Decimal("0.1"), 0)
    assert (width("12", "万元"), width("12", "%")) == (1, 1)


def test_each_word_is_of_one_kind() -> None:
    assert not set(numbers.BOUND_WORDS) & set(numbers.TARGET_WORDS)
    for word, operator in numbers.OPERATORS.items():
        found = re.match(numbers.OPERATOR, word + "5")
        assert found is not None
        assert found[0] == word
        assert numbers.bound(word, "") == operator
        assert not numbers.vague(word, "")
        assert not re.fullmatch(numbers.BEFORE, word)
