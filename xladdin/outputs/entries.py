"""Group a report's findings into entries, one for each cause; show the report from one file's point
of view."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from xladdin.model.interval import Verdict
from xladdin.model.report import Cause, Finding, Operand, Relation, Report, Severity

_GRAVITY = list(Severity)


class Entry(Struct, frozen=True):
    """A cause and its findings: first the gravest that is not explained, behind it those that follow."""

    cause: Cause
    findings: tuple[Finding, ...]

    @property
    def lead(self) -> Finding:
        """The finding that represents the entry."""
        return self.findings[0]

    @property
    def follows(self) -> tuple[Finding, ...]:
        """The findings that disappear when the lead is corrected."""
        return self.findings[1:]

    @property
    def severity(self) -> Severity:
        """The severity of the lead."""
        return self.lead.severity

    @property
    def explained(self) -> bool:
        """Whether the unit has explained all its findings."""
        return all(finding.explained for finding in self.findings)

    @property
    def figures(self) -> tuple[Operand, ...]:
        """What to correct: the figure, and the same one in other copies of its form."""
        figure = self.cause.figure
        return () if figure is None else (figure, *self.cause.copies)

    @property
    def named(self) -> bool:
        """Whether the cause says more than the finding: a value to write, or the figure that several
        findings have in common."""
        return self.cause.figure is not None and (
            self.cause.proposed is not None or len(self.findings) > 1
        )

    def about(self, finding: Finding) -> tuple[Operand, ...]:
        """Return where to look: the figures to correct, or those of the finding."""
        return self.figures if self.named else finding.operands

    def expected(self, finding: Finding) -> str:
        """Return what the number that a finding is about should be; empty if the cause does not say."""
        figure, proposed = self.cause.figure, self.cause.proposed
        if figure is None or proposed is None:
            return ""
        return proposed if bare(finding.actual) in (figure.value, figure.text) else ""


def entries(report: Report) -> tuple[Entry, ...]:
    """Return the entries of a report, in the order of its causes. A finding without a cause, as in
    a report made by hand, becomes an entry of its own."""
    known: dict[str, list[Finding]] = {}
    for finding in report.findings:
        known.setdefault(finding.fingerprint, []).append(finding)
    found = []
    for cause in report.causes:
        explained = [each for name in cause.explains for each in known.pop(name, ())]
        if explained:
            found.append(Entry(cause, tuple(sorted(explained, key=_gravity))))
    found += [Entry(_cause_of(each), (each,)) for rest in known.values() for each in rest]
    return tuple(found)


def by_severity(found: Iterable[Entry]) -> dict[Severity, list[Entry]]:
    """Group the entries by severity, gravest first; severities without entries are left out."""
    groups: dict[Severity, list[Entry]] = {}
    for entry in sorted(found, key=lambda each: _GRAVITY.index(each.severity)):
        groups.setdefault(entry.severity, []).append(entry)
    return groups


def to_correct(found: Sequence[Entry]) -> list[Entry]:
    """Return the entries to correct or explain: neither hints nor explained ones."""
    return [each for each in found if not each.explained and each.severity is not Severity.INFO]


def bare(text: str) -> str:
    """Return the text without units, in the form of ``value``: 0.91 for 0.91万元; words stay as they are."""
    if not re.match(r"[-−]?\d", text):
        return text
    return re.sub(r"(?<=\d)\s*[^\d\s.,或]+", "", text)


def _gravity(finding: Finding) -> tuple[bool, int]:
    return finding.explained, _GRAVITY.index(finding.severity)


def _cause_of(finding: Finding) -> Cause:
    figure = finding.operands[0] if finding.operands else None
    return Cause(figure, None, "", certain=False, explains=(finding.fingerprint,), why="")


_Said = tuple[tuple[str | None, str, str], ...]


class Standpoint:
    """A report as seen from one file, ``source`` (``Source.name``): which of its figures are concerned.

    The same contradiction in two files is one finding, with the operands of the first file. For the
    other file its own operands are taken from the relation that says the same there.
    """

    def __init__(self, report: Report, source: str) -> None:
        self.source = source
        self._alike: dict[tuple[str, _Said], list[Relation]] = {}
        for relation in report.relations:
            if relation.verdict is Verdict.VIOLATED and self.here(relation.operands):
                key = relation.code, _said(relation.operands)
                self._alike.setdefault(key, []).append(relation)

    def operands(self, finding: Finding) -> tuple[Operand, ...]:
        """Return the finding's operands; if it belongs to another file, this file's own come first."""
        if self.here(finding.operands):
            return finding.operands
        for relation in self._alike.get((finding.code, _said(finding.operands)), ()):
            if finding.message.startswith(relation.message):
                return (*relation.operands, *finding.operands)
        return finding.operands

    def figures(self, entry: Entry) -> list[Operand]:
        """Return the figures to correct in this file; empty if they are in another. If no figure
        can be named, the first one here represents the entry."""
        operands = self.operands(entry.lead)
        if entry.named:
            if found := self.here(entry.figures):
                return found
            wanted = _said(entry.figures[:1])
            same = [each for each in self.here(operands) if _said([each]) == wanted]
            if same or entry.cause.proposed is not None:
                return same[:1]
        first = first_in(operands, (self.source,))
        return [] if first is None else [first]

    def others(self, entry: Entry) -> list[Operand]:
        """Return the other figures here that the entry's findings are about."""
        own = {each.location for each in self.figures(entry)}
        told = [each for finding in entry.findings for each in self.here(self.operands(finding))]
        return [each for each in told if each.location not in own]

    def here(self, operands: Iterable[Operand]) -> list[Operand]:
        """Return the operands that have a place in this file."""
        return [each for each in operands if _stands(each, (self.source,))]


def first_in(operands: Iterable[Operand], sources: Sequence[str]) -> Operand | None:
    """Return the first operand with a place in one of the sources, texts before tables; None without any."""
    found = [operand for operand in operands if _stands(operand, sources)]
    return min(found, key=lambda operand: operand.location.cell is not None, default=None)


def _stands(operand: Operand, sources: Sequence[str]) -> bool:
    where = operand.location
    return where.source in sources and not (where.cell is None and where.paragraph is None)


def _said(operands: Iterable[Operand]) -> _Said:
    return tuple((each.location.form, each.label, "".join(each.text.split())) for each in operands)
