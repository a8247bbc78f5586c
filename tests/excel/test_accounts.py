"""取决算数 on a real spreadsheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from xlwings import Book

from tests.accounts.facts import facts
from tests.accounts.files import xlsx
from tests.accounts.tables import Writer
from tests.excel.seeing import differences, press, seen

BASIC = "附件1 基础数据表"


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    """Final accounts of the example's year, of another unit: everything differs."""
    path = tmp_path / "2024年度部门决算.xlsx"
    path.write_bytes(xlsx(Writer(facts(1), "split", "元").tables()))
    return path


def chosen(book: Book, path: Path) -> str:
    book.app.impl.user.chosen.append(str(path))
    return press("take_accounts", book)


def test_amounts_are_taken_with_notes_and_taken_back(
    book: Book, accounts: Path, tmp_path: Path
) -> None:
    sheet = book.sheets[BASIC]
    before = seen(book, tmp_path)
    said = chosen(book, accounts)
    assert said.startswith("取决算数完成：")
    assert "F6" not in said or "→" in said
    cells = {note.location.address.replace("$", ""): note.text for note in sheet.notes}
    taken = next(text for text in cells.values() if "公务接待" in text)
    assert taken.startswith("取自决算报表：三公经费表的公务接待（决算数）")
    assert "「2024年度部门决算.xlsx」" in taken
    assert press("undo", book) == "已撤销“取决算数”。"
    assert differences(before, seen(book, tmp_path)) == {}


def test_what_is_already_so_is_left(book: Book, accounts: Path) -> None:
    chosen(book, accounts)
    assert "取决算数完成，" in chosen(book, accounts)


def test_accounts_of_another_year_are_refused(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "2019年度部门决算.xlsx"
    path.write_bytes(xlsx(Writer(facts(1), "split", "元").tables()))
    assert "没有取数" in chosen(book, path)


def test_a_cancelled_dialog_changes_nothing(book: Book) -> None:
    assert press("take_accounts", book) == ""


def test_a_file_without_accounts_is_named(book: Book, tmp_path: Path) -> None:
    from openpyxl import Workbook

    path = tmp_path / "别的.xlsx"
    other = Workbook()
    other.active["A1"] = "别的表"
    other.save(path)
    assert "没有认出部门决算公开表" in chosen(book, path)
