"""The PDF shows every figure, can be navigated, brings its fonts along; LibreOffice opens all files."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.appendix.conftest import SETS, Done, do_pack, long_part
from xladdin.appendix.parts import parts
from xladdin.appendix.pdf import missing_fonts, pages_from, to_pdf, unembedded_fonts, with_stand_ins
from xladdin.appendix.word_documents import report_with_appendices
from xladdin.sources import convert

pytestmark = pytest.mark.office
reads_letters = pytest.mark.usefixtures("chinese_font")


def squeezed(text: str) -> str:
    return "".join(text.split())


@reads_letters
def test_the_pdf_shows_every_figure_of_every_form(any_set: Done) -> None:
    data = any_set.file(".pdf").read_bytes()
    texts = [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]
    appendices = parts(any_set.order.filing, any_set.order.profile)
    numbers = [part.number for part in appendices]
    known = pages_from(data, numbers)
    page = known[""]
    figures = 0
    for part in appendices:
        text = "".join(texts[page : page + known[part.number]])
        page += known[part.number]
        for entry in part.form.every_entry():
            if entry.figure is not None:
                assert squeezed(entry.text) in text, (part.number, entry.key)
                figures += 1
    assert page == len(texts)
    assert figures > 80


def test_each_form_stands_on_one_page(any_set: Done) -> None:
    numbers = [part.number for part in parts(any_set.order.filing, any_set.order.profile)]
    known = pages_from(any_set.file(".pdf").read_bytes(), numbers)
    assert [known[number] for number in numbers] == [1] * len(numbers)


@reads_letters
@pytest.mark.parametrize("times", [4, 8, 9])
def test_signatures_are_not_alone_on_the_last_page_of_a_long_form(
    times: int, consistent_files: list[Path]
) -> None:
    data = to_pdf(
        report_with_appendices(None, [long_part(consistent_files, times)], draft=True), "长表"
    )
    pages = [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]
    assert len(pages) > 1
    assert all("三级指标" in page for page in pages)
    assert "总分" in pages[-1]
    assert "单位负责人签字" in pages[-1]


def test_fonts_are_in_the_pdf_and_those_that_were_missing_are_named(any_set: Done) -> None:
    data = any_set.file(".pdf").read_bytes()
    assert unembedded_fonts(data) == ()
    whole = any_set.file("（含附件）" + any_set.order.mark + ".docx").read_bytes()
    missing = missing_fonts(whole)
    told = [note for note in any_set.packed.notes if note.startswith("PDF")]
    assert told == [f"PDF 里用别的字体代替了这台电脑上没有的字体：{'、'.join(missing)}。"] * bool(
        missing
    )


@reads_letters
def test_a_missing_chinese_font_is_replaced_by_one_of_its_kind() -> None:
    document = Document()
    run = document.add_paragraph().add_run("正文")
    run.font.name = "没有的宋体"
    run._r.rPr.rFonts.set(qn("w:eastAsia"), "没有的黑体")
    data = io.BytesIO()
    document.save(data)
    missing = missing_fonts(data.getvalue())
    assert {"没有的宋体", "没有的黑体"} <= set(missing)
    replaced = Document(io.BytesIO(with_stand_ins(data.getvalue(), missing)))
    fonts = replaced.paragraphs[0].runs[0]._r.rPr.rFonts
    taken = fonts.get(qn("w:ascii")), fonts.get(qn("w:eastAsia"))
    assert "没有" not in "".join(taken)
    assert taken[0] != taken[1]


@reads_letters
def test_a_draft_says_so_on_every_page(example_set: Done) -> None:
    reader = PdfReader(str(example_set.file(".pdf")))
    assert all("草稿" in squeezed(page.extract_text()) for page in reader.pages)
    for path in example_set.folder.glob("*.xlsx"):
        for sheet in load_workbook(path).worksheets:
            assert sheet.oddHeader.center.text == "草　稿"


def test_without_a_program_everything_but_the_pdf_is_made(
    small: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(convert, "_USUAL_PLACES", ())
    done = do_pack(small, tmp_path, draft=True, pdf=True)
    assert not list(done.folder.glob("*.pdf"))
    assert list(done.folder.glob("*（含附件）（草稿）.docx"))
    assert done.packed.notes == (
        "没有生成 PDF：这台电脑上没有 LibreOffice，也没有 Word 或 WPS。其余文件都已生成；"
        "需要 PDF 时，用 Word 或 WPS 打开“自评报告（含附件）（草稿）.docx”，另存为 PDF。",
    )


def test_libreoffice_opens_every_file(sets: Callable[[str], Done], tmp_path: Path) -> None:
    """All in one run, since each start takes seconds."""
    program = convert.soffice()
    assert program is not None
    for ending, target in (("docx", "txt:Text"), ("xlsx", "csv")):
        copies = []
        for number, name in enumerate(SETS):
            for path in sorted(sets(name).folder.glob(f"*.{ending}")):
                copies.append(shutil.copy(path, tmp_path / f"{number} {path.name}"))
        subprocess.run(
            [
                program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
                "--convert-to", target, "--outdir", str(tmp_path / "out"), *map(str, copies),
            ],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        made = list((tmp_path / "out").glob(f"*.{target.partition(':')[0]}"))
        assert len(made) == len(copies) > 5 * len(SETS)
        assert all(path.stat().st_size > 20 for path in made)


def test_python_docx_and_openpyxl_open_every_file(any_set: Done) -> None:
    for path in any_set.folder.glob("*.docx"):
        assert list(Document(str(path)).element.body)
    for path in any_set.folder.glob("*.xlsx"):
        assert load_workbook(path).worksheets[0].max_row > 3
