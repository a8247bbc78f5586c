"""Put comment marks around a place in ``word/document.xml``, splitting runs where necessary."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from msgspec import Struct

from xladdin.outputs.word_places import Place
from xladdin.sources.docx_order import PARAGRAPH
from xladdin.sources.docx_text import MC, M, W

RUN = W + "r"
START, END, REFERENCE = (
    W + name for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
)
ID = W + "id"
_TEXT = W + "t"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PROPERTIES = (W + "rPr", W + "pPr")
#: Text boxes: Word ignores comments in them ([MS-OI29500] 2.1.315), so the run that anchors the box
#: is marked.
_BOX = W + "txbxContent"
#: What is marked as a whole: formulas and phonetic guides are units, alternatives are stored twice,
#: and Word rewrites the content of fields and of bound controls.
_FIELD = W + "fldChar"
_SEALED = frozenset(
    (M + "oMath", M + "oMathPara", W + "ruby", W + "fldSimple", MC + "AlternateContent")
)
_CONTROL = W + "sdt"
_BOUND = tuple(
    W + name for name in ("dataBinding", "text", "date", "dropDownList", "comboBox", "citation")
)


def mark(place: Place, number: int) -> None:
    """Put the marks of the comment ``number`` around a place."""
    if not place.stretches:
        _mark_blank(place.paragraph, number)
        return
    begins, ends = place.stretches[0], place.stretches[-1]
    # The end first: a cut there leaves the beginning as it is.
    last = _unit(ends.element)
    if not last.whole:
        _cut_after(last.end, ends.element, ends.offset + len(ends.text))
    _close(last.end, number)
    first = _unit(begins.element)
    begin = first.begin if first.whole else _cut_before(first.begin, begins.element, begins.offset)
    begin.addprevious(_mark(begin, START, number))


def _mark_blank(paragraph: Any, number: int) -> None:
    box = _unit(paragraph)
    if box.begin is not paragraph:
        box.begin.addprevious(_mark(paragraph, START, number))
        _close(box.end, number)
        return
    properties = len(paragraph) and paragraph[0].tag in _PROPERTIES
    begin = _mark(paragraph, START, number)
    paragraph.insert(1 if properties else 0, begin)
    _close(begin, number)


def _close(unit: Any, number: int) -> None:
    """Write the closing mark and the reference behind ``unit`` and the marks that close there."""
    while (after := unit.getnext()) is not None and _closes(after):
        unit = after
    reference = unit.makeelement(RUN)
    reference.append(_mark(unit, REFERENCE, number))
    unit.addnext(reference)
    unit.addnext(_mark(unit, END, number))


def _closes(element: Any) -> bool:
    return element.tag == END or (element.tag == RUN and element.find(REFERENCE) is not None)


def _mark(near: Any, tag: str, number: int) -> Any:
    return near.makeelement(tag, {ID: str(number)})


class _Unit(Struct, frozen=True):
    """The siblings that marks are put around: one run that may be cut unless ``whole``, or several."""

    begin: Any
    end: Any
    whole: bool


def _unit(element: Any) -> _Unit:
    """Return the run that shows ``element``, or the outermost unit around it that must stay whole.
    A paragraph outside text boxes is its own unit."""
    unit = _Unit(element, element, whole=True)
    inline = element.tag != PARAGRAPH
    for each in (element, *element.iterancestors()):
        tag = each.tag
        if tag == _BOX:
            unit, inline = _Unit(each, each, whole=True), True
        elif tag == PARAGRAPH:
            inline = False
        elif inline:
            begin, end = field_around(each)
            if begin is not None:
                unit = _Unit(begin, end, whole=True)
            elif tag in _SEALED or (tag == _CONTROL and _is_bound(each)):
                unit = _Unit(each, each, whole=True)
            elif tag == RUN:
                unit = _Unit(each, each, whole=unit.begin is not element)
    return unit


def field_around(element: Any) -> tuple[Any, Any]:
    """Return the first and the last sibling of the field around ``element``; None for both if it is
    in no field, or in one that ends in another paragraph."""
    siblings = element.getparent()
    if siblings is None or next(siblings.iter(_FIELD), None) is None:
        return None, None
    depth, begin, inside = 0, None, False
    for sibling in siblings:
        for char in sibling.iter(_FIELD):
            kind = char.get(W + "fldCharType")
            if kind == "begin":
                begin, inside = (begin, inside) if depth else (sibling, False)
                depth += 1
            elif kind == "end" and depth:
                depth -= 1
                if not depth and (inside or sibling is element):
                    return begin, sibling
        inside = inside or (sibling is element and depth > 0)
    return None, None


def _is_bound(control: Any) -> bool:
    properties = control.find(W + "sdtPr")
    return properties is not None and any(entry.tag in _BOUND for entry in properties)


def _cut_after(run: Any, element: Any, end: int) -> None:
    """End ``run`` before the offset ``end`` of ``element``; the rest goes into a run of its own."""
    rest = _split_text(element, end)
    if rest is None:
        rest = element.getnext()
    if rest is not None:
        _split_run(run, rest)


def _cut_before(run: Any, element: Any, start: int) -> Any:
    """Return the run that begins at the offset ``start`` of ``element``, cut off ``run`` if necessary."""
    begin = _split_text(element, start) if start else element
    begin = element if begin is None else begin
    before = begin.getprevious()
    if before is None or before.tag in _PROPERTIES:
        return run
    return _split_run(run, begin)


def _split_text(element: Any, offset: int) -> Any:
    """Cut a ``w:t`` in two and return the second part; None if there is nothing to cut off."""
    text = element.text or ""
    if element.tag != _TEXT or not 0 < offset < len(text):
        return None
    rest = deepcopy(element)
    rest.tail = None
    for part, words in ((element, text[:offset]), (rest, text[offset:])):
        part.text = words
        if words != words.strip():
            part.set(_SPACE, "preserve")
    element.addnext(rest)
    return rest


def _split_run(run: Any, begin: Any) -> Any:
    """Move ``begin`` and its following siblings into a new run of the same formatting behind ``run``."""
    rest = run.makeelement(run.tag, run.attrib, run.nsmap)
    if run[0].tag in _PROPERTIES:
        rest.append(deepcopy(run[0]))
    following = [begin, *begin.itersiblings()]
    rest.extend(following)
    run.addnext(rest)
    return rest
