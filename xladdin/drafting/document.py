"""Write lines as a Word document in the layout of official papers (GB/T 9704): A4, fonts, margins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt

from xladdin.documents.blocks import Piece, element, indents, styled
from xladdin.documents.paper import OFFICIAL, begun, put, saved
from xladdin.drafting.composing import Line, Style
from xladdin.rules.report.residue import OPEN_PLACE

#: Sizes in points: 三号 for text, 二号 for the title, 四号 for page numbers; heights for 22 lines a page.
_SIZE, _TITLE_SIZE, _NUMBER_SIZE = 16, 22, 14
_HEIGHT, _TITLE_HEIGHT = 28.95, 35
_BODY_FONT, _LATIN = "仿宋", "Times New Roman"
#: For each style its name in Word, its font, and its outline level from 0 (None for none).
_STYLES = {
    Style.TITLE: ("Title", "方正小标宋简体", None),
    Style.PART: ("Heading 1", "黑体", 0),
    Style.HEADING: ("Heading 2", "楷体", 1),
}


def document(lines: Sequence[Line]) -> bytes:
    """Return the lines as a .docx, with the places to fill in highlighted."""
    word = begun(OFFICIAL)
    _number_pages(word)
    _set_styles(word)
    put(word, map(_paragraph, lines, (None, *(line.style for line in lines))))
    word.core_properties.author = ""
    word.core_properties.title = "".join(line.text for line in lines if line.style is Style.TITLE)
    return saved(word)


def _number_pages(word: Word) -> None:
    footer = word.sections[0].footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _indent(footer._p.get_or_add_pPr(), 0)
    runs = [footer.add_run(text) for text in ("— ", "1", " —")]
    for run in runs:
        run.font.size = Pt(_NUMBER_SIZE)
        _set_font(run._r.get_or_add_rPr(), "宋体", "宋体")
    number = element("w:fldSimple", instr="PAGE")
    runs[0]._r.addnext(number)
    number.append(runs[1]._r)


def _set_styles(word: Word) -> None:
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    normal = word.styles["Normal"]
    normal.font.size = Pt(_SIZE)
    _set_font(normal.element.get_or_add_rPr(), _BODY_FONT, _LATIN)
    layout = normal.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_HEIGHT)
    layout.space_before = layout.space_after = Pt(0)
    _indent(normal.element.get_or_add_pPr())
    for kind, (name, font, level) in _STYLES.items():
        style = word.styles[name]
        # Removes Word's own look of a heading: colours, spaces, frames.
        for old in (style.element.rPr, style.element.pPr):
            if old is not None:
                style.element.remove(old)
        style.font.size = Pt(_TITLE_SIZE if kind is Style.TITLE else _SIZE)
        _set_font(style.element.get_or_add_rPr(), font, _LATIN)
        if kind is Style.TITLE:
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
            style.paragraph_format.line_spacing = Pt(_TITLE_HEIGHT)
            _indent(style.element.get_or_add_pPr(), 0)
        else:
            style.paragraph_format.keep_with_next = True
            style.element.get_or_add_pPr().append(element("w:outlineLvl", val=str(level)))


def _set_font(properties: Any, chinese: str, latin: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for each in list(fonts.attrib):
        del fonts.attrib[each]
    for slot, font in (("ascii", latin), ("hAnsi", latin), ("eastAsia", chinese), ("cs", latin)):
        fonts.set(qn(f"w:{slot}"), font)


def _indent(properties: Any, characters: int = 2) -> None:
    """Indent the first line of paragraphs."""
    indent = properties.get_or_add_ind()
    for name, value in indents(characters).items():
        indent.set(qn(f"w:{name}"), value)


def _paragraph(line: Line, before: Style | None) -> Any:
    style = _STYLES[line.style][0].replace(" ", "") if line.style in _STYLES else ""
    first = line.style is not before
    space = _HEIGHT if first else 0
    pieces = [*_pieces(line)]
    match line.style:
        case Style.MARK:
            return styled(pieces, style, "center", first=0, after=_HEIGHT)
        case Style.APPENDICES:
            hanging = None if first else 2 + len("附件：")
            return styled(pieces, style, first=hanging, before=space)
        case Style.SIGNATURE:
            return styled(pieces, style, "right", right=2, before=space)
    return styled(pieces, style)


def _pieces(line: Line) -> Iterator[Piece]:
    """Yield the pieces of the line's text, with the places to fill in highlighted."""
    at = 0
    for found in OPEN_PLACE.finditer(line.text):
        yield Piece(line.text[at : found.start()])
        yield Piece(found[0], highlight="yellow")
        at = found.end()
    yield Piece(line.text[at:])
