"""``xladdin templates build``: write the official blank workbooks from the profiles."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import xladdin
from xladdin.errors import InputError
from xladdin.verbs import console
from xladdin.verbs.parser import Parser, path

#: The folder of the blank workbooks in a checkout, beside the package.
_FOLDER = "workbook_templates"


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin templates build [-o 文件夹] [--profile 方案] [--check]"
    parser.description = (
        "生成各地区、各年度的官方空白表格（Excel 工作簿）：自带公式、填写限制和核对标记。\n"
        "只要自己单位一个年度的表格，用 xladdin new 更方便。"
    )
    parser.epilog = """例子：
  xladdin templates build -o 空白表格
        生成全部空白表格，放进文件夹“空白表格”
  xladdin templates build --profile 岳阳 -o 空白表格
        只生成岳阳各年度的
  xladdin templates build --check -o 空白表格
        只看文件夹里的是不是最新的，不写文件；不是最新的，退出状态为 1"""
    add = parser.add_argument
    add("action", choices=("build",), metavar="build", help="生成空白表格")
    add("-o", "--output", type=path, metavar="文件夹",
        help="放在这个文件夹里，没有就新建；在源代码文件夹里运行时默认 workbook_templates")  # fmt: skip
    add("--overwrite", action="store_true", help="文件夹里填过、改过的同名表格，也用空白的代替")
    parser.add_profile("只要一个地区的", "各地区的都要")
    add("--check", action="store_true", help="只核对文件夹里的是不是最新的，不写文件")


def run(options: Namespace) -> int:
    """Write the workbooks, or with --check compare them; return 1 if a compared one is out of date."""
    from xladdin.outputs.writing import check_own, write_own
    from xladdin.templates.workbook import blank_workbooks

    folder: Path = options.output or _checkouts_folder()
    if folder.exists() and not folder.is_dir():
        raise InputError(f"“{folder}”是一个文件，请用 -o 另写一个文件夹。")
    # A checkout's own templates are generated, so nobody's work is lost.
    overwrite = options.overwrite or options.output is None
    stale = {
        name: data
        for name, data in blank_workbooks(options.profile)
        if not (folder / name).is_file() or (folder / name).read_bytes() != data
    }
    if not options.check:
        for name in stale if not overwrite else ():
            check_own(folder / name)
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in stale.items():
            write_own(folder / name, data, overwrite=overwrite)
    if not stale:
        console.say(f"“{folder}”里的空白表格都是最新的。")
    else:
        done = "不是最新的" if options.check else "已生成"
        console.say(f"{done}（文件夹“{folder}”）：\n" + "\n".join(f"  {name}" for name in stale))
    return int(bool(stale) and options.check)


def _checkouts_folder() -> Path:
    folder = Path(xladdin.__file__).resolve().parent.parent / _FOLDER
    if not folder.is_dir():
        raise InputError("请用 -o 写明空白表格放在哪个文件夹，例如 -o 空白表格")
    return folder
