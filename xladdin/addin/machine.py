"""Reach the PC from the installation: its registry, its programs, its folders, and nothing else.

Files are read and written directly, in the folders that the machine names. So tests run the
installation as on Windows, on a machine made of a temporary folder and a dictionary.
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

#: A value of the registry: text, a number, raw bytes, or a list of texts.
Value = str | int | bytes | list[str]

#: Seconds after which a program is stopped as hanging.
_PATIENCE = 900


@dataclass(frozen=True, slots=True)
class Folders:
    """The user's folders as Windows names them (LOCALAPPDATA, APPDATA, ProgramData, TEMP); WPS's
    folder of add-ins; on a Linux desktop, the user's folder of applications. None means that there
    is none."""

    local: Path
    roaming: Path
    shared: Path
    temporary: Path
    wps: Path | None = None
    applications: Path | None = None


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A .lnk file: what it starts, with which arguments, and its tooltip."""

    link: Path
    target: Path
    arguments: str
    description: str


class Machine:
    """What the installation needs of a computer. This class has what any computer has, folders and
    programs; subclasses have more. A key of the registry is written ``HKCU\\Software\\…``."""

    #: Whether Excel and the registry may be there.
    is_windows = False
    #: The user's name as icacls needs it: DOMAIN\name.
    user = ""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders

    def values(self, key: str) -> Mapping[str, Value]:
        """Return a key's values by name, "" for the default one; empty if the key is missing."""
        return {}

    def subkeys(self, key: str) -> Sequence[str]:
        """Return the names of the keys directly below; empty if the key is missing."""
        return ()

    def write(self, key: str, name: str, value: str | int) -> None:
        """Set a value (text or DWORD), making the key if it is missing."""
        raise InputError("这台电脑没有注册表。")

    def delete_value(self, key: str, name: str) -> None:
        """Remove a value, if it is there."""

    def delete_key(self, key: str) -> None:
        """Remove a key with all below it, if it is there."""

    def running(self) -> frozenset[str]:
        """Return the programs running in this user's session, as file names in lower case. Raises
        OSError or TimeoutExpired if Windows does not say."""
        return frozenset()

    def run(self, command: Sequence[str | Path], folder: Path | None = None) -> tuple[int, str]:
        """Run a program to its end without a window; return its exit status and all that it
        printed. Raises OSError if it cannot be started, TimeoutExpired if it hangs."""
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
        """Write the .lnk file. Raises InputError if the system has none."""
        raise InputError("快捷方式只有 Windows 上有。")

    def delete_later(self, folder: Path) -> None:
        """Delete a folder soon after this process, which runs from it, has ended."""


def elsewhere(folder: Path) -> Machine:
    """Return a machine of which only one folder is used."""
    return Machine(Folders(folder, folder, folder, folder))


class Linux(Machine):
    """A Linux desktop of one user."""

    def __init__(self, home: Path | None = None) -> None:
        home = home or Path.home()
        data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
        wps = home / ".local" / "share" / "Kingsoft" / "wps" / "jsaddons"
        config, applications = home / ".config", data / "applications"
        super().__init__(Folders(data, config, config, Path("/tmp"), wps, applications))

    def delete_later(self, folder: Path) -> None:
        """Delete the folder at once, because the running program is in memory."""
        shutil.rmtree(folder, ignore_errors=True)


def this_machine() -> Machine:
    """Return the PC that this runs on: Windows, a Linux desktop, or only a folder."""
    if sys.platform == "win32":
        from xladdin.addin.windows import WindowsMachine

        return WindowsMachine()
    if sys.platform == "linux":
        return Linux()
    return elsewhere(Path.home() / ".local" / "share")


def this_desktop(refusal: str) -> Machine:
    """Return this PC. Raises InputError, ending with ``refusal``, if it can have no add-ins."""
    machine = this_machine()
    if not machine.is_windows and machine.folders.applications is None:
        raise InputError(f"加载项只能装在 Windows 和 Linux 上，{refusal}")
    return machine
