"""A filing → the official workbook that says the same, with nothing lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xladdin.errors import InputError
from xladdin.forms.labels import normal, squeeze
from xladdin.forms.profiles import Profile
from xladdin.model.figure import Location
from xladdin.model.filing import Filing, narrative
from xladdin.model.form import Entry, Form
from xladdin.model.grid import Grid, Paragraph, Source
from xladdin.templates.layout import layout, planned
from xladdin.templates.leftovers import Leftover, leftover, where
from xladdin.templates.prepared import every_layout
from xladdin.templates.workbook import Made, workbook

#: A shorter text is no line of a title.
_FEWEST_LETTERS = 5
_ROW = re.compile(r"(t\d+R|[A-Z]+)(\d+)(?::C\d+)?")


@dataclass(frozen=True, slots=True)
class Imported:
    """The workbook, and what became of the filing.

    ``twice`` are forms that say the same as one that it holds; ``reports`` are the names of sources
    whose sentences stay where they are.
    """

    made: Made
    twice: tuple[Form, ...]
    reports: tuple[str, ...]


def imported(filing: Filing, profile: Profile, year: int) -> Imported:
    """The filing's forms on the official ones of a profile for a year.

    Raises InputError for a profile without templates, and for a filing without forms.
    """
    kinds = {layout(name).kind for name in every_layout(profile)}
    forms, twice = _once([_own(form) for form in filing.forms if form.kind in kinds])
    if not forms:
        raise InputError("材料里没有可以放进官方表格的附表，只有正文的材料不用导入。")
    printed = _printed(profile, year)
    besides = [
        stray
        for source in filing.sources
        for stray in _strays(source, [*forms, *twice], printed)
    ]
    for form in twice:
        besides += _more(form, forms)
    reports = tuple(source.name for source in filing.sources if narrative(source))
    made = workbook(profile, year, forms, besides=besides, as_found=True)
    return Imported(made, tuple(twice), reports)


def _own(form: Form) -> Form:
    """The form without cells that are in its figures already: ≥ and 公里 in columns of their own."""
    targets: dict[tuple[str | None, str], str] = {}
    for row in form.indicators:
        targets[_row(row.target)] = squeeze(row.target.text + row.actual.text)
    unplaced = (
        each for each in form.unplaced if squeeze(each.text) not in targets.get(_row(each), "")
    )
    return replace(form, unplaced=tuple(unplaced))


def _row(entry: Entry) -> tuple[str | None, str]:
    """The row that an entry stands in: its sheet or table, and the number."""
    place = entry.location
    found = _ROW.fullmatch(place.cell or "")
    if found is None:
        return place.sheet, ""
    return place.sheet or found[1], found[2]


def _once(forms: Sequence[Form]) -> tuple[list[Form], list[Form]]:
    """The forms, and those that say the same as one before: in Word and in Excel."""
    kept: list[Form] = []
    twice: list[Form] = []
    for form in forms:
        (twice if any(_alike(form, other) for other in kept) else kept).append(form)
    return kept, twice


def _alike(one: Form, other: Form) -> bool:
    if one.source == other.source or one.kind != other.kind:
        return False
    return _said(one) == _said(other)


def _said(form: Form) -> list[tuple[str, object]]:
    """What a form says, however it is printed."""
    labels = [("", squeeze(item.label)) for items in form.sections.values() for item in items]
    levels = [(row.level1, row.level2) for row in form.indicators]
    return [*labels, *levels, *((entry.key, _value(entry)) for entry in form.every_entry())]


def _value(entry: Entry) -> object:
    if entry.blank:
        return ""
    figure = entry.figure
    return squeeze(entry.text) if figure is None else (figure.operator, figure.base.point)


def _more(form: Form, forms: Sequence[Form]) -> Iterator[Leftover]:
    """What a form has besides what its double says."""
    double = next(other for other in forms if _alike(form, other))
    known = {squeeze(entry.text) for entry in double.unplaced}
    return (leftover(each) for each in form.unplaced if squeeze(each.text) not in known)


def _printed(profile: Profile, year: int) -> frozenset[str]:
    """What the official forms themselves have in print."""
    plans = (planned(layout(name), year) for name in every_layout(profile))
    return frozenset(
        normal(box.text) for plan in plans for box in plan.boxes if box.role != "input"
    )


def _strays(
    source: Source, forms: Sequence[Form], printed: frozenset[str]
) -> Iterator[Leftover]:
    """What stands in a source outside of the forms; sentences of a report stay where they are."""
    own = [form for form in forms if form.source == source.name]
    lines = {entry.location.paragraph for form in own for entry in _every(form)}
    titles = "\n".join(squeeze(form.title.text) for form in own)
    prose = narrative(source)
    for block in source.blocks:
        if isinstance(block, Grid):
            found = _outside(source, block, own)
        elif prose or block.index in lines:
            continue
        else:
            found = iter([_paragraph(source, block)])
        for stray in found:
            text = squeeze(stray.text)
            titled = len(text) >= _FEWEST_LETTERS and text in titles
            if not titled and normal(stray.text) not in printed:
                yield stray


def _every(form: Form) -> Iterator[Entry]:
    yield form.title
    yield from form.every_entry()
    yield from form.unplaced


def _outside(source: Source, grid: Grid, forms: Sequence[Form]) -> Iterator[Leftover]:
    """The cells of a table above, below and between forms: what stands inside of one is its own."""
    cells = {grid.address(cell): cell for cell in grid.cells}
    spans = []
    for form in forms:
        at = [
            cells[entry.location.cell]
            for entry in _every(form)
            if entry.location.sheet == grid.sheet and entry.location.cell in cells
        ]
        if at:
            spans.append(range(min(cell.row for cell in at), max(cell.below for cell in at)))
    for address, cell in cells.items():
        if cell.text.strip() and not any(cell.row in span for span in spans):
            place = Location(source.name, sheet=grid.sheet, cell=address)
            yield Leftover(source.name, where(place), cell.text.strip())


def _paragraph(source: Source, paragraph: Paragraph) -> Leftover:
    place = Location(source.name, paragraph=paragraph.index)
    return Leftover(source.name, where(place), paragraph.text.strip())
