"""Judge a formula again as if some of its figures had other values, and solve it for a figure."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from msgspec.structs import replace

from xladdin.model.figure import Location
from xladdin.model.interval import Interval, Verdict
from xladdin.model.report import Operand
from xladdin.model.unit import unit
from xladdin.rules.evaluation import verdict_of
from xladdin.rules.expression import (
    Comparison,
    Condition,
    Junction,
    Leaf,
    Number,
    Place,
    Quantity,
    Total,
    leaves,
    worked_out,
)
from xladdin.rules.language import Formula
from xladdin.rules.scope import Meaning, Scope, Term, operands_of

Changes = Mapping[Location, Decimal]
#: The value of each number, place and total of a formula, in base units.
Amounts = Mapping[Leaf, float]

#: The relative and absolute difference up to which two sides may be equal by rounding.
_CLOSE, _TINY = 0.02, 1e-9
_COMPARING: Mapping[str, Callable[[float, float], bool]] = {
    "==": lambda a, b: abs(a - b) <= _CLOSE * max(abs(a), abs(b)) + _TINY,
    "!=": operator.ne,
    "<=": lambda a, b: a <= b * (1 + _CLOSE) + _TINY,
    ">=": lambda a, b: b <= a * (1 + _CLOSE) + _TINY,
    "<": operator.lt,
    ">": operator.gt,
}
#: The most steps of the secant method, and the factor to its second point: sums need one step, quotients a
#: few.
_STEPS, _FIRST = 12, 1.01


class FormulaEquation:
    """A formula with a scope, or a maker of a scope that is costly to make, which must have all its names.
    ``verdict`` is its verdict there; ``literal`` as in ``evaluate``."""

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
        """Return the exact verdict after the changes, which are values in the figures' own units."""
        touched = {leaf for at in changes for leaf in self._leaves_at.get(at, ())}
        changed = {
            leaf: tuple(_with_changes(term, changes) for term in self._meaning[leaf])
            for leaf in touched
        }
        return verdict_of(self._formula, {**self._meaning, **changed}, literal=self._literal)

    def holds(self, changes: Changes) -> bool:
        """Return whether the formula may hold after the changes, by quick and approximate floats."""
        if not self._floats_suffice:
            return self.judged(changes) is not Verdict.VIOLATED
        try:
            return self._true(self._formula.tree, self._amounts(changes))
        except ZeroDivisionError:
            return False

    def solved(self, place: Location, changes: Changes | None = None) -> Decimal | None:
        """Return the value of the figure at ``place``, in its own unit, that makes both sides equal after the
        ``changes`` of others. None if the formula is no equation, does not contain it, or no value is
        found."""
        match self._formula.tree:
            case Comparison(("==",), (left, right)) if place in self._figures:
                now = float(self._figures[place].value or 0)
            case _:
                return None

        amounts = self._amounts(changes or {})
        slopes = [(leaf, factor) for leaf, factor, _ in self._shares.get(place, ())]

        def gap(value: float) -> float:
            there = dict(amounts)
            for leaf, factor in slopes:
                there[leaf] += (value - now) * factor
            return _value(left, there) - _value(right, there)

        try:
            return _root(gap, now)
        except (ZeroDivisionError, OverflowError):
            return None

    @cached_property
    def worked_out(self) -> Location | None:
        """The location of the figure alone on the left side of an equation, if the right side is a
        calculation or total; else None."""
        match self._formula.tree:
            case Comparison(("==",), (Place() as left, right)) if not isinstance(
                right, Place | Number
            ):
                operands = operands_of(left, self._meaning)
                return operands[0].location if operands else None
        return None

    @property
    def given_by(self) -> Quantity | None:
        """The right side of an equation whose left side is computed by it; else None."""
        match self._formula.tree:
            case Comparison(parts=(_, right)) if self.worked_out is not None:
                return right
        return None

    def terms(self, leaf: Place | Total) -> tuple[Term, ...]:
        """Return the terms of a place or total of the formula."""
        return self._meaning[leaf]

    @cached_property
    def _meaning(self) -> Meaning:
        scope = self._given if isinstance(self._given, Scope) else self._given()
        return scope.meaning(self._formula.tree)

    @cached_property
    def _every(self) -> tuple[Term, ...]:
        return tuple(term for terms in self._meaning.values() for term in terms)

    @cached_property
    def _figures(self) -> Mapping[Location, Operand]:
        return {o.location: o for term in self._every for o in (*term.operands, *term.parts)}

    def added_up(self, operands: Iterable[Operand]) -> Iterator[Operand]:
        """Yield the operands, replacing each one that is a sum by the figures it is the sum of."""
        for each in operands:
            yield from self._parts.get(each, (each,))

    @cached_property
    def _parts(self) -> Mapping[Operand, Sequence[Operand]]:
        """The figures that each operand is the sum of, without operands that are none."""
        return {o: term.parts for term in self._every if term.parts for o in term.operands}

    @cached_property
    def _leaves_at(self) -> Mapping[Location, Sequence[Place | Total]]:
        """The places and totals of the formula that contain each figure, by location."""
        found: dict[Location, list[Place | Total]] = {}
        for leaf, terms in self._meaning.items():
            for at in {o.location for term in terms for o in (*term.operands, *term.parts)}:
                found.setdefault(at, []).append(leaf)
        return found

    @cached_property
    def _shares(self) -> Mapping[Location, Sequence[tuple[Leaf, float, Decimal]]]:
        """For each figure by location, the leaves that it adds to, each with the factor from its unit to base
        units and its current value."""
        found: dict[Location, list[tuple[Leaf, float, Decimal]]] = {}
        for leaf, terms in self._meaning.items():
            for o in (o for term in terms for o in term.parts or term.operands):
                share = (leaf, float(unit(o.unit).factor), Decimal(o.value or 0))
                found.setdefault(o.location, []).append(share)
        return found

    @cached_property
    def _now(self) -> Amounts:
        """The current value of each leaf."""
        numbers = {
            leaf: float(leaf.value)
            for leaf in leaves(self._formula.tree)
            if isinstance(leaf, Number)
        }
        named = {leaf: sum(map(_point, terms)) for leaf, terms in self._meaning.items()}
        return numbers | named

    def _amounts(self, changes: Changes) -> Amounts:
        """Return the value of each leaf after the changes."""
        found = dict(self._now)
        for place, value in changes.items():
            for leaf, factor, before in self._shares.get(place, ()):
                found[leaf] += float(value - before) * factor
        return found

    @cached_property
    def _floats_suffice(self) -> bool:
        """Whether floats may be used: they confirm the current figures, or these violate the formula."""
        try:
            return self._violated or self._true(self._formula.tree, self._now)
        except ZeroDivisionError:
            return False

    def _true(self, node: Condition, amounts: Amounts) -> bool:
        match node:
            case Comparison(signs, parts):
                values = [_value(part, amounts) for part in parts]
                return all(
                    _COMPARING[sign](a, b)
                    for sign, a, b in zip(signs, values, values[1:], strict=False)
                )
            case Junction("not", (denied,)):
                return not self._true(denied, amounts)
            case Junction(sign, parts):
                join = all if sign == "and" else any
                return join(self._true(part, amounts) for part in parts)


