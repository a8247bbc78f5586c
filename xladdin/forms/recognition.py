"""Recognise the forms of a source: read each region by the definition that fits it best."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from xladdin.forms.accounts.definitions import titled
from xladdin.forms.accounts.reading import read_account
from xladdin.forms.definitions import Definition, definition, load
from xladdin.forms.fitting import Known, may_be_one
from xladdin.forms.headings import Headings, find_headings, match
from xladdin.forms.identity import names_unit
from xladdin.forms.indicator_table import read_indicators
from xladdin.forms.labelled import (
    foot,
    read_foot,
    read_inline,
    read_pairs,
    read_signoff,
    read_texts,
    stops,
)
from xladdin.forms.labels import normal, squeeze, years
from xladdin.forms.layout import Draft, money_unit, read_beside, read_matrix, read_record
from xladdin.forms.regions import Region, regions
from xladdin.forms.seams import mended
from xladdin.forms.seeing import as_seen
from xladdin.forms.tables import read_tables, rows_left
from xladdin.forms.totals import set_apart
from xladdin.model.form import Entry, Form, Group, Item, Table
from xladdin.model.grid import Cell, Source
from xladdin.model.unit import MONEY, Unit
from xladdin.patterns import pattern

#: A table with fewer filled cells is no form.
_FEWEST_CELLS = 8
_MOST_PLACES = 2
_LONGEST_NAME = 12
_PERIOD_LABEL = pattern(load("words.toml")["period"])
_PERIOD = pattern(f"({_PERIOD_LABEL.pattern})[:：]?((?:19|20)[0-9]{{2}}年?)")


def recognise(source: Source, kinds: Sequence[str]) -> tuple[Form, ...]:
    """Return the forms of a source in order; ``kinds`` are those of the profile.

    A table that fits none of them but looks like a performance table is a form of kind ``unknown``;
    other tables are left out.
    """
    return tuple(form for form in recognise_all(source, kinds) if form.kind != "table")


def recognise_all(source: Source, kinds: Sequence[str], *, accounts: bool = True) -> Iterator[Form]:
    """Yield the forms of a source, its tables of final accounts if ``accounts``, and its other tables
    as forms of kind ``table``."""
    known = Known.of(kinds)

    def is_title(text: str) -> bool:
        return known.is_title(text) or titled([text]) is not None

    def stands_alone(part: Source) -> bool:
        return any(known.best(region) for region in regions(part, known.is_title))

    before: Form | None = None
    for region in regions(mended(as_seen(source), stands_alone), is_title):
        account = read_account(region) if accounts else None
        form = account or _of_region(region, known)
        if form is not None and before is not None and _goes_on(before, form):
            before = _joined(before, form)
            continue
        if before is not None:
            yield before
        before = form
    if before is not None:
        yield before


def _of_region(region: Region, known: Known) -> Form | None:
    best = known.best(region)
    if best is not None:
        return _read(region, best)
    form = _read(region, definition("unknown"))
    if len(region.filled) >= _FEWEST_CELLS and may_be_one(region, form.groups):
        return form
    tables = read_tables(region, range(region.top, region.bottom), "table")
    if not tables:
        return None
    return Form("table", "其他表", form.title, form.year, form.source, tables=tables)


def _goes_on(form: Form, other: Form) -> bool:
    """Return whether ``other`` is the missing table of indicators of ``form``."""
    lacking = form.kind in ("overall", "project") and not form.groups
    return lacking and other.kind == "unknown" and bool(other.groups)


def _joined(form: Form, rest: Form) -> Form:
    tables = (block for block in definition(form.kind).blocks if block.kind == "indicators")
    found = {field.label for block in tables for field in block.columns}
    return replace(
        form,
        entries={**rest.entries, **form.entries},
        groups=rest.groups,
        blocks=rest.blocks,
        tables=form.tables + rest.tables,
        missing=tuple(label for label in form.missing if label not in found),
        unplaced=form.unplaced + rest.unplaced,
    )


def _read(region: Region, form: Definition) -> Form:
    draft = Draft(region, form.kind)
    anchors = {
        index: headings
        for index, block in enumerate(form.blocks)
        if block.columns and (headings := find_headings(region, block)) is not None
    }
    ends = stops(form, region, anchors)
    tables = [h for i, h in anchors.items() if form.blocks[i].kind == "indicators"]
    heads = {cell for found in anchors.values() for cell in found.cells.values()}
    before_table = min((h.row for h in tables), default=region.bottom)
    groups: list[Group] = []
    for block in form.blocks:
        if block.kind == "matrix":
            read_beside(draft, block, range(region.top, before_table), heads)
    for index, block in enumerate(form.blocks):
        headings = anchors.get(index)
        if block.kind == "pairs":
            read_pairs(draft, block, before_table, heads)
        elif block.kind == "inline":
            top = min((h.below for h in anchors.values()), default=region.top)
            read_inline(draft, block, range(top, before_table), _money(region, form, anchors))
        elif block.kind == "foot":
            read_foot(draft, block, max((h.below for h in tables), default=region.top))
        elif block.kind == "signoff":
            read_signoff(draft, block)
        elif block.kind == "record" and headings is None:
            read_texts(draft, block, before_table)
        elif headings is not None:
            stop = next(row for row in ends if row >= headings.below)
            if block.kind == "record":
                read_record(draft, block, headings, stop)
            elif block.kind == "matrix":
                read_matrix(draft, block, headings, stop)
            else:
                groups += read_indicators(
                    draft, block, headings, _end(form, region, anchors, index)
                )
    set_apart(draft, groups)
    return _form(region, form, draft, groups, anchors.values())


def _end(form: Definition, region: Region, anchors: dict[int, Headings], index: int) -> int:
    """Return the row where a table of indicators ends: the next one, or the foot of the form."""
    start = anchors[index].below
    within = form.blocks[index].whole  # it stands among the other blocks
    rows = {h.row for i, h in anchors.items() if within or form.blocks[i].kind == "indicators"}
    for block in form.blocks:
        if block.kind == "foot":
            rows |= {cell.row for _, cell in foot(region, block)}
    return min((row for row in rows if row >= start), default=region.bottom)


def _money(region: Region, form: Definition, anchors: dict[int, Headings]) -> Unit:
    """Return the unit of the form's table of amounts."""
    tables = (anchors[i] for i, b in enumerate(form.blocks) if b.kind == "matrix" and i in anchors)
    return next((money_unit(region, headings) for headings in tables), MONEY)


