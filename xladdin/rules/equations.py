"""Relations that can be judged again as if some of their figures were others."""

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
#: What each number, place and total of a formula is worth, in base units.
Amounts = Mapping[Leaf, float]

#: Sides further apart than this part of the larger do not meet by rounding.
_CLOSE, _TINY = 0.02, 1e-9
_COMPARING: Mapping[str, Callable[[float, float], bool]] = {
    "==": lambda a, b: abs(a - b) <= _CLOSE * max(abs(a), abs(b)) + _TINY,
    "!=": operator.ne,
    "<=": lambda a, b: a <= b * (1 + _CLOSE) + _TINY,
    ">=": lambda a, b: b <= a * (1 + _CLOSE) + _TINY,
    "<": operator.lt,
    ">": operator.gt,
}
#: A figure is searched for in so many steps: one is enough for sums, a few for quotients.
_STEPS, _FIRST = 12, 1.01


class FormulaEquation:
    """A formula with the places that its names mean in a scope that has them all; ``verdict`` is what
    came of it there. A scope that is costly to make is given by what makes it."""

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
        touched = {leaf for at in changes for leaf in self._where.get(at, ())}
        changed = {
            leaf: tuple(_with(term, changes) for term in self._meaning[leaf]) for leaf in touched
        }
        return verdict_of(self._formula, {**self._meaning, **changed}, literal=self._literal)

    def holds(self, changes: Changes) -> bool:
        """Whether it may hold after the changes, in floats."""
        if not self._rough:
            return self.judged(changes) is not Verdict.VIOLATED
        try:
            return self._true(self._formula.tree, self._amounts(changes))
        except ZeroDivisionError:
            return False

    def solved(self, place: Location, changes: Changes | None = None) -> Decimal | None:
        """The value of a figure with which both sides are equal, after changes of others; in steps,
        since it may stand twice."""
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
        """The figure alone on the left side, if others are on the right."""
        match self._formula.tree:
            case Comparison(("==",), (Place() as left, right)) if not isinstance(
                right, Place | Number
            ):
                operands = operands_of(left, self._meaning)
                return operands[0].location if operands else None
        return None

    @property
    def given_by(self) -> Quantity | None:
        """What the figure alone on the left is equal to; None where none is worked out."""
        match self._formula.tree:
            case Comparison(parts=(_, right)) if self.worked_out is not None:
                return right
        return None

    def terms(self, leaf: Place | Total) -> tuple[Term, ...]:
        """What a place or a total of the formula stands for."""
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
        """The operands; in place of one that stands for several figures these."""
        for each in operands:
            yield from self._parts.get(each, (each,))

    @cached_property
    def _parts(self) -> Mapping[Operand, Sequence[Operand]]:
        """What stands behind an operand that stands for several figures."""
        return {o: term.parts for term in self._every if term.parts for o in term.operands}

    @cached_property
    def _where(self) -> Mapping[Location, Sequence[Place | Total]]:
        """The leaves that each figure stands in."""
        found: dict[Location, list[Place | Total]] = {}
        for leaf, terms in self._meaning.items():
            for at in {o.location for term in terms for o in (*term.operands, *term.parts)}:
                found.setdefault(at, []).append(leaf)
        return found

    @cached_property
    def _shares(self) -> Mapping[Location, Sequence[tuple[Leaf, float, Decimal]]]:
        """The leaves that each figure adds to, with what one of its units is in theirs, and its value."""
        found: dict[Location, list[tuple[Leaf, float, Decimal]]] = {}
        for leaf, terms in self._meaning.items():
            for o in (o for term in terms for o in term.parts or term.operands):
                share = (leaf, float(unit(o.unit).factor), Decimal(o.value or 0))
                found.setdefault(o.location, []).append(share)
        return found

    @cached_property
    def _now(self) -> Amounts:
        """What each leaf is worth, in base units."""
        numbers = {
            leaf: float(leaf.value)
            for leaf in leaves(self._formula.tree)
            if isinstance(leaf, Number)
        }
        named = {leaf: sum(map(_point, terms)) for leaf, terms in self._meaning.items()}
        return numbers | named

    def _amounts(self, changes: Changes) -> Amounts:
        """What each leaf is worth after the changes."""
        found = dict(self._now)
        for place, value in changes.items():
            for leaf, factor, before in self._shares.get(place, ()):
                found[leaf] += float(value - before) * factor
        return found

    @cached_property
    def _rough(self) -> bool:
        """Whether floats tell of the figures as they are what the exact verdict is."""
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
    """What an amount comes to."""
    return worked_out(node, amounts.__getitem__)


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
    if not _has(term, changes):
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
    """An interval shifted, as wide as it was."""
    return Interval(interval.point + shift, interval.low + shift, interval.high + shift)


def _point(term: Term) -> float:
    return float(term.typed.point) if term.typed is not None else 0.0
