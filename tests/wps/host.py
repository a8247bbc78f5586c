"""WPS as the tests have it: its script runs in node, its objects are those of the test.

with Wps(model) as wps:                # any object with Excel's names, as native.AppApi
    wps.run('OnAction({Id: "check"})')   # waits until the button has done its work
    wps.said                           # what its message boxes showed
"""

from __future__ import annotations

import datetime as dt
import inspect
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "macros" / "wps" / "main.js"
HOST = Path(__file__).with_name("host.js")


def node() -> str:
    """The program that runs scripts; without it the test is skipped."""
    found = shutil.which("node")
    if found is None:
        pytest.skip("需要 node")
    return found


class Wps:
    """A script of ours in a WPS whose application is a Python object."""

    def __init__(self, application: Any, *scripts: Path) -> None:
        self.said: list[str] = []
        #: Whom message boxes with two buttons ask; without anybody the answer is yes.
        self.asks: Callable[[str], bool] = lambda question: True
        command = [node(), str(HOST), *map(str, scripts or (SCRIPT,))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._objects = [application]
        self._wait()

    def __enter__(self) -> Wps:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """The program ends, as when the user closes it."""
        if self._process.stdin is not None and not self._process.stdin.closed:
            self._process.kill()
            self._process.communicate()

    def define(self, **values: Any) -> None:
        """Set variables of the script's."""
        self._order({"define": values})
        self._wait()

    def run(self, code: str, rest: int = 0) -> Any:
        """Run something in the script's window, and wait for the button that it may have pressed;
        ``rest``: then for so many milliseconds more. What it gives, or the text of its error."""
        self._order({"run": code, "rest": rest})
        ran = self._wait()
        return ran.get("failed") or ran.get("ran")

    def _order(self, order: dict[str, Any]) -> None:
        self._tell(order)

    def _wait(self) -> dict[str, Any]:
        """Answer all questions until the script has nothing to do."""
        ran: dict[str, Any] = {}
        while True:
            assert self._process.stdout is not None
            line = self._process.stdout.readline()
            assert line, "node has ended"
            question = json.loads(line)
            if "idle" in question:
                return ran
            if "ran" in question:
                ran = question
                self._tell({})
                continue
            try:
                answer = self._answer(question)
            except Exception as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
            self._tell(answer)

    def _tell(self, answer: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(answer).encode() + b"\n")
        self._process.stdin.flush()

    def _answer(self, question: dict[str, Any]) -> dict[str, Any]:
        if "alert" in question:
            self.said.append(question["alert"])
            return {}
        if "confirm" in question:
            return {"value": 1 if self.asks(question["confirm"]) else 0}
        number = next(question[verb] for verb in ("get", "set", "call") if verb in question)
        target, name = self._objects[number], question["name"]
        if "set" in question:
            setattr(target, name, question["value"])
            return {}
        if "get" in question:
            # What the application does not have is undefined in a script.
            member = getattr(target, name, None) if name != "then" else None
            return {"method": True} if inspect.isroutine(member) else self._shown(member)
        values = [
            self._objects[value["object"]] if "object" in value else value["value"]
            for value in question["values"]
        ]
        return self._shown(getattr(target, name)(*values))

    def _shown(self, value: Any) -> dict[str, Any]:
        if isinstance(value, dt.datetime):
            return {"date": value.isoformat()}
        if value is None or isinstance(value, str | int | float | bool | tuple | list):
            return {"value": value}
        self._objects.append(value)
        return {"object": len(self._objects) - 1}
