"""Files that mean harm, each made from a good filing of a unit that does not exist."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

from tests.generator import files
from tests.generator.filing import filing
from tests.thorough import few

_DOCUMENT = "word/document.xml"
_MEGABYTE = 1 << 20
#: To how many megabytes a part unpacks that no check reads.
SWOLLEN = 150

Parts = dict[str, bytes]


@cache
def good(suffix: str) -> bytes:
    """A filing without a fault: a workbook, or a document with the forms in it."""
    made = filing(8, "yueyang")
    lines = [line.text for line in made.lines]
    if suffix == "xlsx":
        return files.xlsx("yueyang", made.facts.year, made.forms)
    return files.docx(lines, "yueyang", made.facts.year, made.forms)


def parts(suffix: str) -> Parts:
    """Its parts."""
    with zipfile.ZipFile(io.BytesIO(good(suffix))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: Mapping[str, bytes]) -> bytes:
    """Parts as a package."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


@cache
def _main(suffix: str) -> str:
    """The part that holds the document, or the first form."""
    if suffix == "docx":
        return _DOCUMENT
    names = re.findall(r'<sheet [^>]*name="([^"]+)"', parts("xlsx")["xl/workbook.xml"].decode())
    number = next(at for at, name in enumerate(names, 1) if name.startswith("附件1"))
    return f"xl/worksheets/sheet{number}.xml"


def _changed(suffix: str, change: Callable[[bytes], bytes]) -> bytes:
    content = parts(suffix)
    content[_main(suffix)] = change(content[_main(suffix)])
    return packed(content)


def _before_end(data: bytes, more: bytes) -> bytes:
    """The part with something more before its last closing tag."""
    at = data.rindex(b"</")
    return data[:at] + more + data[at:]


def _bomb(suffix: str) -> bytes:
    """The main part unpacks to far more than a part may."""
    return _changed(suffix, lambda data: _before_end(data, b" " * (30 * _MEGABYTE)))


def swollen(suffix: str) -> bytes:
    """A part that no check reads unpacks to far more than a process may take."""
    content = parts(suffix)
    name = "xl/theme/theme1.xml" if suffix == "xlsx" else "word/styles.xml"
    content[name] = _before_end(content[name], b" " * (SWOLLEN * _MEGABYTE))
    return packed(content)


def _many_bombs(suffix: str) -> bytes:
    """Parts of twenty megabytes each, all of which look like what has to be read."""
    content = parts(suffix)
    folder = "xl/worksheets/sheet" if suffix == "xlsx" else "word/header"
    for number in range(20, 20 + few(10, 3)):
        content[f"{folder}{number}.xml"] = b" " * (20 * _MEGABYTE)
    return packed(content)


def _members(suffix: str) -> bytes:
    return packed(parts(suffix) | {f"x/{number}": b"" for number in range(5000)})


def _doctype(data: bytes, declared: str, used: str) -> bytes:
    head, _, rest = data.partition(b"?>") if data.startswith(b"<?xml") else (b"", b"", data)
    start = rest.index(b">") + 1
    doctype = f"<!DOCTYPE x [{declared}]>".encode()
    head = head + b"?>" if head else b""
    return head + doctype + rest[:start] + used.encode() + rest[start:]


def _laughs(data: bytes) -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return _doctype(data, f'<!ENTITY e0 "哈哈哈哈">{levels}', "&e9;")


def _secret(data: bytes) -> bytes:
    return _doctype(data, '<!ENTITY s SYSTEM "file:///etc/hostname">', "&s;")


def _in_every_part(suffix: str, change: Callable[[bytes], bytes], but: str) -> bytes:
    """Parts that a check does not read, but who copies the file does."""
    content = parts(suffix)
    for name, data in content.items():
        if name.startswith(("docProps/", "word/s", "xl/theme", "word/theme")) and name != but:
            content[name] = change(data)
    return packed(content)


def _deep(suffix: str) -> bytes:
    if suffix == "docx":
        inner = b"<w:sdt><w:sdtContent>" * 5000 + b"</w:sdtContent></w:sdt>" * 5000
        body = b"</w:body>"
        return _changed(suffix, lambda data: data.replace(body, inner + body))
    inner = b"<extLst><ext>" * 5000 + b"</ext></extLst>" * 5000
    return _changed(suffix, lambda data: _before_end(data, inner))


def _far(suffix: str) -> bytes:
    """A cell at the other end of the sheet."""
    row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return _changed(suffix, lambda data: data.replace(b"</sheetData>", row))


