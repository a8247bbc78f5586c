"""``xladdin addin build``: the add-in from its sources, on any machine."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from xladdin.outputs.writing import check_own, write_own
from xladdin.verbs import console
from xladdin.verbs.parser import Parser


def arguments(parser: Parser) -> None:
    """Declare the options of this action."""
    parser.add_argument("--overwrite", action="store_true",
                        help="build：已有的、改过的同名文件也代替")  # fmt: skip
    parser.add_argument("-o", "--output", type=Path, default=Path(), metavar="文件夹",
                        help="build：把加载项写到哪里，默认是当前文件夹")  # fmt: skip


def run(options: Namespace) -> int:
    """Write the add-in and its twin into the folder; always 0."""
    from xladdin.addin.xlam import build

    folder: Path = options.output
    built = build()
    for name in built if not options.overwrite else ():
        check_own(folder / name)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in built.items():
        write_own(folder / name, content, overwrite=options.overwrite)
        console.say(f"已生成 {folder / name}（{len(content) // 1024} KB）")
    return 0
