"""Find the elements of ``word/document.xml`` that show the text of a Location."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain, count
from typing import Any
from xml.sax.saxutils import escape

from msgspec import Struct

from xladdin.errors import InputError
from xladdin.model.figure import Location
from xladdin.outputs.office_package import AsWritten, Span, rewritten
from xladdin.outputs.places import occurrences
from xladdin.sources.docx_looks import Looks, looks_of
from xladdin.sources.docx_order import PARAGRAPH, body_paragraphs, body_tables, has_boxes
from xladdin.sources.docx_table import PlacedCell, cell_paragraphs, placed_cells
from xladdin.sources.docx_text import Tally, W, text_pieces
from xladdin.sources.package import Package
from xladdin.sources.residue import residue_spans

_CONTROL = W + "sdt"
_START, _END, _NAME, _ID = W + "bookmarkStart", W + "bookmarkEnd", W + "name", W + "id"


class Stretch(Struct, frozen=True):
    """Text that an element shows, from ``offset`` in it; the line feed between paragraphs has no element."""

    element: Any
    offset: int
    text: str

    def cut(self, start: int, end: int) -> Stretch:
        """Return the characters from ``start`` to before ``end``; the bounds may lie outside."""
        start = max(start, 0)
        return Stretch(self.element, self.offset + start, self.text[start : max(end, start)])


class Place(Struct, frozen=True):
    """A text as stretches, without any if blank, and the paragraph in which it begins."""

    paragraph: Any
    stretches: tuple[Stretch, ...] = ()

    @property
    def text(self) -> str:
        """The text that stands there."""
        return "".join(stretch.text for stretch in self.stretches)

    def part(self, start: int, end: int) -> Place:
        """Return the characters of its text from ``start`` to before ``end``."""
        parts = []
        for stretch in self.stretches:
            parts.append(stretch.cut(start, end))
            start, end = start - len(stretch.text), end - len(stretch.text)
        return Place(self.paragraph, tuple(part for part in parts if part.text))


class Document(AsWritten):
    """The main part of a Word document with its places, able to write runs in its vocabulary.
    Making one raises InputError if the document cannot be copied. ``what`` names in Chinese what is
    to be written, for messages."""

    def __init__(self, data: bytes, name: str, what: str) -> None:
        self._data, self._package, self._what = data, Package(data, name), what
        self._main = self._package.main_part()
        super().__init__(self._package, self._main)
        self.places = Places(self.root, looks_of(self._package, self._main))

    @cached_property
    def prefix(self) -> str:
        """The prefix of Word's own elements. Raises InputError if they have none."""
        for name, uri in self.root.nsmap.items():
            if name and uri == W[1:-1]:
                return str(name)
        raise InputError(f"文档的写法不合规范，不能写{self._what}，请用 Word 打开后另存一份再试。")

    def numbers(self, tag: str) -> Iterator[int]:
        """Yield numbers that no element of this kind (``*`` for any) has, without end."""
        taken = (each.get(_ID) for each in self.root.iter(tag))
        return count(1 + max((int(n) for n in taken if n and n.isdecimal()), default=0))

    def opening(self, run: Any) -> bytes:
        """Return the start of a run like this one, including its formatting."""
        properties = run[0] if run[0].tag == W + "rPr" else None
        written = self.written(properties) if properties is not None else b""
        return self.start_tag(run) + written

    def text(self, words: str, tag: str = "t") -> bytes:
        """Return a text within a run."""
        name = f"{self.prefix}:{tag}"
        return f'<{name} xml:space="preserve">{escape(words)}</{name}>'.encode()

    def changed(self, changes: Mapping[Span, bytes]) -> bytes:
        """Return the document with ``changes`` made in its main part."""
        return rewritten(self._data, self._package, {self._main: self.spliced(changes)})


