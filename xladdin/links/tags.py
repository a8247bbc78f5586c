"""Write and read the tag of a content control: which link it is, what it follows, and its unit.

The name of the control's bookmark holds the same, in the letters that Word allows there.
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
    """Return the right side of a relation with its places named; empty if one of them has no name."""
    equation = relation.equation
    if not isinstance(equation, FormulaEquation) or equation.given_by is None:
        return ""

    def by(leaf: Place | Total) -> Quantity:
        return amount("+".join(map(named, equation.terms(leaf))))

    try:
        return written(exchanged(equation.given_by, by)).replace(" ", "")
    except FormulaError:
        return ""


#: The begin of our tags and of our bookmarks; Word hides bookmarks that begin with an underscore.
MARK, _BOOKMARK = "xl", "_xl"
#: The longest tag, and the longest name of a bookmark, that Word accepts.
LONGEST, _LONGEST_NAME = 64, 40
#: Letters for signs of formulas and units that a bookmark may not have.
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
    """The tag of a link. ``number`` identifies it in the report; ``source`` is the key of a place
    of the forms or, after ``=``, a formula in which k3 is the third link; ``unit`` is the printed
    unit."""

    number: int
    source: str
    unit: str

    def __str__(self) -> str:
        return f"{MARK}{self.number} {self.source} {self.unit or '-'}"

    @property
    def formula(self) -> str:
        """The formula of a computed figure; empty for a figure from a form."""
        return self.source[1:] if self.source.startswith("=") else ""

    @property
    def follows(self) -> frozenset[int]:
        """The numbers of the links in its formula."""
        return frozenset(map(int, _OTHER.findall(self.formula)))

    @property
    def bookmark(self) -> str:
        """The name of its bookmark; empty if it would not be valid."""
        measure = _in_letters(self.unit or "-")
        name = f"{_BOOKMARK}{self.number}_{_in_letters(self.source)}_{measure}"
        if self.formula or _allowed(name):
            return name if _allowed(name) else ""
        hashed = f"{_BOOKMARK}{self.number}_{_hashed(self.source)}_{measure}"
        return hashed if _allowed(hashed) else ""


def tag(text: str) -> Tag | None:
    """Parse a tag; None if it is not one of ours."""
    mark, _, rest = text.partition(" ")
    source, _, measure = rest.rpartition(" ")
    number = mark.removeprefix(MARK)
    if len(text) > LONGEST or not mark.startswith(MARK) or not number.isdecimal() or not source:
        return None
    return Tag(int(number), source, "" if measure == "-" else measure)


def named(bookmark: str, keys: Iterable[str]) -> Tag | None:
    """Parse a bookmark's name into a tag, None if it is not ours; ``keys`` are those of the forms."""
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


#: The number of decimals of amounts that do not come out even.
_PLACES = 2
#: The limit of amounts; a larger result is an error.
_LARGEST = 10**15


def amount_of(entry: Entry) -> Decimal | None:
    """Return the value of a cell in base units (元, fractions), 0 for a blank amount; None for text."""
    if entry.figure is None:
        return Decimal(0) if entry.blank and entry.unit is not None else None
    return entry.figure.value * entry.figure.unit.factor


def amount_in(claim: Claim) -> Decimal:
    """Return the value of a figure of the report in base units."""
    return claim.figure.value * claim.figure.unit.factor


def printed(amount: Decimal, before: Decimal, measure: str) -> Decimal:
    """Return the number to print in place of ``before``: with as many decimals, or with two if an
    amount of money or a whole rate would lose some."""
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
    """Return the number in a control's text; None if it is anything else."""
    try:
        return value(clean(text).text.strip())
    except (InvalidOperation, ValueError):
        return None


def worked_out(formula: str, known: Mapping[str, Decimal]) -> Decimal | None:
    """Compute a formula over known amounts; None if an amount is missing or the text is no formula."""

    def of(leaf: Leaf) -> Decimal:
        return leaf.value if isinstance(leaf, Number) else known[leaf.name]

    try:
        amount = expression.worked_out(language.amount(formula), of)
        return amount if amount.is_finite() and abs(amount) < _LARGEST else None
    except (language.FormulaError, KeyError, ArithmeticError):
        return None
