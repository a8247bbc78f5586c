"""Every way in which a click can fail has its own sentence, and leaves Excel as it was."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.addin.twin import EXCLAMATION, Excel, click, host, python
from xladdin.addin.macros import Macros

__all__ = ["host", "python"]

OFF = [("DisplayAlerts", False), ("Interactive", False)]
ON = [("DisplayAlerts", True), ("Interactive", True)]


@pytest.mark.parametrize("answer", ["校验完成。", RuntimeError("x")])
def test_excel_holds_still_while_python_works_and_not_a_moment_longer(
    host: Excel, python: SimpleNamespace, answer: object
) -> None:
    python.press = answer
    click(host, "check")
    assert host.switched == [*OFF, ("press", "check"), *ON]


@pytest.mark.parametrize(
    ("cause", "told", "remedy"),
    [
        ("missing", "计算程序的文件不见了", "信任文件夹"),
        ("bitness", "计算程序的文件与这个 Excel 不配", "install.cmd"),
        ("forbidden", "Windows 拒绝访问", "请管理员放行"),
        ("broken", "计算程序一启动就退出了", "doctor.cmd"),
        ("silent", "计算程序启动了，但是没有回应", "doctor.cmd"),
        ("unreachable", "计算程序没有启动", "doctor.cmd"),
        ("VBAProject", "计算程序没有启动", "doctor.cmd"),  # as VBA calls what it does not know
    ],
)
def test_each_way_in_which_python_fails_to_start_has_its_own_words(
    host: Excel, cause: str, told: str, remedy: str
) -> None:
    host.run("Blame", cause)
    click(host, "check")
    assert host.said.startswith(f"{EXCLAMATION} {told}")
    assert remedy in host.said
    assert "{" not in host.said
    assert host.noted == "start: cannot load"
    assert host.switched == []


def test_where_a_guard_forbids_it_nobody_is_told_to_install_again(host: Excel) -> None:
    host.run("Blame", "forbidden")
    click(host, "check")
    assert "重新安装没有用" in host.said
    assert "install.cmd" not in host.said


@pytest.mark.parametrize(
    ("said", "failure"),
    [
        ("Could not create Python process.\nError message: 拒绝访问。\nCommand: x", "forbidden"),
        ("AssignProcessToJobObject failed: 5", "forbidden"),
        ("Python process exited before it was possible to create the interface object.", "broken"),
        ("Could not activate Python COM server, hr = -2147221164", "silent"),
        ("", "unreachable"),
    ],
)
def test_what_the_dll_says_is_understood_in_every_language_of_windows(
    host: Excel, said: str, failure: str
) -> None:
    assert host.run("StartFailure", said) == failure


@pytest.mark.parametrize(
    ("number", "failure"),
    [(126, "missing"), (3, "missing"), (193, "bitness"), (5, "forbidden"), (1260, "forbidden"),
     (225, "missing"), (1114, "unreachable")],
)  # fmt: skip
def test_what_windows_says_of_the_dll_is_understood(host: Excel, number: int, failure: str) -> None:
    assert host.run("LoadFailure", number) == failure


@pytest.mark.parametrize(
    ("number", "told", "forgotten"),
    [
        (462, "计算程序中途停了", 1),
        (-2147023174, "计算程序中途停了", 1),
        (-2147418111, "Excel 正忙", 0),
        (-2147352567, "这一步没有做成", 0),
    ],
)
def test_a_call_that_does_not_come_back_is_told_and_a_server_that_is_gone_is_forgotten(
    host: Excel, python: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, number: int, told: str,
    forgotten: int,
) -> None:  # fmt: skip
    monkeypatch.setattr("tests.kit.com_server.DISP_E_EXCEPTION", number)
    python.press = RuntimeError("gone")
    click(host, "check")
    assert host.said.startswith(f"{EXCLAMATION} {told}")
    assert host.run("TimesForgotten") == forgotten


def test_every_sentence_of_the_sheet_is_for_some_failure(host: Excel, sources: Macros) -> None:
    kinds = {
        name
        for name, *_ in sources.rows
        if not name.startswith(("JX_", "sheet_", "link_", "title"))
    }
    module = sources.modules["Failures"]
    assert {name for name in kinds if f'"{name}"' not in module} == set()
    for name in kinds:
        assert host.run("Sentence", name).endswith("。")
