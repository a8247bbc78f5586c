"""Lines → a Word document that looks as official papers do (GB/T 9704): A4, fonts, margins."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from xladdin.documents import blank
from xladdin.drafting.composing import Line, Style
from xladdin.rules.report.residue import OPEN_PLACE

#: 三号 for the text, 二号 for the title, 四号 for page numbers; the lines 22 to a page.
_SIZE, _TITLE_SIZE, _NUMBER_SIZE = Pt(16), Pt(22), Pt(14)
_HEIGHT, _TITLE_HEIGHT = Pt(28.95), Pt(35)
_NOT_IN_XML = re.compile(r"[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BODY_FONT, _LATIN = "仿宋", "Times New Roman"
#: Style in Word's list, font, level in the outline from 0.
_STYLES = {
    Style.TITLE: ("Title", "方正小标宋简体", None),
    Style.PART: ("Heading 1", "黑体", 0),
    Style.HEADING: ("Heading 2", "楷体", 1),
}


def document(lines: Sequence[Line]) -> bytes:
    """The lines as a .docx; what people have to write is highlighted."""
    word = blank()
    _set_page(word)
    _set_styles(word)
    before: Style | None = None
    for line in lines:
        _add(word, line, before)
        before = line.style
    word.core_properties.author = ""
    word.core_properties.title = "".join(line.text for line in lines if line.style is Style.TITLE)
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def _set_page(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _indent(footer._p.get_or_add_pPr(), 0)
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    runs = [footer.add_run(text) for text in ("— ", "1", " —")]
    for run in runs:
        run.font.size = _NUMBER_SIZE
        _set_font(run._r.get_or_add_rPr(), "宋体", "宋体")
    runs[0]._r.addnext(number)
    number.append(runs[1]._r)


def _set_styles(word: Word) -> None:
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    normal = word.styles["Normal"]
    normal.font.size = _SIZE
    _set_font(normal.element.get_or_add_rPr(), _BODY_FONT, _LATIN)
    layout = normal.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, _HEIGHT
    layout.space_before = layout.space_after = Pt(0)
    _indent(normal.element.get_or_add_pPr())
    for kind, (name, font, level) in _STYLES.items():
        style = word.styles[name]
        # Word's own look of a heading goes: colours, spaces, frames.
        for old in (style.element.rPr, style.element.pPr):
            if old is not None:
                style.element.remove(old)
        style.font.size = _TITLE_SIZE if kind is Style.TITLE else _SIZE
        _set_font(style.element.get_or_add_rPr(), font, _LATIN)
        if kind is Style.TITLE:
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
            style.paragraph_format.line_spacing = _TITLE_HEIGHT
            _indent(style.element.get_or_add_pPr(), 0)
        else:
            style.paragraph_format.keep_with_next = True
            outline = OxmlElement("w:outlineLvl")
            outline.set(qn("w:val"), str(level))
            style.element.get_or_add_pPr().append(outline)


def _set_font(properties: Any, chinese: str, latin: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for each in list(fonts.attrib):
        del fonts.attrib[each]
    for slot, font in (("ascii", latin), ("hAnsi", latin), ("eastAsia", chinese), ("cs", latin)):
        fonts.set(qn(f"w:{slot}"), font)


def _indent(properties: Any, characters: int = 2) -> None:
    """The first line's, in characters and for programs that know none in points."""
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(characters * 100))
    indent.set(qn("w:firstLine"), str(characters * 320))


def _add(word: Word, line: Line, before: Style | None) -> None:
    name = _STYLES[line.style][0] if line.style in _STYLES else "Normal"
    paragraph = word.add_paragraph(style=name)
    layout, properties = paragraph.paragraph_format, paragraph._p.get_or_add_pPr()
    match line.style:
        case Style.MARK:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _indent(properties, 0)
            layout.space_after = _HEIGHT
        case Style.APPENDICES if before is line.style:
            _indent(properties, 2 + len("附件："))
        case Style.SIGNATURE:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            layout.right_indent = _SIZE * 2
    if line.style in (Style.APPENDICES, Style.SIGNATURE) and before is not line.style:
        layout.space_before = _HEIGHT
    at = 0
    for found in OPEN_PLACE.finditer(line.text):
        _run(paragraph, line.text[at : found.start()])
        _run(paragraph, found[0]).font.highlight_color = WD_COLOR_INDEX.YELLOW
        at = found.end()
    _run(paragraph, line.text[at:])


def _run(paragraph: Paragraph, text: str) -> Run:
    run = paragraph.add_run(_NOT_IN_XML.sub("", text))
    # Else Word takes the quotation marks for Latin ones.
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    return run
