"""Turn a result into its unit's row of the summary: numbers only."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from xladdin.batch.result import Result
from xladdin.forms.profiles import profile
from xladdin.model.report import Severity
from xladdin.outputs.since import State
from xladdin.rules.tables.told_in_cells import due

#: The full marks if a form has no 分值 for its 总分.
_FULL_MARKS = 100.0
GRADES = ("优", "良", "中", "差")


class Standing(Struct, frozen=True):
    """A unit's row of the summary. Rates are fractions, money is in 万元; None means that the unit
    stated none. ``error`` is why its filing could not be read, else empty."""

    key: str
    name: str
    year: int | None
    profile: str
    error: str
    score: float | None
    full_score: float | None
    grade: str
    budget: float | None
    outturn: float | None
    rate: float | None
    publics_before: float | None
    publics_now: float | None
    publics_change: float | None
    posts: float | None
    staff: float | None
    running_costs: float | None
    errors: int
    warnings: int
    hints: int
    explained: int
    to_correct: int
    figures: int
    checked: int
    relations: int
    copies: tuple[str, ...]
    note: str
    rounds: Mapping[State, int] | None

    @property
    def worth(self) -> float:
        """The full marks on its form, else 100."""
        return self.full_score or _FULL_MARKS

    @property
    def overrated(self) -> bool:
        """Whether its score exceeds the full marks and is therefore left out of averages."""
        return self.score is not None and self.score > self.worth

    @property
    def share_checked(self) -> float | None:
        """The share of the figures found that took part in a check; None if no figure was found."""
        return self.checked / self.figures if self.figures else None


def standing(result: Result, rounds: Mapping[State, int] | None = None) -> Standing:
    """Return the unit's row; ``rounds`` counts its causes in each state since the round before."""
    amounts = {key: Decimal(value) for key, value in result.amounts.items()}
    score = amounts.get("自评表.总分.得分")
    budget = amounts.get("自评表.年度资金总额.全年预算数")
    outturn = amounts.get("自评表.年度资金总额.全年执行数")
    before = amounts.get("基础数据表.三公经费.上年决算")
    now = amounts.get("基础数据表.三公经费.本年决算")
    severities = [each.severity for each in result.open]
    seen = result.coverage
    return Standing(
        key=result.key,
        name=result.name,
        year=result.year,
        profile=result.profile,
        error=result.error,
        score=_float(score),
        full_score=_float(amounts.get("自评表.总分.分值")),
        grade=due(score, profile(result.profile)) if score is not None else "",
        budget=_float(budget),
        outturn=_float(outturn),
        rate=_quotient(outturn, budget),
        publics_before=_float(before),
        publics_now=_float(now),
        publics_change=_growth(before, now),
        posts=_float(amounts.get("基础数据表.编制数")),
        staff=_float(amounts.get("基础数据表.在职人数")),
        running_costs=_float(amounts.get("基础数据表.公用经费.本年决算")),
        errors=severities.count(Severity.ERROR),
        warnings=severities.count(Severity.WARNING),
        hints=severities.count(Severity.INFO),
        explained=len(result.problems) - len(severities),
        to_correct=len(result.to_correct),
        figures=seen.get("figures", 0) + seen.get("quantities", 0),
        checked=seen.get("figures_checked", 0) + seen.get("claims_compared", 0),
        relations=seen.get("relations", 0) - seen.get("skipped", 0),
        copies=result.copies,
        note=result.note,
        rounds=rounds,
    )


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _growth(before: Decimal | None, now: Decimal | None) -> float | None:
    return None if before is None or now is None else _quotient(now - before, before)


def _quotient(part: Decimal | None, whole: Decimal | None) -> float | None:
    return float(part / whole) if part is not None and whole else None
