"""Read a Word table as cells with their spans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from xladdin.model.grid import Cell
from xladdin.sources.bounds import bound
from xladdin.sources.docx_order import CELL, PARAGRAPH, ROW, has_boxes, opened, text_boxes
from xladdin.sources.docx_text import Tally, W, paragraph_text

_ROW_PROPERTIES = W + "trPr"
_BEFORE, _DELETED = W + "gridBefore", W + "del"
_CELL_PROPERTIES = W + "tcPr"
_CELL_DELETED = f"{_CELL_PROPERTIES}/{W}cellDel"
_SPAN, _VERTICAL, _HORIZONTAL = W + "gridSpan", W + "vMerge", W + "hMerge"
_VALUE = W + "val"


class PlacedCell(Struct):
    """A cell of a table with its place (zero-based). ``parts`` are its ``w:tc`` elements: the first
    one, then those merged into it."""

    row: int
    column: int
    columns: int
    rows: int = 1
    parts: list[Any] = field(default_factory=list)


def placed_cells(table: Any) -> tuple[list[PlacedCell], int]:
    """Return the cells of a ``w:tbl`` in reading order, and the number of deleted rows and cells.

    Tracked deletions of rows and cells are left out. A vertical merge without a start above it is a
    cell of its own.
    """
    cells: list[PlacedCell] = []
    open_merges: dict[int, PlacedCell] = {}
    row_number = deleted = 0
    most = bound("columns")
    for row in _inside(table, ROW):
        column, gone = _row_start(row)
        if gone:
            deleted += 1
            continue
        still_open: dict[int, PlacedCell] = {}
        left: PlacedCell | None = None
        for part in _inside(row, CELL):
            if part.find(_CELL_DELETED) is not None:
                deleted += 1
                continue
            span, vertical, horizontal = _spans(part, most)
            above = open_merges.get(column)
            if horizontal == "continue" and left is not None:
                left.columns += span
                left.parts.append(part)
            elif vertical == "continue" and above is not None:
                above.rows += 1
                above.parts.append(part)
                still_open[column] = left = above
            else:
                left = PlacedCell(row_number, column, span, parts=[part])
                cells.append(left)
                if vertical is not None:
                    still_open[column] = left
            column = min(column + span, most)
        open_merges = still_open
        row_number += 1
    return cells, deleted


def table_cells(table: Any, tally: Tally) -> tuple[Cell, ...]:
    """Return the cells of a ``w:tbl`` with their text.

    Paragraphs, also those of text boxes, are joined by newlines; text in a merged continuation follows
    on a new line. The text of a nested table is left to its own grid.
    """
    placed, deleted = placed_cells(table)
    tally.deletions += deleted
    boxes = has_boxes(table)
    return tuple(
        Cell(cell.row, cell.column, _text(cell.parts, tally, boxes), cell.rows, cell.columns)
        for cell in placed
    )


def _text(parts: list[Any], tally: Tally, boxes: bool) -> str:
    text = "\n".join(_lines(parts[0], tally, boxes))
    for part in parts[1:]:
        more = "\n".join(_lines(part, tally, boxes))
        if more.strip():
            text = f"{text}\n{more}" if text else more
    return text


def _lines(part: Any, tally: Tally, boxes: bool) -> Iterator[str]:
    return (paragraph_text(paragraph, tally) for paragraph in cell_paragraphs(part, boxes))


def cell_paragraphs(part: Any, boxes: bool) -> Iterator[Any]:
    """Yield the ``w:p`` of a ``w:tc``, one per line of its text, with text boxes if ``boxes``."""
    for child in opened(part):
        if child.tag == PARAGRAPH:
            yield child
            if boxes:
                for box in text_boxes(child):
                    yield from cell_paragraphs(box, boxes)


def _inside(container: Any, wanted: str) -> Iterator[Any]:
    """Return the rows of a table or the cells of a row."""
    return (child for child in opened(container) if child.tag == wanted)


def _row_start(row: Any) -> tuple[int, bool]:
    """Return the first column of a row, and whether the row is deleted."""
    skipped, gone = 0, False
    for properties in row.iterchildren(_ROW_PROPERTIES):
        for entry in properties:
            if entry.tag == _BEFORE:
                skipped = _number(entry.get(_VALUE), 0, bound("columns"))
            elif entry.tag == _DELETED:
                gone = True
    return skipped, gone


def _spans(part: Any, most: int) -> tuple[int, str | None, str | None]:
    """Return ``(columns, vertical merge, horizontal merge)`` of a ``w:tc``; a merge is ``restart``,
    ``continue`` or None."""
    span, vertical, horizontal = 1, None, None
    properties = part[0] if len(part) else part
    if properties.tag != _CELL_PROPERTIES:
        return span, vertical, horizontal
    for entry in properties:
        tag = entry.tag
        if tag == _SPAN:
            span = _number(entry.get(_VALUE), 1, most)
        elif tag == _VERTICAL:
            vertical = entry.get(_VALUE) or "continue"
        elif tag == _HORIZONTAL:
            horizontal = entry.get(_VALUE) or "continue"
    return span, vertical, horizontal


def _number(text: str | None, least: int, most: int) -> int:
    try:
        return max(least, min(int(text or least), most))
    except ValueError:
        return least
