"""Which files of a folder make up the filing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.office_files import (
    document_xml,
    number,
    package,
    paragraph,
    rows,
    workbook_parts,
)
from xladdin.errors import InputError
from xladdin.sources import bounds, read, read_filing
from xladdin.sources.filing_files import unread


def document(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return package(path, {"word/document.xml": document_xml(paragraph(path.name))})


def workbook(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return package(path, workbook_parts({"表": rows(number("A1", 1))}))


def names(*paths: Path) -> list[str]:
    return [source.name for source in read_filing(paths)]


def test_a_file_is_a_filing(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx")
    assert read_filing([path]) == (read(path),)


def test_a_folder_is_read_sorted_by_name(tmp_path: Path) -> None:
    for name in ("附件2.docx", "附件1.docx"):
        document(tmp_path / name)
    workbook(tmp_path / "附件1 数据.xlsx")
    assert names(tmp_path) == ["附件1 数据.xlsx", "附件1.docx", "附件2.docx"]


def test_direct_subfolders_are_read_deeper_ones_are_not(tmp_path: Path) -> None:
    document(tmp_path / "报告.docx")
    document(tmp_path / "附件" / "附件1.docx")
    document(tmp_path / "附件" / "旧" / "x.docx")
    assert names(tmp_path) == ["报告.docx", "附件/附件1.docx"]


def test_files_that_nobody_sees_are_passed_over(tmp_path: Path) -> None:
    document(tmp_path / "报告.docx")
    for name in ("~$报告.docx", ".隐藏.docx", "Thumbs.db", "desktop.ini"):
        (tmp_path / name).write_bytes(b"x")
    document(tmp_path / ".git" / "x.docx")
    (source,) = read_filing([tmp_path])
    assert (source.name, source.notes) == ("报告.docx", ())


def test_other_files_are_left_out_with_a_note(tmp_path: Path) -> None:
    document(tmp_path / "报告.docx")
    for name in ("扫描件.pdf", "照片.jpg", "打包.zip", "无后缀"):
        (tmp_path / name).write_bytes(b"x")
    (source,) = read_filing([tmp_path])
    assert source.notes == (
        "没有读取「打包.zip」「扫描件.pdf」「无后缀」「照片.jpg」：不是 Word 或 Excel 文件。",
    )


def test_a_long_list_of_other_files_is_cut_short(tmp_path: Path) -> None:
    document(tmp_path / "报告.docx")
    for at in range(20):
        (tmp_path / f"{at:02}.jpg").write_bytes(b"x")
    (note,) = read_filing([tmp_path])[0].notes
    assert note.endswith("「07.jpg」等 20 个文件：不是 Word 或 Excel 文件。")


def test_of_one_document_in_several_formats_the_newest_is_read(tmp_path: Path) -> None:
    document(tmp_path / "自评报告.docx")
    for name in ("自评报告.doc", "自评报告.wps", "自评报告.pdf"):
        (tmp_path / name).write_bytes(b"x")
    workbook(tmp_path / "自评报告.xlsx")
    (tmp_path / "自评报告.xls").write_bytes(b"x")
    first, second = read_filing([tmp_path])
    assert (first.name, second.name) == ("自评报告.docx", "自评报告.xlsx")
    assert first.notes == (
        "没有读取「自评报告.doc」「自评报告.wps」「自评报告.xls」：与同名文件重复。",
        "没有读取「自评报告.pdf」：不是 Word 或 Excel 文件。",
    )


def test_one_name_in_two_folders_is_two_documents(tmp_path: Path) -> None:
    document(tmp_path / "甲" / "报告.docx")
    document(tmp_path / "乙" / "报告.docx")
    assert names(tmp_path) == ["乙/报告.docx", "甲/报告.docx"]


def test_copies_that_this_program_wrote_are_left_out(tmp_path: Path) -> None:
    document(tmp_path / "报告.docx")
    document(tmp_path / "报告_批注.docx")
    workbook(tmp_path / "附件_校验.xlsx")
    (source,) = read_filing([tmp_path])
    assert source.notes == ("没有读取「报告_批注.docx」「附件_校验.xlsx」：是本程序生成的副本。",)
    assert names(tmp_path / "报告_批注.docx") == ["报告_批注.docx"]


def test_text_is_read_only_where_there_is_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "材料.txt").write_text("正文", encoding="utf-8")
    (source,) = read_filing([tmp_path])
    assert (source.name, source.notes) == ("材料.txt", ())
    document(tmp_path / "报告.docx")
    (source,) = read_filing([tmp_path])
    assert source.notes == (
        "没有读取「材料.txt」：是文本文件，同一文件夹里已有 Word 或 Excel 文件。",
    )


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = document(tmp_path / "报告.docx")
    assert names(path, tmp_path, path) == ["报告.docx"]


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    first, second = document(tmp_path / "甲" / "报告.docx"), document(tmp_path / "乙" / "报告.docx")
    assert names(first, second) == ["甲/报告.docx", "乙/报告.docx"]


def test_one_file_that_cannot_be_read_does_not_stop_the_rest(tmp_path: Path) -> None:
    document(tmp_path / "报告.docx")
    (tmp_path / "附件/").mkdir()
    (tmp_path / "附件/坏.xlsx").write_bytes(b"PK\x03\x04")
    good, bad = sorted(read_filing([tmp_path]), key=lambda source: source.kind)
    assert (good.name, bad.name, bad.kind, bad.blocks) == (
        "报告.docx",
        "附件/坏.xlsx",
        "unread",
        (),
    )
    assert unread([good, bad]) == (
        "没有读取：「附件/坏.xlsx」已损坏或不完整，请用 Word、Excel 或 WPS 打开后另存一份。",
    )


def test_where_no_file_can_be_read_the_first_says_why(tmp_path: Path) -> None:
    (tmp_path / "甲.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "乙.docx").write_bytes(b"")
    with pytest.raises(InputError, match=r"「乙\.docx」是空文件"):
        read_filing([tmp_path])


@pytest.mark.parametrize("others", [[], ["照片.jpg"], ["~$x.docx"], ["报告_批注.docx"]])
def test_a_folder_with_nothing_to_read(tmp_path: Path, others: list[str]) -> None:
    folder = tmp_path / "空文件夹"
    folder.mkdir()
    for name in others:
        (folder / name).write_bytes(b"x")
    with pytest.raises(InputError, match="文件夹「空文件夹」里没有可以读取的 Word 或 Excel 文件"):
        read_filing([folder])


def test_a_folder_of_many_units_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in range(4):
        document(tmp_path / f"{at}.docx")
    monkeypatch.setattr(bounds, "_BOUNDS", bounds._BOUNDS | {"filing_files": 3})
    with pytest.raises(InputError, match="有 4 个文件，不像是一个单位的自评材料"):
        read_filing([tmp_path])


def test_a_folder_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "iterdir", fail)
    with pytest.raises(InputError, match="打不开，请检查是否有读取权限"):
        read_filing([tmp_path])


def test_the_folder_of_a_real_filing(filings: Path) -> None:
    first, second = read_filing([filings / "taojiang-taoye-2024"])
    assert [(source.name, source.kind) for source in (first, second)] == [
        ("filing.docx", "docx"),
        ("forms.xlsx", "xlsx"),
    ]
    assert first.notes == (
        "没有读取「filing.doc」：与同名文件重复。",
        "没有读取「dump.txt」：是文本文件，同一文件夹里已有 Word 或 Excel 文件。",
        "没有读取「filing.pdf」：不是 Word 或 Excel 文件。",
    )
