"""Grid and Paragraph: what every source becomes, whether a sheet, a Word table or a text dump."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from xladdin.model.addresses import Area
from xladdin.model.figure import Location


class Paragraph(Struct, frozen=True):
    """A paragraph of the body, outside tables. ``index`` counts from zero within its source.

    A line of a report that a table's cells hold has the ``frame``, its cell, begins at an ``offset`` in
    the cell's text, and its index is negative.
    """

    index: int
    text: str
    frame: Location | None = None
    offset: int = 0

    def place(self, source: str, span: tuple[int, int] | None = None) -> Location:
        """Where it stands, or a part of it."""
        quote = self.text.strip()
        if self.frame is None:
            return Location(source, paragraph=self.index, span=span, quote=quote)
        start, end = span or (0, len(self.text))
        return replace(self.frame, span=(self.offset + start, self.offset + end), quote=quote)


class Cell(Struct, frozen=True):
    """A cell, a merged range being one cell.

    ``row`` and ``column`` are zero-based and name its top left corner. ``text`` is what a person
    sees, number format applied; ``value`` the stored number of a number cell. ``pending`` tells a
    formula whose result was not saved: it has no text, but is not blank.
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    value: Decimal | None = None
    formula: str = ""
    pending: bool = False

    @property
    def right(self) -> int:
        """The column after the last one covered."""
        return self.column + self.columns

    @property
    def below(self) -> int:
        """The row after the last one covered."""
        return self.row + self.rows


class Grid(Struct, frozen=True, dict=True):
    """A table: cells in reading order, blank ones included where the source has them.

    ``number`` counts the tables of a source from 1. ``sheet`` is the sheet's name, None for tables
    of a document. ``aligned`` is False for a text dump, which does not tell how many columns a cell
    spans: there, ``column`` is only the cell's ordinal in its row.
    """

    number: int
    cells: tuple[Cell, ...]
    sheet: str | None = None
    aligned: bool = True
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    #: Cells whose content nobody sees though their row and column are there, by row and column.
    unseen: frozenset[tuple[int, int]] = frozenset()
    #: Rows where the source's next tables begin, if several were put together to one.
    seams: tuple[int, ...] = ()

    @cached_property
    def height(self) -> int:
        return max((cell.below for cell in self.cells), default=0)

    @cached_property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """For each row its distinct cells from left to right, those that reach in from above too."""
        rows: list[list[Cell]] = [[] for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row, cell.below):
                rows[row].append(cell)
        return tuple(tuple(sorted(row, key=lambda cell: cell.column)) for row in rows)

    def address(self, cell: Cell) -> str:
        """A1 style for a sheet, ``t2R5:C3`` for a table of a document."""
        if self.sheet is None:
            part = bisect_right(self.seams, cell.row)
            row = cell.row - (self.seams[part - 1] if part else 0)
            return f"t{self.number + part}R{row + 1}:C{cell.column + 1}"
        return Area(cell.row, cell.column).address

    def is_hidden(self, cell: Cell) -> bool:
        """Whether nobody sees a cell: all its rows are hidden, or all its columns, or its content is."""
        rows, columns = range(cell.row, cell.below), range(cell.column, cell.right)
        return (
            self.hidden_rows.issuperset(rows)
            or self.hidden_columns.issuperset(columns)
            or (cell.row, cell.column) in self.unseen
        )

    def filled(self) -> Iterator[Cell]:
        """The cells with text in them."""
        return (cell for cell in self.cells if cell.text.strip())


Block = Paragraph | Grid


class Source(Struct, frozen=True, dict=True):
    """A file that was read: its blocks in the order in which a reader meets them.

    ``name`` is what the user is shown (the file's name, or its path below the folder given).
    ``notes`` tell in Chinese what was left out: hidden sheets, tracked deletions, conversion marks.
    ``helpers`` are the sheets that this program adds to workbooks (审核公式, 校验结果 …): they are no
    part of the filing. ``copies`` are annotated copies of the filing's workbooks that lie beside them,
    of which nothing but the helpers is looked at.
    """

    name: str
    kind: str
    sha256: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    helpers: tuple[Grid, ...] = ()
    copies: tuple[Source, ...] = ()

    def helper(self, sheet: str) -> Grid | None:
        """The helper sheet of this name."""
        return next((grid for grid in self.helpers if grid.sheet == sheet), None)

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Grid))
