"""What of a Word document nobody sees: hidden text, rows and drawings; letters too small, or as white as
their paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from xladdin.sources.docx_looks import Looks, looks_of, switch
from xladdin.sources.docx_text import W
from xladdin.sources.package import Package

_ROW, _TABLE, _RUN, _TEXT = W + "tr", W + "tbl", W + "r", W + "t"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_HOLDER = W + "drawing"
#: A row of a point's height, in twentieths, and letters of one, in halves, can't be read.
_LOWEST, _SMALLEST = 20, 2
_WHITE = ("FFFFFF",)
#: Where it is said what is behind a letter.
_LAYERS = tuple(W + name for name in ("p", "tc", "tr", "tbl"))
_FORMATS = tuple(W + name for name in ("rPr", "pPr", "tcPr", "trPr", "tblPr", "tblPrEx"))
_STYLES = tuple(W + name for name in ("rStyle", "pStyle", "tblStyle"))
HIDDEN_TEXT, HIDDEN_ROW, HIDDEN_DRAWING = "隐藏的文字", "隐藏的表格行", "隐藏的图形"
UNREADABLE = "看不见的文字（白色或极小）"
HIDDEN_SERIES, LOST_NOTE = "图表里隐藏的数据", "正文没有提到的脚注"
#: What a chart that is filtered does not draw.
_FILTERED = tuple(
    f"{{http://schemas.microsoft.com/office/drawing/2012/chart}}filtered{name}"
    for name in ("CategoryTitle", "SeriesTitle", *(f"{each}Series" for each in (
        "Area", "Bar", "Bubble", "Line", "Ofpie", "Pie", "Radar", "Scatter", "Surface")))
)  # fmt: skip
KINDS = frozenset((HIDDEN_TEXT, HIDDEN_ROW, HIDDEN_DRAWING, UNREADABLE))


class Sight(NamedTuple):
    """How a document's styles look: as they are read; which put something behind letters; whose letters
    are white."""

    looks: Looks
    shaded: frozenset[str]
    white: frozenset[str]


def sight_of(package: Package) -> Sight:
    """The looks of a document's styles; InputError where they cannot be read."""
    main = package.main_part()
    parts = [part for kind, part in package.relationships(main).values() if kind == "styles"]
    styles = [
        each for part in parts if part in package for each in package.tree(part).iter(W + "style")
    ]
    return Sight(
        looks_of(package, main),
        frozenset(each.get(W + "styleId", "") for each in styles if _shades(each)),
        frozenset(
            each.get(W + "styleId", "") for each in styles if _is_white(each.find(W + "rPr"))
        ),
    )


def without_unseen(root: Any, sight: Sight) -> Counter[str]:
    """Takes away what nobody sees of a part; how many of what."""
    removed: Counter[str] = Counter()
    for kind, element in [*unseen(root, sight)]:
        parent = element.getparent()
        if parent is None:
            continue
        removed[kind] += bool(_text(element)) or kind in (HIDDEN_DRAWING, HIDDEN_SERIES)
        parent.remove(element)
        if parent.tag == _TABLE and parent.find(_ROW) is None:
            parent.getparent().remove(parent)
    return +removed


def without_unreferred(trees: Mapping[str, Any]) -> Counter[str]:
    """Takes away the notes of a document, given as its parts, that nothing refers to; how many."""
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
    """The elements that are not seen, each with what it is."""
    for row in root.iter(_ROW):
        if _is_hidden(row):
            yield HIDDEN_ROW, row
    for drawn in root.iter(_DRAWN):
        holder = next(drawn.iterancestors(_HOLDER), None)
        if drawn.get("hidden") in ("1", "true") and holder is not None:
            yield HIDDEN_DRAWING, holder
    yield from ((HIDDEN_SERIES, each) for each in root.iter(*_FILTERED))
    for run in root.iter(_RUN):
        if sight.looks.of(run).hidden:
            yield HIDDEN_TEXT, run
        elif _text(run) and _is_unreadable(run, sight):
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
        low and _number(height.get(W + "val")) <= _LOWEST
    )


def _is_unreadable(run: Any, sight: Sight) -> bool:
    properties = run.find(W + "rPr")
    size = None if properties is None else properties.find(W + "sz")
    if size is not None and _number(size.get(W + "val")) <= _SMALLEST:
        return True
    if properties is None or properties.find(W + "color") is None:
        paragraph = next(run.iterancestors(W + "p"), None)
        formats = (properties, None if paragraph is None else paragraph.find(W + "pPr"))
        white = any(_styled(each, sight.white) for each in formats if each is not None)
    else:
        white = _is_white(properties)
    return white and not _has_ground(run, sight)


def _is_white(properties: Any) -> bool:
    """Whether letters are said to be as white as paper."""
    colour = None if properties is None else properties.find(W + "color")
    return colour is not None and (
        colour.get(W + "val", "").upper() in _WHITE or colour.get(W + "themeColor") == "background1"
    )


def _has_ground(run: Any, sight: Sight) -> bool:
    """Whether something may be behind a run's letters; of a drawing one cannot tell."""
    for each in (run, *run.iterancestors(*_LAYERS)):
        for properties in each.iterchildren(*_FORMATS):
            if _shades(properties) or _styled(properties, sight.shaded):
                return True
    return next(run.iterancestors(W + "txbxContent"), None) is not None


def _styled(properties: Any, styles: frozenset[str]) -> bool:
    return any(each.get(W + "val") in styles for each in properties.iterchildren(*_STYLES))


def _shades(properties: Any) -> bool:
    return any(
        each.tag == W + "highlight"
        or each.get(W + "fill", "auto").upper() not in (*_WHITE, "AUTO")
        or each.get(W + "val") not in ("clear", "nil", None)
        for each in properties.iter(W + "shd", W + "highlight")
    )


def _number(said: str | None) -> float:
    try:
        return float(said or "")
    except ValueError:
        return float("inf")
