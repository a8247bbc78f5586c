"""Find the places that sums leave out, blank or stored as text, and the findings caused by them. Such a
finding is mended at the left-out place, and makes no other figure certain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeGuard

from msgspec import Struct, field

from xladdin.diagnosis.following import Formulas, made_of
from xladdin.diagnosis.trials import right
from xladdin.model.figure import Location
from xladdin.model.interval import Verdict
from xladdin.model.report import Cause, Operand, Relation
from xladdin.rules.scope import number_text, rounded


class Omission(Struct):
    """A finding on places that sums leave out (the first one is shown), and what follows from it.
    ``fills`` are the numbers for a blank place with which its sums hold."""

    relation: Relation
    figure: Operand
    follows: list[str] = field(default_factory=list)
    fills: set[Decimal] = field(default_factory=set)

    def cause(self, fingerprint: str) -> Cause:
        """Return the cause: a text becomes its number, a blank place is for a person to fill."""
        proposed = self.relation.expected if self.figure.text else ""
        return Cause(
            figure=self.figure,
            proposed=proposed or None,
            kind="figure",
            certain=bool(proposed),
            explains=(fingerprint, *self.follows),
            why=self.relation.message + self._consequence,
        )

    @property
    def _consequence(self) -> str:
        number = len(self.follows)
        if self.figure.text:
            return f"改成数字，另外 {number} 处算漏了它的就都对得上。"
        if len(self.fills) != 1:
            return f"另有 {number} 处与它有关，补填后再核对。"
        fill = f"{number_text(*self.fills)} {self.figure.unit}".rstrip()
        return f"另有 {number} 处与它有关：如填 {fill}，就对得上；补填后再核对。"


class Omissions:
    """The omissions among the violated relations, and the findings that follow from them. ``open`` are
    fingerprints of findings that an omission may explain: no other figure is certain there."""

    def __init__(
        self,
        told: Mapping[str, Sequence[Relation]],
        relations: Iterable[Relation],
        formulas: Formulas,
    ) -> None:
        self._formulas = formulas
        self._found: dict[str, Omission] = {}
        self._at: dict[Location, str] = {}
        for fingerprint, each in told.items():
            for relation in each:
                self._at.update(dict.fromkeys(relation.uncounted, fingerprint))
            if places := each[0].uncounted:
                shown = next(o for o in each[0].operands if o.location == places[0])
                self._found[fingerprint] = Omission(each[0], shown)
        self._holding = [
            relation
            for relation in (relations if self._at else ())
            if relation.verdict is not Verdict.VIOLATED
            and any(o.location in self._at for o in relation.operands)
        ]
        self.open: set[str] = set()
        for fingerprint, (first, *_) in told.items() if self._at else ():
            if fingerprint not in self._found:
                self._follow(first, fingerprint)
        following = {key for each in self._found.values() for key in each.follows}
        found = {k: each for k, each in self._found.items() if each.follows and k not in following}
        #: The causes of omissions that explain other findings.
        self.causes = [each.cause(key) for key, each in found.items()]
        self.explained = following | found.keys()

    def _follow(self, relation: Relation, fingerprint: str) -> None:
        behind = [o for o in self._formulas.typed(made_of(relation)) if o.location in self._at]
        blanks = [o for o in behind if not o.text]
        if relation.equation is None:
            # A text states a total; a rule that merely shows the place has its own cause.
            shown = {o.location for o in relation.operands}
            blanks = [o for o in blanks if o.location not in shown]
            if blanks:
                self._explain(blanks[0].location, fingerprint)
            return
        counted = {o.location: Decimal(o.value or 0) for o in behind if o.text}
        equation = self._formulas.followed(relation.equation, relation.operands)
        if counted and (right(equation, counted) or self._is_empty(equation.worked_out)):
            found = self._explain(next(iter(counted)), fingerprint)
            if self._is_empty(equation.worked_out):
                found.follows.append(self._at[equation.worked_out])
            return
        for blank in blanks:
            solved = equation.solved(blank.location)
            fill = rounded(solved) if solved is not None else Decimal(0)
            if fill > 0 and (len(blanks) > 1 or self._fits(blank, fill)):
                found = self._explain(blank.location, fingerprint)
                if len(blanks) == 1:
                    found.fills.add(fill)
                return
        if blanks:
            self.open.add(fingerprint)

    def _is_empty(self, place: Location | None) -> TypeGuard[Location]:
        """Return whether the place holds a formula without result, such as one that adds a text."""
        if place not in self._formulas.cells or place not in self._at:
            return False
        return self._found[self._at[place]].relation.uncounted == (place,)

    def _fits(self, blank: Operand, fill: Decimal) -> bool:
        """Return whether the relations that hold still hold with the blank place filled."""
        around = [r for r in self._holding if any(o.location == blank.location for o in r.operands)]
        return all(
            self._formulas.followed(r.equation, r.operands).judged({blank.location: fill})
            is not Verdict.VIOLATED
            for r in around
            if r.equation is not None
        )

    def _explain(self, place: Location, fingerprint: str) -> Omission:
        found = self._found[self._at[place]]
        found.follows.append(fingerprint)
        return found
