"""Relations that can be judged again as if some of their figures were others."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from xladdin.model.figure import Location
from xladdin.model.interval import Interval, Verdict
from xladdin.model.report import Operand
from xladdin.model.unit import unit
from xladdin.rules.evaluation import UnknownName, evaluate
from xladdin.rules.language import TOTAL, Formula, constant, path
from xladdin.rules.scope import Scope, Term, overlaid

Changes = Mapping[Location, Decimal]

#: Sides further apart than this part of the larger do not meet by rounding.
_CLOSE, _TINY = 0.02, 1e-9
_CALCULATING: Mapping[type, Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
_COMPARING: Mapping[type, Callable[[float, float], bool]] = {
    ast.LtE: lambda a, b: a <= b * (1 + _CLOSE) + _TINY,
    ast.GtE: lambda a, b: b <= a * (1 + _CLOSE) + _TINY,
    ast.Lt: operator.lt,
    ast.Gt: operator.gt,
    ast.NotEq: operator.ne,
}
_FUNCTIONS: Mapping[str, Callable[[float, float], float]] = {"封顶": min, "较大": max}
#: A figure is searched for in so many steps: one is enough for sums, a few for quotients.
_STEPS, _FIRST = 12, 1.01


class FormulaEquation:
    """A formula with the places that its names mean; ``verdict`` is what came of it.

    A scope that is costly to make is given by what makes it.
    """

    def __init__(
        self,
        formula: Formula,
        scope: Scope | Callable[[], Scope],
        verdict: Verdict,
        literal: bool = False,
    ) -> None:
        self._formula, self._given, self._literal = formula, scope, literal
        self._violated = verdict is Verdict.VIOLATED

    def judged(self, changes: Changes) -> Verdict:
        """The verdict after the changes."""
        try:
            return evaluate(self._formula, self._changed(changes), literal=self._literal).verdict
        except UnknownName:
            return Verdict.SKIPPED

    def holds(self, changes: Changes) -> bool:
        """Whether it may hold after the changes, in floats."""
        if not self._rough:
            return self.judged(changes) is not Verdict.VIOLATED
        try:
            return self._true(self._formula.tree, self._shifts(changes))
        except (ZeroDivisionError, KeyError):
            return False

    def solved(self, place: Location, changes: Changes | None = None) -> Decimal | None:
        """The value of a figure with which both sides are equal, after changes of others; in steps,
        since it may stand twice."""
        operand = self._figures.get(place)
        match self._formula.tree:
            case ast.Compare(ops=[ast.Eq()], left=left, comparators=[right]) if operand is not None:
                pass
            case _:
                return None
        now = float(operand.value or 0)

        def gap(value: float) -> float:
            shifts = self._shifts({**(changes or {}), place: Decimal(repr(value))})
            return self._value(left, shifts) - self._value(right, shifts)

        try:
            return _root(gap, now)
        except (ZeroDivisionError, KeyError, OverflowError):
            return None

    @cached_property
    def worked_out(self) -> Location | None:
        """The figure alone on the left side, if others are on the right."""
        match self._formula.tree:
            case ast.Compare(
                ops=[ast.Eq()], left=ast.Name() | ast.Attribute() as left, comparators=[right]
            ):
                single = not isinstance(right, ast.Name | ast.Attribute | ast.Constant)
            case _:
                return None
        term = self._terms.get(".".join(path(left)))
        return term.operands[0].location if single and term is not None and term.operands else None

    @property
    def given_by(self) -> ast.expr | None:
        """What the figure alone on the left is equal to; None where none is worked out."""
        match self._formula.tree:
            case ast.Compare(ops=[ast.Eq()], comparators=[right]) if self.worked_out is not None:
                return right
        return None

    def term(self, name: str) -> Term | None:
        """What a name of the formula means."""
        return self._terms.get(name)

    def section(self, name: str) -> Sequence[Term]:
        """What a total of the formula adds up."""
        return self._sections.get(name, ())

    @cached_property
    def _scope(self) -> Scope:
        return self._given if isinstance(self._given, Scope) else self._given()

    @cached_property
    def _terms(self) -> Mapping[str, Term]:
        """The terms that the formula names."""
        found = {}
        for name in _names(self._formula.tree):
            term = self._scope.terms.get(name)
            if term is not None:
                found[name] = term
        return found

    @cached_property
    def _sections(self) -> Mapping[str, Sequence[Term]]:
        named = {".".join(path(n.args[0])) for n in _totals(self._formula.tree)}
        return {name: self._scope.sections.get(name, ()) for name in named}

    @cached_property
    def _figures(self) -> Mapping[Location, Operand]:
        every = [*self._terms.values(), *(t for terms in self._sections.values() for t in terms)]
        return {o.location: o for term in every for o in (*term.operands, *term.parts)}

    @cached_property
    def _rough(self) -> bool:
        """Whether floats tell of the figures as they are what the exact verdict is."""
        try:
            return self._violated or self._true(self._formula.tree, {})
        except (ZeroDivisionError, KeyError):
            return False

    def _changed(self, changes: Changes) -> Scope:
        """The scope with some figures changed."""
        over = {
            name: _with(term, changes) for name, term in self._terms.items() if _has(term, changes)
        }
        sections = {
            name: tuple(_with(t, changes) if _has(t, changes) else t for t in terms)
            for name, terms in self._sections.items()
        }
        return replace(
            self._scope,
            terms=overlaid(self._scope.terms, over) if over else self._scope.terms,
            sections={**self._scope.sections, **sections},
        )

    def _shifts(self, changes: Changes) -> Mapping[int, float]:
        """How much the terms change, by identity: in base units."""
        found = {}
        for term in (*self._terms.values(), *(t for ts in self._sections.values() for t in ts)):
            if _has(term, changes):
                found[id(term)] = float(_shift(term, changes))
        return found

    def _value(self, node: ast.expr, shifts: Mapping[int, float]) -> float:
        match node:
            case ast.Constant():
                return float(constant(node).point)
            case ast.UnaryOp():
                return -self._value(node.operand, shifts)
            case ast.BinOp():
                left, right = self._value(node.left, shifts), self._value(node.right, shifts)
                return _CALCULATING[type(node.op)](left, right)
            case ast.Call(func=ast.Name(id=name)) if name == TOTAL:
                terms = self._sections[".".join(path(node.args[0]))]
                return sum(_point(term, shifts) for term in terms)
            case ast.Call(func=ast.Name(id=name)):
                first, second = (self._value(each, shifts) for each in node.args)
                return _FUNCTIONS[name](first, second)
        return _point(self._terms[".".join(path(node))], shifts)

    def _true(self, node: ast.expr, shifts: Mapping[int, float]) -> bool:
        match node:
            case ast.BoolOp():
                join = all if isinstance(node.op, ast.And) else any
                return join(self._true(each, shifts) for each in node.values)
            case ast.UnaryOp():
                return not self._true(node.operand, shifts)
            case ast.Compare():
                values = [self._value(each, shifts) for each in (node.left, *node.comparators)]
                return all(
                    _compared(sign, a, b)
                    for sign, a, b in zip(node.ops, values, values[1:], strict=False)
                )
        raise KeyError(ast.unparse(node))


def _root(gap: Callable[[float], float], now: float) -> Decimal | None:
    """Where a gap closes, by the secant's rule."""
    one, two = now, now * _FIRST + (0 if now else 1)
    gap_one, gap_two = gap(one), gap(two)
    for _ in range(_STEPS):
        if gap_two == gap_one:
            break
        one, two = two, two - gap_two * (two - one) / (gap_two - gap_one)
        gap_one, gap_two = gap_two, gap(two)
        if abs(two - one) <= _TINY * max(abs(two), 1.0):
            return Decimal(repr(round(two, 9)))
    return None


