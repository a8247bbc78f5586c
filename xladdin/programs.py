"""Find other programs by whole paths, never in the current folder, which may hold any file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PureWindowsPath

_ENDINGS = (".exe", ".com") if sys.platform == "win32" else ("",)


def find(name: str) -> str | None:
    """Return the path of a program found in the absolute folders of PATH, or None."""
    for folder in map(Path, os.environ.get("PATH", "").split(os.pathsep)):
        for ending in _ENDINGS:
            program = folder / f"{name}{ending}"
            if folder.is_absolute() and program.is_file() and os.access(program, os.X_OK):
                return str(program)
    return None


def opens(path: Path) -> bool:
    """Open a file or folder like a double click; return whether the system could."""
    if sys.platform == "win32":
        try:
            os.startfile(path.absolute())
        except OSError:
            return False
        return True
    program = find("open" if sys.platform == "darwin" else "xdg-open")
    if program is None:
        return False
    command = [program, str(path.absolute())]
    quiet = subprocess.DEVNULL
    done = subprocess.run(command, check=False, stdin=quiet, stdout=quiet, stderr=quiet)
    return done.returncode == 0


def of_windows(name: str) -> str:
    """Return the whole path of a program that belongs to Windows."""
    root = os.environ.get("SYSTEMROOT") or r"C:\Windows"
    return str(PureWindowsPath(root, "System32", f"{name}.exe"))
