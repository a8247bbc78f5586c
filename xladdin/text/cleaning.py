"""Clean a text to what a reader sees: no invisible characters, one character per sign, no torn numbers.

Prose and cells are cleaned alike, before anything parses them. Full-width letters, digits and signs
become plain ones. Chinese punctuation stays, because ，；：（）“” separate clauses and 1，234 is left
to the grammar of numbers. So do ² ③ ㎡ and the like, which NFKC would turn into digits and letters.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from xladdin.patterns import pattern
from xladdin.text.blanks import gaps
from xladdin.text.signs import INVISIBLE, LOOKALIKE, ODD, PLAIN

_UNSTORABLE = pattern(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ODD = pattern(f"[ {ODD}]")
_INVISIBLE = pattern(f"[{INVISIBLE}]+")
_LOOKALIKE = pattern(f"[{LOOKALIKE}]")
_UNSEEN = pattern(f"[{INVISIBLE}{LOOKALIKE}]")


class Cleaned(NamedTuple):
    """A cleaned text, and for each of its characters the offset in the text as written."""

    text: str
    #: The offset as written for each offset of ``text``, including ``len(text)``.
    at: Sequence[int]

    def written(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the text as written for a span of the cleaned text."""
        if end <= start:
            return self.at[start], self.at[start]
        return self.at[start], self.at[end - 1] + 1


@lru_cache(maxsize=4096)
def clean(text: str) -> Cleaned:
    """Return the text as a reader sees it, with the way back to the text as written."""
    cleaned = Cleaned(text, range(len(text) + 1))
    if _ODD.search(text) is None:
        return cleaned
    invisible = [found.span() for found in _INVISIBLE.finditer(text)]
    cleaned = _without(Cleaned(text.translate(PLAIN), cleaned.at), invisible)
    while blank := gaps(cleaned.text):
        cleaned = _without(cleaned, blank)
    return cleaned


def legible(text: str) -> str:
    """Return the text with radicals replaced by the characters they look like; its length stays."""
    if _LOOKALIKE.search(text) is None:
        return text
    return _LOOKALIKE.sub(lambda sign: chr(PLAIN[ord(sign[0])]), text)


def seen(text: str) -> str:
    """Return the text to show to people: invisible characters dropped, look-alike radicals replaced."""
    if _UNSEEN.search(text) is None:
        return text
    return _UNSEEN.sub(lambda sign: chr(PLAIN[ord(sign[0])]), _INVISIBLE.sub("", text))


def storable(text: str) -> str:
    """Return the text without the characters that the XML of office files cannot hold."""
    return _UNSTORABLE.sub("", text)


def _without(cleaned: Cleaned, cut: list[tuple[int, int]]) -> Cleaned:
    """Cut out spans, which are in order and do not overlap."""
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
