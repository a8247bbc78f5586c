"""Convert between zero-based row and column numbers and the addresses that Excel uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from xladdin.patterns import pattern

_ADDRESS = pattern(r"\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")


#: A cell's row and column, zero-based.
Place = tuple[int, int]


def in_runs(numbers: Iterable[int], joins: Callable[[int], bool] = lambda _: False) -> list[range]:
    """Group ascending numbers into runs. Two of them make one if each number between them ``joins``."""
    found: list[range] = []
    for number in numbers:
        if found and all(map(joins, range(found[-1].stop, number))):
            found[-1] = range(found[-1].start, number + 1)
        else:
            found.append(range(number, number + 1))
    return found


class Spot(NamedTuple):
    """A cell of a workbook: the sheet's name and an A1 address."""

    sheet: str
    cell: str

    @property
    def reference(self) -> str:
        """The reference as formulas and links write it: ``'附件1'!C5``."""
        quoted = self.sheet.replace("'", "''")
        return f"'{quoted}'!{self.cell}"


class Area(NamedTuple):
    """A rectangle of cells: its first row and column (zero-based), and how many of each it has."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def address(self) -> str:
        """The address, such as A1 or A1:C3."""
        first = f"{letters(self.column)}{self.row + 1}"
        if self.rows == self.columns == 1:
            return first
        last = f"{letters(self.column + self.columns - 1)}{self.row + self.rows}"
        return f"{first}:{last}"

    def places(self) -> Iterator[Place]:
        """Yield the row and column of each cell, row by row."""
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + self.columns):
                yield row, column


def area(address: str) -> Area:
    """Parse an address such as $A$1:$C$3; any other text raises ValueError."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError(address)
    row, column = int(found[2]) - 1, _number(found[1])
    below, right = int(found[4] or found[2]), _number(found[3] or found[1]) + 1
    return Area(row, column, below - row, right - column)


def letters(column: int) -> str:
    """Return the letters of a zero-based column: 26 is AA."""
    text, number = "", column + 1
    while number:
        number, digit = divmod(number - 1, 26)
        text = chr(65 + digit) + text
    return text


def _number(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1
