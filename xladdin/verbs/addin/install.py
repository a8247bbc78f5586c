"""``xladdin addin install``: puts the add-in into Excel, for those who have xladdin by pip."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from xladdin.verbs import console
from xladdin.verbs.parser import Parser


def arguments(parser: Parser) -> None:
    """Declare the options of this action."""
    parser.add_argument("--addin", type=Path, metavar="文件",
                        help="install：要装的 xladdin.xlam，默认用源代码里的")  # fmt: skip


def run(options: Namespace) -> int:
    """Install or repair, a line for each step; 0 fine, 1 some steps failed, 2 not installed."""
    from xladdin.addin.installing import install_here

    return install_here(lambda line: console.say(console.marked(line)), options.addin)
