"""Parse arguments with argparse, with help and errors in Chinese."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from xladdin.errors import InputError
from xladdin.outputs.printable import width, wrap

_WIDTH = 80

#: Messages of argparse (3.11 to 3.14) as patterns, each with its Chinese sentence.
_MESSAGES = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"one of the arguments (.+) is required", r"下列选项须给出一个：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (\S+): expected one argument", r"选项 \1 后面少了内容"),
    (r"argument (\S+): expected at least one argument", r"\1 至少要有一个"),
    (r"argument (\S+): expected \d+ arguments?", r"选项 \1 后面的内容不够"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 和 \2 不能一起用"),
    (r"argument (\S+): ignored explicit argument '(.*)'", r"选项 \1 后面不用写内容（写了“\2”）"),
    (r"argument (\S+): invalid choice: '?(.*?)'? \(choose from (.+)\)",
     r"\1 不能是“\2”，可以是：\3"),
    (r"argument (\S+): invalid \w+ value: '(.*)'", r"\1 的内容“\2”不对"),
    (r"argument (\S+): (.+)", r"\1：\2"),
)  # fmt: skip


class Parser(argparse.ArgumentParser):
    """A parser with help for wide characters; a wrong usage raises InputError with one sentence."""

    def __init__(self, prog: str, **settings: str) -> None:
        super().__init__(prog, add_help=False, allow_abbrev=False, **settings)  # type: ignore[arg-type]
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def add_paths(self, what: str) -> None:
        """Declare the files or folders that a verb reads; ``what`` is the help."""
        self.add_argument("paths", nargs="+", type=path, metavar="路径", help=what)

    def add_profile(self, what: str, otherwise: str = "自动判断") -> None:
        """Declare --profile; the Chinese texts say what goes by it, and what is done without it."""
        told = f"{what}，写地名或代号，见 xladdin profiles；不写则{otherwise}"
        self.add_argument("--profile", metavar="方案", help=told)

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{_translated(message)}。用法见 {self.prog} --help")

    def format_help(self) -> str:
        """Return the usage, the description, the arguments in two columns, and the examples as written."""
        parts = [f"用法：{self.usage}", self.description or ""]
        positionals = [action for action in self._actions if not action.option_strings]
        options = [action for action in self._actions if action.option_strings]
        for title, actions in (("参数", positionals), ("选项", options)):
            if actions:
                parts.append("\n".join([f"{title}：", *table(map(_entry, actions))]))
        parts.append(self.epilog or "")
        return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def path(text: str) -> Path:
    """Convert an argument to a path. Raises ArgumentTypeError if it is empty."""
    if not text.strip() or "\0" in text:
        raise argparse.ArgumentTypeError("路径是空的")
    return Path(text)


def table(entries: Iterable[tuple[str, str]]) -> list[str]:
    """Lay out names and their meanings in two columns, wrapped; return the lines."""
    rows = list(entries)
    column = max(width(name) for name, _ in rows) + 4
    lines = []
    for name, meaning in rows:
        first = f"  {name}".ljust(column - width(name) + len(name))
        lines += wrap(meaning, _WIDTH, first=first, rest=" " * column)
    return lines


def _entry(action: argparse.Action) -> tuple[str, str]:
    names = ", ".join(action.option_strings)
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest
    value = "" if action.option_strings and action.nargs == 0 else metavar
    return f"{names} {value}".strip(), action.help or ""


def _translated(message: str) -> str:
    for pattern, sentence in _MESSAGES:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return match.expand(sentence).replace("'", "")
    return f"参数不对（{message}）"
