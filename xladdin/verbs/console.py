"""The terminal: what may be printed on it, how wide it is, whether it shows colours."""

from __future__ import annotations

import contextlib
import errno
import os
import sys

from xladdin.errors import InputError
from xladdin.mishaps import reason


def prepare() -> None:
    """Let a console that lacks a character print ? for it, rather than fail."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def is_terminal() -> bool:
    """Whether a person is looking, rather than a file or another program."""
    return sys.stdout is not None and sys.stdout.isatty()


def shows_colours() -> bool:
    """Only for a person at a terminal who did not ask for none (no-color.org)."""
    return is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """A comfortable line length: the terminal's, between 60 and 100; 80 where there is none."""
    try:
        return min(max(os.get_terminal_size(sys.stdout.fileno()).columns - 1, 60), 100)
    except (AttributeError, OSError, ValueError):
        return 80


def say(text: str, *, utf8: bool = False) -> None:
    """Print ``text`` and a line feed if it lacks one; ``utf8`` whatever the console's encoding is.

    A reader that has seen enough (``| head``) is no error: the rest is dropped silently.
    """
    if sys.stdout is None:  # started without a console
        return
    if not text.endswith("\n"):
        text += "\n"
    buffer = getattr(sys.stdout, "buffer", None)
    try:
        if utf8 and buffer is not None:
            sys.stdout.flush()
            buffer.write(text.encode("utf-8"))
        else:
            sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        _abandon()
        if not _reader_left(error):
            raise InputError(f"结果没能全部输出：{reason(error)}。") from error


def complain(sentence: str) -> None:
    """One line on stderr, led by the program's name: why there is no result."""
    remark(f"xladdin：{sentence}")


def remark(sentence: str) -> None:
    """One line on stderr, beside the result; nothing if there is no stderr to write to."""
    with contextlib.suppress(OSError):
        print(" ".join(sentence.split()), file=sys.stderr, flush=True)


def _reader_left(error: OSError) -> bool:
    # Windows reports a closed pipe as EINVAL.
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def _abandon() -> None:
    """Point stdout at nothing, lest the interpreter fails again when it flushes at the end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (AttributeError, OSError, ValueError):
        sys.stdout = None
