"""Office files made by hand, so that a test shows in XML what it is about."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from xladdin.model.grid import Grid, Source
from xladdin.sources import read

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def package(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A zip file of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return path


# Word


def document_xml(body: str) -> str:
    return f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"


def word(folder: Path, body: str, **parts: str) -> Source:
    """A document of this body, read."""
    path = package(folder / "正文.docx", {"word/document.xml": document_xml(body), **parts})
    return read(path)


def paragraph(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(text: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def spans(grid: Grid) -> dict[str, tuple[int, int, int, int]]:
    """``{text: (row, column, rows, columns)}`` of the filled cells."""
    return {c.text: (c.row, c.column, c.rows, c.columns) for c in grid.filled()}


# Excel


def workbook_parts(
    sheets: Mapping[str, str],
    *,
    formats: Iterable[str] = (),
    texts: Iterable[str] = (),
    states: Mapping[str, str] | None = None,
    date1904: bool = False,
) -> dict[str, str]:
    """The parts of an xlsx. ``sheets`` gives the content of each ``worksheet`` element; the style
    s="1" is the first of ``formats``; ``texts`` are the shared strings, as XML."""
    states = states or {}
    entries, rels = [], []
    parts: dict[str, str] = {}
    for at, (name, content) in enumerate(sheets.items(), 1):
        state = f' state="{states[name]}"' if name in states else ""
        entries.append(f'<sheet name="{name}" sheetId="{at}"{state} r:id="r{at}"/>')
        rels.append(_relationship(f"r{at}", "worksheet", f"worksheets/sheet{at}.xml"))
        parts[f"xl/worksheets/sheet{at}.xml"] = f'<worksheet xmlns="{_MAIN}">{content}</worksheet>'
    codes = list(formats)
    shared = list(texts)
    rels += [_relationship("s", "styles", "styles.xml")]
    rels += [_relationship("t", "sharedStrings", "sharedStrings.xml")]
    numbers = "".join(
        f'<numFmt numFmtId="{at}" formatCode="{_escaped(code)}"/>'
        for at, code in enumerate(codes, 164)
    )
    styles = "".join(f'<xf numFmtId="{164 + at}"/>' for at in range(len(codes)))
    system = ' date1904="1"' if date1904 else ""
    return parts | {
        "_rels/.rels": _rels([_relationship("r1", "officeDocument", "xl/workbook.xml")]),
        "xl/_rels/workbook.xml.rels": _rels(rels),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr{system}/>'
        f"<sheets>{''.join(entries)}</sheets></workbook>",
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts>{numbers}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">'
        + "".join(f"<si>{text}</si>" for text in shared)
        + "</sst>",
    }


def rows(*lines: str) -> str:
    """A ``sheetData`` of rows, each the XML of its cells."""
    numbered = (f'<row r="{at}">{line}</row>' for at, line in enumerate(lines, 1))
    return f"<sheetData>{''.join(numbered)}</sheetData>"


def number(place: str, value: object, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def text(place: str, content: str, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{content}</t></is></c>'


def excel(folder: Path, content: str, **options: object) -> Source:
    """A workbook with one sheet 表 of this content, read."""
    parts = workbook_parts({"表": content}, **options)  # type: ignore[arg-type]
    return read(package(folder / "表格.xlsx", parts))


def _rels(entries: Iterable[str]) -> str:
    return f'<Relationships xmlns="{_RELS}">{"".join(entries)}</Relationships>'


def _relationship(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _escaped(code: str) -> str:
    return code.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


# The older container


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (version 3) with these streams at its root."""
    size = 512
    contents = [content.ljust(4096, b"\0") for content in streams.values()]
    sectors = [-(-len(content) // size) for content in contents]
    entries = 1 + len(contents)
    directory = -(-entries // 4)
    table: list[int] = [0xFFFFFFFD]
    table += [*range(2, directory + 1), 0xFFFFFFFE]
    starts = []
    for count in sectors:
        starts.append(len(table))
        table += [*range(len(table) + 1, len(table) + count), 0xFFFFFFFE]
    assert len(table) <= size // 4, "too much for one sector of the table"
    table += [0xFFFFFFFF] * (size // 4 - len(table))

    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0),
    ) + struct.pack("<108I", *[0xFFFFFFFF] * 108)
    listing = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
    for at, (name, content, start) in enumerate(zip(streams, contents, starts, strict=True), 1):
        right = at + 1 if at < len(contents) else 0xFFFFFFFF
        listing += _entry(name, 2, 0xFFFFFFFF, start, len(content), right)
    body = struct.pack("<128I", *table) + listing.ljust(directory * size, b"\0")
    return (
        header
        + body
        + b"".join(
            content.ljust(count * size, b"\0")
            for content, count in zip(contents, sectors, strict=True)
        )
    )


def _entry(
    name: str, kind: int, child: int, start: int, length: int, right: int = 0xFFFFFFFF
) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII36xIQ", encoded, len(encoded), kind, 1, 0xFFFFFFFF, right, child, start, length
    )


def xls(
    sheets: Mapping[str, Mapping[tuple[int, int], str | float]],
    hidden: Iterable[str] = (),
    locked: bool = False,
) -> bytes:
    """An Excel 97 workbook: for each sheet its cells by row and column, from zero. The first two
    cells of the first row of each sheet are merged."""
    beginning = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    if locked:
        beginning += _record(0x002F, struct.pack("<HHH", 1, 1, 1))
    at = len(beginning) + sum(4 + 8 + 2 * len(name) for name in sheets) + 4
    bodies = [_sheet_stream(cells) for cells in sheets.values()]
    for name, body in zip(sheets, bodies, strict=True):
        properties = struct.pack("<IHBB", at, int(name in hidden), len(name), 1)
        beginning += _record(0x0085, properties + name.encode("utf-16-le"))
        at += len(body)
    return compound({"Workbook": beginning + _record(0x000A, b"") + b"".join(bodies)})


def _sheet_stream(cells: Mapping[tuple[int, int], str | float]) -> bytes:
    stream = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    for (row_number, column), value in cells.items():
        place = struct.pack("<HHH", row_number, column, 0)
        if isinstance(value, str):
            encoded = value.encode("utf-16-le")
            stream += _record(0x0204, place + struct.pack("<HB", len(value), 1) + encoded)
        else:
            stream += _record(0x0203, place + struct.pack("<d", value))
    stream += _record(0x00E5, struct.pack("<HHHHH", 1, 0, 0, 0, 1))
    return stream + _record(0x000A, b"")


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content
