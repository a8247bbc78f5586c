"""Show the differences of two versions as a web page, and as a Word document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from xladdin.comparing import telling
from xladdin.comparing.versions import Changed, FormChanges, Versions, pieces
from xladdin.documents.blocks import Cell, Piece, Text, paragraph, table
from xladdin.documents.paper import Page, begun, put, saved
from xladdin.outputs.markup import Child, Markup, plain_page, tag
from xladdin.outputs.printable import one_line, visible
from xladdin.templates.look import BODY_FONT, TITLE_FONT

_STYLE = """
body { font-family: "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; line-height: 1.7; }
p, li { text-indent: 0; } ul { margin: 0; padding-left: 1.2rem; }
h2 { margin: 1.5rem 0 .25rem; font-size: 1.0625rem; } h3 { margin: .75rem 0 0; font-size: .9375rem; }
td:first-child { width: 36%; } th { text-align: left; font-weight: 400; color: #59636e; padding: .25rem .4rem; }
del { color: #ad1f1f; } ins { color: #1d6b47; text-decoration: none; background: #e3f3ea; }
.sum { font-weight: 600; } .note { color: #8a5300; }
tr, li { break-inside: avoid; }
"""


def page(found: Versions) -> str:
    """Return a self-contained HTML page: causes first, then forms, then sentences."""
    content: list[Child] = [
        tag("p", telling.summary(found), class_="sum"),
        [tag("p", f"注意：{note}", class_="note") for note in found.notes],
    ]
    for state, those in found.causes.items():
        if those:
            items = [tag("li", telling.cause(each)) for each in those]
            content += [tag("h2", f"{telling.CAUSES[state]} {len(those)} 处"), tag("ul", items)]
    if found.forms:
        content += [tag("h2", telling.forms(found)), [_form(form) for form in found.forms]]
    if found.sentences:
        content.append(tag("h2", f"正文 {len(found.sentences)} 句"))
        content.append(tag("ul", [tag("li", _change(each)) for each in found.sentences]))
    return plain_page(telling.title(found), content, _STYLE)


def _form(form: FormChanges) -> list[Markup]:
    if form.only:
        return [tag("h3", telling.only(form.only, form.name))]
    rows = [
        tag("tr", tag("td", one_line(each.label)), tag("td", telling.shown(each.old)),
            tag("td", telling.shown(each.new)))
        for each in form.changed
    ]  # fmt: skip
    head = tag("tr", [tag("th", name, scope="col") for name in ("栏目", "旧", "新")])
    table = tag("table", tag("thead", head), tag("tbody", rows))
    return [tag("h3", one_line(form.name)), table]


def _change(sentence: Changed) -> list[Markup | str]:
    names = {"old": "del", "new": "ins"}
    label = [f"“{one_line(sentence.label)}”："] if sentence.label else []
    return label + [
        tag(names[kind], part) if kind in names else part
        for kind, part in pieces(one_line(sentence.old or ""), one_line(sentence.new or ""))
    ]


_PAGE = Page(1440, 1247, 1440, 1247)
_SIZE = 11.0
_HEADINGS = ("栏目", "旧", "新")
#: The widths of the columns in twentieths of a point, and the height of rows in points.
_WIDTHS, _ROW = (3402, 3005, 3005), 16.0
#: The looks of deleted and of inserted text.
_OLD = Piece("", strike=True, colour="AD1F1F")
_NEW = Piece("", underline=True, colour="1D6B47")


def document(found: Versions, when: datetime) -> bytes:
    """Return a docx: causes first, then forms, then sentences with deletions and insertions marked."""
    made = begun(_PAGE, when)
    put(made, _blocks(found))
    return saved(made)


def _blocks(found: Versions) -> Iterator[Any]:
    yield _text(telling.title(found), TITLE_FONT, 16, "center")
    yield _text(telling.summary(found), before=8)
    for note in found.notes:
        yield _text(f"注意：{note}")
    for state, those in found.causes.items():
        if those:
            yield _heading(f"{telling.CAUSES[state]} {len(those)} 处")
            for number, each in enumerate(those, start=1):
                yield _text(f"{number}. {telling.cause(each)}", before=3)
    if found.forms:
        yield _heading(telling.forms(found))
        for form in found.forms:
            yield from _table_of(form)
    if found.sentences:
        yield _heading(f"正文 {len(found.sentences)} 句")
        for sentence in found.sentences:
            yield _text(_marked(sentence), before=4)


def _text(
    text: Text, font: str = BODY_FONT, size: float = _SIZE, align: str = "left", *,
    before: float = 0, with_next: bool = False,
) -> Any:  # fmt: skip
    return paragraph(text, font, size, align, line=1.5, before=before, with_next=with_next)


def _heading(text: str) -> Any:
    return _text(text, TITLE_FONT, 13, before=12, with_next=True)


def _table_of(form: FormChanges) -> Iterator[Any]:
    if form.only:
        yield _text(telling.only(form.only, form.name), before=6)
        return
    yield _text(form.name, before=6, with_next=True)
    rows = [_HEADINGS]
    rows += [
        (visible(each.label), telling.shown(each.old), telling.shown(each.new))
        for each in form.changed
    ]
    cells = [
        Cell(row, column, text)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    heights = dict.fromkeys(range(len(rows)), _ROW)
    yield table(cells, _WIDTHS, heights, BODY_FONT, 10, headings=1)


def _marked(sentence: Changed) -> list[Piece]:
    looks = {"old": _OLD, "new": _NEW}
    label = [("same", f"“{visible(sentence.label)}”：")] if sentence.label else []
    changed = pieces(visible(sentence.old or ""), visible(sentence.new or ""))
    return [replace(looks.get(kind, Piece("")), text=text) for kind, text in (*label, *changed)]
