"""A table as HTML: its merged cells, and blanks where it has no cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from xladdin.model.grid import Cell, Grid
from xladdin.outputs.markup import Child, Markup, tag

#: A text up to this length stands in the middle of its cell, as headings and figures do.
_SHORT, _SHORT_ACROSS = 14, 45

Row = tuple[list[Markup], list[Cell]]


def cells_of(grid: Grid, content: Callable[[Cell], Child]) -> Iterator[Row]:
    """For each row that has something in it, or above something, its cells as elements, and those
    that begin in it."""
    filled = list(grid.filled())
    width = max((cell.right for cell in filled), default=0)
    below = max((cell.below for cell in filled), default=0)
    for number, row in enumerate(grid.rows[:below]):
        yield _row(row, number, width, grid, content)


def _row(
    row: Sequence[Cell], number: int, width: int, grid: Grid, content: Callable[[Cell], Child]
) -> Row:
    """The cells that reach in from above are left out."""
    made: list[Markup] = []
    begun: list[Cell] = []
    column = 0
    for cell in row:
        if cell.column >= width:
            break
        if grid.aligned and cell.column > column:
            made.append(_gap(cell.column - column))
        column = min(cell.right, width)
        if cell.row != number:
            continue
        across = column - cell.column if grid.aligned else 1
        length = len(cell.text.strip())
        middle = length <= _SHORT or (across == width and length <= _SHORT_ACROSS)
        made.append(
            tag(
                "td",
                content(cell),
                colspan=across if across > 1 else None,
                rowspan=cell.rows if cell.rows > 1 else None,
                class_="mid" if middle else None,
            )
        )
        begun.append(cell)
    if grid.aligned and column < width:
        made.append(_gap(width - column))
    return made, begun


def _gap(columns: int) -> Markup:
    return tag("td", colspan=columns if columns > 1 else None)
