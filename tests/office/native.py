"""What ``.api`` gives: on Windows Excel's own objects, here the few members that code may need.

They have Excel's names and meanings, so that the same code runs in both. A member that is missing
here is an AttributeError: add it with Excel's meaning, or do without it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.office.counting import Api, ComError, trips
from tests.office.native_sheets import NamesApi, SheetApi, SheetsApi, unprotect

if TYPE_CHECKING:
    from tests.office.application import App
    from tests.office.books import Book
    from tests.office.native_range import RangeApi

#: Office's MsoFileDialogType
FOLDER_PICKER = 4
#: Excel's XlSheetType
CHART_SHEET = -4100


class AppApi(Api):
    """Excel's Application."""

    def __init__(self, app: App) -> None:
        self._app = app

    @property
    def Ready(self) -> bool:
        """False while a cell is being edited."""
        return trips.ready

    @property
    def Hwnd(self) -> int:
        return self._app.hwnd

    @property
    def ActiveSheet(self) -> SheetApi | ChartSheetApi | None:
        if self._app.in_front is None:
            return None
        return BookApi(self._app.books.active).ActiveSheet

    @property
    def ActiveProtectedViewWindow(self) -> Api | None:
        """The window in front, if its file may not be edited yet."""
        return Api() if self._app.user.protected_view else None

    @property
    def ActiveWorkbook(self) -> BookApi | None:
        return BookApi(self._app.books.active) if self._app.in_front else None

    @property
    def Workbooks(self) -> BooksApi:
        return BooksApi(self._app)

    @property
    def Selection(self) -> RangeApi | None:
        """The selected cells."""
        selected = self._app.selection
        return selected and selected.api

    def GetOpenFilename(self, *arguments: Any, **named: Any) -> str | bool:
        """The path that the user chooses, False if they cancel."""
        return self._app.user.chosen.popleft() if self._app.user.chosen else False

    GetSaveAsFilename = GetOpenFilename

    def FileDialog(self, kind: int) -> FolderPickerApi:
        """The dialog for a folder, the only one of its kinds that is known here."""
        if kind != FOLDER_PICKER:
            raise ComError(f"no dialog {kind}")
        return FolderPickerApi(self._app)

    def InputBox(self, *arguments: Any, **named: Any) -> str | bool:
        """What the user types, False if they cancel."""
        return self._app.user.answers.popleft() if self._app.user.answers else False


def _setting(name: str) -> property:
    def read(self: AppApi) -> Any:
        return getattr(self._app, name)

    def write(self: AppApi, value: Any) -> None:
        setattr(self._app, name, value)

    return property(read, write)


for _excel, _xlwings in (
    ("ScreenUpdating", "screen_updating"), ("DisplayAlerts", "display_alerts"),
    ("Interactive", "interactive"), ("StatusBar", "status_bar"),
):  # fmt: skip
    setattr(AppApi, _excel, _setting(_xlwings))


class BooksApi(Api):
    """Excel's Workbooks."""

    def __init__(self, app: App) -> None:
        self._app = app

    @property
    def Count(self) -> int:
        return len(self._app.books)

    def Item(self, Index: int | str) -> BookApi:
        """An open workbook. Raises KeyError if there is none."""
        return self._app.books(Index).api

    def Open(self, Filename: str) -> BookApi:
        """Open a file."""
        return self._app.books.open(Filename).api


class FolderPickerApi(Api):
    """Office's FileDialog for a folder."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._items: list[str] = []
        self._title = ""

    @property
    def Title(self) -> str:
        return self._title

    @Title.setter
    def Title(self, title: str) -> None:
        self._title = title

    def Show(self) -> int:
        """-1 if the user chooses a folder, 0 if they cancel."""
        chosen = self._app.user.chosen.popleft() if self._app.user.chosen else False
        self._items = [chosen] if isinstance(chosen, str) else []
        return -1 if self._items else 0

    @property
    def SelectedItems(self) -> ChosenApi:
        return ChosenApi(self._items)


class ChosenApi(Api):
    """Office's FileDialogSelectedItems."""

    def __init__(self, items: list[str]) -> None:
        self._items = items

    def Item(self, Index: int) -> str:
        """What was chosen, by its number from 1."""
        return self._items[Index - 1]

    __call__ = Item


class BookApi(Api):
    """Excel's Workbook."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def Name(self) -> str:
        return self._book.name

    @property
    def FullName(self) -> str:
        return self._book.fullname

    @property
    def Path(self) -> str:
        path = self._book.document.path
        return str(Path(path).parent) if path else ""

    @property
    def ReadOnly(self) -> bool:
        return self._book.document.read_only

    @property
    def Saved(self) -> bool:
        return not self._book.document.uno.isModified()

    @Saved.setter
    def Saved(self, value: bool) -> None:
        self._book.document.uno.setModified(not value)

    @property
    def MultiUserEditing(self) -> bool:
        return self._book.app.user.shared

    @property
    def ProtectStructure(self) -> bool:
        return bool(self._book.document.uno.isProtected())

    def Protect(self, Password: str = "", Structure: bool = True) -> None:
        """Protect the order of the sheets."""
        self._book.document.uno.protect(Password)

    def Unprotect(self, Password: str = "") -> None:
        """Undo Protect."""
        unprotect(self._book.document.uno, Password)

    def Activate(self) -> None:
        """Bring the workbook to the front."""
        self._book.activate()

    @property
    def Worksheets(self) -> SheetsApi:
        return SheetsApi(self._book)

    @property
    def Names(self) -> NamesApi:
        return NamesApi(self._book)

    @property
    def ActiveSheet(self) -> SheetApi | ChartSheetApi:
        return ChartSheetApi() if self._book.app.user.chart_sheet else self._book.sheets.active.api


class ChartSheetApi(Api):
    """A chart sheet: nothing but its type is of use."""

    def Activate(self) -> None:
        """It is in front anyway."""

    @property
    def Type(self) -> int:
        return CHART_SHEET
