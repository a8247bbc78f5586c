"""What ``.api`` gives for sheets, their notes, and names, see native.py."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from tests.office.counting import Api, ComError

if TYPE_CHECKING:
    from tests.office.books import Book
    from tests.office.names import Name
    from tests.office.native_range import NoteApi, RangeApi
    from tests.office.sheets import Sheet

#: What a protected sheet may allow, in the order of Protect's arguments.
ALLOWED = tuple((
    "AllowFormattingCells AllowFormattingColumns AllowFormattingRows AllowInsertingColumns"
    " AllowInsertingRows AllowInsertingHyperlinks AllowDeletingColumns AllowDeletingRows"
    " AllowSorting AllowFiltering AllowUsingPivotTables"
).split())  # fmt: skip
#: Excel's XlSheetType
WORKSHEET = -4167


class SheetsApi(Api):
    """Excel's Sheets."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def Count(self) -> int:
        return len(self._book.sheets)

    def Item(self, Index: int | str) -> SheetApi:
        """A sheet, by its number from 1 or its name."""
        return self._book.sheets(Index).api

    def Add(self, Before: SheetApi | None = None, After: SheetApi | None = None) -> SheetApi:
        """A new sheet, which is in front then."""
        beside = [each and each._sheet for each in (Before, After)]
        return self._book.sheets.add(*beside).api


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

    @Name.setter
    def Name(self, name: str) -> None:
        self._sheet.name = name

    @property
    def Index(self) -> int:
        return self._sheet.index

    @property
    def Visible(self) -> int:
        return self._sheet.visible

    @Visible.setter
    def Visible(self, value: int) -> None:
        self._sheet.visible = value

    def Delete(self) -> None:
        """Delete the sheet."""
        self._sheet.delete()

    @property
    def Comments(self) -> NotesApi:
        return NotesApi(self._sheet)

    @property
    def Cells(self) -> RangeApi:
        return self._sheet.cells.api

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
        Scenarios: bool = True, UserInterfaceOnly: bool = False, *more: bool, **allowed: bool,
    ) -> None:  # fmt: skip
        """Protect the locked cells."""
        allowed |= zip(ALLOWED, more, strict=False)
        if not set(allowed) <= set(ALLOWED):
            raise ComError(f"Protect knows no {sorted(set(allowed) - set(ALLOWED))}")
        self._allowed.update(dict.fromkeys(ALLOWED, False) | allowed)
        if Contents:
            self._sheet.uno.protect(Password)

    def Unprotect(self, Password: str = "") -> None:
        """Undo Protect."""
        unprotect(self._sheet.uno, Password)

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


class NotesApi(Api):
    """Excel's Comments."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def Count(self) -> int:
        return len(self._sheet.notes)

    def Item(self, Index: int) -> NoteApi:
        """A note, by its number from 1."""
        return self._sheet.notes[Index - 1].api


class NamesApi(Api):
    """Excel's Names."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def Count(self) -> int:
        return len(self._book.names)

    def Item(self, Index: int | str) -> NameApi:
        """A name. Raises ComError if there is none."""
        return NameApi(self._book.names(Index))

    def Add(self, Name: str, RefersTo: str) -> NameApi:
        """Define a name, or define it anew."""
        return NameApi(self._book.names.add(Name, RefersTo))


class NameApi(Api):
    """Excel's Name."""

    def __init__(self, name: Name) -> None:
        self._name = name

    @property
    def Name(self) -> str:
        return self._name.name

    @property
    def RefersTo(self) -> str:
        return self._name.refers_to

    def Delete(self) -> None:
        """Take the name away."""
        self._name.delete()


def unprotect(owner: Any, password: str) -> None:
    """Take off a protection. Raises ComError if that is not its password."""
    owner.unprotect(password)
    if owner.isProtected():
        raise ComError("the password is wrong")
