"""A filing as whoever opens its documents sees it: without the rows and columns that are hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec.structs import replace

from xladdin import checking
from xladdin.appendix.order import Order
from xladdin.model.figure import Location
from xladdin.model.grid import Cell, Grid, Source
from xladdin.publishing.cleansing import cleansed
from xladdin.publishing.private import without_private
from xladdin.publishing.unseen import KINDS
from xladdin.sources.docx import read_docx
from xladdin.sources.identify import EXTENSIONS
from xladdin.sources.package import Package
from xladdin.sources.reading import file_bytes, legible_blocks
from xladdin.sources.sheet_grid import READ_ALL_THE_SAME

_Place = tuple[str, str | None, str | None]


def as_seen(order: Order) -> tuple[Order, Counter[str]]:
    """The order without what is hidden in its forms, and how many of what was hidden there. Results of
    formulas, as far as they are known, are those of the whole forms."""
    hidden: Counter[str] = Counter()
    known = {
        _at(entry.location): entry.text
        for form in order.filing.forms for entry in form.every_entry() if not entry.pending
    }  # fmt: skip
    sources = tuple(_seen(source, order, known, hidden) for source in order.filing.sources)
    if sources == order.filing.sources:
        return order, hidden
    return replace(order, filing=checking.file(sources, order.profile)), +hidden


def _seen(
    source: Source, order: Order, known: Mapping[_Place, str], hidden: Counter[str]
) -> Source:
    blocks = source.blocks
    if source.kind in EXTENSIONS["docx"]:
        data, removed = cleansed(file_bytes(order.files[source.name], source.name), source.name)
        if found := {kind: count for kind, count in removed.items() if kind in KINDS}:
            hidden.update(found)
            blocks = legible_blocks(read_docx(Package(data, source.name))[0])
    notes = tuple(note for note in source.notes if not note.endswith(READ_ALL_THE_SAME))

    def seen(grid: Grid, cell: Cell) -> Cell:
        if grid.is_hidden(cell):
            return replace(cell, text="", value=None, formula="", pending=False)
        if cell.pending:
            place = source.name, grid.sheet, grid.address(cell)
            return replace(cell, text=known.get(place, ""), pending=False)
        return cell

    for grid in source.grids:
        lost = [cell for cell in grid.filled() if grid.is_hidden(cell)]
        rows = {cell.row for cell in lost if cell.row in grid.hidden_rows}
        columns = {cell.column for cell in lost if cell.column in grid.hidden_columns}
        white = {(cell.row, cell.column) for cell in lost} & grid.unseen
        where = f"（工作表“{without_private(grid.sheet or '')}”）"
        hidden[f"隐藏的行和列{where}"] += len(rows) + len(columns)
        hidden[f"看不见的单元格{where}"] += len(white)
    blocks = tuple(
        replace(each, cells=tuple(seen(each, cell) for cell in each.cells))
        if isinstance(each, Grid) else each
        for each in blocks
    )  # fmt: skip
    return replace(source, blocks=blocks, notes=notes)


def _at(location: Location) -> _Place:
    return location.source, location.sheet, location.cell
