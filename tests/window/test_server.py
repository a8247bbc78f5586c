"""The server answers its own page alone, and ends when that is closed."""

from __future__ import annotations

import http.client
import json
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
    assert told(server, f"check/{name}")["conclusion"].startswith("发现错误")
    status, page = asked(server, "GET", "report/0")
    assert (status, b"<h1>" in page) == (200, True)
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
    for path in ("nothing", "report", "report/x", "open/0", "../state", "state/../../x"):
        status, _ = asked(server, "POST", path)
        assert status == 404, path
    assert told(server, "again/0") == {"refused": "这一份已经不在名单上了。"}


def test_too_large_a_file_is_refused_before_it_is_read(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = told(server, "new")["name"]
    monkeypatch.setattr(module, "bound", lambda _: 0)
    assert "超过" in told(server, f"file/{name}/a.docx", b"x")["refused"]


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
