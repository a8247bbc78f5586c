"""The open books."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from tests.office import native
from tests.office.counting import ComError, counted
from tests.office.documents import FILTERS, SPREADSHEET, Document
from tests.office.names import Names
from tests.office.sheets import Sheets

if TYPE_CHECKING:
    from tests.office.application import App


@counted
class Books(base_classes.Books):
    """The open books, in the order of opening."""

    def __init__(self, app: App) -> None:
        self.app = app

    def _all(self) -> list[Book]:
        return [Book(self.app, document) for document in self.app.documents]

    @property
    def active(self) -> Book:
        if self.app.in_front is None:
            raise ComError("no workbook is open")
        return Book(self.app, self.app.in_front)

    def __call__(self, key: int | str) -> Book:
        for at, book in enumerate(self._all(), 1):
            if key == at or str(key).lower() == book.name.lower():
                return book
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self.app.documents)

    def __iter__(self) -> Iterator[Book]:
        return iter(self._all())

    def __contains__(self, key: object) -> bool:
        return any(str(key).lower() == book.name.lower() for book in self._all())

    def _opened(self, document: Document) -> Book:
        self.app.documents.append(document)
        self.app.in_front = document
        document.uno.enableAutomaticCalculation(self.app.calculation != "manual")
        return Book(self.app, document)

    def add(self) -> Book:
        office = self.app.engine.office
        loaded = office.load("private:factory/scalc", Hidden=True)
        return self._opened(Document(office, loaded, None, self.app.next_name()))

    def open(
        self, fullname: str, update_links: Any = None, read_only: bool | None = None,
        format: Any = None, password: str | None = None, *unused: Any, **unnamed: Any,
    ) -> Book:  # fmt: skip
        path = Path(fullname).resolve()
        how: dict[str, Any] = {"MacroExecutionMode": 0, "Hidden": True}
        if password is not None:
            how["Password"] = password
        loaded = self.app.engine.office.load(path.as_uri(), **how) if path.is_file() else None
        if loaded is not None and not loaded.supportsService(SPREADSHEET):
            loaded.close(True)
            loaded = None
        if loaded is None:
            raise ComError(f"cannot open {path}")
        document = Document(self.app.engine.office, loaded, path, path.name)
        document.read_only = bool(read_only)
        return self._opened(document)


@counted
class Book(base_classes.Book):
    """A workbook."""

    def __init__(self, app: App, document: Document) -> None:
        self._app = app
        self.document = document

    @property
    def app(self) -> App:
        return self._app

    @property
    def api(self) -> native.BookApi:
        return native.BookApi(self)

    @property
    def name(self) -> str:
        return self.document.name

    @property
    def fullname(self) -> str:
        return str(self.document.path or self.document.name)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def activate(self) -> None:
        self.app.in_front = self.document

    def close(self) -> None:
        self.document.close()
        self.app.documents.remove(self.document)
        if self.app.in_front is self.document:
            self.app.in_front = self.app.documents[-1] if self.app.documents else None

    def save(self, path: str | None = None, password: str | None = None) -> None:
        document = self.document
        if path is None and document.read_only:
            raise ComError(f"{document.name} is read-only")
        target = Path(path or document.path or f"{document.name}.xlsx").resolve()
        if target.suffix.lower() not in FILTERS:
            raise KeyError(target.suffix)
        document.save(target, password)
        document.read_only = False

    def to_pdf(self, path: str, quality: str) -> None:
        self.document.export(Path(path))
