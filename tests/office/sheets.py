"""Sheets of a book."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from tests.office import native
from tests.office.areas import COLUMNS, ROWS, Area
from tests.office.counting import ComError, counted
from tests.office.formulas import number
from tests.office.names import Names
from tests.office.parts import Note
from tests.office.ranges import Range

if TYPE_CHECKING:
    from tests.office.books import Book
    from tests.office.documents import Document

VISIBLE, HIDDEN = -1, 0
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})?\$?(\d+)?(?::\$?([A-Za-z]{1,3})?\$?(\d+)?)?")
_FORBIDDEN = re.compile(r"[:\\/?*\[\]]")
#: Excel refuses longer addresses.
LONGEST_ADDRESS = 255


@counted
class Sheets(base_classes.Sheets):
    """The worksheets of a book, in order."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> native.BookApi:
        return native.BookApi(self.book)

    @property
    def active(self) -> Sheet:
        if self.book.app.user.chart_sheet:
            raise ComError("the active sheet is a chart sheet")
        return Sheet(self.book, self.book.document.controller.getActiveSheet().Name)

    def _order(self) -> tuple[str, ...]:
        return tuple(self.book.document.sheets.getElementNames())

    def __call__(self, key: int | str) -> Sheet:
        for at, name in enumerate(self._order(), 1):
            if key == at or str(key).lower() == name.lower():
                return Sheet(self.book, name)
        raise ComError(f"no sheet {key!r}")

    def __len__(self) -> int:
        return len(self._order())

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, name) for name in self._order())

    def __contains__(self, key: object) -> bool:
        return str(key).lower() in (name.lower() for name in self._order())

    def add(
        self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None
    ) -> Sheet:
        document = self.book.document
        if document.uno.isProtected():
            raise ComError("the structure of the workbook is protected")
        beside = before or after or self.active
        place = beside.index - (after is None or before is not None)
        order = self._order()
        free = (f"Sheet{n}" for n in range(1, len(order) + 2))
        new = name or next(text for text in free if text not in order)
        _check_name(new)
        document.sheets.insertNewByName(new, place)
        sheet = Sheet(self.book, new)
        sheet.activate()
        return sheet


