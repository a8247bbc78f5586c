"""The machine that this process runs on."""

from __future__ import annotations

import sys
from pathlib import Path

from xladdin.addin.machine import Elsewhere, Machine


def this_machine() -> Machine:
    """The PC that this runs on; elsewhere than on Windows it has no registry."""
    if sys.platform == "win32":
        from xladdin.addin.windows import WindowsMachine

        return WindowsMachine()
    return Elsewhere(Path.home() / ".local" / "share")
