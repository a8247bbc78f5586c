"""The number in a cell, as printed: precision, unit, operator, approximation."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

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
_AFTER = "余|多|左右|上下|以上|以下|以内|及以上|及以下"
_FIGURE = re.compile(
    rf"(?P<operator>{_OPERATOR})?(?P<before>{_BEFORE})?"
    r"(?P<number>[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+]?\.\d+)"
    rf"(?P<after>余|多)?(?P<unit>%|‰|(?:[^\W\d_]|㎡){{0,4}}?(?:/[^\W\d_]{{1,2}})?(?:\([^()]{{1,4}}\))?)"
    rf"(?P<tail>{_AFTER})?"
)
_BARE_OPERATOR = re.compile(rf"(?:{_OPERATOR})(?:%|[^\W\d_]{{0,3}})")
#: 以上, 以下 after a number say which way the target points when no operator does.
_TAIL_OPERATOR = {"以上": "≥", "及以上": "≥", "以下": "≤", "及以下": "≤", "以内": "≤"}
_SUPERSCRIPT = {"m²": "㎡", "平方": "㎡", "平米": "㎡", "平方米": "㎡", "m2": "㎡"}


def plain(text: str) -> str:
    """The text as compared with patterns: no blanks, full-width signs made plain, m² kept."""
    for old, new in _SUPERSCRIPT.items():
        text = text.replace(old, new)
    text = text.replace("㎡", "\0")
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("\0", "㎡")


def read_figure(text: str, default: Unit) -> Figure | None:
    """The figure of a cell whose whole text is one number, with what may stand around it.

    ``default`` is the unit that the heading gives; a unit printed with the number overrides it.
    None where the text is no single number (blank, prose, a range, several numbers).
    """
    found = _FIGURE.fullmatch(plain(text))
    if found is None:
        return None
    digits = found["number"].replace(",", "")
    value = Decimal(digits)
    places = len(digits.partition(".")[2])
    printed = found["unit"]
    irregular = bool(found["before"] or found["after"] or found["tail"])
    if printed == "万" and default.measures == "money":
        printed, irregular = "万元", True
    figure_unit = unit(printed) if printed else default
    irregular = irregular or bool(printed and default.name and printed not in ("%", default.name))
    interval = _interval(value, places, found["before"], found["after"] or found["tail"])
    exact = figure_unit.measures == "points" or (
        figure_unit.measures == figure_unit.name and figure_unit.factor == 1 and not places
    )
    typed = Interval.exact(value) if exact and not _vague(found) else interval
    if not printed and default.name == "%" and abs(value) <= 1 and not _counts_as_percent(value):
        # A rate typed as a fraction: 0.9945 for 99.45%.
        value, places = value * 100, max(places - 2, 0)
        interval = typed = interval.scaled(Decimal(100))
    operator = _OPERATORS.get(found["operator"] or "", "")
    return Figure(
        text=text.strip(),
        value=value,
        printed=interval,
        typed=typed,
        unit=figure_unit,
        operator=operator or _TAIL_OPERATOR.get(found["tail"] or "", ""),
        unit_printed=bool(printed),
        irregular=irregular,
    )


def bare_operator(text: str) -> bool:
    """Whether a target holds an operator (and perhaps a unit) but no number, such as ≥ or ≥%."""
    return bool(_BARE_OPERATOR.fullmatch(plain(text)))


def _vague(found: re.Match[str]) -> bool:
    return bool(found["before"] or found["after"] or found["tail"] in ("左右", "上下", "余", "多"))


def _counts_as_percent(value: Decimal) -> bool:
    """A bare 0 is 0%; a bare 1 is read as the fraction 1, that is 100%."""
    return value == 0


def _interval(value: Decimal, places: int, before: str | None, after: str | None) -> Interval:
    """The printed interval, widened on the side that 约, 近, 余, 左右 say."""
    interval = Interval.printed(value, places)
    grain = _grain(value, places)
    low, high = interval.low, interval.high
    if before in ("近", "将近", "接近"):
        low = value - grain
    elif before or after in ("左右", "上下"):
        low, high = value - grain, value + grain
    elif after in ("余", "多"):
        low, high = value, value + grain
    return Interval(value, min(low, interval.low), max(high, interval.high))


def _grain(value: Decimal, places: int) -> Decimal:
    """One unit of the last digit that is not a trailing zero: 100 for 2600, 0.1 for 3.5."""
    if places or value == 0:
        return Decimal(1).scaleb(-places)
    digits = str(abs(value))
    return Decimal(1).scaleb(len(digits) - len(digits.rstrip("0")))
