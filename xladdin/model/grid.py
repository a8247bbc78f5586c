"""Define what every source becomes, sheet, Word table or text dump: Grids and Paragraphs."""

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
    """A paragraph of the body, outside tables; ``index`` counts from zero within its source.

    For a line of a report that stands in a table's cell, ``frame`` is that cell, ``offset`` where the
    line begins in the cell's text, and ``index`` is negative.
    """

    index: int
    text: str
    frame: Location | None = None
    offset: int = 0

    def place(self, source: str, span: tuple[int, int] | None = None) -> Location:
        """Return the location of the paragraph, or of a span of its text."""
        quote = self.text.strip()
        if self.frame is None:
            return Location(source, paragraph=self.index, span=span, quote=quote)
        start, end = span or (0, len(self.text))
        return replace(self.frame, span=(self.offset + start, self.offset + end), quote=quote)


class Cell(Struct, frozen=True):
    """A cell; a merged range is one cell.

    ``row`` and ``column`` are the zero-based top left corner. ``text`` is what a person sees, number
    format applied; ``value`` is the stored number, None in other cells. ``pending`` marks a formula
    whose result was not saved: its text is empty, but it is not blank.
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
    """A table: its cells in reading order, including the blank ones that the source stores.

    ``number`` counts the tables of a source from 1. ``sheet`` is the sheet's name, None in a document.
    ``aligned`` is False for a text dump, which does not tell how many columns a cell spans: ``column``
    is then only the cell's ordinal in its row.
    """

    number: int
    cells: tuple[Cell, ...]
    sheet: str | None = None
    aligned: bool = True
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    #: Row and column of cells whose content is invisible though neither is hidden.
    unseen: frozenset[tuple[int, int]] = frozenset()
    #: Where this grid joins several tables of the source: the rows at which the next ones begin.
    seams: tuple[int, ...] = ()

    @cached_property
    def height(self) -> int:
        return max((cell.below for cell in self.cells), default=0)

    @cached_property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """For each row its distinct cells from left to right, including those merged down into it."""
        rows: list[list[Cell]] = [[] for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row, cell.below):
                rows[row].append(cell)
        return tuple(tuple(sorted(row, key=lambda cell: cell.column)) for row in rows)

    def address(self, cell: Cell) -> str:
        """Return the cell's address: A1 style in a sheet, ``t2R5:C3`` in a document's table."""
        if self.sheet is None:
            part = bisect_right(self.seams, cell.row)
            row = cell.row - (self.seams[part - 1] if part else 0)
            return f"t{self.number + part}R{row + 1}:C{cell.column + 1}"
        return Area(cell.row, cell.column).address

    def is_hidden(self, cell: Cell) -> bool:
        """Return whether all rows or all columns of the cell are hidden, or its content is unseen."""
        rows, columns = range(cell.row, cell.below), range(cell.column, cell.right)
        return (
            self.hidden_rows.issuperset(rows)
            or self.hidden_columns.issuperset(columns)
            or (cell.row, cell.column) in self.unseen
        )

    def filled(self) -> Iterator[Cell]:
        """Yield the cells with text in them."""
        return (cell for cell in self.cells if cell.text.strip())


Block = Paragraph | Grid


class Source(Struct, frozen=True, dict=True):
    """A file that was read: its blocks in reading order.

    ``name`` is what the user is shown: the file's name, or its path below the folder given. ``notes``
    say in Chinese what was left out: hidden sheets, tracked deletions, conversion marks. ``helpers``
    are the sheets that this program adds to workbooks (审核公式, 校验结果 …); they are no part of the
    filing. ``copies`` are annotated copies that lie beside the filing's workbooks; only their helpers
    are read.
    """

    name: str
    kind: str
    sha256: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    helpers: tuple[Grid, ...] = ()
    copies: tuple[Source, ...] = ()

    def helper(self, sheet: str) -> Grid | None:
        """Return the helper sheet of this name, or None."""
        return next((grid for grid in self.helpers if grid.sheet == sheet), None)

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Grid))
