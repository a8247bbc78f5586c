"""Judge relations without a formula again after changes: one number that is stated several times."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xladdin.model.figure import Location
from xladdin.model.interval import Interval, Verdict, equal
from xladdin.model.report import Operand
from xladdin.model.unit import unit
from xladdin.rules.equations import Changes, moved


class Judged:
    """Base of equations that are judged exactly after each change and compute no figure."""

    worked_out: Location | None = None

    def judged(self, changes: Changes) -> Verdict:
        """Return the verdict after the changes."""
        raise NotImplementedError

    def holds(self, changes: Changes) -> bool:
        """Return whether the relation may hold after the changes."""
        return self.judged(changes) is not Verdict.VIOLATED

    def solved(self, place: Location) -> Decimal | None:
        """Return the value of the figure at ``place`` that makes the relation hold; None if none follows."""
        return None


class SameFigure(Judged):
    """Figures that state one number; ``intervals`` are their values in base units, in the same order."""

    def __init__(self, operands: Sequence[Operand], intervals: Sequence[Interval]) -> None:
        self._told = {
            each.location: (each, interval)
            for each, interval in zip(operands, intervals, strict=True)
        }

    def judged(self, changes: Changes) -> Verdict:
        """Return the worst verdict of comparing the first figure with each other one."""
        values = [
            moved(interval, (changes[place] - Decimal(told.value or 0)) * unit(told.unit).factor)
            if place in changes else interval
            for place, (told, interval) in self._told.items()
        ]  # fmt: skip
        verdicts = {equal(values[0], value) for value in values[1:]}
        return max(verdicts, key=GRAVITY.index, default=Verdict.HELD)

    def solved(self, place: Location) -> Decimal | None:
        """Return the value that all other figures state, in the unit of the one at ``place``; None if they
        differ or ``place`` is none of them."""
        others = {i.point for at, (_, i) in self._told.items() if at != place}
        if len(others) != 1 or place not in self._told:
            return None
        return others.pop() / unit(self._told[place][0].unit).factor


#: Verdicts from the best to the worst.
GRAVITY = (Verdict.HELD, Verdict.ROUNDING, Verdict.SKIPPED, Verdict.VIOLATED)
