"""A text as private words are looked for in it: one character for one sign, nothing that can't be seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from xladdin.text.signs import INVISIBLE, PLAIN

_INVISIBLE = re.compile(f"[{INVISIBLE}]")


class Normal(NamedTuple):
    """A normal text, and where in the text as written each of its characters stands."""

    text: str
    at: Sequence[int]


@lru_cache(maxsize=4096)
def normal(text: str) -> Normal:
    """The text in the compatibility form of Unicode. What numbers a line (①) is a digit only between
    digits; a Chinese comma stays, for it parts numbers."""
    if text.isascii() and text.isprintable():
        return Normal(text, range(len(text)))
    signs = [(at, sign) for at, sign in enumerate(text) if not _INVISIBLE.match(sign)]
    said, places = [], []
    for index, (at, sign) in enumerate(signs):
        around = signs[index - 1 : index] + signs[index + 1 : index + 2]
        inside = len(around) == 2 and all(each.isdecimal() for _, each in around)
        for letter in sign if unicodedata.category(sign) == "No" and not inside else _plain(sign):
            said.append(letter)
            places.append(at)
    return Normal("".join(said), places)


@lru_cache(maxsize=8192)
def _plain(sign: str) -> str:
    return sign if sign == "，" else unicodedata.normalize("NFKC", sign.translate(PLAIN))
