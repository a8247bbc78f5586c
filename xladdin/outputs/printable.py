"""Make text from other people's files fit to print: no control characters, a known width."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, east_asian_width

from xladdin.patterns import pattern

#: Characters without a shape of their own, including the bidirectional overrides.
_INVISIBLE = pattern("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
#: Control characters except tab and line feed, lone surrogates, non-characters.
_UNPRINTABLE = pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = pattern("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACE = pattern(r"\s+")

#: What must not be broken: a number, a Latin word, a path, 第3列; or a single character.
_RUN = pattern(r"第?[!-~]+[行列段]?|\s+|.", re.DOTALL)
_NOT_FIRST = frozenset("，。、；：？！）〕】》〉」』”’…％‰·,.;:?!)]}%")
_NOT_LAST = frozenset("（〔【《〈「『“‘([{")


def visible(text: str) -> str:
    """Return the text with its lines kept, invisible characters dropped, and � for unprintable ones."""
    return _UNPRINTABLE.sub("\ufffd", _INVISIBLE.sub("", _BREAK.sub("\n", text)))


def one_line(text: str) -> str:
    """Return the text as one line, with a single blank for each stretch of white space."""
    return _SPACE.sub(" ", visible(text))


def clipped(text: str, length: int) -> str:
    """Return at most ``length`` characters; … replaces the end of a longer text."""
    return text if len(text) <= length else text[: length - 1] + "…"


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """Return the columns that the text takes on a Chinese terminal; ambiguous characters count as wide."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(char) in "WFA" else 1


def _pieces(text: str, limit: int) -> list[str]:
    """Return the pieces between which a line may end, each at most ``limit`` columns wide."""
    pieces: list[str] = []
    for run in _RUN.findall(text):
        glued = pieces and (run[0] in _NOT_FIRST or pieces[-1][-1] in _NOT_LAST)
        if glued and width(pieces[-1]) + width(run) <= limit:
            pieces[-1] += run
            continue
        while width(run) > limit:
            pieces.append(run[:limit])
            run = run[limit:]
        if run:
            pieces.append(run)
    return pieces


def wrap(text: str, limit: int, *, first: str = "", rest: str = "") -> list[str]:
    """Return the text in lines of at most ``limit`` columns, the first led by ``first``, others by
    ``rest``. Numbers and words stay whole, and no line begins with a closing mark or ends with an
    opening one, as Chinese typesetting asks."""
    room = max(limit - max(width(first), width(rest)), 8)
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(text, room):
        size = width(piece)
        if used + size > room and line:
            lines.append(line.rstrip())
            line, used = "", 0
        if line or not piece.isspace():
            line, used = line + piece, used + size
    lines.append(line.rstrip())
    return [(rest if number else first) + line for number, line in enumerate(lines)]
