"""The script in WPS, in node: what can go wrong with its server, and what the user is told."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tests.wps.scene import Scene
from xladdin.wps.line import Line
from xladdin.wps.server import Refused

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
