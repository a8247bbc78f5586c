"""``xladdin profiles``: list the known profiles of jurisdictions and years, one a line."""

from __future__ import annotations

from argparse import Namespace

from xladdin.verbs import console
from xladdin.verbs.parser import Parser


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin profiles"
    parser.description = (
        "列出可用的地区方案：每行一个，前面是 --profile 用的代号，后面是名称，以制表符分开。\n"
        "--profile 也认名称和地名：写桃江、安化县、湖南都行。"
    )
    parser.epilog = """例子：
  xladdin profiles
  xladdin check 某某单位2024 --profile 代号
  xladdin check 某某单位2024 --profile 安化县"""


def run(options: Namespace) -> int:
    """Print the list; return 0."""
    from xladdin.forms import profiles

    console.say("\n".join(f"{identifier}\t{name}" for identifier, name in profiles.names()))
    return 0
