"""A workbook becomes one grid per sheet that a person would read."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from tests.sources.office_files import excel, number, package, rows, text, workbook_parts
from xladdin.model.grid import Cell, Grid
from xladdin.sources import read, xlsx_sheet
from xladdin.sources.number_format import display
from xladdin.text.cleaning import legible

# Against openpyxl


def as_openpyxl_sees(sheet: Worksheet) -> dict[str, Any]:
    """The filled cells and the merged ranges of a sheet, within the range that is filled."""
    filled = {
        (cell.row - 1, cell.column - 1): cell.value
        for line in sheet.iter_rows()
        for cell in line
        if cell.value is not None
    }
    height = max((row for row, _ in filled), default=-1) + 1
    width = max((column for _, column in filled), default=-1) + 1
    merged = {
        (at.min_row - 1, at.min_col - 1): (
            min(at.max_row, height) - at.min_row + 1,
            min(at.max_col, width) - at.min_col + 1,
        )
        for at in sheet.merged_cells.ranges
        if at.min_row <= height and at.min_col <= width
    }
    return {"filled": filled, "merged": {k: v for k, v in merged.items() if v != (1, 1)}}


def as_we_see(grid: Grid | None) -> dict[str, Any]:
    cells = grid.cells if grid else ()
    return {
        "filled": {(c.row, c.column): c.text for c in cells if c.text},
        "merged": {(c.row, c.column): (c.rows, c.columns) for c in cells if c.rows * c.columns > 1},
    }


def test_the_real_workbooks_agree_with_openpyxl(filings: Path) -> None:
    seen = 0
    for path in sorted(filings.glob("*/*.xlsx")):
        grids = read(path).grids
        workbook = openpyxl.load_workbook(path)
        assert [grid.sheet for grid in grids] == workbook.sheetnames
        for grid, sheet in zip(grids, workbook.worksheets, strict=True):
            expected = as_openpyxl_sees(sheet)
            found = as_we_see(grid)
            assert found["merged"] == expected["merged"]
            assert set(found["filled"]) == set(expected["filled"])
            for place, value in expected["filled"].items():
                cell = sheet.cell(place[0] + 1, place[1] + 1)
                if cell.data_type == "n":
                    value = display(Decimal(repr(float(value))), cell.number_format)
                assert found["filled"][place] == value
                seen += 1
    assert seen > 500


def test_a_large_sheet_reads_like_a_small_one(
    filings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = sorted(filings.glob("*/*.xlsx"))
    at_once = [read(path) for path in paths]
    monkeypatch.setattr(xlsx_sheet, "_SMALL", -1)
    assert len(paths) == 3
    assert [read(path) for path in paths] == at_once


TEXTS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"
    ),
    min_size=1,
    max_size=12,
).filter(lambda words: words.strip() and not words.startswith("="))
NUMBERS = st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9, width=32))
PLACES = st.tuples(st.integers(1, 12), st.integers(1, 9))
FORMATS = st.sampled_from(["General", "0.00", "#,##0.00", "0%", "0.00%", '0.0"万元"', "0.00_ "])


def disjoint(ranges: list[tuple[int, int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    taken: set[tuple[int, int]] = set()
    for top, left, height, width in ranges:
        places = {(r, c) for r in range(top, top + height) for c in range(left, left + width)}
        if len(places) > 1 and not places & taken:
            taken |= places
            yield top, left, height, width


@settings(max_examples=60)
@example({(1, 1): ("⺶⽅", "General")}, [])  # the two kinds of radicals
@given(
    st.dictionaries(PLACES, st.tuples(st.one_of(TEXTS, NUMBERS), FORMATS), max_size=30),
    st.lists(
        st.tuples(st.integers(1, 10), st.integers(1, 8), st.integers(1, 4), st.integers(1, 4)),
        max_size=6,
    ),
)
def test_any_sheet_agrees_with_openpyxl(
    tmp_path_factory: pytest.TempPathFactory,
    cells: dict[tuple[int, int], tuple[str | float, str]],
    ranges: list[tuple[int, int, int, int]],
) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for (row, column), (value, code) in cells.items():
        sheet.cell(row, column, value).number_format = code
    for top, left, height, width in disjoint(ranges):
        sheet.merge_cells(
            start_row=top, start_column=left, end_row=top + height - 1, end_column=left + width - 1
        )
    path = tmp_path_factory.mktemp("any") / "任意.xlsx"
    workbook.save(path)

    sheet = openpyxl.load_workbook(path).active
    expected = as_openpyxl_sees(sheet)
    expected["filled"] = {
        (row, column): legible(value)
        if isinstance(value, str)
        else display(Decimal(repr(float(value))), sheet.cell(row + 1, column + 1).number_format)
        for (row, column), value in expected["filled"].items()
    }
    grids = read(path).grids
    assert as_we_see(grids[0] if grids else None) == expected


# Cells


def only(folder: Path, content: str, **options: object) -> Cell:
    (grid,) = excel(folder, rows(content), **options).grids
    return grid.cells[0]


def test_a_number_has_its_value_and_the_text_that_is_shown(tmp_path: Path) -> None:
    cell = only(tmp_path, number("A1", "0.99450000000000005", 1), formats=["0.00%"])
    assert (cell.text, cell.value) == ("99.45%", Decimal("0.9945"))


def test_a_shared_text_is_read_without_its_formatting_and_readings(tmp_path: Path) -> None:
    shared = "<r><t>三公</t></r><r><rPr/><t>经费</t></r><rPh><t>sān</t></rPh>"
    cell = only(tmp_path, '<c r="A1" t="s"><v>0</v></c>', texts=[shared])
    assert (cell.text, cell.value) == ("三公经费", None)


def test_blanks_around_a_text_are_kept(tmp_path: Path) -> None:
    shared = '<t xml:space="preserve">   其中：\u3000</t>'
    cell = only(tmp_path, '<c r="A1" t="s"><v>0</v></c>', texts=[shared])
    assert cell.text == "   其中：\u3000"


def test_escaped_characters_are_read(tmp_path: Path) -> None:
    content = "甲_x000D_\n乙_x005F_丙_xD800_"
    assert only(tmp_path, text("A1", content)).text == "甲\n乙_丙"


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="b"><v>0</v></c>', "FALSE"),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="A1" t="str"><f>A2&amp;"元"</f><v>5元</v></c>', "5元"),
    ],
)
def test_what_is_no_number_has_no_value(tmp_path: Path, content: str, seen: str) -> None:
    cell = only(tmp_path, content)
    assert (cell.text, cell.value) == (seen, None)


def test_a_date_is_shown_and_has_no_value(tmp_path: Path) -> None:
    cell = only(tmp_path, number("A1", 45418, 1), formats=['yyyy"年"m"月"d"日"'])
    assert (cell.text, cell.value) == ("2024年5月6日", None)


def test_a_workbook_of_the_1904_system_has_other_dates(tmp_path: Path) -> None:
    cell = only(tmp_path, number("A1", 43956, 1), formats=["yyyy-m-d"], date1904=True)
    assert cell.text == "2024-5-6"


@pytest.mark.parametrize(
    ("number_of_format", "seen"),
    [(9, "3000%"), (14, "1900/1/30"), (31, "1900年1月30日"), (58, "1月30日")],
)
def test_formats_that_have_only_a_number_are_known(
    tmp_path: Path, number_of_format: int, seen: str
) -> None:
    parts = workbook_parts({"表": rows(number("A1", 30, 1))}, formats=["x"])
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(
        'numFmtId="164"/></cellXfs>', f'numFmtId="{number_of_format}"/></cellXfs>'
    )
    (grid,) = read(package(tmp_path / "内置.xlsx", parts)).grids
    assert grid.cells[0].text == seen


def test_a_formula_is_kept_beside_its_result(tmp_path: Path) -> None:
    cell = only(tmp_path, '<c r="A1"><f>B1+1</f><v>3</v></c>')
    assert (cell.text, cell.value, cell.formula) == ("3", Decimal(3), "=B1+1")


def test_formulas_without_results_are_counted_in_a_note(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["合计", "=1+1", "=2+2"])
    workbook.save(tmp_path / "无结果.xlsx")
    source = read(tmp_path / "无结果.xlsx")
    assert [(cell.text, cell.formula) for cell in source.grids[0].cells] == [
        ("合计", ""),
        ("", "=1+1"),
        ("", "=2+2"),
    ]
    assert source.notes == (
        "有 2 个公式没有保存计算结果，能推算的已推算，其余的当作未知，没有核对；"
        "请用 Excel 或 WPS 打开本文件，保存一次后再试。",
    )


def test_a_formula_with_an_empty_text_as_result_is_calculated(tmp_path: Path) -> None:
    source = excel(tmp_path, rows('<c r="A1" t="str"><f>IF(1,"")</f><v></v></c>'))
    assert source.notes == ()


# Sheets


def test_every_position_up_to_the_last_filled_cell_is_a_cell(tmp_path: Path) -> None:
    blank = '<c r="D1" s="1"/><c r="E1" t="inlineStr"><is><t> </t></is></c>'
    content = rows(text("B1", "甲") + blank, "", text("A3", "乙"), '<c r="A4" s="1"/>')
    (grid,) = excel(tmp_path, content).grids
    assert [(cell.row, cell.column, cell.text) for cell in grid.cells] == [
        (0, 0, ""),
        (0, 1, "甲"),
        (1, 0, ""),
        (1, 1, ""),
        (2, 0, "乙"),
        (2, 1, ""),
    ]


def test_what_a_merge_hides_is_not_seen(tmp_path: Path) -> None:
    content = rows(text("A1", "见") + text("B1", "藏") + text("C1", "右"))
    merge = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    (grid,) = excel(tmp_path, content + merge).grids
    assert [(cell.text, cell.columns) for cell in grid.cells] == [("见", 2), ("右", 1)]


def test_merges_that_overlap_are_left_apart(tmp_path: Path) -> None:
    content = rows(text("A1", "甲") + text("B1", "乙") + text("C1", "丙"))
    merges = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B1:C1"/></mergeCells>'
    (grid,) = excel(tmp_path, content + merges).grids
    assert [(cell.text, cell.columns) for cell in grid.cells] == [("甲", 2), ("丙", 1)]


def test_a_title_merged_over_the_whole_row_is_as_wide_as_the_table(tmp_path: Path) -> None:
    content = rows(text("A1", "标题"), text("A2", "甲") + text("B2", "乙"))
    merge = '<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>'
    (grid,) = excel(tmp_path, content + merge).grids
    assert [(cell.text, cell.columns) for cell in grid.cells] == [("标题", 2), ("甲", 1), ("乙", 1)]


def test_rows_and_cells_may_leave_out_where_they_stand(tmp_path: Path) -> None:
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    lines = f"<row>{cell.format('甲')}{cell.format('乙')}</row><row r='3'>{cell.format('丙')}</row>"
    (grid,) = excel(tmp_path, f"<sheetData>{lines}</sheetData>").grids
    assert [(c.row, c.column, c.text) for c in grid.filled()] == [
        (0, 0, "甲"),
        (0, 1, "乙"),
        (2, 0, "丙"),
    ]


def test_hidden_helper_and_blank_sheets_are_left_out_with_a_note(tmp_path: Path) -> None:
    filled = rows(text("A1", "甲"))
    sheets = ("正表", "藏", "深藏", "_参数", "校验结果", "Sheet2")
    parts = workbook_parts(
        {name: "" if name == "Sheet2" else filled for name in sheets},
        states={"藏": "hidden", "深藏": "veryHidden"},
    )
    source = read(package(tmp_path / "多表.xlsx", parts))
    assert [(grid.number, grid.sheet) for grid in source.grids] == [(1, "正表")]
    assert [(grid.number, grid.sheet) for grid in source.helpers] == [(1, "校验结果")]
    assert source.notes == (
        "没有读取隐藏的工作表「藏」「深藏」。",
        "没有读取辅助的工作表「_参数」。",
        "没有读取空白的工作表「Sheet2」。",
    )


def test_hidden_rows_and_columns_are_read_and_noted(tmp_path: Path) -> None:
    lines = f'<row r="1">{text("A1", "甲")}{text("B1", "乙")}</row>'
    lines += f'<row r="2" hidden="1">{text("A2", "丙")}</row><row r="9" hidden="1"/>'
    columns = '<cols><col min="2" max="2" hidden="1"/><col min="5" max="9" hidden="1"/></cols>'
    source = excel(tmp_path, f"{columns}<sheetData>{lines}</sheetData>")
    assert [cell.text for cell in source.grids[0].filled()] == ["甲", "乙", "丙"]
    assert source.grids[0].hidden_rows == {1}
    assert source.grids[0].hidden_columns == {1}
    assert source.notes == ("工作表「表」有隐藏的 1 行、1 列，也已读取。",)


def test_rows_and_columns_of_no_size_are_hidden(tmp_path: Path) -> None:
    lines = f'<row r="1">{text("A1", "甲")}{text("B1", "乙")}</row><row r="2" ht="0" customHeight="1">{text("A2", "丙")}</row>'
    source = excel(
        tmp_path, f'<cols><col min="2" max="2" width="0"/></cols><sheetData>{lines}</sheetData>'
    )
    (grid,) = source.grids
    assert [cell.text for cell in grid.filled() if grid.is_hidden(cell)] == ["乙", "丙"]


def test_a_sheet_of_two_hundred_columns_is_read(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(list(range(200)))
    workbook.active.append([None] * 199 + ["末列"])
    workbook.save(tmp_path / "宽.xlsx")
    (grid,) = read(tmp_path / "宽.xlsx").grids
    assert len(grid.cells) == 400
    assert grid.address(grid.cells[-1]) == "GR2"


def test_the_strict_variant_of_the_format_is_read(tmp_path: Path) -> None:
    usual = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    strict = "http://purl.oclc.org/ooxml/"
    parts = {
        name: content.replace(usual, strict + "spreadsheetml/main").replace(
            relations, strict + "officeDocument/relationships"
        )
        for name, content in workbook_parts({"表": rows(text("A1", "严格"))}).items()
    }
    (grid,) = read(package(tmp_path / "严格.xlsx", parts)).grids
    assert grid.cells[0].text == "严格"


def test_what_is_white_on_white_or_of_an_empty_format_is_unseen(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    dark, white = PatternFill("solid", fgColor="1F3864"), PatternFill("solid", fgColor="FFFFFF")
    looks = {
        "A1": (Font(color="FFFFFFFF"), None), "A2": (Font(color=Color(theme=0)), white),
        "A3": (Font(color=Color(indexed=9)), None), "A4": (Font(color="FFFFFFFF"), dark),
        "A5": (Font(color=Color(theme=0, tint=-0.5)), None), "A6": (Font(color="FF000000"), None),
        "B1": (Font(color="FFFEFEFE"), None), "B2": (Font(color=Color(theme=0, tint=-0.0499)), None),
        "B3": (Font(color="FF1F3864"), dark), "B4": (Font(), PatternFill("solid", fgColor="FF000000")),
        "B5": (Font(sz=1), None), "B6": (Font(color=Color(theme=5)), PatternFill("solid", fgColor=Color(theme=5))),
        "C1": (Font(color="FFD9D9D9"), None), "C2": (Font(color="FFFFFF00"), None), "C3": (Font(sz=6), None),
        "C4": (Font(color=Color(theme=5)), PatternFill("solid", fgColor=Color(theme=4))), "C5": (Font(), dark),
    }  # fmt: skip
    for place, (font, fill) in looks.items():
        sheet[place], sheet[place].font = "=1+1" if place == "A1" else place, font
        if fill is not None:
            sheet[place].fill = fill
    sheet["A7"], sheet["A8"] = 13, 14
    sheet["A7"].number_format, sheet["A8"].number_format = ";;;", "0;;"
    codes = {
        "D1": '"";"";"";""',
        "D2": '" "',
        "D3": "[White]@",
        "D4": "[White]0;[Red]0",
        "D5": "0_ ",
    }
    for place, code in codes.items():
        sheet[place], sheet[place].number_format = 12, code
    sheet["E2"], sheet["E2"].number_format = "字", '" "'
    sheet["F9"], sheet["F10"] = "低", "不低"
    sheet.row_dimensions[9].height, sheet.row_dimensions[10].height = 0.75, 6
    workbook.save(tmp_path / "白.xlsx")
    (grid,) = read(tmp_path / "白.xlsx").grids
    assert {
        grid.address(cell)
        for cell in grid.cells
        if (cell.text or cell.formula) and grid.is_hidden(cell)
    } == {
        "A1",
        "A2",
        "A3",
        "A7",
        *("B1", "B2", "B3", "B4", "B5", "B6", "D1", "D2", "D3", "F9"),
    }
