"""撤销上次操作 and 清除标记 after the workbook has been edited, saved, copied, reopened."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from xlwings import App, Book

from tests.excel.seeing import differences, press, seen
from xladdin.excel import session

BASIC, OVERALL = "附件1 基础数据表", "附件2 整体自评表"


def scores(book: Book, first: int = 14) -> list[object]:
    """The scores of the twelve indicators of 附件2."""
    cells = book.sheets[OVERALL].range(f"H{first}").resize(12, 1)
    return [row[0] for row in cells.options(ndim=2).value]


def typed(book: Book) -> list[float]:
    """Scores of twelve rows that rescoring changes, put into them."""
    wrong = [1 + number / 10 for number in range(12)]
    book.sheets[OVERALL].range("H14").resize(12, 1).value = [[each] for each in wrong]
    return wrong


def results(book: Book) -> tuple[int, list[list[object]]]:
    """The number of the first row of findings on 校验结果, and all rows."""
    rows = book.sheets["校验结果"].used_range.options(ndim=2).value
    head = next(number for number, row in enumerate(rows, 1) if row[0] == "级别")
    return head + 1, rows


def test_old_scores_come_back_to_their_own_rows(both: Book) -> None:
    wrong = typed(both)
    press("rescore", both)
    both.sheets[OVERALL]["14:14"].insert("down")
    assert press("undo", both) == "已撤销“重算得分”。"
    assert scores(both, 15) == wrong
    assert both.sheets[OVERALL]["H14"].value is None


def test_a_deleted_row_is_told_and_the_others_come_back(both: Book) -> None:
    wrong = typed(both)
    press("rescore", both)
    both.sheets[OVERALL]["16:16"].delete("up")
    assert "有 1 个单元格" in press("undo", both)
    assert scores(both)[:11] == [*wrong[:2], *wrong[3:]]


def test_rows_that_were_sorted_are_not_touched(both: Book) -> None:
    typed(both)
    press("rescore", both)
    sheet = both.sheets[OVERALL]
    one, other = sheet["D14:I14"], sheet["D15:I15"]
    one.formula, other.formula = other.formula, one.formula
    after = scores(both)
    assert "有 2 个单元格" in press("undo", both)
    assert scores(both)[:2] == after[:2]


def test_a_row_whose_text_was_edited_is_still_undone(both: Book) -> None:
    wrong = typed(both)
    press("rescore", both)
    both.sheets[OVERALL]["D14"].value = "改过的指标"
    assert press("undo", both) == "已撤销“重算得分”。"
    assert scores(both) == wrong


def test_a_renamed_sheet_is_still_undone(both: Book) -> None:
    wrong = typed(both)
    press("rescore", both)
    both.sheets[OVERALL].name = "自评表（终稿）"
    assert press("undo", both) == "已撤销“重算得分”。"
    column = both.sheets["自评表（终稿）"]["H14:H25"].options(ndim=2).value
    assert [row[0] for row in column] == wrong


@pytest.mark.parametrize("button", ["undo", "clear_marks"])
def test_marks_that_moved_are_taken_off(book: Book, button: str) -> None:
    sheet = book.sheets[BASIC]
    press("check", book)
    sheet["1:1"].insert("down")
    sheet["A:A"].insert("right")
    sheet.name = "基础数据"
    press(button, book)
    assert not list(sheet.notes)
    assert sheet["G5"].color is None


@pytest.mark.parametrize("button", ["undo", "clear_marks"])
def test_a_mark_that_was_sorted_away_is_found_by_its_note(book: Book, button: str) -> None:
    sheet = book.sheets[BASIC]
    press("check", book)
    cell, other = sheet["F4"], sheet["F30"]
    other.color, note = cell.color, cell.note.text
    other.add_note(note)
    cell.note.delete()
    cell.color = None
    press(button, book)
    assert (other.note, other.color) == (None, None)


def test_undoing_the_second_check_knows_where_the_first_ones_marks_are(book: Book) -> None:
    sheet = book.sheets[BASIC]
    press("check", book)
    press("check", book)
    sheet["1:1"].insert("down")
    press("undo", book)
    assert sheet["F5"].note.text.startswith("错误 B101")
    press("clear_marks", book)
    assert not list(sheet.notes)


def test_the_next_finding_is_where_its_cell_has_gone(excel: App, book: Book) -> None:
    press("check", book)
    press("next", book)
    row = excel.selection.row
    book.sheets[BASIC]["1:1"].insert("down")
    press("next", book)
    press("previous", book)
    assert excel.selection.row == row + 1
    assert excel.selection.color is not None


def test_an_explanation_typed_since_stays_when_a_check_is_undone(book: Book) -> None:
    press("check", book)
    first, _ = results(book)
    book.sheets["校验结果"].range((first, 7)).value = "已核实"
    said = press("undo", book)
    assert said.endswith("工作表“校验结果”上写了说明或备注，没有动。")
    assert book.sheets["校验结果"].range((first, 7)).value == "已核实"
    assert not list(book.sheets[BASIC].notes)


def test_an_explanation_typed_since_is_kept_on_the_page_that_comes_back(both: Book) -> None:
    press("check", both)
    press("check", both)
    _, rows = results(both)
    number = next(at for at, row in enumerate(rows, 1) if row[0] == "警告")
    both.sheets["校验结果"].range((number, 7)).value = "上年数据，已核实"
    press("undo", both)
    assert both.sheets["校验结果"].range((number, 7)).value == "上年数据，已核实"
    press("check", both)
    assert ["警告（已说明）", "上年数据，已核实"] in [[row[0], row[6]] for row in results(both)[1]]


def test_an_explanation_of_what_the_earlier_check_did_not_find_is_kept(book: Book) -> None:
    sheet = book.sheets[BASIC]
    press("check", book)
    before = len(results(book)[1])
    sheet["F4"].value = 0.5
    press("check", book)
    first, rows = results(book)
    new = next(at for at, row in enumerate(rows, 1) if "50" in str(row[3]))
    book.sheets["校验结果"].range((new, 7)).value = "另一条说明"
    press("undo", book)
    rows = results(book)[1]
    assert len(rows) == before + 1
    assert [row[6] for row in rows[first - 1 :] if row[6]] == ["另一条说明"]


@pytest.mark.parametrize("buttons", [["undo"], ["check"], ["check", "undo"], ["undo", "check"]])
def test_notes_below_and_beside_the_results_stay(book: Book, buttons: list[str]) -> None:
    press("check", book)
    press("check", book)
    last = len(results(book)[1])
    sheet = book.sheets["校验结果"]
    sheet.range((last + 3, 2)).value = "附注：王局长已阅"
    sheet.range((last + 3, 4)).value = 12.5
    sheet.range((last + 4, 8)).value = "经办人"
    sheet.range((2, 12)).value = "旁注"
    for button in buttons:
        press(button, book)
    rows = book.sheets["校验结果"].used_range.options(ndim=2).value
    assert ("附注：王局长已阅", 12.5) in [(row[1], row[3]) for row in rows]
    assert [row[7] for row in rows][-1] == "经办人"
    assert [row[11] for row in rows if row[11]] == ["旁注"]


def test_a_saved_copy_that_is_open_beside_it_is_undone_by_itself(
    excel: App, both: Book, tmp_path: Path
) -> None:
    start = seen(both, tmp_path)
    press("compute", both)
    both.save()
    shutil.copy(both.fullname, tmp_path / "副本.xlsx")
    press("rescore", both)
    rescored = seen(both, tmp_path)
    copy = excel.books.open(str(tmp_path / "副本.xlsx"))
    assert press("undo", copy) == "已撤销“一键计算”。"
    assert differences(start, seen(copy, tmp_path)) == {}
    assert differences(rescored, seen(both, tmp_path)) == {}
    assert press("undo", both) == "已撤销“重算得分”。"
    assert press("undo", both) == "已撤销“一键计算”。"
    assert differences(start, seen(both, tmp_path)) == {}


@pytest.mark.parametrize("button", ["compute", "check"])
def test_after_python_has_started_anew_nothing_is_undone_and_that_is_told(
    excel: App, book: Book, tmp_path: Path, button: str
) -> None:
    press(button, book)
    book.save()
    book.close()
    session._steps.clear()
    book = excel.books.open(str(tmp_path / "附件.xlsx"))
    before = seen(book, tmp_path)
    assert press("undo", book).startswith("不能撤销：")
    assert differences(before, seen(book, tmp_path)) == {}


def test_what_is_done_after_a_new_start_can_be_undone(book: Book, tmp_path: Path) -> None:
    press("check", book)
    session._steps.clear()
    before = seen(book, tmp_path)
    press("compute", book)
    assert press("undo", book) == "已撤销“一键计算”。"
    left = differences(before, seen(book, tmp_path))
    assert {key.split()[0] for key in left} <= {"_xladdin_undo"}
    assert press("undo", book).startswith("不能撤销：")


def test_nothing_is_undone_while_one_of_the_sheets_cannot_be_written(
    both: Book, tmp_path: Path
) -> None:
    both.sheets[OVERALL]["H5"].clear_contents()
    press("compute", both)
    both.sheets[OVERALL].api.Protect(Password="秘密")
    before = seen(both, tmp_path)
    assert f"工作表“{OVERALL}”设有密码保护" in press("undo", both)
    assert differences(before, seen(both, tmp_path)) == {}
    both.sheets[OVERALL].api.Unprotect("秘密")
    assert press("undo", both) == "已撤销“一键计算”。"


def test_nothing_is_computed_while_one_of_the_sheets_cannot_be_written(
    both: Book, tmp_path: Path
) -> None:
    both.sheets[OVERALL]["H5"].clear_contents()
    both.sheets[OVERALL].api.Protect(Password="秘密")
    before = seen(both, tmp_path)
    assert f"工作表“{OVERALL}”设有密码保护" in press("compute", both)
    assert differences(before, seen(both, tmp_path)) == {}


def test_where_no_sheet_can_be_added_moved_rows_are_not_touched(both: Book) -> None:
    typed(both)
    both.api.Protect()
    press("rescore", both)
    both.sheets[OVERALL]["14:14"].insert("down")
    after = scores(both, 15)
    assert "没有动" in press("undo", both)
    assert scores(both, 15) == after


def test_where_no_sheet_can_be_added_undo_works_all_the_same(both: Book) -> None:
    wrong = typed(both)
    both.api.Protect()
    press("rescore", both)
    assert press("undo", both) == "已撤销“重算得分”。"
    assert scores(both) == wrong


def test_a_hidden_sheet_of_somebody_else_is_left_alone(book: Book, tmp_path: Path) -> None:
    own = book.sheets.add("_xladdin", after=book.sheets[-1])
    own["A1"].value = "别人的记录"
    before = seen(book, tmp_path)
    for button in ("check", "compute", "clear_marks", "undo", "undo", "undo"):
        press(button, book)
    assert differences(before, seen(book, tmp_path)) == {}
