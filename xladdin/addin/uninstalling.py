"""Remove an installation, so that nothing of it is left."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from xladdin.addin import environment, linux, record, registry, wps_place
from xladdin.addin.installing import PROGRAMS
from xladdin.addin.machine import Machine, this_desktop
from xladdin.addin.places import TEMPLATES, Places, places
from xladdin.addin.steps import Outcome, Say, Step, excel_closed, good, none, run_steps

_CLOSE = "关闭所有 Excel 窗口，再运行一次。"
_AGAIN = "关闭 Excel 和打开着的文件，再运行一次。"


@dataclass(frozen=True, slots=True)
class Removal:
    """One run of the uninstaller on a machine, for the installation in ``places``."""

    machine: Machine
    places: Places

    def steps(self) -> list[Step]:
        """Return the steps; the record is deleted with the folder, last, as the others need it."""
        wps = partial(wps_place.remove, self.machine.folders)
        if self.machine.folders.applications is not None:
            return [
                Step("取消 WPS 加载项", wps, linux.AGAIN),
                Step("取消“打开方式”菜单", partial(linux.leave, self.machine), linux.AGAIN),
                Step("删除程序文件夹", self.folders, linux.AGAIN),
                Step("删除日志", linux.remove_logs, linux.AGAIN),
            ]
        return [
            Step("检查 Excel 是否已关闭", partial(excel_closed, self.machine), _CLOSE, True),
            Step("取消加载项登记", self.unregister, _AGAIN),
            Step("取消受信任位置", self.distrust, _AGAIN),
            Step("取消 WPS 加载项", wps, _AGAIN),
            Step("删除空白表格和“发送到”菜单", self.outside, _AGAIN, True),
            Step("删除卸载登记", self.programs, _AGAIN),
            Step("删除程序文件夹", self.folders, _AGAIN),
        ]

    def unregister(self) -> Outcome:
        """Take the add-in off the list of every version of Excel."""
        for version in registry.VERSIONS:
            registry.enable(self.machine, version)
        return _cancelled(
            [registry.unregister(self.machine, version) for version in registry.VERSIONS]
        )

    def distrust(self) -> Outcome:
        """Remove our trusted locations from every version of Excel."""
        return _cancelled(
            [registry.distrust(self.machine, version) for version in registry.VERSIONS]
        )

    def outside(self) -> Outcome:
        """Delete our files outside the folder, except those that the user has changed."""
        files = [(Path(name), content) for name, content in record.read(self.places.record).outside]
        there = [(path, content) for path, content in files if path.is_file()]
        kept = [path for path, content in there if record.digest(path) != content]
        for path, _ in there:
            if path not in kept:
                path.unlink()
                if path.parent.name == TEMPLATES:
                    with contextlib.suppress(OSError):  # it has files of others
                        path.parent.rmdir()
        if kept:
            return good(f"您改过的留下了：{'、'.join(map(str, kept))}")
        return good(f"{len(there)} 个文件。") if there else none("本来就没有。")

    def programs(self) -> Outcome:
        """Remove the entry in Windows' list of programs."""
        self.machine.delete_key(PROGRAMS)
        return good("已删除。")

    def folders(self) -> Outcome:
        """Delete our folders, now or, if this process runs from them, soon after it has ended."""
        base, logs = self.places.base, self.places.logs
        folders = [folder for folder in (base, logs.parent) if folder.is_dir()]
        if not folders:
            return none("本来就没有。")
        if environment.runs_inside(self.places):
            _remove_all_but(base, self.places.python)
            self.machine.delete_later(base)
            if logs.parent != base:
                shutil.rmtree(logs.parent, ignore_errors=True)
            return good("程序退出后半分钟内删完。" if base.exists() else str(base))
        for folder in dict.fromkeys(folders):
            shutil.rmtree(folder)
        return good(str(base))


def uninstall(machine: Machine, say: Say) -> int:
    """Remove the installation of this user, telling each step; return the status of ``run_steps``."""
    there = places(machine.folders)
    log = machine.folders.temporary / "xladdin-uninstall.log"
    status = run_steps(Removal(machine, there).steps(), say, log)
    if status == 0:
        log.unlink(missing_ok=True)
        say("卸载完成，什么也没有留下。您自己的材料和校验结果都没有动。")
    else:
        say("没有卸载干净，打 ✗ 的按上面的办法处理，再运行一次。日志：" + str(log))
    return status


def uninstall_here(say: Say) -> int:
    """Remove the installation from this PC; return the status. Raises InputError on other systems."""
    return uninstall(this_desktop("这台电脑上没有可卸载的。"), say)


def _cancelled(found: list[bool]) -> Outcome:
    return good("已取消。") if any(found) else none("本来就没有登记。")


def _remove_all_but(folder: Path, kept: Path) -> None:
    for entry in os.scandir(folder):
        if Path(entry) == kept:
            continue
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry)
        else:
            os.unlink(entry)
