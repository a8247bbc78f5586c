"""The doctor's look at Python: itself, the libraries, what may have been removed or damaged."""

from __future__ import annotations

import base64
import os
import platform
import shutil
import struct
import sys
from hashlib import sha256
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from xladdin import __version__
from xladdin.addin.machine import Folders
from xladdin.addin.places import Places
from xladdin.addin.results import Result, State

#: What the program needs, by the names that pip knows.
LIBRARIES = ("openpyxl", "lxml", "pillow", "python-calamine", "python-docx", "pandas", "xlwings")
_OLDEST = (3, 11)
_REINSTALL = "用离线安装包里的 install.cmd（Linux 上是 install.sh）再装一次；如果是杀毒软件删的，先把安装文件夹加入信任。"


def check_python() -> Result:
    """Which Python runs this: new enough, and 64-bit."""
    bits = struct.calcsize("P") * 8
    text = f"{platform.python_version()}（{bits} 位），{sys.executable}"
    state = State.GOOD if sys.version_info >= _OLDEST and bits == 64 else State.BAD
    return Result("Python", state, text, "安装 64 位的 Python 3.11 或更新版本。")


def check_libraries() -> Result:
    """xladdin and its libraries: their versions, and whether all of their files are there."""
    versions, faults = [f"xladdin {__version__}"], []
    for name in ("xladdin", *LIBRARIES):
        try:
            found = distribution(name)
        except PackageNotFoundError:
            faults.append(f"没有 {name}")
            continue
        if name != "xladdin":
            versions.append(f"{name} {found.version}")
        if lost := _lost(found):
            faults.append(f"{name} 缺少 {len(lost)} 个文件，如 {lost[0]}")
    state = State.BAD if faults else State.GOOD
    return Result("程序和库", state, "；".join(faults) or "、".join(versions), _REINSTALL)


def check_dlls(places: Places) -> Result:
    """xlwings' DLLs, which Excel loads: there, and with the content that was delivered."""
    title = "xlwings 的 DLL"
    try:
        files = distribution("xlwings").files or []
    except PackageNotFoundError:
        files = []
    delivered = {
        Path(os.path.normpath(str(file.locate()))): file.hash.value
        for file in files
        if file.suffix == ".dll" and file.hash
    }
    if not delivered:
        return Result(title, State.NONE, "只有 Windows 上有。")
    if places.python.is_dir():  # a linked environment has copies
        delivered |= {places.python / path.name: value for path, value in delivered.items()}
    faults = [str(path) for path, value in delivered.items() if _checksum(path) != value]
    names = "、".join(sorted({path.name for path in delivered}))
    if faults:
        return Result(title, State.BAD, f"缺少或被改动：{'、'.join(faults)}", _REINSTALL)
    return Result(title, State.GOOD, f"{names}，校验值相符")


def check_com_cache(folders: Folders) -> Result:
    """The wrappers that pywin32 has generated for Excel: one cut short breaks every call."""
    title = "COM 缓存（gen_py）"
    found = [folder for folder in com_caches(folders) if folder.is_dir()]
    broken = [path for folder in found for path in folder.rglob("*.py") if not _compiles(path)]
    if broken:
        return Result(title, State.BAD, f"“{broken[0]}”已损坏", "运行 xladdin doctor --repair")
    return Result(title, State.GOOD if found else State.NONE, "完好" if found else "还没有")


def com_caches(folders: Folders) -> list[Path]:
    """Where pywin32 keeps these wrappers: in the temporary folder, or in its own."""
    places = [folders.temporary / "gen_py"]
    if (package := find_spec("win32com")) and package.origin:
        places.append(Path(package.origin).parent / "gen_py")
    return places


def clear_com_caches(folders: Folders) -> int:
    """Delete these wrappers, which pywin32 makes again; how many folders there were."""
    found = [folder for folder in com_caches(folders) if folder.is_dir()]
    for folder in found:
        shutil.rmtree(folder)
    return len(found)


def _lost(found: Distribution) -> list[str]:
    """The files of a library that are gone; what Python compiles itself does not count."""
    files = [file for file in found.files or [] if file.suffix != ".pyc"]
    return [str(file) for file in files if not Path(str(file.locate())).exists()]


def _checksum(path: Path) -> str:
    """The sha256 of a file, written as pip's records have it; empty if there is no file."""
    if not path.is_file():
        return ""
    digest = sha256(path.read_bytes()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _compiles(path: Path) -> bool:
    try:
        source = path.read_bytes()
        compile(source, str(path), "exec")
    except (OSError, SyntaxError, ValueError):
        return False
    return bool(source.strip()) or path.name == "__init__.py"
