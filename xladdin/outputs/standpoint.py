"""A report as the reader of one file meets it: that file's own operands first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xladdin.model.interval import Verdict
from xladdin.model.report import Finding, Operand, Relation, Report
from xladdin.outputs.entries import Entry

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
