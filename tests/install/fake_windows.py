"""A Windows PC as the installation sees it: real folders, programs run for real, registry in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from xladdin.addin.machine import Folders, Machine, Shortcut, Value
from xladdin.programs import of_windows


class FakeWindows(Machine):
    """The machine; ``fails`` names what refuses: "write", "run", "shortcut", "delete_key"."""

    is_windows = True

    def __init__(self, folder: Path, user: str = "zhang") -> None:
        self.user = f"PC\\{user}"
        home = folder / "Users" / user / "AppData"
        self.folders = Folders(
            home / "Local", home / "Roaming", folder / "ProgramData", folder / "Temp",
            wps=home / "Roaming" / "kingsoft" / "wps" / "jsaddons",
        )  # fmt: skip
        for path in (self.folders.local, self.folders.shared, self.folders.temporary):
            path.mkdir(parents=True)
        windows = self.folders.roaming / "Microsoft" / "Windows"
        (windows / "SendTo").mkdir(parents=True)
        (windows / "Start Menu" / "Programs").mkdir(parents=True)
        (self.folders.roaming / "Microsoft" / "Templates").mkdir()
        self.keys: dict[str, dict[str, Value]] = {}
        self.programs: set[str] = {"explorer.exe"}
        self.commands: list[list[str]] = []
        self.later: list[Path] = []
        self.fails: set[str] = set()
        self.proof = (0, "计算程序 0.5 秒启动，能回答。\n")

    def values(self, key: str) -> Mapping[str, Value]:
        return dict(self.keys.get(key, {}))

    def subkeys(self, key: str) -> Sequence[str]:
        below = [name.removeprefix(f"{key}\\") for name in self.keys if name.startswith(f"{key}\\")]
        return list(dict.fromkeys(name.partition("\\")[0] for name in below))

    def write(self, key: str, name: str, value: Value) -> None:
        self._refuse("write")
        self.keys.setdefault(key, {})[name] = value

    def delete_value(self, key: str, name: str) -> None:
        self.keys.get(key, {}).pop(name, None)

    def delete_key(self, key: str) -> None:
        self._refuse("delete_key")
        for name in [name for name in self.keys if name == key or name.startswith(f"{key}\\")]:
            del self.keys[name]

    def running(self) -> frozenset[str]:
        if "tasklist" in self.fails:
            raise OSError("tasklist: access denied")
        return frozenset(self.programs)

    def run(self, command: Sequence[str | Path], folder: Path | None = None) -> tuple[int, str]:
        self.commands.append([str(part) for part in command])
        if command[0] == of_windows("icacls"):
            return int("icacls" in self.fails), "icacls"
        if command[-1] == "xladdin.addin.proof":  # needs Windows, see test_proof.py
            return self.proof
        if "run" in self.fails:
            return 1, "no such thing"
        return super().run(command, folder)

    def make_shortcut(self, shortcut: Shortcut) -> None:
        self._refuse("shortcut")
        shortcut.link.write_text(
            f"{shortcut.target}\n{shortcut.arguments}\n", encoding="utf-8", newline="\n"
        )

    def delete_later(self, folder: Path) -> None:
        self.later.append(folder)

    def snapshot(self) -> tuple[dict[str, dict[str, Value]], dict[str, bytes | None]]:
        """The registry without empty keys, and every file and folder."""
        root = self.folders.temporary.parent
        files = {
            str(path.relative_to(root)): path.read_bytes() if path.is_file() else None
            for path in sorted(root.rglob("*"))
        }
        return {key: dict(values) for key, values in self.keys.items() if values}, files

    def _refuse(self, name: str) -> None:
        if name in self.fails:
            raise PermissionError(13, "denied", name)
