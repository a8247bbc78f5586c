"""Read a web page that calls itself a document or workbook, as many finance systems export."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from msgspec import Struct

from xladdin.errors import InputError
from xladdin.model.grid import Block, Cell, Grid, Paragraph
from xladdin.patterns import pattern
from xladdin.sources.bounds import bound
from xladdin.sources.decoding import tree_text
from xladdin.sources.raised import raised_text
from xladdin.sources.strangers import unreadable

_TABLE, _ROW, _CELLS = "table", "tr", ("td", "th")
#: Elements that are never shown.
_SILENT = frozenset("script style head title noscript template select textarea".split())
#: Elements that continue the line around them.
_INLINE = frozenset(
    "a abbr b big code dfn em font i ins label mark small span strong sub tt u".split()
)
_STRUCK = frozenset(("del", "strike", "s"))
_STRIKES = pattern(r"text-decoration[^;]*line-through", re.IGNORECASE)
_UNSEEN = pattern(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BLANKS = pattern(r"[ \t\r\n]+")
#: Marks the end of a line; in the page's own text it is a blank like others.
_BREAK = "\n"


def read_webpage(data: bytes, name: str) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Return the paragraphs and tables of a page in reading order, and notes.

    A table is a Grid as of a document, without addresses of a sheet. Tables around other tables only
    lay out the page. Raises InputError for what is no text, or too large.
    """
    text = tree_text(data, name)
    root = None
    if text is not None:
        # The text is decoded already, whatever encoding the page names.
        parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
        root = etree.fromstring(text.encode("utf-8"), parser)
    if root is None:
        raise unreadable(name)
    page = _Page(name)
    blocks: list[Block] = []
    tables = 0
    for at, each in enumerate(page.flow(root)):
        if isinstance(each, str):
            blocks.append(Paragraph(at - tables, each))
        else:
            tables += 1
            blocks.append(Grid(tables, tuple(page.cells(each))))
    return tuple(blocks), page.notes() if blocks else ("没有读到文字。",)


class _Page(Struct):
    """A page being read, with the counts of what was left out."""

    name: str
    hidden: int = 0
    struck: int = 0
    _taken: int = 0

    def notes(self) -> tuple[str, ...]:
        said = ((self.hidden, "处隐藏的内容"), (self.struck, "处加了删除线的文字"))
        return tuple(f"{count} {what}没有读取。" for count, what in said if count)

    def flow(self, root: Any) -> Iterator[Any]:
        """Yield the lines with text in them, and the ``table`` elements, in reading order."""
        text = ""
        for piece in self._pieces(root):
            if isinstance(piece, str):
                text += piece
            elif piece.tag == "sup":
                text += raised_text("".join(piece.itertext()), text)
            else:
                yield from _lines(text)
                text = ""
                yield piece
        yield from _lines(text)

    def _pieces(self, element: Any) -> Iterator[Any]:
        """Yield pieces of text, ends of lines, and the elements ``table`` and ``sup``."""
        yield _BLANKS.sub(" ", element.text or "")
        for child in element:
            tag, style = child.tag, child.get("style", "")
            if not isinstance(tag, str) or tag in _SILENT:
                pass
            elif _UNSEEN.search(style):
                self.hidden += 1
            elif tag in _STRUCK or _STRIKES.search(style):
                self.struck += 1
            elif tag == "br":
                yield _BREAK
            elif tag == "sup" or (tag == _TABLE and child.find(f".//{_TABLE}") is None):
                yield child
            elif tag in _INLINE:
                yield from self._pieces(child)
            else:
                yield _BREAK
                yield from self._pieces(child)
                yield _BREAK
            yield _BLANKS.sub(" ", child.tail or "")

    def cells(self, table: Any) -> Iterator[Cell]:
        """Yield the cells of a table that contains no other table."""
        taken: set[tuple[int, int]] = set()
        most = bound("columns")
        rows = [row for row in table.iter(_ROW) if not _UNSEEN.search(row.get("style", ""))]
        for at, line in enumerate(rows):
            column = 0
            for part in line.iter(*_CELLS):
                if _UNSEEN.search(part.get("style", "")):
                    continue
                while (at, column) in taken:
                    column += 1
                high = _span(part.get("rowspan"), len(rows) - at)
                wide = _span(part.get("colspan"), most)
                self._taken += high * wide
                if self._taken > bound("cells"):
                    raise InputError(
                        f"「{self.name}」的表格单元格超过 {bound('cells')} 个，请精简后再试。"
                    )
                down, right = range(at, at + high), range(column, column + wide)
                taken.update((row, place) for row in down for place in right)
                yield Cell(at, column, _BREAK.join(map(str, self.flow(part))), high, wide)
                column += wide


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.split(_BREAK) if line.strip())


def _span(text: str | None, most: int) -> int:
    digits = (text or "").strip()
    return max(1, min(int(digits), most)) if digits.isdecimal() and len(digits) < 9 else 1
