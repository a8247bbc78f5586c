"""Cells and tables as they are laid out."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct


class Box(Struct, frozen=True):
    """A cell: its text, how many rows and columns it covers, and its amount in 元 if it is one."""

    text: str = ""
    columns: int = 1
    rows: int = 1
    amount: Decimal | None = None


class Table(Struct, frozen=True):
    """A table of one sheet: rows from left to right, covered cells left out."""

    number: int
    name: str
    rows: list[list[Box]]

    @property
    def width(self) -> int:
        return max(sum(box.columns for box in row) for row in self.rows)
