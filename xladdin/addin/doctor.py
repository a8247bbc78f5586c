"""What is wrong with the program on this PC? Looked at point by point; 自检 shows the same."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from xladdin.addin import (
    environment,
    excel_checks,
    linux,
    python_checks,
    registry,
    wps_place,
    wps_proof,
)
from xladdin.addin.machine import Machine
from xladdin.addin.places import Places, places
from xladdin.addin.results import Result, State
from xladdin.errors import InputError
from xladdin.mishaps import reason, sentence
from xladdin.sources import convert

_CONVERTERS = ("Word.Application", "KWPS.Application")


def examine(machine: Machine, logs: Path) -> list[Result]:
    """All checks in the order in which things depend on each other; ``logs`` is their folder."""
    there = places(machine.folders)
    return [
        python_checks.check_python(),
        python_checks.check_libraries(),
        python_checks.check_dlls(there),
        python_checks.check_com_cache(machine.folders),
        check_server(machine, there),
        excel_checks.check_answering(machine),
        excel_checks.check_addin(machine, there),
        *excel_checks.check_excels(machine, there),
        excel_checks.check_outside(machine, there),
        wps_place.check(machine.folders),
        check_wps_server(machine, there),
        *linux.check(machine, there),
        check_conversion(machine),
        check_writing(logs),
        check_log(logs, there.addin_log),
    ]


def repair(machine: Machine) -> list[str]:
    """Clear the COM cache, and let Excel load the add-in again; what was done, in sentences.

    Raises InputError while Excel runs: it holds the one, and would write the other again.
    """
    with contextlib.suppress(OSError):  # Windows does not tell what runs
        if "excel.exe" in machine.running():
            raise InputError("Excel 正开着，请关闭所有 Excel 窗口再修复。")
    done = []
    if python_checks.clear_com_caches(machine.folders):
        done.append("已清除 COM 缓存，下次用到时自动重建。")
    for version in registry.excel_versions(machine):
        if registry.disabled(machine, version):
            registry.enable(machine, version)
            done.append(f"已让 Excel {version} 重新加载加载项。")
    return done or ["没有需要修复的。"]


def check_server(machine: Machine, there: Places) -> Result:
    """Whether the private Python answers as Excel would call it."""
    title = "试运行"
    if not (machine.is_windows and there.interpreter().is_file()):
        return Result(title, State.NONE, "没有安装，或不是 Windows。")
    try:
        return Result(title, State.GOOD, environment.prove(machine, there))
    except (InputError, OSError) as error:
        fix = "在杀毒软件里信任安装文件夹，再用离线安装包里的 install.cmd 装一次。"
        return Result(title, State.BAD, str(error), fix)


def check_wps_server(machine: Machine, there: Places) -> Result:
    """Whether the program answers as WPS's script would call it."""
    title = "WPS 试运行"
    program = wps_place.program(machine.folders)
    if program is None or not program.is_file():
        return Result(title, State.NONE, "没有安装。")
    try:
        return Result(title, State.GOOD, wps_proof.prove(program, there.meeting))
    except (InputError, OSError) as error:
        told = sentence(error) if isinstance(error, OSError) else str(error)
        fix = "请安全软件放行安装文件夹里的 python，再用安装包装一次。"
        return Result(title, State.BAD, told, fix)


def check_conversion(machine: Machine) -> Result:
    """What can read old formats (.doc, .wps) and make PDFs."""
    title = "转换旧格式"
    if found := convert.soffice():
        return Result(title, State.GOOD, f"LibreOffice，{found}")
    names = [name for name in _CONVERTERS if machine.values(rf"HKCR\{name}\CLSID")]
    if names:
        return Result(title, State.GOOD, "、".join(name.partition(".")[0] for name in names))
    return Result(title, State.NONE, "没有 LibreOffice、Word；.doc 文件要先另存为 .docx。")


def check_writing(logs: Path) -> Result:
    """Whether the log can be written, and with it the user's own folders."""
    title = "写文件"
    probe = logs / f".xladdin-{os.getpid()}.tmp"
    try:
        logs.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        fix = "检查磁盘是否已满，杀毒软件是否拦截了程序。"
        return Result(title, State.BAD, f"“{logs}”：{reason(error)}", fix)
    return Result(title, State.GOOD, f"“{logs}”可以写")


def check_log(logs: Path, of_addin: Path) -> Result:
    """Where the latest record of an error lies, of Python's and of the add-in's own."""
    found = records(logs) + ([of_addin] if of_addin.is_file() else [])
    if not found:
        return Result("日志", State.NONE, "还没有记录。")
    latest = max(found, key=lambda path: path.stat().st_mtime)
    return Result("日志", State.GOOD, f"{len(found)} 个，最近的是 {latest}")


def records(logs: Path) -> list[Path]:
    """The records of errors, the latest last."""
    if not logs.is_dir():
        return []
    return sorted(logs.glob("*.log"), key=lambda path: path.stat().st_mtime)
