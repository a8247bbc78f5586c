"""A formula in a scope: the verdict, the operands, and a sentence when it does not hold."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from xladdin.model.interval import Interval, Verdict, at_most, equal, total
from xladdin.model.report import Operand
from xladdin.rules.constants import meant
from xladdin.rules.language import FUNCTIONS, TOTAL, Formula, constant, path
from xladdin.rules.scope import Scope, Term
from xladdin.rules.wording import Side, Teller, Telling, none_of

_OPERATORS: dict[type[ast.operator], Callable[[Interval, Interval], Interval]] = {
    ast.Add: Interval.__add__,
    ast.Sub: Interval.__sub__,
    ast.Mult: Interval.__mul__,
    ast.Div: Interval.__truediv__,
}
_INVERSE = {
    Verdict.HELD: Verdict.VIOLATED,
    Verdict.VIOLATED: Verdict.HELD,
    Verdict.ROUNDING: Verdict.ROUNDING,
    Verdict.SKIPPED: Verdict.SKIPPED,
}
_GRAVITY = {
    Verdict.HELD: 0,
    Verdict.ROUNDING: 1,
    Verdict.SKIPPED: 2,
    Verdict.VIOLATED: 3,
}
_ZERO = Interval.exact(0)


class UnknownName(LookupError):
    """A formula names something that the scope does not have."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a formula; ``telling`` puts it into words when it is violated.

    ``doubtful``: violated only if decimals that were not printed are zeros.
    """

    verdict: Verdict
    operands: tuple[Operand, ...]
    telling: Callable[[], Telling] | None = None
    doubtful: bool = False


Reading = Callable[[Term], Interval | None]


def evaluate(
    formula: Formula, scope: Scope, *, literal: bool = False, must: bool = False
) -> Result:
    """Judge a formula.

    ``literal``: the stated figure, left of the comparison, may be rounded to the digits printed.
    ``must``: a blank left side is missing, rather than a place that need not be filled.
    Raises UnknownName where the scope lacks a name: the form has no such place.
    """
    result = _Judge(scope, _printed if literal else _typed, _typed, must).judge(formula.tree)
    if result.verdict is not Verdict.VIOLATED or literal:
        return result
    loose = _Judge(scope, _amounts_printed, _amounts_printed, must).judge(formula.tree)
    return replace(result, doubtful=loose.verdict is not Verdict.VIOLATED)


def value_of(node: ast.expr, scope: Scope) -> Interval | None:
    """The value of an amount, such as a formula's side; None where what it needs is blank.

    Raises UnknownName as ``evaluate`` does.
    """
    return _Judge(scope, _typed, _typed, False).value(node, _typed, [])


def _typed(term: Term) -> Interval | None:
    return term.typed


def _printed(term: Term) -> Interval | None:
    """9.5 may be 9.53 to fewer digits; but 10 is 10.00, and no score of 9.53."""
    typed = term.typed
    if typed is not None and typed.low == typed.high == typed.point.to_integral_value():
        return Interval.printed(typed.point, 2)
    return term.printed


def _amounts_printed(term: Term) -> Interval | None:
    """An amount of 0 is nothing, not something rounded."""
    if term.printed is not None and not term.printed.point:
        return term.typed
    return term.printed if term.money else term.typed


@dataclass(frozen=True, slots=True)
class _Judge:
    scope: Scope
    stated: Reading  # of the side left of the comparison
    given: Reading  # of the side it is held against
    must: bool

    def judge(self, node: ast.expr) -> Result:
        match node:
            case ast.Compare():
                return self._compare_all(node)
            case ast.BoolOp():
                return _combined(node.op, [self.judge(value) for value in node.values])
            case ast.UnaryOp():
                inner = self.judge(node.operand)
                return Result(_INVERSE[inner.verdict], inner.operands)
            case _:
                raise UnknownName(ast.unparse(node))

    def _compare_all(self, node: ast.Compare) -> Result:
        """A comparison, or a chain of them, which is as bad as its worst link."""
        sides = [self._side(node.left, self.stated)]
        sides += [self._side(each, self.given) for each in node.comparators]
        values = meant([s.node for s in sides], [s.value for s in sides], self.scope)
        sides = [
            side if value is side.value else replace(side, value=value)
            for side, value in zip(sides, values, strict=True)
        ]
        operands = distinct(side.operands for side in sides)
        if any(operand.value is None for operand in operands):
            return Result(Verdict.SKIPPED, operands)  # text where a number should be
        worst: Result | None = None
        for operator, left, right in zip(node.ops, sides, sides[1:], strict=False):
            result = self._compare(operator, left, right)
            if worst is None or _GRAVITY[result.verdict] > _GRAVITY[worst.verdict]:
                worst = result
        assert worst is not None
        return replace(worst, operands=operands)

    def _compare(self, operator: ast.cmpop, left: Side, right: Side) -> Result:
        teller = Teller(self.scope, lambda term: self.given(term) is not None)
        if right.value is None or (left.value is None and not self.must):
            return Result(Verdict.SKIPPED, ())
        if left.value is None:
            untouched = left.operands and not any(operand.text for operand in left.operands)
            if not isinstance(operator, ast.Eq) or right.value.point == 0 or not untouched:
                return Result(Verdict.SKIPPED, ())
            return Result(Verdict.VIOLATED, (), partial(teller.missing, left, right))
        verdict = _verdict(operator, left.value, right.value)
        if verdict is not Verdict.VIOLATED:
            return Result(verdict, ())
        return Result(verdict, (), partial(teller.violated, operator, left, right))

    def _side(self, node: ast.expr, reading: Reading) -> Side:
        operands: list[Operand] = []
        return Side(node, self.value(node, reading, operands), tuple(operands))

    def value(self, node: ast.expr, reading: Reading, operands: list[Operand]) -> Interval | None:
        """The value of an expression, None if blank; its operands are added to the list."""
        match node:
            case ast.Constant():
                return constant(node)
            case ast.UnaryOp():
                inner = self.value(node.operand, reading, operands)
                return None if inner is None else -inner
            case ast.BinOp():
                left = self.value(node.left, reading, operands)
                right = self.value(node.right, reading, operands)
                if isinstance(node.op, ast.Add | ast.Sub):
                    left, right = meant((node.left, node.right), (left, right), self.scope)
                return _arithmetic(node.op, left, right)
            case ast.Call(func=ast.Name(id=name)) if name == TOTAL:
                return self._total(".".join(path(node.args[0])), reading, operands)
            case ast.Call(func=ast.Name(id=name)):
                values = [self.value(each, reading, operands) for each in node.args]
                first, second = meant(node.args, values, self.scope)
                return FUNCTIONS[name](first, second) if first and second else None
        name = ".".join(path(node))
        term = self.scope.terms.get(name)
        if term is None:
            raise UnknownName(name)
        operands += term.operands
        return reading(term)

    def _total(self, section: str, reading: Reading, operands: list[Operand]) -> Interval | None:
        terms = self.scope.sections.get(section)
        if terms is None:
            raise UnknownName(section)
        for term in terms:
            operands += term.operands
        filled = [value for value in map(reading, terms) if value is not None]
        return total(filled) if filled else None


def _arithmetic(
    operator: ast.operator, left: Interval | None, right: Interval | None
) -> Interval | None:
    """A blank place counts as zero in a sum with a filled one; nothing comes of it elsewhere."""
    if isinstance(operator, ast.Add | ast.Sub) and (left is None) != (right is None):
        left, right = left or _ZERO, right or _ZERO
    if left is None or right is None:
        return None
    try:
        return _OPERATORS[type(operator)](left, right)
    except ZeroDivisionError:
        return None


def _verdict(operator: ast.cmpop, left: Interval, right: Interval) -> Verdict:
    match operator:
        case ast.Eq():
            return equal(left, right)
        case ast.NotEq():
            return _INVERSE[equal(left, right)]
        case ast.LtE():
            return at_most(left, right)
        case ast.GtE():
            return at_most(right, left)
        case ast.Lt():
            return _INVERSE[at_most(right, left)]
        case _:
            return _INVERSE[at_most(left, right)]


def _combined(operator: ast.boolop, results: Sequence[Result]) -> Result:
    """``and`` is as bad as its worst part, ``or`` as good as the best that can be judged."""
    operands = distinct(each.operands for each in results)
    if isinstance(operator, ast.And):
        worst = max(results, key=lambda each: _GRAVITY[each.verdict])
        return replace(worst, operands=operands)
    known = [each for each in results if each.verdict is not Verdict.SKIPPED] or results
    best = min(known, key=lambda each: _GRAVITY[each.verdict])
    if best.verdict is not Verdict.VIOLATED:
        return Result(best.verdict, operands)
    tellings = [each.telling for each in known if each.telling is not None]
    return Result(best.verdict, operands, partial(none_of, tellings) if tellings else None)


def distinct(groups: Iterable[tuple[Operand, ...]]) -> tuple[Operand, ...]:
    """Each operand once; the same place is the same object throughout a scope."""
    return tuple({id(operand): operand for group in groups for operand in group}.values())
