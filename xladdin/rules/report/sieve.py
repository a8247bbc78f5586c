"""A sieve before exact intervals: readings in floats, to see which may hold at all."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from xladdin.model.prose import Claim
from xladdin.rules.report.readings import Reading

#: Two sides further apart than this cannot meet by their last digits.
_COARSE = 0.02


@cache
def _sides(text: str) -> tuple[ast.expr, ast.expr]:
    """Both sides of a frame's formula."""
    compared = ast.parse(text, mode="eval").body
    assert isinstance(compared, ast.Compare)
    return compared.left, compared.comparators[0]


def _rough(node: ast.expr, places: Places) -> float:
    """A side of a formula in floats: a sieve before exact intervals."""
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_rough(left, places), _rough(right, places))
        case ast.Call(args=[ast.Name(id=section)]):
            summands = places[section]
            return sum(summands) if isinstance(summands, list) else summands
        case ast.Name(id=name):
            value = places[name]
            return sum(value) if isinstance(value, list) else value
        case ast.Constant(value=int(number)):
            return float(number)
    raise ValueError(f"no part of a frame's formula: {ast.unparse(node)}")


_OPERATORS: Mapping[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


Places = dict[str, float | list[float]]


def floats(reading: Reading) -> Places:
    """The numbers of a reading in base units, as floats."""
    return {
        name: _point(role) if isinstance(role, Claim) else [_point(each) for each in role]
        for name, role in reading.roles.items()
    }


def _point(claim: Claim) -> float:
    return float(claim.figure.value * claim.figure.unit.factor)


def gap(reading: Reading, places: Places) -> float:
    """How far apart the two sides are, as a part of the larger."""
    try:
        left, right = (_rough(side, places) for side in _sides(reading.formula))
    except ZeroDivisionError:
        return _FAR
    return abs(left - right) / (max(abs(left), abs(right)) or 1.0)


_FAR = 1e9


def near(reading: Reading) -> bool:
    """Whether the sides of a reading are close enough that exact intervals may meet."""
    return gap(reading, floats(reading)) <= _COARSE + sum(map(blurred, figures_of(reading)))


def figures_of(reading: Reading) -> Iterator[Claim]:
    """The claims in the places of a reading."""
    for role in reading.roles.values():
        if isinstance(role, Claim):
            yield role
        else:
            yield from role


def blurred(claim: Claim) -> float:
    """How much of a figure its last digit is: 0.1 for 1.2, all of one that is about so much."""
    figure = claim.figure
    if figure.irregular or not figure.value:
        return 1.0
    return min(1.0, 10.0**-figure.places / abs(float(figure.value)))
