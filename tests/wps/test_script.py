"""The script in WPS, in node, against an object model that is written down here: all that it can be
asked for, and all that can go wrong with its server."""

from __future__ import annotations

import datetime as dt
import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any

import pytest

from tests.wps.host import Wps
from xladdin.wps.line import Line
from xladdin.wps.server import Refused, Server, Talk


class Cells:
    """Some cells of the model."""

    def __init__(self, value: Any) -> None:
        self.Value2 = value
        self.cleared = False

    def Address(self) -> str:
        return "$A$1:$B$2"

    def Clear(self) -> None:
        self.cleared = True

    def Delete(self) -> None:
        raise ValueError("the sheet is protected")


class Model:
    """As much of WPS as is needed to see whether calls arrive."""

    def __init__(self) -> None:
        self.Interactive = True
        self.StatusBar: Any = False
        self.files: dict[str, str] = {"/python": ""}
        self.started: list[tuple[str, str]] = []
        self.on_start: Callable[[str], None] = lambda name: None
        self.cells = {
            "A1:B2": Cells(((1.5, "字"), (None, True))),
            "C1": Cells(dt.datetime(2025, 3, 1, 12)),
        }
        self.FileSystem, self.OAAssist = self, self

    def existsSync(self, path: str) -> bool:
        return path in self.files

    def readFileString(self, path: str) -> str:
        return self.files[path]

    def ShellExecute(self, file: str, params: str) -> None:
        self.started.append((file, params))
        self.on_start(params.split()[-1])

    def Range(self, first: Any, last: Any = None) -> Cells:
        return self.cells[first] if isinstance(first, str) else first

    def Echo(self, *given: Any) -> list[Any]:
        return [type(each).__name__ for each in given]


PLACE = {"program": "/python", "arguments": "-I -m xladdin.wps.serving", "meeting": "/meeting"}


