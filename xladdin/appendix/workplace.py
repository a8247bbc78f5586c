"""A folder to build a set in, beside where it will stand; and how the set gets there at the end.

Whatever happens, there is a whole set under the final name or none, and an earlier one is there, or
beside it as .bak, from where the next run puts it back.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_BEGINNING, _ENDING = ".xladdin-", ".tmp"
_HELD = "held"


@contextlib.contextmanager
def workplace(target: Path) -> Iterator[Path]:
    """An empty folder in ``target`` (made if missing), gone at the end; those of runs that were
    killed are taken away, too. Raises OSError where nothing can be written."""
    new = not target.exists()
    target.mkdir(parents=True, exist_ok=True)
    _clear(target)
    work = target / f"{_BEGINNING}{os.getpid()}-{os.urandom(4).hex()}{_ENDING}"
    try:
        work.mkdir()
        with _hold(work):
            yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if new:
            with contextlib.suppress(OSError):
                target.rmdir()  # only if it is empty


def restore(name: Path) -> None:
    """Put back what stood under ``name`` if a run was killed before the new one stood there."""
    kept = _kept(name)
    if not os.path.lexists(kept):
        return
    if os.path.lexists(name):
        _remove(kept)
    else:
        os.rename(kept, name)


def put(made: list[tuple[Path, Path]]) -> None:
    """Move each of ``made`` (from, to) to its place. What stood there is kept until all stand."""
    try:
        for _, name in made:
            if os.path.lexists(name):
                os.rename(name, _kept(name))
        for new, name in made:
            os.rename(new, name)
    except BaseException:
        for new, name in made:
            if not os.path.lexists(new):
                os.rename(name, new)
            if os.path.lexists(_kept(name)):
                os.rename(_kept(name), name)
        raise
    for _, name in made:
        with contextlib.suppress(OSError):
            _remove(_kept(name))


def _kept(name: Path) -> Path:
    return name.with_name(f"{name.name}.bak")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif os.path.lexists(path):
        path.unlink()


def _clear(target: Path) -> None:
    for left in target.glob(f"{_BEGINNING}*{_ENDING}"):
        if left.is_dir() and not _in_use(left):
            shutil.rmtree(left, ignore_errors=True)


def _hold(work: Path) -> IO[bytes]:
    """An open file in the folder that tells other runs that it is in use."""
    held = open(work / _HELD, "wb")  # noqa: SIM115 - open as long as the work lasts
    with contextlib.suppress(OSError):  # some network drives know no locks
        _lock(held)
    return held


def _in_use(work: Path) -> bool:
    held = work / _HELD
    if not held.exists():
        return False
    try:
        if sys.platform == "win32":
            held.unlink()  # refused while a process has it open
        else:
            with open(held, "ab") as file:
                _lock(file)
    except OSError:
        return True
    return False


def _lock(file: IO[bytes]) -> None:
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
