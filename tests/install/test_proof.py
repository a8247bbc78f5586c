"""The proof that Python can be reached, with COM replaced, and xlwings' own server behind it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from tests.kit.com_server import server
from xladdin import __version__
from xladdin.addin import proof
from xladdin.errors import InputError

NOT_YET, REFUSED = -2147221164, -2147024891
SLEEP = "import time; time.sleep(60)"


class ComError(Exception):
    """pywin32's."""


@pytest.fixture
def com(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """COM, which first gives ``errors``, then the server."""
    state = SimpleNamespace(errors=[NOT_YET, NOT_YET], asked=[])

    def create(name: str, outer: object, context: int, interface: str) -> object:
        state.asked.append((name, outer, context, interface))
        if state.errors:
            raise ComError(state.errors.pop(0))
        return server(lambda *_: None).inner

    pythoncom = ModuleType("pythoncom")
    vars(pythoncom).update(
        CreateGuid=lambda: "{506E67C3}", CoCreateInstance=create, com_error=ComError,
        CLSCTX_LOCAL_SERVER=4, IID_IDispatch="{00020400}",
    )  # fmt: skip
    client = ModuleType("win32com.client")
    vars(client).update(Dispatch=lambda found: found)
    for module in (pythoncom, client, *map(ModuleType, ("win32com", "win32api", "win32event"))):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return state


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[str]]]:
    """In place of the server a process that only lives, as there is no COM here to serve."""
    found: list[subprocess.Popen[str]] = []

    def start(python: Path, name: str) -> subprocess.Popen[str]:
        found.append(subprocess.Popen([python, "-c", SLEEP], stderr=subprocess.PIPE, text=True))
        return found[-1]

    monkeypatch.setattr(proof, "_started", start)
    yield found
    assert all(each.poll() is not None for each in found)  # none is left running


def test_a_button_is_pressed_through_com_in_another_process(
    com: SimpleNamespace, started: list[subprocess.Popen[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert proof.main() == 0
    assert capsys.readouterr().out.endswith("秒启动，能回答。\n")
    assert com.asked == [("{506E67C3}", None, 4, "{00020400}")] * 3
    assert len(started) == 1


def test_another_version_that_answers_is_no_proof(
    com: SimpleNamespace, started: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "__version__", "9.9")
    with pytest.raises(InputError, match=f"^计算程序答的是“xladdin {__version__}"):
        proof.prove(Path(sys.executable))


def test_who_refuses_the_connection_is_told_with_the_number(
    com: SimpleNamespace, started: list[object]
) -> None:
    com.errors = [NOT_YET, REFUSED]
    with pytest.raises(InputError, match=rf"^计算程序启动了，但是连不上（{REFUSED}）。$"):
        proof.prove(Path(sys.executable))


def test_who_never_answers_is_not_waited_for_for_ever(
    com: SimpleNamespace, started: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    com.errors = [NOT_YET] * 1000
    monkeypatch.setattr(proof, "_PATIENCE", 0.2)
    with pytest.raises(InputError, match="秒没有回应"):
        proof.prove(Path(sys.executable))


def test_the_real_server_ends_at_once_where_there_is_no_com_and_tells_why(
    com: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    com.errors = [NOT_YET] * 1000
    assert proof.main() == 1
    first, *more = capsys.readouterr().out.splitlines()
    assert first == "计算程序一启动就退出了。"
    assert any("pywin32" in line for line in more)


def test_a_program_that_may_not_be_started_is_named(com: SimpleNamespace, tmp_path: Path) -> None:
    (tmp_path / "pythonw.exe").write_text("")
    with pytest.raises(InputError, match=r"^Windows 不许启动“.+pythonw.exe”，请在杀毒软件里放行它"):
        proof.prove(tmp_path / "pythonw.exe")


def test_without_pywin32_that_is_what_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pythoncom", None)
    with pytest.raises(InputError, match=r"^缺少与 Excel 通话用的 pywin32"):
        proof.prove(Path(sys.executable))
