"""The Word documents of the set: each appendix alone, and the report with all of them after it."""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn

from xladdin.appendix.draft_mark import mark_draft
from xladdin.appendix.parts import Part
from xladdin.appendix.word_forms import form_elements
from xladdin.appendix.word_table import FONT
from xladdin.appendix.wordml import element, page, paragraph
from xladdin.documents import blank
from xladdin.errors import InputError
from xladdin.sources.package import refuse_swollen

_SECTION, _PARAGRAPH = qn("w:sectPr"), qn("w:p")
_BLOCKS = (_PARAGRAPH, qn("w:tbl"), qn("w:sdt"))
#: All that a section of appendices takes over from the report's last one: how pages are numbered.
_NUMBERS = qn("w:pgNumType")


def appendix_document(part: Part, *, draft: bool = False) -> bytes:
    """One appendix as a Word document on A4."""
    return report_with_appendices(None, [part], draft=draft)


def report_with_appendices(report: bytes | None, parts: Sequence[Part], *, draft: bool) -> bytes:
    """The unit's own report and, in sections of their own after it, the appendices.

    Nothing of the report is touched: its styles, headers, footers, page numbers and notes stay, and
    go on over the appendices. Without a report the document holds the appendices alone. Raises
    InputError for a report that python-docx does not understand.
    """
    document = _opened(report) if report is not None else blank()
    begun = report is None
    for before, part in zip((None, *parts), parts, strict=False):
        new_page = before is not None and _landscape(before) == _landscape(part)
        if begun and before is None:
            _set_page(document.element.body.get_or_add_sectPr(), _landscape(part))
        elif not new_page:
            _begin_section(document, _landscape(part))
        _add(document, part, new_page=new_page)
    return _bytes(document, draft)


def plain_report(paragraphs: Sequence[str]) -> bytes:
    """A report that is only known as text, a paragraph a line."""
    document = blank()
    _set_page(document.element.body.get_or_add_sectPr())
    for text in paragraphs:
        _put(document, paragraph(text, "仿宋", 14, line=1.6))
    return _bytes(document, draft=False)


def is_understood(report: bytes) -> bool:
    """Whether python-docx can open the document; InputError for one that no program should."""
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
    except Exception as error:  # it reads all parts, also those that nobody has looked at so far
        raise InputError(
            "自评报告里有不合规范的内容，后面接不上附件，请用 Word 或 WPS 打开后另存一份再试。"
        ) from error


def _add(document: Word, part: Part, *, new_page: bool) -> None:
    units = {entry.location.cell or "": entry.unit for entry in part.sheet.probe.every_entry()}
    for each in form_elements(
        part.sheet.plan, part.sheet.contents, units, part.number, new_page=new_page
    ):
        _put(document, each)


def _put(document: Word, block: Any) -> None:
    document.element.body.get_or_add_sectPr().addprevious(block)


def _begin_section(document: Word, landscape: bool) -> None:
    """End the last section where the document ends, and begin one on a new page.

    The new one has no headers or footers of its own, hence those of the section before.
    """
    last = document.element.body.get_or_add_sectPr()
    before = last.getprevious()
    while before is not None and before.tag not in _BLOCKS:
        before = before.getprevious()
    if before is None or before.tag != _PARAGRAPH or before.find(f".//{_SECTION}") is not None:
        # A table can't hold the end of a section: the smallest of paragraphs does.
        before = paragraph("", FONT, 1)
        last.addprevious(before)
    before.set_sectPr(copy.deepcopy(last))
    for child in list(last):
        if child.tag != _NUMBERS:
            last.remove(child)
    for number in last:
        number.attrib.pop(qn("w:start"), None)
    _set_page(last, landscape)


def _set_page(section: Any, landscape: bool = False) -> None:
    """A page of forms in place of the section's own."""
    for name in ("w:type", "w:pgSz", "w:pgMar", "w:cols", "w:docGrid"):
        for child in section.findall(qn(name)):
            section.remove(child)
    section[:0] = [element("w:type", val="nextPage"), *page(landscape=landscape)]


def _landscape(part: Part) -> bool:
    return part.sheet.plan.layout.landscape


def _bytes(document: Word, draft: bool) -> bytes:
    if draft:
        mark_draft(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
