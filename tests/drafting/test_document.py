"""The draft as a Word document: what it looks like, and that programs open it."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.drafting.drafted import Drafted, drafted
from tests.kit import yunshan
from tests.office.process import Office
from tests.office.render import pages
from xladdin.drafting.composing import Line, Style
from xladdin.drafting.document import document
from xladdin.rules.report.residue import OPEN_PLACE
from xladdin.sources.filing_files import read_filing


@pytest.fixture(scope="module")
def made() -> Drafted:
    return drafted(yunshan.grids(), "yueyang")


@pytest.fixture(scope="module")
def word(made: Drafted) -> Word:
    return Document(io.BytesIO(document(made.lines)))


def test_it_is_a4_with_official_margins_and_page_numbers(word: Word) -> None:
    (section,) = word.sections
    page = (section.page_width, section.page_height)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(each / Mm(1)) for each in (*page, *margins)] == [210, 297, 37, 35, 28, 26]
    (number,) = section.footer._element.iter(qn("w:fldSimple"))
    assert number.get(qn("w:instr")) == "PAGE"


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [("Title", "方正小标宋简体", 22), ("Heading 1", "黑体", 16), ("Heading 2", "楷体", 16), ("Normal", "仿宋", 16)],
)  # fmt: skip
def test_each_kind_of_line_has_its_font(word: Word, style: str, font: str, size: int) -> None:
    used = word.styles[style]
    assert used.element.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert used.font.size == Pt(size)
    assert used.font.color.rgb is None
    assert any(paragraph.style.name == style for paragraph in word.paragraphs)


def test_the_first_line_is_indented_by_two_characters_but_not_the_title(word: Word) -> None:
    indents = {
        name: word.styles[name].element.pPr.ind.get(qn("w:firstLineChars"))
        for name in ("Normal", "Title")
    }
    assert indents == {"Normal": "200", "Title": "0"}


def test_what_people_must_write_is_highlighted_and_nothing_else(word: Word, made: Drafted) -> None:
    marked = [
        run.text for paragraph in word.paragraphs for run in paragraph.runs
        if run.font.highlight_color is WD_COLOR_INDEX.YELLOW
    ]  # fmt: skip
    assert marked == OPEN_PLACE.findall(made.text)
    assert marked


def test_read_back_it_says_what_was_composed(made: Drafted, tmp_path: Path) -> None:
    path = tmp_path / "初稿.docx"
    path.write_bytes(document(made.lines))
    (source,) = read_filing([path])
    assert [each.text for each in source.paragraphs if each.text] == made.text.split("\n")


def test_signs_that_no_document_can_hold_are_left_out() -> None:
    data = document([Line(Style.TEXT, "甲\x00乙\x1f丙\ufffe丁")])
    assert Document(io.BytesIO(data)).paragraphs[-1].text == "甲乙丙丁"


def test_libreoffice_opens_and_prints_it(made: Drafted, office: Office, tmp_path: Path) -> None:
    path = tmp_path / "初稿.docx"
    path.write_bytes(document(made.lines))
    pictures = pages(office, path, tmp_path)
    printed = subprocess.run(
        ["pdftotext", str(tmp_path / "初稿.pdf"), "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout  # fmt: skip
    text = "".join(printed.split())
    assert "".join(made.lines[5].text.split()) in text
    assert [f"—{n}—" in text for n in range(1, len(pictures) + 1)] == [True] * len(pictures)
