"""Define the targets of a bundle, Windows and Linux: Python, scripts, and wheels for each."""

from __future__ import annotations

import re
import shutil
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from xladdin.addin.environment import RUNTIME, WHEELS
from xladdin.addin.places import ADDIN_NAME

ROOT = Path(__file__).resolve().parent.parent
#: The processors for which all libraries are built; lxml and numpy are not for loongarch64.
MACHINES = ("x86_64", "aarch64")
_NOTE = "安装说明.txt"
_NOTE_OF_WINDOWS = """\
绩效自评校验（xladdin）离线安装包

安装：关闭 Excel，双击 install.cmd，等一两分钟。不用联网，不用管理员权限。以后升级、修复，也是双击它。
检查：双击 doctor.cmd，哪里不对、怎么办，一行一行写着。
卸载：双击 uninstall.cmd。
用法：manual 文件夹里的“使用手册.html”。
"""
_NOTE_OF_LINUX = """\
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
#: The text that install.cmd shows first where the program cannot run.
_UNSUPPORTED = """\
这台电脑上装不了：需要 64 位的 Windows 10 或更新的 Windows。

Windows 7、Windows 8 和 32 位的 Windows 上，Python 和所用的库运行不了。
可以换一台 Windows 10 或 11 的电脑来装；表格和报告拷过去核对，结果是一样的。
不知道是哪一种 Windows：在“此电脑”（“计算机”）上点右键，点“属性”。
"""
#: Parts of Python's own library that no installed program needs.
_NEEDLESS = set("site-packages test tests idlelib turtledemo tkinter ensurepip __pycache__".split())
#: The minor versions of glibc for which wheels may be built, from that of UOS 20 down.
_LIBRARIES = (28, 27, 26, 24, 17, 12, 5)


class BundleError(Exception):
    """Raised if the bundle cannot be made; the Chinese text says why, and what to do."""


@dataclass(frozen=True)
class Windows:
    """64-bit Windows, with the add-in for Excel."""

    addin: Path = ROOT / "macros" / ADDIN_NAME
    scripts: tuple[str, ...] = ("install.cmd", "uninstall.cmd", "doctor.cmd", "install.py")

    def __post_init__(self) -> None:
        if not self.addin.is_file():
            raise BundleError(
                f"没有加载项“{self.addin}”，请先运行 xladdin addin build，或用 --addin 写出它。"
            )

    def place_runtime(self, runtime: Path, folder: Path) -> str:
        """Put a Python, from a zip or a folder, into a new folder, and let it find its libraries;
        return its version, such as 3.12. Raises BundleError if it is no Python for Windows."""
        if runtime.is_file():
            with zipfile.ZipFile(runtime) as archive:
                archive.extractall(folder)
        else:
            shutil.copytree(runtime, folder)
        names = [path.name for path in folder.iterdir()]
        library = next((name for name in names if re.fullmatch(r"python3\d+\.dll", name)), None)
        if library is None or "python.exe" not in names:
            raise BundleError(f"“{runtime}”里没有 Windows 的 Python（python.exe、python3xx.dll）。")
        # By default the embeddable Python finds no libraries.
        for settings in folder.glob("python3*._pth"):
            lines = [f"{settings.stem}.zip", ".", r"Lib\site-packages", "import site"]
            settings.write_text("\r\n".join(lines) + "\r\n", encoding="ascii", newline="")
        return f"3.{library[len('python3') : -len('.dll')]}"

    def pip_options(self, version: str) -> tuple[str, ...]:
        """Return pip's options for wheels of the target."""
        return ("--platform", "win_amd64", "--implementation", "cp", "--python-version", version)

    def conditions(self, version: str) -> dict[str, str]:
        """Return the environment for evaluating markers of requirements for the target."""
        return _conditions(version, "Windows", "nt", "win32", "AMD64", release="10")

    def finish(self, bundle: Path) -> None:
        """Add the add-in and the texts. Raises BundleError if xlwings lacks the DLLs that the
        add-in names, with their version."""
        sources = "".join(path.read_text("ascii") for path in (ROOT / "macros").glob("*.bas"))
        wanted = set(re.findall(r"xlwings\d\d-[\d.]+\.dll", sources))
        with zipfile.ZipFile(next((bundle / WHEELS).glob("xlwings-*.whl"))) as archive:
            missing = wanted - {Path(name).name for name in archive.namelist()}
        if missing and (bundle / RUNTIME).is_dir():  # without a runtime it may not be for Windows
            raise BundleError(f"加载项要 {'、'.join(sorted(missing))}，下载到的 xlwings 里没有。")
        shutil.copyfile(self.addin, bundle / ADDIN_NAME)
        # In the code page of a Chinese Windows; see install.cmd.
        (bundle / "unsupported.txt").write_text(_UNSUPPORTED, encoding="gbk", newline="\r\n")
        # With a byte order mark, by which an old Notepad recognises the encoding.
        (bundle / _NOTE).write_text(_NOTE_OF_WINDOWS, encoding="utf-8-sig", newline="\r\n")


