"""The number in a cell, as printed: precision, unit, operator, approximation."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from xladdin.model.figure import Figure
from xladdin.model.interval import Interval
from xladdin.model.unit import Unit, unit

#: Ways of writing an operator; longer ones first.
_OPERATORS = {
    ">=": "≥", "=>": "≥", "≧": "≥", "⩾": "≥", "≥": "≥", "不低于": "≥", "不少于": "≥", "不小于": "≥",
    "大于等于": "≥", "大于或等于": "≥", "达到": "≥", "至少": "≥",
    "<=": "≤", "=<": "≤", "≦": "≤", "⩽": "≤", "≤": "≤", "不超过": "≤", "不高于": "≤", "不大于": "≤",
    "不多于": "≤", "小于等于": "≤", "小于或等于": "≤", "控制在": "≤",
    ">": ">", "大于": ">", "超过": ">", "高于": ">", "多于": ">",
    "<": "<", "小于": "<", "低于": "<", "少于": "<",
    "==": "=", "=": "=", "等于": "=",
}  # fmt: skip
_OPERATOR = "|".join(sorted(map(re.escape, _OPERATORS), key=len, reverse=True))
_BEFORE = "约|大约|近|将近|接近"
_AFTER = "余|多|左右|上下|及?以上|及?以下|之?以?内"
_NUMBER = r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,18})(?:\.[0-9]{1,18})?|[-+]?\.[0-9]{1,18}"
_LETTER = "[一-鿿㎡]|m[2²]|km|kg"
_FIGURE = re.compile(
    rf"(?P<operator>{_OPERATOR})?(?P<before>{_BEFORE})?(?P<number>{_NUMBER})"
    rf"(?P<scale>[万亿])?(?P<after>余|多)?"
    rf"(?P<unit>%|‰|(?:{_LETTER}){{0,4}}?(?:/[一-鿿]{{1,2}})?(?:\((?!含)[一-鿿]{{1,4}}\))?)"
    rf"(?:\(含\))?(?P<tail>{_AFTER})?"
)
_BARE_OPERATOR = re.compile(rf"(?:{_OPERATOR})(?:%|[^\W\d_]{{0,3}})")
#: A longer text is prose.
_LONGEST = 60
#: 10 and 5 on two lines of a cell are two numbers.
_TORN = re.compile(r"[\d.．,，]\s+[\d.．]")
#: 12月底前, 10日前 and 2024年 are points in time.
_TIME = re.compile(r"月.*|.*[前后底初末旬]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
#: 以上, 以下 after a number say which way the target points when no operator does.
_TAIL_OPERATOR = {"上": "≥", "下": "≤", "内": "≤"}
_UNIT_NAMES = {
    "平方米": "㎡", "平方": "㎡", "平米": "㎡", "m2": "㎡", "m²": "㎡",
    "km": "公里", "kg": "公斤", "百分比": "%",
}  # fmt: skip
_PLAIN = {ord("−"): "-", ord("\u3000"): " "} | {ord("！") + n: ord("!") + n for n in range(94)}


def plain(text: str) -> str:
    """The text as compared with patterns: no blanks, full-width signs made plain, ² and ① kept."""
    return "".join(text.translate(_PLAIN).split())


@lru_cache(maxsize=8192)
def read_figure(text: str, default: Unit) -> Figure | None:
    """The figure of a cell whose whole text is one number, with what may stand around it.

    ``default`` is the unit that the heading gives; a unit printed with the number overrides it.
    None where the text is no single number (blank, prose, a range, several numbers, a date).
    """
    text = text.strip()
    found = _FIGURE.fullmatch(plain(text)) if len(text) <= _LONGEST else None
    if found is None or _TORN.search(text) or _in_time(found):
        return None
    digits = found["number"].replace(",", "")
    value = Decimal(digits)
    places = len(digits.partition(".")[2])
    printed = _printed_unit(found, default)
    figure_unit = unit(printed) if printed else default
    interval = Interval.said(value, places, found["before"], found["after"] or found["tail"])
    exact = figure_unit.measures == "points" or (
        figure_unit.measures == figure_unit.name and figure_unit.factor == 1 and not places
    )
    typed = Interval.exact(value) if exact and not _vague(found) else interval
    if not printed and default.name == "%" and abs(value) <= 1 and not _counts_as_percent(value):
        # A rate typed as a fraction: 0.9945 for 99.45%.
        value, places = value * 100, max(places - 2, 0)
        interval = typed = interval.scaled(Decimal(100))
    tail = found["tail"] or ""
    unusual = printed and default.name and (printed != default.name or not found["unit"])
    return Figure(
        text=text,
        value=value,
        printed=interval,
        typed=typed,
        unit=figure_unit,
        operator=_OPERATORS.get(found["operator"] or "") or _TAIL_OPERATOR.get(tail[-1:], ""),
        unit_printed=bool(printed),
        irregular=bool(found["before"] or found["after"] or tail or unusual),
    )


def _printed_unit(found: re.Match[str], default: Unit) -> str:
    """The unit as printed; 5万 in a column of 万元 means 5万元."""
    name = (found["scale"] or "") + _UNIT_NAMES.get(found["unit"], found["unit"])
    return "万元" if name == "万" and default.measures == "money" else name


def _in_time(found: re.Match[str]) -> bool:
    name = found["unit"]
    if name.startswith("年") and _YEAR.fullmatch(found["number"]):
        return True
    return bool(_TIME.fullmatch(name))


def bare_operator(text: str) -> bool:
    """Whether a target holds an operator (and perhaps a unit) but no number, such as ≥ or ≥%."""
    return bool(_BARE_OPERATOR.fullmatch(plain(text)))


def _vague(found: re.Match[str]) -> bool:
    return bool(found["before"] or found["after"] or found["tail"] in ("左右", "上下", "余", "多"))


def _counts_as_percent(value: Decimal) -> bool:
    """A bare 0 is 0%; a bare 1 is read as the fraction 1, that is 100%."""
    return value == 0
