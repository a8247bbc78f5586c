"""Represent formulas as trees of six kinds of nodes, with the operations on all of them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

T = TypeVar("T")
E = TypeVar("E", bound="Expression")

#: The sign of a negated amount; a difference has "-".
NEGATIVE = "neg"
#: The function that adds up a section; FUNCTIONS take two numbers.
TOTAL = "合计"
FUNCTIONS = ("封顶", "较大")
#: Arithmetic by its signs, for numbers of any kind: floats, decimals, intervals.
OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
    NEGATIVE: operator.neg, "封顶": min, "较大": max,
}  # fmt: skip
#: Comparisons and the ones that hold exactly where they do not.
OPPOSITES: Mapping[str, str] = {"!=": "==", ">": "<=", "<": ">="}
#: How closely signs bind; all comparisons bind like _COMPARED.
_BINDING = {"or": 1, "and": 2, "not": 3, "+": 5, "-": 5, "*": 6, "/": 6, NEGATIVE: 7}
_COMPARED = 4


class Number(Struct, frozen=True, eq=False):
    """An exact number; ``percent`` if written with a percent sign, so that 95% is 0.95."""

    value: Decimal
    percent: bool = False


class Place(Struct, frozen=True, eq=False):
    """A place of the forms by name (三公经费.本年决算); ``at``: its span in the parsed text, in bytes."""

    name: str
    at: tuple[int, int] = (0, 0)


class Total(Struct, frozen=True, eq=False):
    """The sum of the rows of a section; ``at``: the span of the name in the parsed text, in bytes."""

    name: str
    at: tuple[int, int] = (0, 0)


class Arithmetic(Struct, frozen=True, eq=False):
    """A calculation with two amounts, or the negation of one; ``sign`` is a key of OPERATIONS."""

    sign: str
    parts: tuple[Quantity, ...]


class Comparison(Struct, frozen=True, eq=False):
    """Amounts, each compared with the next: 0 <= 得分 <= 分值 has two signs and three parts."""

    signs: tuple[str, ...]
    parts: tuple[Quantity, ...]


class Junction(Struct, frozen=True, eq=False):
    """Conditions joined by ``and`` or ``or``, or one negated by ``not``."""

    sign: str
    parts: tuple[Condition, ...]


Leaf: TypeAlias = Number | Place | Total
Quantity: TypeAlias = Leaf | Arithmetic
Condition: TypeAlias = Comparison | Junction
Expression: TypeAlias = Quantity | Condition


@lru_cache(maxsize=4096)
def leaves(node: Expression) -> tuple[Leaf, ...]:
    """Return the numbers, places and totals of an expression in order."""
    if isinstance(node, Leaf):
        return (node,)
    return tuple(leaf for part in node.parts for leaf in leaves(part))


@lru_cache(maxsize=4096)
def named(node: Expression) -> tuple[Place | Total, ...]:
    """Return the places and totals of an expression in order."""
    return tuple(leaf for leaf in leaves(node) if not isinstance(leaf, Number))


def worked_out(
    node: Quantity, of: Callable[[Leaf], T], operations: Mapping[str, Callable[..., T]] = OPERATIONS
) -> T:
    """Return the result of an amount; ``of`` gives the value of each leaf."""
    if isinstance(node, Arithmetic):
        parts = (worked_out(part, of, operations) for part in node.parts)
        return operations[node.sign](*parts)
    return of(node)


def exchanged(node: E, by: Callable[[Place | Total], Quantity]) -> E:
    """Return an expression with each place and total replaced by what ``by`` returns for it."""
    other: Any = node
    if isinstance(node, Place | Total):
        other = by(node)
    elif not isinstance(node, Number):
        other = replace(other, parts=tuple(exchanged(part, by) for part in other.parts))
    return cast("E", other)


def written(node: Expression, beside: int = 0) -> str:
    """Return the text of an expression, in brackets if it binds less closely than ``beside``."""
    match node:
        case Number(value, percent):
            return f"{(value * 100).normalize():f}%" if percent else str(value)
        case Place(name):
            return name
        case Total(name):
            return f"{TOTAL}({name})"
        case Arithmetic(sign, parts) if sign in FUNCTIONS:
            return f"{sign}({', '.join(map(written, parts))})"
        case Comparison(signs, parts):
            binding = _COMPARED
            first, *others = (written(part, binding + 1) for part in parts)
            text = " ".join([first, *(f"{s} {o}" for s, o in zip(signs, others, strict=True))])
        case Arithmetic(sign, (only,)) | Junction(sign, (only,)):
            binding = _BINDING[sign]
            text = f"{'-' if sign == NEGATIVE else 'not '}{written(only, binding)}"
        case Arithmetic(sign, parts) | Junction(sign, parts):
            binding = _BINDING[sign]
            first, *others = (written(part, binding + bool(n)) for n, part in enumerate(parts))
            text = f" {sign} ".join([first, *others])
    return f"({text})" if binding < beside else text
