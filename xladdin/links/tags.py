"""The tag of a content control: which link it is, what it follows, and in which unit it is printed.

The name of its bookmark says the same in the letters that Word allows there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple
from zlib import crc32

from xladdin.model.report import Relation
from xladdin.rules.equations import FormulaEquation
from xladdin.rules.expression import Place, Quantity, Total, exchanged, written
from xladdin.rules.language import FormulaError, amount
from xladdin.rules.scope import Term


def formula(relation: Relation, named: Callable[[Term], str]) -> str:
    """The right side of a relation with its places named; empty where one of them has no name."""
    equation = relation.equation
    if not isinstance(equation, FormulaEquation) or equation.given_by is None:
        return ""

    def by(leaf: Place | Total) -> Quantity:
        return amount("+".join(map(named, equation.terms(leaf))))

    try:
        return written(exchanged(equation.given_by, by)).replace(" ", "")
    except FormulaError:
        return ""


#: What our tags begin with, and our bookmarks: Word lists none that begin with a line.
MARK, _BOOKMARK = "xl", "_xl"
#: Word takes no longer tags, no longer names of bookmarks.
LONGEST, _LONGEST_NAME = 64, 40
#: Signs of formulas and units that no bookmark may have.
_LETTERS = {
    "(": "L",
    ")": "R",
    "+": "P",
    "-": "M",
    "*": "T",
    "/": "D",
    ".": "O",
    "=": "E",
    "%": "百分号",
}
_HASHED = "H"
_OTHER = re.compile(r"\bk(\d+)\b")


class Tag(NamedTuple):
    """``number`` tells the links of a report apart. ``source`` is the key of a place of the forms, or
    a formula after ``=`` in which k3 is the third link; ``unit`` is what its number is printed in."""

    number: int
    source: str
    unit: str

    def __str__(self) -> str:
        return f"{MARK}{self.number} {self.source} {self.unit or '-'}"

    @property
    def formula(self) -> str:
        """The formula of a figure that is worked out; empty for one that stands in a form."""
        return self.source[1:] if self.source.startswith("=") else ""

    @property
    def follows(self) -> frozenset[int]:
        """The numbers of the links that its formula is of."""
        return frozenset(map(int, _OTHER.findall(self.formula)))

    @property
    def bookmark(self) -> str:
        """The name of its bookmark; empty where there is none for it."""
        measure = _in_letters(self.unit or "-")
        name = f"{_BOOKMARK}{self.number}_{_in_letters(self.source)}_{measure}"
        if self.formula or _allowed(name):
            return name if _allowed(name) else ""
        hashed = f"{_BOOKMARK}{self.number}_{_hashed(self.source)}_{measure}"
        return hashed if _allowed(hashed) else ""


def tag(text: str) -> Tag | None:
    """A tag as it is written; None for anybody else's."""
    mark, _, rest = text.partition(" ")
    source, _, measure = rest.rpartition(" ")
    number = mark.removeprefix(MARK)
    if len(text) > LONGEST or not mark.startswith(MARK) or not number.isdecimal() or not source:
        return None
    return Tag(int(number), source, "" if measure == "-" else measure)


def named(bookmark: str, keys: Iterable[str]) -> Tag | None:
    """The tag that a bookmark's name says; None for anybody else's. ``keys`` are those of the forms."""
    number, _, rest = bookmark.removeprefix(_BOOKMARK).partition("_")
    source, _, measure = rest.rpartition("_")
    if not bookmark.startswith(_BOOKMARK) or not number.isdecimal() or not source:
        return None
    for sign, letter in _LETTERS.items():
        measure = measure.replace(letter, sign)
    if source.startswith("E"):
        for sign, letter in _LETTERS.items():
            source = source.replace(letter, sign)
    else:
        name = _hashed if source.startswith(_HASHED) else _in_letters
        source = next((key for key in keys if name(key) == source), source)
    return Tag(int(number), source, "" if measure == "-" else measure)


def _hashed(key: str) -> str:
    return f"{_HASHED}{crc32(key.encode()):08x}"


def _in_letters(text: str) -> str:
    return "".join(_LETTERS.get(sign, sign) for sign in text)


def _allowed(name: str) -> bool:
    return len(name) <= _LONGEST_NAME and all(sign.isalnum() or sign == "_" for sign in name)
