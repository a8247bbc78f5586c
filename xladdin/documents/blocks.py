"""Build paragraphs and tables of a Word document, as XML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from msgspec import Struct
from msgspec.structs import replace

from xladdin.text.cleaning import storable

#: The space left and right of a cell's text, in points, and the height of its lines, in letters.
CELL_SIDE, LINE = 3.0, 1.25
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Piece(Struct, frozen=True):
    """A part of a paragraph's text with a look of its own: struck out, underlined, in a ``colour``
    (RRGGBB), on a ``highlight`` (such as yellow)."""

    text: str
    strike: bool = False
    colour: str = ""
    highlight: str = ""
    underline: bool = False


#: A text as a whole, or in pieces.
Text = str | Sequence[Piece]


class Cell(Struct, frozen=True):
    """A cell of a table, by its place from 0, with its text; ``role`` is its meaning to the caller."""

    row: int
    column: int
    text: str
    align: str = "left"
    rows: int = 1
    columns: int = 1
    role: str = ""

    @property
    def below(self) -> int:
        """The row below it."""
        return self.row + self.rows


def element(name: str, *children: Any, **attributes: str) -> Any:
    """Return an element such as ``w:jc``; attributes are given without their prefix."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    for child in children:
        made.append(child)
    return made


def paragraph(
    text: Text,
    font: str,
    size: float,
    align: str = "left",
    *,
    level: int | None = None,
    new_page: bool = False,
    with_next: bool = False,
    line: float = LINE,
    before: float = 0,
    after: float = 0,
    tabs: tuple[int, ...] = (),
) -> Any:
    """Return a paragraph that looks the same whatever the document's styles say.

    ``size``, ``before`` and ``after`` are in points; lines are ``line`` times as high as the
    letters, whichever font stands in for ``font``. ``level`` from 0 puts it into the outline,
    ``with_next`` keeps it on one page with what follows; ``tabs`` are in twentieths of a point.
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
        before=twips(before),
        beforeAutospacing="0",
        after=twips(after),
        afterAutospacing="0",
        line=twips(size * line),
        lineRule="exact",
    )
    indent = element("w:ind", firstLine="0", firstLineChars="0", left="0", leftChars="0",
                     right="0", rightChars="0")  # fmt: skip
    properties.extend((element("w:snapToGrid", val="0"), height, indent))
    properties.append(element("w:jc", val=align))
    if level is not None:
        properties.append(element("w:outlineLvl", val=str(level)))
    return element("w:p", properties, *_runs(text, font, size))


def styled(
    text: Text,
    style: str,
    align: str = "",
    *,
    first: int | None = None,
    right: int = 0,
    before: float = 0,
    after: float = 0,
) -> Any:
    """Return a paragraph in a style of the document, by its identifier (empty: the default style).
    What is given overrides the style: the indents of the ``first`` line and at the ``right`` in
    characters of 三号, the space ``before`` and ``after`` it in points."""
    properties = element("w:pPr", *([element("w:pStyle", val=style)] if style else []))
    spaces = {
        name: twips(points) for name, points in (("before", before), ("after", after)) if points
    }
    if spaces:
        properties.append(element("w:spacing", **spaces))
    if first is not None or right:
        properties.append(element("w:ind", **indents(first, right)))
    if align:
        properties.append(element("w:jc", val=align))
    return element("w:p", properties, *_runs(text))


def indents(first: int | None, right: int = 0) -> dict[str, str]:
    """Return the attributes of ``w:ind``: in characters of 三号, and in twentieths of a point for
    programs that do not know these."""
    found = (
        {} if first is None else {"firstLineChars": str(first * 100), "firstLine": str(first * 320)}
    )
    return found | ({"right": str(right * 320)} if right else {})


def table(
    cells: Sequence[Cell],
    widths: Sequence[int],
    heights: Mapping[int, float],
    font: str,
    size: float,
    *,
    headings: int = 0,
) -> Any:
    """Return a table with borders, merged cells and rows that do not split.

    ``widths`` of columns are in twentieths of a point, ``heights`` of rows, at least, and ``size``
    of letters in points. The first ``headings`` rows are repeated on each page. The last row stays
    on one page with what follows the table.
    """
    made = element("w:tbl", _table_properties(sum(widths)))
    made.append(element("w:tblGrid", *(element("w:gridCol", w=str(each)) for each in widths)))
    rows = sorted(heights)
    if headings:
        cells = _without_merges_over(cells, rows[0] + headings)
    for row in rows:
        properties = element("w:trPr", element("w:cantSplit"))
        properties.append(element("w:trHeight", val=twips(heights[row]), hRule="atLeast"))
        if row < rows[0] + headings:
            properties.append(element("w:tblHeader"))
        line = element("w:tr", properties)
        reaching = (each for each in cells if each.row <= row < each.below)
        for cell in sorted(reaching, key=lambda each: each.column):
            text = cell.text if cell.row == row else ""
            held = paragraph(text, font, size, cell.align, with_next=row == rows[-1])
            line.append(element("w:tc", _cell_properties(cell, row, widths), held))
        made.append(line)
    return made


def twips(points: float) -> str:
    """Return points as Word writes them: in twentieths."""
    return str(round(points * 20))


def _runs(text: Text, font: str = "", size: float = 0) -> list[Any]:
    pieces = [Piece(text)] if isinstance(text, str) else text
    return [_run(piece, font, size) for piece in pieces if piece.text]


def _run(piece: Piece, font: str, size: float) -> Any:
    # Without the hint Word takes quotation marks for Latin ones.
    named = {"ascii": font, "hAnsi": font, "eastAsia": font} if font else {}
    looks = element("w:rPr", element("w:rFonts", **named, hint="eastAsia"))
    if font:
        looks.append(element("w:b", val="0"))
    if piece.strike:
        looks.append(element("w:strike"))
    if piece.colour:
        looks.append(element("w:color", val=piece.colour))
    if size:
        looks.extend(element(name, val=str(round(size * 2))) for name in ("w:sz", "w:szCs"))
    if piece.highlight:
        looks.append(element("w:highlight", val=piece.highlight))
    if piece.underline:
        looks.append(element("w:u", val="single"))
    run = element("w:r", looks)
    for number, line in enumerate(piece.text.split("\n")):
        if number:
            run.append(element("w:br"))
        for index, part in enumerate(line.split("\t")):
            if index:
                run.append(element("w:tab"))
            held = element("w:t")
            held.text = storable(part)
            held.set(_SPACE, "preserve")
            run.append(held)
    return run


def _cell_properties(cell: Cell, row: int, widths: Sequence[int]) -> Any:
    width = sum(widths[cell.column : cell.column + cell.columns])
    properties = element("w:tcPr", element("w:tcW", w=str(width), type="dxa"))
    if cell.columns > 1:
        properties.append(element("w:gridSpan", val=str(cell.columns)))
    if cell.rows > 1:
        begins = {"val": "restart"} if cell.row == row else {}
        properties.append(element("w:vMerge", **begins))
    properties.append(element("w:vAlign", val="center"))
    return properties


def _without_merges_over(cells: Sequence[Cell], row: int) -> list[Cell]:
    """Split cells that reach from the rows of headings into those below: Word would not repeat the
    headings."""
    found = []
    for cell in cells:
        if cell.row < row < cell.below:
            found.append(replace(cell, rows=row - cell.row, text=""))
            cell = replace(cell, row=row, rows=cell.below - row)
        found.append(cell)
    return found


def _table_properties(width: int) -> Any:
    names = ("top", "left", "bottom", "right", "insideH", "insideV")
    edges = (
        element(f"w:{name}", val="single", sz="4", space="0", color="000000") for name in names
    )
    sides = (element(f"w:{name}", w=twips(CELL_SIDE), type="dxa") for name in ("left", "right"))
    return element(
        "w:tblPr",
        element("w:tblW", w=str(width), type="dxa"),
        element("w:jc", val="center"),
        element("w:tblBorders", *edges),
        element("w:tblLayout", type="fixed"),
        element("w:tblCellMar", *sides),
    )
