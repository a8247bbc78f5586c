"""一键校验, 核对正文, 上一个问题, 下一个问题, 清除标记 on a real spreadsheet."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from xlwings import App, Book

from tests.excel.seeing import differences, press, seen
from tests.office.counting import Trips
from xladdin import checking
from xladdin.excel import memory
from xladdin.outputs.entries import entries
from xladdin.outputs.workbook_marks import TINTS

ERROR, WARNING = (tuple(bytes.fromhex(TINTS[severity])) for severity in ("error", "warning"))
BASIC = "附件1 基础数据表"


def test_what_does_not_hold_is_tinted_and_explained_in_a_note(book: Book) -> None:
    assert press("check", book).startswith("发现错误")
    cell = book.sheets[BASIC]["F4"]
    assert cell.color == ERROR
    assert cell.note.text.startswith("错误 B101 控制率不等于在职人数除以编制数\n")
    assert cell.note.api.Shape.Width > 200


def test_the_sheet_of_results_says_what_the_command_line_says(book: Book, one_form: Path) -> None:
    press("check", book)
    sheet = book.sheets["校验结果"]
    assert book.sheets.active == sheet
    rows = sheet.used_range.options(ndim=2).value
    head = next(number for number, row in enumerate(rows) if row[0] == "级别")
    found = [(row[1], row[3]) for row in rows[head + 1 :]]
    assert found == [
        (finding.code, finding.message)
        for entry in entries(checking.check_paths([one_form]))
        for finding in entry.findings
    ]


def test_a_result_leads_to_its_cell(book: Book) -> None:
    press("check", book)
    links = [str(cell) for row in book.sheets["校验结果"].used_range.formula for cell in row]
    assert f"""=HYPERLINK("#'{BASIC}'!F4","{BASIC} F4")""" in links


def test_the_results_are_drawn_as_a_table(book: Book) -> None:
    press("check", book)
    sheet = book.sheets["校验结果"]
    head = next(row for row in range(1, 20) if sheet.range((row, 1)).value == "级别")
    assert sheet.range((head, 1)).font.color == (255, 255, 255)
    for row in (head, head + 1):
        borders = sheet.range((row, 1), (row, 7)).api.Borders
        assert (borders.LineStyle, borders.Color) == (1, 0xD0D0D0)
    assert sheet.range((head + 1, 1)).color == ERROR
    assert sheet.range((1, 4)).api.Borders.LineStyle == -4142  # xlNone


def test_what_is_related_to_a_mistake_is_not_tinted_and_says_where_it_is(book: Book) -> None:
    clean = book.sheets[BASIC]["D4"].color
    press("check", book)
    cell = book.sheets[BASIC]["D4"]
    assert (cell.color, cell.note.text) == (clean, "与 F4 的问题有关")
    press("clear_marks", book)
    assert cell.note is None


def test_undoing_a_check_leaves_no_trace(book: Book, tmp_path: Path) -> None:
    before = seen(book, tmp_path)
    press("check", book)
    assert f"{BASIC} F4" in differences(before, seen(book, tmp_path))
    assert press("undo", book) == "已撤销“一键校验”。"
    assert differences(before, seen(book, tmp_path)) == {}


def test_a_note_and_a_colour_of_the_users_own_come_back(book: Book, tmp_path: Path) -> None:
    cell = book.sheets[BASIC]["F4"]
    cell.add_note("张三：已核\n第二行")
    cell.color = (1, 2, 3)
    before = seen(book, tmp_path)
    press("check", book)
    assert cell.note.text.startswith("张三：已核\n第二行\n\n错误 B101")
    press("undo", book)
    assert differences(before, seen(book, tmp_path)) == {}


def test_checking_again_takes_the_marks_off_what_was_mended(book: Book, tmp_path: Path) -> None:
    sheet = book.sheets[BASIC]
    clean = sheet["F4"].color
    press("check", book)
    sheet["F4"].value = "'93.75%"
    press("check", book)
    assert (sheet["F4"].color, sheet["F4"].note) == (clean, None)
    press("undo", book)
    assert sheet["F4"].color == ERROR
    assert sheet["F4"].note.text.startswith("错误 B101")


def test_marks_are_cleared_in_a_workbook_that_was_saved_in_between(
    excel: App, book: Book, tmp_path: Path
) -> None:
    before = seen(book, tmp_path)
    press("check", book)
    book.save(str(tmp_path / "marked.xlsx"))
    book.close()
    book = excel.books.open(str(tmp_path / "marked.xlsx"))
    assert press("clear_marks", book).startswith("已清除")
    left = differences(before, seen(book, tmp_path))
    assert {key.split()[0] for key in left} <= {"校验结果", "_xladdin_undo"}


def test_marks_are_found_again_when_rows_have_moved(book: Book) -> None:
    sheet = book.sheets[BASIC]
    press("check", book)
    sheet["1:1"].insert("down")
    assert sheet["F5"].color == ERROR
    press("clear_marks", book)
    assert sheet["F5"].color is None
    assert not list(sheet.notes)


def test_what_somebody_wrote_into_our_note_stays(book: Book) -> None:
    press("check", book)
    note = book.sheets[BASIC]["F4"].note
    note.text = f"{note.text}\n李四：已问过"
    press("clear_marks", book)
    assert book.sheets[BASIC]["F4"].note.text.endswith("李四：已问过")


def test_clearing_without_marks_says_so(book: Book) -> None:
    assert press("clear_marks", book) == "没有要清除的标记。"


def test_the_report_is_compared_and_remembered(excel: App, book: Book, report: Path) -> None:
    excel.impl.user.chosen.append(str(report))
    said = press("check_narrative", book)
    assert said.startswith("发现错误")
    texts = [str(row) for row in book.sheets["校验结果"].used_range.options(ndim=2).value]
    assert any("自评报告.docx" in row for row in texts)
    assert memory.recall(book).report == report.name
    press("check", book)
    texts = [str(row) for row in book.sheets["校验结果"].used_range.options(ndim=2).value]
    assert any("自评报告.docx" in row for row in texts)


def test_the_link_to_the_report_survives_saving(
    excel: App, book: Book, report: Path, tmp_path: Path
) -> None:
    excel.impl.user.chosen.append(str(report))
    press("check_narrative", book)
    book.save(str(tmp_path / "linked.xlsx"))
    book.close()
    book = excel.books.open(str(tmp_path / "linked.xlsx"))
    assert memory.recall(book).report == report.name
    assert not book.sheets["_xladdin"].visible


def test_a_report_that_is_gone_is_named(excel: App, book: Book, report: Path) -> None:
    excel.impl.user.chosen.append(str(report))
    press("check_narrative", book)
    report.unlink()
    assert f"工作簿旁边没有上次核对的报告“{report.name}”" in press("check", book)


def test_cancelling_the_choice_of_a_report_changes_nothing(book: Book, tmp_path: Path) -> None:
    before = seen(book, tmp_path)
    assert press("check_narrative", book) == ""
    assert differences(before, seen(book, tmp_path)) == {}


def test_one_goes_from_finding_to_finding_and_round(excel: App, book: Book) -> None:
    assert press("next", book) == "还没有可以跳转的问题，请先点“一键校验”。"
    press("check", book)
    press("next", book)
    first = (excel.selection.sheet.name, excel.selection.address)
    assert excel.status_bar.startswith("问题 1/")
    assert excel.selection.color == ERROR
    press("next", book)
    assert excel.status_bar.startswith("问题 2/")
    press("previous", book)
    assert (excel.selection.sheet.name, excel.selection.address) == first
    press("previous", book)
    number, total = excel.status_bar.removeprefix("问题 ").split("　")[0].split("/")
    assert number == total


def test_what_was_explained_is_no_longer_asked_for(both: Book) -> None:
    press("check", both)
    sheet = both.sheets["校验结果"]
    rows = sheet.used_range.options(ndim=2).value
    number = next(number for number, row in enumerate(rows, 1) if row[0] == "警告")
    sheet.range((number, 7)).value = "上年数据，已核实"
    press("check", both)
    rows = sheet.used_range.options(ndim=2).value
    assert ["警告（已说明）", "上年数据，已核实"] in [[row[0], row[6]] for row in rows]


def test_a_message_that_looks_like_a_formula_stands_as_text(excel: App, book: Book) -> None:
    press("check", book)
    for row in book.sheets["校验结果"].used_range.formula:
        assert all(not str(cell).startswith("=") for cell in (*row[:2], *row[3:]))


def test_nothing_is_saved(book: Book, tmp_path: Path) -> None:
    path = Path(book.fullname)
    before = path.read_bytes()
    press("check", book)
    press("compute", book)
    assert path.read_bytes() == before
    assert "校验结果" not in openpyxl.load_workbook(path).sheetnames


def test_progress_is_shown_and_the_status_bar_given_back(excel: App, book: Book) -> None:
    press("check", book)
    assert excel.impl.user.status_texts == [
        "绩效自评：正在读取表格……",
        "绩效自评：正在标出问题……",
    ]
    assert excel.status_bar is False
    assert excel.screen_updating is True


def test_a_book_without_forms_is_told_so(excel: App, trips: Trips) -> None:
    book = excel.books.add()
    assert "没有绩效自评的表格" in press("check", book)
    assert [sheet.name for sheet in book.sheets] == ["Sheet1"]


def test_rows_grow_with_the_texts_of_merged_cells_and_back(book: Book) -> None:
    sheet = book.sheets[0]
    merged = next(
        cell for cell in sheet.used_range if cell.merge_cells and cell.merge_area.shape[1] > 2
        and cell.merge_area.shape[0] == 1 and cell.row > 3
    )  # fmt: skip
    merged.merge_area.wrap_text = True
    merged.value = "落实过紧日子要求，办公用品集中采购，公务用车统一调度，接待实行事前审批。" * 8
    before = merged.row_height
    press("check", book)
    grown = merged.row_height
    assert grown > 2 * before
    press("check", book)
    assert merged.row_height == grown
    press("undo", book)
    press("undo", book)
    assert abs(merged.row_height - before) < 1
