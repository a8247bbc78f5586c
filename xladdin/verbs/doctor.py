"""``xladdin doctor``: check whether this PC has everything that the program needs."""

from __future__ import annotations

from argparse import Namespace

from xladdin.verbs import console
from xladdin.verbs.parser import Parser


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin doctor [--repair]"
    parser.description = (
        "检查这台电脑：Python 和库、Excel 加载项、受信任位置、空白表格、转换程序、日志。\n"
        "每项一行：✓ 正常，✗ 有问题（下面写着怎么办），– 这台电脑上用不着。"
    )
    parser.epilog = """例子：
  xladdin doctor
  xladdin doctor --repair   先清除损坏的 COM 缓存、解除 Excel 对加载项的停用，再检查

退出状态：0 没有 ✗；1 有 ✗；2 用法有问题。"""
    parser.add_argument("--repair", action="store_true", help="先修复能自动修复的，Excel 要关闭")


def run(options: Namespace) -> int:
    """Print a line for each check; return 1 if something is wrong, else 0."""
    from xladdin import crash
    from xladdin.addin import doctor
    from xladdin.addin.machine import this_machine

    machine = this_machine()
    if options.repair:
        console.say("\n".join(doctor.repair(machine)) + "\n\n")
    told, wrong = doctor.told(doctor.examine(machine, crash.state_folder()))
    console.say(console.marked(told))
    return int(wrong > 0)
