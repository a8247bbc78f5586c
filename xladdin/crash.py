"""Record a fault of the program: the traceback goes into a log file, the user gets one sentence."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from xladdin import __version__


def record(error: BaseException) -> str:
    """Write the traceback to a log file; return the Chinese sentence that names the file."""
    what = f"程序内部出错（{type(error).__name__}），这次没有结果。"
    try:
        path = _write(_report(error))
    except OSError:
        return f"{what}错误记录也没能写下，请把所用的命令和材料告诉维护人员。"
    return f"{what}请把错误记录“{path}”发给维护人员。"


def state_folder() -> Path:
    """Return the folder for this user's logs."""
    if os.name == "nt" and (local := os.environ.get("LOCALAPPDATA")):
        return Path(local) / "xladdin" / "logs"
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "xladdin"


def _report(error: BaseException) -> str:
    import platform
    import traceback

    lines = [
        f"xladdin {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"argv: {sys.argv!r}",
        "",
        *traceback.format_exception(error),
    ]
    return "\n".join(line.rstrip("\n") for line in lines) + "\n"


def _write(text: str) -> Path:
    import tempfile
    import time

    name = f"error-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
    try:
        folder = state_folder()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except (OSError, RuntimeError):  # no home folder, or it is read-only
        path = Path(tempfile.gettempdir()) / f"xladdin-{name}"
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    return path
