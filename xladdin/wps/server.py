"""Serve one WPS, identified by a token, on a local port chosen by the system."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any

from xladdin.wps.line import Answer, Line, Operation

#: A message to the script: operations to do next, or what a handler says at its end.
Next = dict[str, Any]
Press = Callable[[str, Line], str]


class GivenUp(BaseException):
    """Raised in a handler whose button was given up; not an Exception, so that no handler catches it."""


class Pressing:
    """A button that was pressed, with its handler in a thread of its own, until it has its result."""

    def __init__(self, button: str, press: Press) -> None:
        self._turn = 0
        self._questions: Queue[Next] = Queue()
        self._answers: Queue[Answer | None] = Queue()
        self._given_up = False
        line = Line(self._send)
        self._thread = threading.Thread(
            target=self._run_handler, args=(press, button, line), daemon=True
        )
        self._thread.start()

    def next(self) -> Next:
        """Wait for the next operations of the handler, or for what it says at its end, and return them."""
        return self._questions.get()

    def answered(self, turn: object, answer: Answer) -> Next | None:
        """Hand over the answer of a turn and return the next message; None if another turn is awaited."""
        if turn != self._turn or self._given_up:
            return None
        self._turn += 1
        self._answers.put(answer)
        return self.next()

    def give_up(self) -> None:
        """End the handler at its next question, and wait for its end."""
        self._given_up = True
        self._answers.put(None)
        self._thread.join()

    def _send(self, operations: list[Operation]) -> Answer:
        if self._given_up:
            raise GivenUp
        self._questions.put({"turn": self._turn, "do": operations})
        answer = self._answers.get()
        if answer is None:
            raise GivenUp
        return answer

    def _run_handler(self, press: Press, button: str, line: Line) -> None:
        try:
            said = press(button, line)
        except GivenUp:
            said = ""
        self._questions.put({"said": said})


def press(button: str, line: Line) -> str:
    """Run a button's handler in the WPS at the end of the line; return its Chinese message."""
    from xladdin.excel import buttons
    from xladdin.wps.engine import live

    def pressed() -> str:
        with live(line) as (app, book):
            return buttons.press(button, app, book)

    return buttons.safely(pressed)


#: The most bytes of an answer.
MOST = 64 * 1024 * 1024


class Refused(Exception):
    """Raised for a request that is not permitted or not expected."""


class Talk:
    """The conversation with the one WPS: its token and session, and the button at work."""

    def __init__(self, pressed: Press = press) -> None:
        self.token = secrets.token_urlsafe(32)
        self._session: str | None = None
        self._press = pressed
        self._at_work: Pressing | None = None
        self._lock = threading.Lock()

    def answer(self, message: Mapping[str, Any]) -> Next:
        """Return the reply to a message. Raises Refused."""
        if "token" in message:
            return self._begin(message["token"])
        self.check(message)
        with self._lock:
            if "press" in message:
                self.give_up()
                self._at_work = Pressing(str(message["press"]), self._press)
                return self._forget_if_done(self._at_work.next())
            if "leave" in message:
                self.give_up()
                return {"said": ""}
            if self._at_work is None or "turn" not in message:
                raise Refused("nothing is asked")
            found = self._at_work.answered(message["turn"], dict(message))
            if found is None:
                raise Refused("not its turn")
            return self._forget_if_done(found)

    def check(self, message: Mapping[str, Any]) -> None:
        """Raise Refused unless the message has the session of the WPS that began."""
        if self._session is None or not _same(message.get("session"), self._session):
            raise Refused("not this session")

    def give_up(self) -> None:
        """End the button at work, if there is one, without a message."""
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

    def _forget_if_done(self, found: Next) -> Next:
        if "said" in found:
            self._at_work = None
        return found


class Server(ThreadingHTTPServer):
    """An HTTP server that runs until its WPS has gone, or never came."""

    daemon_threads = True

    def __init__(self, talk: Talk) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.talk = talk
        self.staying = 0
        self._changed = threading.Condition()

    @property
    def port(self) -> int:
        """The port on which it listens."""
        return int(self.server_address[1])

    def came(self, difference: int) -> None:
        """Change the number of open ``stay`` requests."""
        with self._changed:
            self.staying += difference
            self._changed.notify_all()

    def until_somebody_stays(self, patience: float) -> bool:
        """Wait up to so many seconds for a ``stay`` request; return whether one came."""
        with self._changed:
            return self._changed.wait_for(lambda: self.staying > 0, patience)

    def until_left_alone(self, patience: float) -> None:
        """Return when there was no ``stay`` request for so many seconds."""
        with self._changed:
            while self._changed.wait_for(lambda: self.staying > 0, patience):
                self._changed.wait_for(lambda: self.staying == 0)


class Handler(BaseHTTPRequestHandler):
    """A request from the script: JSON in, JSON out."""

    protocol_version = "HTTP/1.1"
    # A reply is one packet, sent at once; otherwise each turn waits for the system's 40 ms.
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
        except ConnectionError:  # the script has ended
            self.close_connection = True

    def _message(self) -> Mapping[str, Any]:
        """Return the message of a request. Raises Refused if it is no message, or was sent to a
        host name, which could be anybody's, instead of the address."""
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
        """Hold the connection open; it breaks when the script's program ends, however it ends."""
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
        # The script's page is a file, which has no origin; without the token nobody gets an answer.
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Log nothing, because errors that matter are answered."""


def _same(given: object, wanted: str) -> bool:
    return isinstance(given, str) and secrets.compare_digest(
        given.encode("utf-8", "surrogatepass"), wanted.encode()
    )
