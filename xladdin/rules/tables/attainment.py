"""Judge whether an indicator's target was reached, and which score the regulation suggests."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from xladdin.forms.figures import bare_operator
from xladdin.model.figure import Figure, Location
from xladdin.model.form import Indicator
from xladdin.model.interval import Interval, Verdict
from xladdin.rules.same_figure import Judged
from xladdin.rules.scope import rounded
from xladdin.rules.tables.rows import word

#: Texts that only say that a target is qualitative or quantitative, not what it is.
_ONLY_A_KIND = {"定性", "定性指标", "定性描述", "定量"}
#: Texts in the reason column that give no reason.
_NO_REASON = {"", "无偏差", "无", "-", "—", "/", "——", "没有偏差", "无偏差。", "正常"}


class Target(StrEnum):
    """The kinds of targets that an indicator may have."""

    NUMBER = "number"
    WORDS = "words"
    OPERATOR_ONLY = "operator only"
    KIND_ONLY = "kind only"
    BLANK = "blank"


def target_kind(row: Indicator) -> Target:
    """Return the kind of a row's 年度指标值."""
    text = "".join(row.target.text.split())
    if row.target.blank:
        return Target.BLANK
    if row.target.figure is not None:
        return Target.NUMBER
    if bare_operator(row.target.text):
        return Target.OPERATOR_ONLY
    return Target.KIND_ONLY if text in _ONLY_A_KIND else Target.WORDS


class Attainment(Struct, frozen=True):
    """A numeric target and the actual value, both in base units, and whether it is attained."""

    operator: str  # ≥ ≤ > < = or empty for a bare number
    target: Decimal
    actual: Decimal
    attained: bool

    @property
    def excess(self) -> Decimal:
        """By how much the actual value exceeds the target, as a share of it; 0 for a target of 0."""
        return (self.actual - self.target) / self.target if self.target else Decimal(0)

    def suggested(self, points: Decimal) -> Decimal:
        """Return the score by the regulation: full points if attained, else in proportion."""
        if self.attained:
            return points
        less, more = sorted((self.target, self.actual))
        return rounded(points * less / more) if less > 0 else Decimal(0)


def attainment(row: Indicator) -> Attainment | None:
    """Compare a row's actual value with its target; None if they are no numbers of one kind."""
    target, actual = row.target.figure, row.actual.figure
    if target is None or actual is None:
        return None
    return compared(target, actual, less_is_better(row))


def less_is_better(row: Indicator) -> bool:
    """Return whether a target without operator is an upper bound, by the indicator's name."""
    return bool(word("less_is_better").search(row.name.text + row.level2))


def compared(target: Figure, actual: Figure, less_is_better: bool = False) -> Attainment | None:
    """Compare two figures; ``less_is_better`` is what a target without operator means. Return None if their
    units differ in kind."""
    goal, done = _comparable(target, actual)
    if goal is None or done is None:
        return None
    operator = target.operator
    match operator:
        case "≥" | ">":
            attained = done >= goal if operator == "≥" else done > goal
        case "≤" | "<":
            attained = done <= goal if operator == "≤" else done < goal
        case "=":
            attained = done == goal or (done < goal) == less_is_better
        case _:
            attained = done >= goal or less_is_better
    return Attainment(operator, goal, done, attained)


def _comparable(target: Figure, actual: Figure) -> tuple[Decimal | None, Decimal | None]:
    """Return both values in base units, or None twice if they differ in kind. A number without a unit is
    taken in the unit of the other."""
    if target.unit_printed and actual.unit_printed:
        if target.unit.measures != actual.unit.measures:
            return None, None
        return target.value * target.unit.factor, actual.value * actual.unit.factor
    factor = (target if target.unit_printed else actual).unit.factor
    return _scaled(target, factor), _scaled(actual, factor)


def _scaled(figure: Figure, factor: Decimal) -> Decimal:
    """Return a value in base units; a fraction printed without a unit beside percent is one already."""
    fraction = not figure.unit_printed and factor == Decimal("0.01") and abs(figure.value) <= 1
    return figure.value if fraction and figure.value else figure.value * factor


def reason_given(row: Indicator) -> bool:
    """Return whether the reason column holds a reason, and not 无偏差 or a blank."""
    return row.reason is not None and "".join(row.reason.text.split()) not in _NO_REASON


class Attained(Judged):
    """The equation that a full score is deserved: the target is attained, or points are deducted."""

    def __init__(self, row: Indicator) -> None:
        self._row = row
        self.worked_out = row.actual.location  # the actual value is suspected first

    def judged(self, changes: Mapping[Location, Decimal]) -> Verdict:
        """Return Held if the target is attained or points are deducted after the changes."""
        row = replace(
            self._row,
            **{
                name: replace(entry, figure=_with_value(entry.figure, changes[entry.location]))
                for name in ("target", "actual", "points", "score")
                if (entry := getattr(self._row, name)).location in changes and entry.figure
            },
        )
        result, points, score = attainment(row), row.points.figure, row.score.figure
        if result is None or points is None or score is None:
            return Verdict.SKIPPED
        deserved = result.attained or score.value < points.value
        return Verdict.HELD if deserved else Verdict.VIOLATED


def _with_value(figure: Figure, value: Decimal) -> Figure:
    interval = Interval.exact(value)
    return replace(figure, value=value, printed=interval, typed=interval)
