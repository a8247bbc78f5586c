"""The units' standings → the few numbers and distributions that the first sheet shows."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from msgspec import Struct
from pandas import DataFrame, cut

from xladdin.batch.gathered import Gathered
from xladdin.batch.standing import GRADES, Standing
from xladdin.model.report import Severity

#: Bands of the share of figures that were checked.
_BANDS = {"不到 60%": 0.6, "60%～80%": 0.8, "80%～95%": 0.95, "95% 以上": 1.01}
_MOST_RULES = _MOST_UNITS = 10
_NUMBERS = (
    "budget", "outturn", "figures", "checked", "relations", "errors", "warnings",
)  # fmt: skip


class Statistics(Struct, frozen=True):
    """Counts of units by grade and by coverage; the most frequent rules with their severity, title
    and count; the units with most errors. Averages and rates are None where there is nothing."""

    units: int
    unread: int
    with_errors: int
    with_warnings: int
    clean: int
    errors: int
    warnings: int
    figures: int
    share_checked: float | None
    relations: int
    score: float | None
    rate: float | None
    grades: dict[str, int]
    coverage: dict[str, int]
    rules: list[tuple[str, Severity, str, int, int]]
    worst: list[Standing]


def statistics(found: Gathered) -> Statistics:
    """The numbers of a batch."""
    units = found.read
    frame = _frame(units)
    spent = frame[["budget", "outturn"]].dropna().sum()
    figures, checked = int(frame["figures"].sum()), int(frame["checked"].sum())
    bands = cut(
        frame["checked"] / frame["figures"].where(frame["figures"] > 0),
        [0, *_BANDS.values()], labels=list(_BANDS), right=False,
    )  # fmt: skip
    scores = [each.score for each in units if each.score is not None and not each.overrated]
    with_errors, with_warnings = frame["errors"] > 0, frame["warnings"] > 0
    return Statistics(
        units=len(found.standings),
        unread=len(found.standings) - len(units),
        with_errors=int(with_errors.sum()),
        with_warnings=int((with_warnings & ~with_errors).sum()),
        clean=int((~with_warnings & ~with_errors).sum()),
        errors=int(frame["errors"].sum()),
        warnings=int(frame["warnings"].sum()),
        figures=figures,
        share_checked=checked / figures if figures else None,
        relations=int(frame["relations"].sum()),
        score=fmean(scores) if scores else None,
        rate=float(spent["outturn"] / spent["budget"]) if spent["budget"] else None,
        grades={grade: int((frame["grade"] == grade).sum()) for grade in (*GRADES, "")},
        coverage={band: int((bands == band).sum()) for band in _BANDS},
        rules=_rules(found),
        worst=_worst(units),
    )


def _frame(units: Sequence[Standing]) -> DataFrame:
    """A row for each unit: its grade, and numbers."""
    columns = {name: [getattr(each, name) for each in units] for name in (*_NUMBERS, "grade")}
    return DataFrame(columns).astype(dict.fromkeys(_NUMBERS, float))


def _rules(found: Gathered) -> list[tuple[str, Severity, str, int, int]]:
    order = sorted(found.rules.items(), key=lambda each: (-each[1].times, each[0]))
    return [
        (code, rule.severity, rule.title, rule.times, rule.units)
        for code, rule in order[:_MOST_RULES]
    ]


def _worst(units: Sequence[Standing]) -> list[Standing]:
    order = sorted(units, key=lambda each: (-each.errors, -each.warnings, each.key))
    return [each for each in order[:_MOST_UNITS] if each.errors or each.warnings]
