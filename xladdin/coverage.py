"""Summarise a filing for its report: how much was checked, its files, forms, chapters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xladdin.model.figure import Location
from xladdin.model.filing import Filing, narrative
from xladdin.model.form import Entry
from xladdin.model.grid import Source
from xladdin.model.interval import Verdict
from xladdin.model.report import (
    Chapter,
    Coverage,
    FormSummary,
    Operand,
    PriorSummary,
    Relation,
    SourceSummary,
    Unused,
)
from xladdin.rules.report.outline import written
from xladdin.rules.report.residue import DRAFT_MARK, left_to_write
from xladdin.rules.scope import operand


def coverage(filing: Filing, relations: Sequence[Relation]) -> Coverage:
    """Count how much of a filing was checked."""
    places = _entries(filing)
    checked = _checked(relations)
    taking = compared(relations)
    said = [claim for passage in filing.passages for claim in passage.claims]
    taking_part = [claim for claim in said if claim.location in taking]
    counts = {verdict: sum(each.verdict is verdict for each in relations) for verdict in Verdict}
    return Coverage(
        figures=len(places),
        figures_checked=len(checked & places.keys()),
        relations=len(relations),
        held=counts[Verdict.HELD],
        rounding=counts[Verdict.ROUNDING],
        violated=counts[Verdict.VIOLATED],
        skipped=counts[Verdict.SKIPPED],
        quantities=len(said),
        claims=sum(bool(claim.subject) or claim.location in taking for claim in said),
        claims_compared=len(taking_part),
    )


def left_out(filing: Filing, relations: Sequence[Relation]) -> Iterable[Unused]:
    """Yield the figures of forms in no judged relation, each with the Chinese reason."""
    checked = _checked(relations)
    lacking = {
        _place(operand.location): _lack(relation)
        for relation in relations
        if relation.verdict is Verdict.SKIPPED
        for operand in relation.operands
    }
    for place, entry in _entries(filing).items():
        if place not in checked:
            reason = lacking.get(place) or "没有与它相关的计算或另一处可对的数"
            yield Unused(operand(entry, entry.key.replace(".", "·")), reason)


def _lack(relation: Relation) -> str:
    """Return the Chinese reason why a relation was skipped, or empty if no figure is missing."""
    blank = [each.label for each in relation.operands if each.value is None]
    return f"要与它核对的{'、'.join(blank[:2])}没有填，或不是数字" if blank else ""


def _entries(filing: Filing) -> dict[tuple[object, ...], Entry]:
    """Return the figures of forms and tables by their places."""
    return {
        _place(entry.location): entry
        for form in (*filing.forms, *filing.accounts, *filing.tables)
        for entry in form.every_entry()
        if entry.figure is not None
    }


def _checked(relations: Sequence[Relation]) -> set[tuple[object, ...]]:
    """Return the places of the figures in judged relations."""
    judged = (relation for relation in relations if relation.verdict is not Verdict.SKIPPED)
    return {_place(operand.location) for each in judged for operand in _figures(each)}


def compared(relations: Iterable[Relation]) -> set[Location]:
    """Return the locations of the figures in judged relations."""
    return {
        operand.location
        for relation in relations
        if relation.verdict is not Verdict.SKIPPED
        for operand in _figures(relation)
    }


def _figures(relation: Relation) -> Iterable[Operand]:
    return (operand for operand in relation.operands if operand.value is not None)


def _place(location: Location) -> tuple[object, ...]:
    return (location.source, location.sheet, location.cell, location.paragraph, location.quote)


def chapters(filing: Filing) -> Iterable[Chapter]:
    """Yield the numbered headings of the report, also those that open a paragraph."""
    for line in written(filing).lines:
        if line.heading and line.style and line.passage.cell is None:
            end = line.text.index(line.lead) + len(line.lead)
            words = "".join(line.text[:end].split())
            yield Chapter(line.passage.source, line.passage.paragraph, words)


def prior_of(filing: Filing) -> PriorSummary:
    """Summarise last year's filing."""
    return PriorSummary(filing.unit, filing.year, sources_of(filing), forms_of(filing))


def forms_of(filing: Filing) -> tuple[FormSummary, ...]:
    """Summarise each form as recognised, the final accounts last."""
    return tuple(
        FormSummary(form.kind, form.name, form.title.text, form.source, form.missing)
        for form in (*filing.forms, *filing.accounts)
    )


def sources_of(filing: Filing) -> tuple[SourceSummary, ...]:
    """Summarise what each file contributed."""
    return tuple(_source(source, filing) for source in filing.sources)


def _source(source: Source, filing: Filing) -> SourceSummary:
    every = (*filing.forms, *filing.accounts)
    kinds = tuple(form.kind for form in every if form.source == source.name)
    left = left_to_write(source)
    notes = (
        (*source.notes, f"{left}补写好、删去提示和“{DRAFT_MARK}”以前，不能打包。")
        if left
        else source.notes
    )
    return SourceSummary(source.name, source.kind, source.sha256, kinds, narrative(source), notes)
