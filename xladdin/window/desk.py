"""Do what the window's page asks for, and keep the list of filings that were examined last."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from xladdin.crash import state_folder
from xladdin.errors import InputError
from xladdin.mishaps import sentence
from xladdin.outputs.writing import write_whole
from xladdin.sources.bounds import bound
from xladdin.sources.file_names import FORBIDDEN
from xladdin.sources.own_copies import CHECKED
from xladdin.window.examining import Outcome, examine

MOST = 10
_DAY = 24 * 60 * 60
_ENDING = ".filing.json"


def home() -> Path:
    """Return the folder of the window's list and of the files given to it, made if missing and
    readable only by this user. Raises OSError."""
    folder = state_folder() / "window"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name != "nt":
        folder.chmod(0o700)
    return folder


def recent() -> dict[str, Outcome]:
    """Return the last filings by key, the newest first; damaged entries are left out."""
    try:
        return {outcome.key: outcome for _, _, outcome in _listed()[:MOST]}
    except (OSError, RuntimeError):
        return {}


def remember(outcome: Outcome) -> None:
    """Put a filing first on the list, and delete entries and files of the window that are no longer
    on it. Errors of writing are ignored."""
    with contextlib.suppress(InputError, OSError, RuntimeError):
        told = {"at": time.time_ns(), **outcome.line()}
        write_whole(home() / f"{outcome.key}{_ENDING}", json.dumps(told, ensure_ascii=False))
        listed = _listed()
        for _, path, _ in listed[MOST:]:
            path.unlink(missing_ok=True)
        _clear({Path(each.folder).parent for _, _, each in listed[:MOST]})


def _listed() -> list[tuple[int, Path, Outcome]]:
    """Return all filings on the list, the newest first, each with its time (nanoseconds) and its file."""
    found = []
    for path in home().glob(f"*{_ENDING}"):
        with contextlib.suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
            told = json.loads(path.read_text(encoding="utf-8"))
            found.append((int(told.pop("at")), path, Outcome.of_line(told)))
    return sorted(found, key=lambda each: each[0], reverse=True)


def _clear(kept: set[Path]) -> None:
    """Delete folders not kept that are a day old; newer ones may belong to another window."""
    for folder in home().iterdir():
        old = time.time() - folder.stat().st_mtime > _DAY
        if old and folder.is_dir() and not folder.is_symlink() and folder not in kept:
            shutil.rmtree(folder, ignore_errors=True)


#: The most files of a filing.
MOST_FILES = 60
#: The longest name in bytes; systems allow 255, and the names of copies are longer.
_LONGEST = 200
#: The names of devices on Windows, which no file may have, whatever its ending.
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{d}{n}" for d in ("COM", "LPT") for n in range(1, 10))}
_FILES = "材料"


class Desk:
    """The filing that is being brought, and those that were examined. One filing is checked at a time."""

    def __init__(
        self,
        open_file: Callable[[Path], None],
        files: Sequence[Path] = (),
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._open = open_file
        self._clock = clock
        self._busy = threading.Lock()
        self._brought: dict[str, Path] = {}
        self._checked: dict[str, Outcome] = {}
        self._waiting: tuple[Path, ...] = tuple(files)

    def state(self) -> dict[str, Any]:
        """Return whether files of the start wait to be checked, and the last filings."""
        return {"waiting": bool(self._waiting), "recent": [_told(e) for e in recent().values()]}

    def first(self) -> dict[str, Any]:
        """Check the files that the window was opened with. Raises InputError with a sentence."""
        files, self._waiting = self._waiting, ()
        if not files:
            raise InputError("没有收到文件，请把材料拖进来。")
        first = files[0].absolute()
        return self._examined(files, (first if first.is_dir() else first.parent) / CHECKED)

    def new(self) -> str:
        """Return a name for a filing to be brought. Raises InputError if its folder cannot be made."""
        name = secrets.token_hex(8)
        try:
            folder = home() / name / _FILES
            folder.mkdir(parents=True)
        except OSError as error:
            raise InputError(sentence(error)) from error
        self._brought[name] = folder
        return name

    def bring(self, name: str, file: str, data: bytes | None) -> None:
        """Store a file of a filing; ``data`` is None if it was too large. Raises InputError for
        that, for too many files, for a bad or repeated name, and if it cannot be written."""
        folder, leaf = self._brought.get(name), _leaf(file)
        if folder is None:
            raise InputError("这一份材料已经不在了，请重新拖进来。")
        if not leaf:
            raise InputError("有一个文件的名字里没有能用的字，请改名后再拖进来。")
        if (folder / leaf).exists():
            raise InputError(f"有两个文件都叫“{leaf}”，请改名，或每次只拖一个单位的材料。")
        if len(list(folder.iterdir())) >= MOST_FILES:
            raise InputError(f"文件超过 {MOST_FILES} 个，不像是一个单位的材料。")
        if data is None:
            raise InputError(f"“{leaf}”超过 {bound('file_megabytes')} MB，请精简后再试。")
        try:
            with open(folder / leaf, "xb", opener=_for_this_user) as target:
                target.write(data)
        except OSError as error:
            raise InputError(sentence(error)) from error

    def check(self, name: str) -> dict[str, Any]:
        """Check the files that were brought. Raises InputError with a sentence."""
        folder = self._brought.pop(name, None)
        files = sorted(folder.iterdir()) if folder is not None else []
        if folder is None or not files:
            raise InputError("没有收到文件，请重新拖进来。")
        return self._examined([folder], folder.parent / CHECKED, brought=True)

    def again(self, key: str) -> dict[str, Any]:
        """Check a filing again from its own files. Raises InputError if it was brought as copies."""
        outcome = self._found(key)
        if outcome.brought:
            raise InputError("这一份是拖进来的，改过以后请再拖一次。")
        return self._examined([Path(file) for file in outcome.files], Path(outcome.folder))

    def report(self, key: str) -> bytes:
        """Return the report of a filing as a page. Raises InputError if it is gone or replaced."""
        return self._found(key).report()

    def open(self, key: str, number: int) -> None:
        """Open a copy in its own program; number 0 is the folder. Raises InputError if it is gone."""
        outcome = self._found(key)
        places = [Path(outcome.folder), *map(Path, outcome.copies)]
        if not 0 <= number < len(places) or not places[number].exists():
            raise InputError("文件已经不在原处了，请再核对一次。")
        self._open(places[number])

    def _found(self, key: str) -> Outcome:
        """Return a filing on the list, or one of this window that others pushed off it. Raises
        InputError."""
        outcome = recent().get(key) or self._checked.get(key)
        if outcome is None:
            raise InputError("这一份已经不在名单上了。")
        return outcome

    def _examined(
        self, files: Sequence[Path], folder: Path, *, brought: bool = False
    ) -> dict[str, Any]:
        with self._busy:
            outcome = examine(files, folder, self._clock(), brought=brought)
            self._checked[outcome.key] = outcome
            remember(outcome)
        return _told(outcome)


def _told(outcome: Outcome) -> dict[str, Any]:
    """Return what the page shows of a filing, with files as names only."""
    copies = [Path(copy).name for copy in outcome.copies]
    names = [] if outcome.brought else [Path(file).name for file in outcome.files]
    return {**outcome.line(), "key": outcome.key, "copies": copies, "files": names}


def _leaf(file: str) -> str:
    """Return a name that every system accepts; a longer one is cut to its end, which tells files apart."""
    leaf = FORBIDDEN.sub("", file.replace("\\", "/").rpartition("/")[2]).strip(" .")
    if leaf.partition(".")[0].rstrip().upper() in _DEVICES:
        leaf = f"_{leaf}"
    return leaf.encode()[-_LONGEST:].decode(errors="ignore").lstrip(" .")


def _for_this_user(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
