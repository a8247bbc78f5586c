"""A Word document → PDF, and what can be told of the PDF: its pages, its bookmarks, its fonts."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from pypdf import PdfReader

from xladdin.appendix.fonts import with_stand_ins
from xladdin.errors import InputError
from xladdin.sources import office_com
from xladdin.sources.convert import convert, soffice


def to_pdf(document: bytes, name: str, missing: tuple[str, ...] = ()) -> bytes:
    """The docx ``name`` as PDF, headings as bookmarks, others in place of ``missing`` fonts.

    Raises InputError where neither LibreOffice nor Word or WPS is there, or it fails.
    """
    try:
        data, _ = convert(with_stand_ins(document, missing), "docx", "pdf", name)
    except InputError:
        there = soffice() is not None or office_com.is_available()
        why = (
            "转换没有成功或用时太长" if there else "这台电脑上没有 LibreOffice，也没有 Word 或 WPS"
        )
        raise InputError(
            f"没有生成 PDF：{why}。其余文件都已生成；需要 PDF 时，用 Word 或 WPS 打开“{name}”，另存为 PDF。"
        ) from None
    return data


def pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def pages_from(pdf: bytes, headings: Sequence[str]) -> dict[str, int]:
    """How many pages there are from each of the ``headings`` to the next, by the bookmarks; those
    before the first under "". Empty unless all of them are bookmarks, in this order."""
    reader = PdfReader(io.BytesIO(pdf))
    starts = [(title, page) for title, page in _bookmarks(reader, reader.outline)
              if title in headings]  # fmt: skip
    if [title for title, _ in starts] != list(headings):
        return {}
    edges = [("", 0), *starts, ("", len(reader.pages))]
    return {title: end - start for (title, start), (_, end) in pairwise(edges)}


def unembedded_fonts(pdf: bytes) -> tuple[str, ...]:
    """The fonts whose letters are not in the PDF itself."""
    found = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        resources: Any = page.get("/Resources") or {}
        for font in (resources.get("/Font") or {}).values():
            outer = font.get_object()
            inner = (
                outer["/DescendantFonts"][0].get_object() if "/DescendantFonts" in outer else outer
            )
            described = inner.get("/FontDescriptor")
            held = set(described.get_object()) if described is not None else set()
            if outer.get("/Subtype") != "/Type3" and not held & _FILES:
                found.add(str(outer.get("/BaseFont", "")).lstrip("/"))
    return tuple(sorted(found))


_FILES = {"/FontFile", "/FontFile2", "/FontFile3"}


def _bookmarks(reader: PdfReader, outline: Sequence[Any]) -> Iterator[tuple[str, int]]:
    for each in outline:
        if isinstance(each, list):
            yield from _bookmarks(reader, each)
        else:
            page = reader.get_destination_page_number(each)
            yield str(each.title), page if page is not None else 0
