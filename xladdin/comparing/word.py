"""The differences of two versions as a Word document."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from xladdin.appendix.wordml import element, paragraph
from xladdin.comparing import telling
from xladdin.comparing.versions import Changed, FormChanges, Versions, pieces
from xladdin.documents import blank
from xladdin.outputs.printable import visible
from xladdin.templates.look import BODY_FONT, TITLE_FONT

_SIZE = 11.0
_OLD, _NEW = RGBColor(0xAD, 0x1F, 0x1F), RGBColor(0x1D, 0x6B, 0x47)


def document(found: Versions, when: datetime) -> bytes:
    """Causes first, then forms, then sentences with what was struck out and what was added."""
    made = blank()
    made.core_properties.author = "xladdin"
    made.core_properties.created = made.core_properties.modified = when
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    _say(made, telling.title(found), TITLE_FONT, 16, "center")
    _say(made, telling.summary(found), before=8)
    for note in found.notes:
        _say(made, f"注意：{note}")
    for state, those in found.causes.items():
        if those:
            _heading(made, f"{telling.CAUSES[state]} {len(those)} 处")
            for number, each in enumerate(those, start=1):
                _say(made, f"{number}. {telling.cause(each)}", before=3)
    if found.forms:
        _heading(made, telling.forms(found))
        for form in found.forms:
            _form(made, form)
    if found.sentences:
        _heading(made, f"正文 {len(found.sentences)} 句")
        for sentence in found.sentences:
            _sentence(made, sentence)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _say(
    made: Word, text: str, font: str = BODY_FONT, size: float = _SIZE, align: str = "left", *,
    before: float = 0, with_next: bool = False,
) -> Any:  # fmt: skip
    said = paragraph(text, font, size, align, line=1.5, before=before, with_next=with_next)
    made.element.body.get_or_add_sectPr().addprevious(said)
    return said


def _heading(made: Word, text: str) -> None:
    _say(made, text, TITLE_FONT, 13, before=12, with_next=True)


def _form(made: Word, form: FormChanges) -> None:
    if form.only:
        _say(made, telling.only(form.only, form.name), before=6)
        return
    _say(made, form.name, before=6, with_next=True)
    rows = [("栏目", "旧", "新")]
    rows += [
        (visible(each.label), telling.shown(each.old), telling.shown(each.new))
        for each in form.changed
    ]
    table = made.add_table(len(rows), 3)
    table.style = "Table Grid"
    for row, texts in zip(table.rows, rows, strict=True):
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for cell, text, width in zip(row.cells, texts, (60, 53, 53), strict=True):
            cell.width = Mm(width)
            cell._tc.replace(
                cell.paragraphs[0]._p, paragraph(text, BODY_FONT, 10, line=1.3, before=1)
            )


def _sentence(made: Word, sentence: Changed) -> None:
    line = made.add_paragraph()
    line.paragraph_format.space_before = Pt(4)
    line.paragraph_format.space_after = Pt(0)
    label = [("same", f"“{visible(sentence.label)}”：")] if sentence.label else []
    changed = pieces(visible(sentence.old or ""), visible(sentence.new or ""))
    for kind, text in (*label, *changed):
        run = line.add_run(text)
        run.font.size = Pt(_SIZE)
        run.font.name = BODY_FONT
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY_FONT)
        if kind == "old":
            run.font.strike, run.font.color.rgb = True, _OLD
        elif kind == "new":
            run.font.underline, run.font.color.rgb = True, _NEW
