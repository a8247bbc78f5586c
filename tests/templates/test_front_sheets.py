"""The sheets around the forms: how to fill in, how far it is, what does not agree, own formulas."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlwings import App

from tests.templates.yunshan_workbook import PROFILE, filled, place
from xladdin import cli
from xladdin.checking import check, file
from xladdin.forms.profiles import profile
from xladdin.model.interval import Verdict
from xladdin.model.report import Report
from xladdin.sources.filing_files import read_filing
from xladdin.templates.instructions import SHEET
from xladdin.templates.prepared import cover_heading
from xladdin.templates.workbook import workbook

PROFILES = ("hunan", "ministry", "taojiang", "yueyang")


@cache
def made(name: str) -> bytes:
    return workbook(profile(name), 2024).data


def blank(name: str) -> Workbook:
    return load_workbook(BytesIO(made(name)))


def checked(book: Workbook, path: Path) -> Report:
    book.save(path)
    return check(file(read_filing([path]), PROFILE), PROFILE)


@pytest.mark.parametrize("name", PROFILES)
def test_the_sheets_stand_in_order_and_the_first_is_shown(name: str) -> None:
    book = blank(name)
    assert book.sheetnames[:2] == [SHEET, "封面"]
    assert book.sheetnames[-2:] == ["审核公式", "校验结果"]
    assert book.active.title == SHEET
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == [SHEET]


@pytest.mark.parametrize("name", PROFILES)
def test_every_link_leads_to_a_cell_of_the_workbook(name: str) -> None:
    book = blank(name)
    links = [cell.hyperlink.location for cell in linked(book[SHEET])]
    assert len(links) > 10
    for link in links:
        sheet, _, cell = link.rpartition("!")
        assert book[sheet.strip("'")][cell].coordinate == cell


def linked(sheet: Worksheet) -> Iterator[object]:
    return (cell for row in sheet.iter_rows() for cell in row if cell.hyperlink)


@pytest.mark.office
def test_progress_counts_what_is_filled(excel: App, tmp_path: Path) -> None:
    path = tmp_path / "空白.xlsx"
    path.write_bytes(workbook(PROFILE, 2024).data)
    book = excel.books.open(path)
    front = book.sheets[SHEET]

    def lines() -> dict[str, str]:
        rows = front.used_range.options(ndim=2).value
        return {row[0]: row[1] for row in reversed(rows) if row[0]}

    assert lines()["附件1 基础数据表"] == "必填 11 项，已填 0 项"
    assert lines()["附件2 自评表"] == "必填 18 项，已填 0 项"
    basic, overall = book.sheets["附件1 基础数据表"], book.sheets["附件2 自评表"]
    basic["B4"].value, basic["D4"].value, basic["F11"].value = 10, 9, 0.5
    overall["D3"].value = "云山县某中心"
    overall["D14:H14"].value = ["活动", "≥3次", "3次", 10, 9]
    excel.calculate()
    # 三公经费 adds itself up; 控制率 is not asked for.
    assert lines()["附件1 基础数据表"] == "必填 11 项，已填 3 项"
    assert lines()["附件2 自评表"] == "必填 18 项，已填 6 项"
    assert book.sheets["封面"]["B14"].value == "云山县某中心"


@pytest.mark.office
def test_totals_of_each_group_follow_inserted_rows(excel: App, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(filled())
    book = excel.books.open(path)
    overall, front = book.sheets["附件2 自评表"], book.sheets[SHEET]
    overall.api.Unprotect()
    _, heading = place("overall", "#1")
    row = int(heading[1:])
    overall[f"{row}:{row}"].insert("down")  # below the last row of 产出指标
    overall[f"D{row}"].value = "新指标"
    overall[f"G{row}:H{row}"].value = [7, 8]
    excel.calculate()
    rows = front.used_range.options(ndim=2).value
    totals = {r[1]: r[2:5] for r in reversed(rows) if r[0] == "附件2 自评表" and r[1]}
    assert totals["产出指标"] == [50, 57, 57.79]
    assert totals["效益指标"] == [30, 30, 30]
    results = {r[4]: r[3] for r in reversed(rows) if r[0] == "附件2 自评表"}
    assert (results["S401"], results["S301"], results["S303"]) == ("✗ 1 处", "✗ 1 处", "✗ 1 处")


def test_the_sheets_around_the_forms_change_nothing_in_a_check(tmp_path: Path) -> None:
    whole, alone = (load_workbook(BytesIO(filled())) for _ in range(2))
    for name in (SHEET, "封面", "审核公式", "校验结果"):
        del alone[name]
    with_all, without = checked(whole, tmp_path / "a.xlsx"), checked(alone, tmp_path / "b.xlsx")
    assert [each.message for each in with_all.findings] == [
        each.message for each in without.findings
    ]
    assert with_all.coverage == without.coverage
    assert (with_all.unit, with_all.year) == (without.unit, 2024)


def test_the_examples_of_own_formulas_hold_once_they_are_switched_on(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(filled())
    off = check(file(read_filing([path]), PROFILE), PROFILE)
    assert not [each for each in off.relations if each.code.startswith("U")]
    book = load_workbook(path)
    sheet = book["审核公式"]
    switches = [cell for cell in sheet["E"] if cell.value == "否"]
    assert len(switches) == 2
    for cell in switches:
        cell.value = "是"
    ours = [each for each in checked(book, path).relations if each.code.startswith("U")]
    assert {each.code for each in ours} == {"U1", "U2"}
    assert {each.verdict for each in ours} <= {Verdict.HELD, Verdict.SKIPPED}


def test_workbooks_are_the_same_bytes_in_another_process() -> None:
    script = (
        "import hashlib; from xladdin.forms.profiles import profile;"
        "from xladdin.templates.workbook import workbook;"
        "print(hashlib.sha256(workbook(profile('yueyang'), 2025).data).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    }  # fmt: skip
    assert made == {hashlib.sha256(workbook(profile("yueyang"), 2025).data).hexdigest()}


def test_the_cover_names_what_the_workbook_holds() -> None:
    assert cover_heading("ministry", 2024, {"project"}) == "2024年度\n项目支出绩效自评"
    every = {"basic_data", "overall", "project"}
    assert cover_heading("ministry", 2024, every) == "2024年度\n部门整体支出绩效自评"
    assert cover_heading("taojiang", 2024, every) == "桃江县2024年度\n部门整体支出绩效自评"


def test_the_first_sheet_begins_with_what_to_do_next(tmp_path: Path) -> None:
    sheet = load_workbook(BytesIO(filled()), data_only=True)[SHEET]
    rows = [[cell.value for cell in row[:3]] for row in sheet["A3:C15"]]
    assert rows[0][0] == "先看这里"
    assert {row[2] for row in rows if str(row[1]).startswith("必填 ")} == {"■■■■■■ 填齐了"}
    steps = [row[1] for row in rows if str(row[1])[:2] in ("一、", "二、")]
    assert steps == ["一、必填的都填齐了。", "二、填的数字现在没有互相矛盾的。"]
    assert [row[1] for row in rows if row[0] == "上次校验"] == ["还没有校验过。"]


@pytest.mark.office
def test_the_first_sheet_tells_of_the_last_check(excel: App, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(filled())
    cli.main(["check", str(path), "--profile", PROFILE.id, "--annotate", str(tmp_path / "结果")])
    (copy,) = (tmp_path / "结果").glob("*.xlsx")
    front = excel.books.open(copy).sheets[SHEET]
    (said,) = [row[1] for row in front["A1:B20"].value if row[0] == "上次校验"]
    assert said.startswith("核对时间：")
    assert "结论：" in said
