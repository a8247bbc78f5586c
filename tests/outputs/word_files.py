"""Word documents made by hand, and what of an annotated one is not by the annotator."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from lxml import etree

from xladdin.model.figure import Location
from xladdin.model.report import (
    Coverage,
    Finding,
    Operand,
    Report,
    Severity,
    SourceSummary,
)
from xladdin.outputs.annotated_copies import Copies, write_copies
from xladdin.sources import read

WHEN = datetime(2025, 3, 4, 9, 30)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
#: The parts that annotating may change.
ADDED = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels",
         "[Content_Types].xml"}  # fmt: skip
_MARKS = (W + "commentRangeStart", W + "commentRangeEnd")
_REFERENCE = W + "commentReference"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


# Documents


def run(text: str, properties: str = "") -> str:
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str) -> str:
    return f"<w:p>{''.join(each if each[0] == '<' else run(each) for each in content)}</w:p>"


def cell(*paragraphs: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


#: A figure, 5人, in all sorts of wrappings.
BOLD = "<w:b/>"
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=5</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("合5人")
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)  # fmt: skip
RICH = f'<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>{run("合5人")}</w:sdtContent></w:sdt>'
BOUND = (
    "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>" + run("合5人") + "</w:sdtContent></w:sdt>"
)
BOX = "<w:txbxContent>" + paragraph("框里合5人") + "</w:txbxContent>"
VML = f"<w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r>"
BOTH = (
    f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{BOX}</wps:txbx></mc:Choice>'
    f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def document(path: Path, body: str, **parts: str) -> Path:
    """A docx of this body; ``parts`` are further parts of the folder word, related to it: their
    content is that of the root element of the same name."""
    names = {name: f"word/{name}.xml" for name in parts}
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{_MAIN}.{name}+xml"/>'
        for name, part in {"document.main": "word/document.xml", **names}.items()
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(parts, 1)
    )
    content = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{related}</Relationships>",
    }
    content |= {
        part: f"<w:{name} {NAMESPACES}>{parts[name]}</w:{name}>" for name, part in names.items()
    }
    path.write_bytes(repacked(content))
    return path


def repacked(parts: Mapping[str, str | bytes]) -> bytes:
    """A package of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def members(path: Path) -> dict[str, bytes]:
    """The parts of a package in their order."""
    with zipfile.ZipFile(path) as source:
        return {name: source.read(name) for name in source.namelist()}


# Reports about them


def at(path: Path, text: str, label: str = "人数") -> Operand:
    """The only occurrence of ``text`` in the document, as the reader finds it."""
    source = read(path)
    where = [
        Location(path.name, paragraph=each.index, span=(start, start + len(text)), quote=each.text)
        for each in source.paragraphs
        if (start := each.text.find(text)) >= 0
    ]
    where += [
        Location(path.name, "basic_data", None, grid.address(cell), quote=cell.text)
        for grid in source.grids
        for cell in grid.cells
        if text in cell.text
    ]
    (location,) = where
    return Operand(label, text, text.rstrip("人万元%"), "", location)


def in_table(path: Path, address: str, text: str) -> Operand:
    """A figure in the cell of a table."""
    return Operand(
        "人数", text, text, "人", Location(path.name, "basic_data", None, address, quote=text)
    )


def finding(*operands: Operand, code: str = "N101", message: str = "两处不同。") -> Finding:
    return Finding(
        code,
        Severity.ERROR,
        "正文与表不同",
        message,
        "改正一处。",
        "",
        "",
        operands,
        code + message,
    )


def report(*findings: Finding, about: tuple[Path, ...], narrative: str = "") -> Report:
    """A report on these files; the one called ``narrative`` holds the report's text."""
    sources = tuple(
        SourceSummary(
            path.name, path.suffix[1:], sha256(path.read_bytes()).hexdigest(), (),
            path.name == narrative,
        )
        for path in about
    )  # fmt: skip
    coverage = Coverage(figures=10, figures_checked=8, relations=9, held=9)
    return Report("某单位", 2024, "p", "某地", sources, (), coverage, findings, ())


