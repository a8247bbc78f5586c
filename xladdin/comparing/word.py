"""The differences of two versions as a Word document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from xladdin.comparing import telling
from xladdin.comparing.versions import Changed, FormChanges, Versions, pieces
from xladdin.documents.blocks import Cell, Piece, Text, paragraph, table
from xladdin.documents.paper import Page, begun, put, saved
from xladdin.outputs.printable import visible
from xladdin.templates.look import BODY_FONT, TITLE_FONT

_PAGE = Page(1440, 1247, 1440, 1247)
_SIZE = 11.0
_HEADINGS = ("栏目", "旧", "新")
#: Of the columns, in twentieths of a point; of a row, in points.
_WIDTHS, _ROW = (3402, 3005, 3005), 16.0
#: How what was struck out and what was added looks.
_OLD = Piece("", strike=True, colour="AD1F1F")
_NEW = Piece("", underline=True, colour="1D6B47")


def document(found: Versions, when: datetime) -> bytes:
    """Causes first, then forms, then sentences with what was struck out and what was added."""
    made = begun(_PAGE, when)
    put(made, _blocks(found))
    return saved(made)


def _blocks(found: Versions) -> Iterator[Any]:
    yield _said(telling.title(found), TITLE_FONT, 16, "center")
    yield _said(telling.summary(found), before=8)
    for note in found.notes:
        yield _said(f"注意：{note}")
    for state, those in found.causes.items():
        if those:
            yield _heading(f"{telling.CAUSES[state]} {len(those)} 处")
            for number, each in enumerate(those, start=1):
                yield _said(f"{number}. {telling.cause(each)}", before=3)
    if found.forms:
        yield _heading(telling.forms(found))
        for form in found.forms:
            yield from _form(form)
    if found.sentences:
        yield _heading(f"正文 {len(found.sentences)} 句")
        for sentence in found.sentences:
            yield _said(_marked(sentence), before=4)


def _said(
    text: Text, font: str = BODY_FONT, size: float = _SIZE, align: str = "left", *,
    before: float = 0, with_next: bool = False,
) -> Any:  # fmt: skip
    return paragraph(text, font, size, align, line=1.5, before=before, with_next=with_next)


def _heading(text: str) -> Any:
    return _said(text, TITLE_FONT, 13, before=12, with_next=True)


def _form(form: FormChanges) -> Iterator[Any]:
    if form.only:
        yield _said(telling.only(form.only, form.name), before=6)
        return
    yield _said(form.name, before=6, with_next=True)
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
