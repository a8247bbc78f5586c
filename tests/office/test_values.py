"""Values and formulas of a real spreadsheet, as Excel would take and give them."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from xlwings import App, Sheet, conversion

from tests.office.counting import ComError, Trips

BLOCK = [
    ["三公经费", 0.9, None, True],
    [17.67, -3.0, dt.datetime(2024, 5, 1), "一是\n二是"],
]


@pytest.fixture
def sheet(excel: App) -> Sheet:
    return excel.books.add().sheets[0]


def value(cells: Any) -> Any:
    return cells.options(ndim=2).value


def test_a_block_comes_back_as_it_was_written_in_one_trip_each(sheet: Sheet, trips: Trips) -> None:
    trips.clear()
    sheet["B2"].value = BLOCK
    assert value(sheet["B2:E3"]) == BLOCK
    assert trips == {"Range.raw_value=": 1, "Range.raw_value": 1}


def test_what_xlwings_writes_openpyxl_reads(sheet: Sheet, tmp_path: Path) -> None:
    sheet["A1"].value = BLOCK
    sheet["A3"].formula = [["=B1*2", "='Sheet1'!A2+1", '=IF(B1>1,"a,b","c;d")']]
    sheet.book.save(tmp_path / "表.xlsx")
    saved = openpyxl.load_workbook(tmp_path / "表.xlsx").active
    assert [[cell.value for cell in row] for row in saved["A1:D2"]] == BLOCK
    assert [cell.value for cell in saved[3]] == [
        "=B1*2", "=Sheet1!A2+1", '=IF(B1>1,"a,b","c;d")', None,
    ]  # fmt: skip
    calculated = openpyxl.load_workbook(tmp_path / "表.xlsx", data_only=True).active
    assert [cell.value for cell in calculated[3]] == [1.8, 18.67, "c;d", None]


def test_what_openpyxl_writes_xlwings_reads(excel: App, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = "附件1 基础数据表"
    contents = [
        1.5,
        "001",
        True,
        dt.date(2024, 5, 1),
        "=A1*2",
        "=1/0",
        "=A1>1",
        "=NA()",
        None,
        "=B9",
    ]
    for row, content in enumerate(contents, 1):
        page.cell(row, 1, content)
    page["A4"].number_format = "yyyy/m/d"
    workbook.save(tmp_path / "表.xlsx")
    cells = excel.books.open(tmp_path / "表.xlsx").sheets[0]["A1:A10"]
    read = [row[0] for row in cells.options(ndim=2, err_to_str=True).value]
    day = dt.datetime(2024, 5, 1)
    assert read == [1.5, "001", True, day, 3.0, "#DIV/0!", True, "#N/A", None, 0.0]
    assert [row[0] for row in value(cells)][5] is None
    assert [row[0] for row in cells.formula] == [
        "1.5", "001", "TRUE", "45413", "=A1*2", "=1/0", "=A1>1", "=NA()", "", "=B9",
    ]  # fmt: skip
    assert cells.api.Value2[3:6] == ((45413.0,), (3.0,), (-2146826281,))


def test_formulas_are_recalculated(sheet: Sheet) -> None:
    sheet["A1"].value = [[1.0], [2.0], ["=SUM(A1:A2)"]]
    sheet["A2"].value = 40
    assert sheet["A3"].value == 41
    sheet.book.app.calculation = "manual"
    sheet["A2"].value = 1
    assert sheet["A3"].value == 41
    sheet.book.app.calculate()
    assert sheet["A3"].value == 2


def test_what_a_formula_finds_has_excel_s_type(sheet: Sheet) -> None:
    sheet["A1"].formula = [["=1>2", "=ISNUMBER(B2)", "=DATE(2024,5,1)", "=1/4", '="全年"', '=""']]
    found = [[False, False, dt.datetime(2024, 5, 1), 0.25, "全年", None]]
    assert value(sheet["A1:F1"]) == found


def test_a_formula_that_fills_a_block_moves_with_the_cells(sheet: Sheet) -> None:
    sheet["A1:B2"].value = [[1, 2], [3, 4]]
    sheet["C1:C2"].formula = "=A1+B$1"
    assert sheet["C1:C2"].formula == (("=A1+B$1",), ("=A2+B$1",))
    assert sheet["C1:C2"].value == [3, 5]


def test_texts_are_taken_as_if_they_were_typed(sheet: Sheet) -> None:
    typed = ["'001", "001", "1,234.50", "5%", "2024-5-1", "=1+1", "'=1+1", "a", "TRUE", "'"]
    sheet["A1"].value = [typed]
    day = dt.datetime(2024, 5, 1)
    assert value(sheet["A1:J1"]) == [["001", 1, 1234.5, 0.05, day, 2, "=1+1", "a", True, None]]
    assert [cell.number_format for cell in sheet["A1:G1"]] == [
        "General", "General", "General", "0.00%", "yyyy/m/d", "General", "General",
    ]  # fmt: skip


def test_a_cell_that_is_formatted_as_text_keeps_texts(sheet: Sheet) -> None:
    sheet["A1:B1"].number_format = "@"
    sheet["A1"].value = [["001", "=1+1", "002"]]
    assert value(sheet["A1:C1"]) == [["001", "=1+1", 2.0]]


@pytest.mark.parametrize("text", ["+1+2", "-项目", "@我", Decimal("17.67"), object()])
def test_what_excel_would_garble_is_refused(sheet: Sheet, text: object) -> None:
    with pytest.raises(ComError):
        sheet["A1"].value = text


def test_currency_arrives_as_decimal_but_not_by_value2(sheet: Sheet) -> None:
    sheet["A1"].number_format = "¥#,##0.00"
    sheet["A1"].value = 1234.5
    assert repr(sheet["A1"].value) == "Decimal('1234.5000')"
    assert sheet["A1"].api.Value2 == 1234.5
    assert sheet["A1"].api.Text == "¥1,234.50"


def test_conversions_of_udfs_find_the_engine(excel: App) -> None:
    read = conversion.read(None, [[1.0, "", "全年"]], {"ndim": 2, "empty": 0}, "excel")
    assert read == [[1.0, 0, "全年"]]
    assert conversion.write([1, None, math.nan], None, {}, "excel") == [[1, "", ""]]


def test_an_unknown_function_is_an_error_value_and_keeps_its_name(sheet: Sheet) -> None:
    sheet["A1"].formula = "=JX_EXECRATE(B1,Sheet1!C1)"
    assert sheet["A1"].formula == "=JX_EXECRATE(B1,Sheet1!C1)"
    assert sheet["A1"].options(err_to_str=True).value == "#NAME?"


@pytest.mark.parametrize("rows", [40, 4000])
def test_trips_do_not_grow_with_the_rows(sheet: Sheet, trips: Trips, rows: int) -> None:
    data = [[float(row), f"第{row}行", f"=A{row}*2"] for row in range(1, rows + 1)]
    trips.clear()
    sheet["A1"].value = data
    used = sheet.used_range
    assert used.shape == (rows, 3)
    assert value(used)[-1] == [rows, f"第{rows}行", rows * 2]
    assert used.formula[-1] == (str(rows), f"第{rows}行", f"=A{rows}*2")
    assert trips.total() == 4


def test_the_way_to_the_end_is_excel_s(sheet: Sheet) -> None:
    sheet["B2"].value = [["a", "b", "c"], [1, None, 3], [2, None, None]]
    ends = {
        ("B2", "down"): "$B$4", ("B2", "right"): "$D$2", ("B4", "up"): "$B$2",
        ("C2", "down"): "$C$1048576", ("D3", "left"): "$B$3", ("A1", "right"): "$XFD$1",
        ("B4", "down"): "$B$1048576", ("A2", "right"): "$B$2",
    }  # fmt: skip
    assert {way: sheet[way[0]].end(way[1]).address for way in ends} == ends
    assert sheet["B2"].expand().address == "$B$2:$D$4"
    assert sheet["C3"].current_region.address == "$B$2:$D$4"
