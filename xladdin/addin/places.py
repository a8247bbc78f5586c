"""Where an installation lies: one folder, whose path is ASCII whatever the user is called.

The add-in loads a DLL by a function of Windows that knows only the characters of its code page, so
a user name like 㛃 would keep it from loading. Where %LOCALAPPDATA% is not ASCII, the folder lies in
%ProgramData%: everybody may make a folder there, and its rights are then narrowed to this user.
%PUBLIC% would not do: what lies there, every other user of the PC may change.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from xladdin.addin.machine import Folders

ADDIN_NAME = "xladdin.xlam"
#: Below Windows' folder of the 发送到 menu.
SEND_TO = Path("Microsoft", "Windows", "SendTo", "绩效自评校验.lnk")
#: The folder that takes the blank workbooks, in the user's folder of templates.
TEMPLATES = "绩效自评"


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
    """The places of this user: the same each time."""
    usual = folders.local / "xladdin"
    name = f"xladdin-{sha256(str(folders.local).encode()).hexdigest()[:8]}"
    base = usual if str(usual).isascii() else folders.shared / name
    return Places(base, usual / "logs")
