"""``xladdin window``: open the window for users without a command line."""

from __future__ import annotations

from argparse import Namespace

from xladdin.verbs import console
from xladdin.verbs.parser import Parser, path


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin window [路径...] [选项]"
    parser.description = (
        "打开一个窗口（浏览器里的网页，只有这台电脑能看到，不联网）：把材料拖进去，看结果，打开批注\n"
        "副本；最近十份随时再看。“发送到”和开始菜单打开的就是它。关掉网页，程序就退出。"
    )
    parser.epilog = """例子：
  xladdin window
  xladdin window 某某单位2024
        打开时先核对这一份，结果放在材料所在文件夹的“校验结果”里"""
    add = parser.add_argument
    add("paths", nargs="*", type=path, metavar="路径", help="打开时先核对的材料")
    add("--no-browser", action="store_true", help="不打开浏览器，只写出网址")


def run(options: Namespace) -> int:
    """Serve the window until its page is closed; return 0."""
    from xladdin.window.server import show

    show(options.paths, console.say, browser=not options.no_browser)
    return 0