@counted
class Sheet(base_classes.Sheet):
    """A worksheet, known by its name."""

    def __init__(self, book: Book, name: str) -> None:
        self._book = book
        self._name = name

    @property
    def book(self) -> Book:
        return self._book

    @property
    def document(self) -> Document:
        """Whose sheet it is."""
        return self.book.document

    @property
    def uno(self) -> Any:
        """The UNO sheet."""
        return self.document.sheet(self._name)

    @property
    def api(self) -> native.SheetApi:
        return native.SheetApi(self)

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, name: str) -> None:
        _check_name(name)
        others = {other.name.lower() for other in self.book.sheets} - {self._name.lower()}
        if name.lower() in others:
            raise ComError(f"there is a sheet {name!r} already")
        self.uno.setName(name)
        self.document.forget_sheet(self._name)
        self._name = name

    @property
    def index(self) -> int:
        return int(self.uno.getRangeAddress().Sheet) + 1

    @property
    def names(self) -> Names:
        return Names(self.book, self)

    @property
    def notes(self) -> list[Note]:
        found = self.document.inside("Notes", self.uno)
        notes = sorted(zip(found[1::3], found[::3], found[2::3], strict=True))
        return [Note(self.range((row + 1, column + 1)), text) for row, column, text in notes]

    # Places

    def range(self, first: Any, last: Any = None) -> Range:
        start = self._range(first)
        if last is None:
            return start
        end = self._range(last)
        top, left = min(start.row, end.row), min(start.column, end.column)
        bottom = max(start.row + start.shape[0], end.row + end.shape[0])
        right = max(start.column + start.shape[1], end.column + end.shape[1])
        return Range(self, [Area(top, left, bottom - top, right - left)])

    def _range(self, place: Any) -> Range:
        if isinstance(place, Range):
            return place
        if hasattr(place, "impl"):
            return place.impl
        if isinstance(place, tuple):
            if 0 in place[:2]:
                raise IndexError("xlwings' and Excel's ranges begin at 1")
            row, column, rows, columns = place if len(place) == 4 else (*place, 1, 1)
            return Range(self, [Area(row, column, rows, columns)])
        if len(place) > LONGEST_ADDRESS:
            raise ComError(f"an address of {len(place)} characters: Excel takes {LONGEST_ADDRESS}")
        return self._addressed(place)

    def _addressed(self, text: str) -> Range:
        areas = []
        for part in text.split(","):
            match = _ADDRESS.fullmatch(part.strip())
            if match is None or not any(match.groups()):
                named = self.book.names.find(text, self)
                if named is None:
                    raise ComError(f"no range {text!r}")
                return named.refers_to_range
            left, top, right, bottom = match.groups()
            if ":" not in part:
                right, bottom = left, top
            rows = sorted((int(top or 1), int(bottom or ROWS)))
            columns = sorted((number(left or "A"), number(right) if right else COLUMNS))
            if (":" not in part and not (left and top)) or rows[1] > ROWS or columns[1] > COLUMNS:
                raise ComError(f"no range {text!r}")
            areas.append(
                Area(rows[0], columns[0], rows[1] - rows[0] + 1, columns[1] - columns[0] + 1)
            )
        return Range(self, areas)

    @property
    def cells(self) -> Range:
        return Range(self, [Area(1, 1, ROWS, COLUMNS)])

    @property
    def used_range(self) -> Range:
        cursor = self.uno.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return Range(self, [Area.of(cursor.getRangeAddress())])

    def foresee(self, what: str, addresses: Iterable[str]) -> None:
        """Ask at once for a property of each of these cells or blocks."""
        members = {"number_format": "NumberFormat", "color": "CellBackColor"}
        places = [self.range(address).areas[0].limits for address in addresses]
        self.document.foresee(self._name, members.get(what, what), places)

    # What is done to a sheet

    def activate(self) -> None:
        if not self.uno.IsVisible:
            raise ComError(f"the sheet {self._name} is hidden and cannot be activated")
        self.book.activate()
        self.document.controller.setActiveSheet(self.uno)

    select = activate

    def delete(self) -> None:
        shown = [sheet for sheet in self.book.sheets if sheet.visible]
        if self.document.uno.isProtected() or [sheet.name for sheet in shown] == [self._name]:
            raise ComError(f"the sheet {self._name} cannot be deleted")
        self.document.sheets.removeByName(self._name)
        self.document.forget_sheet(self._name)

    def clear(self) -> None:
        self.cells.clear()

    def clear_contents(self) -> None:
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        self.cells.clear_formats()

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    @property
    def visible(self) -> int:
        return VISIBLE if self.uno.IsVisible else HIDDEN

    @visible.setter
    def visible(self, value: int | bool) -> None:
        shown = [sheet for sheet in self.book.sheets if sheet.visible]
        if not value and [sheet.name for sheet in shown] == [self._name]:
            raise ComError("one sheet must remain visible")
        self.uno.IsVisible = bool(value)

    @property
    def freeze_panes(self) -> FreezePanes:
        return FreezePanes(self)

    @property
    def shapes(self) -> list[Any]:
        return []

    charts = tables = pictures = pivot_tables = shapes


class FreezePanes(base_classes.FreezePanes):
    """Rows and columns that stay on the screen."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def freeze_at(self, address: str) -> None:
        """Freeze the rows and columns of an address that begins at A1."""
        self.sheet.activate()
        rows, columns = self.sheet.range(address).shape
        self.sheet.document.controller.freezeAtPosition(
            columns if columns < COLUMNS else 0, rows if rows < ROWS else 0
        )

    def unfreeze(self) -> None:
        """Let everything scroll."""
        self.sheet.activate()
        self.sheet.document.controller.freezeAtPosition(0, 0)


def _check_name(name: str) -> None:
    if not name or len(name) > 31 or _FORBIDDEN.search(name) or name[0] == "'" or name[-1] == "'":
        raise ComError(f"no name for a sheet: {name!r}")
