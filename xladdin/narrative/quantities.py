"""The quantities of a text: every figure with its unit, its precision, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xladdin.model.figure import Figure
from xladdin.model.interval import Interval
from xladdin.model.prose import Quantity
from xladdin.model.unit import Unit, unit
from xladdin.narrative.patterns import (
    ANY_NUMBER,
    CLAUSE_END,
    COUNT_WORD,
    NOT_FIGURES,
    NUMBERING,
    QUANTITY,
    QUOTED,
    SHORT_BRACKET,
    chinese_number,
    plain,
)

#: What a classifier counts is the noun behind it: 5个镇 and 34个项目 are different quantities.
_LONGEST_NOUN = 12
_LONGEST_LABEL = 60
_SAME = {"名": "人", "位": "人", "周岁": "岁"}
#: No clause begins further before its figure.
_FAR = 400
#: 460多名退休人员, 192个移民人口 are people.
_PEOPLE = re.compile(
    r"[^，,；;。、：:（）()]{0,6}?(?:人口|人员|职工|学员|移民(?!村|项目|培训)|群众|干部|学生|教师|党员|村民|居民(?!点)|老人|儿童|患者|农民)"
)

#: 编制24个, 编制数共24个.
_POSTS = re.compile(r"编制(?:数|名额|总数)?(?:为|共|共计|是)?\s?$")


def quantities(text: str) -> Iterator[Quantity]:
    """The quantities of a paragraph in order; dates, numbering, papers and phones are none."""
    flat = plain(text)
    if not ANY_NUMBER.search(flat):
        return
    masked = _masked(flat, text)
    found = [*QUANTITY.finditer(masked), *COUNT_WORD.finditer(masked)]
    end_before = 0
    for match in sorted(found, key=lambda each: each.start("number")):
        start = match.start("number")
        end = match.end() - (len(match[0]) - len(match[0].rstrip()))
        if start < end_before:
            continue
        noun = _noun(flat, end)
        yield Quantity(_figure(match), (start, end), _label(flat, end_before, start), noun)
        end_before = end


def _masked(text: str, written: str) -> str:
    """The text with everything blanked out that holds digits but no figures."""
    for match in QUOTED.finditer(written):
        text = text[: match.start()] + "\0" * len(match[0]) + text[match.end() :]
    for pattern in (NOT_FIGURES, NUMBERING):
        text = pattern.sub(lambda match: "\0" * len(match[0]), text)
    return text


def _figure(match: re.Match[str]) -> Figure:
    found = match.groupdict()
    low = high = _number(found["number"])
    if found.get("upper"):
        high = _number(found["upper"])
    behind = match.string[match.end() : match.end() + _LONGEST_NOUN]
    measure = _unit(found, behind, match.string[max(0, match.start() - 8) : match.start()])
    after = found.get("after") or found.get("more") or found["tail"]
    before = found["before"] if found["before"] in ("大约", "约", "将近", "接近", "近") else None
    interval = Interval.said(high, _places(high), before, after)
    ranging = found.get("upper") is not None and low < high
    if ranging:
        interval = Interval(high, low, high)
    vague = bool(before or ranging or after in ("余", "多", "左右", "上下"))
    exact = not vague and not _places(high) and measure.measures == measure.name
    typed = Interval.exact(high) if exact and measure.factor == 1 else interval
    bound = {"超过": ">", "超": ">", "至少": "≥", "不足": "<"}.get(found["before"] or "", "")
    return Figure(
        match[0].strip(), high, interval, typed, measure, bound, bool(measure.name), vague
    )


def _number(text: str) -> Decimal:
    """Digits with or without separators, or a Chinese numeral."""
    if text[0].isdigit():
        return Decimal(re.sub("[,， ]", "", text))
    return Decimal(chinese_number(text))


def _places(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _unit(found: dict[str, str | None], behind: str, before: str) -> Unit:
    """The unit as printed; whoever is counted by 名, or by 个 before a word for people, is a person.

    So is a post: 编制24个.
    """
    name = found["unit"] or ""
    if name == "个" and (_PEOPLE.match(behind) or _POSTS.search(before)):
        name = "人"
    return unit((found.get("scale") or "") + _SAME.get(name, name))


def _label(text: str, after: int, start: int) -> str:
    """The words of the clause before a quantity, not reaching over the quantity before."""
    before = SHORT_BRACKET.sub(
        lambda match: f"<{match[1]}>", text[max(after, start - _FAR) : start]
    )
    ends = list(CLAUSE_END.finditer(before))
    clause = before[ends[-1].end() :] if ends else before
    if not clause.strip() and ends and before[ends[-1].start()] in "：:（(":
        clause = CLAUSE_END.split(before[: ends[-1].start()])[-1]
    label = NUMBERING.sub("", clause.replace("<", "（").replace(">", "）")).strip()
    return label[-_LONGEST_LABEL:]


def _noun(text: str, end: int) -> str:
    """The words right after a quantity, up to the end of its clause or the next figure."""
    rest = re.split(
        r"[，,；;。！？!?：:、（）()\n\d]", text[end : end + _LONGEST_NOUN], maxsplit=1
    )[0]
    return rest.strip()
