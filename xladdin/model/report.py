"""Define what checking a filing yields; docs/architecture.md has the JSON contract."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from msgspec import Struct
from msgspec.structs import astuple, replace

from xladdin.model.figure import Location
from xladdin.model.grid import Source
from xladdin.model.interval import Verdict

SCHEMA = "xladdin.report/1"


class Severity(StrEnum):
    """How much a finding matters, gravest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def word(self) -> str:
        """What reports call it."""
        return _SEVERITIES[self]


_SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}


class Operand(Struct, frozen=True):
    """A figure or a text that took part in a relation. ``value`` is the number as printed, without
    separators, percent sign and unit; None for a text."""

    label: str
    text: str
    value: str | None
    unit: str
    location: Location


class Equation(Protocol):
    """A relation's formula, to be judged again with some of its figures changed. Changes map the
    locations of figures to new values in the figures' own units."""

    def judged(self, changes: Mapping[Location, Decimal]) -> Verdict:
        """Return the verdict after the changes."""
        ...

    def holds(self, changes: Mapping[Location, Decimal]) -> bool:
        """Return whether it may hold after the changes, computed in floats, much faster than ``judged``."""
        ...

    def solved(self, place: Location) -> Decimal | None:
        """Return the value that the figure needs for the relation to hold; None if unknown."""
        ...

    @property
    def worked_out(self) -> Location | None:
        """The location of the figure that the others determine; None if there is none."""
        ...


class Relation(Struct, frozen=True):
    """One relation that was checked, and its verdict.

    A violated relation has its Chinese texts: ``message`` says with the numbers what does not hold,
    ``fix`` what to do. ``subject`` is the row or column that it is about.
    """

    code: str
    verdict: Verdict
    operands: tuple[Operand, ...] = ()
    subject: str = ""
    message: str = ""
    fix: str = ""
    expected: str = ""
    actual: str = ""
    #: The most or the least that ``actual`` may be; ``expected`` is the same then.
    bound: str = ""
    #: Whether the violation is uncertain, as when decimals were not printed: a warning at most.
    doubtful: bool = False
    #: How a sentence was read, where several readings exist; the formula read into it, and each
    #: operand's place in that formula.
    reading: str = ""
    formula: str = ""
    roles: tuple[str, ...] = ()
    #: Its formula; None where the rule is no arithmetic.
    equation: Equation | None = None
    #: Whether its figures are the same figure in two copies of a form.
    copies: bool = False
    #: Places that its sums leave out: required but blank ones, and texts that Excel does not add.
    uncounted: tuple[Location, ...] = ()

    def __eq__(self, other: object) -> bool:
        """Compare all fields except ``equation``, which only serves to judge again."""
        return isinstance(other, Relation) and self._said == other._said

    def __hash__(self) -> int:
        return hash(self._said)

    @property
    def _said(self) -> tuple[object, ...]:
        return astuple(replace(self, equation=None))


class Unused(Struct, frozen=True):
    """A figure that took part in no judged relation, and why."""

    operand: Operand
    reason: str


class Finding(Struct, frozen=True):
    """A violated relation that the profile reports, at the severity that the profile decides."""

    code: str
    severity: Severity
    title: str
    message: str
    fix: str
    expected: str
    actual: str
    operands: tuple[Operand, ...]
    fingerprint: str
    #: The unit's explanation, if accepted in place of a correction: the finding no longer counts.
    waiver: str | None = None
    #: The unit's explanation, if not accepted, because this error must be corrected.
    rejected: str | None = None
    #: As ``Relation.bound``.
    bound: str = ""

    @property
    def explained(self) -> bool:
        """Whether the unit's explanation was accepted."""
        return self.waiver is not None

    @property
    def explanation(self) -> str:
        """What the unit wrote about it, accepted or not."""
        return self.waiver or self.rejected or ""


