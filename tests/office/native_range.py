"""What ``.api`` gives for ranges and notes, see native.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.office import blocks
from tests.office.areas import POINT, shared
from tests.office.counting import Api, ComError
from tests.office.process import struct

if TYPE_CHECKING:
    from tests.office.parts import Note
    from tests.office.ranges import Range

#: Excel's XlColorIndex
NO_FILL, SOME_FILL = -4142, 6
#: Excel's XlLineStyle, and soffice's width of a thin line
CONTINUOUS, NO_LINE, THIN = 1, -4142, 26


class RangeApi(Api):
    """Excel's Range."""

    def __init__(self, cells: Range) -> None:
        self._range = cells

    def __bool__(self) -> bool:
        return True

    @property
    def Value(self) -> Any:
        return self._range.raw_value

    @Value.setter
    def Value(self, data: Any) -> None:
        self._range.raw_value = data

    @property
    def Value2(self) -> Any:
        """Values with dates and currency as floats."""
        block = blocks.values(self._range.document, self._range.uno, plain=True)
        return blocks.unwrapped(block)

    @Value2.setter
    def Value2(self, data: Any) -> None:
        self._range.raw_value = data

    @property
    def Formula(self) -> Any:
        return self._range.formula

    @Formula.setter
    def Formula(self, data: Any) -> None:
        self._range.formula = data

    @property
    def Text(self) -> str | None:
        """What the user sees in one cell; of several cells only if all show the same."""
        shown = {text for row in self._range.texts() for text in row}
        return shown.pop() if len(shown) == 1 else None

    @property
    def HasFormula(self) -> bool | None:
        uno = self._range.uno
        found = sum(
            (address.EndRow - address.StartRow + 1) * (address.EndColumn - address.StartColumn + 1)
            for address in uno.queryFormulaCells(7).getRangeAddresses()
        )
        return {0: False, len(self._range): True}.get(found)

    @property
    def NumberFormat(self) -> str | None:
        return self._range.number_format

    @NumberFormat.setter
    def NumberFormat(self, code: str) -> None:
        self._range.number_format = code

    @property
    def Locked(self) -> bool | None:
        return shared(self._range.uno, "CellProtection", lambda value: bool(value.IsLocked))

    @Locked.setter
    def Locked(self, value: bool) -> None:
        uno = self._range.uno
        protection = uno.CellProtection
        protection.IsLocked = bool(value)
        uno.CellProtection = protection

    @property
    def MergeCells(self) -> bool | None:
        return self._range.merge_cells

    @property
    def EntireRow(self) -> LinesApi:
        return LinesApi(self._range, "row")

    @property
    def EntireColumn(self) -> LinesApi:
        return LinesApi(self._range, "column")

    @property
    def Interior(self) -> InteriorApi:
        return InteriorApi(self._range)

    @property
    def Borders(self) -> BordersApi:
        return BordersApi(self._range)


class LinesApi(Api):
    """Whole rows or columns."""

    def __init__(self, cells: Range, axis: str) -> None:
        self._range, self._axis = cells, axis

    @property
    def Hidden(self) -> bool | None:
        """None where some are hidden and some are not."""
        return self._range.hidden(self._axis)

    @Hidden.setter
    def Hidden(self, value: bool) -> None:
        setattr(self._range, f"{self._axis}_hidden", value)


class NoteApi(Api):
    """Excel's Comment, which is a note."""

    def __init__(self, note: Note) -> None:
        self._note = note

    @property
    def Shape(self) -> ShapeApi:
        return ShapeApi(self._note.uno().AnnotationShape)


class ShapeApi(Api):
    """Excel's Shape: a frame, measured in points."""

    def __init__(self, uno: Any) -> None:
        self._uno = uno

    @property
    def Width(self) -> float:
        return float(self._uno.getSize().Width) / POINT

    @Width.setter
    def Width(self, points: float) -> None:
        self._resize("Width", points)

    @property
    def Height(self) -> float:
        return float(self._uno.getSize().Height) / POINT

    @Height.setter
    def Height(self, points: float) -> None:
        self._resize("Height", points)

    def _resize(self, side: str, points: float) -> None:
        size = self._uno.getSize()
        setattr(size, side, round(points * POINT))
        self._uno.setSize(size)


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
