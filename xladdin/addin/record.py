"""The record of an installation: its version, and the files that it put elsewhere than its folder.

It lies in the folder as JSON. By it the uninstaller knows what is ours, and the doctor what is gone.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from xladdin.outputs.writing import write_whole


@dataclass(frozen=True, slots=True)
class Record:
    """Version of the program, sha256 of the add-in, and sha256 of each file outside, by its path."""

    version: str = ""
    addin: str = ""
    outside: tuple[tuple[str, str], ...] = ()

    def with_file(self, path: Path) -> Record:
        """Also this file, as it is now."""
        others = tuple(entry for entry in self.outside if entry[0] != str(path))
        return replace(self, outside=(*others, (str(path), digest(path))))


def digest(path: Path) -> str:
    """The sha256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def read(path: Path) -> Record:
    """The record; an empty one where there is none, or none that can be read."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        held = json.loads(path.read_text(encoding="utf-8"))
        return Record(held["version"], held["addin"], tuple(held["outside"].items()))
    return Record()


def write(path: Path, record: Record) -> None:
    """Replace the record."""
    held = {"version": record.version, "addin": record.addin, "outside": dict(record.outside)}
    write_whole(path, json.dumps(held, ensure_ascii=False, indent=2) + "\n")