@dataclass(frozen=True)
class Linux:
    """Linux on a processor, one of MACHINES."""

    machine: str
    scripts: tuple[str, ...] = ("install.sh", "uninstall.sh", "doctor.sh", "install.py")

    def place_runtime(self, runtime: Path, folder: Path) -> str:
        """Put a relocatable Python, from a folder or a tar of one, into a new folder, without
        links, which memory sticks do not support; return its version. Raises BundleError if it is
        no Python for Linux."""
        if runtime.is_file():
            unpacked = folder.with_name(f"{folder.name}.tar")
            with tarfile.open(runtime) as archive:
                archive.extractall(unpacked, filter="tar")
            try:
                return self.place_runtime(_top(unpacked), folder)
            finally:
                shutil.rmtree(unpacked)
        libraries = sorted(runtime.glob("lib/python3.*/os.py"))
        found = re.fullmatch(r"python(3\.\d+)", libraries[0].parent.name) if libraries else None
        program = runtime / "bin" / f"python{found[1]}" if found else runtime
        if found is None or not program.is_file():
            raise BundleError(
                f"“{runtime}”里没有 Linux 的 Python（bin/python3.x、lib/python3.x）。"
            )
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

    def pip_options(self, version: str) -> tuple[str, ...]:
        """Return pip's options for wheels of the target."""
        names = [f"manylinux_2_{each}_{self.machine}" for each in _LIBRARIES]
        names += [f"manylinux2014_{self.machine}", f"linux_{self.machine}"]
        platforms = (part for name in names for part in ("--platform", name))
        return (*platforms, "--implementation", "cp", "--python-version", version)

    def conditions(self, version: str) -> dict[str, str]:
        """Return the environment for evaluating markers of requirements for the target."""
        return _conditions(version, "Linux", "posix", "linux", self.machine)

    def finish(self, bundle: Path) -> None:
        """Add the text, and the processor's name, which install.sh compares with the computer's own."""
        (bundle / "machine.txt").write_text(f"{self.machine}\n", encoding="ascii")
        note = _NOTE_OF_LINUX.format(machine=self.machine)
        (bundle / _NOTE).write_text(note, encoding="utf-8")


Target = Windows | Linux


def _conditions(
    version: str, system: str, os_name: str, sys_platform: str, machine: str, release: str = ""
) -> dict[str, str]:
    return {
        "implementation_name": "cpython",
        "implementation_version": f"{version}.0",
        "os_name": os_name,
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "platform_release": release,
        "platform_system": system,
        "platform_version": "",
        "python_full_version": f"{version}.0",
        "python_version": version,
        "sys_platform": sys_platform,
    }


def _top(folder: Path) -> Path:
    """Return the folder with ``bin``, descending through folders that contain one folder each.
    Raises BundleError if there is none."""
    while not (folder / "bin").is_dir():
        inner = [path for path in folder.iterdir() if path.is_dir()]
        if len(inner) != 1:
            raise BundleError("压缩包里没有 Linux 的 Python。")
        folder = inner[0]
    return folder


def _needless(folder: str, names: list[str]) -> set[str]:
    built = {name for name in names if name.startswith("config-3") or name.endswith(".a")}
    return built | _NEEDLESS.intersection(names)
