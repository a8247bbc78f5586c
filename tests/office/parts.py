"""Fonts, notes and colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from tests.office import native_range
from tests.office.counting import ComError, counted, trips
from tests.office.process import load_uno

if TYPE_CHECKING:
    from tests.office.ranges import Range

BOLD, NORMAL = 150.0, 100.0
NO_COLOUR = -1
#: soffice keeps a font for western, one for Chinese and one for complex scripts.
SCRIPTS = ("", "Asian", "Complex")


def colour_of(number: int) -> tuple[int, int, int] | None:
    """A UNO colour as (red, green, blue), None for no colour."""
    if number == NO_COLOUR:
        return None
    return number >> 16 & 255, number >> 8 & 255, number & 255


def int_of(colour: Any) -> int:
    """What xlwings takes for a colour: (red, green, blue), "#rrggbb", Excel's integer or None."""
    if colour is None:
        return NO_COLOUR
    if isinstance(colour, str):
        return int(colour.removeprefix("#"), 16)
    if isinstance(colour, int):
        red, green, blue = colour & 255, colour >> 8 & 255, colour >> 16 & 255
    else:
        red, green, blue = colour
    return red << 16 | green << 8 | blue


@counted
class Font(base_classes.Font):
    """The font of a range; None for what its cells do not share."""

    def __init__(self, parent: Range) -> None:
        self.parent = parent

    @property
    def api(self) -> Font:
        return self

    def _read(self, member: str) -> Any:
        return self.parent._shared(member, lambda value: value)

    def _write(self, member: str, value: Any) -> None:
        if self.parent.sheet.uno.isProtected():
            raise ComError(f"the sheet {self.parent.sheet.name} is protected")
        uno = self.parent.uno
        for script in SCRIPTS if member != "CharColor" else ("",):
            setattr(uno, member + script, value)

    @property
    def bold(self) -> bool | None:
        weight = self._read("CharWeight")
        return None if weight is None else weight > NORMAL

    @bold.setter
    def bold(self, value: bool) -> None:
        self._write("CharWeight", BOLD if value else NORMAL)

    @property
    def italic(self) -> bool | None:
        posture = self._read("CharPosture")
        return None if posture is None else posture.value == "ITALIC"

    @italic.setter
    def italic(self, value: bool) -> None:
        name = "ITALIC" if value else "NONE"
        self._write("CharPosture", load_uno().Enum("com.sun.star.awt.FontSlant", name))

    @property
    def size(self) -> float | None:
        return self._read("CharHeight")

    @size.setter
    def size(self, value: float) -> None:
        self._write("CharHeight", float(value))

    @property
    def color(self) -> tuple[int, int, int]:
        number = self._read("CharColor")
        return (0, 0, 0) if number is None else colour_of(number) or (0, 0, 0)

    @color.setter
    def color(self, colour: Any) -> None:
        self._write("CharColor", int_of(colour))

    @property
    def name(self) -> str | None:
        return self._read("CharFontName")

    @name.setter
    def name(self, value: str) -> None:
        self._write("CharFontName", value)


@counted
class Note(base_classes.Note):
    """The note of one cell; ``text`` is what it says, where that is known already."""

    def __init__(self, cell: Range, text: str | None = None) -> None:
        self._cell = cell
        self._known = trips.changes, text

    @property
    def api(self) -> native_range.NoteApi:
        return native_range.NoteApi(self)

    @property
    def location(self) -> Range:
        return self._cell

    def uno(self) -> Any:
        """The UNO annotation."""
        cell = self._cell
        place = cell.sheet.uno.getCellByPosition(cell.column - 1, cell.row - 1)
        return place.getAnnotation()

    @property
    def text(self) -> str:
        changes, text = self._known
        if text is not None and changes == trips.changes:
            return text
        return str(self.uno().getString())

    @text.setter
    def text(self, text: str) -> None:
        self._check_unprotected()
        self.uno().setString(text)

    @property
    def author(self) -> str:
        return str(self.uno().getAuthor())

    def delete(self) -> None:
        self._check_unprotected()
        self._cell.uno.clearContents(8)

    def _check_unprotected(self) -> None:
        if self._cell.sheet.uno.isProtected():
            raise ComError(f"the sheet {self._cell.sheet.name} is protected")
