"""What pip has delivered, by its own record, and what is left of it."""

from __future__ import annotations

import base64
import csv
import os
from hashlib import sha256
from importlib.metadata import Distribution
from pathlib import Path


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
