"""The machine that this process runs on."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from xladdin.addin.machine import Folders, Machine, elsewhere
from xladdin.errors import InputError


class Linux(Machine):
    """A Linux desktop."""

    def __init__(self, home: Path | None = None) -> None:
        home = home or Path.home()
        data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
        wps = home / ".local" / "share" / "Kingsoft" / "wps" / "jsaddons"
        config, applications = home / ".config", data / "applications"
        super().__init__(Folders(data, config, config, Path("/tmp"), wps, applications))

    def delete_later(self, folder: Path) -> None:
        """At once: what runs from it is in memory."""
        shutil.rmtree(folder, ignore_errors=True)


def this_machine() -> Machine:
    """The PC that this runs on: a Windows PC, a Linux desktop, or no more than a folder."""
    if sys.platform == "win32":
        from xladdin.addin.windows import WindowsMachine

        return WindowsMachine()
    if sys.platform == "linux":
        return Linux()
    return elsewhere(Path.home() / ".local" / "share")


def this_desktop(refusal: str) -> Machine:
    """This PC, if the add-ins can be installed on it; InputError, which ends with ``refusal``, if not."""
    machine = this_machine()
    if not machine.is_windows and machine.folders.applications is None:
        raise InputError(f"加载项只能装在 Windows 和 Linux 上，{refusal}")
    return machine
