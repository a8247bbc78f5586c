"""The Windows side of the seam, on a registry that refuses what the real one would refuse."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

import pytest

from xladdin.addin.machine import elsewhere, this_machine
from xladdin.addin.places import places
from xladdin.addin.windows import WindowsMachine, of_this_session
from xladdin.errors import InputError
from xladdin.excel import serving

KEY = r"HKCU\Software\Microsoft\Office\16.0\Excel\Options"


class Handle:
    """An open key, closed at the end of ``with``."""

    def __init__(self, hive: str, path: str, writable: bool) -> None:
        self.place, self.writable, self.open = (hive, path), writable, True

    def __enter__(self) -> Handle:
        return self

    def __exit__(self, *_: type | BaseException | TracebackType | None) -> None:
        self.open = False


class WinReg(ModuleType):
    """What of winreg is used, as its documentation has it."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, HKEY_CLASSES_ROOT = "HKCU", "HKLM", "HKCR"
    REG_SZ, REG_DWORD, KEY_READ, KEY_SET_VALUE = 1, 4, 0x20019, 0x0002

    def __init__(self) -> None:
        super().__init__("winreg")
        self.keys: dict[tuple[str, str], dict[str, tuple[Any, int]]] = {}

    def OpenKey(self, key: str, sub_key: str, reserved: int = 0, access: int = 0x20019) -> Handle:
        assert reserved == 0
        if (key, sub_key) not in self.keys:
            raise FileNotFoundError(2, "not found")
        return Handle(key, sub_key, bool(access & self.KEY_SET_VALUE))

    def CreateKey(self, key: str, sub_key: str) -> Handle:
        parts = sub_key.split("\\")
        for length in range(1, len(parts) + 1):
            self.keys.setdefault((key, "\\".join(parts[:length])), {})
        return Handle(key, sub_key, True)

    def QueryInfoKey(self, key: Handle) -> tuple[int, int, int]:
        return len(self._below(key)), len(self._held(key)), 0

    def EnumValue(self, key: Handle, index: int) -> tuple[str, Any, int]:
        name, (value, kind) = list(self._held(key).items())[index]
        return name, value, kind

    def EnumKey(self, key: Handle, index: int) -> str:
        return self._below(key)[index]

    def SetValueEx(self, key: Handle, name: str, reserved: Any, kind: int, value: Any) -> None:
        assert key.writable
        assert isinstance(value, {self.REG_SZ: str, self.REG_DWORD: int}[kind])
        self._held(key)[name] = (value, kind)

    def DeleteValue(self, key: Handle, value: str) -> None:
        assert key.writable
        if value not in self._held(key):
            raise FileNotFoundError(2, "not found")
        del self._held(key)[value]

    def DeleteKey(self, key: str, sub_key: str) -> None:
        if (key, sub_key) not in self.keys:
            raise FileNotFoundError(2, "not found")
        if self._below(Handle(key, sub_key, False)):
            raise PermissionError(13, "has subkeys")
        del self.keys[key, sub_key]

    def _held(self, key: Handle) -> dict[str, tuple[Any, int]]:
        assert key.open
        return self.keys[key.place]

    def _below(self, key: Handle) -> list[str]:
        hive, path = key.place
        below = [name for top, name in self.keys if top == hive and name.startswith(f"{path}\\")]
        return [name for name in (each[len(path) + 1 :] for each in below) if "\\" not in name]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> WindowsMachine:
    monkeypatch.setitem(sys.modules, "winreg", WinReg())
    for name in ("LOCALAPPDATA", "APPDATA", "PROGRAMDATA", "TEMP"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("USERDOMAIN", "PC")
    monkeypatch.setenv("USERNAME", "张三")
    return WindowsMachine()


def test_values_are_written_read_and_removed(machine: WindowsMachine, tmp_path: Path) -> None:
    assert machine.folders.shared == tmp_path / "PROGRAMDATA"
    assert machine.user == "PC\\张三"
    assert machine.values(KEY) == {}
    machine.write(KEY, "OPEN", "a")
    machine.write(KEY, "Count", 3)
    assert machine.values(KEY) == {"OPEN": "a", "Count": 3}
    assert machine.subkeys(r"HKCU\Software\Microsoft\Office") == ["16.0"]
    for _ in range(2):
        machine.delete_value(KEY, "OPEN")
    machine.delete_value(r"HKCU\Nowhere", "OPEN")
    assert machine.values(KEY) == {"Count": 3}


def test_a_key_goes_with_all_below_it(machine: WindowsMachine) -> None:
    machine.write(KEY, "OPEN", "a")
    machine.write(rf"{KEY}\a\b", "x", 1)
    machine.write(rf"{KEY}\c", "x", 1)
    for _ in range(2):
        machine.delete_key(KEY)
    assert machine.subkeys(KEY) == ()
    assert list(machine.subkeys(r"HKCU\Software\Microsoft\Office\16.0\Excel")) == []


def test_installer_and_server_go_to_the_same_places_whatever_the_user_is_called(
    machine: WindowsMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel hands the server its variables in the code page; the registry has them in Unicode."""
    true = r"C:\Users\张㛃\AppData\Local"
    monkeypatch.setenv("LOCALAPPDATA", true)
    installed = places(WindowsMachine().folders)
    machine.write(r"HKCU\Volatile Environment", "LOCALAPPDATA", true)
    monkeypatch.setenv("LOCALAPPDATA", true.replace("㛃", "?"))
    assert places(WindowsMachine().folders) != installed
    serving.mend(os.environ, WindowsMachine().values(r"HKCU\Volatile Environment"))
    assert places(WindowsMachine().folders) == installed
    assert str(installed.base).isascii()


TASKS = """"System Idle Process","0","Services","0","8 K"
"EXCEL.EXE","4100","RDP-Tcp#1","2","180,000 K"
"explorer.exe","4200","Console","1","90,000 K"
"python.exe","4242","Console","1","30,000 K"
"""


def test_only_programs_of_this_session_count() -> None:
    assert of_this_session(TASKS, 4242) == {"explorer.exe", "python.exe"}
    assert "excel.exe" in of_this_session(TASKS, 4100)
    assert "excel.exe" in of_this_session(TASKS, 1)  # unknown session: rather one too many


def test_without_windows_there_is_no_registry(tmp_path: Path) -> None:
    assert not this_machine().is_windows
    machine = elsewhere(tmp_path)
    assert machine.values(KEY) == {}
    with pytest.raises(InputError, match=r"^这台电脑没有注册表。$"):
        machine.write(KEY, "OPEN", "a")
