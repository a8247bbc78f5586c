"""The filings that were looked at last, each in a file of its own: two windows never write the same."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from pathlib import Path

from xladdin.crash import state_folder
from xladdin.errors import InputError
from xladdin.outputs.writing import write_whole
from xladdin.window.examining import Outcome

MOST = 10
_DAY = 24 * 60 * 60
_ENDING = ".filing.json"


def home() -> Path:
    """Where the window keeps its list, and the files that it was given; for this user's eyes only."""
    folder = state_folder() / "window"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name != "nt":
        folder.chmod(0o700)
    return folder


def recent() -> dict[str, Outcome]:
    """The last filings by their keys, the newest first; what is damaged is left out."""
    try:
        return {outcome.key: outcome for _, _, outcome in _listed()[:MOST]}
    except (OSError, RuntimeError):
        return {}


def remember(outcome: Outcome) -> None:
    """Put a filing first on the list; what is no longer on it goes, also files of the window's own. A list
    that cannot be written is done without."""
    with contextlib.suppress(InputError, OSError, RuntimeError):
        told = {"at": time.time_ns(), **outcome.line()}
        write_whole(home() / f"{outcome.key}{_ENDING}", json.dumps(told, ensure_ascii=False))
        listed = _listed()
        for _, path, _ in listed[MOST:]:
            path.unlink(missing_ok=True)
        _clear({Path(each.folder).parent for _, _, each in listed[:MOST]})


def _listed() -> list[tuple[int, Path, Outcome]]:
    """All filings on the list, each with when it was put there, and its file; the newest first."""
    found = []
    for path in home().glob(f"*{_ENDING}"):
        with contextlib.suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
            told = json.loads(path.read_text(encoding="utf-8"))
            found.append((int(told.pop("at")), path, Outcome.of_line(told)))
    return sorted(found, key=lambda each: each[0], reverse=True)


def _clear(kept: set[Path]) -> None:
    """Another window may be bringing files just now: only what is a day old goes."""
    for folder in home().iterdir():
        old = time.time() - folder.stat().st_mtime > _DAY
        if old and folder.is_dir() and not folder.is_symlink() and folder not in kept:
            shutil.rmtree(folder, ignore_errors=True)
