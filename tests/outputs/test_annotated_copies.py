"""Copies go into a folder of their own; nobody's work is overwritten, least of all the original."""

from __future__ import annotations

import os
from pathlib import Path

import docx
import pytest
from msgspec.structs import replace

from tests.outputs.word_files import (
    anchored,
    annotate,
    at,
    copies,
    document,
    finding,
    members,
    paragraph,
    refused,
    repacked,
    report,
)
from xladdin.errors import InputError
from xladdin.model.report import SourceSummary
from xladdin.outputs.annotated_copies import write_copies
from xladdin.sources.filing_files import read_filing


@pytest.fixture
def original(tmp_path: Path) -> Path:
    return document(tmp_path / "报告.docx", paragraph("编制数为5人。"))


def test_the_folder_is_made_and_the_original_left_alone(original: Path) -> None:
    before = original.read_bytes()
    about = report(finding(at(original, "5人")), about=(original,))
    target = original.parent / "新的" / "文件夹"
    done = write_copies(about, [original], target)
    assert done.written == ((target / "报告_批注.docx", 1),)
    assert done.notes == ()
    assert original.read_bytes() == before
    assert os.listdir(target) == ["报告_批注.docx"]


def test_a_copy_of_an_earlier_run_is_replaced(original: Path) -> None:
    annotate(original, finding(at(original, "5人")))
    copy = annotate(original, finding(at(original, "编制数")))
    assert anchored(copy) == {"0": "编制数"}


def test_a_file_of_somebody_else_is_never_replaced(original: Path) -> None:
    target = original.parent / "批注" / "报告_批注.docx"
    target.parent.mkdir()
    target.write_bytes(original.read_bytes())
    said = refused(original, finding(at(original, "5人")))
    assert "已经存在，不是本程序写的，或者写出后又被改过，没有覆盖它" in said
    assert target.read_bytes() == original.read_bytes()


@pytest.mark.parametrize("content", [b"", b"PK", b"not a package"])
def test_neither_is_what_is_no_document(original: Path, content: bytes) -> None:
    target = original.parent / "批注" / "报告_批注.docx"
    target.parent.mkdir()
    target.write_bytes(content)
    assert "没有覆盖它" in refused(original)


def test_neither_is_a_copy_that_somebody_has_edited(original: Path) -> None:
    copy = annotate(original, finding(at(original, "5人")))
    parts = members(copy)
    text = parts["word/document.xml"].replace("编制数".encode(), "核定编制数".encode())
    copy.write_bytes(repacked(parts | {"word/document.xml": text}))
    assert "没有覆盖它" in refused(original)
    docx.Document(str(copy)).save(str(copy))
    assert "没有覆盖它" in refused(original)


def test_one_copy_that_cannot_be_written_does_not_stop_the_others(tmp_path: Path) -> None:
    first = document(tmp_path / "甲.docx", paragraph("甲5人"))
    second = document(tmp_path / "乙.docx", paragraph("乙5人"))
    (tmp_path / "批注").mkdir()
    (tmp_path / "批注" / "甲_批注.docx").write_bytes(b"")
    made = copies(report(about=(first, second)), first, second)
    assert [path.name for path, _ in made.written] == ["乙_批注.docx"]
    assert len(made.notes) == 1
    assert "甲_批注.docx" in made.notes[0]
    assert (tmp_path / "批注" / "甲_批注.docx").read_bytes() == b""


def test_the_original_is_safe_from_a_copy_of_its_name(tmp_path: Path) -> None:
    original = document(tmp_path / "报告.docx", paragraph("编制数为5人。"))
    written = annotate(original, finding(at(original, "5人")))
    clash = written.with_name("报告_批注.docx")
    before = clash.read_bytes()
    about = report(about=(original,))
    linked = tmp_path / "链接"
    linked.mkdir()
    (linked / "报告_批注.docx").symlink_to(clash)
    both = replace(about, sources=(*about.sources, *report(about=(clash,)).sources))
    made = write_copies(both, [original, clash], linked)
    assert "是被核对的材料，不能用结果覆盖它" in made.notes[0]
    assert clash.read_bytes() == before


