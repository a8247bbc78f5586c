"""What a report lists: one entry for each cause, with the findings that it explains; and the report as the
reader of one file meets it, that file's own operands first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from xladdin.model.interval import Verdict
from xladdin.model.report import Cause, Finding, Operand, Relation, Report, Severity

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


_Said = tuple[tuple[str | None, str, str], ...]


class Standpoint:
    """What findings and causes are about in the file ``source`` (``Source.name``).

    The same contradiction in two files is one finding, that of the first file; for the other file
    its own operands are those of the relation that says the same there.
    """

    def __init__(self, report: Report, source: str) -> None:
        self.source = source
        self._alike: dict[tuple[str, _Said], list[Relation]] = {}
        for relation in report.relations:
            if relation.verdict is Verdict.VIOLATED and self.here(relation.operands):
                key = relation.code, _said(relation.operands)
                self._alike.setdefault(key, []).append(relation)

    def operands(self, finding: Finding) -> tuple[Operand, ...]:
        """The finding's operands, in another file's finding this file's own first."""
        if self.here(finding.operands):
            return finding.operands
        for relation in self._alike.get((finding.code, _said(finding.operands)), ()):
            if finding.message.startswith(relation.message):
                return (*relation.operands, *finding.operands)
        return finding.operands

    def figures(self, entry: Entry) -> list[Operand]:
        """What to correct in this file; none if it is in another one. Where no figure can be named
        the first one here stands for it."""
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
        """The other figures here that the entry's findings are about."""
        own = {each.location for each in self.figures(entry)}
        told = [each for finding in entry.findings for each in self.here(self.operands(finding))]
        return [each for each in told if each.location not in own]

    def here(self, operands: Iterable[Operand]) -> list[Operand]:
        """Those of the operands that stand in this file, at a place."""
        return [each for each in operands if _stands(each, (self.source,))]


def first_in(operands: Iterable[Operand], sources: Sequence[str]) -> Operand | None:
    """The first operand in one of the sources, one in the text before one in a table."""
    found = [operand for operand in operands if _stands(operand, sources)]
    return min(found, key=lambda operand: operand.location.cell is not None, default=None)


def _stands(operand: Operand, sources: Sequence[str]) -> bool:
    where = operand.location
    return where.source in sources and not (where.cell is None and where.paragraph is None)


def _said(operands: Iterable[Operand]) -> _Said:
    return tuple((each.location.form, each.label, "".join(each.text.split())) for each in operands)
