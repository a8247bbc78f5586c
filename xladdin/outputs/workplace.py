"""Make files in a folder beside their target, and move them there all at once. Whatever happens,
either all of them reach their final names or none does, and older files stay until then. What a
killed run began to move, the next run in the folder completes."""

from __future__ import annotations

import contextlib
import errno
import filecmp
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

#: The errors that mean that another process has locked the file.
_TAKEN = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})
_BEGINNING, _ENDING = ".xladdin-", ".tmp"
_JUST_NOW = 60
#: The names in a workplace: the lock, the new files, the replaced ones, and the sign that all is ready.
_HELD, _NEW, _OLD, _READY = "held", "new", "old", "ready"


@contextlib.contextmanager
def workplace(target: Path) -> Iterator[Path]:
    """Yield an empty folder below ``target``, which is made if missing; ``put`` moves its files to
    ``target``. Removes the folders of killed runs. Raises OSError if nothing can be written."""
    new = not target.exists()
    target.mkdir(parents=True, exist_ok=True)
    clear(target)
    work = target / f"{_BEGINNING}{os.getpid()}-{os.urandom(4).hex()}{_ENDING}"
    try:
        work.mkdir()
        with open(work / _HELD, "wb") as held:
            hold(held)  # tells other runs that the folder is in use
            (work / _NEW).mkdir()
            yield work / _NEW
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if new:
            with contextlib.suppress(OSError):
                target.rmdir()  # only succeeds if it is empty


def put(made: Path, *, replace: bool = True) -> None:
    """Move all files of a workplace to ``target``, or none. Raises FileExistsError if one exists
    there already and ``replace`` is not set; OSError if one cannot be moved."""
    work, target = made.parent, made.parent.parent
    names = sorted(each.name for each in made.iterdir())
    old = work / _OLD
    old.mkdir()
    if len(names) > 1:
        for name in names:
            if (target / name).is_file():
                shutil.copy2(target / name, old / name)
    (work / _READY).write_bytes(os.fsencode("\n".join(names)))
    begun: list[str] = []
    try:
        for name in names:
            begun.append(name)
            _move(made / name, target / name, old, replace=replace)
    except BaseException:
        for name in begun:
            _move_back(made / name, target / name, old / name)
        (work / _READY).unlink()
        raise


def clear(target: Path) -> None:
    """Remove the workplaces of killed runs, completing what they had begun to move."""
    for left in target.glob(f"{_BEGINNING}*{_ENDING}"):
        with contextlib.suppress(OSError):
            if left.is_dir() and not left.is_symlink() and not _in_use(left):
                _complete(left)
                shutil.rmtree(left)


def hold(file: IO[bytes]) -> bool:
    """Lock an open file until it is closed; return False if another process has locked it. On
    network drives without locks everybody succeeds."""
    try:
        if sys.platform == "win32":
            import msvcrt

            end = file.tell()
            file.seek(2**31 - 1)  # far behind the content, which others may go on reading
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(end)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _TAKEN
    return True


def _move(new: Path, name: Path, old: Path, *, replace: bool) -> None:
    if not replace:
        _add(new, name)
    elif name.is_dir() and not name.is_symlink():
        os.rename(name, old / name.name)
        os.rename(new, name)
    else:
        os.replace(new, name)


def _add(new: Path, name: Path) -> None:
    """Give a file its name. Raises FileExistsError if the name is taken."""
    if sys.platform != "win32":
        try:
            os.link(new, name)
        except FileExistsError:
            raise
        except OSError:  # a drive without hard links
            if os.path.lexists(name):
                raise FileExistsError(17, "File exists", str(name)) from None
        else:
            new.unlink()
            return
    os.rename(new, name)  # Windows refuses if there is a file


def _move_back(new: Path, name: Path, old: Path) -> None:
    if not os.path.lexists(new):
        os.rename(name, new)
    if os.path.lexists(old) and not os.path.lexists(name):
        os.rename(old, name)


def _complete(left: Path) -> None:
    """Complete a killed run: if its first file is in place, move the others there, too. Only files
    that are missing in ``target``, or unchanged since the run, are touched. The workplace may come
    from somebody else: nothing outside the folder is moved, whatever names it lists."""
    target, new, old = left.parent, left / _NEW, left / _OLD
    if not all(each.is_dir() for each in (new, old)) or not (left / _READY).exists():
        return  # nothing was begun, or all was done
    if any(each.resolve() != left.resolve() / each.name for each in (new, old)):
        return  # a link that leads elsewhere
    names = os.fsdecode((left / _READY).read_bytes()).split("\n")
    made = {each.name for each in new.iterdir()}
    waiting = [name for name in names if name in made]
    linked = [name for name in waiting if _is_linked(new / name, target / name)]
    put_aside = any(not os.path.lexists(target / each.name) for each in old.iterdir())
    if len(waiting) == len(names) and not linked and not put_aside:
        return
    for name in waiting:
        place = target / name
        if not os.path.lexists(place):
            os.rename(new / name, place)
        elif name in linked:
            continue
        elif place.is_file() and filecmp.cmp(place, old / name, shallow=False):
            os.replace(new / name, place)


def _is_linked(new: Path, name: Path) -> bool:
    """Tell whether a file has its final name and still its first one."""
    return os.path.lexists(name) and os.path.samefile(new, name)


def _is_alive(name: str) -> bool:
    """Tell whether the process that made this workplace runs; True if that is unknown."""
    pid = name.removeprefix(_BEGINNING).partition("-")[0]
    if sys.platform != "win32" and pid.isdecimal():
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            return False
        except OSError:
            return True
    return True


def _in_use(work: Path) -> bool:
    held = work / _HELD
    if not held.exists():  # it may just have been made
        return _is_alive(work.name) and time.time() - work.stat().st_mtime < _JUST_NOW
    try:
        if sys.platform == "win32":
            held.unlink()  # refused while a process has it open
        else:
            with open(held, "ab") as file:
                return not hold(file)
    except OSError:
        return True
    return False
