"""WPS's script, joined to the server on one side and to soffice on the other.

    with Joined(excel) as wps:
        said = wps.press("check", excel, book)

So a click takes the whole way that it takes in WPS: the script, the requests, the handler over remote
objects, operations back to the script, which does them on soffice by Excel's names.
"""

from __future__ import annotations

import threading
from typing import Any

from xlwings import App, Book

from tests.office import native
from tests.wps.host import Wps
from xladdin.wps.line import Operation
from xladdin.wps.server import Server, Talk


class FileSystem:
    """WPS's own, as far as the script needs it."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = files

    def existsSync(self, path: str) -> bool:
        return path in self.files

    def readFileString(self, path: str) -> str:
        return self.files[path]


class Starter:
    """WPS's OAAssist: a program that is started has written where it listens, at once."""

    def __init__(self, server: Server, files: dict[str, str]) -> None:
        self.server = server
        self.files = files
        self.started: list[tuple[str, str]] = []

    def ShellExecute(self, file: str, params: str) -> None:
        self.started.append((file, params))
        talk = self.server.talk
        told = f'{{"port": {self.server.port}, "token": "{talk.token}"}}'
        self.files[f"/meeting/{params.split()[-1]}.json"] = told


class Application:
    """soffice by Excel's names, and what else WPS gives its scripts."""

    def __init__(self, app: App, server: Server) -> None:
        files = {"/python": ""}
        self._native: Any = native.AppApi(app.impl)
        self.FileSystem = FileSystem(files)
        self.OAAssist = Starter(server, files)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["_native"], name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("_native", "FileSystem", "OAAssist"):
            object.__setattr__(self, name, value)
        else:
            setattr(self._native, name, value)


class Counted(Talk):
    """Keeps what goes over the line for a button: how often, and all operations."""

    def __init__(self) -> None:
        super().__init__()
        self.turns = 0
        self.operations: list[Operation] = []

    def answer(self, message: Any) -> Any:
        """As the server does."""
        if "press" in message:
            self.turns, self.operations = 0, []
        reply = super().answer(message)
        if "do" in reply:
            self.turns += 1
            self.operations += reply["do"]
        return reply


class Joined:
    """One WPS and its server, for as many clicks as are wanted."""

    def __init__(self) -> None:
        self.talk = Counted()
        self.server = Server(self.talk)
        self._thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}
        )
        self._thread.start()
        self._wps: Wps | None = None

    def __enter__(self) -> Joined:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Both end."""
        if self._wps is not None:
            self._wps.close()
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()
        self.talk.give_up()

    def press(self, button: str, app: App, book: Book | None) -> str:
        """What the script shows in the end when this button is pressed with this book in front."""
        if self._wps is None:
            self._wps = Wps(Application(app, self.server))
            place = {"program": "/python", "arguments": "-I", "meeting": "/meeting"}
            self._wps.define(PLACE=place)
        wps = self._wps
        wps.said = []
        wps.asks = lambda question: app.alert(question, buttons="yes_no") == "yes"
        if book is not None:
            app.impl.in_front = book.impl.document
        wps.run(f'OnAction({{Id: "{button}"}})')
        return "\n".join(wps.said)
