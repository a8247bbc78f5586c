"""What 发送到 starts: files dropped on it are checked together, and the results open.

``pythonw -I -m xladdin.addin.dropped FILE…`` runs ``xladdin check`` with ``--annotate``. The folder
校验结果 beside the first file takes the report and the annotated copies. There is no console: what
goes wrong is told in a message box.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from xladdin.mishaps import sentence

RESULTS = "校验结果"
REPORT = "校验报告.html"
_TITLE = "绩效自评校验"


def check_dropped(
    files: Sequence[Path], show: Callable[[str], None], open_file: Callable[[Path], None]
) -> int:
    """Check the files as one filing; open the report, and on top of it the annotated copies.

    ``show`` tells a sentence where there is no result. Returns the exit status of ``check``.
    """
    if not files:
        show(
            "请在文件上点右键，选“发送到”，再选“绩效自评校验”；可以一次选几个文件，或者一个文件夹。"
        )
        return 2
    folder = files[0].absolute().parent / RESULTS
    existed = folder.is_dir()
    try:
        folder.mkdir(exist_ok=True)
        before = _written(folder)
        status, said = _check(files, folder)
    except OSError as error:
        show(sentence(error))
        return 2
    if status not in (0, 1):
        if not existed:
            folder.rmdir()
        show(said)
        return status
    new = [path for path, when in _written(folder).items() if before.get(path) != when]
    for path in sorted(new, key=lambda path: path.name != REPORT):
        open_file(path)
    return status


def _check(files: Sequence[Path], folder: Path) -> tuple[int, str]:
    """The exit status of ``xladdin check``, and its last line on stderr without its name."""
    # Isolated: no module from the folder that the files lie in.
    python = [sys.executable, "-I", "-X", "utf8", "-m", "xladdin"]
    command = [*python, "check", *map(str, files)]
    done = subprocess.run(
        [*command, "--annotate", str(folder), "-o", str(folder / REPORT)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    said = done.stderr.decode("utf-8", errors="replace").strip().splitlines() or [""]
    return done.returncode, said[-1].removeprefix("xladdin：")


def _written(folder: Path) -> dict[Path, int]:
    """The files of a folder, each with the time of its last change."""
    return {path: path.stat().st_mtime_ns for path in folder.iterdir() if path.is_file()}


def main() -> int:
    """With Windows' own means: a message box, and the programs that files open with."""
    import ctypes

    def show(text: str) -> None:
        ctypes.windll.user32.MessageBoxW(None, text, _TITLE, 0x40)  # type: ignore[attr-defined]

    def open_file(path: Path) -> None:
        os.startfile(path)  # type: ignore[attr-defined]

    return check_dropped([Path(name) for name in sys.argv[1:]], show, open_file)


if __name__ == "__main__":
    raise SystemExit(main())
