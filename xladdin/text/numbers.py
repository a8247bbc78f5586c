"""Define the one grammar of numbers, and of the words around them, for prose and for cells.

It expects cleaned text: no blanks inside numbers, plain digits and signs. Patterns are strings without
groups, to be built into larger ones; dictionaries beside them hold their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from xladdin.model.figure import Figure
from xladdin.model.interval import Interval
from xladdin.model.unit import NUMBER as PLAIN_NUMBER
from xladdin.model.unit import Unit


def _either(words: Iterable[str]) -> str:
    """Return a pattern for any of these words, trying longer words first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


#: Matches 1,234.56 or 1234.56, but no part of 2024.12.31 or of an account; full-width commas only
#: before a unit, as 12，345 may be two numbers. Bounded repeats keep long rows of digits cheap.
NUMBER = (
    r"(?:(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}"
    r"|[0-9]{1,3}(?:，[0-9]{3}){1,5}(?=(?:\.[0-9]{1,18})?[万亿]?[元人])"
    r"|[0-9]{1,18})(?:\.[0-9]{1,18})?(?!\.?[0-9]))"
)
#: A number as it may stand alone in a cell: -6.40, △6.40 as in ledgers, ¥6.40.
SIGNED = rf"(?:(?:[-+△▲]?¥?|¥-)(?:{NUMBER}|\.[0-9]{{1,18}}))"
#: Joins the two numbers of a range: 3-5, 10%至15%.
TO = "(?:[-—–~至到]{1,2})"

#: Signs and words that bound the number behind them. 至少 is listed, so that it is not read as 少.
BOUND_SIGNS = {
    ">=": "≥", "=>": "≥", "≧": "≥", "⩾": "≥", "≥": "≥", "<=": "≤", "=<": "≤", "≦": "≤", "⩽": "≤", "≤": "≤",
    ">": ">", "<": "<",
}  # fmt: skip
BOUND_WORDS = {
    "不低于": "≥", "不少于": "≥", "不小于": "≥", "大于等于": "≥", "大于或等于": "≥", "至少": "≥", "不下": "≥",
    "不超过": "≤", "不高于": "≤", "不大于": "≤", "不多于": "≤", "小于等于": "≤", "小于或等于": "≤", "不超": "≤", "至多": "≤",
    "大于": ">", "超过": ">", "高于": ">", "多于": ">", "超": ">", "逾": ">", "不止": ">",
    "小于": "<", "低于": "<", "少于": "<", "不足": "<", "不到": "<",
}  # fmt: skip
#: Bounds only where a target is stated: in a report, 达到95% says what was reached.
TARGET_WORDS = {"达到": "≥", "控制在": "≤", "==": "=", "=": "=", "═": "=", "等于": "="}
OPERATORS = BOUND_SIGNS | BOUND_WORDS | TARGET_WORDS
BOUNDS = _either(BOUND_SIGNS | BOUND_WORDS)
OPERATOR = _either(OPERATORS)

#: 近300 is somewhat less, 约300 less or more; 节约, 预约, 最近 and 附近 are excluded as other words.
_NEARLY = ("将近", "接近", "近")
BEFORE = r"大约|大概|差不多|(?<![节预合制公签履条契])约|将近|接近|(?<![最附远亲邻临靠])近"
#: Words right behind the digits: 2600余万元.
MORE = "余|多"
_AROUND = ("左右", "上下")
#: Words behind the unit; 余额, 多次 and 内设 are excluded as other words.
AFTER = (
    r"余(?![额款下])|多(?![次元样项种个])|左右|上下|及?以上|及?以下|[之以]?内(?![设容部外涝控务])"
)
_BOUND_BEHIND = {"上": "≥", "下": "≤", "内": "≤"}

#: Other spellings of unit names, each with the name that ``model.unit`` knows.
UNIT_NAMES = {
    "平方米": "㎡", "平方": "㎡", "平米": "㎡", "m2": "㎡", "m²": "㎡",
    "km": "公里", "kg": "公斤", "百分比": "%",
}  # fmt: skip

#: 二 to 九十九 written out. 一 alone is hardly ever a number.
CHINESE_NUMBER = "(?:[二三四五六七八九]?十[一二三四五六七八九]?|[二两三四五六七八九])"
_NUMERALS: tuple[str, ...] = ("", *"一二三四五六七八九")
_CHINESE_DIGITS = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_SEPARATORS = str.maketrans("△▲", "--", ",， ¥+")


def value(digits: str) -> Decimal:
    """Parse the number; separators, sign and ¥ are allowed, trailing zeros are kept."""
    return Decimal(digits.translate(_SEPARATORS))


def chinese_number(text: str) -> int:
    """Parse a number from 二 to 九十九."""
    tens, ten, ones = text.rpartition("十")
    return (_CHINESE_DIGITS.get(tens, 1) * 10 if ten else 0) + _CHINESE_DIGITS.get(ones, 0)


def in_chinese(number: int) -> str:
    """Write 1 to 99 in Chinese characters (一, 十二, 九十九), any other number in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return (_NUMERALS[tens] if tens > 1 else "") + "十" * bool(tens) + _NUMERALS[ones]


def places(number: Decimal) -> int:
    """Return how many decimals a number is printed with."""
    return max(0, -int(number.as_tuple().exponent))


def bound(before: str, after: str) -> str:
    """Return the operator that the words around a number state, first those before it; else empty."""
    if before in OPERATORS:
        return OPERATORS[before]
    return _BOUND_BEHIND.get(after[-1:], "") if after not in _AROUND else ""


def vague(before: str, after: str) -> bool:
    """Return whether the words around a number make it an approximation; a bound does not."""
    return bool(before and before not in OPERATORS) or after in ("余", "多", *_AROUND)


def interval(
    number: Decimal, before: str = "", after: str = "", upper: Decimal | None = None
) -> Interval:
    """Return the values that a number may stand for, given the words around it. ``upper``, the second
    number of a range, is then its point."""
    if upper is not None and number < upper:
        return Interval(upper, number, upper)
    number = number if upper is None else upper
    nearly = "近" if before in _NEARLY else "约" if before and before not in OPERATORS else ""
    return Interval.said(number, places(number), nearly, after)


def figure(
    text: str,
    number: Decimal,
    measure: Unit = PLAIN_NUMBER,
    *,
    before: str = "",
    after: str = "",
    upper: Decimal | None = None,
    printed: bool = True,
    exact: tuple[str, ...] = (),
) -> Figure:
    """Return the figure for a number with its unit and the words around it.

    ``before`` is a word of ``BEFORE`` or an operator, ``after`` a word of ``MORE`` or ``AFTER``,
    ``upper`` the second number of a range. ``printed`` says whether the text prints the unit. A count
    without decimals is exact; ``exact`` names measures that are exact with decimals, too.
    """
    said = interval(number, before, after, upper)
    irregular = vague(before, after) or (upper is not None and number < upper)
    count = measure.measures == measure.name and measure.factor == 1 and not places(said.point)
    known = not irregular and (count or measure.measures in exact)
    typed = Interval.exact(said.point) if known else said
    operator = bound(before, after)
    return Figure(text.strip(), said.point, said, typed, measure, operator, printed, irregular)
