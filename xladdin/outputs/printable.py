"""Text from strangers' files, made fit to show: no control codes, no tricks, known width."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, east_asian_width

from xladdin.patterns import pattern

#: Marks without a shape of their own, the bidirectional overrides among them.
_INVISIBLE = pattern("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
#: Control codes (tab and line feed excepted), lone surrogates, non-characters.
_UNPRINTABLE = pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = pattern("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACE = pattern(r"\s+")

#: What must stay on one line: a number, a Latin word, a path, 第3列; or one character.
_RUN = pattern(r"第?[!-~]+[行列段]?|\s+|.", re.DOTALL)
_NOT_FIRST = frozenset("，。、；：？！）〕】》〉」』”’…％‰·,.;:?!)]}%")
_NOT_LAST = frozenset("（〔【《〈「『“‘([{")


def visible(text: str) -> str:
    """``text`` with its lines kept, and � in place of whatever no reader could see."""
    return _UNPRINTABLE.sub("\ufffd", _INVISIBLE.sub("", _BREAK.sub("\n", text)))


def one_line(text: str) -> str:
    """``text`` as one line: every stretch of white space becomes a single blank."""
    return _SPACE.sub(" ", visible(text))


def clipped(text: str, length: int) -> str:
    """At most ``length`` characters, the end replaced by … where there were more."""
    return text if len(text) <= length else text[: length - 1] + "…"


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """Columns that ``text`` takes on a Chinese terminal; ambiguous characters count as wide."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(char) in "WFA" else 1


def _pieces(text: str, limit: int) -> list[str]:
    """The parts between which a line may end."""
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
    """``text`` in lines of at most ``limit`` columns, led by ``first``, then by ``rest``.

    Numbers and words stay whole, and no line begins with a closing mark or ends with an opening
    one, as Chinese typesetting asks.
    """
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
