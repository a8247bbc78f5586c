"""Parse a number format code into its sections, each a list of tokens."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from msgspec import Struct

from xladdin.patterns import pattern

#: Longer codes are no format (Excel's own limit is 255).
_LONGEST = 1000

_TOKEN = pattern(
    r"""
      "(?P<quoted>[^"]*)"?
    | [\\!](?P<escaped>.)           # ! is the backslash of Chinese and Japanese Excel
    | _(?P<pad>.)                   # as wide as the character: only for alignment
    | \*(?P<fill>.)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|G/通用格式)
    | (?P<half>AM/PM|A/P|上午/下午)
    | (?P<exponent>E[+-])
    | (?P<date>y+|m+|d+|h+|s+|a{3,4}|e+)
    | (?P<digit>[0#?])
    | (?P<point>\.)
    | (?P<comma>,)
    | (?P<percent>%)
    | (?P<text>@)
    | (?P<end>;)
    | (?P<slash>/)
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = pattern(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\Z")
_ELAPSED = pattern(r"(h+|m+|s+)\Z", re.IGNORECASE)
_CURRENCY = pattern(r"\$([^-]*)(-.*)?\Z", re.DOTALL)
#: "Long date" and "time" of the control panel, as a Chinese Windows has them. What follows the mark in
#: the code is only for programs that do not know it.
_SYSTEM = {
    "[$-F800]": 'yyyy"年"m"月"d"日"',
    "[$-X-SYSDATE]": 'yyyy"年"m"月"d"日"',
    "[$-F400]": "h:mm:ss",
    "[$-X-SYSTIME]": "h:mm:ss",
}


class Token(Struct, frozen=True):
    """One token: ``kind`` is literal, digit, point, comma, percent, exponent, slash, general, text,
    date, elapsed or half; ``text`` is its code, or what a literal shows."""

    kind: str
    text: str


class Section(Struct, frozen=True):
    """One of up to four parts of a code. ``condition`` is ``(operator, number)`` if one is written;
    ``chinese`` means [DBNum1] to [DBNum4], numbers in Chinese characters."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None
    chinese: bool = False

    def has(self, *kinds: str) -> bool:
        """Return whether there is a token of one of these kinds."""
        return any(token.kind in kinds for token in self.tokens)


@lru_cache(maxsize=1024)
def sections(code: str) -> tuple[Section, ...]:
    """Return the sections of ``code``, at least one. Never raises: unknown text is literal."""
    for mark, usual in _SYSTEM.items():
        if code.upper().startswith(mark):
            code = usual
    found: list[Section] = []
    tokens: list[Token] = []
    condition: tuple[str, Decimal] | None = None
    chinese = False
    for match in _TOKEN.finditer(code[:_LONGEST]):
        kind, text = match.lastgroup or "other", match.group(match.lastgroup or 0)
        if kind == "end":
            found.append(Section(tuple(tokens), condition, chinese))
            tokens, condition, chinese = [], None, False
        elif kind == "bracket":
            if compare := _CONDITION.match(text):
                condition = _condition(*compare.groups())
            elif _ELAPSED.match(text):
                tokens.append(Token("elapsed", text.lower()))
            elif currency := _CURRENCY.match(text):
                tokens.append(Token("literal", currency[1]))
            elif text.upper().startswith("DBNUM"):
                chinese = True
        elif kind in ("quoted", "escaped", "other"):
            tokens.append(Token("literal", text))
        elif kind not in ("pad", "fill"):
            tokens.append(Token(kind, text.lower() if kind == "date" else text))
    return (*found, Section(tuple(tokens), condition, chinese))


def _condition(operator: str, number: str) -> tuple[str, Decimal] | None:
    try:
        return operator, Decimal(number)
    except InvalidOperation:
        return None
