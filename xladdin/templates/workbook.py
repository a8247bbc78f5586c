"""Make the official workbook of a profile for a year, blank or filled from forms; make all blank ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from msgspec import Struct
from openpyxl import Workbook

from xladdin.computing.computed import Computed, computed
from xladdin.computing.taken import Taken
from xladdin.forms.profiles import Profile, names, profile
from xladdin.model.addresses import Spot
from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.form import Form
from xladdin.model.grid import Source
from xladdin.rules.scope import rounded
from xladdin.sources.number_format import display
from xladdin.templates import look
from xladdin.templates.cell_formulas import by_place, computing, define, guards
from xladdin.templates.filling import address, grid
from xladdin.templates.from_accounts import filled_in, marks, notes
from xladdin.templates.instructions import write_instructions
from xladdin.templates.mistypings import mistypings
from xladdin.templates.other_sheets import (
    COVER,
    UNIT_CELL,
    unit_place,
    write_cover,
    write_own_formulas,
    write_results_page,
)
from xladdin.templates.prepared import (
    Prepared,
    cover_heading,
    layouts,
    prepared,
    recognised,
    variants,
    workbooks,
)
from xladdin.templates.sheet import Sheet, write_sheet
from xladdin.templates.unplaced import Leftover, leftover, write_leftovers
from xladdin.workbooks.calculating import calculated
from xladdin.workbooks.saving import Result, xlsx_bytes

T = TypeVar("T")


class Made(Struct, frozen=True):
    """A workbook as a file.

    ``placed`` are the forms that fill its sheets, with the sheets' names. ``left`` has no place on
    the official forms and stands on the sheet 未归位. ``differing`` are given figures that were kept
    although the forms' formulas yield others. ``taken`` are the amounts of the accounts.
    """

    data: bytes
    placed: tuple[tuple[str, Form], ...]
    left: tuple[Leftover, ...]
    differing: tuple[Computed, ...]
    taken: tuple[Taken, ...] = ()


def workbook(
    profile: Profile,
    year: int,
    forms: Sequence[Form] = (),
    *,
    besides: Sequence[Leftover] = (),
    variant: str = "",
    as_found: bool = False,
    when: datetime | None = None,
    accounts: Filing | None = None,
) -> Made:
    """Return the workbook of a profile for a year, dated ``when`` (the end of that year by default).

    ``forms`` fill it, each on a sheet of the official form of its kind. Kinds without a form are
    blank, or left out (``as_found``). ``variant`` lays out the indicators where no form has its
    own. What has no place there is listed on a sheet of its own, after what stands ``besides`` the
    forms. Amounts of the ``accounts`` are filled in, each cell with a note, and marked if somebody
    types over them. Raises InputError if the profile has no templates.
    """
    when = when or datetime(year, 12, 31)
    sheets, placed_amounts = filled_in(
        prepared(profile, year, forms, variant=variant, as_found=as_found), accounts, profile, year
    )
    probe = Filing((Source("", "xlsx", "", ()),), tuple(each.probe for each in sheets), "", None)
    formulas = _formulas(sheets, probe)
    results, differing = _results(sheets, formulas, profile)
    marked = by_place(
        [*mistypings(probe, profile), *guards(probe, profile), *marks(placed_amounts)]
    )
    book = Workbook()
    look.set_usual_look(book)
    book.remove(book.worksheets[0])
    book.properties.creator, book.properties.created = "xladdin", when
    kinds = {each.probe.kind for each in sheets}
    write_instructions(book, probe, profile, year)
    unit = unit_place(probe.forms)
    write_cover(book, cover_heading(profile.id, year, kinds), unit)
    for each in sheets:
        title = each.plan.sheet
        kept = _on(title, {at: each for at, each in formulas.items() if at in results})
        noted = notes(placed_amounts, title)
        guarded = _on(title, marked)
        write_sheet(book, Sheet(each.plan, each.probe, each.contents, kept, guarded, noted))
    define(book, probe.forms)
    write_own_formulas(book, kinds)
    write_results_page(book)
    if unit is not None:
        results[COVER, UNIT_CELL] = _text_at(sheets, unit)
    left = (*besides, *(leftover(entry) for each in sheets for entry in each.left))
    if left:
        write_leftovers(book, left)
    data = xlsx_bytes(book, calculated(book) | results, when)
    placed = tuple((each.plan.sheet, each.form) for each in sheets if each.form is not None)
    # A total of the accounts may differ from the sum of the rounded parts.
    differing = tuple(d for d in differing if d.before.location.spot not in placed_amounts)
    return Made(data, placed, left, differing, tuple(placed_amounts.values()))


def _text_at(sheets: Sequence[Prepared], place: Location) -> str:
    for each in sheets:
        if each.plan.sheet == place.sheet and (held := each.contents.get(place.cell or "")):
            return held.text
    return ""


def _formulas(sheets: Sequence[Prepared], probe: Filing) -> dict[Spot, str]:
    """Return the formulas of computed places that the official forms leave blank: where they print
    a number, such as 100 for the points of 总分, the filled-in figures must agree with it."""
    inputs = {
        (each.plan.sheet, address(box))
        for each in sheets
        for box in each.plan.boxes
        if box.role == "input" and not box.text
    }
    return {place: formula for place, formula in computing(probe).items() if place in inputs}


def _results(
    sheets: Sequence[Prepared], formulas: Mapping[Spot, str], profile: Profile
) -> tuple[dict[tuple[str, str], Result | None], tuple[Computed, ...]]:
    """Return what each place's formula yields, for places that get one, and the given figures that
    differ."""
    grids = [grid(each.plan, each.contents, number) for number, each in enumerate(sheets, 1)]
    found = {
        each.before.location.spot: each
        for each in computed(recognised(grids, profile), kept=lambda entry: True)
    }
    held = {
        (each.plan.sheet, cell): text for each in sheets for cell, text in each.contents.items()
    }
    results: dict[tuple[str, str], Result | None] = {}
    differing = []
    for place in formulas:
        given, yielded = held.get(place), found.get(place)
        value = None if yielded is None else yielded.in_cell
        if given is None or not given.text:
            results[place] = "" if value is None else value
        elif value is not None and yielded is not None:
            if _agrees(yielded) and display(value, given.format) == given.text:
                results[place] = value
            elif not _agrees(yielded):
                differing.append(yielded)
    return results, tuple(differing)


def _agrees(yielded: Computed) -> bool:
    """Tell whether a given figure may be replaced by its formula: 94% by 94.44%. Amounts and points
    must agree exactly, since they are added up elsewhere."""
    figure = yielded.before.figure
    if figure is None or yielded.unit != "%":
        return not yielded.changes
    return rounded(yielded.value, figure.places) == figure.value


def _on(sheet: str, places: Mapping[Spot, T]) -> dict[str, T]:
    return {cell: value for (title, cell), value in places.items() if title == sheet}


def blank_workbooks(only: str | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield every blank workbook, or those of one profile, with its file name:
    ``yueyang-2024.xlsx``, ``yueyang-2024-成本指标.xlsx``. Raises InputError if the profile has no
    templates."""
    listed = workbooks()
    known = [identifier for identifier, _ in names() if identifier in listed["forms"]]
    for chosen in map(profile, [only] if only else known):
        layouts(chosen.id)
        for year in listed["years"]:
            for variant in ("", *variants(chosen)):
                name = "-".join(filter(None, (chosen.id, str(year), variant)))
                yield f"{name}.xlsx", workbook(chosen, year, variant=variant).data
