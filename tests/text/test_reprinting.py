"""Another number is printed as the one before: decimals, separators, width, nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xladdin.text.cleaning import clean
from xladdin.text.numbers import value
from xladdin.text.reprinting import reprinted


def changed(text: str, before: str, after: str) -> str | None:
    done = reprinted(text, Decimal(before), Decimal(after))
    return done and text[: done.start] + done.text + text[done.end :]


@pytest.mark.parametrize(
    ("text", "before", "after", "expected"),
    [
        ("93.57%", "93.57", "93.75", "93.75%"),
        ("93.57%", "93.57", "93.7", "93.70%"),
        ("共100%。", "100", "93.75", "共93.75%。"),
        ("1,234.50万元", "1234.50", "2018.6", "2,018.60万元"),
        ("1,234.50万元", "1234.5", "18.6", "18.60万元"),
        ("1，234人", "1234", "12345", "12，345人"),
        ("999.00", "999", "1000", "1000.00"),
        ("１２．５０万元", "12.5", "18", "１８．００万元"),
        ("１２人", "12", "12.5", "１２．５人"),
        ("约5人", "5", "6", "约6人"),
        ("增长-5.2%", "-5.2", "-2.5", "增长-2.5%"),
        ("－5.2", "-5.2", "2.5", "2.5"),
        ("5.2", "5.2", "-2.5", "-2.5"),
        ("+3.0个百分点", "3", "4", "+4.0个百分点"),
        ("3-5人", "5", "6", "3-6人"),
        (".5", "0.5", "0.25", ".25"),
        ("其中：\u3000一般公共预算：477.00", "477", "467.56", "其中：\u3000一般公共预算：467.56"),
        ("共12. 50 万元", "12.5", "18", "共18.00 万元"),
        ("四个方面", "4", "3", "三个方面"),
        ("十一项", "11", "20", "二十项"),
        ("2023年度自评表", "2023", "2024", "2024年度自评表"),
        ("1818600", "1818600", "181.86", "181.86"),
        ("0", "0", "12.5", "12.5"),
    ],
)
def test_what_the_number_looked_like_stays(
    text: str, before: str, after: str, expected: str
) -> None:
    assert changed(text, before, after) == expected


@pytest.mark.parametrize("text", ["5人，另有5人", "12人", "", "无", "15.5"])
def test_a_number_that_is_not_there_once_is_left(text: str) -> None:
    assert changed(text, "5", "6") is None


@given(
    st.decimals(0, 10**9, places=2), st.decimals(0, 10**9, places=2),
    st.sampled_from(["{:f}", "{:,f}"]), st.booleans(),
)  # fmt: skip
def test_what_is_printed_reads_as_the_number_meant(
    before: Decimal, after: Decimal, way: str, wide: bool
) -> None:
    text = way.format(before)
    if wide:
        text = text.translate({code: code + 0xFEE0 for code in map(ord, "0123456789.")})
    done = reprinted(f"共{text}万元", before, after)
    assert done is not None
    assert (done.start, done.end) == (1, 1 + len(text))
    assert value(clean(done.text).text) == after
