"""Implement xlwings' sheets and names with remote objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xladdin.model.addresses import Area, area
from xladdin.patterns import pattern
from xladdin.wps.line import Remote, RemoteError
from xladdin.wps.native import Native
from xladdin.wps.ranges import Note, Range

if TYPE_CHECKING:
    from xladdin.wps.engine import Book

_CELLS = pattern(r"\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?")


class Sheets(base_classes.Sheets):
    """The worksheets of a book, in order."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._remote = book.remote.part("Worksheets")

    def __call__(self, key: int | str) -> Sheet:
        return Sheet(self._book, self._remote.item("Item", key))

    def __len__(self) -> int:
        return int(self._remote.get("Count"))

    def __iter__(self) -> Iterator[Sheet]:
        sheets = [self(number) for number in range(1, len(self) + 1)]
        each_with = ((sheet.remote, name) for sheet in sheets for name in ("Name", "Visible"))
        self._remote.line.know(*(remote.asks(name) for remote, name in each_with))
        return iter(sheets)

    def __contains__(self, key: object) -> bool:
        return str(key).lower() in (sheet.name.lower() for sheet in self)

    @property
    def active(self) -> Sheet:
        return Sheet(self._book, self._book.remote.part("ActiveSheet"))

    def add(
        self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None
    ) -> Sheet:
        beside = (before and before.remote, after and after.remote)
        sheet = Sheet(self._book, self._remote.make("Add", *beside))
        if name is not None:
            sheet.name = name
        return sheet


class Sheet(base_classes.Sheet):
    """A worksheet."""

    def __init__(self, book: Book, remote: Remote) -> None:
        self._book = book
        self.remote = remote

    @property
    def api(self) -> Native:
        return Native(self.remote)

    @property
    def book(self) -> Book:
        return self._book

    @property
    def name(self) -> str:
        return str(self.remote.get("Name"))

    @name.setter
    def name(self, name: str) -> None:
        self.remote.set("Name", name)

    @property
    def index(self) -> int:
        return int(self.remote.get("Index"))

    @property
    def visible(self) -> Any:
        return self.remote.get("Visible")

    @visible.setter
    def visible(self, value: bool) -> None:
        self.remote.set("Visible", -1 if value else 0)  # xlSheetVisible, xlSheetHidden

    @property
    def notes(self) -> list[Note]:
        comments = self.remote.part("Comments")
        count = int(comments.get("Count"))
        found = [comments.item("Item", number) for number in range(1, count + 1)]
        cells = [each.part("Parent") for each in found]
        self.remote.line.know(
            *(cell.tells("Address") for cell in cells), *(note.tells("Text") for note in found)
        )
        return [
            Note(Range(self, cell, None), note) for cell, note in zip(cells, found, strict=True)
        ]

    def range(self, first: Any, last: Any = None) -> Range:
        """Return cells by their address, or the rectangle from one range to another."""
        if last is not None:
            one, other = self.range(first).place, self.range(last).place
            top, left = min(one.row, other.row), min(one.column, other.column)
            below = max(one.row + one.rows, other.row + other.rows)
            right = max(one.column + one.columns, other.column + other.columns)
            return self.at(Area(top, left, below - top, right - left))
        if isinstance(first, Range):
            return first
        if hasattr(first, "impl"):
            return first.impl  # type: ignore[no-any-return]
        place = area(first) if _CELLS.fullmatch(first) else None
        return Range(self, self.remote.item("Range", first), place)

    def at(self, place: Area) -> Range:
        """Return the cells of a rectangle."""
        return Range(self, self.remote.item("Range", place.address), place)

    def foresee(self, what: str, addresses: Iterable[str]) -> None:
        """Read a property of each of these cells or blocks in one round trip (see ``asked_for``)."""
        some = (self.range(address).asked_for(what) for address in addresses)
        self.remote.line.know(*chain.from_iterable(some))

    @property
    def used_range(self) -> Range:
        return Range(self, self.remote.part("UsedRange"), None)

    def activate(self) -> None:
        self.remote.do("Activate")

    def clear(self) -> None:
        self.remote.part("Cells").do("Clear")

    def delete(self) -> None:
        self.remote.call("Delete")


class Names(base_classes.Names):
    """The names defined in a book."""

    def __init__(self, book: Book) -> None:
        self._remote = book.remote.part("Names")

    def contains(self, key: str) -> bool:
        """Return whether a name is defined."""
        self._remote.line.ask()  # an error after this means that there is none
        try:
            return bool(self(key).name)
        except RemoteError:
            return False

    def __call__(self, key: str) -> Name:
        return Name(self._remote.item("Item", key))

    def add(self, name: str, refers_to: str) -> Name:
        return Name(self._remote.make("Add", name, refers_to))


class Name(base_classes.Name):
    """A name defined in a book, which is made and deleted but never changed."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote

    name = property(lambda self: self._remote.get("Name"))
    refers_to = property(lambda self: self._remote.get("RefersTo"))

    def delete(self) -> None:
        self._remote.do("Delete")
