"""Collect the texts of a Word document in which to look for private words, which may lie in several
elements, or as label and number in several cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise, zip_longest
from typing import Any, NamedTuple

from lxml import etree

from xladdin.patterns import pattern
from xladdin.publishing.numbers import WORDS
from xladdin.publishing.private import (
    Private,
    counts,
    is_number,
    label,
    labelled,
    looks_labelled,
    names_people,
    private,
)
from xladdin.sources.docx_text import W

_TABLE, _ROW, _CELL, _PARAGRAPH, _TEXT = (W + name for name in ("tbl", "tr", "tc", "p", "t"))
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DRAWN = _DRAWING + "t"
#: A label whose number is in the next paragraph; a number; a digit in a box of its own.
_OPEN = pattern(rf"(?:{WORDS}|[账帐][号户]|卡号|身份证)(?:号码?)?\s*[:：]?\s*$")
_DIGITS, _DIGIT = pattern(r"\s*\d[\d \-]*\s*"), pattern(r"[\dXx０-９]")
#: Texts in place of a missing number.
_NOTHING = pattern(r"[\s/—\-–、…·（）()无同上略暂缺未填]*")


class Found(NamedTuple):
    """Private words in a text; each element of the text comes with the offset at which it begins."""

    text: str
    elements: list[tuple[Any, int]]
    words: tuple[Private, ...]


def found_in(root: Any) -> Iterator[Found]:
    """Yield the private words of a part; the caller may remove them before it takes the next."""
    tables = [*root.iter(_TABLE)]
    amounts = {text for table in tables for texts in _amounts(table) for text in texts}
    plain = [*_stretches(root)]
    told = [[text for text in texts if text not in amounts]
            for texts in [*plain, *_continued(plain), *_drawn(root), *_instructions(root)]]  # fmt: skip
    for elements in told:
        text, starts = _joined(elements)
        yield Found(text, starts, private(text))
    for elements, kind in [each for table in tables for each in _labelled(table)]:
        text, starts = _joined(elements)
        yield Found(text, starts, labelled(text, kind))
    for each in root.iter(etree.Element):
        if each.text and each.tag not in (_TEXT, _DRAWN):
            yield Found(each.text, [(each, 0)], private(each.text))


def _stretches(root: Any) -> Iterator[list[Any]]:
    """Yield the texts of each row of a table, and of each paragraph outside tables."""
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


def _continued(stretches: list[list[Any]]) -> Iterator[list[Any]]:
    """Yield pairs of paragraphs, of which the first ends with a label or is the beginning of a number."""
    lines = [each for each in stretches if next(each[0].iterancestors(_ROW), None) is None]
    for one, other in pairwise(lines):
        text, following = _joined(one)[0], _joined(other)[0]
        if _OPEN.search(text) or (_DIGITS.fullmatch(text) and _DIGITS.fullmatch(following)):
            yield [*one, *other]


def _drawn(root: Any) -> Iterator[list[Any]]:
    """Yield the texts of each paragraph of a drawing, and each text outside of paragraphs."""
    yield from (list(each.iter(_DRAWN)) for each in root.iter(_DRAWING + "p"))
    yield from ([each] for each in root.iter(_DRAWN) if _within(each, _DRAWING + "p") is None)


def _instructions(root: Any) -> Iterator[list[Any]]:
    """Yield the field instructions of each paragraph."""
    yield from (found for each in root.iter(_PARAGRAPH) if (found := [*each.iter(W + "instrText")]))


def _rows(table: Any) -> Iterator[list[tuple[int, list[Any], str]]]:
    """Yield the rows of a table, each cell as its column, its text elements, and its text."""
    for row in table.iter(_ROW):
        if _within(row, _TABLE) is table:
            yield [(column, texts, _joined(texts)[0]) for column, texts in _cells(row)]


def _amounts(table: Any) -> Iterator[list[Any]]:
    """Yield the text elements of numbers in cells behind or below a label of amounts or codes."""
    heads: set[int] = set()
    for row in _rows(table):
        before = ""
        for column, texts, text in row:
            if is_number(text):
                if column in heads or counts(before):
                    yield texts
            elif counts(text):
                heads.add(column)
            elif not _NOTHING.fullmatch(text):
                heads.discard(column)
            before = text


class _Numbers:
    """The cells to which one label of private numbers belongs."""

    def __init__(self, kind: str, sure: bool) -> None:
        self.kind, self.sure = kind, sure
        self.cells: list[tuple[list[Any], str]] = []

    def found(self) -> Iterator[tuple[list[Any], str]]:
        """Yield the cells' text elements with the kind, if the label is certain or the numbers fit it."""
        if self.sure or all(looks_labelled(text, self.kind) for _, text in self.cells):
            yield from ((texts, self.kind) for texts, _ in self.cells)


def _labelled(table: Any) -> Iterator[tuple[list[Any], str]]:
    """Yield the text elements of cells behind or below a label of private numbers, with the kind."""
    heads: dict[int, _Numbers] = {}
    every: list[_Numbers] = []
    for cells in _rows(table):
        before = None
        people = any(names_people(text) for _, _, text in cells)
        for (column, texts, text), (_, _, following) in zip_longest(
            cells, cells[1:], fillvalue=(0, [], "")
        ):
            said = label(text)
            if said is not None:
                every.append(numbers := _Numbers(said.kind, said.sure or people))
                before = numbers if any(map(str.isdigit, following)) else None
                if before is None:
                    heads[column] = numbers
                continue
            owner = before or heads.get(column)
            if owner is not None and any(map(str.isdigit, text)):
                owner.cells.append((texts, text))
            elif not _NOTHING.fullmatch(text):
                heads.pop(column, None)
            before = None
    for each in every:
        yield from each.found()


def _cells(row: Any) -> Iterator[tuple[int, list[Any]]]:
    """Yield the cells of a row: the column at which each begins, and its text elements."""
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
    """Join the text of elements; return it with each element's offset. Paragraphs are joined by a
    blank, cells by a line break, boxes with a single digit each by nothing."""
    text, starts, before, cell = "", [], None, None
    written: dict[Any, str] = defaultdict(str)
    for each in elements:
        written[_within(each, _CELL)] += each.text or ""
    for each in elements:
        paragraph, around = _within(each, _PARAGRAPH), _within(each, _CELL)
        if before is not None and paragraph is not before:
            torn = around is not cell and all(
                _DIGIT.fullmatch(written[said].strip()) for said in (cell, around)
            )
            text += "" if torn else "\n" if around is not cell else " "
        starts.append((each, len(text)))
        text += each.text or ""
        before, cell = paragraph, around
    return text, starts
