"""Text as a reader sees it: no invisible characters, one character for one sign, no torn numbers.

Prose and cells are cleaned alike. Chinese punctuation stays as it is written (，；：（）“” tell clauses
apart, and 1，234 is left to the grammar of numbers); so do ² ③ ㎡ and the like, which NFKC would make
digits and letters. Full-width letters, digits and other signs become plain ones.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from xladdin.patterns import pattern
from xladdin.text.blanks import gaps
from xladdin.text.signs import INVISIBLE, LOOKALIKE, ODD, PLAIN

_ODD = pattern(f"[ {ODD}]")
_INVISIBLE = pattern(f"[{INVISIBLE}]+")
_LOOKALIKE = pattern(f"[{LOOKALIKE}]")
_UNSEEN = pattern(f"[{INVISIBLE}{LOOKALIKE}]")


class Cleaned(NamedTuple):
    """A text as read, and where each of its characters stands in the text as written."""

    text: str
    #: For each offset of the text, its end included, the offset in the text as written.
    at: Sequence[int]

    def written(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as written of a span of the cleaned text."""
        if end <= start:
            return self.at[start], self.at[start]
        return self.at[start], self.at[end - 1] + 1


@lru_cache(maxsize=4096)
def clean(text: str) -> Cleaned:
    """The text as a reader sees it; one that is clean already is only looked through."""
    cleaned = Cleaned(text, range(len(text) + 1))
    if _ODD.search(text) is None:
        return cleaned
    invisible = [found.span() for found in _INVISIBLE.finditer(text)]
    cleaned = _without(Cleaned(text.translate(PLAIN), cleaned.at), invisible)
    while blank := gaps(cleaned.text):
        cleaned = _without(cleaned, blank)
    return cleaned


def legible(text: str) -> str:
    """The text with characters in place of the radicals that look like them, and so as long as it
    was."""
    if _LOOKALIKE.search(text) is None:
        return text
    return _LOOKALIKE.sub(lambda sign: chr(PLAIN[ord(sign[0])]), text)


def seen(text: str) -> str:
    """The text as it looks, to be shown to people: only what nobody can see of it is put right,
    invisible characters and radicals that look like characters."""
    if _UNSEEN.search(text) is None:
        return text
    return _UNSEEN.sub(lambda sign: chr(PLAIN[ord(sign[0])]), _INVISIBLE.sub("", text))


def _without(cleaned: Cleaned, cut: list[tuple[int, int]]) -> Cleaned:
    """The text without these spans of it, which are in order and apart."""
    if not cut:
        return cleaned
    text, at = cleaned
    kept, where, begin = [], array("L"), 0
    for start, end in [*cut, (len(text), len(text))]:
        kept.append(text[begin:start])
        where.extend(at[begin:start])
        begin = end
    where.append(at[-1])
    return Cleaned("".join(kept), where)
