"""A figure: a number as somebody printed it, and the place where it stands."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from xladdin.model.interval import Interval
from xladdin.model.unit import NUMBER, Unit


class Location(Struct, frozen=True):
    """Where a text stands.

    ``cell`` is A1 for sheets, ``t2R5:C3`` for Word tables (second table, row 5, column 3; all from
    1). ``paragraph`` is a zero-based index of the body's paragraphs, ``span`` character offsets in
    its text. ``sheet`` is the sheet's name. ``quote`` is the text of the cell or sentence.
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
        """The paragraph or the cell: what stands there belongs together."""
        return (self.source, self.sheet, self.cell, self.paragraph)


class Figure(Struct, frozen=True):
    """A number as printed.

    ``text`` is the printed text, ``value`` its number (without separators, percent sign or unit),
    ``unit`` the printed unit or, where none is printed, the one that its column gives.
    ``operator`` is one of ≥ ≤ > < = or empty.

    Two intervals, both in the units of ``unit``: ``printed`` takes the digits literally (14.4 is
    [14.35, 14.45]); ``typed`` knows what people drop when they type: counts and points are exact,
    and in a table kept to two decimals 14.4 is 14.40.
    """

    text: str
    value: Decimal
    printed: Interval
    typed: Interval
    unit: Unit = NUMBER
    operator: str = ""
    #: The unit was printed with the number, rather than taken from the heading.
    unit_printed: bool = False
    #: Words or marks stood beside the number: 约, 余, 左右, 5万 in a column of 万元 …
    irregular: bool = False

    @property
    def places(self) -> int:
        """How many decimals are printed."""
        exponent = self.value.as_tuple().exponent
        return -exponent if isinstance(exponent, int) and exponent < 0 else 0

    def kept_to(self, places: int) -> Figure:
        """The same figure in a table whose amounts are kept to this many decimals."""
        if self.irregular or places <= self.places:
            return self
        return replace(self, typed=Interval.printed(self.value, places))

    @property
    def base(self) -> Interval:
        """What the figure stands for in base units: money in 元, ratios as fractions."""
        return self.typed.scaled(self.unit.factor)
