"""What a report lists: one entry for each cause, with the findings that it explains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from xladdin.model.report import Cause, Finding, Operand, Report, Severity

_GRAVITY = list(Severity)


class Entry(Struct, frozen=True):
    """A cause and its findings: the gravest that is not explained first, those that follow behind."""

    cause: Cause
    findings: tuple[Finding, ...]

    @property
    def lead(self) -> Finding:
        """The finding by which the entry is known."""
        return self.findings[0]

    @property
    def follows(self) -> tuple[Finding, ...]:
        """The findings that are gone when the lead is put right."""
        return self.findings[1:]

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return self.lead.severity

    @property
    def explained(self) -> bool:
        """Whether the unit has explained all of it."""
        return all(finding.explained for finding in self.findings)

    @property
    def figures(self) -> tuple[Operand, ...]:
        """What is to be corrected: the figure, and the same one in other copies of its form."""
        figure = self.cause.figure
        return () if figure is None else (figure, *self.cause.copies)

    @property
    def named(self) -> bool:
        """Whether more is known of the cause than the finding says: what to write, or which figure
        several findings have in common."""
        return self.cause.figure is not None and (
            self.cause.proposed is not None or len(self.findings) > 1
        )

    def about(self, finding: Finding) -> tuple[Operand, ...]:
        """Where to look: at what to correct, or at what the finding is about."""
        return self.figures if self.named else finding.operands

    def expected(self, finding: Finding) -> str:
        """What the number that a finding is about should be, where the cause says so."""
        figure, proposed = self.cause.figure, self.cause.proposed
        if figure is None or proposed is None:
            return ""
        return proposed if bare(finding.actual) in (figure.value, figure.text) else ""


def entries(report: Report) -> tuple[Entry, ...]:
    """The entries of a report, in the order of its causes.

    A finding that no cause explains, such as one of a report made by hand, is an entry by itself.
    """
    known: dict[str, list[Finding]] = {}
    for finding in report.findings:
        known.setdefault(finding.fingerprint, []).append(finding)
    found = []
    for cause in report.causes:
        explained = [each for name in cause.explains for each in known.pop(name, ())]
        if explained:
            found.append(Entry(cause, tuple(sorted(explained, key=_gravity))))
    found += [Entry(_unknown(each), (each,)) for rest in known.values() for each in rest]
    return tuple(found)


def by_severity(found: Iterable[Entry]) -> dict[Severity, list[Entry]]:
    """The entries of each severity that occurs, gravest first, in their own order."""
    groups: dict[Severity, list[Entry]] = {}
    for entry in sorted(found, key=lambda each: _GRAVITY.index(each.severity)):
        groups.setdefault(entry.severity, []).append(entry)
    return groups


def to_correct(found: Sequence[Entry]) -> list[Entry]:
    """The entries that want to be corrected or explained: hints and what is explained left out."""
    return [each for each in found if not each.explained and each.severity is not Severity.INFO]


def bare(text: str) -> str:
    """Numbers without their units, as ``value`` gives them: 0.91 for 0.91万元; words as they are."""
    if not re.match(r"[-−]?\d", text):
        return text
    return re.sub(r"(?<=\d)\s*[^\d\s.,或]+", "", text)


def _gravity(finding: Finding) -> tuple[bool, int]:
    return finding.explained, _GRAVITY.index(finding.severity)


def _unknown(finding: Finding) -> Cause:
    figure = finding.operands[0] if finding.operands else None
    return Cause(figure, None, "", certain=False, explains=(finding.fingerprint,), why="")
