"""Find what in a Word document runs by itself or leads elsewhere: macros, objects, fields, links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from xladdin.errors import InputError
from xladdin.patterns import pattern
from xladdin.sources.docx_text import W
from xladdin.sources.package import Package

#: The Chinese word for each kind of part, with the part's name in lower case.
PARTS = (
    ("宏", pattern(r"word/(vbaproject\.bin|vbadata\.xml|attachedtoolbars\.bin|customizations\.xml)")),
    ("控件", pattern(r"word/activex/.*")),
    ("嵌入的对象", pattern(r"word/embeddings/.*")),
)  # fmt: skip
#: The Chinese word for each type of outer relationship, by the last word of the type.
_OUTER = {"attachedTemplate": "外部模板", "image": "外部图片", "oleObject": "外部对象"}
#: Fields that fetch or run something when they are updated.
_FIELD = pattern(
    r"\s*(?P<name>ddeauto|dde|includepicture|includetext|include|import|link|embed|rd|database"
    r"|macrobutton)\b|\s*(?:\0|$)",
    re.IGNORECASE,
)
#: Stands in an instruction for the result of a nested field.
_SHOWN = "\0"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
#: Targets that are no web page: files, shares, programs.
_AWAY = pattern(r"(?!https?:|mailto:)[a-z][a-z0-9+.-]*:|\\\\|//", re.IGNORECASE)
_LINK = pattern(rf"\s*hyperlink\s+\"?\s*(?:{_AWAY.pattern})", re.IGNORECASE)


def active(package: Package) -> tuple[str, ...]:
    """Return a Chinese word (宏 …) for each active content of a package; none if it is no document."""
    found = [word for word, parts in PARTS if any(map(parts.fullmatch, package.parts()))]
    for part in package.parts():
        if part.startswith("word/") and part.endswith(".rels"):
            root = _tree(package, part)
            found += [word for each in outer(root) if (word := what(each))]
    for part in texts(package):
        found += ["自动更新的域"] * any(True for _ in fields(_tree(package, part)))
    return tuple(dict.fromkeys(found))


def _tree(package: Package, part: str) -> Any:
    """Return the root of a part, an empty one if only this part is damaged: the text can still be read."""
    try:
        return package.tree(part)
    except InputError:
        return etree.Element("damaged")


def texts(package: Package) -> list[str]:
    """Return the parts that hold text, except empty ones, which some programs leave."""
    named = pattern(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
    return [part for part in package.parts() if named.fullmatch(part) and package.size(part)]


def outer(relationships: Any) -> Iterator[Any]:
    """Yield the outer relationships that are followed without a click or reveal a local path."""
    for each in relationships.iter(_RELATIONSHIP):
        if each.get("TargetMode") == "External":
            link = kind(each) == "hyperlink"
            if not link or _AWAY.match(each.get("Target", "")):
                yield each


def kind(relationship: Any) -> str:
    """Return the last word of a relationship's type."""
    return str(relationship.get("Type", "").rpartition("/")[2])


def what(relationship: Any) -> str:
    """Return the Chinese word for an outer relationship; empty for a mere link."""
    name = kind(relationship)
    return "" if name == "hyperlink" else _OUTER.get(name, "外部内容")


def is_active(instruction: str) -> bool:
    """Return whether a field fetches or runs something, or hides its name in another field."""
    return _FIELD.match(instruction) is not None


def leads_away(instruction: str) -> bool:
    """Return whether a field is a link to something other than a web page."""
    return _LINK.match(instruction) is not None


def fields(root: Any, meant: Callable[[str], bool] = is_active) -> Iterator[list[Any]]:
    """Yield the elements of each field whose instruction is ``meant``, to be removed. The elements that
    show the field's result are not among them."""
    for simple in root.iter(W + "fldSimple"):
        if meant(simple.get(W + "instr", "")):
            yield [simple]
    opened: list[tuple[list[Any], list[str]]] = []
    for each in root.iter(W + "fldChar", W + "instrText"):
        if each.tag == W + "instrText":
            if opened:
                opened[-1][0].append(each)
                opened[-1][1].append(each.text or "")
            continue
        state = each.get(W + "fldCharType")
        if state == "begin":
            opened.append(([], []))
        if opened:
            opened[-1][0].append(each)
        if state == "end" and opened:
            elements, said = opened.pop()
            if opened:
                opened[-1][1].append(_SHOWN)
            if meant("".join(said)):
                yield elements
