"""Serve the window's page on this computer, to whoever has the token."""

from __future__ import annotations

import json
import secrets
import sys
import threading
import time
import webbrowser
from base64 import b64encode
from collections.abc import Callable, Sequence
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import unquote

from xladdin.errors import InputError
from xladdin.outputs.markup import plain_page, tag
from xladdin.programs import opens
from xladdin.sources.bounds import bound
from xladdin.window.desk import Desk

#: The server ends when it has not heard of its page for so many seconds, or so soon after the page
#: was left, unless it was only reloaded.
PATIENCE, LEFT = 600.0, 10.0


class Server(ThreadingHTTPServer):
    """An HTTP server that runs until its page is closed."""

    daemon_threads = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.desk = desk
        self.token = secrets.token_urlsafe(24)
        self._ends = time.monotonic() + PATIENCE

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore browsers that closed the connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """The address of the page, with the token."""
        return f"http://127.0.0.1:{self.server_address[1]}/{self.token}/"

    def heard(self, patience: float = PATIENCE) -> None:
        """Note that the page is open, or was just left, and postpone the end by so many seconds."""
        self._ends = time.monotonic() + patience

    def until_left(self) -> None:
        """Serve in another thread, and return when the page was left."""
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1})
        thread.start()
        try:
            while time.monotonic() < self._ends:
                time.sleep(0.2)
        finally:
            self.shutdown()
            thread.join()


class Handler(BaseHTTPRequestHandler):
    """A request from the page."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """Answer with the page, its state, or a report."""
        self._answer({"": self._page, "state": self._state, "report": self._report})

    def do_POST(self) -> None:
        """Do what changes something."""
        desk = self.server.desk
        self._answer(
            {
                "new": lambda _: self._json({"name": desk.new()}),
                "file": self._file,
                "check": lambda rest: self._json(desk.check(rest[0])),
                "again": lambda rest: self._json(desk.again(rest[0])),
                "first": lambda _: self._json(desk.first()),
                "open": self._open,
                "alive": lambda _: self._json(None),
                "bye": self._bye,
            }
        )

    def _answer(self, known: dict[str, Callable[[list[str]], None]]) -> None:
        """Answer by the first step of the path; with status 403 for requests without the token, for
        another host name (which could be anybody's), or from another page."""
        port = self.server.server_address[1]
        home = f"127.0.0.1:{port}"
        origin = self.headers.get("Origin", f"http://{home}")
        token, _, path = self.path.lstrip("/").partition("/")
        if (
            self.headers.get("Host") != home
            or origin != f"http://{home}"
            or not secrets.compare_digest(token.encode(), self.server.token.encode())
        ):
            self.close_connection = True  # as the body is not read
            self._send(HTTPStatus.FORBIDDEN, b"", "text/plain")
            return
        self.server.heard()
        try:
            self._body = self._read()
        except (ValueError, OSError):
            self.close_connection = True
            self._send(HTTPStatus.BAD_REQUEST, b"", "text/plain")
            return
        step, *rest = [unquote(each, errors="replace") for each in path.split("/")]
        try:
            known[step](rest)
        except InputError as error:
            self._json({"refused": str(error)})
        except (KeyError, IndexError, ValueError):
            self._send(HTTPStatus.NOT_FOUND, b"", "text/plain")

    def _read(self) -> bytes | None:
        """Return the request's body; None if it is too large, which ends the connection. Raises
        ValueError if its length is not given or it is shorter, because the sender was cut off."""
        length = int(self.headers.get("Content-Length", "0"))
        if length < 0 or "Transfer-Encoding" in self.headers:
            raise ValueError
        if length > bound("file_megabytes") << 20:
            self.close_connection = True
            return None
        body = self.rfile.read(length)
        if len(body) < length:
            raise ValueError
        return body

    def _page(self, _: list[str]) -> None:
        script, style = _asset("page.js"), _asset("page.css")
        digest = b64encode(sha256(script.encode()).digest()).decode()
        policy = (
            f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
            "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"
        )
        page = Template(_asset("page.html")).substitute(policy=policy, style=style, script=script)
        self._send(HTTPStatus.OK, page.encode(), "text/html")

    def _state(self, _: list[str]) -> None:
        self._json(self.server.desk.state())

    def _report(self, rest: list[str]) -> None:
        """Send the report, as a page of its own; errors are shown on a page, too."""
        try:
            page = self.server.desk.report(rest[0])
        except InputError as error:
            page = plain_page("报告打不开", [tag("p", str(error))]).encode()
        self._send(HTTPStatus.OK, page, "text/html")

    def _file(self, rest: list[str]) -> None:
        self.server.desk.bring(rest[0], rest[1], self._body)
        self._json(None)

    def _open(self, rest: list[str]) -> None:
        self.server.desk.open(rest[0], int(rest[1]))
        self._json(None)

    def _bye(self, _: list[str]) -> None:
        self.server.heard(LEFT)
        self._json(None)

    def _json(self, told: Any) -> None:
        body = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
        self._send(HTTPStatus.OK, body, "application/json")

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Log nothing: there may be no console, and errors are answered."""


def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def show(files: Sequence[Path], tell: Callable[[str], None], *, browser: bool = True) -> None:
    """Open the window in the browser, check these files first, and serve until the page is closed.

    ``tell`` receives a sentence with the address if no browser can be opened.
    """
    with Server(Desk(open_file, files)) as server:
        if not browser or not webbrowser.open(server.address):
            tell(f"请用浏览器打开：{server.address}")
        server.until_left()


def open_file(path: Path) -> None:
    """Open a file or folder as a double click does. Raises InputError if no program opens it."""
    if not opens(path):
        raise InputError(f"没能自动打开，请自己打开：{path}")
