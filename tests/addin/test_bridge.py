"""The bridge in VBA, run by an interpreter, against xlwings' own COM server."""

from __future__ import annotations

import sys
import tomllib
from types import SimpleNamespace

import pytest
import xlwings as xw
from pyopenvba.interpreter import VBAErrorValue

from tests.addin.twin import EXCLAMATION, INFORMATION, Excel, click, host, python
from tests.kit.com_server import MISSING_ARGUMENT, parameters
from xladdin.addin.macros import MACROS
from xladdin.sources.sheet_grid import MEMORY_SHEET
from xladdin.templates import instructions
from xladdin.templates.panel import CHECK_TIP

__all__ = ["host", "python"]


def test_a_click_reaches_python_with_the_workbook_that_is_open(
    host: Excel, python: SimpleNamespace
) -> None:
    python.press = "校验完成，没有发现问题。"
    click(host, "check")
    [(button, book)] = host.calls
    assert button == "check"
    assert type(book) is xw.Book
    assert book.impl.xl is host.book
    assert host.said == f"{INFORMATION} 校验完成，没有发现问题。"


def test_a_click_with_nothing_to_say_says_nothing(host: Excel, python: SimpleNamespace) -> None:
    click(host, "next")
    assert (len(host.calls), host.said) == (1, "")


def test_a_click_where_no_workbook_is_open_hands_over_none(
    host: Excel, python: SimpleNamespace
) -> None:
    host.application.workbooks_.books.clear()
    host.application.active_book = None
    click(host, "new_workbook")
    assert host.calls == [("new_workbook", None)]


def test_a_failure_in_python_becomes_a_sentence_and_a_note(
    host: Excel, python: SimpleNamespace
) -> None:
    python.press = RuntimeError("Traceback (most recent call last)")
    click(host, "check")
    assert host.said.startswith(f"{EXCLAMATION} 这一步没有做成")
    assert "Traceback" not in host.said
    assert host.noted.startswith("check: Unexpected Python Error: Traceback")


def test_a_function_in_a_cell_passes_the_cell_and_its_workbook(
    host: Excel, python: SimpleNamespace
) -> None:
    python.udf = [[0.9]]
    host.caller = host.book.sheets_[0].vba_get("Range", ["B2"])
    other = host.application.workbooks_.vba_get("Add")
    assert host.book is other
    assert host.run("JX_EXECRATE", 100.0, 90.0) == 0.9
    [(module, name, arguments, book, cell)] = host.calls
    assert (module, name, arguments) == ("xladdin.excel.udfs", "JX_EXECRATE", (100.0, 90.0))
    assert cell is host.caller
    assert book is host.application.workbooks_.books[0]


def test_a_missing_argument_is_passed_as_missing(host: Excel, python: SimpleNamespace) -> None:
    host.run("JX_NARRATIVE", "三公经费")
    assert host.calls == [
        ("xladdin.excel.udfs", "JX_NARRATIVE", ("三公经费", MISSING_ARGUMENT), host.book, None)
    ]


def test_a_function_without_arguments_passes_none(host: Excel, python: SimpleNamespace) -> None:
    python.udf = [["级别", "问题"], ["错误", "合计不对"]]
    assert host.run("JX_FINDINGS") == [["级别", "问题"], ["错误", "合计不对"]]
    assert host.calls[0][2] == ()


def test_names_of_errors_become_errors(host: Excel, python: SimpleNamespace) -> None:
    python.udf = [[0.5, "#VALUE!"], ["", "#DIV/0!"]]
    assert host.run("JX_FINDINGS") == [[0.5, VBAErrorValue(2015)], ["", VBAErrorValue(2007)]]
    python.udf = [["#N/A", 1.0]]
    assert host.run("JX_FINDINGS") == [VBAErrorValue(2042), 1.0]
    python.udf = [["#NUM!"]]
    assert host.run("JX_FINDINGS") == VBAErrorValue(2036)


def test_an_exception_is_an_error_value(host: Excel, python: SimpleNamespace) -> None:
    python.udf = ValueError("“甲”不是数字")
    assert host.run("JX_EXECRATE", "甲", 90.0) == VBAErrorValue(2015)


