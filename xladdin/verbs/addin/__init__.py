"""``xladdin addin ACTION``: the Excel add-in. Each action is a module of this folder."""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module
from types import ModuleType

from xladdin.verbs.parser import Parser

#: What can be done with the add-in. A module has ``arguments`` and ``run``, as a verb has.
ACTIONS = {
    "build": "用源代码里的 macros 生成加载项（开发时用）",
    "install": "装进 Excel，或者修复",
    "uninstall": "全部卸载",
}


def arguments(parser: Parser) -> None:
    """Declare what follows the verb: the action, and the options of all actions."""
    parser.usage = f"xladdin addin {'|'.join(ACTIONS)} [选项]"
    parser.description = "Excel 加载项“绩效自评”。"
    parser.epilog = """例子：
  xladdin addin build -o build
  xladdin addin install
  xladdin addin uninstall"""
    meanings = "；".join(f"{action} {meaning}" for action, meaning in ACTIONS.items())
    parser.add_argument("action", choices=ACTIONS, metavar="动作", help=meanings)
    for action in ACTIONS:
        _module(action).arguments(parser)


def run(options: Namespace) -> int:
    """Do what was asked for."""
    status: int = _module(options.action).run(options)
    return status


def _module(action: str) -> ModuleType:
    return import_module(f"xladdin.verbs.addin.{action}")
