"""The local server: one WPS, by one token, on a port that the system chooses."""

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

#: What the handler needs next, or what it has said in the end.
Next = dict[str, Any]
Press = Callable[[str, Line], str]


class GivenUp(BaseException):
    """Nobody waits for this button any more; no handler may take it for a mishap of its own."""


class Pressing:
    """A button that has been pressed, until it has said what came of it."""

    def __init__(self, button: str, press: Press) -> None:
        self._turn = 0
        self._questions: Queue[Next] = Queue()
        self._answers: Queue[Answer | None] = Queue()
        self._given_up = False
        line = Line(self._send)
        self._thread = threading.Thread(target=self._run, args=(press, button, line), daemon=True)
        self._thread.start()

    def next(self) -> Next:
        """What the script is to do next, or what it is to say."""
        return self._questions.get()

    def answered(self, turn: object, answer: Answer) -> Next | None:
        """Hand over what a turn came to, and go on; None if it is not this turn that is waited for."""
        if turn != self._turn or self._given_up:
            return None
        self._turn += 1
        self._answers.put(answer)
        return self.next()

    def give_up(self) -> None:
        """End the handler at its next question, and wait for that."""
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

    def _run(self, press: Press, button: str, line: Line) -> None:
        try:
            said = press(button, line)
        except GivenUp:
            said = ""
        self._questions.put({"said": said})


def press(button: str, line: Line) -> str:
    """Do what the button is for, in the WPS at the end of the line; what it says of it."""
    from xladdin.excel import buttons
    from xladdin.wps.engine import live

    def pressed() -> str:
        with live(line) as (app, book):
            return buttons.press(button, app, book)

    return buttons.safely(pressed)


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
