"""Split a text into tokens in one pass: at each place the longest word; uncovered text is a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from xladdin.model.figure import Figure
from xladdin.narrative.figures import figure_at
from xladdin.narrative.lexicon import heads, table
from xladdin.patterns import pattern

#: The kind of each punctuation mark.
MARKS = {
    "。": "stop", "！": "stop", "？": "stop", "!": "stop", "?": "stop", "\n": "stop",
    "；": "semicolon", ";": "semicolon", "，": "comma", ",": "comma", "、": "pause",
    "：": "colon", ":": "colon", "（": "open", "(": "open", "）": "close", ")": "close",
    "“": "quote", "”": "quote", '"': "quote", "「": "quote", "」": "quote", " ": "gap",
    "[": "open", "]": "close", "【": "open", "】": "close",
}  # fmt: skip
_NUMERALS = frozenset("0123456789约近大将接超不至差逾小多高低少≥≤><≧≦⩾⩽一二两三四五六七八九十")
_YEAR = pattern(r"(?P<year>(?:19|20)\d{2})(?:年度|年[末底]|年(?!限|龄|初)|(?=年初))")
_NUMBERING = pattern(
    r"(?:^|(?<=[。；;：:！!？?\n]))\s{0,4}"
    r"(?:[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|\d{1,2}[、.．](?!\d)|[一二三四五六七八九十]{1,3}[、.．])"
    r"|(?:目标|问题|措施|附件|附表|图|表)\d{1,2}(?!\d|[,，.．]\d|[一-鿿%])"
)


class Token(NamedTuple):
    """A piece of a text: ``kind`` is one of words.toml, figure, year, skip, or a mark of punctuation.
    ``year`` is the number of a year, ``figure`` that of a figure."""

    kind: str
    start: int
    end: int
    text: str
    figure: Figure | None = None
    year: int = 0


def tokens(text: str) -> list[Token]:
    """Return the tokens of a cleaned text in order; they cover all of it."""
    return list(_scan(text, _digits_to_skip(text)))


def _scan(text: str, apart: dict[int, tuple[int, str]]) -> Iterator[Token]:
    words = heads()
    at, name, end = 0, -1, len(text)
    while at < end:
        token = None
        sign = text[at]
        if at in apart:
            stop, kind = apart[at]
            token = Token(kind, at, stop, text[at:stop])
        elif sign in _NUMERALS:
            token = _number(text, at)
        if token is None:
            for word, kind in (*words.get(text[at : at + 2], ()), *words.get(sign, ())):
                if text.startswith(word, at):
                    token = Token(kind, at, at + len(word), word)
                    break
        if token is None and sign in MARKS:
            token = Token(MARKS[sign], at, at + 1, sign)
        if token is None:
            name = at if name < 0 else name
            at += 1
            continue
        if name >= 0:
            yield Token("name", name, at, text[name:at])
            name = -1
        yield token
        at = token.end
    if name >= 0:
        yield Token("name", name, end, text[name:end])


def _number(text: str, at: int) -> Token | None:
    year = _YEAR.match(text, at)
    if year is not None and not (at and text[at - 1].isdigit()):
        return Token("year", at, year.end(), year[0], year=int(year["year"]))
    found = figure_at(text, at)
    if found is None:
        return None
    figure, _, end = found
    return Token("figure", at, end, text[at:end], figure)


def _digits_to_skip(text: str) -> dict[int, tuple[int, str]]:
    """Map the start of digits that are no figures to the end of the piece and its kind."""
    found = {m.start(): (m.end(), "skip") for m in _NUMBERING.finditer(text)}
    if any(sign in _DIGIT_SIGNS for sign in text):
        kinds = _not_figures()[1]
        for match in _not_figures()[0].finditer(text):
            kind = kinds[int((match.lastgroup or "p0")[1:])]
            found.setdefault(match.start(), (match.end(), kind))
    return found


#: What such a piece begins with; no pattern is tried elsewhere.
_FIRST = r"[\dA-Za-z截到至〔﹝【\[(（第一二三四五六七八九十电致热传手邮科代编账《“]"
_DIGIT_SIGNS = frozenset("0123456789《第“一二三四五六七八九十")


@cache
def _not_figures() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return one pattern for all that is no figure, and the kinds of its groups."""
    every = table("not_figures")["pattern"]
    groups = "|".join(f"(?P<p{n}>{data['pattern']})" for n, data in enumerate(every))
    return pattern(rf"(?<!\d)(?={_FIRST})(?:{groups})"), tuple(data["kind"] for data in every)
