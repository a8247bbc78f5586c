"""The bridge in VBA, run by an interpreter, against xlwings' own COM server."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import xlwings as xw
from com_server import MISSING_ARGUMENT, Wrapped, from_vba, parameters, server
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter import VBAErrorValue

#: In place of Outside.bas.
STAND_IN = """
Attribute VB_Name = "Outside"
Public given As Object
Public said As String
Public noted As String
Public Sub Serve(ByVal python As Object)
    Set given = python
End Sub
Public Function Py() As Object
    If given Is Nothing Then Err.Raise vbObjectError + 1, , "cannot load"
    Set Py = given
End Function
Public Sub Say(ByVal message As String, ByVal kind As Long)
    said = kind & " " & message
End Sub
Public Sub WriteDown(ByVal detail As String)
    noted = detail
End Sub
Public Function Heard() As String
    Heard = said
End Function
Public Function Found() As String
    Found = noted
End Function
"""

INFORMATION, EXCLAMATION = 64, 48


class Excel:
    """The twin, opened by an interpreter of VBA; ``calls`` are those that reach Python."""

    def __init__(self, path: Path) -> None:
        opened = ExcelApplication.open(path)
        opened.add_module(STAND_IN, name="Outside")
        self.run: Callable[..., Any] = opened.run
        self.application = opened.application
        self.calls: list[tuple[Any, ...]] = []
        self.described: list[dict[str, object]] = []
        #: The cell that a function is in; not one when VBA itself calls it.
        self.caller: object = VBAErrorValue(2023)
        self._get = self.application.vba_get
        vars(self.application)["vba_get"] = self._application_get

    def _application_get(
        self, name: str, args: Sequence[object] = (), named: dict[str, object] | None = None
    ) -> object:
        """Two members of Excel that the interpreter lacks."""
        if name == "Caller":
            return self.caller
        if name == "MacroOptions":
            self.described.append({key: from_vba(value) for key, value in (named or {}).items()})
            return None
        return self._get(name, args, named)

    @property
    def book(self) -> Any:
        """The workbook that is open."""
        return self.application.active_book

    @property
    def said(self) -> str:
        """The last message box."""
        return str(self.run("Heard"))

    @property
    def noted(self) -> str:
        """The last line in the log."""
        return str(self.run("Found"))


@pytest.fixture
def host(built: Path) -> Excel:
    return Excel(built / "xladdin.xlsm")


@pytest.fixture
def python(host: Excel, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A running server; ``press`` and ``call_udf`` answer what a test wants."""
    import_module("xladdin.excel")
    answers = SimpleNamespace(press="", udf=0)

    def press(button: str, book: object) -> str:
        host.calls.append((button, book))
        if isinstance(answers.press, Exception):
            raise answers.press
        return answers.press

    def call_udf(module, name, args, this_workbook=None, caller=None):  # type: ignore[no-untyped-def]
        host.calls.append((module, name, args, this_workbook, caller))
        if isinstance(answers.udf, Exception):
            raise answers.udf
        return answers.udf

    for name, content in {
        "xladdin.excel.buttons": {"press": press},
        "xladdin.excel.udfs": {},
        "xlwings._xlwindows": {"Book": LiveBook},
    }.items():
        module = ModuleType(name)
        vars(module).update(content)
        monkeypatch.setitem(sys.modules, name, module)
        parent, _, own = name.rpartition(".")
        if parent in sys.modules:
            monkeypatch.setattr(sys.modules[parent], own, module, raising=False)
    host.run("Serve", server(call_udf))
    return answers


class LiveBook:
    """Stands for xlwings' handle on a workbook of Excel."""

    def __init__(self, xl: object) -> None:
        self.xl = xl


class Control(Wrapped):
    """What Office hands to a callback of the ribbon."""

    def vba_get(self, name: str, *rest: object) -> object:
        assert name == "ID"
        return self.inner


def click(host: Excel, button: str) -> None:
    host.run("JX_OnAction", Control(button))


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


def test_a_click_without_python_says_what_to_do(host: Excel) -> None:
    click(host, "check")
    assert host.said.startswith(f"{EXCLAMATION} Excel 里的计算程序没有启动。请关闭 Excel")
    assert host.noted == "start: cannot load"


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


def test_warming_up_describes_the_functions_in_chinese(
    host: Excel, python: SimpleNamespace
) -> None:
    host.run("JX_WarmUp")
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
    assert parameters("com_server", "serve") == ["clsid"]
