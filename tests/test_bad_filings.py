"""Filings that cannot be checked, or only in part, from the command line to the sentence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from xladdin.cli import main

Capture = pytest.CaptureFixture[str]


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def forms_with(filings: Path, tmp_path: Path, change: Callable[[openpyxl.Workbook], None]) -> Path:
    """A real appendix workbook with one change; its numbers were right before it."""
    book = openpyxl.load_workbook(filings / "junshan-resettlement-2024" / "forms.xlsx")
    change(book)
    path = tmp_path / "附件.xlsx"
    book.save(path)
    return path


def refused(arguments: list[str], capsys: Capture) -> str:
    assert main(["check", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    return printed.err


def findings(path: Path, capsys: Capture) -> list[dict[str, object]]:
    assert main(["check", "--format", "json", str(path)]) in (0, 1)
    report: dict[str, list[dict[str, object]]] = json.loads(capsys.readouterr().out)
    return report["findings"]


def test_a_workbook_without_any_form_is_refused(tmp_path: Path, capsys: Capture) -> None:
    path = workbook(tmp_path / "通讯录.xlsx", [["姓名", "电话"], ["张三", 12], ["李四", 34]])
    assert "没有找到绩效自评的表格" in refused([str(path)], capsys)


def test_a_folder_with_two_units_mixed_is_refused_by_name(
    filings: Path, tmp_path: Path, capsys: Capture
) -> None:
    for name in ("junshan-resettlement-2024", "taojiang-taoye-2024"):
        shutil.copy(filings / name / "filing.docx", tmp_path / f"{name}.docx")
    said = refused([str(tmp_path)], capsys)
    assert "混有两个单位的材料" in said
    assert "每个单位放一个文件夹" in said


@pytest.mark.parametrize("text", ["无", "—", "／", "——", " "])
def test_a_mark_for_nothing_in_a_number_cell_counts_as_blank(
    text: str, filings: Path, tmp_path: Path, capsys: Capture
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["B7"] = text

    path = forms_with(filings, tmp_path, change)
    assert not [each for each in findings(path, capsys) if each["severity"] != "info"]


@pytest.mark.parametrize(("text", "said"), [("约5", "按 5万元 理解"), ("5万", "按 5万元 理解")])
def test_a_number_with_words_is_read_and_pointed_out(
    text: str, said: str, filings: Path, tmp_path: Path, capsys: Capture
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["B18"] = text

    path = forms_with(filings, tmp_path, change)
    (found,) = [each for each in findings(path, capsys) if each["code"] == "F302"]
    assert said in str(found["message"])


def test_a_table_with_a_missing_column_is_checked_as_far_as_it_goes(
    filings: Path, tmp_path: Path, capsys: Capture
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[1]
        for row in range(4, 6):
            sheet.cell(row, 6).value = None

    path = forms_with(filings, tmp_path, change)
    codes = {each["code"] for each in findings(path, capsys)}
    assert "S101" not in codes
    assert not [each for each in findings(path, capsys) if each["severity"] == "error"]


def test_a_path_with_blanks_and_chinese_is_checked(
    filings: Path, tmp_path: Path, capsys: Capture
) -> None:
    folder = tmp_path / "某 单位（2024 年）"
    folder.mkdir()
    shutil.copy(filings / "taojiang-taoye-2024" / "forms.xlsx", folder / "附件 1－3.xlsx")
    assert main(["check", str(folder)]) == 1
    assert "附件 1－3.xlsx" in capsys.readouterr().out
