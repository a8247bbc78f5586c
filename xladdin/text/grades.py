"""Recognise the grade of a 自评 (优, 良, 中, 差): alone, in a sentence, or beside its score."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xladdin.patterns import pattern
from xladdin.text import numbers
from xladdin.toml_data import table

_DATA = table("text/grades.toml")
_SHORT: dict[str, str] = _DATA["grades"]
_WORD = "|".join(sorted(_SHORT, key=len, reverse=True))
_WHO, _WHAT = ("|".join(_DATA["told"][key]) for key in ("who", "what"))
_OPEN, _CLOSE = '["「“(（]?', '["」”)）]?'
_ALONE = pattern(rf"{_OPEN}(?P<grade>{_WORD}){_CLOSE}")
_TOLD = pattern(
    rf"(?:{_WHO})?(?:{_WHAT})(?:评定)?(?:为|是|：|:)\s*[\"「“]?"
    rf"(?P<grade>{_WORD})(?=[\"」”。，,；;、等级档次\s]|$)"
)
_SCORE = rf"{numbers.NUMBER}分?"
_BEHIND = pattern(rf"(?P<score>{_SCORE})[/,，、]?{_OPEN}(?P<grade>{_WORD}){_CLOSE}")
_BEFORE = pattern(rf"{_OPEN}(?P<grade>{_WORD}){_CLOSE}[/,，、]?{_OPEN}(?P<score>{_SCORE}){_CLOSE}")


def short(grade: str) -> str:
    """Return the short name of a grade: 优 for 优秀. Any other text is returned as it is."""
    return _SHORT.get(grade, grade)


def alone(text: str) -> re.Match[str] | None:
    """Match a text that consists of a ``grade``, quoted or not: “优”."""
    return _ALONE.fullmatch(text)


def told(text: str) -> Iterator[re.Match[str]]:
    """Yield the places where a sentence states a ``grade``: 等级为“优”."""
    return _TOLD.finditer(text)


def stated(text: str) -> re.Match[str] | None:
    """Match the first ``grade`` in a text without blanks: 优, 98.80（优）, 评价等级：优."""
    return alone(text) or beside(text) or next(told(text), None)


def beside(text: str) -> re.Match[str] | None:
    """Match a text without blanks that is a ``score`` and its ``grade``: 98.80（优）, 优(98.8分)."""
    return _BEHIND.fullmatch(text) or _BEFORE.fullmatch(text)