def _names(tree: ast.expr) -> Iterator[str]:
    """The places that a formula names, sections left out."""
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        match node:
            case ast.Call(func=ast.Name(id=name)):
                todo += [] if name == TOTAL else node.args
            case ast.Name() | ast.Attribute():
                yield ".".join(path(node))
            case _:
                todo += ast.iter_child_nodes(node)


def _totals(tree: ast.expr) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == TOTAL:
            yield node


def _compared(sign: ast.cmpop, a: float, b: float) -> bool:
    if isinstance(sign, ast.Eq):
        return abs(a - b) <= _CLOSE * max(abs(a), abs(b)) + _TINY
    return _COMPARING[type(sign)](a, b)


def _has(term: Term, changes: Changes) -> bool:
    return any(o.location in changes for o in (*term.operands, *term.parts))


def _shift(term: Term, changes: Changes) -> Decimal:
    """How much a term changes: in base units."""
    parts: Iterable[Operand] = term.parts or term.operands
    return sum(
        (
            (changes[o.location] - Decimal(o.value or 0)) * unit(o.unit).factor
            for o in parts
            if o.location in changes
        ),
        Decimal(0),
    )


def _with(term: Term, changes: Changes) -> Term:
    """A term with figures changed; a blank place is filled."""
    shift = _shift(term, changes)
    zero = Interval.exact(0)
    return replace(
        term,
        operands=tuple(replace(o, value=o.value or "0", text=o.text or "0") for o in term.operands),
        typed=moved(term.typed or zero, shift),
        printed=moved(term.printed or zero, shift),
    )


def moved(interval: Interval, shift: Decimal) -> Interval:
    """An interval shifted, as wide as it was."""
    return Interval(interval.point + shift, interval.low + shift, interval.high + shift)


def _point(term: Term, shifts: Mapping[int, float]) -> float:
    point = float(term.typed.point) if term.typed is not None else 0.0
    return point + shifts.get(id(term), 0.0)
