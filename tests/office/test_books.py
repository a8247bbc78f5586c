"""Books, sheets, names, protection, and the user before the screen."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlwings
from openpyxl.styles import Protection
from xlwings import App

from tests.office.counting import ComError, Trips
from tests.office.process import OfficeError


def test_books_are_found_and_have_a_front(excel: App, tmp_path: Path) -> None:
    first, second = excel.books.add(), excel.books.add()
    assert [book.name for book in xlwings.books] == ["工作簿1", "工作簿2"]
    assert xlwings.books.active == second
    first.activate()
    assert xlwings.books.active == first
    assert first.fullname == "工作簿1"
    first.save(tmp_path / "甲.xlsx")
    assert (first.name, first.fullname) == ("甲.xlsx", str(tmp_path / "甲.xlsx"))
    assert excel.books["甲.xlsx"] == first
    assert excel.books.open(tmp_path / "甲.xlsx") == first
    first.close()
    assert [book.name for book in excel.books] == ["工作簿2"]
    assert xlwings.apps.active == excel


def test_each_test_begins_without_books(excel: App) -> None:
    assert len(excel.books) == 0
    with pytest.raises(ComError):
        _ = excel.books.active


def test_the_caller_can_be_pretended(excel: App) -> None:
    book = excel.books.add()
    book.set_mock_caller()
    xlwings.Book.caller().sheets[0]["A1"].value = 1
    assert book.sheets[0]["A1"].value == 1


def test_the_caller_is_forgotten_after_a_test(excel: App) -> None:
    assert not hasattr(xlwings.Book, "_mock_caller")


def test_only_what_was_changed_is_unsaved(excel: App, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "表.xlsx")
    book = excel.books.open(tmp_path / "表.xlsx")
    assert book.api.Saved
    book.sheets[0]["A1"].value = 1
    assert not book.api.Saved
    book.save()
    assert book.api.Saved
    assert openpyxl.load_workbook(tmp_path / "表.xlsx").active["A1"].value == 1


def test_a_book_opened_for_reading_cannot_be_saved_over(excel: App, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "表.xlsx")
    book = excel.books.open(tmp_path / "表.xlsx", read_only=True)
    assert book.api.ReadOnly
    with pytest.raises(ComError):
        book.save()
    book.save(tmp_path / "另存.xlsx")
    assert (tmp_path / "另存.xlsx").is_file()


def test_what_is_no_workbook_is_refused(excel: App, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(ComError):
        excel.books.open(tmp_path / "坏.xlsx")
    assert len(excel.books) == 0


def test_no_two_books_of_one_name_are_opened(excel: App, tmp_path: Path) -> None:
    (tmp_path / "别处").mkdir()
    for folder in (tmp_path, tmp_path / "别处"):
        openpyxl.Workbook().save(folder / "表.xlsx")
    excel.books.open(tmp_path / "表.xlsx")
    with pytest.raises(ValueError, match="two workbooks"):
        excel.books.open(tmp_path / "别处" / "表.xlsx")


def test_sheets_are_added_named_hidden_and_deleted(excel: App) -> None:
    book = excel.books.add()
    book.sheets[0].name = "附件1 基础数据表"
    last = book.sheets.add("校验结果", after="附件1 基础数据表")
    assert book.sheets.active == last
    book.sheets.add("封面", before=book.sheets[0])
    assert [sheet.name for sheet in book.sheets] == ["封面", "附件1 基础数据表", "校验结果"]
    last.visible = False
    assert not last.visible
    with pytest.raises(ComError):
        last.activate()
    book.sheets["封面"].activate()
    last.delete()
    assert [sheet.name for sheet in book.sheets] == ["封面", "附件1 基础数据表"]
    for name in ("有:号", "封面"):
        with pytest.raises(ComError):
            book.sheets[1].name = name


def test_a_name_that_was_given_up_is_another_sheet_s(excel: App) -> None:
    book = excel.books.add()
    first = book.sheets[0]
    first["A1"].value = "旧"
    first.name = "新名"
    again = book.sheets.add("Sheet1")
    assert (again["A1"].value, first["A1"].value) == (None, "旧")
    again["A1"].value = "再"
    again.delete()
    assert book.sheets.add("Sheet1")["A1"].value is None


def test_the_used_range_is_what_is_filled(excel: App) -> None:
    sheet = excel.books.add().sheets[0]
    assert sheet.used_range.address == "$A$1"
    sheet["B3"].value = [[1, 2], [3, 4]]
    assert sheet.used_range.address == "$B$3:$C$4"


def test_the_selection_is_what_was_selected(excel: App) -> None:
    book = excel.books.add()
    book.sheets[0]["B2:C3"].select()
    assert excel.selection.address == "$B$2:$C$3"
    other = book.sheets.add("另一张")
    assert book.selection.sheet == other
    with pytest.raises(ComError):
        book.sheets["Sheet1"]["A1"].select()


def test_names_are_defined_changed_saved_and_deleted(excel: App, tmp_path: Path) -> None:
    book = excel.books.add()
    sheet = book.sheets[0]
    book.names.add("报告", '="C:\\材料\\报告,终稿.docx"')
    sheet["B2"].name = "总额"
    assert sheet.range("总额").address == "$B$2"
    assert book.names["总额"].refers_to == "=Sheet1!$B$2"
    assert book.names["报告"].refers_to == '="C:\\材料\\报告,终稿.docx"'
    assert "没有" not in book.names
    book.save(tmp_path / "表.xlsx")
    saved = openpyxl.load_workbook(tmp_path / "表.xlsx").defined_names
    assert {name: saved[name].value for name in saved} == {
        "报告": '"C:\\材料\\报告,终稿.docx"', "总额": "Sheet1!$B$2",
    }  # fmt: skip
    book.close()
    book = excel.books.open(tmp_path / "表.xlsx")
    assert book.names["总额"].refers_to_range.address == "$B$2"
    del book.names["报告"]
    assert [name.name for name in book.names] == ["总额"]
    for wrong in ("A1", "有 空格"):
        with pytest.raises(ComError):
            book.names.add(wrong, "=1")


def test_a_protected_sheet_takes_only_what_is_unlocked(excel: App, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A2"].protection = Protection(locked=False)
    workbook.active.protection.sheet = True
    workbook.save(tmp_path / "表.xlsx")
    sheet = excel.books.open(tmp_path / "表.xlsx").sheets[0]
    assert sheet.api.ProtectContents
    sheet["A2"].value = 2
    with pytest.raises(ComError):
        sheet["A1:A2"].value = [[1], [2]]
    with pytest.raises(ComError):
        sheet["A1"].clear_contents()
    with pytest.raises(ComError):
        sheet["A2"].color = (255, 0, 0)
    with pytest.raises(ComError):
        sheet["A2"].add_note("备注")
    sheet.api.Unprotect()
    sheet["A1"].value = 1
    sheet.api.Protect("密码", AllowSorting=True)
    with pytest.raises(ComError):
        sheet.api.Unprotect("不对")
    assert (sheet.api.Protection.AllowSorting, sheet.api.Protection.AllowFiltering) == (True, False)
    assert sheet["A1:A2"].value == [1, 2]


def test_a_filter_is_seen(excel: App, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    page = workbook.active
    for row in range(1, 5):
        page.cell(row, 1, row)
    workbook.create_sheet("没有筛选")
    page.auto_filter.ref = "A1:A4"
    page.auto_filter.add_filter_column(0, ["2"])
    page.row_dimensions[3].hidden = page.row_dimensions[4].hidden = True
    workbook.save(tmp_path / "表.xlsx")
    filtered, plain = excel.books.open(tmp_path / "表.xlsx").sheets
    assert (filtered.api.AutoFilterMode, filtered.api.FilterMode) == (True, True)
    assert (plain.api.AutoFilterMode, plain.api.FilterMode) == (False, False)


def test_the_user_sees_the_status_bar_and_answers(excel: App) -> None:
    user = excel.impl.user
    excel.status_bar = "正在校验……"
    excel.status_bar = False
    assert (user.status_texts, excel.status_bar) == (["正在校验……"], False)
    user.answers.append("no")
    assert excel.alert("继续吗？", "提示", "yes_no") == "no"
    assert excel.alert("完成。") == "ok"
    assert [text for text, *_ in user.alerts] == ["继续吗？", "完成。"]
    user.chosen.append("C:\\报告.docx")
    assert excel.api.GetOpenFilename("Word (*.docx),*.docx") == "C:\\报告.docx"
    assert excel.api.GetOpenFilename() is False


def test_a_cell_in_edit_mode_and_a_chart_sheet_can_be_pretended(excel: App, trips: Trips) -> None:
    book = excel.books.add()
    trips.ready = False
    assert not excel.api.Ready
    with pytest.raises(OfficeError):
        book.sheets[0]["A1"].value = 1
    trips.ready = True
    excel.impl.user.chart_sheet = True
    assert book.api.ActiveSheet.Type != -4167
    assert excel.selection is None
