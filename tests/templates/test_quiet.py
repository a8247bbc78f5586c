"""A workbook in which nothing has been typed yet is quiet: no error, and nothing asked for that the
forms compute themselves."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.checking import check, file
from xladdin.forms.profiles import profile
from xladdin.model.report import Report, Severity
from xladdin.sources.filing_files import read_filing
from xladdin.templates.instructions import SHEET
from xladdin.templates.workbook import workbook

PROFILES = ("hunan", "ministry", "taojiang", "yueyang")
COMPUTED = ("控制率", "执行率", "得分", "总分")


@pytest.fixture(scope="module", params=PROFILES)
def data(request: pytest.FixtureRequest) -> bytes:
    return workbook(profile(request.param), 2024).data


def checked(data: bytes, path: Path, name: str = "hunan") -> Report:
    path.write_bytes(data)
    return check(file(read_filing([path]), profile(name)), profile(name))


def test_a_check_of_it_finds_no_error_and_asks_for_nothing_that_is_computed(
    data: bytes, tmp_path: Path
) -> None:
    report = checked(data, tmp_path / "空白.xlsx")
    assert {each.severity for each in report.findings} == {Severity.INFO}
    asked = [each.message for each in report.findings if each.code == "F304"]
    assert asked
    assert [each for each in asked if any(name in each for name in COMPUTED)] == []


def test_a_rate_is_asked_for_once_its_amounts_are_there(tmp_path: Path) -> None:
    book = load_workbook(BytesIO(workbook(profile("hunan"), 2024).data))
    sheet = book["附件2 自评表"]
    for cell, value in {"D5": 100, "E5": 120, "F5": 108, "H5": None, "I5": None}.items():
        sheet[cell] = value  # somebody has deleted the formulas
    path = tmp_path / "表.xlsx"
    book.save(path)
    messages = [each.message for each in checked(path.read_bytes(), path).findings]
    assert [each for each in messages if "执行率" in each]
    assert [each for each in messages if "得分" in each]


def test_the_total_of_points_is_printed_as_in_the_official_form(data: bytes) -> None:
    book = load_workbook(BytesIO(data), data_only=True)
    totals = [total(sheet) for sheet in book.worksheets if "自评表" in sheet.title]
    assert totals
    assert set(totals) == {100}


def total(sheet: Worksheet) -> object:
    row = next(cell.row for cell in sheet["A"] if cell.value == "总分")
    return sheet.cell(row, 7).value


def test_the_front_sheet_shows_no_sums_of_nothing(data: bytes) -> None:
    sheet = load_workbook(BytesIO(data), data_only=True)[SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_col=5)]
    groups = [row for row in rows if isinstance(row[2], int)]
    assert len(groups) >= 3
    assert {tuple(row[3:]) for row in groups} == {(None, None)}