class Scene:
    """The script, its model, and a server that does what a test says on a click."""

    def __init__(self) -> None:
        self.model = Model()
        self.wps = Wps(self.model)
        self.wps.define(PLACE=PLACE)
        self.servers: list[Server] = []
        self.threads: list[threading.Thread] = []
        self.does: Callable[[str, Line], str] = lambda button, line: button
        self.model.on_start = self.serve

    def serve(self, name: str) -> None:
        """A server of its own for whoever has started it under this name."""
        server = Server(Talk(lambda button, line: self.does(button, line)))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        self.servers.append(server)
        self.threads.append(thread)
        self.meet(name, server.port, server.talk.token)

    def meet(self, name: str, port: int, token: str) -> None:
        """What the server writes down for the script."""
        self.model.files[f"/meeting/{name}.json"] = json.dumps({"port": port, "token": token})

    def click(self, button: str = "check") -> str:
        """What the message box shows after a click."""
        self.wps.said.clear()
        self.wps.run(f'OnAction({{Id: "{button}"}})')
        return "\n".join(self.wps.said)

    def close(self) -> None:
        self.wps.close()
        for server, thread in zip(self.servers, self.threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()
            server.talk.give_up()


@pytest.fixture
def scene() -> Iterator[Scene]:
    found = Scene()
    try:
        yield found
    finally:
        found.close()


# What it does for the server


def test_a_click_starts_the_server_once_and_shows_what_it_says(scene: Scene) -> None:
    assert [scene.click("check"), scene.click("about")] == ["check", "about"]
    ((program, arguments),) = scene.model.started
    assert program == "/python"
    assert arguments.startswith("-I -m xladdin.wps.serving ")
    assert len(arguments.split()[-1]) == 16


def test_properties_are_got_and_set_and_methods_called(scene: Scene) -> None:
    found: dict[str, Any] = {}

    def press(button: str, line: Line) -> str:
        app = line.application
        cells = app.item("Range", "A1:B2")
        found["values"] = cells.get("Value2")
        found["address"] = cells.told("Address")
        cells.set("Value2", [[1, None]])
        cells.do("Clear")
        app.set("StatusBar", "正在读取……")
        found["after"] = cells.get("Value2")
        found["date"] = app.item("Range", "C1").get("Value2")
        found["missing"] = app.get("NoSuchThing")
        found["object"] = app.get("FileSystem")
        found["arguments"] = app.told("Echo", "a", None, 2, True, cells)
        found["same"] = app.item("Range", cells).get("Value2")
        return "好"

    scene.does = press
    assert scene.click() == "好"
    assert found == {
        "values": [[1.5, "字"], [None, True]], "address": "$A$1:$B$2", "after": [[1, None]],
        "date": 45717.5, "missing": None, "object": {},
        "arguments": ["str", "NoneType", "int", "bool", "Cells"], "same": [[1, None]],
    }  # fmt: skip
    assert scene.model.cells["A1:B2"].cleared
    assert scene.model.StatusBar == "正在读取……"


def test_the_message_boxes_are_those_of_the_script(scene: Scene) -> None:
    scene.wps.asks = lambda question: "删掉" not in question

    def press(button: str, line: Line) -> str:
        line.window.call("alert", "先说")
        answers = [line.window.call("confirm", text) for text in ("代替吗？", "删掉吗？")]
        return repr(answers)

    scene.does = press
    assert scene.click() == "先说\n[1, 0]"


def test_nobody_writes_into_the_cells_while_python_works(scene: Scene) -> None:
    scene.does = lambda button, line: str(line.application.get("Interactive"))
    assert scene.click() == "False"
    assert scene.model.Interactive is True


@pytest.mark.parametrize(
    ("operations", "failed"),
    [
        ([["get", 0, "StatusBar", 0], ["get", 99, "Name", 0], ["get", 0, "StatusBar", 0]], "unknown object 99"),
        ([["get", 0, "StatusBar", 0], ["call", 0, "Range", [{"object": 99}], 0]], "unknown object 99"),
        ([["get", 0, "StatusBar", 0], ["eval", 0, "1 + 1", 0]], "unknown operation eval"),
        ([["get", 0, "StatusBar", 0], ["call", 0, "NoSuchMethod", [1], 0]], "unknown method NoSuchMethod"),
        ([["call", 0, "Range", ["A1:B2"], 2], ["call", 2, "Delete", [], 0]], "ValueError: the sheet is protected"),
    ],
    ids=["unknown object", "unknown argument", "unknown verb", "unknown method", "refused"],
)  # fmt: skip
def test_what_fails_ends_the_operations_and_is_told(
    scene: Scene, operations: list[Any], failed: str
) -> None:
    answers: list[Any] = []

    def press(button: str, line: Line) -> str:
        answers.append(line._send(operations))
        answers.append(line._send([["get", 0, "Interactive", 0]]))
        return "还在"

    scene.does = press
    assert scene.click() == "还在"
    assert len(answers[0]["done"]) == 1
    assert answers[0]["failed"] == failed
    assert answers[1]["done"] == [False]


def test_objects_are_forgotten_with_the_next_click(scene: Scene) -> None:
    scene.does = lambda button, line: str(line.application.item("Range", "C1").told("Address"))
    assert scene.click() == "$A$1:$B$2"
    scene.does = lambda button, line: line._send([["call", 2, "Address", [], 0]])["failed"]
    assert scene.click() == "unknown object 2"


# What goes wrong

STOPPED = "计算程序中途停了，这一步可能没有做完。表里没有保存的内容还在；请再点一次，它会重新启动。"


def test_where_nothing_is_installed_it_says_so(scene: Scene) -> None:
    del scene.model.files["/python"]
    assert scene.click() == "计算程序没有装好。请重新运行安装包里的安装程序，再打开 WPS。"


def test_a_program_that_may_not_be_started_is_told(scene: Scene) -> None:
    def forbidden(name: str) -> None:
        raise PermissionError(name)

    scene.model.on_start = forbidden
    assert scene.click().startswith("计算程序没有启动：WPS 不能运行别的程序")
    assert "“/python”" in scene.click()


def test_a_server_that_never_answers_is_told(scene: Scene) -> None:
    scene.model.on_start = lambda name: None
    scene.wps.define(STARTS_WITHIN=50, LOOKS_EVERY=10)
    assert scene.click().startswith("计算程序没有启动，或者没有回应。")


def test_a_file_that_is_half_written_is_read_again(scene: Scene) -> None:
    def slowly(name: str) -> None:
        scene.serve(name)
        whole = scene.model.files[f"/meeting/{name}.json"]
        reads = iter([whole[:9], ""])
        scene.model.readFileString = lambda path: next(reads, whole)  # type: ignore[method-assign]

    scene.model.on_start = slowly
    scene.wps.define(LOOKS_EVERY=5)
    assert scene.click() == "check"


def test_a_wrong_token_is_refused(scene: Scene) -> None:
    def wrong(name: str) -> None:
        scene.serve(name)
        scene.meet(name, scene.servers[-1].port, "wrong")

    scene.model.on_start = wrong
    assert scene.click().startswith("计算程序没有启动，或者没有回应。")


def test_a_second_client_is_refused(scene: Scene) -> None:
    def taken(name: str) -> None:
        scene.serve(name)
        talk = scene.servers[-1].talk
        talk.answer({"token": talk.token})

    scene.model.on_start = taken
    assert scene.click().startswith("计算程序没有启动，或者没有回应。")
    talk = scene.servers[-1].talk
    with pytest.raises(Refused, match="somebody else"):
        talk.answer({"token": talk.token})


def test_a_server_that_dies_is_told_and_started_again(scene: Scene) -> None:
    assert scene.click() == "check"
    server = scene.servers[0]

    def dies(button: str, line: Line) -> str:
        server.socket.close()
        line.application.get("StatusBar")
        server.talk._session = "another"  # as one that was started anew
        line.application.get("Interactive")
        return "不该到这里"

    scene.does = dies
    assert scene.click() == STOPPED
    assert scene.model.Interactive is True
    scene.does = lambda button, line: "又好了"
    assert scene.click() == "又好了"
    assert len(scene.model.started) == 2


def test_a_second_click_waits_for_the_first(scene: Scene) -> None:
    scene.does = lambda button, line: str(line.application.get("StatusBar"))
    scene.wps.run('OnAction({Id: "check"}); OnAction({Id: "undo"})')
    assert scene.wps.said == ["上一步还没有做完，请稍等。", "False"]


class Broken(BaseHTTPRequestHandler):
    """A server whose replies to clicks are not whole."""

    protocol_version = "HTTP/1.1"
    server: Any

    def do_POST(self) -> None:
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.heard.append(sorted(message))
        if "stay" in message:
            self.server.left.wait()
            self.close_connection = True
            return
        body = b'{"session": "s"}' if "token" in message else b'{"turn": 0, "do": [["get", 0, "Sta'
        promised = len(body) + (0 if "token" in message else self.server.missing)
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Length", str(promised))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = promised > len(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


class BrokenServer(socketserver.ThreadingMixIn, HTTPServer):
    daemon_threads = True
    missing = 0


@contextmanager
def broken(missing: int) -> Iterator[Any]:
    """Such a server; ``missing``: so many bytes of a reply never come."""
    with BrokenServer(("127.0.0.1", 0), Broken) as server:
        there: Any = server
        there.missing, there.heard, there.left = missing, [], threading.Event()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield there
        finally:
            there.left.set()
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("missing", "said", "last"),
    [
        (0, "计算程序的回答没有收完整，这一步没有做完。请再点一次；仍不行，请点“自检”。", ["leave", "session"]),
        (40, STOPPED, ["press", "session"]),
    ],
    ids=["no JSON", "cut off"],
)  # fmt: skip
def test_a_reply_that_is_half_read_is_not_acted_on(
    scene: Scene, missing: int, said: str, last: list[str]
) -> None:
    with broken(missing) as server:
        scene.model.on_start = lambda name: scene.meet(name, server.server_address[1], "t")
        assert scene.click() == said
        assert scene.model.Interactive is True
        assert [each for each in server.heard if each != ["session", "stay"]][-1] == last


# Before the first click


@pytest.mark.parametrize(("sheets", "starts"), [(["封面", "填报说明"], 1), (["工资"], 0)])
def test_a_workbook_of_ours_starts_the_server_before_the_first_click(
    scene: Scene, sheets: list[str], starts: int
) -> None:
    class Sheets:
        Count = len(sheets)

        def Item(self, number: int) -> Any:
            return SimpleNamespace(Name=sheets[number - 1])

    scene.model.Opened = SimpleNamespace(Worksheets=Sheets())  # type: ignore[attr-defined]
    scene.wps.run("warmUp(Application.Opened)", rest=20)
    assert len(scene.model.started) == starts
    assert scene.click() == "check"
    assert len(scene.model.started) == 1
