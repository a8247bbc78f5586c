"""The add-in's twin, opened by an interpreter of VBA, with a running server behind it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import xlwings as xw
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter import VBAErrorValue

from tests.kit.com_server import Wrapped, from_vba, server

#: In place of Outside.bas.
STAND_IN = """
Attribute VB_Name = "Outside"
Public given As Object
Public said As String
Public noted As String
Public cause As String
Public forgotten As Long
Public Sub Serve(ByVal python As Object)
    Set given = python
End Sub
Public Function Py() As Object
    If given Is Nothing Then Err.Raise vbObjectError + 1, cause, "cannot load"
    Set Py = given
End Function
Public Sub Blame(ByVal source As String)
    cause = source
End Sub
Public Sub Forget()
    forgotten = forgotten + 1
End Sub
Public Function TimesForgotten() As Long
    TimesForgotten = forgotten
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
        #: What was switched off and on while Python worked, in order.
        self.switched: list[tuple[str, object]] = []
        #: Macros that were put off, by OnTime.
        self.later: list[object] = []
        #: The cell that a function is in; not one when VBA itself calls it.
        self.caller: object = VBAErrorValue(2023)
        self._get = self.application.vba_get
        vars(self.application)["vba_get"] = self._application_get
        vars(self.application)["vba_set"] = self._application_set

    def _application_get(
        self, name: str, args: Sequence[object] = (), named: dict[str, object] | None = None
    ) -> object:
        """Members of Excel that the interpreter lacks."""
        if name == "Caller":
            return self.caller
        if name == "OnTime":
            self.later.append(args[1])
            return None
        if name == "MacroOptions":
            self.described.append({key: from_vba(value) for key, value in (named or {}).items()})
            return None
        return self._get(name, args, named)

    def _application_set(self, name: str, value: object, *rest: object, **more: object) -> None:
        assert name in ("DisplayAlerts", "Interactive")
        self.switched.append((name, bool(value)))

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
def host(readable: Path) -> Excel:
    return Excel(readable / "xladdin.xlsm")


@pytest.fixture
def python(host: Excel, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A running server; ``press`` and ``call_udf`` answer what a test wants."""
    import_module("xladdin.excel")
    answers = SimpleNamespace(press="", udf=0)

    def press(button: str, app: xw.App, book: object) -> str:
        assert type(app) is xw.App
        assert app.impl.xl is host.application
        host.calls.append((button, book))
        host.switched.append(("press", button))
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
        "xlwings._xlwindows": {"Book": LiveBook, "App": LiveApp},
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


class LiveApp:
    """Stands for xlwings' handle on Excel itself."""

    pid = 1

    def __init__(self, xl: object) -> None:
        self.xl = xl


class Control(Wrapped):
    """What Office hands to a callback of the ribbon."""

    def vba_get(self, name: str, *rest: object) -> object:
        assert name == "ID"
        return self.inner


def click(host: Excel, button: str) -> None:
    host.run("JX_OnAction", Control(button))
