"""新建自评工作簿, 导入旧报告 and the buttons for help."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import pytest
from xlwings import App

from tests.excel.seeing import EXAMPLE, press
from xladdin import __version__, checking, crash
from xladdin.rules.registry import rules
from xladdin.sources.reading import read


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was asked to show."""
    shown: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: bool(shown.append(url) or True))
    return shown


def test_a_new_workbook_is_made_and_opened(excel: App, tmp_path: Path) -> None:
    excel.books.add()
    target = tmp_path / "新表.xlsx"
    excel.impl.user.answers.append("2 2025 云山县 农技推广中心")
    excel.impl.user.chosen.append(str(target))
    said = press("new_workbook", excel.books.active)
    assert said == "财政部2020通用的空白表格已存为“新表.xlsx”，并已打开。"
    assert excel.books.active.name == "新表.xlsx"
    source = read(target)
    texts = [cell.text for grid in source.grids for cell in grid.cells]
    assert any("2025" in text for text in texts)
    assert any("云山县 农技推广中心" in text for text in texts)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("2025", "请输入四位的年度和单位名称"),
        ("1 25 某单位", "请输入四位的年度和单位名称"),
        ("0 2025 某单位", "没有编号为 0 的地区"),
        ("9 2025 某单位", "没有编号为 9 的地区"),
    ],
)
def test_an_answer_that_is_none_is_asked_for_again(excel: App, answer: str, said: str) -> None:
    book = excel.books.add()
    excel.impl.user.answers.append(answer)
    assert press("new_workbook", book).startswith(said)


@pytest.mark.parametrize(
    ("unit", "name"),
    [("桃江县某局", "湖南益阳桃江"), ("安化县 某局", "湖南各市县"), ("某局", "财政部2020通用")],
)
def test_a_new_workbook_is_that_of_the_place_in_the_unit_s_name(
    excel: App, tmp_path: Path, unit: str, name: str
) -> None:
    excel.impl.user.answers.append(f"2025 {unit}")
    excel.impl.user.chosen.append(str(tmp_path / "新表.xlsx"))
    assert press("new_workbook", excel.books.add()).startswith(f"{name}的空白表格已存为")


def test_a_new_workbook_needs_no_workbook_in_front(excel: App) -> None:
    assert press("new_workbook", None, excel) == ""


def test_a_file_that_is_there_is_not_overwritten(excel: App, tmp_path: Path) -> None:
    target = tmp_path / "旧表.xlsx"
    target.write_bytes(b"mine")
    excel.impl.user.answers.append("1 2025 某某单位")
    excel.impl.user.chosen.append(str(target))
    assert "已经存在，没有覆盖它" in press("new_workbook", excel.books.add())
    assert target.read_bytes() == b"mine"


def test_a_filing_is_imported_into_a_workbook_of_its_own(excel: App, tmp_path: Path) -> None:
    target = tmp_path / "导入.xlsx"
    excel.impl.user.chosen.extend([str(EXAMPLE / "附件.xlsx"), str(target)])
    assert press("import_report", excel.books.add()).startswith("导入的表格已存为“导入.xlsx”")
    old, new = (checking.check_paths([path]).findings for path in (EXAMPLE / "附件.xlsx", target))
    assert {finding.code for finding in old if finding.code[0] in "BS"} & {
        finding.code for finding in new
    }


def test_last_years_filing_is_carried_over(excel: App, tmp_path: Path) -> None:
    target = tmp_path / "今年.xlsx"
    excel.impl.user.chosen.extend([str(EXAMPLE / "附件.xlsx"), str(target)])
    said = press("carry_over", excel.books.add())
    assert said.startswith("2025年度的表格已存为“今年.xlsx”，并已打开。\n")
    assert excel.books.active.name == "今年.xlsx"
    report = checking.check_paths([target])
    assert report.year == 2025
    assert "云山县" in report.unit


@pytest.mark.parametrize("button", ["new_workbook", "import_report", "carry_over"])
def test_a_cancelled_dialog_changes_nothing(excel: App, button: str) -> None:
    book = excel.books.add()
    assert press(button, book) == ""
    assert [each.name for each in excel.books] == [book.name]


def test_the_rules_are_shown_in_the_browser(excel: App, pages: list[str], state: Path) -> None:
    assert press("rules_page", None, excel) == ""
    (page,) = state.rglob("规则说明.html")
    assert pages == [page.as_uri()]
    text = page.read_text(encoding="utf-8")
    assert all(
        f"{rule.code}　{rule.title}" in text.replace("&quot;", '"') for rule in rules().values()
    )


def test_a_manual_that_is_not_installed_is_missed(excel: App, pages: list[str]) -> None:
    assert (
        press("manual", None, excel)
        == "没有找到使用手册，请重新运行安装包里的 install.cmd（Linux 上是 install.sh）。"
    )
    assert not pages


def test_the_doctor_reports_each_point(excel: App, state: Path) -> None:
    said = press("doctor", excel.books.add())
    assert "Python" in said
    assert said.endswith(("没有发现问题。", "项有问题，请按上面的办法处理。"))


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_the_doctor_opens_the_latest_record_of_an_error_if_wished(
    excel: App, state: Path, pages: list[str], answer: str
) -> None:
    record = Path(crash.record(ValueError("x")).partition("“")[2].partition("”")[0])
    excel.impl.user.answers.append(answer)
    assert press("doctor", excel.books.add()) == ""
    (question, _, _) = excel.impl.user.alerts[-1]
    assert str(record) in question
    assert question.endswith("要打开最近的错误记录吗？")
    assert pages == ([record.as_uri()] if answer == "yes" else [])


def test_about_tells_the_version(excel: App) -> None:
    assert press("about", None, excel).startswith(f"xladdin {__version__}\n")
