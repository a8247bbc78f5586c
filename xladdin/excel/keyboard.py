"""The key Esc: while Python works, Excel takes no keys, so that Windows itself is asked."""

from __future__ import annotations

import ctypes
from typing import Any

_ESCAPE = 0x1B
#: Held down now; pressed since somebody last asked.
_DOWN_OR_SINCE = 0x8001


def escape_pressed(window: int | None) -> bool:
    """Whether Esc was pressed since the last question, while this window was in front; never where
    there is no Windows."""
    system: Any = getattr(ctypes, "windll", None)
    if system is None:
        return False
    pressed = system.user32.GetAsyncKeyState(_ESCAPE) & _DOWN_OR_SINCE
    return bool(pressed) and system.user32.GetForegroundWindow() == window
