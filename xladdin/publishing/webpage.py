"""A public document as a web page: its text and tables, nothing that needs a script or another file."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.model.grid import Grid, Source
from xladdin.outputs.html_filing import cells_of
from xladdin.outputs.markup import Markup, plain_page, tag
from xladdin.outputs.printable import one_line


def webpage(source: Source, title: str) -> bytes:
    """The paragraphs and tables of a document in their order."""
    return plain_page(title, _blocks(source, title)).encode("utf-8", "replace")


def _blocks(source: Source, title: str) -> Iterator[Markup]:
    for block in source.blocks:
        if isinstance(block, Grid):
            if any(block.filled()):
                rows = (tag("tr", row) for row, _ in cells_of(block, lambda cell: cell.text))
                yield tag("table", tag("tbody", rows))
        elif block.text.strip() and one_line(block.text).strip() != title:
            yield tag("p", block.text)
