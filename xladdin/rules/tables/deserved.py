"""That a full score is deserved, to be judged again as if target or result were others."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec.structs import replace

from xladdin.model.figure import Figure, Location
from xladdin.model.form import Indicator
from xladdin.model.interval import Interval, Verdict
from xladdin.rules.tables.attainment import attainment


class Attained:
    """That a full score is deserved: whether the target is attained, or points are deducted."""

    def __init__(self, row: Indicator) -> None:
        self._row = row

    @property
    def worked_out(self) -> Location:
        """What was achieved: it is looked at first."""
        return self._row.actual.location

    def judged(self, changes: Mapping[Location, Decimal]) -> Verdict:
        """Held if attained or deducted after the changes."""
        row = replace(
            self._row,
            **{
                name: replace(entry, figure=_as(entry.figure, changes[entry.location]))
                for name in ("target", "actual", "points", "score")
                if (entry := getattr(self._row, name)).location in changes and entry.figure
            },
        )
        result, points, score = attainment(row), row.points.figure, row.score.figure
        if result is None or points is None or score is None:
            return Verdict.SKIPPED
        deserved = result.attained or score.value < points.value
        return Verdict.HELD if deserved else Verdict.VIOLATED

    def holds(self, changes: Mapping[Location, Decimal]) -> bool:
        """Whether it holds after the changes."""
        return self.judged(changes) is not Verdict.VIOLATED

    def solved(self, place: Location) -> Decimal | None:
        """No value follows from a bound."""
        return None


def _as(figure: Figure, value: Decimal) -> Figure:
    interval = Interval.exact(value)
    return replace(figure, value=value, printed=interval, typed=interval)
