"""The grade of a 自评 (优, 良, 中, 差): alone, told in a sentence, or beside its score."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xladdin.text import numbers

_WORD = "优秀?|良好?|中等?|合格|差|不合格"
_OPEN, _CLOSE = '["「“(（]?', '["」”)）]?'
_ALONE = re.compile(rf"{_OPEN}(?P<grade>{_WORD}){_CLOSE}")
_TOLD = re.compile(
    r"(?:自评|评价|评定|绩效)?(?:等级|结果|等次|档次)(?:评定)?(?:为|是|：|:)\s*[\"「“]?"
    rf"(?P<grade>{_WORD})(?=[\"」”。，,；;、等级档次\s]|$)"
)
_SCORE = rf"{numbers.NUMBER}分?"
_BEHIND = re.compile(rf"(?P<score>{_SCORE})[/,，、]?{_OPEN}(?P<grade>{_WORD}){_CLOSE}")
_BEFORE = re.compile(
    rf"{_OPEN}(?P<grade>{_WORD}){_CLOSE}[/,，、]?{_OPEN}(?P<score>{_SCORE}){_CLOSE}"
)
_SHORT = {"优秀": "优", "良好": "良", "中等": "中", "合格": "中", "不合格": "差"}


def short(grade: str) -> str:
    """A grade by its short name: 优 for 优秀."""
    return _SHORT.get(grade, grade)


def alone(text: str) -> re.Match[str] | None:
    """A text that is a ``grade`` and nothing else: “优”."""
    return _ALONE.fullmatch(text)


def told(text: str) -> Iterator[re.Match[str]]:
    """Where a sentence states a ``grade``: 等级为“优”."""
    return _TOLD.finditer(text)


def stated(text: str) -> re.Match[str] | None:
    """The ``grade`` in a place for it, without blanks: 优, 98.80（优）, 评价等级：优."""
    return alone(text) or beside(text) or next(told(text), None)


def beside(text: str) -> re.Match[str] | None:
    """A text that is a ``score`` and its ``grade``, without blanks: 98.80（优）, 优(98.8分)."""
    return _BEHIND.fullmatch(text) or _BEFORE.fullmatch(text)
