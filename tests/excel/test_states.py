"""Workbooks that are protected, shared, filtered …: each behaves, or there is one clear sentence."""

from __future__ import annotations

import re
import shutil
import webbrowser
from pathlib import Path

import openpyxl
import pytest
from xlwings import App, Book

from tests.excel.seeing import differences, press, seen
from tests.office.counting import Trips
from xladdin.excel import check, host
from xladdin.excel.book import read_book
from xladdin.excel.buttons import BUTTONS

BASIC, OVERALL = "附件1 基础数据表", "附件2 整体自评表"


@pytest.mark.parametrize("button", ["check", "compute", "rescore", "insert_formula", "undo"])
def test_without_a_workbook_one_is_asked_to_open_it(excel: App, button: str) -> None:
    assert press(button, None, excel) == "请先打开要处理的自评工作簿，再点按钮。"


@pytest.mark.parametrize(
    "button", [button for button, handler in BUTTONS.items() if handler.takes != "desk"]
)
def test_what_needs_no_workbook_works_without_one(
    excel: App, button: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda address: True)
    assert not re.search("请先打开|程序内部出错", press(button, None, excel))


@pytest.mark.parametrize("behind", [True, False])
def test_in_the_protected_view_one_is_told_where_to_click(
    excel: App, book: Book, behind: bool
) -> None:
    excel.impl.user.protected_view = True
    said = press("check", book if behind else None, excel)
    assert said.startswith("这个文件在“受保护的视图”里，程序读不到。请先点上方黄条里的“启用编辑”")