def test_a_file_that_changed_meanwhile_is_not_annotated(original: Path) -> None:
    about = report(about=(original,))
    document(original, paragraph("编制数为6人。"))
    (said,) = copies(about, original).notes
    assert said == "没有写批注副本：「报告.docx」在核对时被改动或移走了，请再核对一次。"
    original.unlink()
    (said,) = copies(about, original).notes
    assert "找不到「报告.docx」" in said


def test_a_folder_cannot_be_a_file(original: Path) -> None:
    with pytest.raises(InputError, match=r"是一个文件，放批注副本要写一个文件夹。$"):
        write_copies(report(about=(original,)), [original], original)
    with pytest.raises(InputError, match=r"^不能建立文件夹“.*”：路径里有一段不是文件夹。$"):
        write_copies(report(about=(original,)), [original], original / "批注")


def test_documents_of_one_name_are_told_apart(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("甲", "乙")]
    for folder in folders:
        folder.mkdir()
    paths = [document(folder / "报告.docx", paragraph("共5人")) for folder in folders]
    sources = report(about=tuple(paths)).sources
    about = replace(
        report(about=()),
        sources=tuple(
            replace(each, path=f"{path.parent.name}/{path.name}")
            for each, path in zip(sources, paths, strict=True)
        ),
    )
    written = write_copies(about, paths, tmp_path / "批注").written
    assert [path.name for path, _ in written] == ["报告_批注.docx", "乙_报告_批注.docx"]


def test_a_name_with_blanks_that_cannot_be_shown_is_found(tmp_path: Path) -> None:
    path = document(tmp_path / "自评\u3000报告.docx", paragraph("共5人"))
    (source,) = read_filing([tmp_path])
    about = report(about=(path,))
    about = replace(about, sources=(replace(about.sources[0], path=source.name),))
    ((copy, _),) = write_copies(about, [tmp_path], tmp_path / "批注").written
    assert copy.name == "自评\u3000报告_批注.docx"


def test_a_document_with_macros_stays_one(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docm", paragraph("共5人"))
    assert annotate(path).name == "报告_批注.docm"


@pytest.mark.parametrize(
    ("name", "kind", "notes"),
    [
        ("报告.doc", "doc", ("「报告.doc」没有批注：目前只能批注 .docx，请先另存为 .docx。",)),
        ("报告.wps", "wps", ("「报告.wps」没有批注：目前只能批注 .docx，请先另存为 .docx。",)),
        ("附件.xls", "xls", ("「附件.xls」没有批注：目前只能批注 .xlsx，请先另存为 .xlsx。",)),
        ("附件.et", "et", ("「附件.et」没有批注：目前只能批注 .xlsx，请先另存为 .xlsx。",)),
        ("附件.ods", "ods", ("「附件.ods」没有批注：目前只能批注 .xlsx，请先另存为 .xlsx。",)),
        ("材料.txt", "txt", ("材料里没有 Word 文档和 Excel 工作簿，没有写批注副本。",)),
    ],
)
def test_other_files_are_left_with_a_word(
    tmp_path: Path, name: str, kind: str, notes: tuple[str, ...]
) -> None:
    path = tmp_path / name
    path.touch()
    about = replace(report(about=()), sources=(SourceSummary(name, kind, "", (), True),))
    done = write_copies(about, [path], tmp_path / "批注")
    assert (done.written, done.notes) == ((), notes)
    assert not (tmp_path / "批注").exists()


def test_copies_in_a_filings_folder_are_not_read_as_part_of_it(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx", paragraph("共5人"))
    annotate(path)
    write_copies(report(about=(path,)), [path], tmp_path)
    sources = read_filing([tmp_path])
    assert [source.name for source in sources] == ["报告.docx"]
    assert "是本程序生成的副本" in sources[0].notes[0]
