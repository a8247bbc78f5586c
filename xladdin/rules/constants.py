"""Numbers written in a formula: a bare one is meant in the unit of the figures that it stands beside.

``三公经费 <= 5`` means 5万元 in a form that is kept in 万元; ``控制率 <= 100`` means 100%.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from xladdin.model.interval import Interval
from xladdin.model.unit import NUMBER, Unit
from xladdin.rules.expression import Arithmetic, Number, Quantity, leaves
from xladdin.rules.scope import Meaning

#: A rate above this is no fraction: 98 beside a rate is 98%, but 1 is all of it, and 1.2 is 120%.
_MOST_FRACTION = 2


def bare(node: Quantity) -> bool:
    """Whether an expression is of numbers only, none with a percent sign: it has no unit itself."""
    return all(isinstance(leaf, Number) and not leaf.percent for leaf in leaves(node))


def meant(
    nodes: Sequence[Quantity], values: Sequence[Interval | None], meaning: Meaning
) -> list[Interval | None]:
    """The values of expressions that are compared or added, bare numbers in the others' unit.

    So is a count times a number beside money: 编制数 * 0.5 allows half a 万元 a head.
    """
    if not any(map(_numbered, nodes)):
        return list(values)
    units = [None if bare(node) else unit_of(node, meaning) for node in nodes]
    known = [each for each in units if each is not None]
    beside = next((each for each in known if each.measures == "money"), (*known, NUMBER)[0])
    return [
        _in(beside, value) if value is not None and _follows(unit, beside, node) else value
        for node, unit, value in zip(nodes, units, values, strict=True)
    ]


@lru_cache(maxsize=1024)
def _numbered(node: Quantity) -> bool:
    """Whether a number without a percent sign stands somewhere in it."""
    return any(isinstance(leaf, Number) and not leaf.percent for leaf in leaves(node))


def _follows(unit: Unit | None, beside: Unit, node: Quantity) -> bool:
    """Whether an expression of this unit, None for a bare one, takes the unit of those beside it."""
    if unit is None:
        return bare(node)
    counts = unit.measures not in ("money", "ratio", "points")
    return beside.measures == "money" and counts and _numbered(node)


def _in(unit: Unit, value: Interval) -> Interval:
    percent = unit.name == "%" and abs(value.point) > _MOST_FRACTION
    return value.scaled(unit.factor) if unit.measures == "money" or percent else value


def unit_of(node: Quantity, meaning: Meaning) -> Unit | None:
    """The unit that an expression's result has; None where its places have none, NUMBER for a ratio.

    Of a product or quotient with money it is the money's: 万元 for 万元 a head.
    """
    match node:
        case Number():
            return NUMBER if node.percent else None
        case Arithmetic("*" | "/" as sign, (left, right)):
            return _combined(sign, left, right, meaning)
        case Arithmetic(_, parts):
            units = (unit_of(part, meaning) for part in parts)
        case _:
            units = (term.unit for term in meaning[node])
    return next((unit for unit in units if unit is not None), None)


def _combined(sign: str, left: Quantity, right: Quantity, meaning: Meaning) -> Unit | None:
    one, other = unit_of(left, meaning), unit_of(right, meaning)
    if bare(right) or other is None:
        return one
    if bare(left) or one is None:
        return NUMBER if sign == "/" else other
    money = [each for each in (one, other) if each.measures == "money"]
    if len(money) == 1 and (one is money[0] or sign == "*"):
        return money[0]
    return NUMBER