def test_esc_stops_before_the_next_step(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = seen(book, tmp_path)
    pressed = iter([True, False, True])  # that of before does not count
    monkeypatch.setattr(host, "escape_pressed", lambda window: next(pressed))
    assert press("check", book) == "已按 Esc 停下，这一步没有做完。"
    assert book.app.status_bar is False
    assert book.app.screen_updating is True
    assert differences(before, seen(book, tmp_path)) == {}


@pytest.mark.parametrize("button", [button for button, handler in BUTTONS.items() if handler.takes])
def test_nothing_is_tried_while_a_cell_is_being_edited(
    book: Book, trips: Trips, button: str
) -> None:
    trips.ready = False
    assert press(button, book) == "有单元格正在编辑，请先按回车键结束编辑，再点按钮。"


@pytest.mark.parametrize("button", ["check", "compute", "insert_formula", "freeze_values"])
def test_a_shared_workbook_is_not_written(
    excel: App, book: Book, tmp_path: Path, button: str
) -> None:
    before = seen(book, tmp_path)
    excel.impl.user.shared = True
    assert "正在共享，不能由程序改动" in press(button, book)
    assert differences(before, seen(book, tmp_path)) == {}


def test_a_protected_sheet_is_marked_computed_and_protected_again(
    book: Book, tmp_path: Path
) -> None:
    sheet = book.sheets[BASIC]
    sheet.api.Protect(Password="", DrawingObjects=True, AllowSorting=True)
    sheet.api.EnableSelection = 1
    before = seen(book, tmp_path)
    press("check", book)
    assert sheet["F4"].note.text.startswith("错误 B101")
    assert press("compute", book).startswith("计算完成")
    assert sheet["F4"].value == 0.9375
    press("undo", book)
    press("undo", book)
    assert differences(before, seen(book, tmp_path)) == {}
    assert sheet.api.ProtectContents
    assert sheet.api.Protection.AllowSorting
    assert not sheet.api.Protection.AllowFiltering
    assert sheet.api.EnableSelection == 1


def test_a_sheet_with_a_password_is_left_alone_and_the_others_are_marked(both: Book) -> None:
    both.sheets[BASIC].api.Protect(Password="秘密")
    said = press("check", both)
    assert said.endswith(f"工作表“{BASIC}”设有密码保护，没有在上面做标记。")
    assert not list(both.sheets[BASIC].notes)
    assert list(both.sheets[OVERALL].notes)
    assert press("compute", both).startswith(f"工作表“{BASIC}”设有密码保护，程序不能在上面写")


def test_a_workbook_that_takes_no_more_sheets_is_named(book: Book, tmp_path: Path) -> None:
    book.api.Protect()
    before = seen(book, tmp_path)
    assert "工作簿结构受保护，不能添加工作表" in press("check", book)
    assert differences(before, seen(book, tmp_path)) == {}


def test_a_read_only_workbook_is_marked_and_one_is_told_to_save_it_elsewhere(
    excel: App, one_form: Path
) -> None:
    book = excel.books.open(str(one_form), read_only=True)
    assert press("check", book).endswith("工作簿是只读的，这些改动要另存一份才能留下。")
    assert book.sheets[BASIC]["F4"].note


def test_a_workbook_never_saved_is_checked(excel: App, book: Book) -> None:
    new = excel.books.add()
    source = book.sheets[BASIC].used_range
    new.sheets[0]["A1"].resize(*source.shape).formula = [
        [f"'{cell}" if cell else "" for cell in row] for row in source.formula
    ]
    assert press("check", new).startswith("发现错误")
    assert new.api.Path == ""


def test_hidden_rows_are_checked_and_told_of(book: Book) -> None:
    book.sheets[BASIC]["4:4"].rows.hidden = True
    source = read_book(book)
    assert source.notes == (f"工作表「{BASIC}」有隐藏的行或列，也已读取。",)
    press("check", book)
    assert book.sheets[BASIC]["F4"].note


def test_hidden_sheets_are_no_part_of_the_filing(both: Book) -> None:
    both.sheets[OVERALL].visible = False
    source = read_book(both)
    assert [grid.sheet for grid in source.grids] == [BASIC]
    assert source.notes == (f"没有读取隐藏的工作表「{OVERALL}」。",)


def test_nothing_is_written_while_a_filter_hides_rows(
    excel: App, one_form: Path, tmp_path: Path
) -> None:
    workbook = openpyxl.load_workbook(one_form)
    page = workbook[BASIC]
    page.auto_filter.ref = "A5:A22"
    page.auto_filter.add_filter_column(0, ["三公经费"])
    for row in range(7, 23):
        page.row_dimensions[row].hidden = True
    workbook.save(tmp_path / "筛选.xlsx")
    book = excel.books.open(str(tmp_path / "筛选.xlsx"))
    before = seen(book, tmp_path)
    assert press("compute", book).startswith(f"工作表“{BASIC}”正在筛选，请先在“数据”里清除筛选")
    assert differences(before, seen(book, tmp_path)) == {}
    assert press("check", book).startswith("发现错误")


def test_with_a_chart_sheet_in_front_everything_but_the_selection_works(
    excel: App, book: Book
) -> None:
    excel.impl.user.chart_sheet = True
    assert press("insert_formula", book).startswith("当前是图表工作表")
    assert press("check", book).startswith("发现错误")


def test_of_several_workbooks_only_that_in_front_is_changed(
    excel: App, book: Book, one_form: Path, tmp_path: Path
) -> None:
    other = excel.books.open(shutil.copy(one_form, tmp_path / "另一套.xlsx"))
    before = seen(other, tmp_path)
    book.activate()
    press("check", book)
    press("compute", book)
    assert differences(before, seen(other, tmp_path)) == {}
    assert press("undo", other) == "没有可以撤销的操作。"
    assert press("next", other).startswith("还没有可以跳转的问题")


def test_a_fault_of_the_program_becomes_a_sentence_and_a_log(
    book: Book, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(check, "checked", break_down)
    said = press("check", book)
    log = re.fullmatch(
        r"程序内部出错（ZeroDivisionError），这次没有结果。请把错误记录“(.+)”发给维护人员。", said
    )
    assert log
    assert "break_down" in Path(log[1]).read_text(encoding="utf-8")
    assert Path(log[1]).is_relative_to(state)
    assert book.app.screen_updating is True


def test_what_was_done_before_a_fault_can_be_undone(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = seen(book, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(check.results_sheet, "write", None)
        assert press("check", book).startswith("程序内部出错")
    assert differences(before, seen(book, tmp_path))
    press("undo", book)
    assert differences(before, seen(book, tmp_path)) == {}


def test_a_button_of_another_version_is_answered(book: Book) -> None:
    assert "程序不认识，请重新运行安装包里的 install.cmd" in press("teleport", book)
