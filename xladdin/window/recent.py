"""The filings that were looked at last, on a list of the user's."""

from __future__ import annotations

import contextlib
import json
import shutil
import time
from pathlib import Path

from xladdin.crash import state_folder
from xladdin.errors import InputError
from xladdin.outputs.writing import write_whole
from xladdin.window.examining import Outcome

MOST = 10
_DAY = 24 * 60 * 60


def home() -> Path:
    """Where the window keeps its list, and the files that it was given."""
    return state_folder() / "window"


def recent() -> list[Outcome]:
    """The last filings, the newest first; none where the list is damaged."""
    try:
        told = json.loads(_list().read_text(encoding="utf-8"))
        return [Outcome.of_line(each) for each in told]
    except (OSError, ValueError, TypeError, AttributeError, RuntimeError):
        return []


def remember(outcome: Outcome) -> None:
    """Put a filing first on the list; files of the window's own that are no longer on it go. A list that
    cannot be written is done without."""
    others = [each for each in recent() if each.folder != outcome.folder]
    kept = [outcome, *others][:MOST]
    with contextlib.suppress(InputError, OSError):
        home().mkdir(parents=True, exist_ok=True)
        write_whole(_list(), json.dumps([each.line() for each in kept], ensure_ascii=False))
        _clear({Path(each.folder).parent for each in kept})


def _list() -> Path:
    return home() / "recent.json"


def _clear(kept: set[Path]) -> None:
    """Another window may be bringing files just now: only what is a day old goes."""
    for folder in home().iterdir():
        old = time.time() - folder.stat().st_mtime > _DAY
        if old and folder.is_dir() and not folder.is_symlink() and folder not in kept:
            shutil.rmtree(folder, ignore_errors=True)
