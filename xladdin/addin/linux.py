"""Install on a Linux desktop, such as Kylin or UOS, for one user, and remove the installation.

There is no Excel and no registry: only the program, WPS's add-in, and an entry in the file manager.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from xladdin import crash
from xladdin.addin.machine import Machine
from xladdin.addin.places import Places
from xladdin.addin.steps import Outcome, bad, good, none
from xladdin.outputs.writing import write_whole
from xladdin.programs import find

#: The file of the menu entry, in the user's folder of applications.
ENTRY = "xladdin-check.desktop"
#: The file types of the menu entry; WPS registers types of its own.
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
#: The advice for a step that fails.
AGAIN = "再运行一次；还不行，把日志发给维护人员。"
_UNINSTALLER = """\
#!/bin/sh
# Takes off what install.sh has put on.
exec "{python}" -I -m xladdin addin uninstall
"""


def enter(machine: Machine, places: Places) -> Outcome:
    """Add 绩效自评校验 to the file manager's menu."""
    folder = machine.folders.applications
    if folder is None:
        return none("这台电脑上不用。")
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / ENTRY, entry(places.interpreter()))
    _refresh(machine, folder)
    return good("在文件上点右键，打开方式，绩效自评校验。")


def leave(machine: Machine) -> Outcome:
    """Remove the menu entry."""
    folder = machine.folders.applications
    if folder is None or not (folder / ENTRY).is_file():
        return none("本来就没有。")
    (folder / ENTRY).unlink()
    _refresh(machine, folder)
    return good("已取消。")


def entry(python: Path) -> str:
    """Return the text of the menu entry, which starts this Python."""
    plain = str(python).replace("\\", "\\\\").replace("%", "%%")
    for sign in '"`$':
        plain = plain.replace(sign, f"\\\\{sign}")
    return _ENTRY.format(command=f'"{plain}"', kinds=";".join(_KINDS))


def check(machine: Machine, places: Places) -> Outcome:
    """Check that the menu entry is there and starts the program."""
    folder = machine.folders.applications
    if folder is None or not (folder / ENTRY).is_file():
        return bad("没有安装。") if places.interpreter().is_file() else none("没有安装。")
    if (folder / ENTRY).read_text(encoding="utf-8") != entry(places.interpreter()):
        return bad("登记的计算程序不在它说的地方")
    return good(f"{folder / ENTRY}")


def _refresh(machine: Machine, folder: Path) -> None:
    """Tell file managers at once; without the program for it, they notice at the next login."""
    program = find("update-desktop-database")
    if program is not None:
        machine.run([program, folder])


def uninstaller(places: Places) -> Outcome:
    """Write the script that removes the installation into its folder."""
    script = places.base / "uninstall.sh"
    write_whole(script, _UNINSTALLER.format(python=places.interpreter()))
    script.chmod(0o755)
    return good(f"{script}")


def remove_logs() -> Outcome:
    """Delete the records of errors."""
    logs = crash.state_folder()
    if not logs.is_dir():
        return none("本来就没有。")
    shutil.rmtree(logs)
    return good(str(logs))
