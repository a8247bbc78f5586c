"""The number in a cell: what it is, in which unit, with which operator, how precise."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xladdin.forms.figures import bare_operator, read_figure
from xladdin.model.figure import Figure
from xladdin.model.unit import UNITS

WAN, PERCENT, POINTS, PEOPLE, ANY = (UNITS[name] for name in ("万元", "%", "分", "人", ""))


def figure(text: str, default: str = "万元") -> Figure:
    found = read_figure(text, UNITS[default])
    assert found is not None
    return found


def spans(text: str, default: str = "万元") -> tuple[str, str]:
    """The interval as typed."""
    typed = figure(text, default).typed
    return f"{typed.low.normalize():f}", f"{typed.high.normalize():f}"


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0", "0", "万元"),
        ("14.4", "14.4", "万元"),
        (" 14.40 ", "14.40", "万元"),
        ("　14.4", "14.4", "万元"),
        ("１４．４", "14.4", "万元"),
        ("1,234.56", "1234.56", "万元"),
        ("1，234，567", "1234567", "万元"),
        ("１，２３４．５", "1234.5", "万元"),
        (".5", "0.5", "万元"),
        ("007", "7", "万元"),
        ("-7.25", "-7.25", "万元"),
        ("－5", "-5", "万元"),
        ("−5", "-5", "万元"),
        ("+3", "3", "万元"),
        ("￥6.40", "6.40", "万元"),
        ("¥-6.40", "-6.40", "万元"),
        ("¥6.40万元", "6.40", "万元"),
        ("△0.18", "-0.18", "万元"),
        ("▲0.18", "-0.18", "万元"),
        ("（0.18）", "-0.18", "万元"),
        ("(1,234.50)", "-1234.50", "万元"),
        ("5元", "5", "元"),
        ("5 万元", "5", "万元"),
        ("5\n万元", "5", "万元"),
        ("3 .5", "3.5", "万元"),
        ("252. 00万元", "252.00", "万元"),
        ("12 800 000 元", "12800000", "元"),
        ("1.\u200b00", "1.00", "万元"),
        ("5万", "5", "万元"),
        ("3.2亿元", "3.2", "亿元"),
        ("4.5千元", "4.5", "千元"),
        ("380㎡", "380", "㎡"),
        ("380m²", "380", "㎡"),
        ("380m2", "380", "㎡"),
        ("380平方米", "380", "㎡"),
        ("1.2万平方米", "1.2", "万㎡"),
        ("2.5km", "2.5", "公里"),
        ("12.5分", "12.5", "分"),
        ("100%", "100", "%"),
        ("１００％", "100", "%"),
        ("１．５％", "1.5", "%"),
        ("3‰", "3", "‰"),
        ("95百分比", "95", "%"),
        ("1.5个百分点", "1.5", "个百分点"),
        ("600人", "600", "人"),
        ("600人次", "600", "人次"),
        ("12人(次)", "12", "人(次)"),
        ("12人（次）", "12", "人(次)"),
        ("5个工作日", "5", "个工作日"),
        ("4次/年", "4", "次/年"),
        ("0.8万元/公里", "0.8", "万元/公里"),
        ("3个月", "3", "个月"),
        ("2年", "2", "年"),
        ("2600余万元", "2600", "万元"),
        ("约5", "5", "万元"),
        ("5左右", "5", "万元"),
        ("近300万元", "300", "万元"),
    ],
)
def test_a_number_is_read_with_its_unit(text: str, value: str, unit: str) -> None:
    found = figure(text)
    assert (found.value, found.unit.name) == (Decimal(value), unit)
    assert found.value.as_tuple() == Decimal(value).as_tuple()
    assert found.text == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "　\n", "—", "——", "/", "无", "……", "≥", "≥%", "定性", "长期", "见附表", "年度",
        "5–8", "5-8", "5—8", "5~8", "5～8人", "50%-60%", "5至8", "3、4", "1/3", "½", "3:2", "1:2",
        "(5)", "（5）", "①", "⑤", "5²", "5₂", "10³", "Ⅳ", "五", "五十", "两",
        "1,23", "1,234,56", "12,34.5", ",123", "5.", "1.2.3", "--5", "+-5", "5%%", "5-", "$5", "$-5",
        "1e999", "1e5", "1E+05", "NaN", "nan", "sNaN", "Infinity", "-inf", "inf", "0x1F", "1_000",
        "٣", "٣٤", "৩", "१२", "𝟓𝟔", "5G网络", "4A景区", "A5", "5abc",
        "10\n10", "10 5", "1 0", "0.9\n0.5", "100分 90分", "10(5)", "5(其中3)",
        "2024年", "2024年度", "12月", "12月底", "12月底前", "12月20日", "2024年12月", "2024-12-31",
        "2025年3月6日", "6月30日前", "10日前", "2024.12.31", "0000-1234567", "第3名",
        "1" * 40, "9" * 5000, "0." + "1" * 40, "1," + "000," * 400 + "000", "-" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_single_number_is_no_figure(text: str) -> None:
    assert [read_figure(text, unit) for unit in (WAN, PERCENT, POINTS, PEOPLE, ANY)] == [None] * 5


@pytest.mark.parametrize("text", ["1" * 18, "123456789012.12", "-999999999999.99", "0.000001"])
def test_the_longest_amounts_keep_every_digit(text: str) -> None:
    found = figure(text)
    assert f"{found.value:f}" == text
    assert found.typed.low < found.value < found.typed.high
    assert found.typed.high - found.typed.low == Decimal(1).scaleb(-found.places)


@pytest.mark.parametrize(
    ("texts", "operator"),
    [
        ("≥ ≧ ⩾ >= => ＞= 不低于 不少于 不小于 大于等于 大于或等于 至少 达到", "≥"),
        ("≤ ≦ ⩽ <= =< ＜= 不超过 不高于 不大于 不多于 小于等于 小于或等于 控制在", "≤"),
        ("> ＞ 大于 超过 高于 多于", ">"),
        ("< ＜ 小于 低于 少于 不足 不到", "<"),
        ("= ＝ == 等于", "="),
    ],
)
def test_an_operator_is_read_however_it_is_written(texts: str, operator: str) -> None:
    for text in texts.split():
        for written in (f"{text}95%", f"{text} 95 %", f"{text}９５％"):
            found = figure(written, "")
            assert (found.operator, found.value, found.unit) == (operator, 95, PERCENT)


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("100％以上", "≥"), ("95%及以上", "≥"), ("3年以上", "≥"), ("5次以下", "≤"),
        ("5个工作日以内", "≤"), ("10天内", "≤"), ("95%(含)以上", "≥"), ("≥95%以上", "≥"), ("95%", ""),
    ],
)  # fmt: skip
def test_a_word_behind_the_number_is_an_operator_too(text: str, operator: str) -> None:
    assert figure(text, "").operator == operator


@pytest.mark.parametrize("text", ["≥", "≧", "≤ ", "≥%", "＞", "=", "不低于", "≥人次", "≥ 万元"])
def test_an_operator_without_a_number_is_told_apart(text: str) -> None:
    assert bare_operator(text)
    assert read_figure(text, ANY) is None


@pytest.mark.parametrize("text", ["", "≥5", "定性", "5", "大于上年的数", "≥≥"])
def test_what_says_something_is_no_bare_operator(text: str) -> None:
    assert not bare_operator(text)


# Precision


@pytest.mark.parametrize(
    ("text", "default", "low", "high"),
    [
        ("17.67", "万元", "17.665", "17.675"),
        ("17.670", "万元", "17.6695", "17.6705"),
        ("18", "万元", "17.5", "18.5"),
        ("-7.25", "万元", "-7.255", "-7.245"),
        ("95.13%", "%", "95.125", "95.135"),
        ("25", "人", "25", "25"),
        ("10", "分", "10", "10"),
        ("9.51", "分", "9.51", "9.51"),
        ("12.5分", "分", "12.5", "12.5"),
        ("600人次", "", "600", "600"),
        ("1.5万人", "", "1.45", "1.55"),
        ("2600余万元", "万元", "2599.5", "2700"),
        ("2650多万元", "万元", "2649.5", "2660"),
        ("约5", "万元", "4", "6"),
        ("约2600", "万元", "2500", "2700"),
        ("5左右", "人", "4", "6"),
        ("近300", "万元", "200", "300.5"),
        ("约0", "万元", "-1", "1"),
    ],
)
def test_a_figure_is_as_wide_as_it_was_printed(
    text: str, default: str, low: str, high: str
) -> None:
    assert spans(text, default) == (low, high)


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("99.45%", "99.45", "99.445", "99.455"),
        ("99.45", "99.45", "99.445", "99.455"),
        ("0.9945", "99.45", "99.445", "99.455"),
        ("1", "100", "50", "150"),
        ("1.00", "100", "99.5", "100.5"),
        ("100", "100", "99.5", "100.5"),
        ("0", "0", "-0.5", "0.5"),
        ("0.5%", "0.5", "0.45", "0.55"),
    ],
)
def test_a_rate_may_be_typed_as_a_fraction(text: str, value: str, low: str, high: str) -> None:
    assert figure(text, "%").value == Decimal(value)
    assert spans(text, "%") == (low, high)


@pytest.mark.parametrize(
    ("text", "default", "irregular"),
    [
        ("5", "万元", False), ("5万元", "万元", False), ("12.5分", "分", False), ("95%", "%", False),
        ("95%", "", False), ("≥95%", "", False), ("5人", "人", False), ("5万", "万元", True),
        ("5元", "万元", True), ("约5", "万元", True), ("2600余万元", "万元", True),
        ("5左右", "万元", True), ("5人", "万元", True), ("5%", "分", False), ("9分", "%", True),
    ],
)  # fmt: skip
def test_what_stands_beside_the_number_is_told(text: str, default: str, irregular: bool) -> None:
    assert figure(text, default).irregular is irregular


def test_money_is_the_same_in_any_unit() -> None:
    texts = ["500000元", "50万元", "0.005亿元", "50万", "500千元"]
    assert {figure(text).typed.scaled(figure(text).unit.factor).point for text in texts} == {500000}


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False))
def test_an_amount_is_read_back_however_it_is_set(amount: Decimal) -> None:
    wide = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
    for text in (f"{amount}", f"{amount:,}", f"{amount:,}".translate(wide), f" {amount}　万元 "):
        found = figure(text)
        assert (found.value, found.places) == (amount, 2)


@given(st.text(max_size=12) | st.text("0123456789.,-+%≥约余万元分e()（）/ \n²①", max_size=12))
def test_any_text_is_a_figure_or_none(text: str) -> None:
    for default in (WAN, PERCENT, POINTS, PEOPLE, ANY):
        found = read_figure(text, default)
        if found is not None:
            assert found.value.is_finite()
            assert found.typed.low <= found.typed.point <= found.typed.high
            assert any(digit in found.text for digit in "0123456789０１２３４５６７８９")
