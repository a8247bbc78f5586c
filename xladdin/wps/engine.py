"""Implement xlwings' engine, apps and books with the objects of a WPS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import xlwings
from xlwings import base_classes

from xladdin.wps.line import Line, Remote, RemoteError
from xladdin.wps.native import Native
from xladdin.wps.ranges import Range
from xladdin.wps.sheets import Names, Sheet, Sheets

#: Excel's error values by the numbers as which they arrive.
ERRORS = {
    -2146826281: "#DIV/0!", -2146826246: "#N/A", -2146826259: "#NAME?", -2146826288: "#NULL!",
    -2146826252: "#NUM!", -2146826265: "#REF!", -2146826273: "#VALUE!",
}  # fmt: skip


class Engine:
    """The conversion of values. Dates are numbers here; only their format distinguishes them."""

    name = "wps"
    type = "desktop"

    def __init__(self, app: App) -> None:
        self.apps = (app,)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """Return a value as WPS accepts it."""
        return "" if value is None else value

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        """Return a block of WPS's values as xlwings expects it."""

        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, int) and not isinstance(value, bool):
                if value in ERRORS:
                    return ERRORS[value] if err_to_str else None
                value = float(value)  # a script has only one kind of numbers
            if number_builder is not None and isinstance(value, float):
                return number_builder(value)
            return value

        return [[clean(value) for value in row] for row in data]


def _setting(name: str) -> property:
    def read(self: App) -> Any:
        return self.remote.get(name)

    def write(self: App, value: Any) -> None:
        self.remote.set(name, value)

    return property(read, write)


class App(base_classes.App):
    """The WPS in which the user clicked."""

    def __init__(self, line: Line) -> None:
        self.remote = line.application
        self._window = line.window

    @property
    def engine(self) -> Engine:
        return Engine(self)

    @property
    def api(self) -> Native:
        return Native(self.remote)

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def hwnd(self) -> int | None:
        return self.remote.get("Hwnd")  # type: ignore[no-any-return]

    def activate(self, steal_focus: bool = False) -> None:
        """Do nothing, because the WPS in which the user clicked is in front."""

    @property
    def pid(self) -> int:
        """A number by which xlwings identifies this WPS, always 0 as there is only one."""
        return 0

    @property
    def selection(self) -> Range | None:
        """The selected cells; None if a picture or nothing is selected."""
        self.remote.line.ask()  # an error after this means that these are no cells
        selected = self.remote.part("Selection")
        try:
            selected.told("Address")
        except RemoteError:
            return None
        sheet = Sheet(self.book_in_front(), selected.part("Worksheet"))
        return Range(sheet, selected, None)

    def book_in_front(self) -> Book:
        """Return the workbook in the front window."""
        return Book(self, self.remote.part("ActiveWorkbook"))

    screen_updating = _setting("ScreenUpdating")
    display_alerts = _setting("DisplayAlerts")

    @property
    def status_bar(self) -> Any:
        return self.remote.get("StatusBar")

    @status_bar.setter
    def status_bar(self, text: Any) -> None:
        self.remote.set("StatusBar", text)
        self.remote.line.ask()  # shows the text at once

    def alert(
        self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: Any
    ) -> str:
        if buttons == "yes_no":
            return "yes" if self._window.call("confirm", prompt) else "no"
        self._window.call("alert", prompt)
        return "ok"


class Books(base_classes.Books):
    """The open workbooks."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._remote = app.remote.part("Workbooks")

    def __call__(self, name: str) -> Book:
        """Return the open workbook of this name. Raises KeyError, as xlwings expects, if there is none."""
        self._remote.line.ask()  # an error after this means that there is none
        book = Book(self.app, self._remote.item("Item", name))
        try:
            book.name  # noqa: B018
        except RemoteError:
            raise KeyError(name) from None
        return book

    def open(self, fullname: str, *others: Any, **named: Any) -> Book:
        """Open a file in WPS."""
        return Book(self.app, self._remote.make("Open", fullname))


class Book(base_classes.Book):
    """A workbook."""

    def __init__(self, app: App, remote: Remote) -> None:
        self._app = app
        self.remote = remote

    @property
    def app(self) -> App:
        return self._app

    @property
    def api(self) -> Native:
        return Native(self.remote)

    @property
    def name(self) -> str:
        return str(self.remote.get("Name"))

    @property
    def fullname(self) -> str:
        return str(self.remote.get("FullName"))

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def activate(self) -> None:
        self.remote.do("Activate")


@contextmanager
def live(line: Line) -> Iterator[tuple[xlwings.App, xlwings.Book | None]]:
    """Provide the WPS at the end of a line as xlwings' only app, and its front workbook or None."""
    app = App(line)
    engines: Any = xlwings.engines
    before = engines.active
    engines.active = xlwings.Engine(impl=app.engine)
    try:
        open_ = app.remote.get("ActiveWorkbook") is not None
        yield xlwings.App(impl=app), xlwings.Book(impl=app.book_in_front()) if open_ else None
        line.ask()
    finally:
        engines.active = before
