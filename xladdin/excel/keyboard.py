"""The key Esc: while Python works, Excel takes no keys, so that Windows itself is asked."""

from __future__ import annotations

import ctypes
from typing import Any

_ESCAPE = 0x1B
#: Held down now; pressed since somebody last asked.
_DOWN_OR_SINCE = 0x8001


def is_heard() -> bool:
    """Whether anybody tells of keys here: Windows does, Linux does not."""
    return hasattr(ctypes, "windll")


def escape_pressed(window: int | None) -> bool:
    """Whether Esc was pressed since the last question, while this window was in front; never where
    keys are not heard."""
    if not is_heard():
        return False
    system: Any = ctypes.windll  # type: ignore[attr-defined]
    pressed = system.user32.GetAsyncKeyState(_ESCAPE) & _DOWN_OR_SINCE
    return bool(pressed) and system.user32.GetForegroundWindow() == window
