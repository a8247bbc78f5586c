"""The app that has the books open, and the user before it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from tests.office import native
from tests.office.books import Books
from tests.office.counting import ComError, counted, trips
from tests.office.process import OfficeError
from tests.office.ranges import Range

if TYPE_CHECKING:
    from tests.office.documents import Document
    from tests.office.engine import Engine


@dataclass
class User:
    """Who sits before the app: what they have seen, what they do, what a test pretends of them.

    status_texts: all that the status bar showed. alerts: (text, title, buttons) of each message
    box, answered from ``answers`` ("ok", "cancel", "yes", "no"), else with the first button.
    chosen: what Excel's file dialog answers in turn, False when cancelled. chart_sheet: a chart
    sheet is active. shared: every book is shared. protected_view: a file is in front that may not
    be edited yet. (A cell in edit mode: ``trips.ready = False``.)
    """

    status_texts: list[str] = field(default_factory=list)
    alerts: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    answers: deque[str] = field(default_factory=deque)
    chosen: deque[str | bool] = field(default_factory=deque)
    chart_sheet: bool = False
    shared: bool = False
    protected_view: bool = False


@counted
class App(base_classes.App):
    """The app; ``user`` is who sits before it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.documents: list[Document] = []
        self.reset()

    def reset(self) -> None:
        """Close all books and forget all settings."""
        for document in self.documents if self.engine.office.alive else []:
            document.close()
        self.documents = []
        self.in_front: Document | None = None
        self.user = User()
        self._added = 0
        self._settings = {
            "screen_updating": True, "display_alerts": True, "enable_events": True,
            "interactive": True, "calculation": "automatic", "visible": True,
        }  # fmt: skip
        self._status: str | bool = False
        trips.ready = True

    def next_name(self) -> str:
        """The name of the next new book."""
        self._added += 1
        return f"工作簿{self._added}"

    @property
    def engine(self) -> Engine:
        return self._engine

    @property
    def api(self) -> native.AppApi:
        return native.AppApi(self)

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def pid(self) -> int:
        process = self.engine.office.process
        if process is None:
            raise OfficeError("soffice is not running")
        return process.pid

    hwnd = pid
    version = "16.0"
    path = "soffice"
    startup_path = ""

    @property
    def selection(self) -> Range | None:
        if self.in_front is None or self.user.chart_sheet:
            return None
        return Range.of(self.books.active, self.in_front.controller.getSelection())

    def activate(self, steal_focus: bool = False) -> None:
        """The only app is in front."""

    def quit(self) -> None:
        raise OfficeError("the program under test must never end the user's Excel")

    kill = quit

    def calculate(self) -> None:
        for document in self.documents:
            document.uno.calculateAll()

    @property
    def calculation(self) -> str:
        return str(self._settings["calculation"])

    @calculation.setter
    def calculation(self, mode: str) -> None:
        if mode not in ("automatic", "manual", "semiautomatic"):
            raise KeyError(mode)
        self._settings["calculation"] = mode
        for document in self.documents:
            document.uno.enableAutomaticCalculation(mode != "manual")

    @property
    def status_bar(self) -> str | bool:
        return self._status

    @status_bar.setter
    def status_bar(self, text: str | bool | None) -> None:
        self._status = text or False
        if text:
            self.user.status_texts.append(str(text))

    @property
    def cut_copy_mode(self) -> None:
        return None

    @cut_copy_mode.setter
    def cut_copy_mode(self, mode: object) -> None:
        """Nothing is ever cut."""

    def run(self, macro: str, arguments: Any) -> Any:
        raise ComError(f"no macros run here: {macro}")

    def alert(
        self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: Any
    ) -> str:
        self.user.alerts.append((prompt, title, buttons))
        return self.user.answers.popleft() if self.user.answers else (buttons or "ok").split("_")[0]


def _setting(name: str) -> property:
    def read(self: App) -> Any:
        return self._settings[name]

    def write(self: App, value: Any) -> None:
        self._settings[name] = value

    return property(read, write)


for _name in ("screen_updating", "display_alerts", "enable_events", "interactive", "visible"):
    setattr(App, _name, _setting(_name))
