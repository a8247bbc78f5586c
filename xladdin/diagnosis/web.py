"""Connect the contradictions with the relations around them: shared figures, and copies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct

from xladdin.diagnosis.following import Formulas, made_of
from xladdin.model.figure import Location
from xladdin.model.interval import Verdict
from xladdin.model.report import Equation, Operand, Relation
from xladdin.model.unit import unit

#: In a relation with more figures, only the computed one is suspected.
MOST_FIGURES = 40


class Contradiction(Struct, frozen=True, dict=True):
    """A violated relation that is reported, with its finding's fingerprint.

    ``again`` are the same relation in other copies of the form, merged into the same finding. For a
    ``hint`` no other values are tried. ``formulas`` knows the computed figures.
    """

    relation: Relation
    fingerprint: str
    again: tuple[Relation, ...]
    hint: bool
    formulas: Formulas

    @cached_property
    def equation(self) -> Equation:
        """The violated equation, computed figures following from others."""
        assert self.relation.equation is not None
        return self.formulas.followed(self.relation.equation, self.relation.operands)

    @cached_property
    def figures(self) -> tuple[Operand, ...]:
        """The typed figures that decide it."""
        return self.formulas.typed(made_of(self.relation))

    @property
    def suspects(self) -> tuple[Operand, ...]:
        """The figures that may be wrong."""
        figures = tuple(o for o in self.figures if o.value is not None and o.text)
        # The accounts are audited: what differs from them is wrong.
        figures = tuple(o for o in figures if not is_of_accounts(o.location)) or figures
        if len(figures) <= MOST_FIGURES:
            return figures
        worked_out = self.equation.worked_out
        return tuple(o for o in figures if o.location == worked_out)


def is_of_accounts(place: Location) -> bool:
    """Return whether a location is in the tables of final accounts."""
    return (place.form or "").startswith("accounts_")


class Web:
    """The contradictions, and for each suspected figure the relations that hold or fail."""

    def __init__(
        self,
        contradictions: Sequence[Contradiction],
        relations: Iterable[Relation],
        formulas: Formulas,
    ) -> None:
        self.contradictions = contradictions
        self.formulas = formulas
        self.figures = {o.location: o for c in contradictions for o in c.suspects}
        self.violated: dict[Location, list[int]] = {place: [] for place in self.figures}
        for number, each in enumerate(contradictions):
            for place in dict.fromkeys(o.location for o in each.figures):
                if place in self.violated:
                    self.violated[place].append(number)
        self.held: dict[Location, list[Equation]] = {place: [] for place in self.figures}
        #: How often each figure is stated in other words, or confirmed without arithmetic.
        self.echoes = dict.fromkeys(self.figures, 0)
        #: The figures of the accounts, and those that agree with them.
        self.audited: set[Location] = set()
        self._copies: dict[Location, dict[Location, Operand]] = {}
        again = {o.location for c in contradictions for r in c.again for o in r.operands}
        for relation in relations:
            places = [operand.location for operand in relation.operands]
            if not relation.doubtful and any(map(is_of_accounts, places)):
                agrees = relation.verdict.holds
                self.audited.update(p for p in places if agrees or is_of_accounts(p))
            if relation.verdict in (Verdict.VIOLATED, Verdict.SKIPPED):
                continue
            if relation.equation is None:
                for operand in relation.operands:
                    if operand.location in self.echoes:
                        self.echoes[operand.location] += 1
                continue
            if relation.copies and any(o.location in again for o in relation.operands):
                self._join(relation.operands)  # wrong in both copies
                continue
            reached = {o.location for o in formulas.typed(made_of(relation))} & self.held.keys()
            if reached:
                equation = formulas.followed(relation.equation, relation.operands)
                for place in reached:
                    self.held[place].append(equation)

    def copies(self, place: Location) -> tuple[Operand, ...]:
        """Return the same figure in other copies of its form."""
        return tuple(o for at, o in self._copies.get(place, {}).items() if at != place)

    def change(self, place: Location, value: Decimal) -> Mapping[Location, Decimal]:
        """Return the change of a figure and its copies, each value in its own figure's unit."""
        here = unit(self.figures[place].unit).factor
        copied = {o.location: value * here / unit(o.unit).factor for o in self.copies(place)}
        return {place: value, **copied}

    def around(self, place: Location) -> tuple[list[int], list[Equation]]:
        """Return the contradictions (by number) and the holding equations of a figure and its copies."""
        places = [place, *(o.location for o in self.copies(place))]
        numbers = dict.fromkeys(n for at in places for n in self.violated.get(at, ()))
        return list(numbers), [e for at in places for e in self.held.get(at, ())]

    def groups(self) -> list[list[int]]:
        """Return the contradictions grouped by shared figures, directly or through others."""
        group = list(range(len(self.contradictions)))

        def root(number: int) -> int:
            while group[number] != number:
                group[number] = group[group[number]]
                number = group[number]
            return number

        for place in self.figures:
            numbers = self.around(place)[0]
            for number in numbers[1:]:
                group[root(number)] = root(numbers[0])
        found: dict[int, list[int]] = {}
        for number in range(len(group)):
            found.setdefault(root(number), []).append(number)
        return list(found.values())

    def _join(self, operands: Sequence[Operand]) -> None:
        together: dict[Location, Operand] = {o.location: o for o in operands}
        for each in operands:
            together |= self._copies.get(each.location, {})
        for place in together:
            self._copies[place] = together
