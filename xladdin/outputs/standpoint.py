"""A finding as the reader of one file meets it: that file's own operands first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xladdin.model.interval import Verdict
from xladdin.model.report import Finding, Operand, Report


def operands_from(finding: Finding, report: Report, source: str) -> tuple[Operand, ...]:
    """The finding's operands. The same contradiction in two files is one finding, that of the first
    file; for the other file its own operands come first."""
    if first_in(finding.operands, (source,)) is not None:
        return finding.operands
    said = _said(finding.operands)
    for relation in report.relations:
        if (
            relation.code == finding.code
            and relation.verdict is Verdict.VIOLATED
            and finding.message.startswith(relation.message)
            and first_in(relation.operands, (source,)) is not None
            and _said(relation.operands) == said
        ):
            return (*relation.operands, *finding.operands)
    return finding.operands


def first_in(operands: Iterable[Operand], sources: Sequence[str]) -> Operand | None:
    """The first operand in one of the sources, one in the text before one in a table."""
    found = [
        operand
        for operand in operands
        if operand.location.source in sources
        and not (operand.location.cell is None and operand.location.paragraph is None)
    ]
    return min(found, key=lambda operand: operand.location.cell is not None, default=None)


def _said(operands: Iterable[Operand]) -> list[tuple[str | None, str, str]]:
    return [(each.location.form, each.label, "".join(each.text.split())) for each in operands]
