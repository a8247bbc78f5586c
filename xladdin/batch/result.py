"""Define what is kept of a filing: enough for the summary, small enough for a journal of thousands."""

from __future__ import annotations

import json
from collections.abc import Mapping

from msgspec import Struct, convert, field, to_builtins

from xladdin.model.report import Finding, Report, Severity
from xladdin.outputs import advice
from xladdin.outputs.entries import Entry, entries
from xladdin.outputs.places import Names, names_in


class Problem(Struct, frozen=True):
    """A finding as a row of texts."""

    code: str
    severity: str
    title: str
    message: str
    fix: str
    place: str
    fingerprint: str
    explanation: str = ""
    explained: bool = False
    #: The fingerprint of the finding that leads its cause; empty means its own.
    cause: str = ""
    #: The place in a few words, for readers who have the files at hand.
    where: str = ""

    @property
    def level(self) -> str:
        """The severity in one Chinese word."""
        return Severity(self.severity).word

    @property
    def lead(self) -> str:
        """The fingerprint of the finding that leads its cause."""
        return self.cause or self.fingerprint

    @property
    def follows(self) -> bool:
        """Whether another finding leads its cause."""
        return self.lead != self.fingerprint


class Result(Struct, frozen=True):
    """The outcome of one filing. ``error`` is why it could not be read, empty if it was.

    ``amounts`` are the figures of its 基础数据表 and 自评表 by 表.项目.栏, as decimal texts: money in 万元, rates
    as fractions. ``indicators`` are its 三级指标 with targets; ``signature`` the smallest hashes of its
    report's text; ``stamp`` changes when its files change. ``copies`` are the paths of its
    annotated copies below their folder; ``note`` says why there are none.
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
        """The name of the unit, or the filing's key if the unit is unknown."""
        return self.unit or self.key

    @property
    def open(self) -> tuple[Problem, ...]:
        """The findings that nobody has explained."""
        return tuple(each for each in self.problems if not each.explained)

    @property
    def causes(self) -> tuple[tuple[Problem, ...], ...]:
        """The findings of each cause, the leading one first."""
        groups: dict[str, list[Problem]] = {}
        for each in self.problems:
            groups.setdefault(each.lead, []).append(each)
        return tuple(map(tuple, groups.values()))

    @property
    def to_correct(self) -> tuple[tuple[Problem, ...], ...]:
        """The errors and warnings of each cause that nobody has explained; causes without any are
        missing."""
        wrong = (
            tuple(p for p in group if not p.explained and p.severity != Severity.INFO)
            for group in self.causes
        )
        return tuple(group for group in wrong if group)

    def line(self) -> str:
        """Return the result as a line of the journal."""
        return json.dumps(to_builtins(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def of_line(cls, line: str) -> Result:
        """Return the result in a line of the journal. Raises ValueError if the line is damaged."""
        return convert(json.loads(line), cls)


def problems(report: Report) -> tuple[Problem, ...]:
    """Return the findings as rows, grouped by cause, each with its place; the first says what to do."""
    names = names_in(report)
    return tuple(
        Problem(
            each.code, each.severity.value, each.title, each.message,
            _fix(entry, each, names), advice.at(entry, each, names),
            each.fingerprint, each.explanation, each.explained, entry.lead.fingerprint,
            advice.where(entry, each, names),
        )
        for entry in entries(report)
        for each in entry.findings
    )  # fmt: skip


def _fix(entry: Entry, finding: Finding, names: Names) -> str:
    if finding is entry.lead:
        return advice.in_brief(entry, names)
    return "" if entry.cause.proposed is not None else finding.fix
