"""The doctor's look at Excel: who answers, and whether the add-in is there, loaded and let live."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

from xladdin.addin import record, registry
from xladdin.addin.machine import Machine
from xladdin.addin.places import Places
from xladdin.addin.results import Result, State

_INSTALL = "关闭 Excel，用离线安装包里的 install.cmd 再装一次。"
_WPS = (
    "打开“WPS Office 配置工具”，高级，兼容设置，取消“WPS Office 兼容第三方系统和软件”，"
    "再启动一次 Excel。"
)
_POLICY = "Excel：文件，选项，信任中心，受信任位置，取消“禁用所有受信任位置”；是单位统一设置的，请联系管理员。"
_NOT_WINDOWS = "只在 Windows 上检查。"


def check_answering(machine: Machine) -> Result:
    """Which program starts for Excel.Application: WPS likes to take it over."""
    title = "Excel.Application"
    program = registry.answering_program(machine)
    if not program:
        return Result(title, State.NONE, _absent(machine, "这台电脑上没有 Excel。"))
    if PureWindowsPath(program).name.lower() == "excel.exe":
        return Result(title, State.GOOD, program)
    if registry.excel_versions(machine):
        return Result(title, State.BAD, f"被别的程序占用：{program}", _WPS)
    return Result(title, State.NONE, f"没有 Excel，由 {program} 代替；请用“发送到”。")


def check_addin(machine: Machine, places: Places) -> Result:
    """The add-in's file: there, unchanged, not blocked as coming from the internet."""
    title = "加载项文件"
    held = record.read(places.record)
    if not held.addin:
        return Result(title, State.NONE, _absent(machine, "没有安装加载项。"))
    if not places.addin.is_file():
        return Result(title, State.BAD, f"“{places.addin}”不见了", _INSTALL)
    if record.digest(places.addin) != held.addin:
        return Result(title, State.BAD, f"“{places.addin}”与安装时不同", _INSTALL)
    if Path(f"{places.addin}:Zone.Identifier").exists():
        fix = "在文件上点右键，属性，勾选“解除锁定”；或者再装一次。"
        return Result(title, State.BAD, f"“{places.addin}”被标为来自网络", fix)
    return Result(title, State.GOOD, f"{places.addin}，与安装时相同")


def check_excels(machine: Machine, places: Places) -> list[Result]:
    """For each Excel: the add-in is to be loaded, its folder trusted, and it is not shut out."""
    if not record.read(places.record).addin:
        return []
    results = []
    for version in registry.excel_versions(machine):
        results += [
            _judged(
                f"Excel {version} 加载",
                registry.is_registered(machine, version, places.addin),
                ("已登记", "没有登记，打开 Excel 时不会加载"),
                _INSTALL,
            ),
            _trusted(machine, version, places),
            _judged(
                f"Excel {version} 停用名单",
                not registry.disabled(machine, version),
                ("不在名单上", "Excel 因为出过错停用了加载项"),
                "关闭 Excel，运行 xladdin doctor --repair",
            ),
        ]
    return results


def check_outside(machine: Machine, places: Places) -> Result:
    """The blank workbooks and the 发送到 entry lie where they were put."""
    title = "空白表格和“发送到”"
    files = [Path(name) for name, _ in record.read(places.record).outside]
    if not files:
        return Result(title, State.NONE, _absent(machine, "没有安装。"))
    lost = [str(path) for path in files if not path.exists()]
    if lost:
        return Result(title, State.BAD, f"不见了：{'、'.join(lost)}", _INSTALL)
    return Result(title, State.GOOD, f"{len(files)} 个文件都在")


def _trusted(machine: Machine, version: str, places: Places) -> Result:
    title = f"Excel {version} 受信任位置"
    if registry.forbids_trusting(machine, version):
        return Result(title, State.BAD, "Excel 被设置为不认受信任位置", _POLICY)
    is_trusted = registry.is_trusted(machine, version, places.base)
    return _judged(title, is_trusted, ("已登记", "没有登记，宏会被禁用"), _INSTALL)


def _judged(title: str, fine: bool, texts: tuple[str, str], fix: str) -> Result:
    return Result(title, State.GOOD if fine else State.BAD, texts[0 if fine else 1], fix)


def _absent(machine: Machine, text: str) -> str:
    return text if machine.is_windows else _NOT_WINDOWS
