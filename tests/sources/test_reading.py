"""A file is read by what it is, and its source says what it was."""

from __future__ import annotations

import hashlib
import os
import struct
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.sources.office_files import compound, document_xml, package, paragraph, xls
from xladdin.errors import InputError
from xladdin.sources import convert, ole2, read
from xladdin.sources.identify import identify

WORD = {"word/document.xml": document_xml(paragraph("正文"))}


def test_a_source_carries_name_kind_and_fingerprint(tmp_path: Path) -> None:
    path = package(tmp_path / "自评报告.docm", WORD)
    source = read(path)
    assert (source.name, source.kind, source.notes) == ("自评报告.docm", "docm", ())
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert read(path, "附件/自评报告.docm").name == "附件/自评报告.docm"


def test_a_document_with_another_name_is_read_with_a_note(tmp_path: Path) -> None:
    source = read(package(tmp_path / "报告.xlsx", WORD))
    assert source.kind == "docx"
    assert source.notes == ("扩展名是 .xlsx，内容其实是 .docx 格式，已按内容读取。",)


def test_a_name_that_promises_nothing_needs_no_note(tmp_path: Path) -> None:
    source = read(package(tmp_path / "上传的文件", WORD))
    assert (source.kind, source.notes) == ("docx", ())


def test_the_main_part_may_have_any_name(tmp_path: Path) -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Type="http://x/officeDocument" Target="/word/document2.xml"/>'
        "</Relationships>"
    )
    parts = {"_rels/.rels": relations, "word/document2.xml": WORD["word/document.xml"]}
    assert read(package(tmp_path / "网页版.docx", parts)).paragraphs[0].text == "正文"


def test_names_with_backslashes_and_capitals_are_found(tmp_path: Path) -> None:
    parts = {r"Word\Document.xml": WORD["word/document.xml"]}
    assert read(package(tmp_path / "怪.docx", parts)).paragraphs[0].text == "正文"


# The older container


def test_the_streams_at_the_root_are_listed() -> None:
    content = compound({"WordDocument": b"x" * 9000, "1Table": b"", "Data": b"y"})
    assert ole2.root_streams(content) == {"WordDocument", "1Table", "Data"}


@pytest.mark.parametrize("stream", ["WordDocument", "Workbook", "Book"])
def test_what_a_container_holds_is_told_by_its_streams(stream: str) -> None:
    kind = identify(compound({"Other": b"", stream: b""}), "某")
    assert kind == ("doc" if stream == "WordDocument" else "xls")


def test_any_damage_to_a_container_is_a_value_error() -> None:
    good = compound({"WordDocument": b"x"})
    found = set()
    for at in range(0, 2048, 3):
        damaged = bytearray(good)
        damaged[at] ^= 0xFF
        try:
            found.add(ole2.root_streams(bytes(damaged)) >= {"WordDocument"})
        except ValueError:
            found.add(None)
    assert found == {True, False, None}


def test_a_container_that_refers_to_itself_is_read_once() -> None:
    content = bytearray(compound({"WordDocument": b"", "Data": b""}))
    entry = content.find("WordDocument".encode("utf-16-le"))
    content[entry + 68 : entry + 80] = struct.pack("<III", 1, 1, 1)
    assert ole2.root_streams(bytes(content)) == {"WordDocument"}
    table = content.find(struct.pack("<I", 0xFFFFFFFD), 512)
    content[table + 4 : table + 8] = struct.pack("<I", 1)
    assert ole2.root_streams(bytes(content)) == {"WordDocument"}


@pytest.mark.office
def test_containers_made_by_libreoffice_are_recognised(filings: Path, tmp_path: Path) -> None:
    assert identify((filings / "taojiang-taoye-2024/filing.doc").read_bytes(), "某") == "doc"
    openpyxl.Workbook().save(tmp_path / "空.xlsx")
    older, _ = convert.convert((tmp_path / "空.xlsx").read_bytes(), "xlsx", "xls", "空.xlsx")
    assert identify(older, "某") == "xls"


