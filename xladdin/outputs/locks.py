"""A file that one process holds, for others to see."""

from __future__ import annotations

import errno
import sys
from typing import IO

#: What systems say where another process has the file.
_TAKEN = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})


def hold(file: IO[bytes]) -> bool:
    """Take hold of an open file until it is closed; False if another process has it.

    Some network drives know no locks: there, everybody gets it.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            end = file.tell()
            file.seek(2**31 - 1)  # far behind what is written, which others may go on reading
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(end)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _TAKEN
    return True
