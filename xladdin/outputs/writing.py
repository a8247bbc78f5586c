"""Write result files: whole or not at all, never over the files read. A list in the user's state
folder holds the digests of all results written, which tells them from other files. An edited file
has another digest and so belongs to the user."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from xladdin.crash import state_folder
from xladdin.errors import InputError
from xladdin.mishaps import reason
from xladdin.outputs.workplace import clear, put, workplace

_LIST = "written.txt"
#: How many bytes of the list, the newest, are searched: some ten thousand files.
_MOST = 650_000
_EXISTS = "“{}”已经存在，没有覆盖它；请换一个文件名，或先把它改名、移走。"
_THERE = "“{}”已经存在，没有覆盖它；请把它改名、移走，或用 -o 换一个文件夹。"
#: The Chinese names of file types, by extension.
_KINDS = {".xlsx": "Excel 工作簿", ".docx": "Word 文档"}


def check_target(path: Path, inputs: Iterable[Path] = ()) -> None:
    """Raise InputError if ``path`` cannot be a result file: a folder, an input, or in no folder."""
    if path.is_dir():
        raise InputError(f"“{path}”是文件夹，请写出文件名，例如“{path / '校验报告.html'}”。")
    if not path.absolute().parent.is_dir():
        raise InputError(f"文件夹“{path.absolute().parent}”不存在，请先建好，或换一个位置。")
    for source in inputs:
        with contextlib.suppress(OSError):
            if os.path.samefile(source, path):
                raise InputError(f"“{path}”是被核对的材料，不能用结果覆盖它，请换一个文件名。")


def check_new(path: Path, suffix: str) -> None:
    """Raise InputError if ``path`` cannot be a new file with this ``suffix``, for instance because
    it exists. What a killed run began there is completed first."""
    if path.is_dir():
        raise InputError(f"“{path}”是文件夹，请写出文件名，以 {suffix} 结尾。")
    if path.suffix.lower() != suffix:
        raise InputError(f"结果是 {_KINDS[suffix]}，请让“{path.name}”以 {suffix} 结尾。")
    clear(path.parent)
    if os.path.lexists(path):
        raise InputError(_EXISTS.format(path))
    check_target(path)


def check_own(path: Path, otherwise: str = "确实要代替它，请加 --overwrite") -> None:
    """Raise InputError if a file at ``path`` was not written by this program, or was edited since;
    ``otherwise`` is what the user can do besides moving it."""
    if path.is_file() and not _is_own(path):
        raise InputError(
            f"“{path}”已经存在，不是本程序写的，或者写出后又被改过，没有覆盖它；"
            f"请把它改名、移走，或换一个地方；{otherwise}。"
        )


def write_own(
    path: Path, content: str | bytes, *, inputs: Iterable[Path] = (), overwrite: bool = False
) -> None:
    """Write a result that later runs replace (see ``write_whole``). Raises InputError if somebody
    else's or an edited file is there, unless ``overwrite``."""
    if not overwrite:
        check_own(path)
    data = _bytes(content)
    write_whole(path, data, inputs=inputs)
    _record(data)


def write_new(path: Path, data: bytes) -> None:
    """Write a new file whole or not at all. Raises InputError if there is one already."""
    check_target(path)
    _put_one(path, data, replace=False)


def write_whole(path: Path, content: str | bytes, *, inputs: Iterable[Path] = ()) -> None:
    """Write ``content`` (text as UTF-8) to ``path`` so that no half-written file is ever seen. On
    failure an older file stays as it was, and nothing is left beside it. Raises InputError if
    ``path`` is a folder, one of the ``inputs``, in no folder, or cannot be written."""
    check_target(path, inputs)
    data = _bytes(content)
    with _refusals(path):
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            path.write_bytes(data)  # a device or a pipe: there is no file to replace
        else:
            _put_one(path, data, replace=True)


def write_set(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder (made if missing), all or none, replacing older ones. Raises
    InputError if that fails; then everything is as before."""
    with _refusals(folder):
        _put(folder, files, replace=True)


def write_new_set(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write new files into a folder (made if missing), all or none. Raises InputError, with nothing
    written, if one exists. What a killed run began is completed first."""
    with _refusals(folder):
        clear(folder)
        for name in files:
            if os.path.lexists(folder / name):
                raise InputError(_THERE.format(folder / name))
        _put(folder, files, replace=False)


def write_synced(path: Path, data: bytes) -> None:
    """Write a new file and wait until the disk has it. Raises OSError."""
    # A plain open, not tempfile: the result gets the usual permissions of the user's files.
    with open(path, "xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _put_one(path: Path, data: bytes, *, replace: bool) -> None:
    place = Path(os.path.realpath(path))
    with _refusals(path):
        _put(place.parent, {place.name: data}, replace=replace)


def _put(folder: Path, files: Mapping[str, bytes], *, replace: bool) -> None:
    with workplace(folder) as work:
        for name, data in files.items():
            write_synced(work / name, data)
        put(work, replace=replace)


@contextlib.contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """Turn OSErrors at a file, or in a folder, into InputErrors."""
    try:
        yield
    except FileExistsError as error:
        if path.is_dir():
            raise InputError(_THERE.format(error.filename2 or error.filename)) from None
        raise InputError(_EXISTS.format(path)) from None
    except OSError as error:
        raise InputError(f"不能写入“{path}”：{reason(error)}。") from error


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8", errors="replace") if isinstance(content, str) else content


def digest(data: bytes) -> str:
    """Return the SHA-256 of the content, in hexadecimal."""
    return sha256(data).hexdigest()


def _record(data: bytes) -> None:
    """Record that the program wrote this. If that fails, the file is later taken for somebody else's."""
    with contextlib.suppress(OSError, RuntimeError):
        folder = state_folder()
        folder.mkdir(parents=True, exist_ok=True)
        with open(folder / _LIST, "ab") as file:
            file.write(f"{digest(data)}\n".encode())


def _is_own(path: Path) -> bool:
    """Tell whether the file is as the program wrote it."""
    try:
        own = digest(path.read_bytes()).encode()
        with open(state_folder() / _LIST, "rb") as file:
            file.seek(max(0, file.seek(0, 2) - _MOST))
            return own in file.read().split(b"\n")
    except (OSError, RuntimeError):
        return False
