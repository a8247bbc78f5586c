"""``xladdin diff``: compare two versions of a filing: what changed, and what was mended."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xladdin.errors import InputError
from xladdin.verbs import console
from xladdin.verbs.parser import Parser, path

if TYPE_CHECKING:
    from xladdin.comparing.versions import Read

_SUFFIXES = (".html", ".docx")


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin diff 旧 新 [-o 文件]..."
    parser.description = (
        "两版材料对比：要改的地方哪些改好了、哪些没改、哪些是新出现的；表格按栏目对比（插了行、换了\n"
        "位置不算改动）；正文逐句对比。"
    )
    parser.epilog = """例子：
  xladdin diff 第一稿 第二稿
        显示在屏幕上
  xladdin diff 第一稿 第二稿 -o 对比.html -o 对比.docx
        写成网页和 Word；已有的文件不覆盖

退出状态：0 已对比；2 文件或用法有问题。"""
    add = parser.add_argument
    add("old", type=path, metavar="旧", help="旧的一份材料：文件夹或文件")
    add("new", type=path, metavar="新", help="新的一份材料：文件夹或文件")
    add("-o", "--output", type=path, action="append", default=[], metavar="文件",
        help="写进这个文件，.html 或 .docx，可以写几个；不写则显示在屏幕上")  # fmt: skip
    parser.add_profile("按哪个地区方案")


def run(options: Namespace) -> int:
    """Compare the versions and show or write the result; return 0."""
    from xladdin.comparing import showing, telling
    from xladdin.comparing.versions import versions
    from xladdin.outputs.writing import check_target, write_new

    for target in options.output:
        if target.suffix.lower() not in _SUFFIXES:
            raise InputError(f"对比写成网页或 Word，请让“{target.name}”以 .html 或 .docx 结尾。")
        if target.exists():
            raise InputError(f"“{target}”已经存在，没有覆盖它；请换一个文件名，或先把它移走。")
        check_target(target)
    found = versions(_read(options.old, options.profile), _read(options.new, options.profile))
    console.say(f"旧：{options.old}　新：{options.new}")
    if not options.output:
        console.say(telling.text(found, console.columns()))
        return 0
    for target in options.output:
        if target.suffix.lower() == ".html":
            write_new(target, showing.page(found).encode("utf-8", "replace"))
        else:
            write_new(target, showing.document(found, datetime.now()))
    told = [telling.summary(found), *found.notes, *(f"对比：{target}" for target in options.output)]
    console.say("\n".join(told))
    return 0


def _read(place: Path, profile_id: str | None) -> Read:
    from xladdin import checking
    from xladdin.sources.filing_files import read_filing

    filing, chosen = checking.filed(read_filing([place]), profile_id)
    return filing, checking.check(filing, chosen)
