"""Treat cells with formulas: they change with what they are computed from, and are never corrected."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from msgspec import Struct

from xladdin.model.figure import Location
from xladdin.model.interval import Verdict
from xladdin.model.report import Equation, Operand, Relation
from xladdin.rules.equations import Changes, FormulaEquation

_NONE = Decimal(0)


class _Step(NamedTuple):
    """How the figure at ``place`` is computed, and the figures that it is computed from."""

    place: Location
    equation: FormulaEquation
    given: tuple[Operand, ...]


class Formulas:
    """The figures that follow from others, each with the relation that tells how.

    Such a figure has a formula (its cell is in ``cells``), or somebody added it up around a blank
    place. Its relation holds, perhaps only without ``uncounted`` places: blanks, and texts that Excel
    does not add.
    """

    def __init__(
        self,
        cells: Collection[Location],
        relations: Iterable[Relation],
        uncounted: Collection[Location] = (),
    ) -> None:
        self.cells = cells
        self._steps: dict[Location, _Step] = {}
        for relation in relations if cells or uncounted else ():
            equation = relation.equation
            if not isinstance(equation, FormulaEquation) or relation.copies:
                continue
            place = equation.worked_out
            if place is None or place in self._steps:
                continue
            given = tuple(o for o in relation.operands if o.location != place)
            without = {o.location: _NONE for o in given if o.location in uncounted}
            blank = any(not o.text for o in given if o.location in without)
            if (place in cells or blank) and (
                relation.verdict.holds or (without and equation.judged(without).holds)
            ):
                self._steps[place] = _Step(place, equation, given)

    def typed(self, figures: Iterable[Operand]) -> tuple[Operand, ...]:
        """Return the figures, replacing each computed one by the typed figures it is computed from."""
        return tuple(o for o in self._with_origins(figures) if o.location not in self._steps)

    def shown(self, typed: Location, figures: Iterable[Operand]) -> Operand | None:
        """Return the one of the figures that is computed from ``typed`` and others; None if none is."""
        for each in figures:
            given = [o.location for o in self.typed((each,))]
            if each.location in self._steps and typed in given and len(given) > 1:
                return each
        return None

    def followed(self, equation: Equation, figures: Iterable[Operand]) -> Equation:
        """Return the equation in a form that also changes what is computed from a changed figure."""
        places = [o.location for o in self._with_origins(figures) if o.location in self._steps]
        return _Followed(equation, [self._steps[place] for place in places]) if places else equation

    def _with_origins(self, figures: Iterable[Operand]) -> Iterable[Operand]:
        """Return the figures with all they are computed from, each after its operands."""
        if not self._steps:
            return figures
        seen: set[Location] = set()
        found: list[Operand] = []

        def visit(each: Operand) -> None:
            if each.location not in seen:
                seen.add(each.location)
                step = self._steps.get(each.location)
                for other in step.given if step else ():
                    visit(other)
                found.append(each)

        for each in figures:
            visit(each)
        return found


class _Followed(Struct, frozen=True):
    """An equation with computed figures; each of ``steps`` may use the results of earlier ones."""

    equation: Equation
    steps: Sequence[_Step]

    @property
    def worked_out(self) -> Location | None:
        return self.equation.worked_out

    def judged(self, changes: Changes) -> Verdict:
        return self.equation.judged(self._with_followers(changes))

    def holds(self, changes: Changes) -> bool:
        return self.equation.holds(self._with_followers(changes))

    def solved(self, place: Location) -> Decimal | None:
        return _solved(self.equation.solved, self.steps, place)

    def _with_followers(self, changes: Changes) -> Changes:
        found = dict(changes)
        for place, equation, given in self.steps:
            changed = {o.location: found[o.location] for o in given if o.location in found}
            value = equation.solved(place, changed) if changed and place not in found else None
            if value is not None:
                found[place] = value
        return found


def made_of(relation: Relation) -> tuple[Operand, ...]:
    """Return the figures of a relation, with a subtotal that has no cell replaced by its parts."""
    if isinstance(relation.equation, FormulaEquation):
        return tuple(relation.equation.added_up(relation.operands))
    return relation.operands


def _solved(
    solve: Callable[[Location], Decimal | None], steps: Sequence[_Step], place: Location
) -> Decimal | None:
    """Return the value that makes an equation hold, directly or through figures computed from it."""
    value = solve(place)
    for number in reversed(range(len(steps))):
        step = steps[number]
        if value is None and (wanted := solve(step.place)) is not None:
            before = partial(step.equation.solved, changes={step.place: wanted})
            value = _solved(before, steps[:number], place)
    return value
