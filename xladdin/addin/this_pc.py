"""The machine that this process runs on."""

from __future__ import annotations

import sys
from pathlib import Path

from xladdin.addin.linux import Linux
from xladdin.addin.machine import Elsewhere, Machine


def this_machine() -> Machine:
    """The PC that this runs on: a Windows PC, a Linux desktop, or no more than a folder."""
    if sys.platform == "win32":
        from xladdin.addin.windows import WindowsMachine

        return WindowsMachine()
    if sys.platform == "linux":
        return Linux()
    return Elsewhere(Path.home() / ".local" / "share")
