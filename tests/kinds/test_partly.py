"""What can be done is done: one bad file among good ones, in check, annotate, package and batch."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from tests.kinds.made import (
    DOCX_TYPE,
    FIGURES,
    IN_WORD,
    body,
    comments,
    document,
    paragraph,
    swap,
    told,
    workbook,
)
from xladdin import cli
from xladdin.checking import check_paths
from xladdin.sources.identify import EXTENSIONS

Capture = pytest.CaptureFixture[str]

MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
COMMENTS = {"comments": "comments.xml"}
LOOKS = [
    '<dxfs count="1"><dxf><fill><patternFill><fgColor rgb="not a colour"/></patternFill></fill></dxf></dxfs>',
    '<cellStyles><cellStyle name="x" xfId="999999999999" builtinId="y"/></cellStyles>',
]


@pytest.mark.parametrize("look", LOOKS)
def test_a_workbook_that_cannot_be_copied_stops_no_other(
    tmp_path: Path, capsys: Capture, look: str
) -> None:
    filing, copies = tmp_path / "材料", tmp_path / "批注"
    document(filing / "报告.docx", content=body())
    workbook(filing / "附件.xlsx", look=look)
    assert cli.main(["check", str(filing), "--annotate", str(copies)]) == 1
    shown = capsys.readouterr()
    assert "核对范围" in shown.out
    assert [path.name for path in copies.iterdir()] == ["报告_批注.docx"]
    assert "没有写批注副本：「附件.xlsx」里有不合规范的内容" in shown.err


@pytest.mark.parametrize("content", [b"", b"%TSD-Header-###%" + b"\xff" * 99, b"PK\3\4", bytes(99)])
def test_a_file_that_cannot_be_read_is_named_and_the_rest_checked(
    tmp_path: Path, capsys: Capture, content: bytes
) -> None:
    document(tmp_path / "材料" / "报告.docx")
    (tmp_path / "材料" / "坏.xlsx").write_bytes(content)
    assert told(tmp_path / "材料") == (FIGURES, IN_WORD)
    cli.main(["check", str(tmp_path / "材料")])
    shown = capsys.readouterr()
    assert "注意：坏.xlsx：没有读取：" in shown.out
    assert shown.err.startswith("没有读取：「坏.xlsx」")


@pytest.mark.parametrize("content", [b"\xff" * 900, b""])
def test_a_batch_goes_on(tmp_path: Path, content: bytes) -> None:
    inbox, result = tmp_path / "材料", tmp_path / "结果"
    document(inbox / "甲单位" / "报告.docx")
    (inbox / "甲单位" / "坏.docx").write_bytes(content)
    workbook(inbox / "乙单位" / "附件.xlsx", look=LOOKS[0])
    document(inbox / "乙单位" / "报告.docx")
    (inbox / "丙单位").mkdir()
    (inbox / "丙单位" / "报告.docx").write_bytes(content)
    cli.main(["batch", str(inbox), "-o", str(result), "--annotate", "--workers", "1"])
    copies = {path.name for path in result.rglob("*_批注.docx")}
    assert copies == {"报告_批注.docx"}
    assert len(list(result.rglob("*_批注.docx"))) == 2
    told = [
        str(cell.value)
        for sheet in load_workbook(result / "汇总.xlsx").worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    for said in ("没有读取：「坏.docx」", "「附件.xlsx」里有不合规范的内容", "「报告.docx」"):
        assert any(said in text for text in told), said


@pytest.mark.parametrize(
    "taken", [["2147483647", "3"], ["32767"], ["32766", "0", "1"], ["-1", "x", "99999"]]
)
def test_comments_find_free_numbers(tmp_path: Path, capsys: Capture, taken: list[str]) -> None:
    own = [f'<w:comment w:id="{at}" w:author="甲"><w:p/></w:comment>' for at in taken]
    marks = "".join(f'<w:r><w:commentReference w:id="{at}"/></w:r>' for at in taken)
    path = document(
        tmp_path / "报告.docx", swap(("<w:body>", f"<w:body><w:p>{marks}</w:p>")),
        {"word/comments.xml": comments(*own)}, related=COMMENTS,
    )  # fmt: skip
    cli.main(["check", str(path), "--annotate", str(tmp_path)])
    copy = (tmp_path / "报告_批注.docx").read_bytes()
    numbers = _numbers(copy)
    added = len(numbers) - len(taken)
    assert added > 2
    assert f"（{added} 条批注）" in capsys.readouterr().err
    assert len(set(numbers)) == len(numbers)
    assert all(0 <= int(number) <= 32_767 for number in numbers[len(taken) :])


def _numbers(data: bytes) -> list[str]:
    import io
    import re
    import zipfile

    part = zipfile.ZipFile(io.BytesIO(data)).read("word/comments.xml").decode()
    return re.findall(r'<w:comment [^>]*?w:id="([^"]*)"', part)


@pytest.mark.office
@pytest.mark.parametrize(
    ("name", "kind", "parts"),
    [
        ("报告.docm", MACROS, {}),
        ("报告.docx", MACROS, {}),
        ("报告.docx", DOCX_TYPE, {"word/comments.xml": b""}),
    ],
    ids=["docm", "named docx", "no comments"],
)
def test_a_report_that_a_library_refuses_is_packed(
    tmp_path: Path, name: str, kind: str, parts: dict[str, bytes]
) -> None:
    filing = tmp_path / "材料"
    document(filing / name, parts=parts, related=COMMENTS if parts else {}, kind=kind)
    workbook(filing / "附件.xlsx")
    assert name.rpartition(".")[2] in EXTENSIONS["docx"]
    packed = tmp_path / "上报"
    assert cli.main(["package", str(filing), "-o", str(packed), "--draft", "--no-pdf"]) == 0
    (whole,) = packed.rglob("*含附件*.docx")
    texts = [each.text for each in docx.Document(str(whole)).paragraphs]
    assert "一、单位基本情况" in texts


@pytest.mark.parametrize("content", [b"\xff" * 900, b"%TSD-Header-###%" + b"\xff" * 900])
def test_only_the_odd_attachment_is_left_out(
    tmp_path: Path, capsys: Capture, content: bytes
) -> None:
    filing, packed = tmp_path / "材料", tmp_path / "上报"
    document(filing / "报告.docx", content=body() + paragraph("附件2"))
    workbook(filing / "附件.xlsx", look=LOOKS[0])
    (filing / "佐证.docx").write_bytes(content)
    assert cli.main(["package", str(filing), "-o", str(packed), "--draft", "--no-pdf"]) == 0
    shown = capsys.readouterr()
    assert "没有读取：「佐证.docx」" in shown.err
    assert "Excel 文件按官方表样另填，没有用原表：「附件.xlsx」" in shown.err
    assert len(list(packed.rglob("附件1*.xlsx"))) == 1


def test_two_reports_in_one_folder_are_told(tmp_path: Path) -> None:
    document(tmp_path / "报告.docx")
    document(tmp_path / "报告（修改稿）.docx", swap(("接待费2.31", "接待费2.13")))
    report = check_paths([tmp_path])
    (found,) = [each for each in report.findings if each.code == "F407"]
    assert "“报告.docx”、“报告（修改稿）.docx”" in found.message
    assert report.sources[0].notes[0] == f"F407 {found.message}"


def test_a_copy_of_the_report_is_no_second_one(tmp_path: Path) -> None:
    document(tmp_path / "报告.docx")
    document(tmp_path / "报告（含附件）.docx", content=body() + paragraph("附件2"))
    assert "F407" not in {each.code for each in check_paths([tmp_path]).findings}
