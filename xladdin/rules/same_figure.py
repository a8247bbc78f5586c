"""Relations that no formula says, to be judged again: figures that are one number, told several times."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xladdin.model.figure import Location
from xladdin.model.interval import Interval, Verdict, equal
from xladdin.model.report import Operand
from xladdin.model.unit import unit
from xladdin.rules.equations import Changes, moved


class Judged:
    """What is judged again exactly each time, and works no figure out."""

    worked_out: Location | None = None

    def judged(self, changes: Changes) -> Verdict:
        """The verdict after the changes."""
        raise NotImplementedError

    def holds(self, changes: Changes) -> bool:
        """Whether it may hold after the changes."""
        return self.judged(changes) is not Verdict.VIOLATED

    def solved(self, place: Location) -> Decimal | None:
        """The value of a figure with which it holds; None where none follows."""
        return None


class SameFigure(Judged):
    """Figures that are one number, told several times."""

    def __init__(self, operands: Sequence[Operand], intervals: Sequence[Interval]) -> None:
        self._told = {
            each.location: (each, interval)
            for each, interval in zip(operands, intervals, strict=True)
        }

    def judged(self, changes: Changes) -> Verdict:
        """Whether all agree after the changes."""
        values = [
            moved(interval, (changes[place] - Decimal(told.value or 0)) * unit(told.unit).factor)
            if place in changes else interval
            for place, (told, interval) in self._told.items()
        ]  # fmt: skip
        verdicts = {equal(values[0], value) for value in values[1:]}
        return max(verdicts, key=GRAVITY.index, default=Verdict.HELD)

    def solved(self, place: Location) -> Decimal | None:
        """What all others say, if they say one thing."""
        others = {i.point for at, (_, i) in self._told.items() if at != place}
        if len(others) != 1 or place not in self._told:
            return None
        return others.pop() / unit(self._told[place][0].unit).factor


#: How bad a verdict is.
GRAVITY = (Verdict.HELD, Verdict.ROUNDING, Verdict.SKIPPED, Verdict.VIOLATED)