def annotate(path: Path, *findings: Finding) -> Path:
    """The annotated copy of one document, in a folder beside it."""
    assert len(copies(report(*findings, about=(path,)), path).written) == 1
    return path.parent / "批注" / f"{path.stem}_批注{path.suffix}"


def refused(path: Path, *findings: Finding) -> str:
    """Why there is no annotated copy of one document."""
    made = copies(report(*findings, about=(path,)), path)
    assert not made.written
    (note,) = made.notes
    assert note.startswith("没有写批注副本：")
    return note


def copies(about: Report, *paths: Path, when: datetime | None = WHEN) -> Copies:
    return write_copies(about, paths, paths[0].parent / "批注", when)


# What came out


def start(number: int) -> str:
    return f'<w:commentRangeStart w:id="{number}"/>'


def end(number: int) -> str:
    return f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'


def same_but_for_comments(original: Path, copy: Path) -> None:
    """Every part has its bytes and place; the text its structure; the reader sees no difference."""
    before, after = members(original), members(copy)
    assert list(after)[: len(before)] == list(before)
    assert after.keys() - before.keys() <= {"word/comments.xml"}
    assert {name for name in before if before[name] != after[name]} <= ADDED
    old = etree.fromstring(before["word/document.xml"])
    keep = frozenset(each.get(W + "id") for each in old.iter(W + "commentReference"))
    pair = [each["word/document.xml"] for each in (before, after)]
    assert without_comments(pair[0], keep) == without_comments(pair[1], keep)
    assert read(copy).blocks == read(original).blocks


def body(path: Path) -> str:
    """The content of the body as XML, without the declarations of names."""
    root = etree.fromstring(members(path)["word/document.xml"])
    text = etree.tostring(root.find(W + "body"), encoding="unicode")
    for declaration in NAMESPACES.split():
        text = text.replace(f" {declaration}", "")
    return text.removeprefix("<w:body>").removesuffix("</w:body>")


def anchored(path: Path) -> dict[str, str]:
    """The text that each comment stands at, by the comment's id."""
    open_now: set[str] = set()
    texts: dict[str, str] = {}
    for element in etree.fromstring(members(path)["word/document.xml"]).iter():
        if element.tag == _MARKS[0]:
            open_now.add(element.get(W + "id"))
            texts[element.get(W + "id")] = ""
        elif element.tag == _MARKS[1]:
            open_now.discard(element.get(W + "id"))
        elif element.tag == _REFERENCE:
            assert element.get(W + "id") not in open_now
        for number in open_now:
            texts[number] += _shown(element)
    return texts


def _shown(element: Any) -> str:
    if element.tag in (W + "tab", W + "br") and element.getparent().tag == W + "r":
        return "\t" if element.tag == W + "tab" else "\n"
    return element.text or "" if element.tag in (W + "t", W + "instrText") else ""


def without_comments(xml: bytes, keep: frozenset[str] = frozenset()) -> bytes:
    """A document without marks of comments but these, runs of equal formatting joined."""
    root = etree.fromstring(xml)
    for mark in list(root.iter(*_MARKS, _REFERENCE)):
        if mark.get(W + "id") not in keep:
            gone = mark if mark.tag in _MARKS else mark.getparent()
            gone.getparent().remove(gone)
    for parent in list(root.iter()):
        for first, second in _neighbours(parent, W + "r"):
            if _formatting(first) == _formatting(second):
                second[:0] = [each for each in first if each.tag != W + "rPr"]
                properties = second.find(W + "rPr")
                if properties is not None:
                    second.insert(0, properties)
                parent.remove(first)
        for first, second in _neighbours(parent, W + "t"):
            second.text = (first.text or "") + (second.text or "")
            parent.remove(first)
    for text in root.iter(W + "t"):
        text.attrib.pop(_SPACE, None)
    return bytes(etree.tostring(root, method="c14n"))


def _neighbours(parent: Any, tag: str) -> Iterator[tuple[Any, Any]]:
    for first, second in pairwise(list(parent)):
        if first.tag == second.tag == tag:
            yield first, second


def _formatting(element: Any) -> tuple[dict[str, str], bytes]:
    properties = element.find(W + "rPr")
    text = b"" if properties is None else etree.tostring(properties, method="c14n")
    return dict(element.attrib), text
