"""Prove, without Excel or WPS, that their add-ins reach Python: ``python -I -m xladdin.addin.proof``.

For Excel the server is started as the add-in's DLL starts it, and called as VBA calls it: by COM,
from another process. The installer and the doctor run this with the private Python on any Windows,
with or without Excel. For WPS the program is started and asked as WPS's script does.
"""

from __future__ import annotations

import http.client
import importlib
import json
import secrets
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from xladdin import __version__
from xladdin.errors import InputError

#: Seconds to wait; a slow PC whose virus scanner reads every file takes half of them.
_PATIENCE = 60.0
#: Seconds that WPS's script waits.
_PATIENCE_OF_WPS = 30.0
#: The COM error for a class that nobody serves yet.
_NOT_YET = -2147221164
_PYWIN32 = "pythoncom", "win32api", "win32event", "win32com.client"


def prove(python: Path) -> str:
    """Start the server with this Python and press one of its buttons; return the result as a sentence.

    Raises InputError if the server does not start or answer; its note holds what the server
    printed.
    """
    com = _import_com()
    began = time.monotonic()
    name = str(com.CreateGuid())
    with _started(python, name) as server:
        try:
            answer = _press(com, name, server)
        finally:
            server.kill()
    if not answer.startswith(f"xladdin {__version__}"):
        raise InputError(f"计算程序答的是“{answer[:40]}”，不是这个版本的。")
    return f"计算程序 {time.monotonic() - began:.1f} 秒启动，能回答。"


def main() -> int:
    """Print the proof, or what is wrong; return the exit status, 0 or 1."""
    windowed = Path(sys.executable).with_name("pythonw.exe")
    try:
        print(prove(windowed if windowed.is_file() else Path(sys.executable)))
    except InputError as error:
        print(error, *getattr(error, "__notes__", ()), sep="\n")
        return 1
    return 0


def _import_com() -> Any:
    try:
        for module in _PYWIN32:
            importlib.import_module(module)
    except ImportError as error:
        failure = InputError("缺少与 Excel 通话用的 pywin32，或者它的文件被杀毒软件删掉了。")
        failure.add_note(str(error))
        raise failure from error
    return importlib.import_module("pythoncom")


def _started(python: Path, name: str) -> subprocess.Popen[str]:
    try:
        return subprocess.Popen(
            [python, "-I", "-m", "xladdin.excel.serving", name],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise InputError(f"Windows 不许启动“{python}”，请在杀毒软件里放行它。") from error


def _press(com: Any, name: str, server: subprocess.Popen[str]) -> str:
    """Press the button 关于, which needs no workbook, and return its answer. Raises InputError if the
    server ends or cannot be reached."""
    dispatch = importlib.import_module("win32com.client").Dispatch
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            found = com.CoCreateInstance(name, None, com.CLSCTX_LOCAL_SERVER, com.IID_IDispatch)
            break
        except com.com_error as error:
            if error.args[0] != _NOT_YET:
                raise InputError(f"计算程序启动了，但是连不上（{error.args[0]}）。") from error
        if server.poll() is not None:
            failure = InputError("计算程序一启动就退出了。")
            failure.add_note(server.stderr.read() if server.stderr else "")
            raise failure
        if time.monotonic() > until:
            raise InputError(f"计算程序等了 {_PATIENCE:.0f} 秒没有回应。")
        time.sleep(0.1)
    python = dispatch(found)
    buttons = python.Module("xladdin.excel.buttons")
    return str(python.Str(python.Call(buttons, "press", python.Tuple("about", None, None))))


def prove_to_wps(program: Path, meetings: Path) -> str:
    """Start the program as WPS's script does, and press 关于; return the result as a Chinese
    sentence. Raises InputError if it gives no right answer, OSError if it cannot be started."""
    name = secrets.token_hex(8)
    began = time.monotonic()
    command = [str(program), "-I", "-m", "xladdin.wps.serving", name]
    none = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=none, stdout=none, stderr=none) as process:
        try:
            told = _meeting_file(meetings / f"{name}.json", process, began + _PATIENCE_OF_WPS)
            port = int(told["port"])
            session = _ask(port, {"token": told["token"]})["session"]
            took = time.monotonic() - began
            asks = _ask(port, {"session": session, "press": "about"})
            # No workbook is open, so it asks nothing more.
            said = _ask(port, {"session": session, "turn": asks["turn"], "done": [None]})["said"]
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as error:
            raise InputError("计算程序启动了，但是没有好好回答。") from error
        finally:
            process.kill()
            (meetings / f"{name}.json").unlink(missing_ok=True)
    if not str(said).startswith("xladdin "):
        raise InputError("计算程序回答了，但是不对。")
    return f"计算程序 {took:.1f} 秒启动，能回答。"


def _meeting_file(meeting: Path, process: subprocess.Popen[bytes], until: float) -> dict[str, Any]:
    """Wait for the file that the program writes for the script, and return its content. Raises
    InputError if the program ends or the time is over."""
    while not meeting.is_file():
        if process.poll() is not None:
            raise InputError("计算程序一启动就退出了。")
        if time.monotonic() > until:
            raise InputError("计算程序没有启动起来。")
        time.sleep(0.05)
    told: dict[str, Any] = json.loads(meeting.read_text(encoding="utf-8"))
    return told


def _ask(port: int, message: dict[str, Any]) -> dict[str, Any]:
    """Send a message and return the reply."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_OF_WPS)
    try:
        connection.request("POST", "/", json.dumps(message))
        with connection.getresponse() as reply:
            answer: dict[str, Any] = json.loads(reply.read())
            return answer
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
