"""Define a figure, a number as somebody printed it, and the location where it stands."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from xladdin.model.addresses import Spot
from xladdin.model.interval import Interval
from xladdin.model.unit import NUMBER, Unit
from xladdin.patterns import pattern

_TABLE_CELL = pattern(r"t(\d+)R(\d+):C(\d+)")


class Location(Struct, frozen=True):
    """Where a text stands.

    ``cell`` is A1 in a sheet, ``t2R5:C3`` in a Word table (second table, row 5, column 3; all counted
    from 1). ``paragraph`` is the zero-based index among the body's paragraphs, ``span`` are character
    offsets in its text. ``sheet`` is the sheet's name, ``quote`` the text of the cell or sentence.
    """

    source: str = ""
    form: str | None = None
    sheet: str | None = None
    cell: str | None = None
    paragraph: int | None = None
    span: tuple[int, int] | None = None
    quote: str = ""

    @property
    def stretch(self) -> object:
        """A key for the paragraph or cell: texts with the same key belong together."""
        return (self.source, self.sheet, self.cell, self.paragraph)

    @property
    def table_cell(self) -> tuple[int, int, int] | None:
        """Table, row and column of a cell of a Word table, all counted from 1; None for other places."""
        found = _TABLE_CELL.fullmatch(self.cell or "")
        return (int(found[1]), int(found[2]), int(found[3])) if found else None

    @property
    def spot(self) -> Spot:
        """The cell of a workbook; its parts are empty for what is in no sheet."""
        return Spot(self.sheet or "", self.cell or "")


class Figure(Struct, frozen=True):
    """A number as printed.

    ``text`` is the printed text, ``value`` its number (without separators, percent sign or unit),
    ``unit`` the printed unit or, where none is printed, that of the column. ``operator`` is ≥, ≤, >, <,
    = or empty.

    There are two intervals, both in ``unit``. ``printed`` takes the digits literally: 14.4 is [14.35,
    14.45]. ``typed`` allows for what people drop when they type: counts and points are exact, and in a
    table kept to two decimals 14.4 is 14.40.
    """

    text: str
    value: Decimal
    printed: Interval
    typed: Interval
    unit: Unit = NUMBER
    operator: str = ""
    #: Whether the unit was printed with the number, not taken from the heading.
    unit_printed: bool = False
    #: Whether words or marks stood beside the number: 约, 余, 左右, 5万 in a column of 万元.
    irregular: bool = False

    @property
    def places(self) -> int:
        """How many decimals are printed."""
        exponent = self.value.as_tuple().exponent
        return -exponent if isinstance(exponent, int) and exponent < 0 else 0

    def kept_to(self, places: int) -> Figure:
        """Return the figure as part of a table whose amounts are kept to ``places`` decimals."""
        if self.irregular or places <= self.places:
            return self
        return replace(self, typed=Interval.printed(self.value, places))

    @property
    def base(self) -> Interval:
        """The typed interval in base units: money in 元, ratios as fractions."""
        return self.typed.scaled(self.unit.factor)
