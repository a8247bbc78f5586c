"""Parse the number in a cell as printed: precision, unit, operator, approximation."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from msgspec.structs import replace

from xladdin.model.figure import Figure
from xladdin.model.unit import UNITS, Unit, unit
from xladdin.patterns import pattern
from xladdin.text import grades, numbers
from xladdin.text.cleaning import clean

_LETTER = "[一-鿿㎡]|m[2²]|km|kg"
_FIGURE = pattern(
    rf"(?P<operator>{numbers.OPERATOR})?(?P<before>{numbers.BEFORE})?(?P<number>{numbers.SIGNED})"
    rf"(?P<scale>[万亿])?(?P<more>{numbers.MORE})?"
    rf"(?P<unit>%|‰|(?:{_LETTER}){{0,4}}?(?:/[一-鿿]{{1,2}})?(?:\((?!含)[一-鿿]{{1,4}}\))?)"
    rf"(?:\(含\))?(?P<tail>{numbers.MORE}|{numbers.AFTER})?"
)
#: (0.18) in a column of money is negative, as accountants write it; (5) may be numbering.
_OWED = pattern(rf"\((?P<number>¥?(?=[0-9,]+\.){numbers.NUMBER})\)")
_BARE_OPERATOR = pattern(rf"(?:{numbers.OPERATOR})(?:%|[^\W\d_]{{0,3}})")
#: A longer text is prose.
_LONGEST = 60
#: Two numbers in one cell, on two lines or on one: 10 5.
_TORN = pattern(r"[\d.,，]\s+[\d.]")
#: Points in time, not amounts: 12月底前, 10日前, 2024年.
_TIME = pattern(r"月.*|.*[前后底初末旬]")
_YEAR = pattern(r"(?:19|20)[0-9]{2}")
#: 产出指标（50分）, 布置工作10分, 成本指标(10)
_POINTS = pattern(
    r"[(（]\s*(\d{1,4}(?:\.\d{1,4})?)\s*分?\s*[*×)）]|(?<!\d)(\d{1,4}(?:\.\d{1,4})?)\s*分(?!钟)"
)
#: Full-width punctuation to plain, as cells hold no clauses.
_PLAIN = {ord("！") + code: ord("!") + code for code in range(94)}


def plain(text: str) -> str:
    """Return the text to match patterns with: no blanks, plain signs, but ² and ① kept."""
    return "".join(clean(text).text.translate(_PLAIN).split())


@lru_cache(maxsize=8192)
def read_figure(text: str, default: Unit) -> Figure | None:
    """Return the figure of a cell whose whole text is one number, with what may stand around it.

    ``default`` is the unit of the heading; a unit printed with the number overrides it. None if the
    text is no single number (blank, prose, a range, several numbers, a date).
    """
    text = text.strip()
    written = plain(text) if len(text) <= _LONGEST else ""
    if default.measures == "money" and (owed := _OWED.fullmatch(written)):
        written = f"-{owed['number']}"
    if default.measures == "points" and (graded := grades.beside(written)):
        written = graded["score"]
    found = _FIGURE.fullmatch(written)
    if found is None or _TORN.search(clean(text).text) or _in_time(found):
        return None
    name = _printed_unit(found, default)
    if name == "%" and default.measures == "points":
        name = ""  # a weight of 5% of the full marks
    tail = found["tail"] or ""
    figure = numbers.figure(
        text,
        numbers.value(found["number"]),
        unit(name) if name else default,
        before=found["before"] or "",
        after=found["more"] or tail,
        printed=bool(name),
        exact=("points",),
    )
    if not name and default.name == "%" and abs(figure.value) <= 1 and figure.value != 0:
        figure = _percent(figure)
    unusual = bool(name and default.name) and (name != default.name or not found["unit"])
    return replace(
        figure,
        operator=numbers.OPERATORS.get(found["operator"] or "") or numbers.bound("", tail),
        irregular=figure.irregular or bool(tail) or unusual,
    )


def _percent(figure: Figure) -> Figure:
    """Return the percentage for a rate typed as a fraction: 99.45% for 0.9945, 100% for 1."""
    said = figure.printed.scaled(Decimal(100))
    return replace(figure, value=figure.value * 100, printed=said, typed=said)


def _printed_unit(found: re.Match[str], default: Unit) -> str:
    """Return the unit as printed; 5万 in a column of 万元 means 5万元."""
    name = (found["scale"] or "") + numbers.UNIT_NAMES.get(found["unit"], found["unit"])
    return "万元" if name == "万" and default.measures == "money" else name


def _in_time(found: re.Match[str]) -> bool:
    name = found["unit"]
    if name.startswith("年") and _YEAR.fullmatch(found["number"]):
        return True
    return bool(_TIME.fullmatch(name))


def stated_points(text: str) -> Figure | None:
    """Return the points that a label states: （50分）, 10分, or 20分*执行率; None if it states none."""
    stated = _POINTS.search(text)
    figure = read_figure(stated[1] or stated[2], UNITS["分"]) if stated else None
    return replace(figure, text=stated[0].rstrip("*×")) if figure and stated else None


def bare_operator(text: str) -> bool:
    """Return whether a target has an operator (and perhaps a unit) but no number: ≥, ≥%."""
    return bool(_BARE_OPERATOR.fullmatch(plain(text)))