def _value(node: Quantity, amounts: Amounts) -> float:
    """Return the value of an amount in base units. Raises ZeroDivisionError."""
    return worked_out(node, amounts.__getitem__)


def _root(gap: Callable[[float], float], now: float) -> Decimal | None:
    """Return where ``gap`` is 0, by the secant method from ``now``; None if it does not converge."""
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


def _is_changed(term: Term, changes: Changes) -> bool:
    return any(o.location in changes for o in (*term.operands, *term.parts))


def _shift(term: Term, changes: Changes) -> Decimal:
    """Return by how much the changes change a term, in base units."""
    parts: Iterable[Operand] = term.parts or term.operands
    return sum(
        (
            (changes[o.location] - Decimal(o.value or 0)) * unit(o.unit).factor
            for o in parts
            if o.location in changes
        ),
        Decimal(0),
    )


def _with_changes(term: Term, changes: Changes) -> Term:
    """Return a term with its figures changed; a blank place is filled."""
    if not _is_changed(term, changes):
        return term
    shift = _shift(term, changes)
    zero = Interval.exact(0)
    return replace(
        term,
        operands=tuple(replace(o, value=o.value or "0", text=o.text or "0") for o in term.operands),
        typed=moved(term.typed or zero, shift),
        printed=moved(term.printed or zero, shift),
    )


def moved(interval: Interval, shift: Decimal) -> Interval:
    """Return an interval moved by ``shift``, of the same width."""
    return Interval(interval.point + shift, interval.low + shift, interval.high + shift)


def _point(term: Term) -> float:
    return float(term.typed.point) if term.typed is not None else 0.0
