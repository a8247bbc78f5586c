"""The script in a WPS whose object model is written down here, and a server that does what a test says."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable
from typing import Any

from tests.wps.host import Wps
from xladdin.wps.line import Line
from xladdin.wps.server import Server, Talk


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
