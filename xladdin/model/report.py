"""What checking a filing yields. The JSON contract is in docs/architecture.md."""

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


class Operand(Struct, frozen=True):
    """A figure or a text that took part in a relation.

    ``value`` is the number as printed, without separators, percent sign and unit; None for a text.
    """

    label: str
    text: str
    value: str | None
    unit: str
    location: Location


class Equation(Protocol):
    """What a relation says of its figures, to be judged again as if some of them were others.

    Changes are values in the figures' own units, by where the figures stand.
    """

    def judged(self, changes: Mapping[Location, Decimal]) -> Verdict:
        """The verdict after the changes."""
        ...

    def holds(self, changes: Mapping[Location, Decimal]) -> bool:
        """Whether it may hold after the changes: told in floats, much faster than the verdict."""
        ...

    def solved(self, place: Location) -> Decimal | None:
        """The value of one figure with which the relation would hold; None if none is known."""
        ...

    @property
    def worked_out(self) -> Location | None:
        """The figure that is worked out from the others; None if no figure is."""
        ...


class Relation(Struct, frozen=True):
    """One relation that was checked, and what came out.

    The Chinese texts are there when the verdict is violated: ``message`` says what does not hold,
    with the numbers, ``fix`` what to do. ``subject`` says which row or column it is about.
    """

    code: str
    verdict: Verdict
    operands: tuple[Operand, ...] = ()
    subject: str = ""
    message: str = ""
    fix: str = ""
    expected: str = ""
    actual: str = ""
    #: What ``actual`` may be at most or at least; ``expected`` is the same then.
    bound: str = ""
    #: The violation is not certain, for instance if decimals were not printed: a warning at most.
    doubtful: bool = False
    #: How a sentence was read, where it can be read in more than one way; the formula that it is
    #: read as, and the place of each operand in it.
    reading: str = ""
    formula: str = ""
    roles: tuple[str, ...] = ()
    #: What it says of its figures; None where that is no arithmetic.
    equation: Equation | None = None
    #: Its figures are one figure that stands in two copies of a form.
    copies: bool = False
    #: Where sums leave something out: blank places that are to be filled, texts that Excel doesn't add.
    uncounted: tuple[Location, ...] = ()

    def __eq__(self, other: object) -> bool:
        """Whether both say the same; an equation is a way to judge it again, and says nothing."""
        return isinstance(other, Relation) and self._said == other._said

    def __hash__(self) -> int:
        return hash(self._said)

    @property
    def _said(self) -> tuple[object, ...]:
        return astuple(replace(self, equation=None))


class Unused(Struct, frozen=True):
    """A figure that took part in no relation that was judged, and why."""

    operand: Operand
    reason: str


class Finding(Struct, frozen=True):
    """A violated relation that the profile wants reported, at the severity it decides."""

    code: str
    severity: Severity
    title: str
    message: str
    fix: str
    expected: str
    actual: str
    operands: tuple[Operand, ...]
    fingerprint: str
    #: The unit's explanation, accepted in place of a correction: the finding no longer counts.
    waiver: str | None = None
    #: An explanation that is not accepted, since this error must be corrected.
    rejected: str | None = None
    #: As in the relation.
    bound: str = ""

    @property
    def explained(self) -> bool:
        """Whether the explanation was accepted."""
        return self.waiver is not None

    @property
    def explanation(self) -> str:
        """What the unit has written about it, accepted or not."""
        return self.waiver or self.rejected or ""


class Cause(Struct, frozen=True):
    """What to correct: one figure (or text), and the findings that are gone when it is corrected.

    ``proposed`` is the value that it should have, in the figure's unit, as ``Operand.value`` is
    written; None where only a person can tell. ``copies`` are the same figure in other copies of its
    form, to be corrected with it. ``confirmed`` are the figures that confirm the proposed value.
    """

    #: None for what the filing as a whole lacks.
    figure: Operand | None
    proposed: str | None
    #: digits, decimal, unit, sum, rate, copy, text, name, form …: what kind of slip it is.
    kind: str
    certain: bool
    #: The findings that it explains, by their fingerprints.
    explains: tuple[str, ...]
    why: str
    copies: tuple[Operand, ...] = ()
    confirmed: tuple[Operand, ...] = ()

    @property
    def retyped(self) -> bool:
        """Whether the number stays, and all that is wrong is that it is a text."""
        figure, proposed = self.figure, self.proposed
        if figure is None or figure.value is None or proposed is None:
            return False
        return Decimal(figure.value) == Decimal(proposed)


class Listed(Struct, frozen=True):
    """A finding as the sheet 校验结果 of an earlier check lists it.

    ``text`` is what the unit wrote beside it, in the file ``file``. ``gone``: it was mended by then.
    ``when`` is the time of that check, as it is written.
    """

    fingerprint: str
    text: str = ""
    code: str = ""
    message: str = ""
    gone: bool = False
    when: str = ""
    file: str = ""


class Coverage(Struct, frozen=True):
    """How much of the filing was looked at: a clean report over nothing is not a clean report.

    ``figures`` stand in forms. Of the ``quantities`` in the report's sentences, ``claims`` were
    understood, and ``claims_compared`` of these took part in a relation that was judged.
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
    """What one file contributed."""

    path: str
    kind: str
    sha256: str
    forms: tuple[str, ...]
    narrative: bool
    notes: tuple[str, ...] = ()


class FormSummary(Struct, frozen=True):
    """One form as understood: for the reader who wants to see what was recognised."""

    kind: str
    name: str
    title: str
    source: str
    missing: tuple[str, ...]


class Chapter(Struct, frozen=True):
    """A heading in a report's text, as it is written, and the paragraph that it begins."""

    source: str
    paragraph: int
    heading: str


class PriorSummary(Struct, frozen=True):
    """Last year's filing, as far as it was compared with: its files and forms, none of them counted
    in the report's coverage."""

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
    #: What earlier checks have listed, in the workbooks and in the copies beside them.
    earlier: tuple[Listed, ...] = ()
    prior: PriorSummary | None = None
    #: The figures that took part in no relation that was judged, those of the text first.
    unused: tuple[Unused, ...] = ()
    #: What to correct, first things first; each finding has one.
    causes: tuple[Cause, ...] = ()
    #: The headings of the report's text, in its order.
    chapters: tuple[Chapter, ...] = ()
    #: The filing as it was read, for views that show it.
    documents: tuple[Source, ...] = ()

    @property
    def outdated(self) -> tuple[Listed, ...]:
        """Explanations whose finding is not there any more."""
        here = {finding.fingerprint for finding in self.findings}
        return tuple(each for each in self.earlier if each.text and each.fingerprint not in here)
