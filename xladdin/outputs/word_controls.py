"""Put content controls around numbers of a Word document, changing no other byte. A bookmark
surrounds each control, because some programs, such as LibreOffice before 7.5, keep a control but
lose its tag."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import quoteattr

from msgspec import Struct, field

from xladdin.model.figure import Location
from xladdin.outputs.office_package import Span
from xladdin.outputs.word_places import Document, Place, Places
from xladdin.sources.docx_looks import looks_of
from xladdin.sources.docx_order import PARAGRAPH
from xladdin.sources.docx_text import W
from xladdin.sources.package import Package
from xladdin.text.reprinting import reprinted

_TEXT, _RUN, _PROPERTIES = W + "t", W + "r", W + "rPr"
_ELSEWHERE = "写在域、超链接或文本框里"
_TRACKED = "写在修订里，先在 Word 里接受修订，再联动"
_CHANGES = (W + "ins", W + "moveTo")
_UNCLEAR = "这个数的写法认不出"


class Wanted(Struct, frozen=True):
    """A control to put around the number of a figure; without ``bookmark`` it gets none."""

    text: str
    value: Decimal
    tag: str
    title: str
    bookmark: str = ""


class Controlled(Struct):
    """The new document: ``made`` are the figures with controls, ``refused`` says why others have none."""

    data: bytes
    made: list[Location] = field(default_factory=list)
    refused: dict[Location, str] = field(default_factory=dict)


class Control(Struct, frozen=True):
    """A control, or a bookmark with its name as tag: the place and the text that it surrounds."""

    tag: str
    location: Location
    text: str

    def holds(self, place: Location) -> bool:
        """Tell whether a place overlaps it."""
        start, end = self.location.span or (0, 0)
        first, last = place.span or (0, 0)
        return place.paragraph == self.location.paragraph and first < end and start < last


def controls(data: bytes, name: str) -> list[Control]:
    """Return the tagged controls and the bookmarks in a document's paragraphs, in their order.
    Raises InputError if the document cannot be read."""
    package = Package(data, name)
    main = package.main_part()
    places = Places(package.tree(main), looks_of(package, main))
    found = [
        Control(tag, Location(name, paragraph=index, span=span, quote=text), text)
        for each in (places.controls(), places.bookmarks())
        for tag, index, span, text in each
    ]
    return sorted(found, key=lambda each: (each.location.paragraph, each.location.span))


def controlled(data: bytes, name: str, wanted: Mapping[Location, Wanted]) -> Controlled:
    """Return the document with a control around the number of each figure. Figures that cannot have
    one are refused with a reason. Raises InputError if the document cannot be copied."""
    document, done = Document(data, name, "内容控件"), Controlled(data)
    writer = _Writer(document)
    for location, each in wanted.items():
        place = document.places.find(location, each.text)
        there = reprinted(place.text, each.value, each.value) if place is not None else None
        if place is None or there is None:
            done.refused[location] = _UNCLEAR
            continue
        number = place.part(there.start, there.end)
        if not writer.wrap(number, each):
            done.refused[location] = _why(number)
            continue
        done.made.append(location)
    if done.made:
        done.data = document.changed(writer.changes())
    return done


def _why(number: Place) -> str:
    """Return why there may be no control around a number."""
    elements = (stretch.element for stretch in number.stretches if stretch.element is not None)
    tracked = any(each.tag in _CHANGES for text in elements for each in text.iterancestors())
    return _TRACKED if tracked else _ELSEWHERE


class _Writer:
    """Collects where controls begin and end within runs, and writes these runs anew."""

    def __init__(self, part: Document) -> None:
        self._part, self._prefix = part, part.prefix
        self._marks: dict[Any, list[tuple[int, int, bytes]]] = {}
        self._numbers = part.numbers(W + "bookmarkStart")

    def wrap(self, number: Place, wanted: Wanted) -> bool:
        """Put a control around a number; return False if there may be none."""
        first, last = number.stretches[0], number.stretches[-1]
        texts = [stretch.element for stretch in number.stretches]
        if not all(self._is_plain_run(text) for text in texts):
            return False
        if len({text.getparent().getparent() for text in texts}) != 1:
            return False
        end = last.offset + len(last.text)
        number_id = next(self._numbers) if wanted.bookmark else 0
        begin = self._begin(wanted, number_id)
        self._marks.setdefault(first.element, []).append((first.offset, 1, begin))
        self._marks.setdefault(last.element, []).append((end, 0, self._end(number_id)))
        return True

    def _is_plain_run(self, text: Any) -> bool:
        """Tell whether a text is all of a run that stands directly in the paragraph."""
        if text is None or text.tag != _TEXT or text.getparent().tag != _RUN:
            return False
        if text.getprevious() is not None and text.getprevious().tag != _PROPERTIES:
            return False
        if text.getnext() is not None:
            return False
        return bool(text.getparent().getparent().tag == PARAGRAPH)

    def changes(self) -> dict[Span, bytes]:
        """Return the new bytes of each run with controls in it, by the run's range."""
        return dict(self._rewritten(text, sorted(marks)) for text, marks in self._marks.items())

    def _rewritten(self, text: Any, marks: list[tuple[int, int, bytes]]) -> tuple[Span, bytes]:
        run = text.getparent()
        opening, closing = self._part.opening(run), self._part.end_tag(run)
        pieces: list[bytes] = []
        at = 0
        for offset, _, mark in [*marks, (len(text.text), 2, b"")]:
            if kept := text.text[at:offset]:
                pieces.append(opening + self._part.text(kept) + closing)
            pieces.append(mark)
            at = offset
        return self._part.span(run), b"".join(pieces)

    def _begin(self, wanted: Wanted, number: int) -> bytes:
        p = self._prefix
        name = quoteattr(wanted.bookmark)
        mark = f'<{p}:bookmarkStart {p}:id="{number}" {p}:name={name}/>' if number else ""
        return (
            f"{mark}<{p}:sdt><{p}:sdtPr><{p}:alias {p}:val={quoteattr(wanted.title)}/>"
            f"<{p}:tag {p}:val={quoteattr(wanted.tag)}/></{p}:sdtPr><{p}:sdtContent>"
        ).encode()

    def _end(self, number: int) -> bytes:
        p = self._prefix
        mark = f'<{p}:bookmarkEnd {p}:id="{number}"/>' if number else ""
        return f"</{p}:sdtContent></{p}:sdt>{mark}".encode()
