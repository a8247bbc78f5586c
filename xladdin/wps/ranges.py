"""Implement xlwings' ranges, fonts and notes with remote objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xladdin.model.addresses import Area, area
from xladdin.wps.line import Operation, Remote
from xladdin.wps.native import Native

if TYPE_CHECKING:
    from xladdin.wps.sheets import Sheet

Colour = tuple[int, int, int]

#: Excel's numbers for xlwings' words.
_HORIZONTAL = {"general": 1, "left": -4131, "center": -4108, "right": -4152, "fill": 5}
_VERTICAL = {"top": -4160, "center": -4108, "bottom": -4107}
_SHIFTS = {"left": -4159, "up": -4162}
_NO_FILL = -4142  # xlColorIndexNone


class Range(base_classes.Range):
    """A rectangle of cells. ``place`` is known without asking WPS if the range was made from an
    address of cells; it is None for whole rows and columns, which serve only for ``api`` and
    deleting."""

    def __init__(self, sheet: Sheet, remote: Remote, place: Area | None) -> None:
        self._sheet = sheet
        self._remote = remote
        self._place = place

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def api(self) -> Native:
        return Native(self._remote)

    # Place

    @property
    def place(self) -> Area:
        """The rectangle, counted from zero. Raises ValueError if there are several."""
        if self._place is None:
            self._place = area(str(self._remote.told("Address")))
        return self._place

    @property
    def row(self) -> int:
        return self.place.row + 1

    @property
    def column(self) -> int:
        return self.place.column + 1

    @property
    def shape(self) -> tuple[int, int]:
        return self.place.rows, self.place.columns

    @property
    def address(self) -> str:
        first, _, last = self.place.address.partition(":")
        return ":".join(_absolute(each) for each in (first, last) if each)

    def __len__(self) -> int:
        return self.place.rows * self.place.columns

    def __call__(self, row: int, column: int = 1) -> Range:
        return self._sheet.at(Area(self.place.row + row - 1, self.place.column + column - 1))

    def select(self) -> None:
        self._remote.do("Select")

    # Content

    @property
    def raw_value(self) -> Any:
        return self._remote.get("Value2")

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self._remote.set("Value2", data)

    @property
    def formula(self) -> Any:
        return self._remote.get("Formula")

    @formula.setter
    def formula(self, data: Any) -> None:
        self._remote.set("Formula", data)

    def clear(self) -> None:
        self._remote.do("Clear")

    def delete(self, shift: str | None = None) -> None:
        self._remote.do("Delete", *([_SHIFTS[shift]] if shift else []))

    # Look

    def asked_for(self, what: str) -> list[Operation]:
        """Return the operations that read a property of these cells (color, merge_area, number_format)."""
        remote = self._remote
        if what == "color":
            fill = remote.part("Interior")
            return [fill.asks("ColorIndex"), fill.asks("Color")]
        if what == "merge_area":
            return [remote.part("MergeArea").tells("Address")]
        return [remote.asks("NumberFormat")]

    @property
    def number_format(self) -> str | None:
        code: str | None = self._remote.get("NumberFormat")
        return code

    @number_format.setter
    def number_format(self, code: str) -> None:
        self._remote.set("NumberFormat", code)

    @property
    def color(self) -> Colour | None:
        index, colour = self._remote.line.know(*self.asked_for("color"))
        if index == _NO_FILL:
            return None
        number = int(colour or 0)
        return number & 255, number >> 8 & 255, number >> 16 & 255

    @color.setter
    def color(self, colour: Any) -> None:
        fill = self._remote.part("Interior")
        if colour is None:
            fill.set("ColorIndex", _NO_FILL)
        else:
            fill.set("Color", as_number(colour))

    @property
    def font(self) -> Font:
        return Font(self, self._remote.part("Font"))

    @property
    def merge_cells(self) -> bool | None:
        merged: bool | None = self._remote.get("MergeCells")
        return merged

    @property
    def merge_area(self) -> Range:
        return Range(self._sheet, self._remote.part("MergeArea"), None)

    def merge(self, across: bool) -> None:
        self._remote.do("Merge", across)

    # Notes

    @property
    def note(self) -> Note | None:
        return (
            Note(self, self._remote.part("Comment"))
            if self._remote.get("Comment") is not None
            else None
        )

    def add_note(self, text: str) -> Note:
        return Note(self, self._remote.make("AddComment", text))


def _excel_property(name: str, numbers: dict[str, int] | None = None) -> property:
    """Return a property for one of Excel's; with ``numbers`` for its words, it can only be set."""

    def read(self: Range | Font) -> Any:
        return self._remote.get(name)

    def write(self: Range | Font, value: Any) -> None:
        self._remote.set(name, numbers[value] if numbers else value)

    return property(None if numbers else read, write)


for _xlwings, _excel, _numbers in (
    ("column_width", "ColumnWidth", None),
    ("row_height", "RowHeight", None),
    ("wrap_text", "WrapText", None),
    ("horizontal_alignment", "HorizontalAlignment", _HORIZONTAL),
    ("vertical_alignment", "VerticalAlignment", _VERTICAL),
):
    setattr(Range, _xlwings, _excel_property(_excel, _numbers))


class Font(base_classes.Font):
    """The font of a range, which can only be set."""

    def __init__(self, parent: Range, remote: Remote) -> None:
        self.parent = parent
        self._remote = remote

    bold, size, name = _excel_property("Bold"), _excel_property("Size"), _excel_property("Name")

    def _write_colour(self, colour: Any) -> None:
        self._remote.set("Color", as_number(colour))

    color = property(None, _write_colour)


class Note(base_classes.Note):
    """The note of a cell, called a comment in Excel's own names."""

    def __init__(self, location: Range, remote: Remote) -> None:
        self._location = location
        self._remote = remote

    @property
    def api(self) -> Native:
        return Native(self._remote)

    @property
    def location(self) -> Range:
        return self._location

    @property
    def text(self) -> str:
        return str(self._remote.told("Text"))

    @text.setter
    def text(self, text: str) -> None:
        self._remote.call("Text", text)

    def delete(self) -> None:
        self._remote.do("Delete")


def as_number(colour: Any) -> int:
    """Return Excel's number for a colour given as #rrggbb or (red, green, blue)."""
    if isinstance(colour, str):
        colour = tuple(bytes.fromhex(colour.removeprefix("#")))
    red, green, blue = colour
    return int(red | green << 8 | blue << 16)


def _absolute(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"
