"""``check --annotate``: copies beside any format of the report, and one sentence where it can't be."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from xladdin import cli
from xladdin.verbs.demo import EXAMPLE

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def filing(filings: Path) -> str:
    return str(filings / "junshan-resettlement-2024" / "filing.docx")


def test_the_verb_names_the_copies_beside_the_report(
    filing: str, tmp_path: Path, capsys: Capture
) -> None:
    status = cli.main(["check", filing])
    plain = capsys.readouterr().out
    assert cli.main(["check", filing, "--annotate", str(tmp_path / "批注")]) == status
    shown = capsys.readouterr()
    copy = tmp_path / "批注" / "filing_批注.docx"
    count = len(list(docx.Document(str(copy)).comments))
    assert shown.out == plain
    assert shown.err == f"批注副本：{copy}（{count} 条批注）\n"


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_every_format_goes_with_it(filing: str, tmp_path: Path, capsys: Capture, form: str) -> None:
    assert cli.main(["check", filing, "--annotate", str(tmp_path), "--format", form]) == 1
    shown = capsys.readouterr()
    if form == "json":
        assert json.loads(shown.out)["schema"] == "xladdin.report/1"
    assert "批注" not in shown.out
    assert shown.err.startswith("批注副本：")


def test_the_report_may_go_into_the_same_folder(filing: str, tmp_path: Path) -> None:
    output = tmp_path / "校验报告.html"
    assert cli.main(["check", filing, "--annotate", str(tmp_path), "-o", str(output)]) == 1
    assert sorted(os.listdir(tmp_path)) == ["filing_批注.docx", "校验报告.html"]


def test_a_folder_that_is_a_file_is_one_sentence(
    filing: str, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "文件").touch()
    assert cli.main(["check", filing, "--annotate", str(tmp_path / "文件")]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    assert "是一个文件" in shown.err


def test_a_copy_that_cannot_be_written_does_not_hide_the_report(
    filing: str, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "filing_批注.docx").touch()
    cli.main(["check", filing, "--annotate", str(tmp_path)])
    shown = capsys.readouterr()
    assert "核对范围" in shown.out
    assert shown.err.startswith("没有写批注副本：")
    assert "没有覆盖它" in shown.err


# Workbooks and explanations


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLE / "附件.xlsx", tmp_path))


def explain(copy: Path, *levels: str) -> None:
    """Write a text beside every finding of these levels, as the unit would."""
    book = load_workbook(copy)
    for row in book["校验结果"].iter_rows():
        if row[0].value in levels:
            row[6].value = "上级年中追加。"
    book.save(copy)


def test_the_copy_of_a_workbook_is_named_too(workbook: Path, capsys: Capture) -> None:
    folder = workbook.parent / "批注"
    assert cli.main(["check", str(workbook), "--annotate", str(folder)]) == 1
    copy = folder / "附件_校验.xlsx"
    notes = sum(
        cell.comment is not None
        for sheet in load_workbook(copy)
        for row in sheet.iter_rows()
        for cell in row
    )
    assert capsys.readouterr().err == f"批注副本：{copy}（{notes} 条批注）\n"


def test_an_explanation_goes_from_the_copy_into_the_next_report(
    workbook: Path, capsys: Capture
) -> None:
    folder = workbook.parent / "批注"
    annotated = ["check", str(workbook), "--annotate", str(folder), "--format", "json"]
    cli.main(annotated)
    explain(folder / "附件_校验.xlsx", "警告")
    capsys.readouterr()
    assert cli.main(annotated) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert {each["severity"]: each["waiver"] for each in findings} == {
        "error": None,
        "warning": "上级年中追加。",
        "info": None,
    }
    assert cli.main(["check", str(folder / "附件_校验.xlsx")]) == 1
    shown = capsys.readouterr().out
    assert "已作说明：上级年中追加。" in shown
    assert "处（已说明）" in shown


def test_without_errors_explained_warnings_pass_even_strictly(workbook: Path) -> None:
    book = load_workbook(workbook)
    for name in book.sheetnames[1:]:
        del book[name]
    sheet = book.active
    sheet["B6"], sheet["B4"], sheet["F4"] = 6.22, 24, "125.00%"
    book.save(workbook)
    folder = workbook.parent / "批注"
    annotated = ["check", str(workbook), "--annotate", str(folder), "--strict"]
    assert cli.main(annotated) == 1
    explain(folder / "附件_校验.xlsx", "警告")
    assert cli.main(annotated) == 0


def test_what_was_written_about_a_finding_that_is_gone_is_told(
    workbook: Path, capsys: Capture
) -> None:
    folder = workbook.parent / "批注"
    annotated = ["check", str(workbook), "--annotate", str(folder)]
    cli.main(annotated)
    explain(folder / "附件_校验.xlsx", "错误")
    book = load_workbook(workbook)
    book.active["B6"] = 6.22
    book.save(workbook)
    capsys.readouterr()
    cli.main(annotated)
    assert capsys.readouterr().err.endswith(
        "有 1 条说明所说的问题已经没有了，留在副本的“校验结果”表末尾备查。\n"
    )
