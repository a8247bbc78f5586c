"""The record of an installation: its version, and the files that it put elsewhere than its folder; and
that of pip.

It lies in the folder as JSON. By it the uninstaller knows what is ours, and the doctor what is gone.
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
    """Version of the program, sha256 of the add-in, and sha256 of each file outside, by its path."""

    version: str = ""
    addin: str = ""
    outside: tuple[tuple[str, str], ...] = ()


def digest(path: Path) -> str:
    """The sha256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def read(path: Path) -> Record:
    """The record; an empty one where there is none, or none that can be read."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        held = json.loads(path.read_text(encoding="utf-8"))
        return Record(held["version"], held["addin"], tuple(held["outside"].items()))
    return Record()


def update(path: Path, *, version: str = "", addin: str = "") -> None:
    """Record the version of the program, the sha256 of the add-in, or both."""
    held = read(path)
    _write(path, Record(version or held.version, addin or held.addin, held.outside))


def remember(path: Path, file: Path) -> None:
    """Record a file outside the folder, as it is now."""
    held = read(path)
    others = tuple(entry for entry in held.outside if entry[0] != str(file))
    _write(path, replace(held, outside=(*others, (str(file), digest(file)))))


def _write(path: Path, record: Record) -> None:
    held = {"version": record.version, "addin": record.addin, "outside": dict(record.outside)}
    write_whole(path, json.dumps(held, ensure_ascii=False, indent=2) + "\n")


def recorded(found: Distribution) -> dict[str, tuple[Path, str]]:
    """Where the files of a library lie, and their checksums, by pip's record of it: from Python 3.12
    on ``files`` leaves out those that are gone."""
    lines = csv.reader((found.read_text("RECORD") or "").splitlines())
    return {
        name: (Path(os.path.normpath(str(found.locate_file(name)))), value.removeprefix("sha256="))
        for name, value, _ in lines
    }


def lost(found: Distribution) -> list[str]:
    """The files of a library that are gone; what Python compiles itself does not count."""
    files = recorded(found).items()
    return [name for name, (path, _) in files if path.suffix != ".pyc" and not path.exists()]


def checksum(path: Path) -> str:
    """The sha256 of a file, written as pip's records have it; empty if there is no file."""
    if not path.is_file():
        return ""
    return base64.urlsafe_b64encode(sha256(path.read_bytes()).digest()).rstrip(b"=").decode()
