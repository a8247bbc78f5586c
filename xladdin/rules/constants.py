"""Give bare numbers of a formula the unit of the figures beside them.

``三公经费 <= 5`` means 5万元 in a form that is kept in 万元; ``控制率 <= 100`` means 100%.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from xladdin.model.interval import Interval
from xladdin.model.unit import NUMBER, Unit
from xladdin.rules.expression import Arithmetic, Number, Quantity, leaves
from xladdin.rules.scope import Meaning

#: The largest number beside a rate that is a fraction: 1.2 is 120%, but 98 is 98%.
_MOST_FRACTION = 2


def bare(node: Quantity) -> bool:
    """Return whether an expression has no unit: all its leaves are numbers without a percent sign."""
    return all(isinstance(leaf, Number) and not leaf.percent for leaf in leaves(node))


def meant(
    nodes: Sequence[Quantity], values: Sequence[Interval | None], meaning: Meaning
) -> list[Interval | None]:
    """Return the values of expressions that are compared or added, with bare numbers converted from the unit
    of the others to base units. So is a count times a number beside money: 编制数 * 0.5 is 0.5万元 a head.
    Values are None where blank."""
    if not any(map(_has_plain_number, nodes)):
        return list(values)
    units = [None if bare(node) else unit_of(node, meaning) for node in nodes]
    known = [each for each in units if each is not None]
    beside = next((each for each in known if each.measures == "money"), (*known, NUMBER)[0])
    return [
        _to_base(beside, value) if value is not None and _takes_unit(unit, beside, node) else value
        for node, unit, value in zip(nodes, units, values, strict=True)
    ]


@lru_cache(maxsize=1024)
def _has_plain_number(node: Quantity) -> bool:
    """Return whether an expression contains a number without a percent sign."""
    return any(isinstance(leaf, Number) and not leaf.percent for leaf in leaves(node))


def _takes_unit(unit: Unit | None, beside: Unit, node: Quantity) -> bool:
    """Return whether an expression takes the unit of those beside it; ``unit`` is None for one without."""
    if unit is None:
        return bare(node)
    counts = unit.measures not in ("money", "ratio", "points")
    return beside.measures == "money" and counts and _has_plain_number(node)


def _to_base(unit: Unit, value: Interval) -> Interval:
    """Return a plain number, in a unit of money or (above _MOST_FRACTION) in percent, in base units."""
    percent = unit.name == "%" and abs(value.point) > _MOST_FRACTION
    return value.scaled(unit.factor) if unit.measures == "money" or percent else value


def unit_of(node: Quantity, meaning: Meaning) -> Unit | None:
    """Return the unit of an expression's result: NUMBER for a ratio, None if its places have no unit. A
    product or quotient of money and something else has the unit of the money: 万元 a head is 万元."""
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
