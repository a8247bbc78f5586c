"""Pieces of a Word document: elements, paragraphs and the setting of a page, as XML."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

#: A4 with margins that the forms fit into, in twentieths of a point: 20 mm left and right, 25 mm
#: above, for a header of two lines, 18 mm below.
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
SIDE, TOP, BOTTOM = 1134, 1417, 1020

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def element(name: str, *children: Any, **attributes: str) -> Any:
    """An element such as ``w:jc``; its attributes without their prefix."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    for child in children:
        made.append(child)
    return made


def paragraph(
    text: str,
    font: str,
    size: float,
    align: str = "left",
    *,
    level: int | None = None,
    new_page: bool = False,
    with_next: bool = False,
    line: float = 1.25,
    before: float = 0,
    after: float = 0,
    tabs: tuple[int, ...] = (),
) -> Any:
    """A paragraph that looks the same whatever the document's styles say.

    ``size``, ``before`` and ``after`` in points; lines are ``line`` times as high as the letters,
    whichever font stands in for ``font``. ``level`` from 0 puts it into the outline, ``with_next``
    keeps it on the page of what follows; ``tabs`` in twentieths of a point.
    """
    properties = element("w:pPr")
    if with_next:
        properties.append(element("w:keepNext"))
    if new_page:
        properties.append(element("w:pageBreakBefore"))
    properties.append(element("w:widowControl", val="0"))
    if tabs:
        stops = (element("w:tab", val="left", pos=str(each)) for each in tabs)
        properties.append(element("w:tabs", *stops))
    height = element(
        "w:spacing",
        before=_twips(before),
        beforeAutospacing="0",
        after=_twips(after),
        afterAutospacing="0",
        line=_twips(size * line),
        lineRule="exact",
    )
    indent = element("w:ind", firstLine="0", firstLineChars="0", left="0", leftChars="0",
                     right="0", rightChars="0")  # fmt: skip
    properties.extend((element("w:snapToGrid", val="0"), height, indent))
    properties.append(element("w:jc", val=align))
    if level is not None:
        properties.append(element("w:outlineLvl", val=str(level)))
    made = element("w:p", properties)
    if text:
        made.append(_run(text, font, size))
    return made


def page(*, landscape: bool = False) -> tuple[Any, Any]:
    """``w:pgSz`` and ``w:pgMar`` of a page of forms."""
    width, height = (PAGE_HEIGHT, PAGE_WIDTH) if landscape else (PAGE_WIDTH, PAGE_HEIGHT)
    size = element("w:pgSz", w=str(width), h=str(height))
    if landscape:
        size.set(qn("w:orient"), "landscape")
    margins = element(
        "w:pgMar", top=str(TOP), right=str(SIDE), bottom=str(BOTTOM), left=str(SIDE),
        header="567", footer="567", gutter="0",
    )  # fmt: skip
    return size, margins


def _run(text: str, font: str, size: float) -> Any:
    half_points = str(round(size * 2))
    run = element(
        "w:r",
        element(
            "w:rPr",
            element("w:rFonts", ascii=font, hAnsi=font, eastAsia=font, hint="eastAsia"),
            element("w:b", val="0"),
            element("w:sz", val=half_points),
            element("w:szCs", val=half_points),
        ),
    )
    for number, part in enumerate(text.split("\n")):
        if number:
            run.append(element("w:br"))
        for index, piece in enumerate(part.split("\t")):
            if index:
                run.append(element("w:tab"))
            held = element("w:t")
            held.text = _printable(piece)
            held.set(_SPACE, "preserve")
            run.append(held)
    return run


def _printable(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(
        letter
        for letter in text
        if letter >= " " and not "\ud800" <= letter <= "\udfff" and letter not in "\ufffe\uffff"
    )


def _twips(points: float) -> str:
    return str(round(points * 20))
