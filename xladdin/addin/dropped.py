"""Open the window with the files sent to it, for 发送到, the start menu and, on Linux, 打开方式.

``pythonw -I -m xladdin.addin.dropped FILE…``. There is no console: if no browser can be opened, a
message box says so.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from xladdin.programs import find
from xladdin.window.server import show

_TITLE = "绩效自评校验"
#: The programs of message boxes on Linux desktops, with the options before the text.
_BOXES = {"zenity": ("--info", "--no-markup", "--text"), "kdialog": ("--msgbox",)}


def main() -> int:
    """Open the window and serve it until it is closed; return 0."""
    tell = _message_box_of_windows() if sys.platform == "win32" else _tell_on_linux
    show([Path(name) for name in sys.argv[1:]], tell)
    return 0


def _tell_on_linux(text: str) -> None:
    for name, options in _BOXES.items():
        if program := find(name):
            subprocess.run([program, *options, text], stdin=subprocess.DEVNULL, check=False)
            return
    print(text, file=sys.stderr)


def _message_box_of_windows() -> Callable[[str], None]:
    import ctypes

    def tell(text: str) -> None:
        ctypes.windll.user32.MessageBoxW(None, text, _TITLE, 0x40)  # type: ignore[attr-defined]

    return tell


if __name__ == "__main__":
    raise SystemExit(main())
