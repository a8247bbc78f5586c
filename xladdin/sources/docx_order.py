"""Walk the paragraphs and tables of ``word/document.xml`` in a reader's order. Reading and later
annotating count them alike, because both walk through this module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xladdin.sources.docx_text import MC, W

PARAGRAPH = W + "p"
TABLE = W + "tbl"
ROW, CELL = W + "tr", W + "tc"
_BOX = W + "txbxContent"
_EITHER = MC + "AlternateContent"
_TRACKED = (W + "del", W + "cellDel")
#: Marks of deletion inside these concern a row or a cell, not words in it.
_OF_CELLS = (W + "trPr", W + "tcPr")
#: A cell with so many paragraphs, or one of so many characters, is laid-out text, no entry of a form.
_FLOW, _PROSE = 3, 60
#: Elements that only wrap blocks, rows or cells.
WRAPPERS = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
)


def body_paragraphs(root: Any) -> Iterator[Any]:
    """Return the ``w:p`` elements that ``Paragraph.index`` counts, index 0 first.

    ``root`` is the ``w:document``. Every paragraph outside tables counts, even an empty one, one in a
    content control, and one in a table that only lays out a page. Paragraphs of text boxes follow the
    paragraph of their anchor. Paragraphs inside other tables do not count.
    """
    return (block for block in body_blocks(root) if block.tag == PARAGRAPH)


def body_tables(root: Any) -> Iterator[Any]:
    """Yield the ``w:tbl`` elements that ``Grid.number`` counts, number 1 first; nested tables follow theirs."""
    for block in body_blocks(root):
        if block.tag == TABLE:
            yield from with_nested(block)


def body_blocks(root: Any) -> Iterator[Any]:
    """Yield the ``w:p`` and ``w:tbl`` of the body in reading order, without those inside tables."""
    body = root.find(W + "body")
    if body is None:
        return iter(())
    return _blocks(body, has_boxes(body))


def _blocks(container: Any, boxes: bool) -> Iterator[Any]:
    for child in opened(container):
        tag = child.tag
        if tag == PARAGRAPH:
            yield child
            if boxes:
                for box in text_boxes(child):
                    yield from _blocks(box, boxes)
        elif tag == TABLE:
            if _lays_out(child):
                for cell in child.iter(CELL):
                    if next(cell.iterancestors(TABLE)) is child:
                        yield from _blocks(cell, boxes)
            else:
                yield child


def opened(container: Any) -> Iterator[Any]:
    """Yield the children of an element, replacing wrappers by their content and alternatives by the first."""
    for child in container:
        if child.tag in WRAPPERS:
            yield from opened(child)
        elif child.tag == _EITHER:
            yield from opened(next((branch for branch in child if len(branch)), child))
        else:
            yield child


def _lays_out(table: Any) -> bool:
    """Return whether a table only frames text: one column with prose, several paragraphs in a cell, or
    a table. With tracked deletions of rows or cells it is none."""
    rows = [row for row in opened(table) if row.tag == ROW]
    cells = [[cell for cell in opened(row) if cell.tag == CELL] for row in rows]
    if any(len(row) != 1 for row in cells):
        return False
    if any(mark.getparent().tag in _OF_CELLS for mark in table.iter(*_TRACKED)):
        return False
    return any(_is_flow(cell) for (cell,) in cells)


def _is_flow(cell: Any) -> bool:
    """Return whether a cell holds a table, several paragraphs or a long one."""
    inside = list(opened(cell))
    lengths = [sum(len(text.text or "") for text in each.iter(W + "t")) for each in inside]
    tables = any(each.tag == TABLE for each in inside)
    return tables or sum(map(bool, lengths)) >= _FLOW or max(lengths, default=0) >= _PROSE


def has_boxes(element: Any) -> bool:
    """Return whether there is a text box inside; one look spares a search in every paragraph."""
    return next(element.iter(_BOX), None) is not None


def text_boxes(element: Any) -> Iterator[Any]:
    """Yield the ``w:txbxContent`` elements of a paragraph, each once. Word writes a box twice, for new
    and old versions; the first alternative with a box counts."""
    for child in element:
        tag = child.tag
        if tag == _BOX:
            yield child
        elif tag == _EITHER:
            for branch in child:
                found = list(text_boxes(branch))
                if found:
                    yield from found
                    break
        elif len(child):
            yield from text_boxes(child)


def with_nested(table: Any) -> Iterator[Any]:
    """Yield ``table``, then the tables inside its cells, depth first."""
    yield table
    for nested in _tables_inside(table):
        yield from with_nested(nested)


def _tables_inside(element: Any) -> Iterator[Any]:
    if next(element.iterdescendants(TABLE), None) is None:
        return
    for child in opened(element):
        if child.tag == TABLE:
            yield child
        elif len(child):
            yield from _tables_inside(child)
