"""The terminal: what may be printed on it, how wide it is, whether it shows colours."""

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
from xladdin.programs import opens


def prepare() -> None:
    """Let a console that lacks a character print ? for it, rather than fail."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def in_utf8() -> None:
    """Begin anew in Python's UTF-8 mode where the system's names of files take no Chinese."""
    if sys.platform == "win32":
        return
    try:
        "绩效自评".encode(sys.getfilesystemencoding())
    except UnicodeEncodeError:
        command = [sys.executable, "-P", "-X", "utf8", "-m", "xladdin", *sys.argv[1:]]
        os.execve(sys.executable, command, os.environ | {"PYTHONUTF8": "1"})


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


def marked(lines: str) -> str:
    """The lines with the marks √ and × where the console's characters (GBK) lack ✓ and ✗."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        "✓✗".encode(encoding)
    except UnicodeEncodeError:
        return lines.replace("✓", "√").replace("✗", "×")
    return lines


def open_file(path: Path) -> None:
    """Open a file or folder with the program that the user's system has for it, or say where it is."""
    if not opens(path):
        remark(f"没能自动打开，请自己打开：{path.absolute()}")


def complain(sentence: str) -> None:
    """One line on stderr, led by the program's name: why there is no result."""
    remark(f"xladdin：{sentence}")


def remark(sentence: str) -> None:
    """One line on stderr, beside the result; nothing if there is no stderr to write to."""
    with contextlib.suppress(OSError):
        print(" ".join(sentence.split()), file=sys.stderr, flush=True)


class Progress:
    """A bar on stderr for long work: how much is done, how fast, how long it will take, what came
    out. Nothing but a line now and then where no person is looking."""

    _WIDTH = 24
    _EVERY = 100

    def __init__(self, total: int, done: int = 0) -> None:
        self.total = total
        self.before = self.done = done
        self.counts: Counter[str] = Counter()
        self.start = time.monotonic()
        self.live = sys.stderr is not None and sys.stderr.isatty()

    def step(self, counts: Mapping[str, int]) -> None:
        """One more is done, and adds to the counts."""
        self.done += 1
        self.counts.update(counts)
        if self.live:
            print(f"\r{self._line()}\x1b[K", end="", file=sys.stderr, flush=True)
        elif self.done % self._EVERY == 0:
            remark(self._line())

    def end(self) -> None:
        """Leave the bar as it stands."""
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
    # Windows reports a closed pipe as EINVAL.
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def _abandon() -> None:
    """Point stdout at nothing, lest the interpreter fails again when it flushes at the end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (AttributeError, OSError, ValueError):
        sys.stdout = None
