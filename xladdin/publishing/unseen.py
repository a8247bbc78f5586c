"""Find and remove what nobody sees of a Word document: hidden text, rows and drawings; letters that
are too small or as white as their paper."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from xladdin.patterns import pattern
from xladdin.publishing.sight import LOWEST, Sight, number
from xladdin.sources.docx_looks import switch
from xladdin.sources.docx_text import W

_ROW, _TABLE, _RUN, _TEXT = W + "tr", W + "tbl", W + "r", W + "t"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FALLBACK = _MC + "Fallback"
_VML = "{urn:schemas-microsoft-com:vml}"
_HOLDERS = (W + "drawing", W + "pict", W + "object")
_INVISIBLE = pattern(r"visibility\s*:\s*hidden", re.IGNORECASE)
#: The shapes of which a drawing may have several; each has properties that may hide it.
_SHAPES = frozenset(("wsp", "pic", "sp", "wgp", "grpSp", "cxnSp", "graphicFrame", "wpc", "cxn"))
HIDDEN_TEXT, HIDDEN_ROW, HIDDEN_DRAWING = "隐藏的文字", "隐藏的表格行", "隐藏的图形"
UNREADABLE = "看不见的文字（白色或极小）"
HIDDEN_SERIES, LOST_NOTE = "图表里隐藏的数据", "正文没有提到的脚注"
#: Elements of a chart that a filter hides.
_FILTERED = tuple(
    f"{{http://schemas.microsoft.com/office/drawing/2012/chart}}filtered{name}"
    for name in ("CategoryTitle", "SeriesTitle", *(f"{each}Series" for each in (
        "Area", "Bar", "Bubble", "Line", "Ofpie", "Pie", "Radar", "Scatter", "Surface")))
)  # fmt: skip
KINDS = frozenset((HIDDEN_TEXT, HIDDEN_ROW, HIDDEN_DRAWING, UNREADABLE))


def without_unseen(root: Any, sight: Sight) -> Counter[str]:
    """Remove the invisible elements of a part; count them by kind."""
    removed: Counter[str] = Counter()
    for kind, element in [*unseen(root, sight)]:
        parent = element.getparent()
        if parent is None:
            continue
        drawn = kind in (HIDDEN_DRAWING, HIDDEN_SERIES) and element.tag != _FALLBACK
        removed[kind] += drawn or (kind != HIDDEN_DRAWING and bool(_text(element)))
        parent.remove(element)
        if parent.tag == _TABLE and parent.find(_ROW) is None:
            parent.getparent().remove(parent)
    return +removed


def without_unreferred(trees: Mapping[str, Any]) -> Counter[str]:
    """Remove the notes of a document, given as its parts, to which nothing refers; count them."""
    removed: Counter[str] = Counter()
    for name in (W + "footnote", W + "endnote"):
        told = (each for root in trees.values() for each in root.iter(f"{name}Reference"))
        used = {each.get(W + "id") for each in told}
        for note in [each for root in trees.values() for each in root.findall(name)]:
            if note.get(W + "type", "normal") == "normal" and note.get(W + "id") not in used:
                removed[LOST_NOTE] += bool(_text(note))
                note.getparent().remove(note)
    return +removed


def unseen(root: Any, sight: Sight) -> Iterator[tuple[str, Any]]:
    """Yield the invisible elements of a part, each with its kind."""
    for row in root.iter(_ROW):
        if _is_hidden(row):
            yield HIDDEN_ROW, row
    yield from ((HIDDEN_DRAWING, each) for each in _hidden_drawings(root))
    yield from ((HIDDEN_SERIES, each) for each in root.iter(*_FILTERED))
    for run in root.iter(_RUN):
        if sight.looks.of(run).hidden:
            yield HIDDEN_TEXT, run
        elif _text(run) and sight.is_unreadable(run):
            yield UNREADABLE, run


def _text(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(_TEXT)).strip()


def _is_hidden(row: Any) -> bool:
    properties = row.find(W + "trPr")
    if properties is None:
        return False
    height = properties.find(W + "trHeight")
    low = height is not None and height.get(W + "hRule") == "exact"
    return bool(switch(properties, W + "hidden")) or (
        low and number(height.get(W + "val")) < LOWEST
    )


def _hidden_drawings(root: Any) -> Iterator[Any]:
    """Yield the hidden drawings and hidden shapes of a group, with their alternatives."""
    for each in root.iter(etree.Element):
        leaf = etree.QName(each).localname
        if leaf in ("docPr", "cNvPr") and each.get("hidden") in ("1", "true"):
            holder = next(each.iterancestors(*_HOLDERS), None)
            shape = next(
                (up for up in each.iterancestors() if etree.QName(up).localname in _SHAPES), None
            )
            alone = (
                leaf == "docPr"
                or shape is None
                or etree.QName(shape.getparent()).localname == "graphicData"
            )
            choice = next(each.iterancestors(_MC + "AlternateContent"), None)
            if choice is not None and not alone:
                yield from choice.findall(_FALLBACK)
            element = (holder if choice is None else choice) if alone else shape
            if element is not None:
                yield element
        elif each.tag.startswith(_VML) and _INVISIBLE.search(each.get("style", "")):
            yield each
