"""Check the program on this PC, point by point, for ``xladdin doctor`` and the button 自检."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import struct
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path, PureWindowsPath

from xladdin import __version__
from xladdin.addin import environment, linux, proof, record, registry, wps_place
from xladdin.addin.machine import Folders, Machine
from xladdin.addin.places import Places, places
from xladdin.addin.record import checksum, lost, recorded
from xladdin.addin.steps import Outcome, Result, State, Step, bad, good, none, take
from xladdin.errors import InputError
from xladdin.mishaps import reason
from xladdin.sources import convert

#: The libraries that the program needs, by their names for pip.
LIBRARIES = (
    "openpyxl",
    "lxml",
    "msgspec",
    "pillow",
    "python-calamine",
    "python-docx",
    "pandas",
    "xlwings",
)
_OLDEST = (3, 11)
_REINSTALL = "用离线安装包里的 install.cmd（Linux 上是 install.sh）再装一次；如果是杀毒软件删的，先把安装文件夹加入信任。"
_REPAIR = "运行 xladdin doctor --repair"
_TRUST = "在杀毒软件里信任安装文件夹，再用离线安装包里的 install.cmd 装一次。"
_ALLOW = "请安全软件放行安装文件夹里的 python，再用安装包装一次。"
_INSTALL = "关闭 Excel，用离线安装包里的 install.cmd 再装一次。"
_UNBLOCK = "在文件上点右键，属性，勾选“解除锁定”；或者再装一次。"
_TAKEN_OVER = (
    "打开“WPS Office 配置工具”，高级，兼容设置，取消“WPS Office 兼容第三方系统和软件”，"
    "再启动一次 Excel。"
)
_POLICY = "Excel：文件，选项，信任中心，受信任位置，取消“禁用所有受信任位置”；是单位统一设置的，请联系管理员。"


def examine(machine: Machine, logs: Path) -> list[Result]:
    """Run all checks, each after those that it depends on; ``logs`` is the folder of the logs."""
    return [take(step) for step in _checks(machine, places(machine.folders), logs)]


def told(results: Sequence[Result]) -> tuple[str, int]:
    """Return the results as lines with a conclusion, and the number of results that are not fine."""
    wrong = sum(each.state is State.BAD for each in results)
    said = f"{wrong} 项有问题，请按上面的办法处理。" if wrong else "没有发现问题。"
    return "\n".join([*(each.line() for each in results), "", said]), wrong


def repair(machine: Machine) -> list[str]:
    """Clear the COM cache and let Excel load the add-in again; return sentences on what was done.

    Raises InputError while Excel runs, because it holds the cache and would write its list again.
    """
    with contextlib.suppress(OSError):  # Windows does not say which programs run
        if "excel.exe" in machine.running():
            raise InputError("Excel 正开着，请关闭所有 Excel 窗口再修复。")
    done = []
    for folder in (caches := com_caches(machine.folders)):
        shutil.rmtree(folder)
    if caches:
        done.append("已清除 COM 缓存，下次用到时自动重建。")
    for version in registry.excel_versions(machine):
        if registry.disabled(machine, version):
            registry.enable(machine, version)
            done.append(f"已让 Excel {version} 重新加载加载项。")
    return done or ["没有需要修复的。"]


def _checks(machine: Machine, there: Places, logs: Path) -> Iterator[Step]:
    held = record.read(there.record)
    yield Step("Python", check_python, "安装 64 位的 Python 3.11 或更新版本。")
    yield Step("程序和库", check_libraries, _REINSTALL)
    yield Step("xlwings 的 DLL", lambda: check_dlls(there), _REINSTALL)
    yield Step("COM 缓存（gen_py）", lambda: check_com_cache(machine.folders), _REPAIR)
    yield Step("试运行", lambda: check_server(machine, there), _TRUST)
    yield Step("Excel.Application", lambda: check_answering(machine), _TAKEN_OVER)
    yield Step("加载项文件", lambda: check_addin(machine, there, held.addin), _INSTALL)
    for version in registry.excel_versions(machine) if held.addin else ():
        of = (machine, version, there)
        yield Step(f"Excel {version} 加载", partial(check_loaded, *of), _INSTALL)
        yield Step(f"Excel {version} 受信任位置", partial(check_trust, *of), _INSTALL)
        shut_out = partial(check_shut_out, machine, version)
        yield Step(f"Excel {version} 停用名单", shut_out, f"关闭 Excel，{_REPAIR}")
    outside = [Path(name) for name, _ in held.outside]
    yield Step("空白表格和“发送到”", lambda: check_outside(machine, outside), _INSTALL)
    yield Step("WPS 加载项", lambda: wps_place.check(machine.folders), wps_place.AGAIN)
    yield Step("WPS 试运行", lambda: check_wps_server(machine, there), _ALLOW)
    if machine.folders.applications is not None:
        yield Step("“打开方式”菜单", lambda: linux.check(machine, there), "用安装包再装一次。")
    yield Step("转换旧格式", lambda: check_conversion(machine))
    yield Step("写文件", lambda: check_writing(logs), "检查磁盘是否已满，杀毒软件是否拦截了程序。")
    yield Step("日志", lambda: check_log(logs, there.addin_log))


# Python: itself, the libraries, and what may have been removed or damaged


def check_python() -> Outcome:
    """Check that the Python that runs this is new enough and 64-bit."""
    bits = struct.calcsize("P") * 8
    text = f"{platform.python_version()}（{bits} 位），{sys.executable}"
    return good(text) if sys.version_info >= _OLDEST and bits == 64 else bad(text)


def check_libraries() -> Outcome:
    """Check that xladdin and its libraries are installed with all their files; tell their versions."""
    versions, faults = [f"xladdin {__version__}"], []
    for name in ("xladdin", *LIBRARIES):
        try:
            found = distribution(name)
        except PackageNotFoundError:
            faults.append(f"没有 {name}")
            continue
        if name != "xladdin":
            versions.append(f"{name} {found.version}")
        if gone := lost(found):
            faults.append(f"{name} 缺少 {len(gone)} 个文件，如 {gone[0]}")
    return bad("；".join(faults)) if faults else good("、".join(versions))


def check_dlls(there: Places) -> Outcome:
    """Check that xlwings' DLLs, which Excel loads, are there and unchanged."""
    delivered: dict[Path, str] = {}
    with contextlib.suppress(PackageNotFoundError):
        files = recorded(distribution("xlwings")).values()
        delivered = {path: value for path, value in files if path.suffix == ".dll"}
    if not delivered:
        return none("只有 Windows 上有。")
    if there.python.is_dir():  # an environment made by install_linked has copies
        delivered |= {there.python / path.name: value for path, value in delivered.items()}
    faults = [str(path) for path, value in delivered.items() if checksum(path) != value]
    if faults:
        return bad(f"缺少或被改动：{'、'.join(faults)}")
    return good(f"{'、'.join(sorted({path.name for path in delivered}))}，校验值相符")


