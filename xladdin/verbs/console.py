"""Write to the terminal: which characters it can print, how wide it is, whether it shows colours."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from xladdin.errors import InputError
from xladdin.mishaps import reason


def prepare() -> None:
    """Make stdout print ? for a character that it lacks, rather than fail."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def in_utf8() -> None:
    """Restart in UTF-8 mode if the encoding of file names cannot hold Chinese (not on Windows)."""
    if sys.platform == "win32":
        return
    try:
        "绩效自评".encode(sys.getfilesystemencoding())
    except UnicodeEncodeError:
        command = [sys.executable, "-P", "-X", "utf8", "-m", "xladdin", *sys.argv[1:]]
        os.execve(sys.executable, command, os.environ | {"PYTHONUTF8": "1"})


def is_terminal() -> bool:
    """Return whether stdout is a terminal, rather than a file or another program."""
    return sys.stdout is not None and sys.stdout.isatty()


def shows_colours() -> bool:
    """Return whether stdout is a terminal with colours, and nobody asked for none (no-color.org)."""
    return is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """Return a comfortable line length: the terminal's, between 60 and 100; 80 without a terminal."""
    try:
        return min(max(os.get_terminal_size(sys.stdout.fileno()).columns - 1, 60), 100)
    except (AttributeError, OSError, ValueError):
        return 80


def say(text: str, *, utf8: bool = False) -> None:
    """Print ``text``, ending it with a line feed; ``utf8`` overrides the console's encoding.

    A reader that closes early (``| head``) is no error: the rest is dropped silently. Raises
    InputError if the output cannot be written otherwise.
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


def marked(lines: str) -> str:
    """Return the lines, with √ and × for ✓ and ✗ if the console's encoding (GBK) lacks them."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        "✓✗".encode(encoding)
    except UnicodeEncodeError:
        return lines.replace("✓", "√").replace("✗", "×")
    return lines


def open_file(path: Path) -> None:
    """Open a file or folder with the system's program for it, or print that the user must open it."""
    from xladdin.programs import opens  # loads subprocess, which hardly any verb needs

    if not opens(path):
        remark(f"没能自动打开，请自己打开：{path.absolute()}")


def complain(sentence: str) -> None:
    """Print on stderr, after the program's name, why there is no result."""
    remark(f"xladdin：{sentence}")


def remark(sentence: str) -> None:
    """Print a line on stderr, beside the result; do nothing if stderr cannot be written."""
    with contextlib.suppress(OSError):
        print(" ".join(sentence.split()), file=sys.stderr, flush=True)


class Progress:
    """A progress bar on stderr: how much is done, how fast, the time left, and counts of outcomes.
    If stderr is no terminal, a line for every hundred steps."""

    _WIDTH = 24
    _EVERY = 100

    def __init__(self, total: int, done: int = 0) -> None:
        self.total = total
        self.before = self.done = done
        self.counts: Counter[str] = Counter()
        self.start = time.monotonic()
        self.live = sys.stderr is not None and sys.stderr.isatty()

    def step(self, counts: Mapping[str, int]) -> None:
        """Count one more step as done, with its outcomes."""
        self.done += 1
        self.counts.update(counts)
        if self.live:
            print(f"\r{self._line()}\x1b[K", end="", file=sys.stderr, flush=True)
        elif self.done % self._EVERY == 0:
            remark(self._line())

    def end(self) -> None:
        """End the bar."""
        if self.live:
            print(file=sys.stderr, flush=True)
        elif self.done % self._EVERY:
            remark(self._line())

    def _line(self) -> str:
        filled = round(self._WIDTH * self.done / max(self.total, 1))
        elapsed = max(time.monotonic() - self.start, 1e-6)
        rate = (self.done - self.before) / elapsed
        left = (self.total - self.done) / rate if rate else 0
        told = "，".join(f"{name} {count}" for name, count in self.counts.items() if count)
        bar = "█" * filled + "░" * (self._WIDTH - filled)
        speed = f"{rate:.1f} 个/秒，约剩 {_duration(left)}" if self.done < self.total else ""
        parts = [f"{bar} {self.done}/{self.total}", speed, told]
        return "  ".join(part for part in parts if part)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"


def _reader_left(error: OSError) -> bool:
    # On Windows a closed pipe is EINVAL.
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def _abandon() -> None:
    """Redirect stdout to nothing, so that the flush at the interpreter's end does not fail again."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (AttributeError, OSError, ValueError):
        sys.stdout = None
