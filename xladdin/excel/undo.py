"""Record what a button changes, and undo it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from itertools import chain
from typing import NamedTuple
from uuid import uuid4

from msgspec import Struct, field, structs
from xlwings import Book, Sheet

from xladdin.excel import contents, correction_sheet, growing, marking, memory, results_sheet
from xladdin.excel.contents import Content, Texts, row_texts
from xladdin.excel.host import refuse_filtered, refuse_fixed_structure, refuse_shared, unlocked
from xladdin.excel.memory import Marked, Memory
from xladdin.model.addresses import Area, Place, Spot, area
from xladdin.outputs.sheet_values import Rows


class Replaced(NamedTuple):
    """The content of a cell before and after; ``code`` is its earlier number format, None if unchanged."""

    before: Content
    after: Content
    code: str | None = None


class Step(Struct):
    """All that one button has changed, recorded while it works, so that it can be undone even after
    an error. Cells are named as they were then."""

    name: str
    #: The key of the step before, empty for none.
    before: str = ""
    key: str = field(default_factory=lambda: uuid4().hex)
    cells: dict[str, dict[Place, Replaced]] = field(default_factory=dict)
    #: The texts of each row, after the change, of the sheets whose cells were replaced.
    rows: dict[str, dict[int, Texts]] = field(default_factory=dict)
    looks: dict[Spot, Marked] = field(default_factory=dict)
    heights: growing.Heights = field(default_factory=dict)
    #: What the workbook remembered; None if that has not changed.
    memory: Memory | None = None
    #: The rows written on the sheet 校验结果, and those before, None if there was no sheet.
    listed: Rows | None = None
    list_before: Rows | None = None
    #: Whether a page of that name was put aside for it.
    aside: bool = False
    #: The findings' cells and notes, None if nothing was checked; and which was shown last, -1 for
    #: none.
    findings: tuple[tuple[Spot, str], ...] | None = None
    shown: int = -1
    #: The rows of the sheet 改正清单 before, None in it for no sheet; None if that has not changed.
    corrections: tuple[Rows | None] | None = None

    def __bool__(self) -> bool:
        others = (self.memory, self.listed, self.corrections)
        return bool(
            self.cells or self.looks or self.heights or any(each is not None for each in others)
        )

    def spots(self) -> list[Spot]:
        """Return each cell that the step knows, once, always in the same order."""
        replaced = (
            Spot(name, Area(*at).address) for name, some in self.cells.items() for at in some
        )
        remembered = self.memory.marked if self.memory is not None else ()
        found = (spot for spot, _ in self.findings or ())
        return list(dict.fromkeys((*replaced, *self.looks, *self.heights, *remembered, *found)))


def replace(
    sheet: Sheet,
    wanted: Mapping[Place, Content],
    now: Mapping[Place, Content],
    codes: Mapping[Place, tuple[str, str]],
    step: Step,
) -> None:
    """Write contents into cells of a sheet, recording them in ``step``. ``now`` holds the contents
    of these cells and those around them; ``codes`` are the old and the new number formats of cells.
    Raises InputError if the sheet cannot be written."""
    refuse_filtered(sheet)
    done = step.cells.setdefault(sheet.name, {})
    with unlocked(sheet):
        for place, (_, new) in codes.items():
            sheet.range(Area(*place).address).number_format = new
        for place, content in wanted.items():
            first = done.get(place) or Replaced(now[place], content, codes.get(place, (None,))[0])
            done[place] = first._replace(after=content)
        contents.write(sheet, wanted, now)
    step.rows[sheet.name] = row_texts(sheet)


class Left(NamedTuple):
    """What undoing has left alone because somebody has changed it since: the number of cells, and
    whether the sheet 校验结果 stays."""

    cells: int
    listed: bool


def take_back(book: Book, step: Step) -> Left:
    """Undo a step, wherever its cells are now. Raises InputError, with nothing changed, if a sheet
    cannot be written."""
    where = memory.anchored(book, step.key, step.spots())
    moved = _moved(step, where)
    sheets = {sheet.name: sheet for sheet in book.sheets}
    refuse_shared(book)
    if any(each is not None for each in (step.listed, step.memory, step.corrections)):
        refuse_fixed_structure(book)
    for name in moved:
        refuse_filtered(sheets[name])
    changed = (*step.looks, *step.heights)
    touched = {*moved, *(where[spot].sheet for spot in changed if spot in where)}
    listed = results_sheet.find(book) if step.listed is not None else None
    with ExitStack() as opened:
        for name in touched | ({listed.name} if listed is not None else set()):
            opened.enter_context(unlocked(sheets[name]))
        left = sum(map(len, step.cells.values())) - sum(map(len, moved.values()))
        left += sum(_put_back(sheets[name], cells) for name, cells in moved.items())
        looks = {where[spot]: look for spot, look in step.looks.items() if spot in where}
        left += marking.put_back(book, looks)
        growing.put_back(book, {where[at]: it for at, it in step.heights.items() if at in where})
        kept = step.listed is not None and results_sheet.take_back(
            book, step.list_before, step.listed
        )
    if step.memory is not None:
        marked = step.memory.marked.items()
        there = {where[spot]: mark for spot, mark in marked if spot in where}
        memory.remember(book, structs.replace(step.memory, marked=there))
    if step.corrections is not None:
        correction_sheet.put(book, *step.corrections)
    if step.aside and not kept:
        results_sheet.bring_back(book)
    return Left(left, kept)


class _Moved(NamedTuple):
    """A cell of a step: what was replaced, and the texts that only its row had."""

    replaced: Replaced
    texts: Texts


def _moved(step: Step, where: Mapping[Spot, Spot]) -> dict[str, dict[Place, _Moved]]:
    """Return the cells by the sheets where they are now, without deleted ones."""
    found: dict[str, dict[Place, _Moved]] = {}
    for name, cells in step.cells.items():
        rows = step.rows.get(name, {})
        rare = {text for text, count in Counter(chain(*rows.values())).items() if count == 1}
        for place, each in cells.items():
            now = where.get(Spot(name, Area(*place).address))
            if now is not None:
                texts = rows.get(place[0], frozenset()) & rare
                found.setdefault(now.sheet, {})[area(now.cell)[:2]] = _Moved(each, texts)
    return found


def _put_back(sheet: Sheet, cells: Mapping[Place, _Moved]) -> int:
    """Restore contents and return how many cells were left: they hold something else, or their
    row's texts stand in another row now, as after sorting."""
    now = contents.read(sheet, cells)
    rows = row_texts(sheet)
    there = frozenset(chain(*rows.values()))
    same = {
        place: each.replaced
        for place, each in cells.items()
        if _equal(now[place], each.replaced.after)
        and not (each.texts - rows.get(place[0], frozenset())) & there
    }
    for place, each in same.items():
        if each.code is not None:
            sheet.range(Area(*place).address).number_format = each.code
    contents.write(sheet, {place: each.before for place, each in same.items()}, now)
    rest = cells.keys() - same.keys()
    return sum(not _equal(now[place], cells[place].replaced.before) for place in rest)


def _equal(one: Content, other: Content) -> bool:
    """Tell whether two contents are the same, comparing numbers as Excel stores them."""
    numbers = isinstance(one.value, float | int) and isinstance(other.value, float | int)
    if numbers and not isinstance(one.value, bool):
        return bool(abs(one.value - other.value) <= 1e-9 * max(1.0, abs(other.value)))
    return one == other
