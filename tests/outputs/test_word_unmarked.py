"""What this program has put into a Word document is taken out again, and nothing else."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from tests.outputs.workbook_files import EXAMPLE, annotate
from xladdin.cli import main
from xladdin.outputs.word_comments import unmarked
from xladdin.sources.reading import read

NAMES = ("附件.xlsx", "自评报告.docx")


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    return [Path(shutil.copy(EXAMPLE / name, tmp_path)) for name in NAMES]


def texts(data: bytes) -> list[str]:
    return [each.text for each in Document(BytesIO(data)).paragraphs]


def test_our_comments_are_taken_out_and_the_text_is_as_it_was(paths: list[Path]) -> None:
    annotate(*paths)
    copy = (paths[1].parent / "批注" / "自评报告_批注.docx").read_bytes()
    made = unmarked(copy, "自评报告.docx")
    assert made.comments > 0
    assert made.revisions == 0
    for leftover in (b"commentRangeStart", b"commentReference"):
        assert leftover not in document_xml(made.data)
    assert texts(made.data) == texts(paths[1].read_bytes())


def test_somebody_elses_comments_stay(paths: list[Path]) -> None:
    document = Document(str(paths[1]))
    paragraph = document.paragraphs[3]
    document.add_comment(paragraph.runs, text="请领导审定", author="周敏")
    document.save(str(paths[1]))
    annotate(*paths)
    copy = (paths[1].parent / "批注" / "自评报告_批注.docx").read_bytes()
    made = unmarked(copy, "自评报告.docx")
    left = Document(BytesIO(made.data)).comments
    assert [each.author for each in left] == ["周敏"]
    assert document_xml(made.data).count(b"commentRangeStart") == 1


def test_our_revisions_are_accepted(paths: list[Path], tmp_path: Path) -> None:
    assert main(["fix", *map(str, paths), "-o", str(tmp_path / "改")]) == 0
    copy = tmp_path / "改" / "自评报告.docx"
    made = unmarked(copy.read_bytes(), "自评报告.docx")
    assert made.revisions > 0
    clean = tmp_path / "干净.docx"
    clean.write_bytes(made.data)
    assert [line.text for line in read(clean).paragraphs] == [
        line.text for line in read(copy).paragraphs
    ]
    assert b"<w:del " not in document_xml(made.data)
    assert unmarked(made.data, "自评报告.docx").data == made.data


def document_xml(data: bytes) -> bytes:
    from zipfile import ZipFile

    return ZipFile(BytesIO(data)).read("word/document.xml")