def test_a_function_without_python_is_an_error_value(host: Excel) -> None:
    assert host.run("JX_EXECRATE", 100.0, 90.0) == VBAErrorValue(2015)


def test_the_first_click_describes_the_functions_in_chinese(
    host: Excel, python: SimpleNamespace
) -> None:
    host.run("JX_WarmUp")
    assert host.described == []
    click(host, "next")
    click(host, "next")
    assert (host.said, host.noted) == ("", "")
    assert host.described == [
        {
            "Macro": "'xladdin.xlsm'!JX_EXECRATE",
            "Description": "执行率 = 全年执行数 ÷全年预算数。",
            "Category": "绩效自评",
            "ArgumentDescriptions": ("全年预算数：一个单元格或一个区域", "全年执行数"),
        },
        {
            "Macro": "'xladdin.xlsm'!JX_NARRATIVE",
            "Description": "正文里的数字。",
            "Category": "绩效自评",
            "ArgumentDescriptions": ("名称", "年度"),
        },
        {
            "Macro": "'xladdin.xlsm'!JX_FINDINGS",
            "Description": "全部问题，列成一张表。",
            "Category": "绩效自评",
        },
    ]


@pytest.mark.parametrize(
    ("sheet", "ours"), [("填报说明", True), ("_xladdin", True), ("附件1", False)]
)
def test_python_is_started_in_advance_only_for_a_workbook_of_ours(
    host: Excel, sheet: str, ours: bool
) -> None:
    book = host.application.workbooks_.vba_get("Add")
    host.run("WarmUpFor", book)
    assert host.later == []
    book.sheets_[0].vba_set("Name", sheet)
    host.run("WarmUpFor", book)
    assert host.later == (["'xladdin.xlsm'!JX_WarmUp"] if ours else [])


@pytest.mark.parametrize(
    ("sheet", "tip", "pressed"),
    [("填报说明", CHECK_TIP, True), ("填报说明", "", False), ("附件1", CHECK_TIP, False)],
)
def test_a_link_that_says_so_presses_the_button(
    host: Excel, python: SimpleNamespace, sheet: str, tip: str, pressed: bool
) -> None:
    book = host.application.workbooks_.vba_get("Add")
    book.sheets_[0].vba_set("Name", sheet)
    host.run("FollowLink", book.sheets_[0], tip)
    assert [button for button, _ in host.calls] == (["check"] if pressed else [])


def test_the_tip_of_the_link_is_the_one_that_the_workbook_has() -> None:
    texts = tomllib.loads((MACROS / "texts.toml").read_text(encoding="utf-8"))
    assert texts["link_check"] == CHECK_TIP


def test_the_sheets_by_which_a_workbook_is_ours_are_called_so() -> None:
    texts = tomllib.loads((MACROS / "texts.toml").read_text(encoding="utf-8"))
    assert texts["sheet_front"] == instructions.SHEET
    assert texts["sheet_memory"] == MEMORY_SHEET


def test_warming_up_loads_the_modules_that_clicks_and_cells_need(
    host: Excel, python: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xladdin.excel.udfs", None)
    host.run("JX_WarmUp")
    assert host.said == ""
    assert host.noted.startswith("warm-up: Unexpected Python Error")
    assert "xladdin.excel.udfs" in host.noted


def test_warming_up_without_python_says_nothing(host: Excel) -> None:
    host.run("JX_WarmUp")
    assert (host.said, host.noted) == ("", "warm-up: cannot load")


def test_the_sentences_are_found_by_name(host: Excel) -> None:
    assert host.run("Sentence", "title") == "绩效自评"
    assert host.run("Sentence", "nothing of that name") == ""


def test_what_the_bridge_uses_of_xlwings_is_still_there() -> None:
    assert parameters("udfs", "call_udf") == [
        "module_name", "func_name", "args", "this_workbook", "caller",
    ]  # fmt: skip
    assert parameters("_xlwindows", "Book", "__init__") == ["self", "xl"]
    assert "xl" in parameters("_xlwindows", "App", "__init__")
    assert parameters("com_server", "serve") == ["clsid"]
