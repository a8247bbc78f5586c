"""What a formula says, as six kinds of nodes, and the verbs that all who read them share."""

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

#: The sign of −x; that of x − y is "-".
NEGATIVE = "neg"
#: The function of a section; the others are of two numbers.
TOTAL = "合计"
FUNCTIONS = ("封顶", "较大")
#: What the signs of arithmetic do to numbers of any kind: floats, decimals, intervals.
OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
    NEGATIVE: operator.neg, "封顶": min, "较大": max,
}  # fmt: skip
#: What holds where another comparison does not.
OPPOSITES: Mapping[str, str] = {"!=": "==", ">": "<=", "<": ">="}
#: How closely signs bind, where all comparisons are alike.
_BINDING = {"or": 1, "and": 2, "not": 3, "+": 5, "-": 5, "*": 6, "/": 6, NEGATIVE: 7}
_COMPARED = 4


class Number(Struct, frozen=True, eq=False):
    """A number, taken exactly; 95% is 0.95, and a ``percent``."""

    value: Decimal
    percent: bool = False


class Place(Struct, frozen=True, eq=False):
    """A place of the forms: 三公经费.本年决算. ``at``: where the parsed text has it, in bytes."""

    name: str
    at: tuple[int, int] = (0, 0)


class Total(Struct, frozen=True, eq=False):
    """What the rows of a section add up to."""

    name: str
    at: tuple[int, int] = (0, 0)


class Arithmetic(Struct, frozen=True, eq=False):
    """Two amounts calculated with, or one made negative: ``sign`` is one of OPERATIONS."""

    sign: str
    parts: tuple[Quantity, ...]


class Comparison(Struct, frozen=True, eq=False):
    """Amounts compared, each with the next: 0 <= 得分 <= 分值 has two signs and three parts."""

    signs: tuple[str, ...]
    parts: tuple[Quantity, ...]


class Junction(Struct, frozen=True, eq=False):
    """Conditions joined by ``and`` or ``or``, or one denied by ``not``."""

    sign: str
    parts: tuple[Condition, ...]


Leaf: TypeAlias = Number | Place | Total
Quantity: TypeAlias = Leaf | Arithmetic
Condition: TypeAlias = Comparison | Junction
Expression: TypeAlias = Quantity | Condition


@lru_cache(maxsize=4096)
def leaves(node: Expression) -> tuple[Leaf, ...]:
    """The numbers, places and totals of an expression, as they stand in it."""
    if isinstance(node, Leaf):
        return (node,)
    return tuple(leaf for part in node.parts for leaf in leaves(part))


@lru_cache(maxsize=4096)
def named(node: Expression) -> tuple[Place | Total, ...]:
    """The places and totals of an expression, as they stand in it."""
    return tuple(leaf for leaf in leaves(node) if not isinstance(leaf, Number))


def worked_out(
    node: Quantity, of: Callable[[Leaf], T], operations: Mapping[str, Callable[..., T]] = OPERATIONS
) -> T:
    """What an amount comes to, by what each leaf is worth."""
    if isinstance(node, Arithmetic):
        parts = (worked_out(part, of, operations) for part in node.parts)
        return operations[node.sign](*parts)
    return of(node)


def exchanged(node: E, by: Callable[[Place | Total], Quantity]) -> E:
    """An expression with something else for each place and total."""
    other: Any = node
    if isinstance(node, Place | Total):
        other = by(node)
    elif not isinstance(node, Number):
        other = replace(other, parts=tuple(exchanged(part, by) for part in other.parts))
    return cast("E", other)


def written(node: Expression, beside: int = 0) -> str:
    """An expression as one types it; in brackets ``beside`` signs that bind more closely."""
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
