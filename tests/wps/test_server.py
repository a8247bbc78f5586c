"""The local server: whom it answers, in which order, and when it ends."""

from __future__ import annotations

import http.client
import json
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from xladdin.wps import serving
from xladdin.wps.line import Line, RemoteError
from xladdin.wps.server import Refused, Server, Talk


@contextmanager
def served(talk: Talk) -> Iterator[Server]:
    with Server(talk) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
            talk.give_up()


def asked(
    port: int, message: Any, host: str | None = None, length: str | None = None
) -> tuple[int, dict[str, Any]]:
    """The status and the reply to a message, or to raw bytes."""
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.putrequest("POST", "/", skip_host=True)
        connection.putheader("Host", host or f"127.0.0.1:{port}")
        connection.putheader("Content-Length", length or str(len(body)))
        connection.endheaders(body)
        with connection.getresponse() as reply:
            return reply.status, json.loads(reply.read())
    finally:
        connection.close()


def begun(talk: Talk) -> str:
    return str(talk.answer({"token": talk.token})["session"])


def counting(button: str, line: Line) -> str:
    """A button that asks twice."""
    return "".join(str(line.application.get(name)) for name in ("A", "B"))


def test_a_press_asks_and_ends_with_what_it_says() -> None:
    talk = Talk(counting)
    session = begun(talk)
    asks = talk.answer({"session": session, "press": "check"})
    assert asks == {"turn": 0, "do": [["get", 0, "A", 0]]}
    asks = talk.answer({"session": session, "turn": 0, "done": ["1"]})
    assert asks == {"turn": 1, "do": [["get", 0, "B", 0]]}
    assert talk.answer({"session": session, "turn": 1, "done": ["2"]}) == {"said": "12"}
    with pytest.raises(Refused, match="nothing is asked"):
        talk.answer({"session": session, "turn": 2, "done": []})


def test_the_same_answer_counts_once() -> None:
    talk = Talk(counting)
    session = begun(talk)
    talk.answer({"session": session, "press": "check"})
    talk.answer({"session": session, "turn": 0, "done": ["1"]})
    with pytest.raises(Refused, match="not its turn"):
        talk.answer({"session": session, "turn": 0, "done": ["1"]})
    assert talk.answer({"session": session, "turn": 1, "done": ["2"]}) == {"said": "12"}


def test_what_was_pressed_before_is_given_up() -> None:
    ended = []

    def press(button: str, line: Line) -> str:
        try:
            with suppress(Exception):  # as handlers do: this is for no handler to catch
                line.application.get("A")
            return "ran on"
        finally:
            ended.append(button)

    talk = Talk(press)
    session = begun(talk)
    talk.answer({"session": session, "press": "check"})
    asks = talk.answer({"session": session, "press": "undo"})
    assert ended == ["check"]
    assert asks["turn"] == 0
    assert talk.answer({"session": session, "leave": True}) == {"said": ""}
    assert ended == ["check", "undo"]


@pytest.mark.parametrize(
    "message", [{"token": "x"}, {"token": None}, {"token": "㛃\ud800"}, {"press": "check"}, {"session": 1, "stay": 1}, {}]
)  # fmt: skip
def test_without_the_token_nothing_is_told(message: dict[str, Any]) -> None:
    talk = Talk(counting)
    begun(talk)
    with served(talk) as server:
        status, reply = asked(server.port, message)
    assert status == 403
    assert list(reply) == ["refused"]


def test_only_the_first_who_has_the_token_is_answered() -> None:
    talk = Talk(counting)
    with served(talk) as server:
        assert asked(server.port, {"token": talk.token})[0] == 200
        assert asked(server.port, {"token": talk.token})[0] == 403


@pytest.mark.parametrize("host", ["localhost", "evil.example", "127.0.0.1"])
def test_a_name_that_leads_here_is_refused(host: str) -> None:
    talk = Talk(counting)
    with served(talk) as server:
        assert asked(server.port, {"token": talk.token}, host=host)[0] == 403
        assert asked(server.port, {"token": talk.token})[0] == 200


