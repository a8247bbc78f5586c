"""Whether the program answers as WPS's script will call it: started, met, asked, left."""

from __future__ import annotations

import http.client
import json
import secrets
import subprocess
import time
from pathlib import Path
from typing import Any

from xladdin.errors import InputError

#: So long, in seconds, the program may take to start; as long as the script waits.
_PATIENCE = 30.0


def prove(program: Path, meetings: Path) -> str:
    """Start the program as the script does, and press 关于; what that came to. Raises InputError, and
    OSError where it may not be started."""
    name = secrets.token_hex(8)
    began = time.monotonic()
    command = [str(program), "-I", "-m", "xladdin.wps.serving", name]
    none = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=none, stdout=none, stderr=none) as process:
        try:
            told = _met(meetings / f"{name}.json", process, began + _PATIENCE)
            port = int(told["port"])
            session = _asked(port, {"token": told["token"]})["session"]
            took = time.monotonic() - began
            asks = _asked(port, {"session": session, "press": "about"})
            # No workbook is open; there is no more that it wants to know.
            said = _asked(port, {"session": session, "turn": asks["turn"], "done": [None]})["said"]
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as error:
            raise InputError("计算程序启动了，但是没有好好回答。") from error
        finally:
            process.kill()
            (meetings / f"{name}.json").unlink(missing_ok=True)
    if not str(said).startswith("xladdin "):
        raise InputError("计算程序回答了，但是不对。")
    return f"计算程序 {took:.1f} 秒启动，能回答。"


def _met(meeting: Path, process: subprocess.Popen[bytes], until: float) -> dict[str, Any]:
    """What the program has written down for the script."""
    while not meeting.is_file():
        if process.poll() is not None:
            raise InputError("计算程序一启动就退出了。")
        if time.monotonic() > until:
            raise InputError("计算程序没有启动起来。")
        time.sleep(0.05)
    told: dict[str, Any] = json.loads(meeting.read_text(encoding="utf-8"))
    return told


def _asked(port: int, message: dict[str, Any]) -> dict[str, Any]:
    """The reply to a message."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("POST", "/", json.dumps(message))
        with connection.getresponse() as reply:
            answer: dict[str, Any] = json.loads(reply.read())
            return answer
    finally:
        connection.close()
