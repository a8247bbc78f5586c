"""A workbook open in Excel reads as its file does."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from xlwings import App, Book

from tests.office.counting import Trips
from xladdin.errors import InputError
from xladdin.excel import contents
from xladdin.excel.book import read_book
from xladdin.excel.contents import Content
from xladdin.model.grid import Grid
from xladdin.sources.reading import read


def shown(grids: tuple[Grid, ...]) -> list[tuple[object, ...]]:
    return [
        (grid.sheet, cell.row, cell.column, cell.rows, cell.columns, cell.text, cell.value,
         bool(cell.formula))
        for grid in grids
        for cell in grid.cells
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["junshan-economic-cooperation-2024", "junshan-resettlement-2024", "taojiang-taoye-2024"],
)
def test_a_real_filing_reads_live_as_from_its_file(
    excel: App, filings: Path, name: str, tmp_path: Path
) -> None:
    # A copy, as soffice locks what it opens, and other tests may be running.
    path = Path(shutil.copy(filings / name / "forms.xlsx", tmp_path))
    live = read_book(excel.books.open(str(path)))
    assert shown(live.grids) == shown(read(path).grids)


def test_the_example_reads_live_as_from_its_file(both: Book, two_forms: Path) -> None:
    live, filed = read_book(both), read(two_forms)
    assert shown(live.grids) == shown(filed.grids)
    assert (live.name, live.kind, live.notes) == (filed.name, filed.kind, filed.notes)


def test_every_kind_of_cell_is_read_as_it_is_shown(excel: App) -> None:
    sheet = excel.books.add().sheets[0]
    sheet["A1:A9"].value = [
        [17.666], [0.9357], [True], [datetime(2024, 12, 31)], ["'=文字"], ["=1/0"], ["=A1*2"],
        ["'007"], [1234.5],
    ]  # fmt: skip
    sheet["A1"].number_format = "0.00"
    sheet["A2"].number_format = "0.00%"
    sheet["A4"].number_format = "yyyy/m/d"
    sheet["A9"].number_format = "¥#,##0.00"
    cells = [cell for cell in read_book(sheet.book).grids[0].cells if cell.column == 0]
    assert [cell.text for cell in cells] == [
        "17.67", "93.57%", "TRUE", "2024/12/31", "=文字", "#DIV/0!", "35.332", "007", "1,234.50",
    ]  # fmt: skip
    assert [cell.formula for cell in cells if cell.formula] == ["=1/0", "=A1*2"]
    assert [cell.row for cell in cells if cell.value is not None] == [0, 1, 6, 8]


def test_a_formula_without_a_result_is_read_as_a_blank_cell_with_a_formula(excel: App) -> None:
    sheet = excel.books.add().sheets[0]
    sheet["A1:A2"].value = [["表"], ['=IF(A1="表","",1)']]
    (_, cell) = read_book(sheet.book).grids[0].cells
    assert (cell.text, cell.formula) == ("", '=IF(A1="表","",1)')


def test_merged_cells_are_found_wherever_they_lie(excel: App) -> None:
    sheet = excel.books.add().sheets[0]
    sheet["A1:F40"].value = [[f"{row}.{column}" for column in range(6)] for row in range(40)]
    for address in ("A2:F2", "B3:B5", "C10:D11", "E12:F12", "A20:A40", "D30:F35"):
        sheet[address].clear_contents()
        sheet[address].merge()
    sheet["C10"].value = "居中"
    grid = read_book(sheet.book).grids[0]
    merged = {
        grid.address(cell): (cell.rows, cell.columns)
        for cell in grid.cells
        if cell.rows * cell.columns > 1
    }
    assert merged == {
        "A2": (1, 6), "B3": (3, 1), "C10": (2, 2), "E12": (1, 2), "A20": (21, 1), "D30": (6, 3),
    }  # fmt: skip


def test_a_range_out_of_bounds_is_refused(excel: App) -> None:
    sheet = excel.books.add().sheets[0]
    sheet["A1"].value = "表"
    sheet["ZZ9999"].value = "零散"
    with pytest.raises(InputError, match="用到了第 9999 行、第 702 列，范围过大"):
        read_book(sheet.book)


def test_equal_cells_give_equal_digests(excel: App, book: Book) -> None:
    first = read_book(book)
    assert read_book(book).sha256 == first.sha256
    book.sheets[0]["F4"].value = 0.9
    assert read_book(book).sha256 != first.sha256


@pytest.mark.parametrize(
    "text",
    [
        "007",
        "1/2",
        "-5",
        "+5",
        "=A1",
        "@某人",
        "'引号",
        "true",
        "98%",
        "—",
        "无",
        "3月5日",
        "甲\n乙",
    ],
)
def test_a_text_stays_a_text_when_it_is_written_back(excel: App, text: str) -> None:
    sheet = excel.books.add().sheets[0]
    now = {(0, 0): Content(None)}
    contents.write(sheet, {(0, 0): Content(text)}, now)
    assert contents.read(sheet, [(0, 0)]) == {(0, 0): Content(text)}


def test_one_write_is_enough_for_a_column_with_gaps_of_numbers(excel: App, trips: Trips) -> None:
    sheet = excel.books.add().sheets[0]
    sheet["A1:A6"].value = [[1], [2], [3], [4], ["文字"], [6]]
    places = [(0, 0), (2, 0), (3, 0), (5, 0)]
    now = contents.read(sheet, places)
    trips.clear()
    contents.write(sheet, {place: Content(9.0) for place in places}, now)
    assert trips["Range.formula="] == 2
    assert sheet["A1:A6"].value == [9, 2, 9, 9, "文字", 9]
