"""``xladdin addin ACTION``: build the Excel add-in, or install or remove it for users of pip."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from xladdin.outputs.writing import check_own, write_own
from xladdin.verbs import console
from xladdin.verbs.parser import Parser

#: The actions with their help.
ACTIONS = {
    "build": "用源代码里的 macros 生成加载项（开发时用）",
    "install": "装进 Excel，或者修复",
    "uninstall": "全部卸载",
}


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments: the action, and the options of all actions."""
    parser.usage = f"xladdin addin {'|'.join(ACTIONS)} [选项]"
    parser.description = "Excel 加载项“绩效自评”。"
    parser.epilog = """例子：
  xladdin addin build -o build
  xladdin addin install
  xladdin addin uninstall"""
    meanings = "；".join(f"{action} {meaning}" for action, meaning in ACTIONS.items())
    add = parser.add_argument
    add("action", choices=ACTIONS, metavar="动作", help=meanings)
    add("--overwrite", action="store_true", help="build：已有的、改过的同名文件也代替")
    add("-o", "--output", type=Path, default=Path(), metavar="文件夹",
        help="build：把加载项写到哪里，默认是当前文件夹")  # fmt: skip
    add("--addin", type=Path, metavar="文件", help="install：要装的 xladdin.xlam，默认用源代码里的")


def run(options: Namespace) -> int:
    """Do the action; return 0 if all went well, 1 if some steps failed, 2 if it was not done."""
    if options.action == "build":
        _build(options.output, overwrite=options.overwrite)
        return 0
    if options.action == "install":
        from xladdin.addin.installing import install_here

        return install_here(_tell, options.addin)
    from xladdin.addin.uninstalling import uninstall_here

    return uninstall_here(_tell)


def _tell(line: str) -> None:
    console.say(console.marked(line))


def _build(folder: Path, *, overwrite: bool) -> None:
    """Write the add-in, and the same as an ordinary workbook, into the folder. Raises InputError if
    a file there is somebody's work."""
    from xladdin.addin.xlam import build

    built = build()
    for name in built if not overwrite else ():
        check_own(folder / name)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in built.items():
        write_own(folder / name, content, overwrite=overwrite)
        console.say(f"已生成 {folder / name}（{len(content) // 1024} KB）")
