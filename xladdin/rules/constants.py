"""Numbers written in a formula: a bare one is meant in the unit of the figures that it stands beside.

``三公经费 <= 5`` means 5万元 in a form that is kept in 万元; ``控制率 <= 100`` means 100%.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import lru_cache

from xladdin.model.interval import Interval
from xladdin.model.unit import NUMBER, Unit
from xladdin.rules.language import TOTAL, path, percentage
from xladdin.rules.scope import Scope

#: A rate above this is no fraction: 98 beside a rate is 98%, but 1 is all of it, and 1.2 is 120%.
_MOST_FRACTION = 2


def bare(node: ast.expr) -> bool:
    """Whether an expression is of numbers only, none with a percent sign: it has no unit itself."""
    match node:
        case ast.Constant():
            return not percentage(node)
        case ast.UnaryOp():
            return bare(node.operand)
        case ast.BinOp():
            return bare(node.left) and bare(node.right)
    return False


def meant(
    nodes: Sequence[ast.expr], values: Sequence[Interval | None], scope: Scope
) -> list[Interval | None]:
    """The values of expressions that are compared or added, bare numbers in the others' unit.

    So is a count times a number beside money: 编制数 * 0.5 allows half a 万元 a head.
    """
    if not any(map(_numbered, nodes)):
        return list(values)
    units = [None if bare(node) else unit_of(node, scope) for node in nodes]
    known = [each for each in units if each is not None]
    beside = next((each for each in known if each.measures == "money"), (*known, NUMBER)[0])
    return [
        _in(beside, value) if value is not None and _follows(unit, beside, node) else value
        for node, unit, value in zip(nodes, units, values, strict=True)
    ]


@lru_cache(maxsize=1024)
def _numbered(node: ast.expr) -> bool:
    """Whether a number without a percent sign stands somewhere in it."""
    return any(isinstance(each, ast.Constant) and not percentage(each) for each in ast.walk(node))


def _follows(unit: Unit | None, beside: Unit, node: ast.expr) -> bool:
    """Whether an expression of this unit, None for a bare one, takes the unit of those beside it."""
    if unit is None:
        return bare(node)
    counts = unit.measures not in ("money", "ratio", "points")
    return beside.measures == "money" and counts and _numbered(node)


def _in(unit: Unit, value: Interval) -> Interval:
    percent = unit.name == "%" and abs(value.point) > _MOST_FRACTION
    return value.scaled(unit.factor) if unit.measures == "money" or percent else value


def unit_of(node: ast.expr, scope: Scope) -> Unit | None:
    """The unit that an expression's result has; None where its places have none, NUMBER for a ratio.

    Of a product or quotient with money it is the money's: 万元 for 万元 a head.
    """
    match node:
        case ast.Constant():
            return NUMBER if percentage(node) else None
        case ast.UnaryOp():
            return unit_of(node.operand, scope)
        case ast.BinOp(op=ast.Mult() | ast.Div()):
            return _combined(node, unit_of(node.left, scope), unit_of(node.right, scope))
        case ast.BinOp():
            return unit_of(node.left, scope) or unit_of(node.right, scope)
        case ast.Call(func=ast.Name(id=name)) if name == TOTAL:
            terms = scope.sections.get(".".join(path(node.args[0])), ())
            return next((term.unit for term in terms if term.unit is not None), None)
        case ast.Call():
            return unit_of(node.args[0], scope) or unit_of(node.args[1], scope)
    term = scope.terms.get(".".join(path(node)))
    return term.unit if term is not None else None


def _combined(node: ast.BinOp, left: Unit | None, right: Unit | None) -> Unit | None:
    by = isinstance(node.op, ast.Div)
    if bare(node.right) or right is None:
        return left
    if bare(node.left) or left is None:
        return NUMBER if by else right
    money = [each for each in (left, right) if each.measures == "money"]
    if len(money) == 1 and (left is money[0] or not by):
        return money[0]
    return NUMBER
