"""What a bundle for Linux has of its own: see build_bundle.py, which makes it."""

from __future__ import annotations

import re
import shutil
import tarfile
from pathlib import Path

#: The processors for which all libraries are built. For loongarch64 lxml and numpy are not.
MACHINES = ("x86_64", "aarch64")
SCRIPTS = ("install.sh", "uninstall.sh", "doctor.sh", "install.py")
#: What install.sh compares with the computer's own.
MACHINE = "machine.txt"
NOTE = """\
绩效自评校验（xladdin）离线安装包：Linux，{machine}

安装：把整个文件夹复制到主目录，在终端里运行 sh install.sh，等一两分钟。不用联网，不用管理员权限。
　　　以后升级、修复，也是运行它。装好后重新打开 WPS 表格，功能区里会有“绩效自评”一页；
　　　在 Word、Excel 文件上点右键，打开方式，绩效自评校验，也能核对。
检查：sh doctor.sh，哪里不对、怎么办，一行一行写着。
卸载：sh uninstall.sh。
用法：manual 文件夹里的“使用手册.html”。
适用：麒麟 V10、统信 UOS 20 和更新的系统（glibc 2.28 以上），处理器 {machine}。
　　　龙芯（loongarch64）、申威等处理器没有所用的库（lxml、numpy）的版本，装不了。
"""
#: Of Python's own library, what no program needs that is installed.
_NEEDLESS = set("site-packages test tests idlelib turtledemo tkinter ensurepip __pycache__".split())
#: The systems that wheels may be built for, from the C library of UOS 20 down.
_LIBRARIES = (28, 27, 26, 24, 17, 12, 5)


class NoRuntime(Exception):
    """What was named is no Python for Linux."""


def place_runtime(runtime: Path, folder: Path) -> str:
    """Copy a Python that may lie anywhere, a folder or a tar of one, without links, as memory sticks
    know none; its version, such as 3.11. Raises NoRuntime."""
    if runtime.is_file():
        unpacked = folder.with_name(f"{folder.name}.tar")
        with tarfile.open(runtime) as archive:
            archive.extractall(unpacked, filter="tar")
        try:
            return place_runtime(_top(unpacked), folder)
        finally:
            shutil.rmtree(unpacked)
    libraries = sorted(runtime.glob("lib/python3.*/os.py"))
    found = re.fullmatch(r"python(3\.\d+)", libraries[0].parent.name) if libraries else None
    program = runtime / "bin" / f"python{found[1]}" if found else runtime
    if found is None or not program.is_file():
        raise NoRuntime(f"“{runtime}”里没有 Linux 的 Python（bin/python3.x、lib/python3.x）。")
    (folder / "bin").mkdir(parents=True)
    shutil.copy(program, folder / "bin" / "python")
    library = libraries[0].parent
    shutil.copytree(library, folder / "lib" / library.name, ignore=_needless)
    for shared in runtime.glob("lib/libpython3*.so.1.0"):
        shutil.copy(shared, folder / "lib")
    for made in runtime.glob("include/python3*/pyconfig.h"):
        target = folder / made.relative_to(runtime)
        target.parent.mkdir(parents=True)
        shutil.copy(made, target)
    return found[1]


def pip_options(machine: str, version: str) -> tuple[str, ...]:
    """pip's options for wheels of another computer."""
    names = [f"manylinux_2_{each}_{machine}" for each in _LIBRARIES]
    names += [f"manylinux2014_{machine}", f"linux_{machine}"]
    platforms = (part for name in names for part in ("--platform", name))
    return (*platforms, "--implementation", "cp", "--python-version", version)


def conditions(machine: str, version: str) -> dict[str, str]:
    """What the conditions in requirements are judged by, on the target."""
    return {
        "implementation_name": "cpython",
        "implementation_version": f"{version}.0",
        "os_name": "posix",
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": "Linux",
        "platform_version": "",
        "python_full_version": f"{version}.0",
        "python_version": version,
        "sys_platform": "linux",
    }


def _top(folder: Path) -> Path:
    """The one folder in a folder, again and again: of an archive the part that is meant."""
    while not (folder / "bin").is_dir():
        inner = [path for path in folder.iterdir() if path.is_dir()]
        if len(inner) != 1:
            raise NoRuntime("压缩包里没有 Linux 的 Python。")
        folder = inner[0]
    return folder


def _needless(folder: str, names: list[str]) -> set[str]:
    built = {name for name in names if name.startswith("config-3") or name.endswith(".a")}
    return built | _NEEDLESS.intersection(names)