def check_com_cache(folders: Folders) -> Outcome:
    """Check that pywin32's wrappers for Excel compile; a truncated one breaks every call."""
    found = com_caches(folders)
    broken = [path for folder in found for path in folder.rglob("*.py") if not _compiles(path)]
    if broken:
        return bad(f"“{broken[0]}”已损坏")
    return good("完好") if found else none("还没有")


def com_caches(folders: Folders) -> list[Path]:
    """Return the existing folders of these wrappers: in the temporary folder, or in pywin32's own."""
    places = [folders.temporary / "gen_py"]
    if (package := find_spec("win32com")) and package.origin:
        places.append(Path(package.origin).parent / "gen_py")
    return [folder for folder in places if folder.is_dir()]


def _compiles(path: Path) -> bool:
    try:
        source = path.read_bytes()
        compile(source, str(path), "exec")
    except (OSError, SyntaxError, ValueError):
        return False
    return bool(source.strip()) or path.name == "__init__.py"


# Excel and WPS: which program answers, and whether the add-in is there, registered and enabled


def check_server(machine: Machine, there: Places) -> Outcome:
    """Check that the private Python answers as Excel would call it."""
    if not (machine.is_windows and there.interpreter().is_file()):
        return none("没有安装，或不是 Windows。")
    return good(environment.prove(machine, there))


