"""Mark every page of a Word document or a sheet with 草稿."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from openpyxl.worksheet.worksheet import Worksheet

MARK = "草　稿"


def mark_draft(document: Document) -> None:
    """Put the mark into every header, and give a header to pages without one.

    A section without a header of some kind shows that of the section before, so the first section
    gets one of each kind that is used anywhere.
    """
    first_pages = any(each.different_first_page_header_footer for each in document.sections)
    even_pages = document.settings.odd_and_even_pages_header_footer
    for number, section in enumerate(document.sections):
        headers: list[Any] = [section.header]
        if first_pages:
            headers.append(section.first_page_header)
        if even_pages:
            headers.append(section.even_page_header)
        for header in headers:
            if not header.is_linked_to_previous or number == 0:
                _mark(header)


def _mark(header: Any) -> None:
    """Insert the mark as a line of its own above the header's text."""
    paragraphs = header.paragraphs
    mark = (paragraphs[0] if paragraphs else header.add_paragraph()).insert_paragraph_before()
    run = mark.add_run(MARK)
    run.bold = True
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "黑体")
    mark.alignment = WD_ALIGN_PARAGRAPH.CENTER


def mark_draft_sheet(sheet: Worksheet) -> None:
    """Put the mark into the middle of the header of each printed page, before its text."""
    for header in (sheet.oddHeader, sheet.evenHeader, sheet.firstHeader):
        header.center.text = f"{MARK}　{header.center.text or ''}".strip("　")