def _form(
    region: Region,
    form: Definition,
    draft: Draft,
    groups: list[Group],
    found: Iterable[Headings],
) -> Form:
    title, tables = region.title(), _tables(region, form, draft)
    entries = list(draft.entries.values())
    place = replace(title.location, form=form.kind, quote=title.text.strip())
    places = _decimals(entries, draft.sections)
    named = (
        years(title.text)
        or _period(region)
        or tuple(
            year + entry.column.startswith("上年")
            for entry in entries
            if entry.name == "表头"
            for year in years(entry.text)
        )
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
        tables=tables,
        family=form.family,
        blocks=tuple(draft.blocks),
        funds=tuple(
            replace(item, entries={c: _kept(e, places) for c, e in item.entries.items()})
            for item in draft.funds
        ),
        missing=_missing(form, draft, found, tables),
        unplaced=tuple(
            Entry(_name_beside(region, cell), cell.text.strip(), region.location(cell, form.kind))
            for cell in region.filled
            if cell not in draft.claimed and not _is_label(form, cell.text)
        ),
    )


def _tables(region: Region, form: Definition, draft: Draft) -> tuple[Table, ...]:
    """Return the tables in rows that the form's definition does not know."""
    left = {*rows_left(region, draft.claimed.__contains__), *draft.wider}
    return read_tables(region, sorted(left), form.kind)


def _period(region: Region) -> tuple[int, ...]:
    """Return the years in a line or place for them: 评价年度：2024年, 实施期间 | 2024年1月至12月."""
    for line in region.above:
        if found := _PERIOD.search(squeeze(line.text)):
            return years(found[2])
    for cell in region.filled:
        if _PERIOD_LABEL.fullmatch(normal(cell.text)):
            beside = next(region.right_of(cell), None)
            return years(beside.text) if beside is not None else ()
    return ()


#: How many cells to the left may name a text.
_NEAR = 40


def _name_beside(region: Region, cell: Cell) -> str:
    """Return the name of an unknown text from the cell left of it; empty if that is a text, too."""
    row = region.row(cell.row)
    end = bisect_left(row, cell.column, key=lambda each: each.column)
    near = (each for each in reversed(row[max(0, end - _NEAR) : end]))
    left = next((each for each in near if each.right <= cell.column and each.text.strip()), None)
    name = squeeze(left.text) if left is not None else ""
    return name if len(name) <= _LONGEST_NAME else ""


def _decimals(entries: Iterable[Entry], sections: dict[str, list[Item]]) -> int:
    """Return the decimals of the form's amounts: typists drop final zeros, so 14.4 is 14.40."""
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


def _missing(
    form: Definition, draft: Draft, found: Iterable[Headings], tables: Sequence[Table]
) -> tuple[str, ...]:
    """Return the labels of required places and columns that the form lacks. If it has an unknown table,
    the amounts may stand there and are not missed."""
    entries = draft.entries.values()
    if form.kind == "unknown":
        return ()
    present = {name for entry in entries for name in (entry.name, entry.column)}
    present.update(name for headings in found for name in headings.cells)
    if names_unit(draft.region.title().text):
        present.add("单位名称")
    if tables:
        amounts = (block for block in form.blocks if block.kind == "matrix")
        present.update(f.name for block in amounts for f in (*block.columns, *block.rows))
    groups = (set(block.together) for block in form.blocks)
    left_out = {name for group in groups if present.isdisjoint(group) for name in group}
    wanted = (field for field in form.required if not field.if_there)
    return tuple(field.label for field in wanted if field.name not in present | left_out)


def _is_label(form: Definition, text: str) -> bool:
    name = normal(text)
    return not name or any(match((*b.columns, *b.rows), name) for b in form.blocks)
