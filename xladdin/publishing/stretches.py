"""The texts of a Word document in which private words are looked for: a word may lie in several elements,
a label and its number in several cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from xladdin.publishing.private import Private, label, labelled, private
from xladdin.sources.docx_text import W

_TABLE, _ROW, _CELL, _PARAGRAPH, _TEXT = (W + name for name in ("tbl", "tr", "tc", "p", "t"))
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
#: What may stand in place of a number.
_NOTHING = re.compile(r"[\s/—\-–、…·（）()无同上略暂缺未填]*")


class Found(NamedTuple):
    """Private words in a text: its elements, each with where in the text it begins."""

    elements: list[tuple[Any, int]]
    words: tuple[Private, ...]


def found_in(root: Any) -> Iterator[Found]:
    """The private words of a part. Between one and the next they may be taken out."""
    for elements in [*_stretches(root), *_drawn(root)]:
        text, starts = _joined(elements)
        yield Found(starts, private(text))
    for elements, kind in [*_labelled(root)]:
        text, starts = _joined(elements)
        yield Found(starts, labelled(text, kind))
    for each in root.iter(etree.Element):
        if each.text:
            yield Found([(each, 0)], private(each.text))


def _stretches(root: Any) -> Iterator[list[Any]]:
    """The texts of a row of a table, else of a paragraph."""
    stretch: list[Any] = []
    last: Any = None
    for text in root.iter(_TEXT):
        around = list(text.iterancestors(_ROW, _PARAGRAPH))
        outermost = around[-1] if around else None
        if stretch and outermost is not last:
            yield stretch
            stretch = []
        last = outermost
        stretch.append(text)
    if stretch:
        yield stretch


def _drawn(root: Any) -> Iterator[list[Any]]:
    """The texts of each paragraph of a drawing."""
    yield from (list(each.iter(_DRAWING + "t")) for each in root.iter(_DRAWING + "p"))


def _labelled(root: Any) -> Iterator[tuple[list[Any], str]]:
    """The texts of cells that stand behind or below the label of private numbers, and which."""
    for table in root.iter(_TABLE):
        heads: dict[int, str] = {}
        for row in (each for each in table.iter(_ROW) if _within(each, _TABLE) is table):
            cells = [*_cells(row)]
            before = None
            for index, (column, texts) in enumerate(cells):
                text, _ = _joined(texts)
                kind, follows = label(text), cells[index + 1 : index + 2]
                if kind is not None:
                    following = _joined(follows[0][1])[0] if follows else ""
                    before = kind if any(map(str.isdigit, following)) else None
                    if before is None:
                        heads[column] = kind
                    continue
                if (said := before or heads.get(column)) and any(map(str.isdigit, text)):
                    yield texts, said
                elif not _NOTHING.fullmatch(text):
                    heads.pop(column, None)
                before = None


def _cells(row: Any) -> Iterator[tuple[int, list[Any]]]:
    """The cells of a row: in which column each begins, and its texts."""
    column = _number(row, "trPr", "gridBefore", 0)
    for cell in (each for each in row.iter(_CELL) if _within(each, _ROW) is row):
        yield column, list(cell.iter(_TEXT))
        column += _number(cell, "tcPr", "gridSpan", 1)


def _within(element: Any, tag: str) -> Any:
    return next(element.iterancestors(tag), None)


def _number(element: Any, properties: str, name: str, usual: int) -> int:
    said = element.find(f"{W}{properties}/{W}{name}")
    try:
        return usual if said is None else int(said.get(W + "val", ""))
    except ValueError:
        return usual


def _joined(elements: list[Any]) -> tuple[str, list[tuple[Any, int]]]:
    """The text of some elements, a blank between those of two paragraphs; each with where it begins."""
    text, starts, before = "", [], None
    for each in elements:
        paragraph = next(each.iterancestors(_PARAGRAPH), None)
        text += " " if before is not None and paragraph is not before else ""
        starts.append((each, len(text)))
        text += each.text or ""
        before = paragraph
    return text, starts
