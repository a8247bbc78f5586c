"""Serve the script in WPS, which starts this: ``pythonw -I -m xladdin.wps.serving NAME``.

It writes port and token into a file of that name, in a folder that only this user may read, serves
the WPS that reads them, and ends with it. The name is the script's own, so that each WPS finds its
own server.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path

from xladdin import crash
from xladdin.addin.machine import this_machine
from xladdin.addin.places import Places, places
from xladdin.patterns import pattern
from xladdin.wps.server import Server, Talk

_NAME = pattern(r"[0-9a-f]{16}")


#: Seconds that a WPS may take to come, and that one that has gone may take to come back.
_FIRST, _PATIENCE = 60.0, 10.0


def serve(meeting: Path, first: float = _FIRST, patience: float = _PATIENCE) -> None:
    """Write port and token into the file, serve until WPS has gone, and delete the file when it has
    been read. Raises OSError if it cannot be written."""
    talk = Talk()
    with Server(talk) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            write(meeting, server.port, talk.token)
            came = server.until_somebody_stays(first)
            meeting.unlink()
            if came:
                server.until_left_alone(patience)
        finally:
            server.shutdown()
            thread.join()
    talk.give_up()


def write(meeting: Path, port: int, token: str) -> None:
    """Write the file that the script reads, whole, for this user only. Raises OSError."""
    meeting.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix":
        meeting.parent.chmod(0o700)
    made = meeting.with_suffix(".new")
    with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"port": port, "token": token}, file)
    made.replace(meeting)


def _places() -> Places:
    """Return the installation that this Python belongs to, as WPS may change the variables that
    locate the user's folders; else that of this user."""
    ours = Path(sys.prefix).parent
    there = Places(ours, ours)
    return there if there.record.is_file() else places(this_machine().folders)


def main(name: str) -> int:
    """Serve under this name; return 0 at the end, 1 after an error, 2 if the name is invalid."""
    if not _NAME.fullmatch(name):
        return 2
    from xladdin.excel.serving import light

    with light():
        import xladdin.excel.buttons
        import xladdin.wps.engine  # noqa: F401
    try:
        serve(_places().meeting / f"{name}.json")
    except Exception as error:
        crash.record(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or [""]))
