"""An open spreadsheet of soffice, and what the engine remembers of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.office.areas import Limits, shared
from tests.office.counting import ComError, trips
from tests.office.process import Office, load_uno, properties, struct

SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
}

#: com.sun.star.util.NumberFormat
DATE, TIME, CURRENCY, TEXT, LOGICAL = 2, 4, 8, 256, 1024

#: soffice's format of truth values, which Excel shows as such in any format.
LOGICAL_CODE = "BOOLEAN"
_MONEY = re.compile(r"[¥￥€£]|\$(?!-)")


class Document:
    """One document: ``uno`` is the model, ``path`` None until it is saved, ``name`` as Excel's."""

    def __init__(self, office: Office, uno: Any, path: Path | None, name: str) -> None:
        self.inside = office.inside
        self.uno = uno
        self.sheets = uno.getSheets()
        self.path = path
        self.name = name
        #: As Excel understands it: it may be changed, but not saved under its name.
        self.read_only = False
        #: What Excel keeps of a sheet's protection and soffice does not, by the sheet's name.
        self.protections: dict[str, dict[str, Any]] = {}
        self.selectable: dict[str, int] = {}
        #: What a sheet's protection allows, by the sheet's name: soffice does not keep it.
        self.allowed: dict[str, dict[str, Any]] = {}
        self._sheets: dict[str, Any] = {}
        #: The cursor of each sheet, and where it is, as far as that is known.
        self._cursors: dict[str, Any] = {}
        self._at: dict[str, Limits] = {}
        #: What was asked before it was wanted, and the changes before that.
        self._answers: tuple[int, dict[Any, Any]] = (-1, {})
        self._names: dict[str | None, Any] = {}
        self._formats: dict[int, tuple[int, str]] = {}

    @property
    def controller(self) -> Any:
        """The view."""
        return self.uno.getCurrentController()

    def sheet(self, name: str) -> Any:
        """The UNO sheet of a name; kept, as each new UNO object costs a millisecond."""
        if name not in self._sheets:
            self._sheets[name] = self.sheets.getByName(name)
        return self._sheets[name]

    def cells_of(self, name: str, limits: Limits) -> Any:
        """Cells of a sheet, as the one cursor that goes about on it: good until the next call."""
        if name not in self._cursors:
            self._cursors[name] = self.sheet(name).createCursor()
        cursor, at = self._cursors[name], self._at.pop(name, None)
        if at != limits:
            left, top, right, bottom = limits
            if at is None or at[:2] != at[2:]:
                cursor.collapseToSize(1, 1)
            if at is None:
                start = cursor.getRangeAddress()
                at = start.StartColumn, start.StartRow, 0, 0
            cursor.gotoOffset(left - at[0], top - at[1])
            if limits[:2] != limits[2:]:
                cursor.collapseToSize(right - left + 1, bottom - top + 1)
        self._at[name] = limits
        return cursor

    def merged(self, name: str, limits: Limits) -> Limits:
        """The limits of cells of a sheet with the merged ranges that they touch."""
        foreseen = self._foreseen(name, "merge_area", limits)
        if foreseen is not None:
            return foreseen
        cursor = self.cells_of(name, limits)
        cursor.collapseToMergedArea()
        at = cursor.getRangeAddress()
        self._at[name] = at.StartColumn, at.StartRow, at.EndColumn, at.EndRow
        return self._at[name]

    def shared(self, name: str, member: str, limits: Limits) -> Any:
        """A property that all these cells share, None where they do not."""
        foreseen = self._foreseen(name, member, limits)
        if foreseen is not None:
            return foreseen[0]
        return shared(self.cells_of(name, limits), member)

    def foresee(self, name: str, what: str, places: list[Limits]) -> None:
        """Ask at once for what will be asked of each of these cells of a sheet."""
        flat = [number for limits in places for number in limits]
        if not flat:
            return
        if what == "merge_area":
            numbers = iter(self.inside("Merged", self.sheet(name), flat))
            answers: Iterable[Any] = zip(*[numbers] * 4, strict=True)
        else:
            answers = ((each,) for each in self.inside("Looks", self.sheet(name), flat, what))
        asked = ((name, what, limits) for limits in places)
        self._answers = trips.changes, dict(zip(asked, answers, strict=True))

    def _foreseen(self, *question: Any) -> Any:
        """What is known already, if nothing has changed since it was asked."""
        changes, answers = self._answers
        return answers.get(question) if changes == trips.changes else None

    def cells_move(self, name: str) -> None:
        """To be called when cells are inserted or deleted, which the cursor goes along with."""
        self._cursors.pop(name, None)
        self._at.pop(name, None)

    def names(self, scope: str | None) -> Any:
        """The names of a sheet, or those of the whole document."""
        if scope not in self._names:
            owner = self.uno if scope is None else self.sheet(scope)
            self._names[scope] = owner.NamedRanges
        return self._names[scope]

    def forget_sheet(self, name: str) -> None:
        """To be called when a sheet is renamed or deleted."""
        self.cells_move(name)
        self._sheets.pop(name, None)
        self._names.pop(name, None)

    def close(self) -> None:
        """Close without saving."""
        self.uno.setModified(False)
        self.uno.close(True)

    def save(self, target: Path, password: str | None) -> None:
        """Save as the type that the name of ``target`` says, and go on under that name."""
        how: dict[str, Any] = {"FilterName": FILTERS[target.suffix.lower()]}
        if password:
            how["Password"] = password
        self.uno.storeAsURL(target.as_uri(), properties(**how))
        self.path, self.name = target, target.name

    def export(self, target: Path) -> None:
        """Write the document as PDF."""
        how = properties(FilterName="calc_pdf_Export")
        self.uno.storeToURL(target.resolve().as_uri(), how)

    # Number formats: UNO knows them by a key, Excel by their code.

    def format_type(self, key: int) -> int:
        """DATE, TIME, CURRENCY, TEXT or LOGICAL among others, as bits."""
        return self._format(key)[0]

    def format_code(self, key: int) -> str:
        """The code as in Excel."""
        return self._format(key)[1]

    def _format(self, key: int) -> tuple[int, str]:
        if key not in self._formats:
            found = self.uno.getNumberFormats().getByKey(key)
            code = _excel_code(found.FormatString)
            kind = found.Type | (CURRENCY if _MONEY.search(code) else 0)
            self._formats[key] = kind, code
        return self._formats[key]

    def format_key(self, code: str) -> int:
        """The key of a code, which is added if it is new."""
        formats, locale = self.uno.getNumberFormats(), struct("lang.Locale")
        if code == LOGICAL_CODE:
            return int(formats.getStandardFormat(LOGICAL, locale))
        key = formats.queryKey(code, locale, False)
        if key == -1:
            try:
                key = formats.addNew(code, locale)
            except load_uno().getClass("com.sun.star.util.MalformedNumberFormatException"):
                raise ComError(f"not a number format: {code}") from None
        return int(key)

    def cells(self, areas: list[Any]) -> Any:
        """One object for all cells of several CellRangeAddresses, to set a property at once."""
        ranges = self.uno.createInstance("com.sun.star.sheet.SheetCellRanges")
        ranges.addRangeAddresses(tuple(areas), False)
        return ranges


def _excel_code(code: str) -> str:
    """The code as Excel has it: letters of dates and times small, and none for truth values."""
    if code == LOGICAL_CODE:
        return "General"
    parts = code.split('"')
    for at in range(0, len(parts), 2):
        if not any(sign in parts[at] for sign in "0#?") and parts[at] != "General":
            parts[at] = parts[at].replace("AM/PM", "\0").lower().replace("\0", "AM/PM")
    return '"'.join(parts)
