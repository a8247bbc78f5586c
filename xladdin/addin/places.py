"""Choose where an installation is: one folder, whose path is ASCII whatever the user's name.

The add-in loads a DLL by a function of Windows that knows only the characters of its code page, so
a user name like 㛃 would keep it from loading. If %LOCALAPPDATA% is not ASCII, the folder is in
%ProgramData%, where everybody may make a folder, with its rights narrowed to this user. Its name
cannot be guessed, or somebody else could make it first and own what is run from it; the name is
kept in the user's own folder. %PUBLIC% would not do, because every other user of the PC may change
what is there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from xladdin.addin.machine import Folders

ADDIN_NAME = "xladdin.xlam"
#: The shortcuts in the 发送到 menu and the start menu, below the roaming folder.
SEND_TO = Path("Microsoft", "Windows", "SendTo", "绩效自评校验.lnk")
START_MENU = Path("Microsoft", "Windows", "Start Menu", "Programs", "绩效自评校验.lnk")
#: The folder for the blank workbooks in the user's folder of templates.
TEMPLATES = "绩效自评"
#: The file in the user's own folder with the name of the one in %ProgramData%, and the form of that name.
_NAMED, _NAME = "place.txt", re.compile(r"xladdin-[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of an installation, ``base``, and that of its logs."""

    base: Path
    logs: Path

    @property
    def addin(self) -> Path:
        """The add-in, which finds all other files beside itself."""
        return self.base / ADDIN_NAME

    @property
    def python(self) -> Path:
        """The private Python, with the libraries and xlwings' DLLs."""
        return self.base / "python"

    @property
    def manual(self) -> Path:
        """The pages for the user."""
        return self.base / "manual"

    @property
    def addin_log(self) -> Path:
        """The log of the add-in's VBA, which knows no path but its own."""
        return self.base / "addin.log"

    @property
    def meeting(self) -> Path:
        """The folder where WPS's script finds the local server, by files that only this user can read."""
        return self.base / "wps"

    @property
    def record(self) -> Path:
        """The record of what was installed, and of the files outside ``base``."""
        return self.base / "installed.json"

    @property
    def uninstaller(self) -> Path:
        """The script that Windows' list of programs starts."""
        return self.base / "uninstall.cmd"

    def interpreter(self, *, windowed: bool = False) -> Path:
        """Return the private Python's program, whatever the kind of environment; on Windows the one
        without a console if ``windowed``."""
        name = "pythonw.exe" if windowed else "python.exe"
        known = [self.python / name, self.python / "Scripts" / name, self.python / "bin" / "python"]
        return next((path for path in known if path.is_file()), known[0])


def places(folders: Folders) -> Places:
    """Return the places of this user, the same each time once they are claimed."""
    usual = folders.local / "xladdin"
    logs = usual / "logs"
    if str(usual).isascii() or folders.applications is not None:  # only Windows needs ASCII
        return Places(usual, logs)
    try:
        name = (usual / _NAMED).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        name = ""
    return Places(folders.shared / (name if _NAME.fullmatch(name) else "xladdin"), logs)


def claim(folders: Folders) -> Places:
    """Return the places of this user, making a folder that nobody else has made. Raises OSError."""
    there = places(folders)
    if there.base.parent != folders.shared or _NAME.fullmatch(there.base.name):
        return there
    base = folders.shared / f"xladdin-{token_hex(8)}"
    base.mkdir(parents=True)
    named = there.logs.with_name(_NAMED)
    named.parent.mkdir(parents=True, exist_ok=True)
    named.write_text(base.name, encoding="ascii")
    return Places(base, there.logs)
