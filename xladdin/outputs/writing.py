"""Writing a result file: whole or not at all, and never over what was read."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from xladdin.errors import InputError
from xladdin.mishaps import reason

#: What files are called by their endings.
_KINDS = {".xlsx": "Excel 工作簿", ".docx": "Word 文档"}


def check_target(path: Path, inputs: Iterable[Path] = ()) -> None:
    """Raise InputError if ``path`` cannot be a result file: a folder, an input, nowhere."""
    if path.is_dir():
        raise InputError(f"“{path}”是文件夹，请写出文件名，例如“{path / '校验报告.html'}”。")
    if not path.absolute().parent.is_dir():
        raise InputError(f"文件夹“{path.absolute().parent}”不存在，请先建好，或换一个位置。")
    for source in inputs:
        with contextlib.suppress(OSError):
            if os.path.samefile(source, path):
                raise InputError(f"“{path}”是被核对的材料，不能用结果覆盖它，请换一个文件名。")


def check_new(path: Path, suffix: str) -> None:
    """Raise InputError if ``path`` cannot be a new file of this kind: there is one already, …"""
    if path.is_dir():
        raise InputError(f"“{path}”是文件夹，请写出文件名，以 {suffix} 结尾。")
    if path.suffix.lower() != suffix:
        raise InputError(f"结果是 {_KINDS[suffix]}，请让“{path.name}”以 {suffix} 结尾。")
    if os.path.lexists(path):
        raise InputError(f"“{path}”已经存在，没有覆盖它；请换一个文件名，或先把它改名、移走。")
    check_target(path)


def write_whole(path: Path, content: str | bytes, *, inputs: Iterable[Path] = ()) -> None:
    """Write ``content`` (text as UTF-8) to ``path`` so that no half-written file is ever seen.

    A failure leaves an older file as it was, and nothing beside it. Raises InputError where
    ``path`` is a folder, one of the ``inputs``, in no folder, or cannot be written.
    """
    check_target(path, inputs)
    data = content.encode("utf-8", errors="replace") if isinstance(content, str) else content
    try:
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            path.write_bytes(data)  # a device or a pipe: there is no file to replace
        else:
            _replace(Path(os.path.realpath(path)), data)
    except OSError as error:
        raise InputError(f"不能写入“{path}”：{reason(error)}。") from error


def _replace(path: Path, data: bytes) -> None:
    beside = path.with_name(f".xladdin-{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        # A plain open, not tempfile: the result gets the permissions that the user's files have.
        with open(beside, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
