"""A public document as a web page: its text and tables, nothing that needs a script or another file."""

from __future__ import annotations

from collections.abc import Iterator
from string import Template

from xladdin.model.grid import Grid, Source
from xladdin.outputs.html_grid import cells_of
from xladdin.outputs.markup import Markup, join, tag, text
from xladdin.outputs.printable import one_line

_PAGE = Template("""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem; font: 16px/1.9 "FangSong", "Songti SC", serif; color: #1d2329; }
p { margin: 0; text-indent: 2em; white-space: pre-line; }
h1 { font-size: 1.375rem; text-align: center; }
table { width: 100%; margin: 1rem 0; border-collapse: collapse; font: .8125rem/1.5 sans-serif; }
td { padding: .25rem .4rem; border: 1px solid #8a929a; white-space: pre-line; }
.mid { text-align: center; }
</style>
</head>
<body>
<h1>$title</h1>
$body
</body>
</html>
""")


def webpage(source: Source, title: str) -> bytes:
    """The paragraphs and tables of a document in their order."""
    page = _PAGE.substitute(title=text(title), body=join(_blocks(source, title)))
    return page.encode("utf-8", "replace")


def _blocks(source: Source, title: str) -> Iterator[Markup]:
    for block in source.blocks:
        if isinstance(block, Grid):
            if any(block.filled()):
                rows = (tag("tr", row) for row, _ in cells_of(block, lambda cell: cell.text))
                yield tag("table", tag("tbody", rows))
        elif block.text.strip() and one_line(block.text).strip() != title:
            yield tag("p", block.text)
