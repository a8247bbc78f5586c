"""Write the Word documents of the set: the cover, each appendix, the report with all appendices."""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn

from xladdin.appendix.draft_mark import mark_draft
from xladdin.appendix.parts import Part
from xladdin.appendix.word_forms import FONT, form_elements
from xladdin.documents.blocks import paragraph
from xladdin.documents.paper import FORMS, Page, begun, put, saved, set_page
from xladdin.errors import InputError
from xladdin.sources.package import refuse_swollen
from xladdin.templates.look import TITLE_FONT

_TITLE_SIZE, _LINE_SIZE, _LINE_FONT = 30.0, 18.0, "楷体"
#: The indent of the lines, in their own characters.
_INDENT = "　　　　"


def cover(lines: Sequence[str], *, draft: bool) -> bytes:
    """Return a docx of one page: the first of ``lines`` as the title above its middle, the others
    below."""
    document = begun(FORMS)
    title, *others = lines
    put(
        document,
        [
            paragraph(title, TITLE_FONT, _TITLE_SIZE, "center", line=1.8, before=150, after=170),
            *(paragraph(_INDENT + each, _LINE_FONT, _LINE_SIZE, line=2.2) for each in others),
        ],
    )
    if draft:
        mark_draft(document)
    return saved(document)


_SECTION, _PARAGRAPH = qn("w:sectPr"), qn("w:p")
_BLOCKS = (_PARAGRAPH, qn("w:tbl"), qn("w:sdt"))
#: The only property of the report's last section that the appendices keep: page numbering.
_NUMBERS = qn("w:pgNumType")


def report_with_appendices(report: bytes | None, parts: Sequence[Part], *, draft: bool) -> bytes:
    """Return the unit's own report as docx, with the appendices behind it in sections of their own.

    The report itself is unchanged: its styles, headers, footers, page numbers and notes continue
    over the appendices. Without a report, return the appendices alone. Raises InputError if
    python-docx cannot open the report.
    """
    document = begun(_page(parts[0])) if report is None else _opened(report)
    for before, part in zip((None, *parts), parts, strict=False):
        new_page = before is not None and _page(before) == _page(part)
        if not new_page and not (before is None and report is None):
            _begin_section(document, _page(part))
        units = {entry.location.cell or "": entry.unit for entry in part.sheet.probe.every_entry()}
        plan, contents = part.sheet.plan, part.sheet.contents
        put(document, form_elements(plan, contents, units, part.number, new_page=new_page))
    if draft:
        mark_draft(document)
    return saved(document)


def plain_report(paragraphs: Sequence[str]) -> bytes:
    """Return a docx of a report known only as text, one paragraph a line."""
    document = begun(FORMS)
    put(document, (paragraph(text, "仿宋", 14, line=1.6) for text in paragraphs))
    return saved(document)


def is_understood(report: bytes) -> bool:
    """Return whether python-docx can open the document. Raises InputError if it would swell in memory."""
    refuse_swollen(report, "自评报告")
    try:
        _opened(report)
    except InputError:
        return False
    return True


def _opened(report: bytes) -> Word:
    refuse_swollen(report, "自评报告")
    try:
        return Document(io.BytesIO(report))
    except Exception as error:  # it also reads parts not read before
        raise InputError(
            "自评报告里有不合规范的内容，后面接不上附件，请用 Word 或 WPS 打开后另存一份再试。"
        ) from error


def _begin_section(document: Word, page: Page) -> None:
    """End the last section at the end of the document, and begin one with this ``page`` on a new page.

    The new section has no headers or footers of its own, so it shows those of the section before.
    """
    last = document.element.body.get_or_add_sectPr()
    before = last.getprevious()
    while before is not None and before.tag not in _BLOCKS:
        before = before.getprevious()
    if before is None or before.tag != _PARAGRAPH or before.find(f".//{_SECTION}") is not None:
        # A table cannot hold the end of a section, so a paragraph as small as possible does.
        before = paragraph("", FONT, 1)
        last.addprevious(before)
    before.set_sectPr(copy.deepcopy(last))
    for child in list(last):
        if child.tag != _NUMBERS:
            last.remove(child)
    for number in last:
        number.attrib.pop(qn("w:start"), None)
    set_page(last, page)


def _page(part: Part) -> Page:
    return FORMS._replace(landscape=part.sheet.plan.layout.landscape)
