"""Where an installation lies: one folder, whose path is ASCII whatever the user is called.

The add-in loads a DLL by a function of Windows that knows only the characters of its code page, so
a user name like 㛃 would keep it from loading. Where %LOCALAPPDATA% is not ASCII, the folder lies in
%ProgramData%: everybody may make a folder there, and its rights are then narrowed to this user.
Its name can't be guessed, else somebody could have made it before and own what is run from it; what it
is called stands in the user's own folder.
%PUBLIC% would not do: what lies there, every other user of the PC may change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from xladdin.addin.machine import Folders

ADDIN_NAME = "xladdin.xlam"
#: Below Windows' folder of the 发送到 menu.
SEND_TO = Path("Microsoft", "Windows", "SendTo", "绩效自评校验.lnk")
START_MENU = Path("Microsoft", "Windows", "Start Menu", "Programs", "绩效自评校验.lnk")
#: The folder that takes the blank workbooks, in the user's folder of templates.
TEMPLATES = "绩效自评"
#: In the user's own folder: the name of the one in %ProgramData%.
_NAMED, _NAME = "place.txt", re.compile(r"xladdin-[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of an installation, ``base``, and that of its logs."""

    base: Path
    logs: Path

    @property
    def addin(self) -> Path:
        """The add-in, which finds all the rest beside itself."""
        return self.base / ADDIN_NAME

    @property
    def python(self) -> Path:
        """The private Python, with the libraries, and with xlwings' DLLs on top."""
        return self.base / "python"

    @property
    def manual(self) -> Path:
        """The pages for the user."""
        return self.base / "manual"

    @property
    def addin_log(self) -> Path:
        """What the add-in's VBA writes down, which knows no path but its own."""
        return self.base / "addin.log"

    @property
    def meeting(self) -> Path:
        """Where WPS's script finds the local server, by files for this user's eyes only."""
        return self.base / "wps"

    @property
    def record(self) -> Path:
        """What was installed, and what of it outside of ``base``."""
        return self.base / "installed.json"

    @property
    def uninstaller(self) -> Path:
        """What Windows' list of programs starts."""
        return self.base / "uninstall.cmd"

    def interpreter(self, *, windowed: bool = False) -> Path:
        """The private Python's program, wherever its kind has it; ``windowed``: without a console."""
        name = "pythonw.exe" if windowed else "python.exe"
        known = [self.python / name, self.python / "Scripts" / name, self.python / "bin" / "python"]
        return next((path for path in known if path.is_file()), known[0])


def places(folders: Folders) -> Places:
    """The places of this user: the same each time, once they are claimed."""
    usual = folders.local / "xladdin"
    logs = usual / "logs"
    if str(usual).isascii() or folders.applications is not None:  # only Windows minds
        return Places(usual, logs)
    try:
        name = (usual / _NAMED).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        name = ""
    return Places(folders.shared / (name if _NAME.fullmatch(name) else "xladdin"), logs)


def claim(folders: Folders) -> Places:
    """The places of this user, with a folder of their own that nobody else has made. Raises OSError
    where there can be none."""
    there = places(folders)
    if there.base.parent != folders.shared or _NAME.fullmatch(there.base.name):
        return there
    base = folders.shared / f"xladdin-{token_hex(8)}"
    base.mkdir(parents=True)
    named = there.logs.with_name(_NAMED)
    named.parent.mkdir(parents=True, exist_ok=True)
    named.write_text(base.name, encoding="ascii")
    return Places(base, there.logs)
