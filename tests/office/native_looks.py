"""What ``.api`` gives for fills, lines and fonts, see native.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.office.counting import Api, ComError
from tests.office.process import struct

if TYPE_CHECKING:
    from tests.office.parts import Font
    from tests.office.ranges import Range

#: Excel's XlColorIndex
NO_FILL, SOME_FILL = -4142, 6
#: Excel's XlLineStyle, and soffice's width of a thin line
CONTINUOUS, NO_LINE, THIN = 1, -4142, 26
#: Excel's XlHAlign and XlVAlign
HORIZONTAL = {1: "general", -4131: "left", -4108: "center", -4152: "right", 5: "fill"}
VERTICAL = {-4160: "top", -4108: "center", -4107: "bottom"}


def look(name: str, words: dict[int, str] | None = None) -> property:
    """A property that xlwings has, too, by another name; in ``words``, by Excel's numbers."""
    numbers = {word: number for number, word in (words or {}).items()}

    def read(self: Any) -> Any:
        value = getattr(self._range, name)
        return numbers.get(value) if words else value

    def write(self: Any, value: Any) -> None:
        setattr(self._range, name, words[value] if words else value)

    return property(read, write)


class FontApi(Api):
    """Excel's Font."""

    def __init__(self, font: Font) -> None:
        self._range = font

    Name, Size, Bold, Color = look("name"), look("size"), look("bold"), look("color")


class InteriorApi(Api):
    """Excel's Interior: the fill of cells."""

    def __init__(self, cells: Range) -> None:
        self._range = cells

    @property
    def ColorIndex(self) -> int | None:
        """None where the cells differ."""
        uno = self._range.uno
        if uno.getPropertyState("CellBackColor").value == "AMBIGUOUS_VALUE":
            return None
        return NO_FILL if uno.getPropertyValue("CellBackColor") == -1 else SOME_FILL

    @ColorIndex.setter
    def ColorIndex(self, value: int) -> None:
        if value != NO_FILL:
            raise ComError("only xlColorIndexNone (-4142) is understood here")
        self._range.color = None

    @property
    def Color(self) -> int:
        """White for no fill, as in Excel."""
        red, green, blue = self._range.color or (255, 255, 255)
        return red | green << 8 | blue << 16

    @Color.setter
    def Color(self, colour: int) -> None:
        self._range.color = colour


class BordersApi(Api):
    """Excel's Borders: all lines around the cells and between them, solid and thin."""

    def __init__(self, cells: Range) -> None:
        self._range = cells

    @property
    def LineStyle(self) -> int:
        line = self._range.uno.TableBorder2.TopLine
        return CONTINUOUS if line.LineWidth else NO_LINE

    @LineStyle.setter
    def LineStyle(self, style: int) -> None:
        if style != CONTINUOUS:
            raise ComError("only xlContinuous (1) is understood here")
        self._draw(0)

    @property
    def Color(self) -> int:
        return _turned(self._range.uno.TableBorder2.TopLine.Color)

    @Color.setter
    def Color(self, colour: int) -> None:
        self._draw(_turned(colour))

    def _draw(self, colour: int) -> None:
        line = struct("table.BorderLine2", Color=colour, OuterLineWidth=THIN, LineWidth=THIN)
        sides = ("Top", "Bottom", "Left", "Right", "Horizontal", "Vertical")
        lines = {f"{side}Line": line for side in sides}
        valid = {f"Is{side}LineValid": True for side in sides}
        self._range.uno.TableBorder2 = struct("table.TableBorder2", **lines, **valid)


def _turned(colour: int) -> int:
    """Excel has blue in front, soffice red."""
    return colour >> 16 & 255 | colour & 0xFF00 | (colour & 255) << 16
