"""The tag of a content control: which link it is, what it follows, and in which unit it is printed.

The name of its bookmark says the same in the letters that Word allows there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from zlib import crc32

from xladdin.model.form import Entry
from xladdin.model.prose import Claim
from xladdin.model.report import Relation
from xladdin.model.unit import unit
from xladdin.patterns import pattern
from xladdin.rules import expression, language
from xladdin.rules.equations import FormulaEquation
from xladdin.rules.expression import Leaf, Number, Place, Quantity, Total, exchanged, written
from xladdin.rules.language import FormulaError, amount
from xladdin.rules.scope import Term, rounded
from xladdin.text.cleaning import clean
from xladdin.text.numbers import places, value


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
_OTHER = pattern(r"\bk(\d+)\b")


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


#: Amounts that do not come out even are printed to so many decimals.
_PLACES = 2
#: A larger one is no amount of anybody's.
_LARGEST = 10**15


def amount_of(entry: Entry) -> Decimal | None:
    """What a cell says, in base units: 元, fractions."""
    if entry.figure is None:
        return Decimal(0) if entry.blank and entry.unit is not None else None
    return entry.figure.value * entry.figure.unit.factor


def amount_in(claim: Claim) -> Decimal:
    """What a figure of the report says, in base units."""
    return claim.figure.value * claim.figure.unit.factor


def printed(amount: Decimal, before: Decimal, measure: str) -> Decimal:
    """The number to print instead of the one ``before``: to as many decimals, two for an amount of
    money, or a rate printed whole, that would lose what it has."""
    there = unit(measure)
    number = amount / there.factor
    least = places(before)
    near = rounded(number, least)
    short = least < _PLACES if there.measures == "money" else least == 0
    if there.measures in ("money", "ratio") and short and near != number:
        near = rounded(number, _PLACES)
    if there.measures not in ("money", "ratio") and near != number:
        near = number
    return near


def number_in(text: str) -> Decimal | None:
    """The number that a control holds; None for anything else."""
    try:
        return value(clean(text).text.strip())
    except (InvalidOperation, ValueError):
        return None


def worked_out(formula: str, known: Mapping[str, Decimal]) -> Decimal | None:
    """What a formula over known amounts comes to; None where one is missing, or for no formula."""

    def of(leaf: Leaf) -> Decimal:
        return leaf.value if isinstance(leaf, Number) else known[leaf.name]

    try:
        amount = expression.worked_out(language.amount(formula), of)
        return amount if amount.is_finite() and abs(amount) < _LARGEST else None
    except (language.FormulaError, KeyError, ArithmeticError):
        return None
