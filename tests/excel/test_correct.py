"""一键改正: a list that a person ticks, then the values in the cells; both can be taken back."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from xlwings import Book

from tests.excel.seeing import EXAMPLE, Seen, differences, press, seen
from xladdin.excel import correct, host
from xladdin.excel.session import checked, linked
from xladdin.excel.undo import Step
from xladdin.model.figure import Location
from xladdin.model.report import Operand
from xladdin.outputs.corrections import Correction
from xladdin.sources import read

BASIC, OVERALL, LIST = "附件1 基础数据表", "附件2 整体自评表", "改正清单"
RATE, RECEPTION = "93.57%", "1.25万元"


def listed(book: Book) -> list[list[object]]:
    """The rows of the list below its headings."""
    rows = book.sheets[LIST].used_range.options(ndim=2).value
    return [row[:6] for row in rows[3:]]


def changed(before: Seen, book: Book, folder: Path) -> Seen:
    """What stands there now, but for what undoing needs."""
    now = differences(before, seen(book, folder))
    return {key: each for key, each in now.items() if not key.startswith("_xladdin_undo")}


def tick(book: Book, *figures: str) -> None:
    """Tick just the rows of these figures, by 原值."""
    for number, row in enumerate(listed(book), 4):
        book.sheets[LIST][f"A{number}"].value = "√" if row[2] in figures else ""


def test_first_there_is_a_list_with_what_is_certain_ticked(book: Book, tmp_path: Path) -> None:
    before = seen(book, tmp_path)
    said = press("correct", book)
    causes = checked(book, None).report.causes
    certain = [each for each in causes if each.certain and each.proposed is not None]
    assert said.startswith(f"列出 {len(causes)} 处要改正的地方，其中 {len(certain)} 处有把握")
    rows = listed(book)
    assert [row[0] for row in rows].count("√") == len(certain)
    (rate,) = [row for row in rows if row[2] == RATE]
    assert rate[0] == "√"
    assert rate[3] == "93.75%"
    assert "F4" in str(rate[5])
    assert {key.split()[0] for key in changed(before, book, tmp_path)} == {LIST}


def test_what_is_ticked_is_written_and_the_list_goes(book: Book, tmp_path: Path) -> None:
    before = seen(book, tmp_path)
    press("correct", book)
    tick(book, RATE)
    said = press("correct", book)
    assert said.startswith("改正 1 处：F4 93.57% → 93.75%。")
    assert changed(before, book, tmp_path) == {f"{BASIC} F4": (0.9375, "0.00%", None, None)}
    assert all(each.figure is None or each.figure.text != RATE
               for each in checked(book, None).report.causes)  # fmt: skip


def test_each_click_is_taken_back_by_one(book: Book, tmp_path: Path) -> None:
    before = seen(book, tmp_path)
    press("correct", book)
    tick(book, RATE)
    with_list = seen(book, tmp_path)
    press("correct", book)
    assert press("undo", book) == "已撤销“一键改正”。"
    assert differences(with_list, seen(book, tmp_path)) == {}
    assert press("undo", book) == "已撤销“一键改正”。"
    assert differences(before, seen(book, tmp_path)) == {}
    assert press("undo", book) == "没有可以撤销的操作。"


def test_a_list_without_ticks_changes_nothing(book: Book, tmp_path: Path) -> None:
    press("correct", book)
    tick(book)
    before = seen(book, tmp_path)
    assert press("correct", book).startswith("清单里没有打 √ 的，什么也没有改。")
    assert differences(before, seen(book, tmp_path)) == {}


def test_a_figure_that_changed_since_is_left(book: Book) -> None:
    press("correct", book)
    tick(book, RATE)
    book.sheets[BASIC]["F4"].value = 0.95
    said = press("correct", book)
    assert "有 1 处的数或位置后来变了，没有改" in said
    assert book.sheets[BASIC]["F4"].value == 0.95


def test_formulas_are_never_overwritten(book: Book) -> None:
    book.sheets[BASIC]["F4"].formula = "=0.9357"
    press("correct", book)
    tick(book, RATE)
    assert "F4 93.57%：是公式算出的，请改公式引用的格" in press("correct", book)
    assert book.sheets[BASIC]["F4"].formula == "=0.9357"


def test_what_nobody_proposes_cannot_be_ticked_into_being(book: Book) -> None:
    press("correct", book)
    figure = next(row[2] for row in listed(book) if not row[3])
    tick(book, str(figure))
    assert "没有建议值，请自己改" in press("correct", book)


def test_a_text_in_place_of_a_number_becomes_one(book: Book) -> None:
    sheet = book.sheets[BASIC]
    figure = next(each for each in checked(book, None).report.causes if each.figure).figure
    assert figure is not None
    for typed, code in (("'18万元", "0.00"), ("'18", "@")):
        sheet["B7"].number_format = code
        sheet["B7"].value = typed
        where = Location(sheet=BASIC, cell="B7")
        text = typed.strip("'")
        asked = Correction(Operand("数", text, "18", "万元", where), "18")
        assert list(correct._write(sheet, [asked], Step("一键改正"))) == [(asked, "")]
        assert sheet["B7"].value == 18.0


def test_the_report_gets_tracked_changes_in_a_copy(
    both: Book, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = report.read_bytes()
    monkeypatch.setattr(host, "choose_file", lambda *_: report)
    press("check_narrative", both)
    press("correct", both)
    tick(both, RECEPTION)
    said = press("correct", both)
    copy = report.parent / "改正后" / report.name
    assert f"报告改了 1 处，都是修订，副本在“{copy}”" in said
    assert report.read_bytes() == before
    assert any("公务接待费1.52万元" in each.text for each in read(copy).paragraphs)
    # From now on the copy is the report: what was corrected in it is not found again.
    assert "以后校验、打包都用这份副本" in said
    assert linked(both, report.name) == copy
    press("correct", both)
    assert RECEPTION not in [row[2] for row in listed(both)]


def test_a_report_that_was_written_to_since_its_copy_was_corrected_counts_again(
    both: Book, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host, "choose_file", lambda *_: report)
    press("check_narrative", both)
    copy = report.parent / "改正后" / report.name
    copy.parent.mkdir()
    copy.write_bytes(report.read_bytes())
    os.utime(copy, (1, 1))
    assert linked(both, report.name) == report
    press("correct", both)
    tick(both, RECEPTION, RATE)
    assert "已经存在，没有覆盖它" in press("correct", both)
    assert both.sheets[BASIC]["F4"].value == pytest.approx(0.9357)


def test_somebody_elses_sheet_of_that_name_is_left_alone(book: Book, tmp_path: Path) -> None:
    book.sheets.add(LIST)["A1"].value = "自己的"
    before = seen(book, tmp_path)
    assert "不是本程序写的，请先把它改名" in press("correct", book)
    assert differences(before, seen(book, tmp_path)) == {}


def test_the_list_is_no_part_of_the_filing(book: Book, tmp_path: Path) -> None:
    found = checked(book, None).report.findings
    press("correct", book)
    assert checked(book, None).report.findings == found
    shutil.copy(EXAMPLE / "附件.xlsx", tmp_path / "带清单.xlsx")
    workbook = load_workbook(tmp_path / "带清单.xlsx")
    workbook.create_sheet(LIST)["A1"] = "三公经费"
    workbook.save(tmp_path / "带清单.xlsx")
    assert [grid.sheet for grid in read(tmp_path / "带清单.xlsx").helpers] == [LIST]
