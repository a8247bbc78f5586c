"""The buttons on a workbook of our own making: protected sheets, formulas, a sheet 校验结果."""

from __future__ import annotations

from pathlib import Path

from xlwings import App

from tests.excel.seeing import differences, press, seen


def test_everything_works_on_protected_sheets_and_is_undone(
    excel: App, one_form: Path, tmp_path: Path
) -> None:
    target = tmp_path / "今年.xlsx"
    excel.impl.user.chosen.extend([str(one_form), str(target)])
    press("import_report", excel.books.add())
    book = excel.books.active
    locked = [sheet.name for sheet in book.sheets if sheet.api.ProtectContents]
    excel.calculate()  # soffice gives formulas of the format General that of what they refer to
    before = seen(book, tmp_path)
    assert locked
    assert press("check", book).startswith("发现错误")
    assert press("compute", book).startswith("计算完成")
    assert press("check", book).startswith("发现")
    assert set(locked) - {"校验结果"} <= {
        sheet.name for sheet in book.sheets if sheet.api.ProtectContents
    }
    press("undo", book)
    press("undo", book)
    press("undo", book)
    assert differences(before, seen(book, tmp_path)) == {}
    assert [sheet.name for sheet in book.sheets if sheet.api.ProtectContents] == locked
