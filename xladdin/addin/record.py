"""Record an installation: its version, and its files outside its folder; and read pip's record.

The record is a JSON file in the folder. It tells the uninstaller which files to delete, and the
doctor which files are missing.
"""

from __future__ import annotations

import base64
import contextlib
import csv
import json
import os
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import Distribution
from pathlib import Path

from xladdin.outputs.writing import write_whole


@dataclass(frozen=True, slots=True)
class Record:
    """The program's version, the sha256 of the add-in, and the path and sha256 of each file outside
    the folder. Empty values mean not installed."""

    version: str = ""
    addin: str = ""
    outside: tuple[tuple[str, str], ...] = ()


def digest(path: Path) -> str:
    """Return the sha256 of a file, in hexadecimal. Raises OSError."""
    return sha256(path.read_bytes()).hexdigest()


def read(path: Path) -> Record:
    """Read the record; return an empty one if it is missing or damaged."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        held = json.loads(path.read_text(encoding="utf-8"))
        return Record(held["version"], held["addin"], tuple(held["outside"].items()))
    return Record()


def update(path: Path, *, version: str = "", addin: str = "") -> None:
    """Record the version of the program, the sha256 of the add-in, or both."""
    held = read(path)
    _write(path, Record(version or held.version, addin or held.addin, held.outside))


def remember(path: Path, file: Path) -> None:
    """Record a file outside the folder with its current content."""
    held = read(path)
    others = tuple(entry for entry in held.outside if entry[0] != str(file))
    _write(path, replace(held, outside=(*others, (str(file), digest(file)))))


def _write(path: Path, record: Record) -> None:
    held = {"version": record.version, "addin": record.addin, "outside": dict(record.outside)}
    write_whole(path, json.dumps(held, ensure_ascii=False, indent=2) + "\n")


def recorded(found: Distribution) -> dict[str, tuple[Path, str]]:
    """Return the path and checksum of each file of a library, by name, from pip's RECORD; from
    Python 3.12 on, ``files`` leaves out missing files."""
    lines = csv.reader((found.read_text("RECORD") or "").splitlines())
    return {
        name: (Path(os.path.normpath(str(found.locate_file(name)))), value.removeprefix("sha256="))
        for name, value, _ in lines
    }


def lost(found: Distribution) -> list[str]:
    """Return the names of a library's missing files, apart from compiled ones."""
    files = recorded(found).items()
    return [name for name, (path, _) in files if path.suffix != ".pyc" and not path.exists()]


def checksum(path: Path) -> str:
    """Return the sha256 of a file as pip's records write it; empty if there is no file."""
    if not path.is_file():
        return ""
    return base64.urlsafe_b64encode(sha256(path.read_bytes()).digest()).rstrip(b"=").decode()
