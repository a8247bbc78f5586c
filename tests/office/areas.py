"""Rectangles of cells, and properties that many cells share or not."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.office.formulas import letters

#: Left, top, right, bottom, from 0, as UNO wants them.
Limits = tuple[int, int, int, int]
ROWS, COLUMNS = 1_048_576, 16_384
#: A point in soffice's unit of length, a hundredth of a millimetre.
POINT = 2540 / 72


class Area(NamedTuple):
    """A rectangle: its first row and column, from 1, and how many there are."""

    row: int
    column: int
    rows: int
    columns: int

    @classmethod
    def of(cls, address: Any) -> Area:
        """A CellRangeAddress as an Area."""
        corners = address.StartColumn, address.StartRow, address.EndColumn, address.EndRow
        return cls.within(corners)

    @classmethod
    def within(cls, limits: Limits) -> Area:
        """The area with these limits."""
        left, top, right, bottom = limits
        return cls(top + 1, left + 1, bottom - top + 1, right - left + 1)

    @property
    def limits(self) -> Limits:
        """As UNO wants it."""
        left, top = self.column - 1, self.row - 1
        return left, top, left + self.columns - 1, top + self.rows - 1

    def holds(self, other: Area) -> bool:
        """Whether ``other`` lies inside."""
        left, top, right, bottom = self.limits
        inner = other.limits
        return left <= inner[0] and top <= inner[1] and inner[2] <= right and inner[3] <= bottom

    def address(self, row_absolute: bool = True, column_absolute: bool = True) -> str:
        """The address as Excel writes it."""
        row, column = "$" * row_absolute, "$" * column_absolute
        left, top, right, bottom = (limit + 1 for limit in self.limits)
        if self.columns == COLUMNS:
            return f"{row}{top}:{row}{bottom}"
        if self.rows == ROWS:
            return f"{column}{letters(left)}:{column}{letters(right)}"
        first = f"{column}{letters(left)}{row}{top}"
        last = f"{column}{letters(right)}{row}{bottom}"
        return first if first == last else f"{first}:{last}"


def shared(owner: Any, member: str) -> Any:
    """A property that all cells share, else None."""
    if owner.getPropertyState(member).value == "AMBIGUOUS_VALUE":
        return None
    return owner.getPropertyValue(member)