class Places:
    """The places of one document; ``root`` is its ``w:document``, ``looks`` tell what is not read.
    Paragraphs, tables and characters are counted as the reader counts them, so runs may be split
    between two calls."""

    def __init__(self, root: Any, looks: Looks) -> None:
        self._root, self._looks = root, looks
        self._paragraphs = list(body_paragraphs(root))
        self._tables = list(body_tables(root))
        self._cells: dict[int, dict[tuple[int, int], PlacedCell]] = {}

    def find(self, location: Location, text: str) -> Place | None:
        """Return where ``location`` lies; None if nowhere. In a cell that is ``text`` if it occurs
        once, else the whole cell; a location without a span is the whole paragraph."""
        if location.cell is not None:
            return self._in_cell(location, text)
        if location.paragraph is None or not 0 <= location.paragraph < len(self._paragraphs):
            return None
        paragraph = self._paragraphs[location.paragraph]
        segments = list(_segments(paragraph, self._looks))
        start, end = location.span or (0, 0)
        shown = "".join(segment.text for segment in segments)
        if not shown[start:end].strip():
            start, end = 0, len(shown)
        return _place(paragraph, segments, start, end)

    def controls(self) -> Iterator[tuple[str, int, tuple[int, int], str]]:
        """Yield each tagged content control within a paragraph: its tag, the paragraph's index, the
        span of its text, and the text."""
        for index, paragraph in enumerate(self._paragraphs):
            found: dict[Any, list[tuple[int, str]]] = {}
            at = 0
            for segment in _segments(paragraph, self._looks):
                for control in _tagged(segment.element):
                    found.setdefault(control, []).append((at, segment.text))
                at += len(segment.text)
            for control, pieces in found.items():
                text = "".join(piece for _, piece in pieces)
                start = pieces[0][0]
                yield _tag(control), index, (start, start + len(text)), text

    def bookmarks(self) -> Iterator[tuple[str, int, tuple[int, int], str]]:
        """Yield the same of each bookmark within a paragraph, by its name."""
        for index, paragraph in enumerate(self._paragraphs):
            marks = [each for each in paragraph.iter(_START) if each.get(_NAME)]
            if not marks:
                continue
            lengths: dict[Any, int] = {}
            for segment in _segments(paragraph, self._looks):
                lengths[segment.element] = lengths.get(segment.element, 0) + len(segment.text)
            shown = "".join(segment.text for segment in _segments(paragraph, self._looks))
            at, begun = 0, {}
            for element in paragraph.iter(_START, _END, *{e.tag for e in lengths}):
                if element.tag == _START:
                    begun[element.get(_ID)] = (element.get(_NAME), at)
                elif element.tag == _END and element.get(_ID) in begun:
                    name, start = begun.pop(element.get(_ID))
                    if name and start < at:
                        yield name, index, (start, at), shown[start:at]
                at += lengths.get(element, 0)

    def beginning(self) -> Place | None:
        """Return the first paragraph with text, else the first one; None for a document without
        paragraphs."""
        blank = None
        for paragraph in chain(self._paragraphs, self._root.iter(PARAGRAPH)):
            segments = list(_segments(paragraph, self._looks))
            length = sum(len(segment.text) for segment in segments)
            if (place := _place(paragraph, segments, 0, length)).stretches:
                return place
            blank = blank or place
        return blank

    def _in_cell(self, location: Location, text: str) -> Place | None:
        if (at := location.table_cell) is None:
            return None
        number, row, column = (part - 1 for part in at)
        if not 0 <= number < len(self._tables):
            return None
        if number not in self._cells:
            cells, _ = placed_cells(self._tables[number])
            self._cells[number] = {(cell.row, cell.column): cell for cell in cells}
        cell = self._cells[number].get((row, column))
        return None if cell is None else _cell_place(cell, text, self._looks)


def _cell_place(cell: PlacedCell, text: str, looks: Looks) -> Place | None:
    """Return the place of ``text`` in the first part of a cell with text; the first paragraph of a
    blank cell; None without paragraphs."""
    blank = None
    for part in cell.parts:
        paragraphs = list(cell_paragraphs(part, has_boxes(part)))
        segments: list[Stretch] = []
        for paragraph in paragraphs:
            segments += [Stretch(None, 0, "\n")] if segments else []
            segments += _segments(paragraph, looks)
        shown = "".join(segment.text for segment in segments)
        if paragraphs and shown.strip():
            found = occurrences(text, shown)
            start, end = found[0] if len(found) == 1 else (0, len(shown))
            return _place(paragraphs[0], segments, start, end)
        if paragraphs and blank is None:
            blank = Place(paragraphs[0])
    return blank


def _tagged(element: Any) -> Iterator[Any]:
    """Yield the tagged content controls around an element within its paragraph."""
    for each in element.iterancestors() if element is not None else ():
        if each.tag == PARAGRAPH:
            return
        if each.tag == _CONTROL and _tag(each):
            yield each


def _tag(control: Any) -> str:
    tag = control.find(f"{W}sdtPr/{W}tag")
    return tag.get(W + "val", "") if tag is not None else ""


def _segments(paragraph: Any, looks: Looks) -> Iterator[Stretch]:
    """Yield the text of a paragraph piece by piece, without what the reader drops as residue."""
    pieces = text_pieces(paragraph, Tally(looks=looks))
    cuts = residue_spans("".join(text for _, text in pieces))
    begin = 0
    for element, text in pieces:
        end, here = begin + len(text), begin
        for cut_start, cut_end in cuts:
            if here < cut_start < end:
                yield Stretch(element, here - begin, text[here - begin : cut_start - begin])
            if cut_start < end:
                here = max(here, min(cut_end, end))
        if here < end:
            yield Stretch(element, here - begin, text[here - begin :])
        begin = end


def _place(paragraph: Any, segments: Iterable[Stretch], start: int, end: int) -> Place:
    """Return the text from ``start`` to ``end`` as a place, without blanks at its ends."""
    place = Place(paragraph, tuple(segments)).part(start, end)
    inside = place.text
    blank = len(inside) - len(inside.lstrip())
    return place.part(blank, blank + len(inside.strip()))
