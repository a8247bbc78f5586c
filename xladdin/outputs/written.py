"""Which files are this program's own: the digests of what it has written, on a list of the user's.

A file that somebody has edited has another digest, and so is theirs.
"""

from __future__ import annotations

import contextlib
from hashlib import sha256
from pathlib import Path

from xladdin.crash import state_folder

_LIST = "written.txt"
#: So many bytes of the list, the newest, are looked at: some ten thousand files.
_MOST = 650_000


def digest(data: bytes) -> str:
    """What tells one content from another."""
    return sha256(data).hexdigest()


def note(data: bytes) -> None:
    """Remember that this was written by the program. If that fails, the file is later taken to be
    somebody else's."""
    with contextlib.suppress(OSError, RuntimeError):
        folder = state_folder()
        folder.mkdir(parents=True, exist_ok=True)
        with open(folder / _LIST, "ab") as file:
            file.write(f"{digest(data)}\n".encode())


def is_own(path: Path) -> bool:
    """Whether the file is as the program has written it."""
    try:
        own = digest(path.read_bytes()).encode()
        with open(state_folder() / _LIST, "rb") as file:
            file.seek(max(0, file.seek(0, 2) - _MOST))
            return own in file.read().split(b"\n")
    except (OSError, RuntimeError):
        return False
