"""Opens the window, and keeps it until it is closed."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

from xladdin.errors import InputError
from xladdin.programs import opens
from xladdin.window.desk import Desk
from xladdin.window.server import Server


def show(files: Sequence[Path], tell: Callable[[str], None], *, browser: bool = True) -> None:
    """Open the window in the browser, with these files to be checked, and serve until it is closed.

    ``tell`` takes a sentence with the address where no browser is to be had.
    """
    with Server(Desk(open_file, files)) as server:
        if not browser or not webbrowser.open(server.address):
            tell(f"请用浏览器打开：{server.address}")
        server.until_left()


def open_file(path: Path) -> None:
    """Open a file or folder as a double click does. InputError where the system has nothing for it."""
    if not opens(path):
        raise InputError(f"没能自动打开，请自己打开：{path}")
