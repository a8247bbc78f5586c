"""What is kept of one filing: enough for the summary, small enough for a journal of thousands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from xladdin.model.report import Report


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding as a row: texts only."""

    code: str
    severity: str
    title: str
    message: str
    fix: str
    place: str
    fingerprint: str
    explanation: str = ""
    explained: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """One filing's outcome. ``error`` is why it could not be read, empty if it was.

    ``amounts`` are the figures of its 基础数据表 and 自评表 by 表.项目.栏: money in 万元, rates as
    fractions, as decimal texts. ``indicators`` are its own 三级指标 with targets; ``signature`` the
    smallest hashes of its report's text; ``stamp`` tells whether its files have changed since.
    ``copies`` are its annotated copies below their folder; ``note`` says why there are none.
    """

    key: str
    stamp: str
    error: str = ""
    unit: str = ""
    year: int | None = None
    profile: str = ""
    forms: tuple[str, ...] = ()
    coverage: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    amounts: Mapping[str, str] = field(default_factory=dict)
    indicators: tuple[str, ...] = ()
    signature: tuple[int, ...] = ()
    copies: tuple[str, ...] = ()
    note: str = ""

    @property
    def name(self) -> str:
        """What people call it: the unit, or where it came from if that is not known."""
        return self.unit or self.key

    @property
    def open(self) -> tuple[Problem, ...]:
        """The findings that nobody has explained."""
        return tuple(each for each in self.problems if not each.explained)

    def line(self) -> str:
        """The result as a line of the journal."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def of_line(cls, line: str) -> Result:
        """The result of a journal's line. Raises ValueError for one that is damaged."""
        data = json.loads(line)
        try:
            data["problems"] = tuple(Problem(**each) for each in data["problems"])
            for name in ("forms", "indicators", "signature", "copies"):
                data[name] = tuple(data[name])
            return cls(**data)
        except (KeyError, TypeError) as error:
            raise ValueError(str(error)) from None


def problems(report: Report, place: Mapping[str, str]) -> tuple[Problem, ...]:
    """The report's findings as rows; ``place`` says by fingerprint where each stands."""
    return tuple(
        Problem(
            each.code, each.severity.value, each.title, each.message, each.fix,
            place.get(each.fingerprint, ""), each.fingerprint, each.explanation, each.explained,
        )
        for each in report.findings
    )  # fmt: skip
