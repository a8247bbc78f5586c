"""What the parts of an xlsx around its sheets say: sheet names, shared texts, number formats."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from msgspec import Struct

from xladdin.sources.bounds import bound
from xladdin.sources.package import Package
from xladdin.sources.raised import raised_text
from xladdin.toml_data import table

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ON = frozenset({"1", "true", "on"})
#: A format without anything for numbers and texts.
_SHOWS_NOTHING = re.compile(r"\s*;\s*;\s*;\s*")
#: The number formats that have no code of their own in a file, by number.
BUILTIN: dict[int, str] = {
    int(number): code for number, code in table("sources/builtin_formats.toml").items()
}


class SheetPart(Struct, frozen=True):
    """A worksheet of the workbook: its name, the part it lies in, whether it is hidden."""

    name: str
    part: str
    hidden: bool


class RichText(NamedTuple):
    """A text as read, and how many stretches of it were left out as struck out or as notes' marks."""

    text: str
    struck: int = 0
    marks: int = 0


class WorkbookParts(Struct, frozen=True):
    """``texts`` are the shared strings, ``formats`` the number format of each cell style, ``struck``
    the cell styles that strike everything out, ``unseen`` those that show nothing on white paper."""

    sheets: tuple[SheetPart, ...]
    texts: tuple[RichText, ...]
    formats: tuple[str, ...]
    struck: frozenset[int]
    unseen: frozenset[int]
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
        *_styles(package, by_kind.get("styles", "")),
        date1904,
    )


def rich_text(element: Any) -> RichText:
    """The text of a shared or inline string; the readings above it (phonetic), what is struck out
    and the raised numbers of notes are left out."""
    text, struck, marks = "", 0, 0
    for child in element:
        if child.tag == S + "t":
            text += child.text or ""
        elif child.tag == S + "r":
            said, look = child.findtext(S + "t") or "", child.find(S + "rPr")
            if look is not None and said and _strikes(look):
                struck += 1
            elif look is not None and said and _raises(look):
                raised = raised_text(said, text[-4:])
                marks += not raised
                text += raised
            else:
                text += said
    return RichText(unescaped(text), struck, marks)


def _strikes(look: Any) -> bool:
    mark = look.find(S + "strike")
    return mark is not None and mark.get("val", "1") in _ON


def _raises(look: Any) -> bool:
    mark = look.find(S + "vertAlign")
    return mark is not None and mark.get("val") == "superscript"


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


def _texts(package: Package, part: str) -> tuple[RichText, ...]:
    if part not in package:
        return ()
    return tuple(rich_text(entry) for entry in package.tree(part).iter(S + "si"))


def _styles(package: Package, part: str) -> tuple[tuple[str, ...], frozenset[int], frozenset[int]]:
    if part not in package:
        return (), frozenset(), frozenset()
    root = package.tree(part)
    own = {entry.get("numFmtId"): entry.get("formatCode", "") for entry in root.iter(S + "numFmt")}
    styles = root.find(S + "cellXfs")
    if styles is None:
        return (), frozenset(), frozenset()
    struck, white = _numbered(root, "fonts", _strikes), _numbered(root, "fonts", _is_white)
    bare = _numbered(root, "fills", _is_bare)
    formats = tuple(_format(style.get("numFmtId", "0"), own) for style in styles)
    looks = [(style.get("fontId"), style.get("fillId", "0")) for style in styles]
    unseen = frozenset(
        at for at, (font, fill) in enumerate(looks)
        if (font in white and fill in bare) or _SHOWS_NOTHING.fullmatch(formats[at])
    )  # fmt: skip
    return formats, frozenset(at for at, (font, _) in enumerate(looks) if font in struck), unseen


def _numbered(root: Any, name: str, meant: Callable[[Any], bool]) -> set[str]:
    """The numbers of the fonts or fills that are meant."""
    found = root.find(S + name)
    return {str(at) for at, each in enumerate(() if found is None else found) if meant(each)}


def _is_white(font: Any) -> bool:
    return _white(font.find(S + "color"))


def _is_bare(fill: Any) -> bool:
    """Whether a fill leaves the paper white."""
    pattern = fill.find(S + "patternFill")
    if pattern is None:
        return False
    kind = pattern.get("patternType", "none")
    return kind == "none" or (kind == "solid" and _white(pattern.find(S + "fgColor")))


def _white(colour: Any) -> bool:
    if colour is None or colour.get("tint") is not None:
        return False
    return (
        colour.get("rgb", "")[-6:].upper() == "FFFFFF"
        or colour.get("theme") == "0"
        or colour.get("indexed") in ("1", "9")
    )


def _format(number: str, own: dict[str | None, str]) -> str:
    code = own.get(number)
    if code is None:
        code = BUILTIN.get(int(number) if number.isdecimal() else 0, "General")
    return code or "General"
