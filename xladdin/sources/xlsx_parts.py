"""What the parts of an xlsx around its sheets say: sheet names, shared texts, number formats."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xladdin.sources.bounds import bound
from xladdin.sources.package import Package

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ON = frozenset({"1", "true", "on"})
#: The number formats that have no code of their own in a file, by number.
BUILTIN: dict[int, str] = {
    int(number): code
    for number, code in tomllib.loads(
        Path(__file__).with_name("builtin_formats.toml").read_text("utf-8")
    ).items()
}


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet of the workbook: its name, the part it lies in, whether it is hidden."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """``texts`` are the shared strings, ``formats`` the number format of each cell style."""

    sheets: tuple[SheetPart, ...]
    texts: tuple[str, ...]
    formats: tuple[str, ...]
    date1904: bool


def workbook_parts(package: Package) -> WorkbookParts:
    """The parts around the sheets; InputError for a package without a readable workbook."""
    main = package.main_part()
    root = package.tree(main)
    related = package.relationships(main)
    sheets = []
    for entry in root.iter(S + "sheet"):
        kind, part = related.get(entry.get(_ID, ""), ("", ""))
        if kind == "worksheet":
            hidden = entry.get("state", "visible") != "visible"
            sheets.append(SheetPart(entry.get("name", ""), part, hidden))
    if len(sheets) > bound("sheets"):
        raise package.too_large(f"的工作表超过 {bound('sheets')} 个")
    properties = root.find(S + "workbookPr")
    date1904 = properties is not None and properties.get("date1904") in _ON
    by_kind = dict(related.values())
    return WorkbookParts(
        tuple(sheets),
        _texts(package, by_kind.get("sharedStrings", "")),
        _formats(package, by_kind.get("styles", "")),
        date1904,
    )


def rich_text(element: Any) -> str:
    """The text of a shared or inline string; the readings above it (phonetic) are left out."""
    pieces = []
    for child in element:
        if child.tag == S + "t":
            pieces.append(child.text or "")
        elif child.tag == S + "r":
            pieces.append(child.findtext(S + "t") or "")
    return unescaped("".join(pieces))


def unescaped(text: str) -> str:
    """``text`` with ``_x000D_`` and the like as the characters they stand for."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: _character(int(match[1], 16)), text)


def _character(code: int) -> str:
    # Control characters mean nothing to a reader, half a surrogate pair cannot be written out.
    if code == 0x0D or 0xD800 <= code <= 0xDFFF or (code < 0x20 and code not in (0x09, 0x0A)):
        return ""
    return chr(code)


def _texts(package: Package, part: str) -> tuple[str, ...]:
    if part not in package:
        return ()
    return tuple(rich_text(entry) for entry in package.tree(part).iter(S + "si"))


def _formats(package: Package, part: str) -> tuple[str, ...]:
    if part not in package:
        return ()
    root = package.tree(part)
    own = {entry.get("numFmtId"): entry.get("formatCode", "") for entry in root.iter(S + "numFmt")}
    styles = root.find(S + "cellXfs")
    if styles is None:
        return ()
    return tuple(_format(style.get("numFmtId", "0"), own) for style in styles)


def _format(number: str, own: dict[str | None, str]) -> str:
    code = own.get(number)
    if code is None:
        code = BUILTIN.get(int(number) if number.isdecimal() else 0, "General")
    return code or "General"
