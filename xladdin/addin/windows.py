"""Reach a Windows PC: its registry, tasklist, shortcuts. No test runs this, as there is no Windows.

Therefore all decisions are made in other modules, where tests run them.
"""

from __future__ import annotations

import csv
import importlib
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from xladdin.addin.machine import Folders, Machine, Shortcut, Value
from xladdin.programs import of_windows

_HIVES = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE", "HKCR": "HKEY_CLASSES_ROOT"}


class WindowsMachine(Machine):
    """The Windows PC that this process runs on."""

    is_windows = True

    def __init__(self) -> None:
        self._winreg: Any = importlib.import_module("winreg")
        names = ("LOCALAPPDATA", "APPDATA", "PROGRAMDATA", "TEMP")
        local, roaming, shared, temporary = (Path(os.environ[name]) for name in names)
        wps = roaming / "kingsoft" / "wps" / "jsaddons"
        super().__init__(Folders(local, roaming, shared, temporary, wps))
        self.user = f"{os.environ['USERDOMAIN']}\\{os.environ['USERNAME']}"

    def values(self, key: str) -> Mapping[str, Value]:
        opened = self._opened(key)
        if opened is None:
            return {}
        with opened:
            count = self._winreg.QueryInfoKey(opened)[1]
            found = [self._winreg.EnumValue(opened, number)[:2] for number in range(count)]
        return {name: value for name, value in found if value is not None}

    def subkeys(self, key: str) -> Sequence[str]:
        opened = self._opened(key)
        if opened is None:
            return ()
        with opened:
            count = self._winreg.QueryInfoKey(opened)[0]
            return [self._winreg.EnumKey(opened, number) for number in range(count)]

    def write(self, key: str, name: str, value: str | int) -> None:
        kind = self._winreg.REG_DWORD if isinstance(value, int) else self._winreg.REG_SZ
        with self._winreg.CreateKey(*self._split(key)) as opened:
            self._winreg.SetValueEx(opened, name, 0, kind, value)

    def delete_value(self, key: str, name: str) -> None:
        hive, path = self._split(key)
        try:
            with self._winreg.OpenKey(hive, path, 0, self._winreg.KEY_SET_VALUE) as opened:
                self._winreg.DeleteValue(opened, name)
        except FileNotFoundError:
            return

    def delete_key(self, key: str) -> None:
        for name in self.subkeys(key):
            self.delete_key(f"{key}\\{name}")
        try:
            self._winreg.DeleteKey(*self._split(key))
        except FileNotFoundError:
            return

    def running(self) -> frozenset[str]:
        status, printed = self.run([of_windows("tasklist"), "/fo", "csv", "/nh"])
        if status != 0:
            raise OSError(f"tasklist: {printed.strip()}")
        return of_this_session(printed, os.getpid())

    def make_shortcut(self, shortcut: Shortcut) -> None:
        """Write the .lnk file with the private Python, which has the library for it. Raises OSError."""
        python = shortcut.target.with_name("python.exe")
        parts = (shortcut.link, shortcut.target, shortcut.arguments, shortcut.description)
        status, printed = self.run([python, "-I", "-m", "xladdin.addin.shortcut", *map(str, parts)])
        if status != 0:
            raise OSError(f"shortcut: {printed.strip()}")

    def delete_later(self, folder: Path) -> None:
        """Start a hidden command window that tries for half a minute to delete the folder."""
        cmd, ping = of_windows("cmd"), of_windows("ping")
        tries = f'for /l %i in (1,1,15) do @if exist "{folder}" ({ping} -n 3 127.0.0.1 & rd /s /q "{folder}")'
        subprocess.Popen(
            f"{cmd} /d /c {tries}",
            cwd=self.folders.temporary,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def _opened(self, key: str) -> Any:
        try:
            return self._winreg.OpenKey(*self._split(key))
        except (FileNotFoundError, PermissionError):  # a key that may not be read is not ours
            return None

    def _split(self, key: str) -> tuple[Any, str]:
        hive, _, path = key.partition("\\")
        return getattr(self._winreg, _HIVES[hive]), path


def of_this_session(printed: str, process: int) -> frozenset[str]:
    """Return the programs, in lower case, that run in the session of this process, from the CSV
    output of tasklist; on a terminal server, other users' Excel does not matter."""
    rows = [row for row in csv.reader(printed.splitlines()) if len(row) >= 4]
    session = next((row[3] for row in rows if row[1] == str(process)), None)
    return frozenset(row[0].lower() for row in rows if session in (None, row[3]))
