"""What ``.api`` gives for ranges and notes, see native.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.office import blocks
from tests.office.areas import POINT
from tests.office.counting import Api
from tests.office.native_looks import (
    HORIZONTAL,
    VERTICAL,
    BordersApi,
    FontApi,
    InteriorApi,
    look,
)

if TYPE_CHECKING:
    from tests.office.native_sheets import SheetApi
    from tests.office.parts import Note
    from tests.office.ranges import Range


class RangeApi(Api):
    """Excel's Range."""

    def __init__(self, cells: Range) -> None:
        self._range = cells

    def __bool__(self) -> bool:
        return True

    def Address(self) -> str:
        """Where it is."""
        return self._range.address

    @property
    def Worksheet(self) -> SheetApi:
        return self._range.sheet.api

    def Select(self) -> None:
        """Select the cells."""
        self._range.select()

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
        return self._range._shared("CellProtection", lambda value: bool(value.IsLocked))

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
    def MergeArea(self) -> RangeApi:
        return self._range.merge_area.api

    def Merge(self, Across: bool = False) -> None:
        """Make one cell of them."""
        self._range.merge(Across)

    def Clear(self) -> None:
        """Take out contents, formats and notes."""
        self._range.clear()

    def Delete(self, Shift: int | None = None) -> None:
        """Take out the cells themselves."""
        self._range.delete({None: None, -4159: "left", -4162: "up"}[Shift])

    @property
    def Comment(self) -> NoteApi | None:
        note = self._range.note
        return note and note.api

    def AddComment(self, Text: str) -> NoteApi:
        """Put a note beside the cell."""
        return self._range.add_note(Text).api

    @property
    def EntireRow(self) -> LinesApi:
        return LinesApi(self._range, "row")

    @property
    def EntireColumn(self) -> LinesApi:
        return LinesApi(self._range, "column")

    ColumnWidth = look("column_width")
    RowHeight = look("row_height")
    WrapText = look("wrap_text")
    HorizontalAlignment = look("horizontal_alignment", HORIZONTAL)
    VerticalAlignment = look("vertical_alignment", VERTICAL)

    @property
    def Font(self) -> FontApi:
        return FontApi(self._range.font)

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
    def Parent(self) -> RangeApi:
        return self._note.location.api

    def Text(self, Text: str | None = None) -> str:
        """What it says, or shall say."""
        if Text is not None:
            self._note.text = Text
        return self._note.text

    def Delete(self) -> None:
        """Take the note away."""
        self._note.delete()

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
