"""What a button has changed, and how it is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from xlwings import Book, Sheet

from xladdin.excel import contents, marking, memory, results_sheet
from xladdin.excel.addresses import Area
from xladdin.excel.contents import Content
from xladdin.excel.host import refuse_filtered, unlocked
from xladdin.excel.memory import Marked, Memory, Spot
from xladdin.excel.sheet_layout import Place


class Replaced(NamedTuple):
    """The content of a cell before and after; ``code`` is the number format that it had, None where
    that is still the same."""

    before: Content
    after: Content
    code: str | None = None


class Listed(NamedTuple):
    """The sheet 校验结果 as it was, with the tints of its rows."""

    contents: results_sheet.Block
    tints: tuple[str, ...]


@dataclass(slots=True)
class Step:
    """Everything that one button has changed, filled while it works, so that what was done before
    an error can be taken back, too."""

    name: str
    cells: dict[str, dict[Place, Replaced]] = field(default_factory=dict)
    looks: dict[Spot, Marked] = field(default_factory=dict)
    #: What the workbook remembered; None if that has not changed.
    memory: Memory | None = None
    #: The sheet 校验结果 was written; what it was before, None if there was none.
    listed: bool = False
    #: For that, a page that stood in its place was put aside.
    aside: bool = False
    list_before: Listed | None = None

    def __bool__(self) -> bool:
        return bool(self.cells or self.looks or self.memory is not None or self.listed)


def replace(
    sheet: Sheet,
    wanted: Mapping[Place, Content],
    now: Mapping[Place, Content],
    codes: Mapping[Place, tuple[str, str]],
    step: Step,
) -> None:
    """Put contents into cells of a sheet, remembered in ``step``. ``now`` is what they and the cells
    around them hold; ``codes`` are number formats to be changed: the old one and the new one."""
    refuse_filtered(sheet)
    done = step.cells.setdefault(sheet.name, {})
    with unlocked(sheet):
        for place, (_, new) in codes.items():
            sheet.range(Area(*place).address).number_format = new
        for place, content in wanted.items():
            first = done.get(place) or Replaced(now[place], content, codes.get(place, (None,))[0])
            done[place] = first._replace(after=content)
        contents.write(sheet, wanted, now)


def take_back(book: Book, step: Step) -> int:
    """Undo a step; how many cells were left, as somebody has changed them since."""
    left = 0
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for name, cells in step.cells.items():
        left += _put_back(sheets[name], cells) if name in sheets else len(cells)
    now = marking.looks(book, step.looks)
    for spot, look in step.looks.items():
        if now.get(spot) == look.after:
            sheet = sheets[spot.sheet]
            with unlocked(sheet):
                marking.give(sheet, spot, look.after, look.before)
        elif now.get(spot) != look.before:
            left += 1
    if step.memory is not None:
        memory.remember(book, step.memory)
    if step.list_before is not None:
        results_sheet.write(book, *step.list_before)
    elif step.listed:
        results_sheet.delete(book)
    if step.aside:
        results_sheet.bring_back(book)
    return left


def _put_back(sheet: Sheet, cells: Mapping[Place, Replaced]) -> int:
    refuse_filtered(sheet)
    now = contents.read(sheet, cells)
    same = {place: each for place, each in cells.items() if _equal(now[place], each.after)}
    with unlocked(sheet):
        for place, each in same.items():
            if each.code is not None:
                sheet.range(Area(*place).address).number_format = each.code
        contents.write(sheet, {place: each.before for place, each in same.items()}, now)
    return sum(not _equal(now[place], cells[place].before) for place in cells.keys() - same.keys())


def _equal(one: Content, other: Content) -> bool:
    """Whether two contents are the same, a number as Excel stores it."""
    numbers = isinstance(one.value, float | int) and isinstance(other.value, float | int)
    if numbers and not isinstance(one.value, bool):
        return bool(abs(one.value - other.value) <= 1e-9 * max(1.0, abs(other.value)))
    return one == other
