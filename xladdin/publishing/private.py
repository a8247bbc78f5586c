"""What in a text is nobody's business: telephone numbers, e-mail addresses, numbers of identity cards,
places on somebody's computer."""

from __future__ import annotations

import re
from typing import NamedTuple

from xladdin.text.signs import PLAIN

#: What stands in its place.
OMITTED = "（略）"
#: A number goes on where a point or a comma stands between its digits; an amount has its unit behind it.
_BEGIN = r"(?<!\d)(?<!\d[.,])"
_END = r"(?!\d|[.,]\d|\s*[万亿元%])"
_GAP = r"[-\s.—–·]{0,2}"
_MOBILE = rf"\(?1[3-9]\d\)?{_GAP}\d{{4}}{_GAP}\d{{4}}|1[3-9]\d{{2}}{_GAP}\d{{4}}{_GAP}\d{{3}}"
_LOCAL = r"\d{3,4}[- ]?\d{4}"
#: What stands behind a word for telephones; several numbers in a row.
_SAID = r"\d[\d\-—–. ]{5,}\d"
_NAME = r"[^\s，。；“”\"<>|]"
_KINDS = (
    ("身份证号", re.compile(
        r"(?<!\d)[1-9]\d{5}\s?(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d\s?\d{3}[\dXx](?!\d)"
        rf"|{_BEGIN}[1-9]\d{{5}}\d\d(?:0[1-9]|1[0-2])[0-3]\d{{4}}{_END}")),
    ("电话号码", re.compile(
        rf"{_BEGIN}(?:(?:\+|00)?86[- ]?)?(?:{_MOBILE}){_END}"
        rf"|{_BEGIN}\(?（?0\d{{2,3}}[)）]?[-—– ]{{0,3}}{_LOCAL}{_END}"
        rf"|(?<!\d)400[- ]?\d{{3}}[- ]?\d{{4}}{_END}")),
    ("电话号码", re.compile(
        rf"(?:电话|手机|传真|联系方式|[Tt][Ee][Ll])(?!费)[^\d。；;]{{0,12}}?(?P<said>{_SAID}(?:[、,，/]\s*{_SAID})*){_END}")),
    ("电子邮箱", re.compile(r"[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)),
    ("本机路径", re.compile(
        rf"(?i:file:/+)\S+|(?<![A-Za-z])[A-Za-z]:[\\/](?![\\/])(?:{_NAME}| (?={_NAME}*[\\/]))*|\\\\[\w.$-]+\\{_NAME}*"
        rf"|(?<![\w/.])/(?:home|Users|tmp|mnt|var)/{_NAME}+")),
)  # fmt: skip


class Private(NamedTuple):
    """A stretch of a text that is to be left out, and what it is in a word."""

    kind: str
    start: int
    end: int


def private(text: str) -> list[Private]:
    """All such stretches of a text, in their order, none overlapping another."""
    plain = text.translate(PLAIN)
    found = []
    for kind, pattern in _KINDS:
        for match in pattern.finditer(plain):
            said = "said" if "said" in pattern.groupindex else 0
            found.append(Private(kind, *match.span(said)))
    apart: list[Private] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not apart or each.start >= apart[-1].end:
            apart.append(each)
    return apart


def without_private(text: str) -> str:
    """The text with a mark in place of each such stretch."""
    for each in reversed(private(text)):
        text = text[: each.start] + OMITTED + text[each.end :]
    return text
