"""A Linux desktop, such as Kylin or UOS: what is installed there, for one user, and taken off again.

No Excel, no registry: WPS's add-in, an entry in the file manager's menu, the program.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from xladdin import crash
from xladdin.addin import wps_place
from xladdin.addin.machine import Folders, Machine
from xladdin.addin.places import Places
from xladdin.addin.steps import Outcome, Step, bad, good, none
from xladdin.outputs.writing import write_whole
from xladdin.programs import find

if TYPE_CHECKING:
    from xladdin.addin.installing import Installation
    from xladdin.addin.uninstalling import Removal

#: The entry's file, in the user's folder of applications.
ENTRY = "xladdin-check.desktop"
#: What the entry is for; WPS registers kinds of its own.
_KINDS = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/msword",
    "application/vnd.ms-excel",
    *(f"application/wps-office.{ending}" for ending in "docx xlsx doc xls wps et".split()),
)
_ENTRY = """\
[Desktop Entry]
Type=Application
Version=1.0
Name=Check 绩效自评
Name[zh_CN]=绩效自评校验
Comment=Check performance self-evaluation files
Comment[zh_CN]=核对绩效自评材料：表内、表间和正文里的数字
Exec={command} -I -m xladdin.addin.dropped %F
Icon=x-office-spreadsheet
Terminal=false
NoDisplay=true
Categories=Office;
MimeType={kinds};
"""
_UNINSTALLER = """\
#!/bin/sh
# Takes off what install.sh has put on.
exec "{python}" -I -m xladdin addin uninstall
"""
_AGAIN = "再运行一次；还不行，把日志发给维护人员。"


class Linux(Machine):
    """The computer that this runs on."""

    def __init__(self, home: Path | None = None) -> None:
        home = home or Path.home()
        data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
        wps = home / ".local" / "share" / "Kingsoft" / "wps" / "jsaddons"
        config, applications = home / ".config", data / "applications"
        super().__init__(Folders(data, config, config, Path("/tmp"), wps, applications))

    def delete_later(self, folder: Path) -> None:
        """At once: what runs from it is in memory."""
        shutil.rmtree(folder, ignore_errors=True)


def steps(work: Installation) -> list[Step]:
    """What is to be done to install."""
    there = work.places
    return [
        Step("核对安装包", work.verify, "重新复制安装包，压缩包要先全部解压。", True),
        Step("准备安装文件夹", work.folder, "检查磁盘空间和文件夹权限。", True),
        Step("安装运行环境", work.environment, "确认磁盘有 1 GB 空间，再运行一次。", True),
        Step("放好使用手册", work.manual, _AGAIN),
        Step("放好 WPS 加载项", work.wps, _AGAIN),
        Step("放好“打开方式”菜单", lambda: enter(work.machine, there), _AGAIN),
        Step("放好卸载程序", lambda: _uninstaller(there), _AGAIN),
    ]


def removal(work: Removal) -> list[Step]:
    """What is to be undone."""
    return [
        Step("取消 WPS 加载项", lambda: wps_place.remove(work.machine.folders), _AGAIN),
        Step("取消“打开方式”菜单", lambda: leave(work.machine), _AGAIN),
        Step("删除程序文件夹", work.folders, _AGAIN),
        Step("删除日志", _logs, _AGAIN),
    ]


def enter(machine: Machine, places: Places) -> Outcome:
    """A right click on files checks them."""
    folder = machine.folders.applications
    if folder is None:
        return none("这台电脑上不用。")
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / ENTRY, entry(places.interpreter()))
    _refresh(machine, folder)
    return good("在文件上点右键，打开方式，绩效自评校验。")


def leave(machine: Machine) -> Outcome:
    """The entry is gone."""
    folder = machine.folders.applications
    if folder is None or not (folder / ENTRY).is_file():
        return none("本来就没有。")
    (folder / ENTRY).unlink()
    _refresh(machine, folder)
    return good("已取消。")


def entry(python: Path) -> str:
    """The entry's text, which starts this Python."""
    plain = str(python).replace("\\", "\\\\").replace("%", "%%")
    for sign in '"`$':
        plain = plain.replace(sign, f"\\\\{sign}")
    return _ENTRY.format(command=f'"{plain}"', kinds=";".join(_KINDS))


def check(machine: Machine, places: Places) -> Outcome:
    """Whether a right click on files will start the program."""
    folder = machine.folders.applications
    if folder is None or not (folder / ENTRY).is_file():
        return bad("没有安装。") if places.interpreter().is_file() else none("没有安装。")
    if (folder / ENTRY).read_text(encoding="utf-8") != entry(places.interpreter()):
        return bad("登记的计算程序不在它说的地方")
    return good(f"{folder / ENTRY}")


def _refresh(machine: Machine, folder: Path) -> None:
    """Let file managers know at once; without the program for it they do at the next login."""
    program = find("update-desktop-database")
    if program is not None:
        machine.run([program, folder])


def _uninstaller(places: Places) -> Outcome:
    script = places.base / "uninstall.sh"
    write_whole(script, _UNINSTALLER.format(python=places.interpreter()))
    script.chmod(0o755)
    return good(f"{script}")


def _logs() -> Outcome:
    logs = crash.state_folder()
    if not logs.is_dir():
        return none("本来就没有。")
    shutil.rmtree(logs)
    return good(str(logs))