def check_wps_server(machine: Machine, there: Places) -> Outcome:
    """Check that the program answers as WPS's script would call it."""
    program = wps_place.program(machine.folders)
    if program is None or not program.is_file():
        return none("没有安装。")
    return good(proof.prove_to_wps(program, there.meeting))


def check_answering(machine: Machine) -> Outcome:
    """Check which program starts for Excel.Application, because WPS may take it over."""
    program = registry.answering_program(machine)
    if not program:
        return _not_installed(machine, "这台电脑上没有 Excel。")
    if PureWindowsPath(program).name.lower() == "excel.exe":
        return good(program)
    if registry.excel_versions(machine):
        return bad(f"被别的程序占用：{program}")
    return none(f"没有 Excel，由 {program} 代替；请用“发送到”。")


def check_addin(machine: Machine, there: Places, content: str) -> Outcome:
    """Check that the add-in's file is there, unchanged, and not blocked as from the internet."""
    if not content:
        return _not_installed(machine, "没有安装加载项。")
    if not there.addin.is_file():
        return bad(f"“{there.addin}”不见了")
    if record.digest(there.addin) != content:
        return bad(f"“{there.addin}”与安装时不同")
    if Path(f"{there.addin}:Zone.Identifier").exists():
        return bad(f"“{there.addin}”被标为来自网络", _UNBLOCK)
    return good(f"{there.addin}，与安装时相同")


def check_loaded(machine: Machine, version: str, there: Places) -> Outcome:
    """Check that this version of Excel is set to load the add-in."""
    loaded = registry.is_registered(machine, version, there.addin)
    return good("已登记") if loaded else bad("没有登记，打开 Excel 时不会加载")


def check_trust(machine: Machine, version: str, there: Places) -> Outcome:
    """Check that this version of Excel trusts the folder of the add-in."""
    if registry.forbids_trusting(machine, version):
        return bad("Excel 被设置为不认受信任位置", _POLICY)
    trusted = registry.is_trusted(machine, version, there.base)
    return good("已登记") if trusted else bad("没有登记，宏会被禁用")


def check_shut_out(machine: Machine, version: str) -> Outcome:
    """Check that this version of Excel has not disabled the add-in."""
    if registry.disabled(machine, version):
        return bad("Excel 因为出过错停用了加载项")
    return good("不在名单上")


def check_outside(machine: Machine, files: Sequence[Path]) -> Outcome:
    """Check that the blank workbooks and the 发送到 entry are where they were put."""
    if not files:
        return _not_installed(machine, "没有安装。")
    lost = [str(path) for path in files if not path.exists()]
    return bad(f"不见了：{'、'.join(lost)}") if lost else good(f"{len(files)} 个文件都在")


def _not_installed(machine: Machine, text: str) -> Outcome:
    return none(text if machine.is_windows else "只在 Windows 上检查。")


# Other programs and folders


def check_conversion(machine: Machine) -> Outcome:
    """Check which program can convert old formats (.doc, .wps) and make PDFs."""
    if found := convert.soffice():
        return good(f"LibreOffice，{found}")
    names = [name for name in ("Word", "KWPS") if machine.values(rf"HKCR\{name}.Application\CLSID")]
    if names:
        return good("、".join(names))
    return none("没有 LibreOffice、Word；.doc 文件要先另存为 .docx。")


def check_writing(logs: Path) -> Outcome:
    """Check that the log can be written, and with it the user's own folders."""
    probe = logs / f".xladdin-{os.getpid()}.tmp"
    try:
        logs.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return bad(f"“{logs}”：{reason(error)}")
    return good(f"“{logs}”可以写")


def check_log(logs: Path, of_addin: Path) -> Outcome:
    """Tell where the latest record of an error is, from Python or from the add-in itself."""
    found = records(logs) + ([of_addin] if of_addin.is_file() else [])
    if not found:
        return none("还没有记录。")
    latest = max(found, key=lambda path: path.stat().st_mtime)
    return good(f"{len(found)} 个，最近的是 {latest}")


def records(logs: Path) -> list[Path]:
    """Return the records of errors, the latest last."""
    return sorted(logs.glob("*.log"), key=lambda path: path.stat().st_mtime)
