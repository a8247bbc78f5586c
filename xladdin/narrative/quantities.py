"""The quantities of a text: every figure with its unit, its precision, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from xladdin.forms.figures import printed_interval
from xladdin.model.figure import Figure
from xladdin.model.interval import Interval
from xladdin.model.prose import Quantity
from xladdin.model.unit import UNITS, Unit
from xladdin.narrative.patterns import (
    CLAUSE_END,
    COUNT_WORD,
    NOT_FIGURES,
    NUMBERING,
    QUANTITY,
    SHORT_BRACKET,
    chinese_number,
    plain,
)

#: What a classifier counts is the noun behind it: 5个镇 and 34个项目 are different quantities.
_LONGEST_NOUN = 12
#: 460多名退休人员, 192个移民人口 are people.
_PEOPLE = re.compile(
    r"[^，]{0,6}?(?:人口|人员|职工|学员|移民(?!村|项目|培训)|群众|干部|学生|教师|党员|村民|居民(?!点)|老人|儿童|患者|农民)"
)


def quantities(text: str) -> Iterator[Quantity]:
    """The quantities of a paragraph in order; dates, numbering, papers and phones are none."""
    flat = plain(text)
    masked = _masked(flat)
    found = [(match.start("number"), match, True) for match in QUANTITY.finditer(masked)] + [
        (match.start(), match, False) for match in COUNT_WORD.finditer(masked)
    ]
    end_before = 0
    for _, match, digits in sorted(found, key=lambda each: each[0]):
        figure = _figure(match) if digits else _count(match)
        if figure is None:
            continue
        start, end = (
            match.start("number"),
            match.end("unit") if match["unit"] else match.end("number"),
        )
        if digits and match["tail"]:
            end = match.end("tail")
        noun = _noun(flat, end)
        if figure.unit.name in ("个", "名", "位") and _PEOPLE.match(noun):
            figure = replace(figure, unit=UNITS["人"])
        yield Quantity(figure, (start, end), _label(flat, end_before, start), noun)
        end_before = end


def _masked(text: str) -> str:
    """The text with everything blanked out that holds digits but no figures."""
    for pattern in (NOT_FIGURES, NUMBERING):
        text = pattern.sub(lambda match: "\0" * len(match[0]), text)
    return text


def _figure(match: re.Match[str]) -> Figure | None:
    digits = match["number"].replace(",", "")
    value, places = Decimal(digits), len(digits.partition(".")[2])
    unit = UNITS.get(match["unit"] or "", UNITS[""])
    after = (match["after"] or match["tail"] or "").removesuffix("元")
    if (match["tail"] or "").endswith("元") and unit.name == "万":
        unit = UNITS["万元"]
    before = match["before"] if match["before"] in ("大约", "约", "将近", "接近", "近") else None
    vague = bool(before or after in ("余", "多", "左右", "上下"))
    interval = printed_interval(value, places, before, after)
    exact = not vague and not places and unit.measures == unit.name and unit.factor == 1
    bound = {"超过": ">", "超": ">", "至少": "≥", "不足": "<"}.get(match["before"] or "", "")
    text = match[0].strip()
    typed = Interval.exact(value) if exact else interval
    return Figure(text, value, interval, typed, unit, bound, bool(match["unit"]), vague)


def _count(match: re.Match[str]) -> Figure | None:
    value = Decimal(chinese_number(match["number"]))
    unit = UNITS.get(match["unit"], Unit(match["unit"], match["unit"], Decimal(1)))
    exact = Interval.exact(value)
    return Figure(match[0], value, exact, exact, unit, "", True, False)


def _label(text: str, after: int, start: int) -> str:
    """The words of the clause before a quantity, not reaching over the quantity before."""
    before = SHORT_BRACKET.sub(r"<\1>", text[after:start])
    ends = list(CLAUSE_END.finditer(before))
    clause = before[ends[-1].end() :] if ends else before
    if not clause.strip() and ends and before[ends[-1].start()] in "：:（(":
        clause = CLAUSE_END.split(before[: ends[-1].start()])[-1]
    return NUMBERING.sub("", clause.replace("<", "（").replace(">", "）")).strip()


def _noun(text: str, end: int) -> str:
    """The words right after a quantity, up to the end of its clause or the next figure."""
    rest = re.split(
        r"[，,；;。！？!?：:、（）()\n\d]", text[end : end + _LONGEST_NOUN], maxsplit=1
    )[0]
    return rest.strip()
