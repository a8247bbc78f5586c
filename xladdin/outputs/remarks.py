"""Write the comments for one document: their lines, and the operand that each stands at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from xladdin.model.report import Operand, Report
from xladdin.outputs import advice, phrases
from xladdin.outputs.entries import Entry, Standpoint, entries, first_in
from xladdin.outputs.places import Names, by_page, names_in, place, sentences
from xladdin.outputs.printable import clipped, one_line

#: The most operands in one table that are listed with labels; of more, only cells and amounts.
_LABELLED = 4
#: The longest message of a finding in another file, in characters.
_CLIPPED = 60


class Remark(Struct, frozen=True):
    """A comment: its lines, the first of them its heading. ``at`` is the operand that it stands at,
    None for the document's beginning."""

    lines: tuple[str, ...]
    at: Operand | None = None


def remarks(report: Report, source: str, documents: Sequence[str]) -> list[Remark]:
    """Return the comments for the document ``source``, in the report's order; at least one.

    Each cause has one comment: at the figure to correct if that is in the document, else at the
    first operand of the finding, texts before tables. What stands in none of the ``documents`` is
    told at the beginning of the main one, which has the report's text: findings on the whole filing
    in a comment each, those in other files together. A document without findings gets a comment
    that says so.
    """
    names = names_in(report)
    there = Standpoint(report, source)
    told: list[Remark] = []
    away: list[Entry] = []
    for entry in entries(report):
        operands = there.operands(entry.lead)
        here = next(iter(there.figures(entry)), None) or first_in(operands, (source,))
        if here is None:
            about = (*entry.figures, *entry.lead.operands)
            if source != _main(report, documents) or first_in(about, documents):
                continue
            if any(operand.location.source not in ("", source) for operand in operands):
                away.append(entry)
                continue
        others = tuple(operand for operand in operands if operand != here)
        told.append(Remark(tuple(_lines(entry, here, others, there, names)), here))
    if away:
        told.insert(0, _elsewhere(away, names))
    return told or [_without_findings(report)]


def _main(report: Report, documents: Sequence[str]) -> str:
    told = [each.path for each in report.sources if each.narrative and each.path in documents]
    return (*told, *documents)[0]


def _lines(
    entry: Entry, here: Operand | None, others: Sequence[Operand], there: Standpoint, names: Names
) -> Iterator[str]:
    finding = entry.lead
    yield one_line(f"{phrases.level(finding)} {finding.code} {finding.title}")
    yield one_line(finding.message)
    if here is not None and here in there.figures(entry):
        if step := advice.step(entry, here, names):
            yield step
    elif correction := advice.correction(entry, names):
        yield "：".join(correction)
    if why := advice.reason(entry):
        yield "：".join(why)
    if here is None and not others:
        yield "位置：整套材料"
    label = "位置" if here is None else "对照"
    for page, operands in by_page(
        (_from_here(each, there.source) for each in others), names
    ).items():
        for words in _words(operands):
            yield "：".join(part for part in (label, page, words) if part)
    yield from map("：".join, advice.closing(entry))


def _words(operands: Sequence[Operand]) -> list[str]:
    """Return the operands of one page: sentences of a text, or a table's figures with their cells.
    Many figures go without labels, which the message tells."""
    if said := sentences(operands):
        return said
    return [phrases.numbers(operands, spots=True, labels=len(operands) <= _LABELLED)]


def _from_here(operand: Operand, source: str) -> Operand:
    """Return the operand with this document's name replaced by 本文."""
    if operand.location.source != source:
        return operand
    return replace(operand, location=replace(operand.location, source="本文"))


def _elsewhere(away: Sequence[Entry], names: Names) -> Remark:
    """Return one comment on what is wrong in files that are not annotated, a line for each entry."""
    lines = [f"另有 {len(away)} 处问题在别的文件里，改法见校验报告"]
    for entry in away:
        finding = entry.lead
        severity = phrases.level(finding)
        where = place((*entry.figures, *finding.operands)[0].location, names)
        lines.append(
            f"{severity} {finding.code} {clipped(one_line(finding.message), _CLIPPED)}（{where}）"
        )
    return Remark(tuple(lines))


def _without_findings(report: Report) -> Remark:
    return Remark(
        (
            "核对完毕，本文没有要批注的地方",
            f"整套材料：{phrases.conclusion(report)}",
            f"核对范围：{phrases.coverage(report)}",
        )
    )
