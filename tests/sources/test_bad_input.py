"""What cannot be read ends in one sentence that says so and what to do."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.sources.office_files import (
    compound,
    document_xml,
    number,
    package,
    paragraph,
    rows,
    text,
    workbook_parts,
)
from xladdin.errors import InputError
from xladdin.sources import read, read_filing, xlsx_sheet

SENTENCE = re.compile(r"[^。]+。\Z")


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read(path)
    sentence = str(caught.value)
    assert SENTENCE.match(sentence), sentence
    assert "\n" not in sentence
    return sentence


def refusal_of(folder: Path, name: str, content: bytes) -> str:
    (folder / name).write_bytes(content)
    sentence = refusal(folder / name)
    assert f"「{name}」" in sentence
    return sentence


def document(folder: Path) -> bytes:
    return package(
        folder / "好.docx", {"word/document.xml": document_xml(paragraph("正文"))}
    ).read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.docx", b"", "是空文件"),
        ("照片.docx", b"\x89PNG\r\n\x1a\n" + bytes(100), "其实是图片"),
        ("照片.xlsx", b"\xff\xd8\xff\xe0" + bytes(100), "其实是图片"),
        ("报告.pdf", b"%PDF-1.7\n", "其实是 PDF 文件"),
        ("材料.rar", b"Rar!\x1a\x07\x01\0", "其实是压缩包"),
        ("报告.html", b"<html><table><tr><td>1</td></tr></table></html>", "是网页"),
        ("报表.xls", b"MIME-Version: 1.0\r\n", "是单个文件的网页（MHT）"),
        ("报表.xls", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "XML 格式"),
        ("报表.xlsx", b"a,b\n1,2\n", "分隔的文本表格（CSV）"),
        ("报表.xlsx", "单位：某局\n".encode(), "其实是文本，不是真正的 .xlsx 文件"),
        ("乱码.docx", bytes(range(1, 200)) * 9, "认不出是什么"),
        ("坏.docx", b"PK\x03\x04" + b"x" * 100, "已损坏或不完整"),
        ("坏.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 9, "已损坏或不完整"),
        ("坏.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"\xff" * 900, "已损坏或不完整"),
        ("锁.xlsx", compound({"EncryptionInfo": b"", "EncryptedPackage": b""}), "请去掉密码"),
        ("锁.docx", compound({"EncryptedPackage": b"x" * 9000}), "请去掉密码"),
        ("演示.doc", compound({"PowerPoint Document": b""}), "不是 Word 或 Excel 文件"),
        ("坏.xls", compound({"Workbook": b"no records"}), "打开后另存为 .xlsx"),
    ],
)
def test_a_file_that_is_something_else(
    tmp_path: Path, name: str, content: bytes, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")  # nothing is there to convert it
    assert said in refusal_of(tmp_path, name, content)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"readme.txt": "x"}, "是压缩包，请先解压"),
        ({"ppt/presentation.xml": "x"}, "其实是演示文稿"),
        ({"OFD.xml": "x"}, "其实是 OFD 版式文件"),
        ({"word/other.xml": "<x/>"}, "已损坏或不完整"),
        ({"word/document.xml": "<w:document"}, "已损坏或不完整"),
        ({"word/document.xml": "<x/>"}, "已损坏或不完整"),
        ({"xl/workbook.xml": ""}, "已损坏或不完整"),
    ],
)
def test_a_package_that_is_something_else(tmp_path: Path, parts: dict[str, str], said: str) -> None:
    package(tmp_path / "某.docx", parts)
    assert said in refusal(tmp_path / "某.docx")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_package_that_was_cut_off(tmp_path: Path, share: float) -> None:
    content = document(tmp_path)
    said = refusal_of(tmp_path, "半截.docx", content[: int(len(content) * share)])
    assert "已损坏或不完整" in said


def test_a_package_with_a_damaged_part(tmp_path: Path) -> None:
    content = bytearray(document(tmp_path))
    content[60:70] = b"\xff" * 10
    assert "已损坏或不完整" in refusal_of(tmp_path, "坏.docx", bytes(content))


def test_a_package_locked_part_by_part(tmp_path: Path) -> None:
    content = bytearray(document(tmp_path))
    directory = content.rfind(b"PK\x01\x02")
    content[directory + 8] |= 1
    content[6] |= 1
    assert "请去掉密码" in refusal_of(tmp_path, "锁.docx", bytes(content))


def test_any_damage_ends_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    good = package(
        tmp_path / "好.xlsx", workbook_parts({"表": rows(number("A1", 1) + text("B1", "甲"))})
    ).read_bytes()
    refused = 0
    for at in range(0, len(good), 7):
        damaged = bytearray(good)
        damaged[at] ^= 0x55
        (tmp_path / "坏.xlsx").write_bytes(bytes(damaged))
        # Some damage does not matter; any other error than this one would fail the test.
        with contextlib.suppress(InputError):
            refused += 1
            read(tmp_path / "坏.xlsx")
            refused -= 1
    assert refused > 50


@pytest.mark.parametrize(
    "content",
    [
        rows(number("A1", "abc")),
        rows(number("A1", "1e999")),
        rows('<c r="A1" t="s"><v>x</v></c>'),
        rows('<c r="A1" s="x"><v>1</v></c>'),
        rows('<c r="甲1"><v>1</v></c>'),
        rows('<c r="XFE1"><v>1</v></c>'),
        '<sheetData><row r="0"><c><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1048577"><c><v>1</v></c></row></sheetData>',
        '<sheetData><row r="x"/></sheetData>',
        rows(number("A1", 1)) + '<mergeCells><mergeCell ref="A1:甲2"/></mergeCells>',
        '<cols><col min="x" hidden="1"/></cols>',
    ],
)
@pytest.mark.parametrize("small", [-1, 1 << 20])
def test_a_sheet_with_senseless_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, small: int
) -> None:
    monkeypatch.setattr(xlsx_sheet, "_SMALL", small)
    path = package(tmp_path / "坏.xlsx", workbook_parts({"表": content}))
    assert "「表」里有不合规范的内容" in refusal(path)


def test_a_shared_text_that_is_missing_is_blank(tmp_path: Path) -> None:
    content = rows('<c r="A1" t="s"><v>7</v></c>' + number("B1", 1))
    source = read(package(tmp_path / "缺.xlsx", workbook_parts({"表": content})))
    assert [cell.text for cell in source.grids[0].cells] == ["", "1"]


# Entities, links


DOCTYPE = '<!DOCTYPE d [<!ENTITY secret SYSTEM "file://{}">]>'


def test_external_entities_are_refused_unread(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    body = DOCTYPE.format(secret) + document_xml("<w:p><w:r><w:t>&secret;</w:t></w:r></w:p>")
    path = package(tmp_path / "外部.docx", {"word/document.xml": body})
    assert "DOCTYPE" in refusal(path)


@pytest.mark.parametrize("small", [-1, 1 << 20])
def test_entities_in_a_sheet_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr(xlsx_sheet, "_SMALL", small)
    parts = workbook_parts({"表": rows(text("A1", "&x;"))})
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = '<!DOCTYPE d [<!ENTITY x "甲">]>' + parts[sheet]
    assert "DOCTYPE" in refusal(package(tmp_path / "外部.xlsx", parts))


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<!DOCTYPE d [<!ENTITY e0 "哈哈哈哈哈哈">{levels}]>'
    body = bomb + document_xml("<w:p><w:r><w:t>&e8;</w:t></w:r></w:p>")
    refusal(package(tmp_path / "炸弹.docx", {"word/document.xml": body}))


def test_a_document_type_in_any_part_is_refused(tmp_path: Path) -> None:
    parts = workbook_parts({"表": rows(number("A1", 1))})
    parts["xl/styles.xml"] = "<!DOCTYPE d>" + parts["xl/styles.xml"]
    assert "DOCTYPE" in refusal(package(tmp_path / "样式.xlsx", parts))


def test_links_to_the_outside_are_not_followed(tmp_path: Path) -> None:
    other = package(tmp_path / "别处.xml", {"x": "x"})
    parts = workbook_parts({"表": rows(number("A1", 1))})
    rels = "xl/_rels/workbook.xml.rels"
    outside = f'Target="{other.as_uri()}" TargetMode="External"'
    parts[rels] = parts[rels].replace('Target="worksheets/sheet1.xml"', outside)
    assert read(package(tmp_path / "链接.xlsx", parts)).grids == ()


def test_links_out_of_the_package_lead_nowhere(tmp_path: Path) -> None:
    parts = workbook_parts({"表": rows(number("A1", 1))})
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace("worksheets/sheet1.xml", "../../../../etc/passwd")
    assert "已损坏" in refusal(package(tmp_path / "路径.xlsx", parts))


def test_half_a_surrogate_pair_does_no_harm(tmp_path: Path) -> None:
    body = document_xml("<w:p><w:r><w:t>&#xD800;</w:t></w:r></w:p>")
    assert "已损坏" in refusal(package(tmp_path / "代理.docx", {"word/document.xml": body}))


# Paths


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "没有.docx").startswith("找不到「没有.docx」")
    (tmp_path / "自评报告.docx").touch()
    told = refusal(tmp_path / "自凭报告.docx")
    assert told.endswith("；名称相近的有「自评报告.docx」。")
    assert refusal(tmp_path / "没有" / "a\0b.docx").startswith("找不到「a?b.docx」")


@pytest.mark.parametrize("name", ["长" * 300 + ".docx", "a/b" * 3000])
def test_a_path_that_is_too_long(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"找不到|读取失败"):
        read_filing([tmp_path / name])


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    assert "是文件夹" in refusal(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes lie elsewhere")
def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.docx")
    assert "不是普通文件" in refusal(tmp_path / "管道.docx")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError, "没有读取权限，或正被其他程序占用"),
        (FileNotFoundError, "找不到"),
        (OSError, "读取失败"),
    ],
)
def test_a_file_that_is_lost_or_locked_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[OSError], said: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    (tmp_path / "某.docx").write_bytes(document(tmp_path))
    monkeypatch.setattr(Path, "open", fail)
    assert said in refusal(tmp_path / "某.docx")


def test_a_path_with_blanks_and_chinese_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "桃江县 2024年 (终稿)"
    folder.mkdir()
    path = folder / "附件 1、自评报告【定】.docx"
    path.write_bytes(document(tmp_path))
    assert read(path).name == path.name


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text elsewhere")
def test_a_file_name_that_is_no_text_is_shown(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\nx.docx"))
    path.write_bytes(document(tmp_path))
    assert read(path).name == "??x.docx"


def test_nothing_given() -> None:
    with pytest.raises(InputError, match="没有给出要读取的文件"):
        read_filing([])


# Without LibreOffice, without Word


def test_an_older_document_without_anything_to_convert_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xladdin.sources import convert

    monkeypatch.setattr(convert, "soffice", lambda: None)
    said = refusal_of(tmp_path, "报告.doc", compound({"WordDocument": b""}))
    assert "请用 Word、Excel 或 WPS 打开后另存为 .docx 格式再试" in said


def test_a_refusal_is_one_line_in_any_process(tmp_path: Path) -> None:
    code = "import sys, pathlib\nfrom xladdin.sources import read\nread(pathlib.Path(sys.argv[1]))"
    with zipfile.ZipFile(tmp_path / "半.xlsx", "w") as target:
        target.writestr("xl/workbook.xml", "<workbook")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(tmp_path / "半.xlsx")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.stderr.splitlines()[-1].startswith("xladdin.errors.InputError: 「半.xlsx」已损坏")
