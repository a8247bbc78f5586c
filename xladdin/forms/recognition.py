"""Which form a region is, and what it says: the definition that fits best reads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from xladdin.forms.definitions import Definition, definition
from xladdin.forms.indicator_table import read_indicators
from xladdin.forms.labelled import read_inline, read_pairs, read_signoff, stops
from xladdin.forms.labels import normal, squeeze, years
from xladdin.forms.layout import (
    Draft,
    Headings,
    find_headings,
    match,
    money_unit,
    read_matrix,
    read_record,
)
from xladdin.forms.regions import Region, regions
from xladdin.forms.seams import mended
from xladdin.forms.seeing import as_seen
from xladdin.model.form import Entry, Form, Group, Item
from xladdin.model.grid import Source
from xladdin.model.unit import MONEY, Unit

#: A region that shows fewer labels of a form than this is not that form, whatever its title says.
_FEWEST_LABELS = 3
#: Without a fitting title at least this share of the form's labels must be there.
_SHARE_WITHOUT_TITLE = 0.5
_SHARE_WITH_TITLE = 0.2
#: A table with fewer filled cells than this is no form at all.
_FEWEST_CELLS = 8
_MOST_PLACES = 2


@dataclass(frozen=True, slots=True)
class _Fit:
    definition: Definition
    labels: int
    share: float
    titled: bool

    @property
    def enough(self) -> bool:
        least = _SHARE_WITH_TITLE if self.titled else _SHARE_WITHOUT_TITLE
        return self.labels >= _FEWEST_LABELS and self.share >= least


def recognise(source: Source, kinds: Sequence[str]) -> tuple[Form, ...]:
    """The forms of a source, in its order. ``kinds`` are those that the profile has.

    A table that fits none of them is returned as a form of kind ``unknown`` if it looks like a
    performance table at all; other tables are left out.
    """
    definitions = [definition(kind) for kind in kinds]

    def is_title(text: str) -> bool:
        return any(each.titles.match(text) for each in definitions)

    def fitting(region: Region) -> list[_Fit]:
        return [fit for fit in (_fit(region, each) for each in definitions) if fit.enough]

    def stands_alone(part: Source) -> bool:
        return any(fitting(region) for region in regions(part, is_title))

    forms = []
    for region in regions(mended(as_seen(source), stands_alone), is_title):
        fits = fitting(region)
        if fits:
            best = max(fits, key=lambda fit: (fit.titled, fit.share))
            forms.append(_read(region, best.definition))
        elif len(region.filled) >= _FEWEST_CELLS:
            unknown = definition("unknown")
            if _fit(region, unknown).labels >= _FEWEST_LABELS:
                forms.append(_read(region, unknown))
    return tuple(forms)


def _fit(region: Region, candidate: Definition) -> _Fit:
    """How many of a form's labels stand in the region; those of its own count threefold."""
    lines = "\n".join(region.labels)
    every = (field for block in candidate.blocks for field in (*block.columns, *block.rows))
    fields = [field for field in every if not field.extra]
    weights = [3 if field.key else 1 for field in fields]
    found = [field.aliases.among(region.labels, lines) for field in fields]
    weight = sum(weight for weight, there in zip(weights, found, strict=True) if there)
    titled = any(candidate.titles.match(squeeze(line.text)) for line in region.above)
    return _Fit(candidate, sum(found), weight / sum(weights), titled)


def _read(region: Region, form: Definition) -> Form:
    draft = Draft(region, form.kind)
    anchors = {
        index: headings
        for index, block in enumerate(form.blocks)
        if block.columns and (headings := find_headings(region, block)) is not None
    }
    ends = stops(form, region, anchors)
    tables = (h.row for i, h in anchors.items() if form.blocks[i].kind == "indicators")
    before_table = next(tables, region.bottom)
    groups: list[Group] = []
    for index, block in enumerate(form.blocks):
        headings = anchors.get(index)
        if block.kind == "pairs":
            read_pairs(draft, block, before_table)
        elif block.kind == "inline":
            top = min((h.below for h in anchors.values()), default=region.top)
            read_inline(draft, block, range(top, before_table), _money(region, form, anchors))
        elif block.kind == "signoff":
            read_signoff(draft, block)
        elif headings is not None:
            stop = next(row for row in ends if row > headings.row)
            if block.kind == "record":
                read_record(draft, block, headings, stop)
            elif block.kind == "matrix":
                read_matrix(draft, block, headings, stop)
            else:
                groups = read_indicators(draft, block, headings)
    return _form(region, form, draft, groups, anchors.values())


def _money(region: Region, form: Definition, anchors: dict[int, Headings]) -> Unit:
    """The unit of the form's table of amounts."""
    tables = (anchors[i] for i, b in enumerate(form.blocks) if b.kind == "matrix" and i in anchors)
    return next((money_unit(region, headings) for headings in tables), MONEY)


def _form(
    region: Region,
    form: Definition,
    draft: Draft,
    groups: list[Group],
    found: Iterable[Headings],
) -> Form:
    title = region.title()
    entries = list(draft.entries.values())
    place = replace(title.location, form=form.kind, quote=title.text.strip())
    places = _places(entries, draft.sections)
    named = years(title.text) or tuple(
        year + entry.column.startswith("上年")
        for entry in entries
        if entry.name == "表头"
        for year in years(entry.text)
    )
    return Form(
        kind=form.kind,
        name=form.name,
        title=Entry("标题", title.text.strip(), place),
        year=max(named, default=None),
        source=region.source.name,
        entries={entry.key: _kept(entry, places) for entry in entries},
        sections={
            name: tuple(
                replace(item, entries={c: _kept(e, places) for c, e in item.entries.items()})
                for item in items
            )
            for name, items in draft.sections.items()
        },
        groups=tuple(groups),
        missing=_missing(form, draft, found),
        unplaced=tuple(
            Entry("", cell.text.strip(), region.location(cell, form.kind))
            for cell in region.filled
            if cell not in draft.claimed and not _is_label(form, cell.text)
        ),
    )


def _places(entries: Iterable[Entry], sections: dict[str, list[Item]]) -> int:
    """To how many decimals the form's amounts are kept: typists drop closing zeros, 14.4 is 14.40."""
    every = [
        *entries,
        *(e for items in sections.values() for i in items for e in i.entries.values()),
    ]
    amounts = [e.figure for e in every if e.figure and e.figure.unit.measures == "money"]
    return min(_MOST_PLACES, max((figure.places for figure in amounts), default=0))


def _kept(entry: Entry, places: int) -> Entry:
    if entry.figure is None or entry.figure.unit.measures != "money":
        return entry
    return replace(entry, figure=entry.figure.kept_to(places))


def _missing(form: Definition, draft: Draft, found: Iterable[Headings]) -> tuple[str, ...]:
    """Labels of required places and columns that the form as filled in does not have."""
    present = {entry.name for entry in draft.entries.values()}
    present.update(name for headings in found for name in headings.cells)
    return tuple(field.label for field in form.required if field.name not in present)


def _is_label(form: Definition, text: str) -> bool:
    name = normal(text)
    return not name or any(match((*b.columns, *b.rows), name) for b in form.blocks)