class Cause(Struct, frozen=True):
    """What to correct: one figure or text, and the findings that disappear when it is corrected.

    ``proposed`` is the value it should have, in the figure's unit and written like ``Operand.value``;
    None where only a person can tell. ``copies`` are the same figure in other copies of its form, to be
    corrected with it. ``confirmed`` are the figures that confirm the proposed value.
    """

    #: None where the filing as a whole lacks something.
    figure: Operand | None
    proposed: str | None
    #: The kind of slip: digits, decimal, unit, sum, rate, copy, text, name, form …
    kind: str
    certain: bool
    #: The fingerprints of the findings that it explains.
    explains: tuple[str, ...]
    why: str
    copies: tuple[Operand, ...] = ()
    confirmed: tuple[Operand, ...] = ()

    @property
    def retyped(self) -> bool:
        """Whether only the cell's type is wrong: the number is right, but stored as text."""
        figure, proposed = self.figure, self.proposed
        if figure is None or figure.value is None or proposed is None:
            return False
        return Decimal(figure.value) == Decimal(proposed)


class Listed(Struct, frozen=True):
    """A finding as the sheet 校验结果 of an earlier check lists it.

    ``text`` is what the unit wrote beside it, in the file ``file``. ``gone`` means that it had been
    mended by then. ``when`` is the time of that check, as written.
    """

    fingerprint: str
    text: str = ""
    code: str = ""
    message: str = ""
    gone: bool = False
    when: str = ""
    file: str = ""


class Coverage(Struct, frozen=True):
    """How much of the filing was checked: a clean report over nothing is not a clean report.

    ``figures`` stand in forms. ``quantities`` stand in the report's sentences: ``claims`` of them were
    understood, and ``claims_compared`` of these took part in a judged relation.
    """

    figures: int = 0
    figures_checked: int = 0
    relations: int = 0
    held: int = 0
    rounding: int = 0
    violated: int = 0
    skipped: int = 0
    quantities: int = 0
    claims: int = 0
    claims_compared: int = 0


class SourceSummary(Struct, frozen=True):
    """What one file contributed to the filing."""

    path: str
    kind: str
    sha256: str
    forms: tuple[str, ...]
    narrative: bool
    notes: tuple[str, ...] = ()


class FormSummary(Struct, frozen=True):
    """One form as recognised, to show to the reader."""

    kind: str
    name: str
    title: str
    source: str
    missing: tuple[str, ...]


class Chapter(Struct, frozen=True):
    """A heading of the report's text as written, and the index of its paragraph."""

    source: str
    paragraph: int
    heading: str


class PriorSummary(Struct, frozen=True):
    """The files and forms of last year's filing; the report's coverage counts none of them."""

    unit: str
    year: int | None
    sources: tuple[SourceSummary, ...]
    forms: tuple[FormSummary, ...]


class Report(Struct, frozen=True):
    """The whole result for one filing; ``relations`` holds everything that was checked."""

    unit: str
    year: int | None
    profile: str
    profile_name: str
    sources: tuple[SourceSummary, ...]
    forms: tuple[FormSummary, ...]
    coverage: Coverage
    findings: tuple[Finding, ...]
    relations: tuple[Relation, ...]
    #: What earlier checks listed, in the workbooks and in annotated copies beside them.
    earlier: tuple[Listed, ...] = ()
    prior: PriorSummary | None = None
    #: The figures in no judged relation, those of the text first.
    unused: tuple[Unused, ...] = ()
    #: What to correct, in order; each finding belongs to one of them.
    causes: tuple[Cause, ...] = ()
    #: The headings of the report's text, in its order.
    chapters: tuple[Chapter, ...] = ()
    #: The files as read, for views that show them.
    documents: tuple[Source, ...] = ()

    @property
    def outdated(self) -> tuple[Listed, ...]:
        """The explanations whose finding has disappeared."""
        here = {finding.fingerprint for finding in self.findings}
        return tuple(each for each in self.earlier if each.text and each.fingerprint not in here)
