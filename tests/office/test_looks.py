"""Colours, fonts, notes, links, merges and hidden rows, live and in the saved file."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from xlwings import App, Sheet

from tests.office.counting import ComError, Trips

RED, BLUE = (255, 0, 0), (0, 0, 255)


@pytest.fixture
def sheet(excel: App) -> Sheet:
    return excel.books.add().sheets[0]


def saved(sheet: Sheet, folder: Path) -> openpyxl.worksheet.worksheet.Worksheet:
    name = sheet.name
    sheet.book.save(folder / "表.xlsx")
    return openpyxl.load_workbook(folder / "表.xlsx")[name]


def test_colours_and_fonts_are_saved(sheet: Sheet, tmp_path: Path) -> None:
    sheet["A1:B2"].value = "项"
    sheet["A1:B2"].color = RED
    sheet["B2"].color = None
    sheet["A1"].font.bold = True
    sheet["A1"].font.color = "#0000ff"
    sheet["A1"].font.size = 14
    assert sheet["A1"].color == RED
    assert sheet["B2"].color is None
    assert (sheet["A1"].font.bold, sheet["A1"].font.color) == (True, BLUE)
    assert (sheet["B1"].font.bold, sheet["A1:B1"].font.bold) == (False, None)
    file = saved(sheet, tmp_path)
    assert file["A1"].fill.fgColor.rgb == "FFFF0000"
    assert file["B2"].fill.fill_type is None
    font = file["A1"].font
    assert (font.b, font.color.rgb, font.sz) == (True, "FF0000FF", 14)


def test_cells_far_apart_are_coloured_in_one_trip(sheet: Sheet, trips: Trips) -> None:
    cells = sheet["A1,C3:D4,F9"]
    trips.clear()
    cells.color = RED
    assert trips == {"Range.color=": 1}
    assert [sheet[each].color for each in ("A1", "D4", "F9", "B2")] == [RED, RED, RED, None]
    with pytest.raises(ComError):
        sheet[",".join(["AA1000"] * 40)]


def test_each_cell_of_a_matrix_of_colours_costs_a_trip(sheet: Sheet, trips: Trips) -> None:
    trips.clear()
    sheet["A1:B2"].set_colors([[RED, ...], [None, BLUE]])
    assert trips == {"Range.set_colors": 3}
    assert [sheet[each].color for each in ("A1", "B1", "A2", "B2")] == [RED, None, None, BLUE]


def test_what_cells_do_not_share_is_none(sheet: Sheet) -> None:
    sheet["A1"].number_format = "0.00%"
    sheet["A1"].wrap_text = True
    sheet["A1"].horizontal_alignment = "center"
    assert sheet["A1"].number_format == "0.00%"
    both = sheet["A1:A2"]
    assert (both.number_format, both.wrap_text, both.horizontal_alignment) == (None, None, None)
    assert (both.api.Interior.ColorIndex, both.api.Locked) == (-4142, True)


def test_notes_are_added_changed_listed_and_deleted(sheet: Sheet, tmp_path: Path) -> None:
    sheet["B2"].add_note("请核对")
    sheet["A1"].add_note("旧")
    sheet["A1"].note.text = "新\n第二行"
    assert [(note.location.address, note.text) for note in sheet.notes] == [
        ("$A$1", "新\n第二行"), ("$B$2", "请核对"),
    ]  # fmt: skip
    shape = sheet["A1"].note.api.Shape
    shape.Width, shape.Height = 200, 100
    assert (round(shape.Width), round(shape.Height)) == (200, 100)
    sheet["B2"].note.delete()
    assert sheet["B2"].note is None
    file = saved(sheet, tmp_path)
    assert file["A1"].comment.text.endswith("新\n第二行")
    assert file["B2"].comment is None


def test_what_is_written_into_a_cell_leaves_its_note_and_colour(sheet: Sheet) -> None:
    sheet["B2"].add_note("请核对")
    sheet["B2"].color = RED
    sheet["A1:C3"].value = 1
    sheet["A1:C3"].formula = "=1+1"
    sheet["A1:C3"].clear_contents()
    assert (sheet["B2"].note.text, sheet["B2"].color, len(sheet.notes)) == ("请核对", RED, 1)


def test_notes_links_merges_and_hidden_rows_of_a_file_are_seen(excel: App, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    page = workbook.active
    page["A1"], page["A2"] = "去", "看"
    page["A1"].comment = Comment("备注", "某人")
    page["A1"].hyperlink = "https://example.org/"
    page["A2"].hyperlink = "#第二张!B2"
    page["C1"] = "合并"
    page.merge_cells("C1:D3")
    page.row_dimensions[4].hidden = True
    page.column_dimensions["F"].hidden = True
    workbook.create_sheet("第二张")
    workbook.save(tmp_path / "表.xlsx")
    sheet = excel.books.open(tmp_path / "表.xlsx").sheets[0]
    assert sheet["A1"].note.text == "备注"
    assert [sheet[each].hyperlink for each in ("A1", "A2")] == [
        "https://example.org/",
        "#第二张!B2",
    ]
    with pytest.raises(ComError, match="seem to contain a hyperlink"):
        _ = sheet["C1"].hyperlink
    merged = {"C1": True, "D3": True, "C1:D1": True, "C1:D3": True, "A1": False, "A1:B9": False}
    assert {each: sheet[each].merge_cells for each in merged} == merged
    assert [sheet[each].merge_cells for each in ("C1:E3", "D3:E4", "A1:D1")] == [None] * 3
    assert sheet["D3"].merge_area.address == "$C$1:$D$3"
    hidden = {"4:4": True, "1:3": False, "3:4": None}
    assert {each: sheet[each].api.EntireRow.Hidden for each in hidden} == hidden
    assert {each: sheet[each].rows.hidden for each in hidden} == hidden
    assert [sheet[each].columns.hidden for each in ("F:F", "A:E", "A:F")] == [True, False, None]
    shown = sheet["A1:D6"].get_special_cells("visible")
    assert [cells.address for cells in shown] == ["$A$1:$D$3", "$A$5:$D$6"]


def test_links_are_saved(sheet: Sheet, tmp_path: Path) -> None:
    sheet.book.sheets.add("附件 2", after=sheet)
    sheet["A1"].add_hyperlink("#'附件 2'!C5", "看 C5")
    sheet["A2"].formula = '=HYPERLINK("#\'附件 2\'!C5","看")'
    assert (sheet["A1"].value, sheet["A1"].hyperlink) == ("看 C5", "#'附件 2'!C5")
    assert (sheet["A2"].value, sheet["A2"].hyperlink) == ("看", "#'附件 2'!C5")
    file = saved(sheet, tmp_path)
    assert file["A1"].hyperlink.location == "'附件 2'!C5"
    assert file["A2"].value == '=HYPERLINK("#\'附件 2\'!C5","看")'


def test_merging_keeps_the_first_cell_only_and_clearing_splits_again(sheet: Sheet) -> None:
    sheet["A1"].value = [["一", "二"], ["三", "四"]]
    sheet["A1:B2"].merge()
    assert sheet["A1:B2"].options(ndim=2).value == [["一", None], [None, None]]
    sheet["A1"].add_note("备注")
    sheet["A1:B2"].color = RED
    sheet.clear()
    assert (sheet["A1"].merge_cells, sheet["A1"].note, sheet["A1"].color) == (False, None, None)
    sheet["C1:D2"].merge(across=True)
    assert sheet["D2"].merge_area.address == "$C$2:$D$2"


def test_sizes_are_excel_s(sheet: Sheet, tmp_path: Path) -> None:
    sheet["B1"].value = "宽"
    sheet["B:B"].column_width = 30
    sheet["C:C"].column_width = 15
    sheet["A1"].row_height = 26
    assert (sheet["B5"].column_width, sheet["A1"].row_height) == (30, 26)
    assert sheet["A1:B1"].column_width is None
    file = saved(sheet, tmp_path)
    # LibreOffice saves widths in digits of whatever font this machine has for Arial: a ratio.
    widths = {letter: file.column_dimensions[letter].width for letter in "BC"}
    assert widths["B"] / widths["C"] == pytest.approx(2, rel=0.03)
    assert file.row_dimensions[1].height == pytest.approx(26, abs=0.5)


def test_rows_are_inserted_and_formulas_follow(sheet: Sheet) -> None:
    sheet["A1"].value = [[1.0], ["=A1*2"]]
    sheet["1:1"].insert("down")
    assert sheet["A3"].formula == "=A2*2"
    sheet["1:1"].delete()
    assert sheet["A2"].formula == "=A1*2"
