"""In which order a reader meets the paragraphs and tables of ``word/document.xml``.

The reader of a document and whoever annotates it later must count alike, so both walk through here.
"""

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
#: Where these speak of a row or a cell, rather than of words in it.
_OF_CELLS = (W + "trPr", W + "tcPr")
#: So many paragraphs in a cell, or characters in one, are text laid out, no entry of a form.
_FLOW, _PROSE = 3, 60
#: Elements that only wrap blocks, rows or cells.
WRAPPERS = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
)


def body_paragraphs(root: Any) -> Iterator[Any]:
    """The ``w:p`` elements that ``Paragraph.index`` counts, index 0 first.

    ``root`` is the ``w:document``. Counted is every paragraph outside tables, an empty one too, in
    content controls and in tables that only lay a page out, too. The paragraphs of text boxes that are anchored in a paragraph follow it
    and are counted as well. Not counted is whatever a table holds.
    """
    return (block for block in body_blocks(root) if block.tag == PARAGRAPH)


def body_tables(root: Any) -> Iterator[Any]:
    """The ``w:tbl`` elements that ``Grid.number`` counts, number 1 first: each table, then the
    tables nested in its cells."""
    for block in body_blocks(root):
        if block.tag == TABLE:
            yield from with_nested(block)


def body_blocks(root: Any) -> Iterator[Any]:
    """The ``w:p`` and ``w:tbl`` of the body in reading order, without those inside tables."""
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
    """The children of an element, those of wrappers in their place; of alternatives the first."""
    for child in container:
        if child.tag in WRAPPERS:
            yield from opened(child)
        elif child.tag == _EITHER:
            yield from opened(next((branch for branch in child if len(branch)), child))
        else:
            yield child


def _lays_out(table: Any) -> bool:
    """Whether a table is a frame around text: one column that holds prose, several paragraphs in a
    cell or a table. One of which rows or cells are marked as deleted is none."""
    rows = [row for row in opened(table) if row.tag == ROW]
    cells = [[cell for cell in opened(row) if cell.tag == CELL] for row in rows]
    if any(len(row) != 1 for row in cells):
        return False
    if any(mark.getparent().tag in _OF_CELLS for mark in table.iter(*_TRACKED)):
        return False
    return any(_is_flow(cell) for (cell,) in cells)


def _is_flow(cell: Any) -> bool:
    """Whether a cell holds a table, several paragraphs or a long one."""
    inside = list(opened(cell))
    lengths = [sum(len(text.text or "") for text in each.iter(W + "t")) for each in inside]
    tables = any(each.tag == TABLE for each in inside)
    return tables or sum(map(bool, lengths)) >= _FLOW or max(lengths, default=0) >= _PROSE


def has_boxes(element: Any) -> bool:
    """Whether there is a text box anywhere inside: this one fast look spares a search in every
    paragraph."""
    return next(element.iter(_BOX), None) is not None


def text_boxes(element: Any) -> Iterator[Any]:
    """The ``w:txbxContent`` elements anchored in a paragraph, each once: Word writes a box twice,
    for new and for old versions; the first with a box in it counts."""
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
    """``table``, then the tables inside its cells, depth first."""
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
