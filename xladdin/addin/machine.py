"""The seam to the PC: its registry, its programs, its folders, and nothing else of it.

Files are read and written directly, below the folders that the machine names. So the installation
runs in the tests as it runs on Windows, on a machine made of a temporary folder and a dictionary.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xladdin.errors import InputError

#: What the registry holds: text, a number, raw bytes, a list of texts.
Value = str | int | bytes | list[str]

#: A program that takes longer than this, in seconds, hangs.
_PATIENCE = 900


@dataclass(frozen=True, slots=True)
class Folders:
    """The user's folders, as Windows calls them: LOCALAPPDATA, APPDATA, ProgramData, TEMP; where WPS
    looks for add-ins, and, on a Linux desktop, the folder of the user's applications."""

    local: Path
    roaming: Path
    shared: Path
    temporary: Path
    wps: Path | None = None
    applications: Path | None = None


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A .lnk file: what it starts, with which arguments, and what its tooltip says."""

    link: Path
    target: Path
    arguments: str
    description: str


class Machine:
    """What the installation needs of a computer, and as much of it as any has: folders and programs. A
    PC with Windows has more; there a key is written ``HKCU\\Software\\…``."""

    #: Whether Excel and the registry are there at all.
    is_windows = False
    #: Who uses it, as Windows' commands for rights want it: DOMAIN\name.
    user = ""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders

    def values(self, key: str) -> Mapping[str, Value]:
        """The values of a key by their names, "" the default one; none if the key is missing."""
        return {}

    def subkeys(self, key: str) -> Sequence[str]:
        """The names of the keys right below; none if the key is missing."""
        return ()

    def write(self, key: str, name: str, value: str | int) -> None:
        """Set a value (text or DWORD); the key is made if missing."""
        raise InputError("这台电脑没有注册表。")

    def delete_value(self, key: str, name: str) -> None:
        """Remove a value; nothing happens if it is missing."""

    def delete_key(self, key: str) -> None:
        """Remove a key with all below it; nothing happens if it is missing."""

    def running(self) -> frozenset[str]:
        """The programs in this user's session that may stand in the way: file names in small letters."""
        return frozenset()

    def run(self, command: Sequence[str | Path], folder: Path | None = None) -> tuple[int, str]:
        """Run a program to its end without a window: its exit status and all that it printed."""
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env=os.environ | {"PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_PATIENCE,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return done.returncode, done.stdout.decode("utf-8", errors="replace")

    def make_shortcut(self, shortcut: Shortcut) -> None:
        """Write the .lnk file."""
        raise InputError("快捷方式只有 Windows 上有。")

    def delete_later(self, folder: Path) -> None:
        """Delete a folder soon after this process, which runs from it, has ended."""


def elsewhere(folder: Path) -> Machine:
    """Any computer, used for nothing but a folder."""
    return Machine(Folders(folder, folder, folder, folder))


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
