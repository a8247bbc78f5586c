"""Install for one user, without administrator's rights: the environment, the add-in, its entries.

Running the steps again repairs what is there. ``install`` takes any machine, ``install_here`` the
PC that this runs on.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from xladdin import __version__
from xladdin.addin import environment, linux, record, registry, supply, wps_place
from xladdin.addin.machine import Machine, Shortcut, elsewhere, this_desktop
from xladdin.addin.places import SEND_TO, START_MENU, TEMPLATES, Places, claim
from xladdin.addin.steps import Outcome, Say, Step, excel_closed, good, none, run_steps, write_log
from xladdin.addin.supply import Supply
from xladdin.errors import InputError
from xladdin.outputs.writing import write_whole
from xladdin.programs import of_windows

#: The entry in Windows' list of the user's programs.
PROGRAMS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\xladdin"
_WHOLE = "重新复制安装包，压缩包要先全部解压。"
_CLOSE = "关闭所有 Excel 窗口（任务管理器里也不要有 EXCEL.EXE），再运行一次。"
_SPACE = "检查磁盘空间和文件夹权限。"
_ENVIRONMENT = (
    "关闭 Excel 和正在运行的校验窗口，确认磁盘有 1 GB 空间、杀毒软件没有拦截，再运行一次。"
)
_PROOF = (
    "在杀毒软件里信任安装文件夹，再运行一次。不行的话，Excel 里的按钮用不了，“发送到”仍可以用；"
    "把日志发给维护人员。"
)
_ANTIVIRUS = "关闭 Excel；如果文件被杀毒软件删掉，请把安装文件夹加入信任，再运行一次。"
_AGAIN = "关闭 Excel 再运行一次；还不行，把日志发给维护人员。"
_WPS = "关闭 WPS 再运行一次；还不行，把日志发给维护人员。"
_NO_EXCEL = "这台电脑上没有找到 Excel。"
#: The uninstaller, in ASCII with CRLF, which cmd.exe reads alike in every code page.
_UNINSTALLER = """@echo off\r
chcp 65001 >nul\r
cd /d "%TEMP%"\r
"{python}" -I -m xladdin addin uninstall\r
pause\r
"""


def install(machine: Machine, supplied: Supply, say: Say) -> int:
    """Install or repair, telling each step; return the status of ``run_steps``."""
    there = claim(machine.folders)
    log = there.logs / "install.log"
    write_log(log, f"install {__version__}")
    status = run_steps(Installation(machine, supplied, there).steps(), say, log)
    if status:
        came_to = "装好了一部分，打 ✗ 的按" if status == 1 else "没有装成，请按"
        say(f"{came_to}上面的办法处理，再运行一次。日志：{log}")
    elif machine.is_windows:
        say(
            "安装完成。打开 Excel 或 WPS 表格，功能区里会有“绩效自评”一页；Word 文件请用右键的“发送到”。"
        )
    elif machine.folders.applications is not None:
        say(
            "安装完成。打开 WPS 表格，功能区里会有“绩效自评”一页；"
            "也可以在文件上点右键，打开方式，绩效自评校验。"
        )
    else:
        say(f"安装完成。用法：{there.interpreter()} -m xladdin --help")
    return status


def install_from(bundle: Path, into: Path | None, say: Say) -> int:
    """Install a bundle on this PC or, with ``into``, only the program into that folder; return the
    status. Raises InputError on a system without add-ins."""
    machine = elsewhere(into) if into else this_desktop("想试一试，可以用 --into 文件夹。")
    say("正在安装，大约要一分钟，请不要关闭这个窗口。")
    return install(machine, supply.from_bundle(bundle), say)


def install_here(say: Say, addin: Path | None = None) -> int:
    """Install from this Python and the checkout, for users of pip; return the status. Raises
    InputError if there is no add-in, or on a system without add-ins."""
    machine = this_desktop("这台电脑都不是。")
    supplied = supply.from_checkout(addin)
    if machine.is_windows and not supplied.addin.is_file():
        raise InputError(
            "没有找到加载项 xladdin.xlam，请用 --addin 写出它在哪里，或者用离线安装包安装。"
        )
    return install(machine, supplied, say)


@dataclass(frozen=True, slots=True)
class Installation:
    """One run of the installer: what is installed, on which machine, into which places."""

    machine: Machine
    supply: Supply
    places: Places

    def steps(self) -> list[Step]:
        """Return all steps, in the order in which they can be done."""
        if self.machine.folders.applications is not None:
            return self._on_linux()
        return [
            Step("核对安装包", self.verify, _WHOLE, True),
            Step("检查 Excel 是否已关闭", lambda: excel_closed(self.machine), _CLOSE, True),
            Step("准备安装文件夹", self.folder, _SPACE, True),
            Step("安装运行环境", self.environment, _ENVIRONMENT, True),
            Step("试运行", self.on_windows(self.proof), _PROOF),
            Step("放好加载项", self.addin, _ANTIVIRUS),
            Step("放好使用手册", self.manual, _AGAIN),
            Step("登记受信任位置", self.on_windows(self.trust), _AGAIN),
            Step("登记加载项", self.on_windows(self.register), _AGAIN),
            Step("放好 WPS 加载项", self.wps, _WPS),
            Step("放好空白表格", self.on_windows(self.templates), _AGAIN),
            Step("放好“发送到”菜单", self.on_windows(self.send_to), _AGAIN),
            Step("登记卸载程序", self.on_windows(self.programs), _AGAIN),
        ]

    def _on_linux(self) -> list[Step]:
        def enter() -> Outcome:
            return linux.enter(self.machine, self.places)

        return [
            Step("核对安装包", self.verify, _WHOLE, True),
            Step("准备安装文件夹", self.folder, _SPACE, True),
            Step("安装运行环境", self.environment, "确认磁盘有 1 GB 空间，再运行一次。", True),
            Step("放好使用手册", self.manual, linux.AGAIN),
            Step("放好 WPS 加载项", self.wps, linux.AGAIN),
            Step("放好“打开方式”菜单", enter, linux.AGAIN),
            Step("放好卸载程序", lambda: linux.uninstaller(self.places), linux.AGAIN),
        ]

    def on_windows(self, do: Callable[[], Outcome]) -> Callable[[], Outcome]:
        """Return the step, or on other systems one that does nothing."""
        return do if self.machine.is_windows else lambda: none("只有 Windows 上有。")

    def verify(self) -> Outcome:
        """Compare the bundle with its checksums."""
        if self.supply.bundle is None:
            return none("不用安装包，用这台电脑上已有的程序。")
        return good(f"{supply.verify(self.supply.bundle)} 个文件完好。")

    def folder(self) -> Outcome:
        """Make the folder, for this user alone, and record the version."""
        base = self.places.base
        base.mkdir(parents=True, exist_ok=True)
        if self.machine.is_windows and not base.is_relative_to(self.machine.folders.local):
            _narrow_rights(self.machine, base)
        record.update(self.places.record, version=__version__)
        return good(f"{base}")

    def environment(self) -> Outcome:
        """Make the private Python with the program in it."""
        if environment.runs_inside(self.places):
            return none(
                "正由它运行，保持原样；要修复，请用安装包里的 install.cmd（Linux 上是 install.sh）。"
            )
        if self.supply.bundle is None:
            return good(environment.install_linked(self.machine, self.places))
        return good(environment.install_from_bundle(self.machine, self.supply.bundle, self.places))

    def proof(self) -> Outcome:
        """Prove that the private Python answers as Excel will call it."""
        return good(environment.prove(self.machine, self.places))

    def addin(self) -> Outcome:
        """Put the add-in in its place, without the Mark of the Web."""
        if not self.supply.addin.is_file():
            raise InputError(f"没有找到加载项“{self.supply.addin}”。")
        _copy(self.supply.addin, self.places.addin)
        record.update(self.places.record, addin=record.digest(self.supply.addin))
        return good(f"{self.places.addin}")

    def manual(self) -> Outcome:
        """Put the pages of the manual beside the add-in."""
        if self.supply.bundle is None or not self.supply.manual:
            return none("没有附带。")
        shutil.rmtree(self.places.manual, ignore_errors=True)
        for page in self.supply.manual:
            _copy(page, self.places.manual / page.relative_to(self.supply.bundle / "manual"))
        return good(f"{self.places.manual}")

    def trust(self) -> Outcome:
        """Make every version of Excel trust our folder."""
        return self._each_excel(registry.trust, self.places.base)

    def register(self) -> Outcome:
        """Make every version of Excel load the add-in, even if it has disabled it after a crash."""
        if not self.places.addin.is_file():
            raise InputError("加载项没有放好，这一步没有做。")
        excel_closed(self.machine)  # it may have been opened meanwhile

        def load(machine: Machine, version: str, addin: Path) -> None:
            registry.enable(machine, version)
            registry.register(machine, version, addin)

        return self._each_excel(load, self.places.addin)

    def wps(self) -> Outcome:
        """Put the add-in for WPS in its place."""
        return wps_place.place(self.machine.folders, self.supply.wps, self.places)

    def templates(self) -> Outcome:
        """Put the blank workbooks where Excel offers them for new files; keep those that the user
        changed."""
        versions = registry.excel_versions(self.machine)
        if not versions:
            return none(_NO_EXCEL)
        if not self.supply.templates:
            return none("没有附带空白表格。")
        folders = {registry.templates_folder(self.machine, version) for version in versions}
        targets = [
            (template, folder / TEMPLATES / template.name)
            for folder in sorted(folders)
            for template in self.supply.templates
        ]
        kept = [target for template, target in targets if not self._place(template, target)]
        if kept:
            return good(f"您改过的没有动：{'、'.join(map(str, kept))}")
        return good(f"{len(self.supply.templates)} 个，新建文件时可以选。")

    def send_to(self) -> Outcome:
        """Add the entries of 发送到 and the start menu, which open the window, for WPS and for Word files."""
        python = self.places.interpreter(windowed=True)
        for place in (SEND_TO, START_MENU):
            link = self.machine.folders.roaming / place
            link.parent.mkdir(parents=True, exist_ok=True)
            self.machine.make_shortcut(
                Shortcut(link, python, "-I -m xladdin.addin.dropped", "核对绩效自评材料")
            )
            record.remember(self.places.record, link)
        return good("在文件上点右键，发送到，绩效自评校验；开始菜单里也有。")

    def programs(self) -> Outcome:
        """Add the program to Windows' list, with an uninstaller."""
        uninstaller = self.places.uninstaller
        python = self.places.interpreter().relative_to(self.places.base)
        write_whole(uninstaller, _UNINSTALLER.format(python=f"%~dp0{python}"))
        values: dict[str, str | int] = {
            "DisplayName": "绩效自评校验（xladdin）",
            "DisplayVersion": __version__,
            "InstallLocation": str(self.places.base),
            "UninstallString": f'"{uninstaller}"',
            "NoModify": 1,
            "NoRepair": 1,
        }
        for name, value in values.items():
            self.machine.write(PROGRAMS, name, value)
        return good("在“设置 → 应用”里可以卸载。")

    def _each_excel(self, do: Callable[[Machine, str, Path], None], path: Path) -> Outcome:
        versions = registry.excel_versions(self.machine)
        for version in versions:
            do(self.machine, version, path)
        return good(f"Excel {'、'.join(versions)}") if versions else none(_NO_EXCEL)

    def _place(self, source: Path, target: Path) -> bool:
        """Copy a file outside our folder; return False if the user has changed the one there."""
        if target.exists():
            ours = dict(record.read(self.places.record).outside).get(str(target))
            if record.digest(target) not in (ours, record.digest(source)):
                return False
        _copy(source, target)
        record.remember(self.places.record, target)
        return True


def _copy(source: Path, target: Path) -> None:
    """Copy a file whole or not at all, without its Mark of the Web."""
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, source.read_bytes())
    environment.unblock(target)


def _narrow_rights(machine: Machine, folder: Path) -> None:
    """Restrict the folder to this user, the administrators and the system. Raises InputError."""
    who = ("*S-1-5-18", "*S-1-5-32-544", machine.user)
    grants = [f"{name}:(OI)(CI)F" for name in who]
    status, printed = machine.run(
        [of_windows("icacls"), folder, "/inheritance:r", "/grant:r", *grants]
    )
    if status != 0:
        error = InputError(f"“{folder}”的权限没有设好。")
        error.add_note(printed)
        raise error
