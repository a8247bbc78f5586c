"""How the cells, rows and columns of a range look, and whether they may be changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from tests.office.areas import COLUMNS, POINT, ROWS, Area, shared
from tests.office.counting import ComError, counted, trips
from tests.office.parts import Font, colour_of, int_of
from tests.office.process import load_uno

if TYPE_CHECKING:
    from tests.office.documents import Document
    from tests.office.sheets import Sheet

#: What soffice makes of the width of a character in a file; it hangs on the fonts installed.
CHARACTER = 247
_HORIZONTAL = {
    "STANDARD": "general", "LEFT": "left", "CENTER": "center", "RIGHT": "right",
    "BLOCK": "justify", "REPEAT": "fill",
}  # fmt: skip
_VERTICAL = {0: "bottom", 1: "top", 2: "center", 3: "bottom", 4: "justify"}


@counted
class Looks(base_classes.Range):
    """One area or several of a sheet. A property that its cells do not share reads as None."""

    _kind = "Range"
    sheet: Sheet
    areas: list[Area]

    @property
    def document(self) -> Document:
        """Whose range it is."""
        return self.sheet.document

    @property
    def uno(self) -> Any:
        """The UNO range; for several areas the UNO object that holds them all."""
        if len(self.areas) == 1:
            return self._block()
        sheet = self.sheet.uno
        return self.document.cells(
            [sheet.getCellRangeByPosition(*area.limits).RangeAddress for area in self.areas]
        )

    def _block(self) -> Any:
        """The first area in UNO."""
        return self.document.cells_of(self.sheet.name, self.areas[0].limits)

    def _check_unlocked(self) -> None:
        sheet = self.sheet.uno
        if sheet.isProtected():
            locked = self._shared("CellProtection", lambda value: value.IsLocked)
            if locked is not False:
                raise ComError(f"{self.address} on the protected sheet {self.sheet.name}")

    def _check_unprotected(self) -> None:
        if self.sheet.uno.isProtected():
            raise ComError(f"the sheet {self.sheet.name} is protected")

    def _shared(self, member: str, read: Callable[[Any], Any]) -> Any:
        """A property that all cells share, as ``read`` shows it, else None."""
        name, (area, *others) = self.sheet.name, self.areas
        found = (
            shared(self.uno, member) if others else self.document.shared(name, member, area.limits)
        )
        return None if found is None else read(found)

    # Cells

    @property
    def number_format(self) -> str | None:
        return self._shared("NumberFormat", self.document.format_code)

    @number_format.setter
    def number_format(self, code: str) -> None:
        self._check_unprotected()
        self.uno.NumberFormat = self.document.format_key(code)

    @property
    def color(self) -> tuple[int, int, int] | None:
        number = self._shared("CellBackColor", int)
        # What is left of Excel's Null: a colour that says nothing.
        return (0, 0, 0) if number is None else colour_of(number)

    @color.setter
    def color(self, colour: Any) -> None:
        self._check_unprotected()
        self.uno.CellBackColor = int_of(colour)

    def set_colors(self, colors: Any) -> None:
        cells = [
            (down, right, colour)
            for down, row in enumerate(colors, 1)
            for right, colour in enumerate(row, 1)
            if colour is not ...
        ]
        # As on Windows, where each cell costs a call.
        trips["Range.set_colors"] += len(cells) - 1
        for down, right, colour in cells:
            self(down, right).color = colour

    @property
    def font(self) -> Font:
        return Font(self)

    @property
    def wrap_text(self) -> bool | None:
        return self._shared("IsTextWrapped", bool)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._check_unprotected()
        self.uno.IsTextWrapped = bool(value)

    @property
    def horizontal_alignment(self) -> str | None:
        return self._shared("HoriJustify", lambda value: _HORIZONTAL[value.value])

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        self._check_unprotected()
        self.uno.HoriJustify = enum("table.CellHoriJustify", _key(_HORIZONTAL, value))

    @property
    def vertical_alignment(self) -> str | None:
        return self._shared("VertJustify", lambda value: _VERTICAL[value])

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self._check_unprotected()
        self.uno.VertJustify = _key(_VERTICAL, value)

    # Rows and columns

    def _lines(self, axis: str) -> Any:
        return getattr(self._block(), f"get{axis}")()

    def hidden(self, axis: str) -> bool | None:
        """Whether the whole rows or columns are hidden, None if some are."""
        area, rows = self.areas[0], axis == "row"
        whole = (
            Area(area.row, 1, area.rows, COLUMNS)
            if rows
            else Area(1, area.column, ROWS, area.columns)
        )
        block = self.sheet.uno.getCellRangeByPosition(*whole.limits)
        ends = ("StartRow", "EndRow") if rows else ("StartColumn", "EndColumn")
        shown = {
            line
            for address in block.queryVisibleCells().getRangeAddresses()
            for line in range(getattr(address, ends[0]), getattr(address, ends[1]) + 1)
        }
        return {0: True, area.rows if rows else area.columns: False}.get(len(shown))

    @property
    def row_hidden(self) -> bool | None:
        # As on Windows, where each row costs a call.
        trips["Range.row_hidden"] += self.shape[0] - 1
        return self.hidden("row")

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self._check_unprotected()
        self._lines("Rows").IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        trips["Range.column_hidden"] += self.shape[1] - 1
        return self.hidden("column")

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self._check_unprotected()
        self._lines("Columns").IsVisible = not value

    def _size(self, axis: str, member: str, count: int) -> int | None:
        """What all lines share; of very many the first hundred are looked at."""
        lines = self._lines(axis)
        sizes = {getattr(lines.getByIndex(at), member) for at in range(min(count, 100))}
        return sizes.pop() if len(sizes) == 1 else None

    @property
    def row_height(self) -> float | None:
        height = self._size("Rows", "Height", self.shape[0])
        return None if height is None else round(height / POINT, 1)

    @row_height.setter
    def row_height(self, points: float) -> None:
        self._check_unprotected()
        self._lines("Rows").Height = round(points * POINT)

    @property
    def column_width(self) -> float | None:
        width = self._size("Columns", "Width", self.shape[1])
        return None if width is None else round(width / CHARACTER, 2)

    @column_width.setter
    def column_width(self, characters: float) -> None:
        self._check_unprotected()
        self._lines("Columns").Width = round(characters * CHARACTER)

    def autofit(self, axis: str | None = None) -> None:
        self._check_unprotected()
        if axis in (None, "rows", "r"):
            self._lines("Rows").OptimalHeight = True
        if axis in (None, "columns", "c"):
            self._lines("Columns").OptimalWidth = True

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        self._check_unprotected()
        way = self._way(shift or "down", {"down": "DOWN", "right": "RIGHT"}, "ROWS", "COLUMNS")
        self.sheet.uno.insertCells(self._block().RangeAddress, enum("sheet.CellInsertMode", way))
        self.document.cells_move(self.sheet.name)

    def delete(self, shift: str | None = None) -> None:
        self._check_unprotected()
        way = self._way(shift or "up", {"up": "UP", "left": "LEFT"}, "ROWS", "COLUMNS")
        self.sheet.uno.removeRange(self._block().RangeAddress, enum("sheet.CellDeleteMode", way))
        self.document.cells_move(self.sheet.name)

    def _way(self, shift: str, ways: dict[str, str], rows: str, columns: str) -> str:
        if self.shape[1] == COLUMNS:
            return rows
        return columns if self.shape[0] == ROWS else ways[shift]


def _key(table: dict[Any, str], value: str) -> Any:
    return next(key for key, name in reversed(table.items()) if name == value)


def enum(name: str, value: str) -> Any:
    """A value of a UNO enumeration."""
    return load_uno().Enum(f"com.sun.star.{name}", value)
