"""The server answers its own page alone, and ends when that is closed."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from xladdin.window import server as module
from xladdin.window.desk import Desk
from xladdin.window.server import Server


@pytest.fixture
def server(desk: Desk) -> Iterator[Server]:
    with Server(desk) as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def asked(
    server: Server, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, bytes]:
    """The status and the body of an answer; the token goes before the path."""
    place = urlsplit(server.address)
    assert place.hostname == "127.0.0.1"
    line = http.client.HTTPConnection("127.0.0.1", place.port, timeout=60)
    try:
        line.request(method, path if path.startswith("//") else place.path + path, body, headers)
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()


def told(server: Server, path: str, body: bytes = b"") -> Any:
    status, answer = asked(server, "POST", path, body)
    assert status == 200
    return json.loads(answer)


def test_a_filing_goes_in_and_its_report_comes_out(server: Server, documents: list[Path]) -> None:
    name = told(server, "new")["name"]
    for path in documents:
        assert told(server, f"file/{name}/{quote(path.name)}", path.read_bytes()) is None
    outcome = told(server, f"check/{name}")
    assert outcome["conclusion"].startswith("发现错误")
    status, page = asked(server, "GET", f"report/{outcome['key']}")
    assert (status, "对照" in page.decode()) == (200, True)
    state = json.loads(asked(server, "GET", "state")[1])
    assert [each["unit"] for each in state["recent"]] == ["云山县农业技术推广中心　2024年度"]


def test_the_page_runs_its_own_script_alone(server: Server) -> None:
    status, page = asked(server, "GET", "")
    assert status == 200
    assert b"default-src 'none'" in page
    assert b"script-src 'sha256-" in page
    assert b"http://" not in page
    assert b"https://" not in page


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("//state", {}),
        ("//x/state", {}),
        ("state", {"Host": "evil.example"}),
        ("state", {"Host": "localhost:80"}),
        ("state", {"Origin": "http://evil.example"}),
        ("state", {"Origin": "null"}),
    ],
)
def test_nobody_else_is_answered(server: Server, path: str, headers: dict[str, str]) -> None:
    for method in ("GET", "POST"):
        assert asked(server, method, path, **headers) == (403, b"")


def test_what_nobody_asks_for_is_not_found(server: Server) -> None:
    for path in ("nothing", "report", "open/x", "../state", "state/../../x"):
        status, _ = asked(server, "POST", path)
        assert status == 404, path
    assert told(server, "again/x") == {"refused": "这一份已经不在名单上了。"}


def test_too_large_a_file_is_refused_before_it_is_read(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = told(server, "new")["name"]
    monkeypatch.setattr(module, "bound", lambda _: 0)
    assert "超过" in told(server, f"file/{name}/a.docx", b"x")["refused"]


def raw(server: Server, text: str) -> bytes:
    """What is answered to a request that is broken off."""
    place = urlsplit(server.address)
    with socket.create_connection(("127.0.0.1", place.port or 0), timeout=60) as line:
        line.sendall(text.replace("HOST", f"Host: 127.0.0.1:{place.port}").encode())
        line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65536), b""))


def test_an_upload_that_is_broken_off_or_of_no_length_is_not_kept(server: Server) -> None:
    name = told(server, "new")["name"]
    for headers, body in (
        ("Content-Length: 100", "half"), ("Transfer-Encoding: chunked", ""),
        ("Content-Length: -1", ""), ("Content-Length: x", ""),
    ):  # fmt: skip
        path = f"{urlsplit(server.address).path}file/{name}/a.docx"
        answer = raw(server, f"POST {path} HTTP/1.1\r\nHOST\r\n{headers}\r\n\r\n{body}")
        assert answer.startswith(b"HTTP/1.1 400 "), answer
    assert "没有收到文件" in told(server, f"check/{name}")["refused"]


def test_a_stranger_is_refused_before_anything_more_is_read(server: Server) -> None:
    place = urlsplit(server.address)
    with socket.create_connection(("127.0.0.1", place.port or 0), timeout=60) as line:
        line.sendall(b"POST /x/file HTTP/1.1\r\nContent-Length: 9000000\r\n\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 403 ")  # while its sender still waits


def test_a_report_that_is_gone_is_told_of_on_a_page(server: Server) -> None:
    status, page = asked(server, "GET", "report/x")
    assert (status, "这一份已经不在名单上了。" in page.decode()) == (200, True)


def test_it_ends_soon_after_its_page_was_left_unless_that_was_loaded_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LEFT", 0.0)
    with Server(desk) as made:
        thread = threading.Thread(target=made.until_left)
        thread.start()
        assert told(made, "alive") is None
        assert thread.is_alive()
        assert told(made, "bye") is None
        thread.join(30)
        assert not thread.is_alive()


@pytest.mark.parametrize(
    ("error", "said"), [(ConnectionResetError, ""), (ValueError, "ValueError")]
)
def test_a_browser_that_has_gone_away_is_not_told_to_the_user(
    server: Server, error: type[Exception], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        raise error
    except error:
        server.handle_error(None, ("127.0.0.1", 1))
    printed = capsys.readouterr().err
    assert said in printed
    assert bool(printed) is bool(said)
