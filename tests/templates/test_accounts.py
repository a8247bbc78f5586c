"""A new workbook filled from final accounts: what it holds, says of it, and marks when typed over."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.accounts.facts import facts
from tests.accounts.files import xlsx
from tests.accounts.tables import Writer
from xladdin import checking
from xladdin.cli import main

BASIC = "附件1 基础数据表"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Accounts of two years, and the workbook made of them."""
    folder = tmp_path_factory.mktemp("new")
    (folder / "2024年度部门决算.xlsx").write_bytes(
        xlsx(Writer(facts(1), "numbered", "元").tables())
    )
    (folder / "2023年度部门决算.xlsx").write_bytes(xlsx(Writer(facts(2), "split", "万元").tables()))
    given = ["--accounts", str(folder / "2024年度部门决算.xlsx"),
             "--accounts-prior", str(folder / "2023年度部门决算.xlsx")]  # fmt: skip
    assert main(["new", *given, "--profile", "湖南", "-o", str(folder / "自评.xlsx")]) == 0
    return folder


def test_amounts_are_those_of_the_accounts_in_the_forms_unit(folder: Path) -> None:
    sheet = openpyxl.load_workbook(folder / "自评.xlsx")[BASIC]
    now, before = facts(1), facts(2)
    rows = {str(sheet.cell(row, 1).value).strip(" 　"): row for row in range(1, 25)}
    receptions = rows["3、公务接待"]
    assert sheet.cell(receptions, 6).value == pytest.approx(
        round(float(now.publics[3]) / 10_000, 2)
    )
    assert sheet.cell(receptions, 2).value == pytest.approx(
        round(float(before.publics[3]) / 10_000, 2)
    )
    travel = sum(float(now.economic[code]) for code in ("30205", "30206", "30211"))
    cell = sheet.cell(rows["水费、电费、差旅费"], 6)
    assert cell.value == pytest.approx(round(travel / 10_000, 2))
    assert "基本支出明细表的水费（决算数）" in cell.comment.text
    assert "（四舍五入到两位小数）" in cell.comment.text
    assert sheet.cell(rows["其中：办公经费"], 6).value == pytest.approx(
        round(float(now.economic["30201"]) / 10_000, 2)
    )


def test_the_filing_agrees_with_the_accounts_in_its_folder(folder: Path) -> None:
    report = checking.check_paths([folder])
    judged = [each for each in report.relations if each.code.startswith("D4")]
    assert len(judged) > 25
    assert {each.verdict.value for each in judged} == {"held"}
    assert not [each for each in report.findings if each.code[0] in "BSXDT"]


def test_what_is_typed_otherwise_is_found_and_marked(folder: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(folder / "自评.xlsx")
    sheet = book[BASIC]
    row = next(r for r in range(1, 25) if "公务接待" in str(sheet.cell(r, 1).value))
    amount = sheet.cell(row, 6).value
    ranges = [
        (str(each.sqref), rule.formula[0])
        for each in sheet.conditional_formatting
        for rule in each.rules
        if f"F{row}" in str(each.sqref) and "ABS(" in rule.formula[0]
    ]
    assert any(f"ABS(F{row}-" in formula for _, formula in ranges)
    sheet.cell(row, 6).value = round(amount + 1, 2)
    book.save(tmp_path / "自评.xlsx")
    report = checking.check_paths([tmp_path / "自评.xlsx", folder / "2024年度部门决算.xlsx"])
    (found,) = [each for each in report.findings if each.code == "D401"]
    assert found.message.startswith("基础数据表的公务接待（2024年决算数）")
    assert "决算报表是 三公经费表的公务接待（决算数）" in found.message
    cause = report.causes[found.cause] if hasattr(found, "cause") else report.causes[0]
    assert cause.figure is not None
    assert cause.figure.location.source == "自评.xlsx"


def test_forms_that_take_nothing_are_no_fault_of_the_accounts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["new", "--accounts", str(folder / "2024年度部门决算.xlsx"), "--profile", "ministry"]
    assert main([*given, "-o", str(folder / "通用.xlsx")]) == 0
    said = capsys.readouterr().out
    assert "没有从决算报表取数：“财政部2020通用”的表样里没有取自决算报表的栏目；" in said
    assert "取数 0 处" not in said
    assert "每一格的批注" not in said


def test_a_file_without_accounts_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["new", "--accounts", str(folder / "自评.xlsx"), "--unit", "某县某局", "--year", "2024"]
    assert main([*given, "-o", str(folder / "不会有.xlsx")]) == 2
    assert "没有认出部门决算公开表" in capsys.readouterr().err
    assert not (folder / "不会有.xlsx").exists()
