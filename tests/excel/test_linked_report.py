"""The workbook remembers a report by its name beside it, and can send the program nowhere else."""

from __future__ import annotations

import getpass
import os
import zipfile
from pathlib import Path

import pytest
from xlwings import App, Book

from tests.excel.seeing import press
from tests.excel.test_round_trips import with_indicators
from xladdin.excel import memory, session
from xladdin.excel.memory import Memory

Opened = list[str]


@pytest.fixture
def book(excel: App, tmp_path: Path) -> Book:
    """A form of a few cells, so that a click is quick."""
    book = with_indicators(excel, tmp_path, 2)
    book.save(tmp_path / "附件.xlsx")
    return book


@pytest.fixture
def touched(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Every path that the program asks the system about."""
    found: Opened = []
    real = os.stat

    def stat(path, *given, **named):  # type: ignore[no-untyped-def]
        found.append(str(path))
        return real(path, *given, **named)

    monkeypatch.setattr(os, "stat", stat)
    return found


@pytest.mark.parametrize(
    "told",
    [
        r"\\evil\share\报告.docx",
        "//evil/share/报告.docx",
        r"C:\Users\张三\报告.docx",
        "/etc/evil/报告.docx",
        "../evil/报告.docx",
        r"..\evil\报告.docx",
        "http://evil/报告.docx",
        "evil:报告.docx",
        "..",
    ],
)
def test_a_path_in_the_workbook_is_not_followed(book: Book, touched: Opened, told: str) -> None:
    memory.remember(book, Memory(told))
    touched.clear()
    said = press("check", book)
    assert "这次只校验了表格；请点“核对正文”重新选择。" in said
    assert [path for path in touched if "evil" in path or "Users" in path or path == ".."] == []


def test_a_link_beside_the_workbook_is_not_followed(book: Book, tmp_path: Path) -> None:
    (tmp_path / "别处").mkdir()
    (tmp_path / "别处" / "真的.docx").touch()
    (tmp_path / "报告.docx").symlink_to(tmp_path / "别处" / "真的.docx")
    memory.remember(book, Memory("报告.docx"))
    assert "请点“核对正文”重新选择" in press("check", book)


def test_a_report_elsewhere_is_known_until_excel_is_closed_then_asked_for_again(
    excel: App, book: Book, report: Path, tmp_path: Path
) -> None:
    (tmp_path / "别处").mkdir()
    moved = report.rename(tmp_path / "别处" / report.name)
    excel.impl.user.chosen.append(str(moved))
    assert press("check_narrative", book).startswith("发现错误")
    assert memory.recall(book).report == "自评报告.docx"
    assert "请点“核对正文”" not in press("check", book)
    session._chosen.clear()
    assert "请点“核对正文”重新选择" in press("check", book)


def test_with_its_folder_moved_the_report_is_found_beside_the_workbook(
    excel: App, book: Book, report: Path, tmp_path: Path
) -> None:
    excel.impl.user.chosen.append(str(report))
    press("check_narrative", book)
    book.save()
    book.close()
    session._chosen.clear()
    (tmp_path / "新").mkdir()
    for name in ("附件.xlsx", "自评报告.docx"):
        (tmp_path / name).rename(tmp_path / "新" / name)
    book = excel.books.open(str(tmp_path / "新" / "附件.xlsx"))
    assert "请点“核对正文”" not in press("check", book)


def test_neither_path_nor_user_name_is_left_in_the_workbook(
    excel: App, book: Book, report: Path, tmp_path: Path
) -> None:
    excel.impl.user.chosen.append(str(report))
    press("check_narrative", book)
    press("compute", book)
    book.save()
    with zipfile.ZipFile(book.fullname) as package:
        for name in package.namelist():
            content = package.read(name).decode("utf-8", "replace")
            assert str(tmp_path) not in content, name
            assert tmp_path.parent.name not in content, name
            assert f">{getpass.getuser()}<" not in content, name
