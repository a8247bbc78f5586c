"""A report as careful offices write it: sections, headers, page numbers, a footnote."""

from __future__ import annotations

import io
import zipfile

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FOOTNOTES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes xmlns:w="{_W}">
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>数据来自部门决算。</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def rich_report(lines: list[str], *, last_is_table: bool = False) -> bytes:
    """A cover section without a number, an upright one with numbers from 1, a wide one at the end."""
    document = Document()
    cover = document.sections[0]
    cover.page_width, cover.page_height = Mm(210), Mm(297)
    document.add_paragraph("2024年度部门整体支出绩效自评报告")
    text = document.add_section(WD_SECTION.NEW_PAGE)
    text.footer.is_linked_to_previous = False
    text.header.is_linked_to_previous = False
    text.header.paragraphs[0].text = "云山县文化旅游服务中心"
    text.different_first_page_header_footer = True
    text.first_page_header.paragraphs[0].text = "首页页眉"
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:fmt"), "numberInDash")
    numbers.set(qn("w:start"), "1")
    text._sectPr.append(numbers)
    _page_number(text.footer.paragraphs[0])
    for line in lines:
        document.add_paragraph(line)
    _note(document.paragraphs[-1])
    wide = document.add_section(WD_SECTION.NEW_PAGE)
    wide._sectPr.find(qn("w:pgNumType")).attrib.pop(qn("w:start"))
    wide.orientation, wide.page_width, wide.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    document.add_paragraph("横排的一页")
    if last_is_table:
        document.add_table(2, 2).cell(0, 0).text = "机构"
    data = io.BytesIO()
    document.save(data)
    return _with_footnotes(data.getvalue())


def _page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _note(paragraph: Paragraph) -> None:
    run = OxmlElement("w:r")
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "1")
    run.append(reference)
    paragraph._p.append(run)


def _with_footnotes(data: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "[Content_Types].xml":
                part = f'<Override PartName="/word/footnotes.xml" ContentType="{_TYPE}"/></Types>'
                text = text.replace(b"</Types>", part.encode())
            if name == "word/_rels/document.xml.rels":
                relation = f'<Relationship Id="rId999" Type="{_RELATED}" Target="footnotes.xml"/></Relationships>'
                text = text.replace(b"</Relationships>", relation.encode())
            new.writestr(name, text)
        new.writestr("word/footnotes.xml", _FOOTNOTES)
    return target.getvalue()
