"""Make a Word document, from the empty one to its bytes: page, content, author."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn

from xladdin.documents.blocks import element

#: The end of the relationship type of python-docx's second copy of the styles.
_COPIED_STYLES = "/stylesWithEffects"
_OF_A_PAGE = ("w:type", "w:pgSz", "w:pgMar", "w:cols", "w:docGrid")


class Page(NamedTuple):
    """A4 with its margins, and the places of header and footer, in twentieths of a point."""

    top: int
    right: int
    bottom: int
    left: int
    header: int = 567
    footer: int = 567
    landscape: bool = False

    @property
    def width(self) -> int:
        """From edge to edge."""
        return 16838 if self.landscape else 11906

    @property
    def height(self) -> int:
        """From edge to edge."""
        return 11906 if self.landscape else 16838

    @property
    def across(self) -> int:
        """Between the margins."""
        return self.width - self.left - self.right

    @property
    def down(self) -> int:
        """Between the margins."""
        return self.height - self.top - self.bottom


#: The page for forms: 20 mm left and right, 25 mm above for a header of two lines, 18 mm below.
FORMS = Page(1417, 1134, 1020, 1134)
#: The page of official letters (GB/T 9704): 37 mm above, 28 left, 26 right, 35 below.
OFFICIAL = Page(2098, 1474, 1984, 1587, 851, 1417)


def blank() -> Word:
    """Return a document without text. python-docx's own has a second copy of the styles for Word
    2010 alone. It would differ from the styles that are set later, so it is removed."""
    word = Document()
    relations = word.part.rels
    for name in [name for name, each in relations.items() if each.reltype.endswith(_COPIED_STYLES)]:
        del relations[name]
    return word


def begun(page: Page, when: datetime | None = None) -> Word:
    """Return a document without text on this page; with ``when`` one whose author is this program."""
    word = blank()
    set_page(word.element.body.get_or_add_sectPr(), page)
    if when is not None:
        word.core_properties.author = "xladdin"
        word.core_properties.created = word.core_properties.modified = when
    return word


def set_page(section: Any, page: Page) -> None:
    """Give a section this page instead of its own."""
    for name in _OF_A_PAGE:
        for child in section.findall(qn(name)):
            section.remove(child)
    size = element("w:pgSz", w=str(page.width), h=str(page.height))
    if page.landscape:
        size.set(qn("w:orient"), "landscape")
    told = {key: str(getattr(page, key)) for key in Page._fields[:6]}
    at = len(section.findall(qn("w:headerReference")) + section.findall(qn("w:footerReference")))
    margins = element("w:pgMar", **told, gutter="0")
    section[at:at] = [element("w:type", val="nextPage"), size, margins]


def put(word: Word, blocks: Iterable[Any]) -> None:
    """Add paragraphs and tables at the end."""
    last = word.element.body.get_or_add_sectPr()
    for block in blocks:
        last.addprevious(block)


def saved(word: Word) -> bytes:
    """Return the document as a file."""
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()
