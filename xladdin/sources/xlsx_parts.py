"""Read the parts of an xlsx around its sheets: sheet names, shared texts, number formats."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct

from xladdin.patterns import pattern
from xladdin.sources.bounds import bound
from xladdin.sources.contrast import BLACK, LEAST_POINTS, WHITE, Colour, alike, colour_of
from xladdin.sources.package import Package
from xladdin.sources.raised import raised_text
from xladdin.toml_data import table

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = pattern(r"_x([0-9A-Fa-f]{4})_")
_ON = frozenset({"1", "true", "on"})
_Meant = TypeVar("_Meant")
#: A section of a format that shows nothing; a format that shows everything white.
_NOTHING = r"(?:\s|\[[^\]]*\]|\"\s*\"|[_*].|\\\s)*"
_SHOWS_NOTHING = pattern(rf"{_NOTHING}(?:;{_NOTHING}){{3}}")
_SHOWS_NO_NUMBER = pattern(rf"(?=.){_NOTHING}(?:;{_NOTHING}){{0,3}}")
_WHITENS = pattern(r"\s*\[(?:white|白色|color ?2)\][^;]*", re.IGNORECASE)
#: Colours by number: the eight plain ones twice, then those of letters and paper.
_PLAIN = ("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
_INDEXED = {str(at): said for at, said in enumerate(_PLAIN * 2)} | {"64": "000000", "65": "FFFFFF"}
_THEME = {"0": WHITE, "1": BLACK}
#: The number formats by number that have no code in a file.
BUILTIN: dict[int, str] = {
    int(number): code for number, code in table("sources/builtin_formats.toml").items()
}


class SheetPart(Struct, frozen=True):
    """A worksheet of the workbook: its name, its part, whether it is hidden."""

    name: str
    part: str
    hidden: bool


class RichText(NamedTuple):
    """A text as read, and how many stretches were left out as struck out or as marks of notes."""

    text: str
    struck: int = 0
    marks: int = 0


class WorkbookParts(Struct, frozen=True):
    """What the parts around the sheets state.

    ``texts`` are the shared strings, ``formats`` the number formats by cell style. ``struck``,
    ``unseen`` and ``numberless`` are the cell styles that strike everything out, show nothing, show no
    number.
    """

    sheets: tuple[SheetPart, ...]
    texts: tuple[RichText, ...]
    formats: tuple[str, ...]
    struck: frozenset[int]
    unseen: frozenset[int]
    numberless: frozenset[int]
    date1904: bool


def workbook_parts(package: Package) -> WorkbookParts:
    """Return the parts around the sheets; InputError for a package without a readable workbook."""
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
    """Return the text of a shared or inline string without phonetic readings, struck-out text and
    raised numbers of notes."""
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
    """Return ``text`` with ``_x000D_`` and the like replaced by their characters."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: _character(int(match[1], 16)), text)


def _character(code: int) -> str:
    # Control characters mean nothing to a reader; half a surrogate pair cannot be written out.
    if code == 0x0D or 0xD800 <= code <= 0xDFFF or (code < 0x20 and code not in (0x09, 0x0A)):
        return ""
    return chr(code)


def _texts(package: Package, part: str) -> tuple[RichText, ...]:
    if part not in package:
        return ()
    return tuple(rich_text(entry) for entry in package.tree(part).iter(S + "si"))


def _styles(
    package: Package, part: str
) -> tuple[tuple[str, ...], frozenset[int], frozenset[int], frozenset[int]]:
    root = package.tree(part) if part in package else None
    styles = None if root is None else root.find(S + "cellXfs")
    if root is None or styles is None:
        return (), frozenset(), frozenset(), frozenset()
    own = {entry.get("numFmtId"): entry.get("formatCode", "") for entry in root.iter(S + "numFmt")}
    formats = tuple(_format(style.get("numFmtId", "0"), own) for style in styles)
    looks = [(style.get("fontId", "0"), style.get("fillId", "0")) for style in styles]
    struck = _numbered(root, "fonts", _strikes)
    letters, grounds = _numbered(root, "fonts", _letters), _numbered(root, "fills", _ground)
    tiny = _numbered(root, "fonts", _is_tiny)
    unseen = frozenset(
        at for at, (font, fill) in enumerate(looks)
        if tiny.get(font) or _SHOWS_NOTHING.fullmatch(formats[at])
        or alike(WHITE if _WHITENS.fullmatch(formats[at]) else letters.get(font), grounds.get(fill))
    )  # fmt: skip
    return (
        formats,
        frozenset(at for at, (font, _) in enumerate(looks) if struck.get(font)),
        unseen,
        frozenset(at for at, code in enumerate(formats) if _SHOWS_NO_NUMBER.fullmatch(code)),
    )


def _numbered(root: Any, name: str, meant: Callable[[Any], _Meant]) -> dict[str, _Meant]:
    """Return the meaning of each font or fill by its number."""
    found = root.find(S + name)
    return {str(at): meant(each) for at, each in enumerate(() if found is None else found)}


def _letters(font: Any) -> Colour | None:
    colour = font.find(S + "color")
    return BLACK if colour is None or colour.get("auto") in _ON else _colour(colour)


def _is_tiny(font: Any) -> bool:
    size = font.find(S + "sz")
    return size is not None and float(size.get("val") or LEAST_POINTS) < LEAST_POINTS


def _ground(fill: Any) -> Colour | None:
    """Return the background colour that a fill gives; None if it has more than one colour."""
    pattern = fill.find(S + "patternFill")
    if pattern is None:
        return None
    kind = pattern.get("patternType", "none")
    if kind == "none":
        return WHITE
    return _colour(pattern.find(S + "fgColor")) if kind == "solid" else None


def _colour(colour: Any) -> Colour | None:
    if colour is None:
        return None
    theme, tint = colour.get("theme"), float(colour.get("tint") or 0)
    plain = _THEME.get(theme) if theme else colour_of(
        colour.get("rgb") or _INDEXED.get(colour.get("indexed", ""))
    )  # fmt: skip
    if plain is None or isinstance(plain, str):
        return f"{dict(colour.attrib)}" if theme or colour.get("indexed") else None
    red, green, blue = (
        round(each * (1 + tint) if tint < 0 else each + (255 - each) * tint) for each in plain
    )
    return red, green, blue


def _format(number: str, own: dict[str | None, str]) -> str:
    code = own.get(number)
    if code is None:
        code = BUILTIN.get(int(number) if number.isdecimal() else 0, "General")
    return code or "General"