# xls without LibreOffice


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PC without LibreOffice."""
    monkeypatch.setattr(convert, "soffice", lambda: None)


@pytest.mark.usefixtures("alone")
def test_an_xls_is_read_directly_where_nothing_converts_it(tmp_path: Path) -> None:
    cells = {(0, 0): "标题", (0, 1): "藏", (2, 0): "三公", (2, 1): 0.49, (2, 2): 12.0}
    sheets = {"附件1": cells, "校验结果": {(0, 0): "x"}, "藏": {(0, 0): "x"}, "空": {}}
    (tmp_path / "表.xls").write_bytes(xls(sheets, hidden=["藏"]))
    source = read(tmp_path / "表.xls")
    (grid,) = source.grids
    assert source.kind == "xls"
    assert [helper.sheet for helper in source.helpers] == ["校验结果"]
    assert grid.sheet == "附件1"
    assert [(c.text, c.columns, c.value is not None) for c in grid.filled()] == [
        ("标题", 2, False),
        ("三公", 1, False),
        ("0.49", 1, True),
        ("12", 1, True),
    ]
    assert source.notes == (
        "旧版 .xls 的百分比等格式、公式错误、隐藏的行和列读不到，数字按原值读取，请尽量另存为 .xlsx 后再试。",
        "没有读取隐藏的工作表「藏」。",
        "没有读取空白的工作表「空」。",
    )


@pytest.mark.usefixtures("alone")
def test_an_xls_that_starts_further_down_keeps_its_places(tmp_path: Path) -> None:
    (tmp_path / "表.xls").write_bytes(xls({"附件1": {(3, 2): "甲", (4, 4): "乙"}}))
    (grid,) = read(tmp_path / "表.xls").grids
    assert [grid.address(cell) for cell in grid.filled()] == ["C4", "E5"]


@pytest.mark.usefixtures("alone")
def test_an_xls_with_a_password_is_refused(tmp_path: Path) -> None:
    (tmp_path / "锁.xls").write_bytes(xls({"附件1": {(0, 0): "甲"}}, locked=True))
    with pytest.raises(InputError, match=r"「锁\.xls」无法读取，可能设有密码"):
        read(tmp_path / "锁.xls")


@pytest.mark.usefixtures("alone")
def test_an_xls_with_a_cell_far_away_is_refused(tmp_path: Path) -> None:
    (tmp_path / "远.xls").write_bytes(xls({"附件1": {(0, 0): 1.0, (65535, 255): 1.0}}))
    with pytest.raises(InputError, match=r"「远\.xls」的工作表「附件1」范围过大"):
        read(tmp_path / "远.xls")


@pytest.mark.usefixtures("alone")
def test_an_xls_named_xlsx_is_read_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(xls({"附件1": {(0, 0): "甲"}}))
    source = read(tmp_path / "表.xlsx")
    assert source.kind == "xls"
    assert source.grids[0].cells[0].text == "甲"
    assert source.notes[0] == "扩展名是 .xlsx，内容其实是 .xls 格式，已按内容读取。"


@pytest.mark.usefixtures("alone")
def test_an_et_is_an_xls(tmp_path: Path) -> None:
    (tmp_path / "表.et").write_bytes(xls({"附件1": {(0, 0): "甲"}}))
    source = read(tmp_path / "表.et")
    assert (source.kind, source.grids[0].cells[0].text) == ("et", "甲")


# Speed


def loaded_by(path: Path) -> set[str]:
    """The modules that a new process has loaded after it read ``path``."""
    code = (
        "import sys, pathlib\nfrom xladdin.sources import read\n"
        "read(pathlib.Path(sys.argv[1]))\nprint(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        check=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"},
    )
    return set(done.stdout.split())


HEAVY = {"openpyxl", "docx", "pandas", "numpy", "python_calamine", "subprocess", "xlwings"}


def test_a_document_loads_only_what_reads_documents(tmp_path: Path) -> None:
    loaded = loaded_by(package(tmp_path / "报告.docx", WORD))
    assert "xladdin.sources.docx" in loaded
    assert not loaded & (HEAVY | {"xladdin.sources.workbook", "xladdin.sources.dump"})


def test_a_workbook_loads_only_what_reads_workbooks(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "表.xlsx")
    loaded = loaded_by(tmp_path / "表.xlsx")
    assert "xladdin.sources.workbook" in loaded
    assert not loaded & (HEAVY | {"xladdin.sources.docx", "xladdin.sources.dump"})


def test_a_dump_loads_no_library_at_all(tmp_path: Path) -> None:
    (tmp_path / "材料.txt").write_text("正文", encoding="utf-8")
    assert not loaded_by(tmp_path / "材料.txt") & (HEAVY | {"lxml.etree", "zipfile"})
