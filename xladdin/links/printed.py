"""The number that a link prints: from a cell's amount or a formula, in the unit and to the places of its text."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from xladdin.model.form import Entry
from xladdin.model.unit import unit
from xladdin.rules import expression, language
from xladdin.rules.expression import Leaf, Number
from xladdin.rules.scope import rounded
from xladdin.text.cleaning import clean
from xladdin.text.numbers import places, value

#: Amounts that do not come out even are printed to so many decimals.
_PLACES = 2
#: A larger one is no amount of anybody's.
_LARGEST = 10**15


def amount_of(entry: Entry) -> Decimal | None:
    """What a cell says, in base units: 元, fractions."""
    if entry.figure is None:
        return Decimal(0) if entry.blank and entry.unit is not None else None
    return entry.figure.value * entry.figure.unit.factor


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
