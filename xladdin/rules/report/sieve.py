"""A sieve before exact intervals: readings in floats, to see which may hold at all."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.model.prose import Claim
from xladdin.rules.expression import Comparison, Leaf, Number, worked_out
from xladdin.rules.report.readings import Reading, formula

#: Two sides further apart than this cannot meet by their last digits.
_COARSE = 0.02


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

    def of(leaf: Leaf) -> float:
        if isinstance(leaf, Number):
            return float(leaf.value)
        value = places[leaf.name]
        return sum(value) if isinstance(value, list) else value

    compared = formula(reading.formula).tree
    assert isinstance(compared, Comparison)
    try:
        left, right = (worked_out(side, of) for side in compared.parts)
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
