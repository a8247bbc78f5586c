"""Remove what a Word document holds beside what its pages show: names of fields, controls and
styles, hints, choices of drop-downs, unused headers and bookmarks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from xladdin.patterns import pattern
from xladdin.sources.docx_looks import switch
from xladdin.sources.docx_text import W

#: Elements, in any of Word's namespaces, that show nothing.
_SILENT = frozenset((
    "fldData", "delText", "delInstrText", "tblCaption", "tblDescription", "dataBinding", "alias", "tag", "aliases",
    "docId", "listItem", "helpText", "statusText", "entryMacro", "exitMacro", "textInput",
))  # fmt: skip
_HINTS = (W + "tooltip", "{urn:schemas-microsoft-com:office:office}gfxdata")
_HINT = pattern(r"\\o\s*(?:\"[^\"]*\"|[^\s\\\"]+)")
_OF_A_PICTURE = frozenset(("docPr", "cNvPr"))
_REFERENCES = tuple(W + name for name in ("headerReference", "footerReference"))
_NAME, _VALUE, _ID = W + "name", W + "val", W + "id"


def without_corners(trees: Mapping[str, Any]) -> int:
    """Remove all of this from the parts of a document; return how much was removed."""
    count = _without_spare_headers(trees)
    for root in trees.values():
        for each in [*root.iter(etree.Element)]:
            leaf, parent = etree.QName(each).localname, each.getparent()
            for name in _HINTS:
                count += each.attrib.pop(name, None) is not None
            if leaf in _OF_A_PICTURE and each.get("name"):
                each.set("name", "")
            elif each.tag == W + "instrText" and each.text:
                each.text = _HINT.sub("", each.text)
            elif each.tag == W + "ddList":
                _without_other_choices(each)
            if parent is not None and (leaf in _SILENT or (each.tag == _NAME and parent.tag in (W + "ffData", W + "abstractNum"))):  # fmt: skip
                parent.remove(each)
                count += 1
        for number, style in enumerate(root.findall(W + "style"), 1):
            if style.get(W + "customStyle") and (name := style.find(_NAME)) is not None:
                name.set(_VALUE, f"样式{number}")
    return count + _without_spare_bookmarks(trees)


def _without_spare_headers(trees: Mapping[str, Any]) -> int:
    """Remove headers and footers of first or even pages if no section has any; return their number."""
    sections = [each for root in trees.values() for each in root.iter(W + "sectPr")]
    used = {
        "first": any(switch(each, W + "titlePg") for each in sections),
        "even": any(switch(root, W + "evenAndOddHeaders") for root in trees.values()),
    }
    spare = [
        each for section in sections for each in section.iterchildren(*_REFERENCES)
        if not used.get(each.get(W + "type", "default"), True)
    ]  # fmt: skip
    for each in spare:
        each.getparent().remove(each)
    return len(spare)


def _without_spare_bookmarks(trees: Mapping[str, Any]) -> int:
    """Remove bookmarks to which no field and no link leads; return their number."""
    told = " ".join(
        said
        for root in trees.values() for each in root.iter(W + "instrText", W + "fldSimple", W + "hyperlink")
        for said in (each.text, each.get(W + "instr"), each.get(W + "anchor")) if said
    )  # fmt: skip
    count = 0
    for root in trees.values():
        spare = [each for each in root.iter(W + "bookmarkStart") if each.get(_NAME, "") not in told]
        numbers = {each.get(_ID) for each in spare}
        ends = [each for each in root.iter(W + "bookmarkEnd") if each.get(_ID) in numbers]
        for each in (*spare, *ends):
            each.getparent().remove(each)
        count += len(spare)
    return count


def _without_other_choices(choices: Any) -> None:
    """Remove the choices of a drop-down field except the one that it shows."""
    entries, result = choices.findall(W + "listEntry"), choices.find(W + "result")
    said = "0" if result is None else result.get(_VALUE, "0")
    shown = int(said) if said.isdecimal() else 0
    for at, each in enumerate(entries):
        if at != shown:
            choices.remove(each)
    if result is not None:
        choices.remove(result)
