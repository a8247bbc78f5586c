"""Put tints and notes on the cells of findings, remove them, and restore them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from xlwings import Book, Sheet

from xladdin.errors import InputError
from xladdin.excel.contents import colour_of
from xladdin.excel.host import unlocked
from xladdin.excel.memory import Look, Marked
from xladdin.excel.sheet_layout import foresee
from xladdin.model.addresses import Area, Spot, area
from xladdin.outputs.workbook_marks import Mark, note_size

#: The most cells that are marked: each takes several round trips, and more do not help anybody.
MOST_MARKS = 300

#: The text of each note, by the sheet's name and the cell's address.
Notes = Mapping[str, Mapping[str, str]]


class Marking(Struct, frozen=True):
    """The cells that are marked now, and the sheets that could not be written on."""

    marked: Mapping[Spot, Marked]
    locked: tuple[str, ...]


def mark(
    book: Book, marks: Iterable[Mark], earlier: Mapping[Spot, Marked], changes: dict[Spot, Marked]
) -> Marking:
    """Remove the ``earlier`` marks and put on the new ones, skipping sheets that cannot be written
    on. A cell's own note stays, with the new text below it; so does what somebody has changed on a
    marked cell since. ``changes`` gets the look of each cell before and after."""
    wanted = {each.at: each for each in marks}
    marked: dict[Spot, Marked] = {}
    locked: list[str] = []
    notes = _notes(book)
    earlier = {**earlier, **_strays(notes, earlier)}
    for name, spots in _by_sheet([*earlier, *wanted]).items():
        if name not in notes:
            continue
        sheet = book.sheets[name]
        try:
            with unlocked(sheet):
                for spot, look in _looks(sheet, spots, notes[name]).items():
                    own = _without(look, earlier.get(spot))
                    after = _with(own, wanted[spot]) if spot in wanted else own
                    changes[spot] = Marked(look, after)
                    given = give(sheet, spot, look, after)
                    changes[spot] = Marked(look, given)
                    if spot in wanted:
                        marked[spot] = Marked(own, given)
        except InputError:
            locked.append(name)
            marked |= {spot: earlier[spot] for spot in spots if spot in earlier}
    return Marking(marked, tuple(locked))


def give(sheet: Sheet, spot: Spot, now: Look, wanted: Look) -> Look:
    """Change the look of a cell where it differs; return how it looks then."""
    cell = sheet.range(spot.cell)
    if wanted.colour != now.colour:
        cell.color = wanted.colour
    if wanted.note == now.note:
        return wanted
    note = cell.note if now.note is not None else None
    if wanted.note is None:
        if note is not None:
            note.delete()
        return wanted
    try:
        if note is None:
            note = cell.add_note(wanted.note)
        else:
            note.text = wanted.note
    except Exception:  # Excel allows no note beside a threaded comment
        return Look(wanted.colour, now.note)
    shape = note.api.Shape
    shape.Width, shape.Height = note_size(wanted.note)
    return wanted


def put_back(book: Book, changes: Mapping[Spot, Marked]) -> int:
    """Restore the earlier look of cells that still look as they did after. A mark that was moved is
    found by its note. Return how many cells were left because somebody has changed them."""
    notes = _notes(book)
    strays = _strays(notes, changes)
    left = 0
    for name, spots in _by_sheet([*changes, *strays]).items():
        sheet = book.sheets[name]
        for spot, now in _looks(sheet, spots, notes[name]).items():
            change = strays.get(spot) or changes[spot]
            if now == change.after:
                give(sheet, spot, now, change.before)
            elif now != change.before and change not in strays.values():
                left += 1
    return left


def _strays(notes: Notes, marked: Mapping[Spot, Marked]) -> dict[Spot, Marked]:
    """Return marks on cells that were not given them: sorted elsewhere, or copied with their sheet."""
    where: dict[str, list[Spot]] = {}
    for spot, mark in marked.items():
        if mark.after.note is not None and mark.after.note != mark.before.note:
            lost = notes.get(spot.sheet, {}).get(spot.cell) != mark.after.note
            where.setdefault(mark.after.note, []).insert(0 if lost else 1, spot)
    return {
        Spot(name, cell): marked[source[0] if len(source) == 1 else source.pop(0)]
        for name, some in notes.items()
        for cell, note in some.items()
        if (source := where.get(note)) and Spot(name, cell) not in source
    }


def _notes(book: Book) -> Notes:
    return {
        sheet.name: {
            Area(*area(note.location.address)[:2]).address: note.text.replace("\r\n", "\n")
            for note in sheet.notes
        }
        for sheet in book.sheets
    }


def _looks(sheet: Sheet, spots: Iterable[Spot], notes: Mapping[str, str]) -> dict[Spot, Look]:
    spots = [*spots]
    foresee(sheet, "color", (spot.cell for spot in spots))
    return {spot: Look(sheet.range(spot.cell).color, notes.get(spot.cell)) for spot in spots}


def _by_sheet(spots: Iterable[Spot]) -> dict[str, list[Spot]]:
    found: dict[str, list[Spot]] = {}
    for spot in dict.fromkeys(spots):
        found.setdefault(spot.sheet, []).append(spot)
    return found


def _without(look: Look, mark: Marked | None) -> Look:
    """Return the look without a mark, where it is still that of the mark."""
    if mark is None:
        return look
    colour = mark.before.colour if look.colour == mark.after.colour else look.colour
    return Look(colour, mark.before.note if look.note == mark.after.note else look.note)


def _with(own: Look, mark: Mark) -> Look:
    """Return the look with a mark on it."""
    note = mark.note if own.note is None else f"{own.note}\n\n{mark.note}"
    return Look(colour_of(mark.tint) if mark.tint else own.colour, note)
