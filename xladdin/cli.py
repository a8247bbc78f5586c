"""Run the command line: find the verb, run it, turn every failure into one Chinese sentence. Each verb
is a module of ``xladdin.verbs``; only the one asked for is imported."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from types import ModuleType

from xladdin import __version__
from xladdin.errors import InputError
from xladdin.mishaps import sentence
from xladdin.verbs import console
from xladdin.verbs.parser import Parser, table

#: New objects before Python looks for unreachable cycles, for a process of its own: a check makes
#: hundreds of thousands of objects and hardly a cycle.
_OBJECTS = 100_000

#: The verbs in the order in which people meet them, each with its purpose.
VERBS = {
    "demo": "用自带的示例材料走一遍，看看结果是什么样子",
    "window": "打开一个窗口：把材料拖进去看结果，不用写命令",
    "new": "新建一个年度的空白工作簿，可带入上年数据",
    "import": "把已有材料的表格搬进官方表格的工作簿",
    "calc": "补算没有公式的表格：合计、执行率、得分",
    "draft": "由填好的表格写出自评报告的初稿",
    "link": "联动：报告里与表格相同的数放进内容控件，跟着表格改",
    "refresh": "表格改了以后，更新联动的报告：改动都是修订",
    "check": "核对一套自评材料：表内、表间、正文与表",
    "fix": "改正：列出原值、改为、依据，有把握的改在副本里",
    "diff": "对比两版材料：改好了什么、没改什么、新出了什么",
    "package": "打包成上报的材料：正文、附件、PDF、校验报告",
    "publish": "公开：做出放到网站上的一份，去掉电话、批注、修订、属性",
    "batch": "批量核对许多单位的材料，写成一个汇总工作簿",
    "explain": "说明一条规则：检查什么、为什么、怎么改",
    "rules": "列出全部规则",
    "profiles": "列出可用的地区方案",
    "templates": "生成各地区、各年度的官方空白表格",
    "addin": "Excel 加载项：生成、安装、卸载",
    "doctor": "检查这台电脑：程序、Excel 加载项、日志，说出哪里不对、怎么办",
}

_EPILOG = """从填表到上报：
  xladdin demo                                         先看示例
  xladdin new --year 2025 --unit 单位 --from 上年材料  带出今年的工作簿，在 Excel 里填好
  xladdin draft 附件.xlsx -o 自评报告.docx             写出报告初稿，补齐标黄的地方
  xladdin check 自评报告.docx 附件.xlsx                核对
  xladdin refresh 自评报告.docx 附件.xlsx -o 新.docx   表格改了以后，报告里的数跟着改
  xladdin fix 自评报告.docx 附件.xlsx                  有把握的改在副本里，其余自己改到没有错误
  xladdin package 自评报告.docx 附件.xlsx -o 上报      打包
  xladdin check --help                                 某个命令的详细用法

退出状态：0 没有错误；1 有错误；2 文件或用法有问题。"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit status: 0 fine, 1 findings, 2 bad input or usage, 130 interrupted."""
    if arguments is None:
        console.in_utf8()
        gc.set_threshold(_OBJECTS)
    console.prepare()
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    except InputError as error:
        console.complain(str(error))
    except OSError as error:
        console.complain(sentence(error))
    except KeyboardInterrupt:
        console.complain("已中断。")
        return 130
    except Exception as error:
        from xladdin import crash

        console.complain(crash.record(error))
    return 2


def verb_module(verb: str) -> ModuleType:
    """Import the module of a verb; a Python keyword has an underscore behind its name."""
    return import_module(f"xladdin.verbs.{verb}{'_' if iskeyword(verb) else ''}")


def _run(arguments: list[str]) -> int:
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if verb in ("-h", "--help"):
        console.say(_help())
        return 0
    if verb == "--version":
        console.say(f"xladdin {__version__}")
        return 0
    if verb not in VERBS:
        raise InputError(_unknown(verb))
    module = verb_module(verb)
    parser = Parser(f"xladdin {verb}")
    module.arguments(parser)
    if "-h" in rest or "--help" in rest:
        console.say(parser.format_help())
        return 0
    status: int = module.run(parser.parse_args(rest))
    return status


def _help() -> str:
    verbs = "\n".join(table(VERBS.items()))
    return (
        "用法：xladdin 命令 [参数]\n\n"
        "部门整体支出绩效自评：填表、写报告、核对、打包上报，批量汇总。\n\n"
        f"命令：\n{verbs}\n\n{_EPILOG}\n"
    )


def _unknown(verb: str) -> str:
    if not verb:
        return "请写出命令，例如 xladdin check 文件夹；全部命令见 xladdin --help"
    if Path(verb).exists():
        return f'缺少命令；要核对“{verb}”，请写 xladdin check "{verb}"'
    from difflib import get_close_matches

    near = get_close_matches(verb, VERBS, n=1)
    hint = f"，是不是 {near[0]}？" if near else "。"
    return f"没有“{verb}”这个命令{hint}全部命令见 xladdin --help"