def _merges(suffix: str) -> bytes:
    """More merged ranges than a sheet may have."""
    ranges = "".join(f'<mergeCell ref="J{at}:K{at}"/>' for at in range(100, 200_200))
    merged = f"<mergeCells>{ranges}</mergeCells>".encode()

    def change(data: bytes) -> bytes:
        start, end = data.index(b"<mergeCells"), data.index(b"</mergeCells>") + 13
        return data[:start] + merged + data[end:]

    return _changed(suffix, change)


def _cells(suffix: str) -> bytes:
    """More filled cells than a sheet may have."""
    rows = "".join(
        f'<row r="{row}">{"<c><v>1</v></c>" * 500}</row>' for row in range(200, 1010)
    ).encode()
    return _changed(suffix, lambda data: data.replace(b"</sheetData>", rows + b"</sheetData>"))


def _wrong_encoding(suffix: str) -> bytes:
    return _changed(suffix, lambda data: data.replace(b"UTF-8", b"GB2312", 1) if b"UTF-8" in data[:60]
                    else b'<?xml version="1.0" encoding="GB2312"?>' + data)  # fmt: skip


def _surrogate(suffix: str) -> bytes:
    text = b"<w:p><w:r><w:t>&#xD800;</w:t></w:r></w:p></w:body>"
    if suffix == "docx":
        return _changed(suffix, lambda data: data.replace(b"</w:body>", text))
    return _changed(suffix, lambda data: data.replace(b"<v>", b"<v>&#xDFFF;", 1))


def _damaged(suffix: str) -> bytes:
    """A byte of the main part's packed data is another."""
    data = bytearray(good(suffix))
    with zipfile.ZipFile(io.BytesIO(good(suffix))) as archive:
        at = archive.getinfo(_main(suffix)).header_offset + 300
    data[at : at + 20] = b"\xff" * 20
    return bytes(data)


#: What every verb refuses, whichever the kind of file; None: both.
REFUSED: dict[str, tuple[str | None, Callable[[str], bytes]]] = {
    "bomb": (None, _bomb),
    "members": (None, _members),
    "laughs": (None, lambda suffix: _changed(suffix, _laughs)),
    "secret": (None, lambda suffix: _changed(suffix, _secret)),
    "deep": ("docx", _deep),
    "far": ("xlsx", _far),
    "encoding": (None, _wrong_encoding),
    "surrogate": (None, _surrogate),
    "damaged": (None, _damaged),
    "cut off": (None, lambda suffix: good(suffix)[: len(good(suffix)) * 2 // 3]),
    "no package": (None, lambda suffix: b"PK\x03\x04" + b"\0" * 500),
    "picture": (None, lambda suffix: b"\x89PNG\r\n\x1a\n" + bytes(100)),
    "empty": (None, lambda suffix: b""),
}


def _forms(suffix: str) -> bytes:
    """The same two forms fifty times, each to be compared with each."""
    content = parts(suffix)
    book = content["xl/workbook.xml"].decode()
    sheets = [each for each in re.findall(r"<sheet [^>]*/>", book) if re.search("附件[12] ", each)]
    copies = (
        re.sub('name="([^"]+)"', rf'name="\1 {number}"', sheet)
        for number in range(50)
        for sheet in sheets
    )
    start, end = book.index("<sheets>") + 8, book.index("</sheets>")
    content["xl/workbook.xml"] = f"{book[:start]}{''.join(copies)}{book[end:]}".encode()
    return packed(content)


#: What takes seconds before it is refused.
COSTLY = {"cells": _cells, "merges": _merges, "forms": _forms}

#: What may be read around, or refused: either is an answer.
ANSWERED: dict[str, Callable[[str], bytes]] = {
    "bombs beside": _many_bombs,
    "laughs beside": lambda suffix: _in_every_part(suffix, _laughs, ""),
    "secret beside": lambda suffix: _in_every_part(suffix, _secret, ""),
    "deep sheet": lambda suffix: _deep(suffix),
    "out of the package": lambda suffix: packed(
        parts(suffix)
        | {"../../outside.txt": b"x", "/tmp/outside.txt": b"x", "C:\\outside.txt": b"x"}
    ),
    "no content types": lambda suffix: packed(
        {name: data for name, data in parts(suffix).items() if name != "[Content_Types].xml"}
    ),
    "garbage beside": lambda suffix: _in_every_part(suffix, lambda data: b"<not xml", ""),
}
