"""``check --prior``: last year's material from files, and what the reports show of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.kit import last_year, yunshan
from tests.kit.changes import Change, nothing, put, with_formulas
from xladdin import cli
from xladdin.model.grid import Grid

Capture = pytest.CaptureFixture[str]


def workbook(path: Path, sources: tuple[Any, ...], change: Change = nothing) -> Path:
    """The tables, and the sheet 审核公式 if there is one, as a workbook."""
    (*_, excel) = change(sources)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for grid in (*excel.grids, *excel.helpers):
        _fill(book.create_sheet(grid.sheet), grid)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def _fill(sheet: Any, grid: Grid) -> None:
    for cell in grid.cells:
        if cell.text:
            typed = sheet.cell(cell.row + 1, cell.column + 1, cell.text)
            if grid.sheet != "审核公式":
                typed.data_type = "s"  # =100% is a target, no formula
        if cell.rows > 1 or cell.columns > 1:
            sheet.merge_cells(
                start_row=cell.row + 1, end_row=cell.below,
                start_column=cell.column + 1, end_column=cell.right,
            )  # fmt: skip


@pytest.fixture
def this(tmp_path: Path) -> Path:
    """This year's workbook."""
    return workbook(tmp_path / "2024" / "附件.xlsx", yunshan.sources())


def reported(capsys: Capture, *arguments: object) -> dict[str, Any]:
    """The JSON report of a check."""
    cli.main(["check", *map(str, arguments), "--format", "json"])
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


WRONG = put("基础数据表", {"公用经费.本年决算": "24.90"})


def test_a_file_or_a_folder_of_last_year_is_compared_with(
    this: Path, tmp_path: Path, capsys: Capture
) -> None:
    before = workbook(tmp_path / "2023" / "附件.xlsx", last_year.sources(), WRONG)
    for path in (before, before.parent):
        report = reported(capsys, this, "--prior", path)
        (finding,) = [each for each in report["findings"] if each["code"].startswith("Y")]
        assert (finding["code"], finding["severity"]) == ("Y201", "error")
        places = [each["location"] for each in finding["operands"]]
        assert [each["source"] for each in places] == ["附件.xlsx", "去年材料「附件.xlsx」"]
        assert [each["cell"] for each in places] == ["B16", "F16"]


def test_the_json_tells_whose_and_of_which_year_the_other_filing_is(
    this: Path, tmp_path: Path, capsys: Capture
) -> None:
    before = workbook(tmp_path / "2023.xlsx", last_year.sources())
    filing = reported(capsys, this, "--prior", before)["filing"]
    assert [source["path"] for source in filing["sources"]] == ["附件.xlsx"]
    assert (filing["prior"]["unit"], filing["prior"]["year"]) == (yunshan.UNIT, 2023)
    (source,) = filing["prior"]["sources"]
    assert source["path"] == "去年材料「2023.xlsx」"
    assert source["forms"] == ["basic_data", "overall", "project", "project", "assessment"]
    assert reported(capsys, this)["filing"]["prior"] is None


def test_the_other_reports_list_it_apart(this: Path, tmp_path: Path, capsys: Capture) -> None:
    before = workbook(tmp_path / "2023.xlsx", last_year.sources(), WRONG)
    assert cli.main(["check", str(this), "--prior", str(before)]) == 1
    assert "Y201 基础数据表 B16：" in capsys.readouterr().out
    assert cli.main(["check", str(this), "--prior", str(before), "--full"]) == 1
    text = capsys.readouterr().out
    assert (
        f"去年材料：{yunshan.UNIT}　2023年度\n      去年材料「2023.xlsx」（Excel 工作簿）\n" in text
    )
    assert "位置：去年材料「2023.xlsx」 · 基础数据表 · F16\n" in text
    assert cli.main(["check", str(this), "--prior", str(before), "--format", "html"]) == 1
    page = capsys.readouterr().out
    assert f"去年材料：{yunshan.UNIT}　2023年度" in page
    assert "<h2>去年材料「2023.xlsx」</h2>" in page
    assert "去年材料「2023.xlsx」 · 基础数据表 · F16" in page


def test_what_is_wrong_with_the_path_is_one_sentence(
    this: Path, tmp_path: Path, capsys: Capture
) -> None:
    empty = tmp_path / "别的.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = "购物清单"
    book.save(empty)
    for path, said in (
        (tmp_path / "没有.xlsx", f"找不到「{tmp_path / '没有.xlsx'}」"),
        (empty, "去年材料「别的.xlsx」 里没有找到"),
    ):
        assert cli.main(["check", str(this), "--prior", str(path)]) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert shown.err.startswith(f"xladdin：{said}")
        assert shown.err.count("\n") == 1


def test_the_report_is_never_written_over_last_years_files(
    tmp_path: Path, this: Path, capsys: Capture, filings: Path
) -> None:
    before = tmp_path / "2023" / "dump.txt"
    before.parent.mkdir()
    before.write_bytes((filings / "junshan-resettlement-2024" / "dump.txt").read_bytes())
    content = before.read_bytes()
    for given in (before, before.parent):
        assert cli.main(["check", str(this), "--prior", str(given), "-o", str(before)]) == 2
        assert "是被核对的材料" in capsys.readouterr().err
        assert before.read_bytes() == content


def test_a_real_filing_against_itself_is_told_and_not_compared(
    filings: Path, capsys: Capture
) -> None:
    path = filings / "junshan-resettlement-2024" / "filing.docx"
    report = reported(capsys, path, "--prior", path)
    assert [each["code"] for each in report["findings"] if each["code"][0] == "Y"] == ["Y101"]


# The unit's own formulas, from a workbook


def test_formulas_typed_in_a_workbook_are_checked(tmp_path: Path, capsys: Capture) -> None:
    rows = with_formulas(
        ("U01", "三公经费限额", "三公经费.本年决算 <= 2.5", "错误", "是"),
        ("U02", "控制率", "控制率 <= 100%", "错误", "是"),
        ("", "", "=编制数 > 18", "提示", ""),  # Excel takes it for a formula of its own
        ("U03", "", "三公经费 = 出国费用款", "", ""),
    )
    path = workbook(tmp_path / "附件.xlsx", yunshan.sources(), rows)
    report = reported(capsys, path, "--relations")
    own = {each["code"]: each for each in report["findings"] if each["code"].startswith("U")}
    assert {code: each["severity"] for code, each in own.items()} == {
        "U01": "error", "U4": "info", "U901": "warning"
    }  # fmt: skip
    assert own["U01"]["title"] == "三公经费限额"
    assert own["U901"]["operands"][0]["location"]["cell"] == "C5"
    assert own["U901"]["operands"][0]["location"]["sheet"] == "审核公式"
    held = [each["code"] for each in report["relations"] if each["verdict"] == "held"]
    assert "U02" in held
    assert cli.main(["check", str(path)]) == 1
    assert "U01 三公经费限额" in capsys.readouterr().out
    assert cli.main(["check", str(path), "--format", "html"]) == 1
    assert "三公经费限额" in capsys.readouterr().out


def test_a_code_of_the_units_own_is_explained_as_such(capsys: Capture) -> None:
    for code in ("U01", "u7", "Ｕ１２３４", "U3-2"):
        assert cli.main(["explain", code]) == 0
        assert "在工作簿的“审核公式”表里写的公式" in capsys.readouterr().out.replace(
            "\n          ", ""
        )
    assert cli.main(["explain", "U901"]) == 0
    assert capsys.readouterr().out.startswith("U901　审核公式写得不对（警告）\n")
