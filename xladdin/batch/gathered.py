"""Gather the results of a batch for its summary in one pass, and compute the first sheet's statistics."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from statistics import fmean

from msgspec import Struct, field
from pandas import DataFrame, cut

from xladdin.batch.extract import hashed
from xladdin.batch.likeness import Elements, elements
from xladdin.batch.result import Problem, Result
from xladdin.batch.rounds import Change, Earlier, changes, counted
from xladdin.batch.standing import GRADES, Standing, standing
from xladdin.model.report import Severity
from xladdin.outputs.since import State

_GRAVITY = list(Severity)


class Broken(Struct):
    """How often a rule was broken, and by how many units; ``severity`` is the gravest."""

    title: str
    severity: Severity
    times: int = 0
    units: int = 0
    explained: int = 0


class Sums(Struct):
    """The sums of a year's amounts over all units, by 表.项目.栏. ``counts`` are the units that filled
    each place, ``forms`` the units that have each form."""

    units: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    amounts: dict[str, Decimal] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    profiles: Counter[str] = field(default_factory=Counter)

    def add(self, result: Result) -> None:
        """Add the amounts of one unit."""
        self.units += 1
        self.profiles[result.profile] += 1
        self.forms.update({key.partition(".")[0] for key in result.amounts})
        for key, text in result.amounts.items():
            self.amounts[key] = self.amounts.get(key, Decimal(0)) + Decimal(text)
            self.counts[key] += 1


class Gathered(Struct):
    """All that the sheets need besides the results, small enough for memory."""

    results: Mapping[str, Result]
    earlier: Earlier | None
    standings: list[Standing] = field(default_factory=list)
    rules: dict[str, Broken] = field(default_factory=dict)
    years: dict[int | None, Sums] = field(default_factory=lambda: defaultdict(Sums))
    texts: dict[str, Elements] = field(default_factory=dict)
    indicators: dict[str, Elements] = field(default_factory=dict)
    problems: int = 0
    changes: int = 0

    @property
    def read(self) -> list[Standing]:
        """The units whose filings could be read."""
        return [each for each in self.standings if not each.error]

    def each_problem(self) -> Iterator[tuple[Result, Problem]]:
        """Yield every finding with its unit's result, read again from the journal."""
        for result in self.results.values():
            for problem in result.problems:
                yield result, problem

    def each_change(self) -> Iterator[tuple[Result, Change]]:
        """Yield the state of every cause of both rounds with its unit's result."""
        for result in self.results.values():
            for change in self._changes(result) or ():
                yield result, change

    def rounds(self) -> Mapping[State, int] | None:
        """Count the causes in each state; None if no rounds are compared."""
        if self.earlier is None:
            return None
        return Counter(
            {
                state: sum(each.rounds[state] for each in self.standings if each.rounds)
                for state in State
            }
        )

    def _changes(self, result: Result) -> tuple[Change, ...] | None:
        return changes(self.earlier.of(result), result) if self.earlier is not None else None

    def add(self, result: Result) -> None:
        """Add one result."""
        found = self._changes(result)
        self.changes += len(found or ())
        self.standings.append(standing(result, counted(found)))
        if result.error:
            return
        self.problems += len(result.problems)
        for problem in result.problems:
            self._count(problem)
        for code in {problem.code for problem in result.problems}:
            self.rules[code].units += 1
        self.years[result.year].add(result)
        self.texts[result.key] = elements(result.signature)
        self.indicators[result.key] = elements(map(hashed, result.indicators))

    def _count(self, problem: Problem) -> None:
        severity = Severity(problem.severity)
        rule = self.rules.setdefault(problem.code, Broken(problem.title, severity))
        rule.times += 1
        rule.explained += problem.explained
        rule.severity = min(rule.severity, severity, key=_GRAVITY.index)


def gathered(results: Mapping[str, Result], earlier: Earlier | None) -> Gathered:
    """Gather the results."""
    found = Gathered(results, earlier)
    for result in results.values():
        found.add(result)
    return found


#: Bands of the share of figures that were checked, with their upper bounds.
_BANDS = {"不到 60%": 0.6, "60%～80%": 0.8, "80%～95%": 0.95, "95% 以上": 1.01}
_MOST_RULES = _MOST_UNITS = 10
_NUMBERS = (
    "budget", "outturn", "figures", "checked", "relations", "errors", "warnings",
)  # fmt: skip


class Statistics(Struct, frozen=True):
    """The numbers on the first sheet: units by grade and by coverage; the most frequent rules as
    (code, severity, title, times, units); the units with most errors. Averages and rates are None
    if there is nothing to compute them from."""

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
    """Compute the statistics of a batch."""
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
    """Return a table with a row for each unit: its grade and its numbers."""
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
