"""Parse the figures in a sentence: a number with its unit and the words that bound it."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from xladdin.model.figure import Figure
from xladdin.model.unit import UNITS, Unit, unit
from xladdin.narrative.lexicon import table
from xladdin.patterns import pattern
from xladdin.text import numbers

_CHINESE = "一二两三四五六七八九十"
_SAME = {"名": "人", "位": "人", "周岁": "岁"}
#: How many characters beside a unit tell whether people are counted.
_BEHIND = 8


@cache
def _arabic_number() -> re.Pattern[str]:
    """Return the pattern of a number in digits with its unit."""
    data = table("words")["units"]
    names = sorted(dict.fromkeys([*data["counted"], *filter(None, UNITS)]), key=len, reverse=True)
    barred = data["not_before"]
    units = "|".join(
        re.escape(name) + (f"(?![{barred[name]}])" if name in barred else "") for name in names
    )
    return pattern(
        rf"(?P<before>{numbers.BEFORE}|{numbers.BOUNDS})?"
        rf"(?P<number>{numbers.NUMBER})(?P<first>%)?(?:[万亿]?[元人]?[-—–~至到]+(?P<upper>{numbers.NUMBER}))?"
        rf"(?P<after>余|多)?(?P<scale>[万亿])?(?P<more>余|多)?(?P<unit>{units})?"
        rf"(?P<tail>(?:{numbers.AFTER})(?![0-9]))?"
    )


@cache
def _chinese_number() -> re.Pattern[str]:
    """Return the pattern of a small number in Chinese characters with what it counts."""
    data = table("words")["units"]
    words = data["written_words"]
    units = "|".join(
        name + (f"(?![{words[name]}])" if words.get(name) else "")
        for name in sorted(data["written"], key=len, reverse=True)
    )
    never = "|".join(data["written_not_before"])
    return pattern(
        r"(?P<number>十[一二三四五六七八九]?|[二三四五六七八九]十[一二三四五六七八九]?|[二两三四五六七八九])"
        rf"(?P<unit>{units})(?!{never})"
    )


def may_hold_figures(text: str) -> bool:
    """Return whether a cleaned text has a digit or a written-out number with what it counts."""
    return _DIGIT.search(text) is not None or _chinese_number().search(text) is not None


_DIGIT = pattern("[0-9]")


def figure_at(text: str, at: int) -> tuple[Figure, int, int] | None:
    """Return the figure that begins at ``at``, where its number begins, and where it ends. None where
    there is no figure: a numeral inside a word, a digit of a longer number."""
    if text[at] in _CHINESE:
        if at and text[at - 1] in _CHINESE + "第几数":
            return None
        found = _chinese_number().match(text, at)
        if found is None:
            return None
        value = Decimal(numbers.chinese_number(found["number"]))
        measure = _unit(found["unit"], text[found.end() : found.end() + _BEHIND], "")
        figure = numbers.figure(found[0], value, measure)
        return figure, at, found.end()
    found = _arabic_number().match(text, at)
    if found is None or (at and text[at - 1] in "0123456789."):
        return None
    if not (
        found["unit"] or found["scale"] or found["first"] or found["before"]
    ) and _is_part_of_name(text, found.end()):
        return None  # 2型糖尿病
    name = (found["scale"] or "") + (found["unit"] or ("%" if found["first"] else ""))
    behind = text[found.end() : found.end() + _BEHIND]
    measure = _unit(name, behind, text[max(0, at - _BEHIND) : at])
    upper = numbers.value(found["upper"]) if found["upper"] else None
    figure = numbers.figure(
        found[0],
        numbers.value(found["number"]),
        measure,
        before=found["before"] or "",
        after=found["after"] or found["more"] or found["tail"] or "",
        upper=upper,
        printed=bool(name),
    )
    return figure, found.start("number"), found.end()


def _is_part_of_name(text: str, end: int) -> bool:
    """Return whether a word follows a number without a unit directly: the number is part of a name."""
    return end < len(text) and "一" <= text[end] <= "鿿" and text[end] not in _BEHIND_NUMBERS


#: In 为5和7 and 得98者 the number stands alone.
_BEHIND_NUMBERS = "和与及至到的者，、"


def _unit(name: str, behind: str, before: str) -> Unit:
    """Return the unit as printed, or 人 for 名, and for 个 before a word for people."""
    if name == "个" and (_people().match(behind) or "编制" in before):
        name = "人"
    if name == "万" and _people_near().match(behind):
        name = "万人"
    return unit(_SAME.get(name, name))


@cache
def _people_near() -> re.Pattern[str]:
    """Match a word for people within a few characters: 52.49万参保人员."""
    words = "|".join(table("words")["units"]["people"])
    return pattern(f"[一-鿿]{{0,3}}?(?:{words})")


@cache
def _people() -> re.Pattern[str]:
    """Match a word for people, but not for where they live: 38个移民村."""
    data = table("words")["units"]
    return pattern(f"(?:{'|'.join(data['people'])})(?![{data['not_people']}])")
