"""Defined names of a book and of its sheets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from tests.office.areas import Area
from tests.office.counting import ComError, counted
from tests.office.formulas import quoted, to_excel, to_uno
from tests.office.process import struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.office.books import Book
    from tests.office.ranges import Range
    from tests.office.sheets import Sheet

_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[RrCc]|[Rr]\d+[Cc]\d+")
_ALLOWED = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*")


@counted
class Names(base_classes.Names):
    """All names of a book, those of its sheets included; or those of one sheet only."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self.book = book
        self.sheet = sheet

    @property
    def api(self) -> Names:
        return self

    def _all(self) -> list[Name]:
        document = self.book.document
        scopes = [self.sheet.name] if self.sheet else document.sheets.getElementNames()
        found = [] if self.sheet else _of(self.book, None)
        for scope in scopes:
            found += _of(self.book, scope)
        return sorted(found, key=lambda name: name.name.lower())

    def find(self, key: str, sheet: Sheet | None = None) -> Name | None:
        """The name as seen from a sheet, None if there is none."""
        wanted = {key.lower()}
        if sheet is not None:
            wanted.add(f"{quoted(sheet.name)}!{key}".lower())
        return next((name for name in self._all() if name.name.lower() in wanted), None)

    def __call__(self, key: int | str) -> Name:
        if isinstance(key, int):
            return self._all()[key - 1]
        found = self.find(key, self.sheet)
        if found is None:
            raise ComError(f"no name {key!r}")
        return found

    def contains(self, key: int | str) -> bool:
        if isinstance(key, int):
            return 1 <= key <= len(self._all())
        return self.find(key, self.sheet) is not None

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Name]:
        return iter(self._all())

    def add(self, name: str, refers_to: str) -> Name:
        if not _ALLOWED.fullmatch(name) or _LIKE_A_CELL.fullmatch(name) or len(name) > 255:
            raise ComError(f"not a name: {name!r}")
        if (found := self.find(name, self.sheet)) is not None:
            found.refers_to = refers_to
            return found
        scope = self.sheet.name if self.sheet else None
        _container(self.book, scope).addNewByName(
            name, to_uno(refers_to.removeprefix("=")), struct("table.CellAddress"), 0
        )
        return Name(self.book, scope, name)


@counted
class Name(base_classes.Name):
    """A defined name, of the book or of a sheet (``scope``)."""

    def __init__(self, book: Book, scope: str | None, name: str) -> None:
        self.book = book
        self._scope = scope
        self._name = name

    @property
    def api(self) -> Name:
        return self

    def _uno(self) -> Any:
        return _container(self.book, self._scope).getByName(self._name)

    @property
    def name(self) -> str:
        return f"{quoted(self._scope)}!{self._name}" if self._scope else self._name

    @name.setter
    def name(self, name: str) -> None:
        self._uno().setName(name)
        self._name = name

    @property
    def refers_to(self) -> str:
        return f"={to_excel(self._uno().getContent())}"

    @refers_to.setter
    def refers_to(self, text: str) -> None:
        self._uno().setContent(to_uno(text.removeprefix("=")))

    @property
    def refers_to_range(self) -> Range:
        from tests.office.ranges import Range

        cells = self._uno().getReferredCells()
        if cells is None:
            raise ComError(f"{self._name} refers to no cells")
        address = cells.getRangeAddress()
        return Range(self.book.sheets(address.Sheet + 1), [Area.of(address)])

    def delete(self) -> None:
        _container(self.book, self._scope).removeByName(self._name)


def _container(book: Book, scope: str | None) -> Any:
    return book.document.names(scope)


def _of(book: Book, scope: str | None) -> list[Name]:
    return [Name(book, scope, name) for name in _container(book, scope).getElementNames()]
