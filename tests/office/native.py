"""What ``.api`` gives: on Windows Excel's own objects, here the few members that code may need.

They have Excel's names and meanings, so that the same code runs in both. A member that is missing
here is an AttributeError: add it with Excel's meaning, or do without it.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from tests.office.counting import Api, ComError, trips

if TYPE_CHECKING:
    from tests.office.application import App
    from tests.office.books import Book
    from tests.office.native_range import RangeApi
    from tests.office.sheets import Sheet

#: What a protected sheet may allow.
ALLOWED = frozenset((
    "AllowFormattingCells AllowFormattingColumns AllowFormattingRows AllowInsertingColumns"
    " AllowInsertingRows AllowInsertingHyperlinks AllowDeletingColumns AllowDeletingRows"
    " AllowSorting AllowFiltering AllowUsingPivotTables"
).split())  # fmt: skip
#: Office's MsoFileDialogType
FOLDER_PICKER = 4
#: Excel's XlSheetType
WORKSHEET, CHART_SHEET = -4167, -4100


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

    def SelectedItems(self, number: int) -> str:
        """What was chosen, by its number from 1."""
        return self._items[number - 1]


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
        _unprotect(self._book.document.uno, Password)

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


class SheetApi(Api):
    """Excel's Worksheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def Type(self) -> int:
        return WORKSHEET

    @property
    def Name(self) -> str:
        return self._sheet.name

    @property
    def Visible(self) -> int:
        return self._sheet.visible

    def Activate(self) -> None:
        """Bring the sheet to the front."""
        self._sheet.activate()

    @property
    def ProtectContents(self) -> bool:
        return bool(self._sheet.uno.isProtected())

    ProtectDrawingObjects = ProtectScenarios = ProtectContents

    @property
    def ProtectionMode(self) -> bool:
        """Whether only the user is kept out, not programs."""
        return False

    @property
    def _allowed(self) -> dict[str, Any]:
        """What soffice does not keep of a sheet's protection."""
        nothing: dict[str, Any] = dict.fromkeys(ALLOWED, False) | {"selection": 0}
        return self._sheet.document.allowed.setdefault(self._sheet.name, nothing)

    @property
    def Protection(self) -> SimpleNamespace:
        return SimpleNamespace(**self._allowed)

    @property
    def EnableSelection(self) -> int:
        return int(self._allowed["selection"])

    @EnableSelection.setter
    def EnableSelection(self, value: int) -> None:
        self._allowed["selection"] = value

    def Protect(
        self, Password: str = "", DrawingObjects: bool = True, Contents: bool = True,
        Scenarios: bool = True, UserInterfaceOnly: bool = False, **allowed: bool,
    ) -> None:  # fmt: skip
        """Protect the locked cells."""
        if not set(allowed) <= ALLOWED:
            raise ComError(f"Protect knows no {sorted(set(allowed) - ALLOWED)}")
        self._allowed.update(dict.fromkeys(ALLOWED, False) | allowed)
        if Contents:
            self._sheet.uno.protect(Password)

    def Unprotect(self, Password: str = "") -> None:
        """Undo Protect."""
        _unprotect(self._sheet.uno, Password)

    @property
    def AutoFilterMode(self) -> bool:
        unnamed = self._sheet.document.uno.getPropertyValue("UnnamedDatabaseRanges")
        place = self._sheet.index - 1
        return bool(unnamed.hasByTable(place) and unnamed.getByTable(place).AutoFilter)

    @property
    def FilterMode(self) -> bool:
        """Whether a filter hides rows."""
        if not self.AutoFilterMode:
            return False
        rows = self._sheet.used_range.uno.getRows()
        return any(rows.getByIndex(at).IsFiltered for at in range(rows.getCount()))

    @property
    def UsedRange(self) -> RangeApi:
        return self._sheet.used_range.api

    def Range(self, address: str) -> RangeApi:
        """Cells by their address."""
        return self._sheet.range(address).api


def _unprotect(owner: Any, password: str) -> None:
    owner.unprotect(password)
    if owner.isProtected():
        raise ComError("the password is wrong")
