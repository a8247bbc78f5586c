"""What a report says of its filing besides findings: how much was looked at, its files, forms, chapters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xladdin.model.figure import Location
from xladdin.model.filing import Filing, narrative
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
)
from xladdin.rules.report.outline import written

#: The families that look at figures of the report's sentences.
_OF_THE_TEXT = "NAD"


def coverage(filing: Filing, relations: Sequence[Relation]) -> Coverage:
    """How much of a filing was looked at."""
    places = {
        _place(entry.location): entry
        for form in (*filing.forms, *filing.accounts, *filing.tables)
        for entry in form.every_entry()
        if entry.figure is not None
    }
    judged = [relation for relation in relations if relation.verdict is not Verdict.SKIPPED]
    checked = {_place(operand.location) for each in judged for operand in _figures(each)}
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


def compared(relations: Iterable[Relation]) -> set[Location]:
    """Where the figures of the report stand that took part in a relation that was judged."""
    return {
        operand.location
        for relation in relations
        if relation.verdict is not Verdict.SKIPPED and relation.code[0] in _OF_THE_TEXT
        for operand in _figures(relation)
    }


def _figures(relation: Relation) -> Iterable[Operand]:
    return (operand for operand in relation.operands if operand.value is not None)


def _place(location: Location) -> tuple[object, ...]:
    return (location.source, location.sheet, location.cell, location.paragraph, location.quote)


def chapters(filing: Filing) -> Iterable[Chapter]:
    """The numbered headings of the text, also those that open a paragraph."""
    for line in written(filing).lines:
        if line.heading and line.style and line.passage.cell is None:
            end = line.text.index(line.lead) + len(line.lead)
            words = "".join(line.text[:end].split())
            yield Chapter(line.passage.source, line.passage.paragraph, words)


def prior_of(filing: Filing) -> PriorSummary:
    """Last year's filing, as far as it was compared with."""
    return PriorSummary(filing.unit, filing.year, sources_of(filing), forms_of(filing))


def forms_of(filing: Filing) -> tuple[FormSummary, ...]:
    """The forms as understood."""
    return tuple(
        FormSummary(form.kind, form.name, form.title.text, form.source, form.missing)
        for form in (*filing.forms, *filing.accounts)
    )


def sources_of(filing: Filing) -> tuple[SourceSummary, ...]:
    """What each file contributed."""
    return tuple(_source(source, filing) for source in filing.sources)


def _source(source: Source, filing: Filing) -> SourceSummary:
    every = (*filing.forms, *filing.accounts)
    kinds = tuple(form.kind for form in every if form.source == source.name)
    return SourceSummary(
        source.name, source.kind, source.sha256, kinds, narrative(source), source.notes
    )
