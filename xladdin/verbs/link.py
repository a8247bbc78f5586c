"""``xladdin link``: put a report's figures into content controls, to be updated after the forms."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from xladdin.verbs import console
from xladdin.verbs.parser import Parser, path


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin link 报告.docx [附表...] -o 文件 [选项]"
    parser.description = (
        "把自评报告里与表格相同的数放进内容控件，记下是哪张表、哪一行、哪一列；比例、增减、合计等\n"
        "由这些数算出的也一并记下。以后表格改了，用 xladdin refresh 就能让报告跟着改。\n"
        "文字、格式、批注都不动；表格里没有的数仍是文字，逐一列出。再联动一次只补新写的数。"
    )
    parser.epilog = """例子：
  xladdin link 自评报告.docx 附件.xlsx -o 自评报告_联动.docx
  xladdin link 自评报告.docx 附表文件夹 -o 自评报告_联动.docx --profile 桃江
  xladdin link 报告和附表.docx -o 报告和附表_联动.docx
        附表就在报告后面：改了表，再 refresh，正文就跟着改

表格改了以后：xladdin refresh 自评报告_联动.docx 附件.xlsx -o 自评报告_新.docx"""
    declare(parser, "联动后的报告写进这个 Word 文档（.docx），已有同名文件时不覆盖")


def declare(parser: Parser, output: str) -> None:
    """Declare the arguments of ``link`` and ``refresh``; ``output`` is the help of ``--output``."""
    add = parser.add_argument
    add("report", type=path, metavar="报告", help="自评报告（docx）")
    add("paths", nargs="*", type=path, metavar="附表",
        help="填好的附表（Excel 或 Word），或放着附表的文件夹；附表就在报告里的，不用写")  # fmt: skip
    add("-o", "--output", type=path, required=True, metavar="文件", help=output)
    parser.add_profile("按哪个地区方案读表")


def run(options: Namespace) -> int:
    """Write the linked report and list which figures follow the forms and which do not; return 0."""
    from xladdin.links.filings import Given, told_linked
    from xladdin.outputs.writing import check_new, write_new

    target: Path = options.output
    check_new(target, ".docx")
    given = Given.read(options.report, options.paths, options.profile)
    linked = given.linked()
    lines = told_linked(linked, given.report)
    if linked.direct or linked.derived:
        write_new(target, linked.data)
        lines = [f"已写出 {target}", *lines]
    else:
        lines = ["没有新的数可以联动，没有写文件。", *lines]
    console.say("\n".join(lines))
    return 0
