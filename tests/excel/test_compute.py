"""一键计算, 重算得分, 撤销上次操作, 插入核对公式, 固化为数值 on a real spreadsheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from xlwings import App, Book

from tests.excel.seeing import differences, press, seen
from xladdin.excel.book import read_book

BASIC, OVERALL = "附件1 基础数据表", "附件2 整体自评表"


def shown(book: Book, sheet: str, address: str) -> str:
    """What a person reads in a cell."""
    return str(book.sheets[sheet][address].impl.texts()[0][0])


def test_figures_that_follow_from_others_are_filled_in_and_put_right(both: Book) -> None:
    both.sheets[OVERALL]["H5"].clear_contents()
    said = press("compute", both)
    assert said.startswith("计算完成：填写 1 处、改正 1 处。\n改正的有：F4 93.57% → 93.75%。\n")
    left = "B6 仍是 6.40（算出来是 6.22，要改的像是公务接待（2023年决算数） 2.02 → 2.20）"
    assert f"另外没有动：{left}。" in said
    assert shown(both, OVERALL, "H5") == "98.02%"
    assert shown(both, BASIC, "F4") == "93.75%"
    assert float(both.sheets[BASIC]["B6"].value) == 6.4


def test_only_what_was_computed_has_changed(book: Book, tmp_path: Path) -> None:
    before = seen(book, tmp_path)
    press("compute", book)
    changed = differences(before, seen(book, tmp_path))
    assert {key for key in changed if not key.startswith("_xladdin_undo")} == {f"{BASIC} F4"}
    assert not book.sheets["_xladdin_undo"].visible


def test_undoing_a_calculation_brings_everything_back(both: Book, tmp_path: Path) -> None:
    sheet = both.sheets[OVERALL]
    sheet["H5"].clear_contents()
    sheet["I5"].value = "'007"
    before = seen(both, tmp_path)
    press("compute", both)
    assert differences(before, seen(both, tmp_path))
    press("undo", both)
    assert differences(before, seen(both, tmp_path)) == {}
    assert sheet["I5"].formula == "007"


def test_several_steps_are_undone_one_by_one(book: Book, tmp_path: Path) -> None:
    start = seen(book, tmp_path)
    press("check", book)
    checked = seen(book, tmp_path)
    press("compute", book)
    assert press("undo", book) == "已撤销“一键计算”。"
    assert differences(checked, seen(book, tmp_path)) == {}
    assert press("undo", book) == "已撤销“一键校验”。"
    assert differences(start, seen(book, tmp_path)) == {}
    assert press("undo", book) == "没有可以撤销的操作。"


def test_a_workbook_saved_under_another_name_can_still_be_undone(
    book: Book, tmp_path: Path
) -> None:
    before = seen(book, tmp_path)
    press("check", book)
    book.save(str(tmp_path / "另存.xlsx"))
    press("compute", book)
    press("undo", book)
    press("undo", book)
    assert differences(before, seen(book, tmp_path)) == {}
    assert "_xladdin_session" not in book.names


def test_a_workbook_closed_without_saving_has_nothing_to_undo(
    excel: App, book: Book, tmp_path: Path
) -> None:
    press("compute", book)
    book.close()
    book = excel.books.open(str(tmp_path / "附件.xlsx"))
    assert press("undo", book) == "没有可以撤销的操作。"


def test_undoing_leaves_what_was_typed_since(book: Book) -> None:
    press("compute", book)
    book.sheets[BASIC]["F4"].value = 0.5
    said = press("undo", book)
    assert said == "已撤销“一键计算”。\n有 1 个单元格后来又改过、移动过或删掉了，没有动。"
    assert book.sheets[BASIC]["F4"].value == 0.5
    assert book.sheets[BASIC]["B6"].value != 6.22


def test_a_correct_workbook_is_left_alone(book: Book) -> None:
    book.sheets[BASIC]["B11"].value = 2.2
    press("compute", book)
    assert press("compute", book).endswith("都对，没有改动。")
    press("undo", book)
    assert book.sheets[BASIC]["F4"].value == 0.9357


def test_formulas_are_left_alone(book: Book) -> None:
    cell = book.sheets[BASIC]["F4"]
    cell.value = "=30/33"
    cell.number_format = "0.00%"
    assert "另有 1 处是公式，与计算结果不同，没有动。" in press("compute", book)
    assert cell.formula == "=30/33"


def test_scores_follow_from_targets_and_results(both: Book, tmp_path: Path) -> None:
    sheet = both.sheets[OVERALL]
    sheet["F25"].value = 0.45
    before = seen(both, tmp_path)
    said = press("rescore", both)
    assert "H25 10 → 5" in said
    assert said.endswith("指标值或完成值不是数字的指标，得分没有动。")
    assert (sheet["H25"].value, sheet["H17"].value, sheet["H22"].value) == (5, 7.83, 10)
    scores = [row[0] for row in sheet["H14:H25"].options(ndim=2).value]
    assert sheet["H26"].value == pytest.approx(sum(scores) + 9.8)
    press("undo", both)
    assert differences(before, seen(both, tmp_path)) == {}


def test_an_empty_workbook_has_nothing_to_compute(excel: App) -> None:
    assert "没有绩效自评的表格" in press("compute", excel.books.add())


def test_the_function_of_a_place_is_inserted(excel: App, both: Book, tmp_path: Path) -> None:
    before = seen(both, tmp_path)
    sheet = both.sheets[OVERALL]
    sheet.activate()
    sheet["H5:I5"].select()
    assert press("insert_formula", both).startswith("在 2 个单元格里插入了公式")
    assert sheet["H5:I5"].formula == (("=JX_EXECRATE(E5,F5)", "=JX_EXECSCORE(E5,F5,G5)"),)
    press("undo", both)
    assert differences(before, seen(both, tmp_path)) == {}


def test_an_empty_cell_gets_the_check_of_the_one_beside_it(both: Book) -> None:
    sheet = both.sheets[OVERALL]
    sheet.activate()
    sheet["J5"].select()
    press("insert_formula", both)
    assert sheet["J5"].formula == "=JX_CHECK(I5)"


def test_other_filled_cells_keep_what_they_have(both: Book) -> None:
    sheet = both.sheets[OVERALL]
    sheet.activate()
    sheet["D3"].select()
    assert press("insert_formula", both).endswith("没有插入公式。")
    assert not str(sheet["D3"].formula).startswith("=")


def test_our_functions_become_values(book: Book, tmp_path: Path) -> None:
    sheet = book.sheets[BASIC]
    sheet["J1"].value = '=IF(TRUE,12.5,JX_UNIT(A1,"元","万元"))'
    sheet["J2"].value = "=1+1"
    before = seen(book, tmp_path)
    assert press("freeze_values", book) == "1 个公式已换成数值。"
    assert (sheet["J1"].formula, sheet["J2"].formula) == ("12.5", "=1+1")
    press("undo", book)
    assert differences(before, seen(book, tmp_path)) == {}


def test_functions_without_a_result_stay(book: Book) -> None:
    sheet = book.sheets[BASIC]
    sheet["J1"].value = "=JX_UNIT(A1,1,2)"
    said = press("freeze_values", book)
    assert said == "0 个公式已换成数值。\n有 1 个公式算不出结果，没有动，请先改正。"
    assert sheet["J1"].formula == "=JX_UNIT(A1,1,2)"


def test_what_our_functions_tell_is_no_part_of_the_filing(book: Book) -> None:
    before = read_book(book).grids[0]
    book.sheets[BASIC]["J5"].value = '=IF(TRUE,"错误 B101",JX_CHECK(F4))'
    after = read_book(book).grids[0]
    assert [cell.text for cell in after.filled()] == [cell.text for cell in before.filled()]
