"""Convert a Word document to PDF with the fonts of this machine; read a PDF's pages, bookmarks, fonts."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from docx.oxml.ns import qn
from lxml import etree
from pypdf import PdfReader

from xladdin import programs
from xladdin.errors import InputError
from xladdin.patterns import pattern
from xladdin.sources import office_com
from xladdin.sources.convert import convert, soffice

_TEXTS = pattern(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_STYLES = "word/styles.xml"
_SLOTS = tuple(qn(f"w:{name}") for name in ("eastAsia", "ascii", "hAnsi"))
_FONTS, _STYLE, _VALUE, _ID = qn("w:rFonts"), qn("w:style"), qn("w:val"), qn("w:styleId")
_CHINESE = pattern(r"[\u4e00-\u9fff]")
#: Names of fonts without serifs; other fonts are replaced by one with serifs.
_PLAIN = pattern(r"黑|等线|圆|(?i:hei|gothic|sans|dengxian)")


def missing_fonts(document: bytes) -> tuple[str, ...]:
    """Return the fonts that a docx uses and this machine lacks; empty without fontconfig."""
    if programs.find("fc-list") is None:
        return ()
    known = {name for line in _fontconfig("fc-list", ":", "family").splitlines()
             for name in line.split(",")}  # fmt: skip
    return tuple(sorted(set(_used_fonts(document)) - known))


def with_stand_ins(document: bytes, missing: tuple[str, ...]) -> bytes:
    """Return the docx, for printing, with a Chinese font of this machine for each ``missing`` one.

    LibreOffice itself would take any font with the characters, mixing those with and without
    serifs.
    """
    stand_ins = {
        name: font
        for name in missing
        if _CHINESE.search(name)
        for kind in ["sans-serif" if _PLAIN.search(name) else "serif"]
        if (font := _fontconfig("fc-match", "-f", "%{family[0]}", f"{kind}:lang=zh-cn"))
    }
    if not stand_ins:
        return document
    names = "|".join(map(re.escape, stand_ins))
    quoted = re.compile(f'"({names})"'.encode())

    def stand_in(found: re.Match[bytes]) -> bytes:
        return f'"{stand_ins[found[1].decode()]}"'.encode()

    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.startswith("word/") and entry.filename.endswith(".xml"):
                content = quoted.sub(stand_in, content)
            new.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _used_fonts(document: bytes) -> Iterator[str]:
    """Yield the names of fonts in runs, and in the styles that are used."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        trees = [etree.fromstring(package.read(each)) for each in package.namelist()
                 if _TEXTS.fullmatch(each)]  # fmt: skip
        styles = etree.fromstring(package.read(_STYLES)) if _STYLES in package.namelist() else None
    for tree in trees:
        yield from _names(tree)
    if styles is not None:
        names = (qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))
        used = {each.get(_VALUE) for tree in trees for each in tree.iter(*names)}
        for style in styles.iter(_STYLE):
            if style.get(_ID) in used or style.get(qn("w:default")) == "1":
                yield from _names(style)


def _names(tree: Any) -> Iterator[str]:
    return (name for fonts in tree.iter(_FONTS) for slot in _SLOTS if (name := fonts.get(slot)))


def _fontconfig(name: str, *arguments: str) -> str:
    program = programs.find(name)
    if program is None:
        return ""
    done = subprocess.run([program, *arguments], capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace")


def to_pdf(document: bytes, name: str, missing: tuple[str, ...] = ()) -> bytes:
    """Return the docx ``name`` as PDF, with headings as bookmarks and stand-ins for ``missing`` fonts.

    Raises InputError if there is neither LibreOffice nor Word or WPS, or if the conversion fails.
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
    """Return the number of pages of a PDF."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def pages_from(pdf: bytes, headings: Sequence[str]) -> dict[str, int]:
    """Return the number of pages from each of the ``headings`` to the next, by the bookmarks, with
    those before the first under "". Empty unless all headings are bookmarks, in this order."""
    reader = PdfReader(io.BytesIO(pdf))
    starts = [(title, page) for title, page in _bookmarks(reader, reader.outline)
              if title in headings]  # fmt: skip
    if [title for title, _ in starts] != list(headings):
        return {}
    edges = [("", 0), *starts, ("", len(reader.pages))]
    return {title: end - start for (title, start), (_, end) in pairwise(edges)}


def unembedded_fonts(pdf: bytes) -> tuple[str, ...]:
    """Return the fonts that are not embedded in the PDF."""
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
