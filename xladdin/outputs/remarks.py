"""Report → the comments for one document: what each says, and the operand that it stands at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from xladdin.model.report import Operand, Report
from xladdin.outputs import advice, phrases
from xladdin.outputs.entries import Entry, Standpoint, entries, first_in
from xladdin.outputs.places import Names, by_page, names_in, place, sentences
from xladdin.outputs.printable import clipped, one_line

#: Of more figures in one table only the cells and the amounts are listed.
_LABELLED = 4
#: Of a finding in another file no more is said than this many characters.
_CLIPPED = 60


class Remark(Struct, frozen=True):
    """A comment: its lines, the first of them its heading. ``at`` is the operand that it stands at,
    None for the document's beginning."""

    lines: tuple[str, ...]
    at: Operand | None = None


def remarks(report: Report, source: str, documents: Sequence[str]) -> list[Remark]:
    """The comments for the document ``source``, in the report's order; always at least one.

    Each cause has one, at the figure to correct if that is in the document, or else at the first
    figure in its text, then in its tables, that a finding is about. What stands in none of the
    ``documents`` is told at the beginning of the main one, that with the report's text: each finding
    on the whole filing in a comment of its own, those in workbooks and the like together. A document
    without any comment is told so.
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
    return told or [_nothing(report)]


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
    """The operands on one page: the sentences of a text, the figures of a table with their cells;
    of many figures the message tells the labels."""
    if said := sentences(operands):
        return said
    return [phrases.numbers(operands, spots=True, labels=len(operands) <= _LABELLED)]


def _from_here(operand: Operand, source: str) -> Operand:
    """The operand with its file named as the reader of the document sees it."""
    if operand.location.source != source:
        return operand
    return replace(operand, location=replace(operand.location, source="本文"))


def _elsewhere(away: Sequence[Entry], names: Names) -> Remark:
    """What is wrong in files that are not annotated, a line each, that it is not overlooked."""
    lines = [f"另有 {len(away)} 处问题在别的文件里，改法见校验报告"]
    for entry in away:
        finding = entry.lead
        severity = phrases.level(finding)
        where = place((*entry.figures, *finding.operands)[0].location, names)
        lines.append(
            f"{severity} {finding.code} {clipped(one_line(finding.message), _CLIPPED)}（{where}）"
        )
    return Remark(tuple(lines))


def _nothing(report: Report) -> Remark:
    return Remark(
        (
            "核对完毕，本文没有要批注的地方",
            f"整套材料：{phrases.conclusion(report)}",
            f"核对范围：{phrases.coverage(report)}",
        )
    )
