"""Read a public file back, and list what in it should not be published."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from lxml import etree
from pypdf import PdfReader

from xladdin.patterns import pattern
from xladdin.publishing import stretches
from xladdin.publishing.cleansing import COUNTING
from xladdin.publishing.embedded import place_of
from xladdin.publishing.pictures import tells
from xladdin.publishing.private import OMITTED, Private, private, without_private
from xladdin.publishing.sight import sight_of
from xladdin.publishing.unseen import unseen
from xladdin.sources.docx_text import W
from xladdin.sources.package import Package

#: Parts and elements that no public document holds.
_PARTS = pattern(
    r"docprops/|customxml/|word/(comments|people|embeddings|activex|vba|glossary|printersettings)"
)
_ELEMENTS = tuple(W + name for name in (
    "ins", "del", "moveFrom", "moveTo", "commentReference", "rPrChange", "pPrChange", "tblPrChange",
    "docVars", "rsids", "attachedTemplate", "mailMerge",
))  # fmt: skip
_TAG = pattern("<[^>]+>")


#: How many characters around a word tell where it is.
_AROUND = 12


def found_in(name: str, data: bytes, known: str = "") -> list[str]:
    """Return what a docx, PDF or HTML file should not contain, in Chinese phrases. Numbers in
    ``known``, the text of the Word document, were checked there, together with the heads of their
    columns."""
    read = {"docx": _in_docx, "pdf": _in_pdf}.get(name.rpartition(".")[2], _in_html)
    return [f"“{name}”{each}" for each in dict.fromkeys(read(data, known))]


def text_of(document: bytes) -> str:
    """Return the text of all parts of a docx, without blanks."""
    package = Package(document, "公开版")
    parts = [part for part in package.parts() if part.endswith(".xml") and package.size(part)]
    said = (each.text or "" for part in parts for each in package.tree(part).iter("{*}t"))
    return "".join("".join(said).split())


def _in_text(text: str, words: Iterable[Private] | None = None, known: str = "") -> Iterator[str]:
    for each in private(text) if words is None else words:
        if "".join(text[each.start : each.end].split()) not in (known or ()):
            before = " ".join(without_private(text[: each.start]).split())[-_AROUND:]
            after = " ".join(without_private(text[each.end :]).split())[:_AROUND]
            yield f"有{each.kind}（在“{before}{OMITTED}{after}”处）"


def _in_docx(data: bytes, _: str) -> Iterator[str]:
    package = Package(data, "公开版")
    sight = sight_of(package)
    for part in package.parts():
        if _PARTS.match(part):
            yield f"带有部件 {part}"
        elif part.endswith(".rels"):
            targets = (each.get("Target", "") for each in package.tree(part)
                       if each.get("TargetMode") == "External")  # fmt: skip
            for target in targets:
                if not target.startswith("http") or private(target):
                    yield f"链接到 {target}"
        elif part.endswith(".xml") and package.size(part):
            root = package.tree(part)
            yield from _in_part(root)
            yield from (f"有{kind}（在{place_of(each)}）" for kind, each in unseen(root, sight))
        elif part.startswith("word/media/") and tells(package.read(part)):
            yield "的图片带有拍摄信息等"


def _in_part(root: Any) -> Iterator[str]:
    for each in root.iter(*_ELEMENTS):
        yield f"带有 {etree.QName(each).localname}"
    for found in stretches.found_in(root):
        yield from _in_text(found.text, found.words)
    for each in root.iter(etree.Element):
        for name, value in each.attrib.items():
            yield from () if name in COUNTING else _in_text(value)


def _in_pdf(data: bytes, known: str) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(data))
    told = {key: value for key, value in (reader.metadata or {}).items() if key != "/Producer"}
    if told:
        yield f"带有属性 {'、'.join(told)}"
    if reader.xmp_metadata is not None:
        yield "带有 XMP 属性"
    if reader.attachments:
        yield "带有附件"
    for page in reader.pages:
        for note in page.annotations or ():
            if note.get_object().get("/Subtype") != "/Link":
                yield "带有批注"
        yield from _in_text(page.extract_text(), known=known)


def _in_html(data: bytes, known: str) -> Iterator[str]:
    page = data.decode("utf-8")
    if "<script" in page or "<!--" in page.removeprefix("<!DOCTYPE html>"):
        yield "带有脚本或注释"
    body = page.partition("<body>")[2]
    rows = re.split("</tr>|</p>", body)
    for row in rows:
        yield from _in_text(unescape(_TAG.sub("\n", row)), known=known)
