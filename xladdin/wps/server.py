"""The local server: one WPS, by one token, on a port that the system chooses."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from xladdin.wps.pressing import Next, Press, Pressing, press

#: More than this no button's answer is, in bytes.
MOST = 64 * 1024 * 1024


class Refused(Exception):
    """Whoever asks may not, or not this."""


class Talk:
    """What is said with the one WPS: who it is, and the button that is at work."""

    def __init__(self, pressed: Press = press) -> None:
        self.token = secrets.token_urlsafe(32)
        self._session: str | None = None
        self._press = pressed
        self._at_work: Pressing | None = None
        self._lock = threading.Lock()

    def answer(self, message: Mapping[str, Any]) -> Next:
        """The reply to a message. Raises Refused."""
        if "token" in message:
            return self._begin(message["token"])
        self.check(message)
        with self._lock:
            if "press" in message:
                self.give_up()
                self._at_work = Pressing(str(message["press"]), self._press)
                return self._gone_on(self._at_work.next())
            if "leave" in message:
                self.give_up()
                return {"said": ""}
            if self._at_work is None or "turn" not in message:
                raise Refused("nothing is asked")
            found = self._at_work.answered(message["turn"], dict(message))
            if found is None:
                raise Refused("not its turn")
            return self._gone_on(found)

    def check(self, message: Mapping[str, Any]) -> None:
        """Refused unless this comes from the WPS that has begun."""
        if self._session is None or not _same(message.get("session"), self._session):
            raise Refused("not this session")

    def give_up(self) -> None:
        """What is at work, if anything, ends without a word."""
        if self._at_work is not None:
            self._at_work.give_up()
            self._at_work = None

    def _begin(self, token: object) -> Next:
        with self._lock:
            if not _same(token, self.token):
                raise Refused("not the token")
            if self._session is not None:
                raise Refused("somebody else has begun")
            self._session = secrets.token_urlsafe(32)
            return {"session": self._session}

    def _gone_on(self, found: Next) -> Next:
        if "said" in found:
            self._at_work = None
        return found


class Server(ThreadingHTTPServer):
    """Serves until its WPS has gone, or never came."""

    daemon_threads = True

    def __init__(self, talk: Talk) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.talk = talk
        self.staying = 0
        self._changed = threading.Condition()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def came(self, difference: int) -> None:
        """One more, or one less, stays."""
        with self._changed:
            self.staying += difference
            self._changed.notify_all()

    def until_somebody_stays(self, patience: float) -> bool:
        """Wait so many seconds for it; whether somebody came."""
        with self._changed:
            return self._changed.wait_for(lambda: self.staying > 0, patience)

    def until_left_alone(self, patience: float) -> None:
        """Return when nobody has stayed for so many seconds."""
        with self._changed:
            while self._changed.wait_for(lambda: self.staying > 0, patience):
                self._changed.wait_for(lambda: self.staying == 0)


class Handler(BaseHTTPRequestHandler):
    """A request of the script's: JSON in, JSON out."""

    protocol_version = "HTTP/1.1"
    # A reply is one packet, sent at once: else each turn waits for the system's 40 ms.
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def do_POST(self) -> None:
        """Answer a message."""
        try:
            message = self._message()
            if "stay" in message:
                self.server.talk.check(message)
                self._stay()
                return
            self._reply(HTTPStatus.OK, self.server.talk.answer(message))
        except Refused as error:
            self._reply(HTTPStatus.FORBIDDEN, {"refused": str(error)})
        except ConnectionError:  # the script has gone, and with it whoever would read this
            self.close_connection = True

    def _message(self) -> Mapping[str, Any]:
        """What was sent; only to this address by its number, as a name may be anybody's."""
        if self.headers.get("Host") != f"127.0.0.1:{self.server.port}":
            raise Refused("not this host")
        try:
            length = int(self.headers.get("Content-Length", ""))
            if not 0 <= length <= MOST:
                raise ValueError
            message = json.loads(self.rfile.read(length))
        except ValueError as error:
            self.close_connection = True
            raise Refused("not a message") from error
        if not isinstance(message, dict):
            raise Refused("not a message")
        return message

    def _stay(self) -> None:
        """Hold the line: it breaks when the script's program ends, however it ends."""
        self.close_connection = True
        self.server.came(1)
        try:
            self.connection.recv(1)
        except OSError:
            return
        finally:
            self.server.came(-1)

    def _reply(self, status: HTTPStatus, answer: Next) -> None:
        body = json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        # The script's page is a file, whose origin is none; without the token nobody reads anything.
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing is logged: errors that matter are answered."""


def _same(given: object, wanted: str) -> bool:
    return isinstance(given, str) and secrets.compare_digest(
        given.encode("utf-8", "surrogatepass"), wanted.encode()
    )