@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b"\xff\xfe", b'"token"'])
def test_what_is_no_message_is_refused(body: bytes) -> None:
    with served(Talk(counting)) as server:
        assert asked(server.port, body) == (403, {"refused": "not a message"})


@pytest.mark.parametrize("length", ["-1", "x", "99999999999"])
def test_a_length_that_cannot_be_is_refused(length: str) -> None:
    with served(Talk(counting)) as server:
        assert asked(server.port, b"", length=length)[0] == 403


def test_it_listens_on_this_computer_alone() -> None:
    with served(Talk(counting)) as server:
        assert server.server_address[0] == "127.0.0.1"


def test_what_goes_wrong_over_there_has_its_name() -> None:
    def fails(operations: list[Any]) -> dict[str, Any]:
        return {"done": [None] * (len(operations) - 1), "failed": "protected"}

    line = Line(fails)
    line.application.part("ActiveSheet").do("Clear")
    with pytest.raises(RemoteError, match="get Name: protected"):
        line.application.get("Name")


# The program


@pytest.fixture
def meeting(tmp_path: Path) -> Path:
    return tmp_path / "wps" / "0123456789abcdef.json"


def test_the_token_is_for_this_user_alone_and_goes_when_it_was_used(meeting: Path) -> None:
    thread = threading.Thread(target=serving.serve, args=(meeting,), kwargs={"patience": 0.05})
    thread.start()
    told = read(meeting)
    if os.name == "posix":
        assert stat.S_IMODE(meeting.stat().st_mode) == 0o600
        assert stat.S_IMODE(meeting.parent.stat().st_mode) == 0o700
    status, reply = asked(told["port"], {"token": told["token"]})
    assert status == 200
    with stayed(told["port"], reply["session"]):
        until(lambda: not meeting.exists())
        assert asked(told["port"], {"session": reply["session"], "leave": True})[0] == 200
    thread.join(10)
    assert not thread.is_alive()


def test_a_server_to_which_nobody_comes_ends(meeting: Path) -> None:
    serving.serve(meeting, first=0.05)
    assert not meeting.exists()


def test_the_program_serves_under_a_name_and_ends_with_its_wps(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    command = [sys.executable, "-m", "xladdin.wps.serving", "0123456789abcdef"]
    variables = {**os.environ, "HOME": str(home), "PYTHONWARNINGS": "default"}
    with subprocess.Popen(command, env=variables) as process:
        told = read(home / ".local/share/xladdin/wps/0123456789abcdef.json")
        session = asked(told["port"], {"token": told["token"]})[1]["session"]
        with stayed(told["port"], session):
            asks = asked(told["port"], {"session": session, "press": "about"})[1]
            assert asks == {"turn": 0, "do": [["get", 0, "ActiveWorkbook", 0]]}
            said = asked(told["port"], {"session": session, "turn": 0, "done": [None]})[1]
            assert said["said"].startswith("xladdin ")
        process.terminate()  # it would wait ten seconds for its WPS to come back


@pytest.mark.parametrize("name", ["", "../../evil", "0123456789abcdef.json", "0123456789ABCDEF"])
def test_a_name_that_is_none_is_not_served(name: str) -> None:
    assert serving.main(name) == 2


def read(meeting: Path) -> dict[str, Any]:
    """What the server has written down, once it is there."""
    until(meeting.exists)
    found: dict[str, Any] = json.loads(meeting.read_text())
    return found


def until(there: Any) -> None:
    """Wait for something, but not for ever."""
    for _ in range(3_000):
        if there():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come to that")


@contextmanager
def stayed(port: int, session: str) -> Iterator[None]:
    """The request that is never answered."""
    body = json.dumps({"session": session, "stay": True}).encode()
    head = f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(head.encode() + body)
        yield
