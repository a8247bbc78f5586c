"""What in a text is nobody's business: telephone numbers, e-mail addresses, numbers of identity cards,
places on somebody's computer."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from xladdin.text.signs import INVISIBLE, PLAIN

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
_PHONES = r"(?:电话|手机|座机|传真|短号|分机|联系方式|微信|QQ|[Tt][Ee][Ll])"
#: The lines of the state for everybody: 12345, 110.
_PUBLIC = r"(?!(?:12\d{3}|1[12]\d)(?!\d))"
_MORE = r"(?:\s*(?:转|分机)\s*\d{1,6}(?!\d))?"
_NAME = r"[^\s，。；“”\"<>|]"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_KINDS = (
    ("身份证号", re.compile(
        r"(?<!\d)[1-9]\d{5}\s?(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d\s?\d{3}[\dXx](?!\d)"
        rf"|{_BEGIN}[1-9]\d{{5}}\d\d(?:0[1-9]|1[0-2])[0-3]\d{{4}}{_END}")),
    ("电话号码", re.compile(
        rf"{_BEGIN}(?:(?:\+|00)?86[- ]?)?(?:{_MOBILE}){_END}{_MORE}"
        rf"|{_BEGIN}\(?（?0\d{{2,3}}[)）]?[-—– ]{{0,3}}{_LOCAL}{_END}{_MORE}"
        rf"|(?<!\d)400[- ]?\d{{3}}[- ]?\d{{4}}{_END}{_MORE}")),
    ("电话号码", re.compile(
        rf"(?:电话|手机|传真|联系方式|[Tt][Ee][Ll])(?!费)[^\d。；;]{{0,12}}?(?P<said>{_SAID}(?:[、,，/]\s*{_SAID})*){_END}")),
    ("电话号码", re.compile(
        rf"{_PHONES}(?:号码?)?(?:\s*[:：]\s*|(?<=分机)|(?<=分机号)){_PUBLIC}(?P<said>\d[\d\-—–]+\d){_END}(?!\s*[部台个条次])")),
    ("身份证号", re.compile(r"(?:身份证|证件)(?:号码?)?\s*[:：]\s*(?P<said>\d[\d*xX ]{3,}[\dxX])")),
    ("银行账号", re.compile(r"(?:[账帐]号|卡号)\s*[:：]?\s*(?P<said>\d[\d\- ]{7,}\d)(?!\d)")),
    ("电子邮箱", re.compile(r"[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)),
    ("内网地址", re.compile(
        rf"(?i:https?|ftp)://(?:(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+|localhost){_NAME}*")),
    ("本机路径", re.compile(
        rf"(?i:file:/+)\S+|(?<![A-Za-z])[A-Za-z]:[\\/](?![\\/])(?:{_NAME}| (?={_NAME}*[\\/]))*|\\\\[\w.$-]+\\{_NAME}*"
        rf"|(?<![\w/.])/(?:home|Users|tmp|mnt|var)/{_NAME}+")),
)  # fmt: skip
#: What heads a column of such numbers, or stands before one in its row: the last word of a short label
#: tells its kind; what is counted or paid is none.
_LABELS = tuple(
    (kind, re.compile(rf"\D{{0,12}}?{words}(?:号码?)?(?:[（(]\D{{0,12}}[)）])?[:：]?"))
    for kind, words in (
        ("电话号码", _PHONES), ("身份证号", "(?:身份证|证件)"), ("银行账号", "(?:[账帐]|卡)号"),
    )
)  # fmt: skip
_NO_LABEL = re.compile("费|元|支出|预算|购|数量|[（(][部台个张][)）]")
_LABELLED = re.compile(rf"{_BEGIN}{_PUBLIC}\d[\d\-—–.·* ]*[\dXx]{_END}")


class Private(NamedTuple):
    """A stretch of a text that is to be left out, and what it is in a word."""

    kind: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def private(text: str) -> tuple[Private, ...]:
    """All such stretches of a text, in their order, none overlapping another. Attributes say the same
    thousands of times."""
    plain = text.translate(PLAIN)
    places = [at for at, letter in enumerate(plain) if not _INVISIBLE.match(letter)]
    plain = "".join(plain[at] for at in places)
    found = []
    for kind, pattern in _KINDS:
        for match in pattern.finditer(plain):
            said = "said" if "said" in pattern.groupindex else 0
            start, end = match.span(said)
            found.append(Private(kind, places[start], places[end - 1] + 1))
    apart: list[Private] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not apart or each.start >= apart[-1].end:
            apart.append(each)
    return tuple(apart)


def without_private(text: str) -> str:
    """The text with a mark in place of each such stretch."""
    for each in reversed(private(text)):
        text = text[: each.start] + OMITTED + text[each.end :]
    return text


def label(text: str) -> str | None:
    """The kind of the numbers that a cell is the label of."""
    said = "".join(text.translate(PLAIN).split())
    if _NO_LABEL.search(said):
        return None
    return next((kind for kind, pattern in _LABELS if pattern.fullmatch(said)), None)


def labelled(text: str, kind: str) -> tuple[Private, ...]:
    """All numbers of a text with such a label, however short."""
    plain = text.translate(PLAIN)
    return tuple(Private(kind, *match.span()) for match in _LABELLED.finditer(plain))
