"""``xladdin refresh``: update a linked report after its forms, as tracked changes."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from xladdin.errors import InputError
from xladdin.verbs import console
from xladdin.verbs.link import declare
from xladdin.verbs.parser import Parser


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin refresh 报告.docx [附表...] -o 文件 [选项]"
    parser.description = (
        "按改过的表格更新联动的报告（xladdin link 或 xladdin draft 写出的）：与表格相同的数照表改，\n"
        "比例、增减、控制率、合计重新算。每处改动都是修订，在 Word 的“审阅”里逐处接受或拒绝；\n"
        "别的文字、格式和别人的批注都不动。增减方向变了的、表格里没有了的，不改，列出来请人看。"
    )
    parser.epilog = """例子：
  xladdin refresh 自评报告_联动.docx 附件.xlsx -o 自评报告_新.docx
  xladdin refresh 自评报告.docx 附表文件夹 -o 自评报告_新.docx

更新后再核对：xladdin check 自评报告_新.docx 附件.xlsx"""
    declare(
        parser, "更新后的报告写进这个 Word 文档（.docx），已有同名文件时不覆盖；没有要改的就不写"
    )


def run(options: Namespace) -> int:
    """Write the report with its changes and list them; return 0."""
    from xladdin.links.filings import Given, told_refreshed
    from xladdin.outputs.writing import check_new, write_new

    target: Path = options.output
    check_new(target, ".docx")
    given = Given.read(options.report, options.paths, options.profile)
    refreshed = given.refreshed()
    if not (refreshed.changes or refreshed.same or refreshed.left):
        raise InputError(
            f"“{options.report.name}”里没有联动的数；请先用 xladdin link 联动，再更新。"
        )
    if (other := given.of_another()) is not None:
        console.remark(other)
    lines = told_refreshed(refreshed, given.report)
    if refreshed.changes:
        write_new(target, refreshed.data)
        others = " ".join(f'"{each}"' for each in options.paths)
        lines = [f"已写出 {target}", *lines, f'接着核对：xladdin check "{target}" {others}']
    else:
        lines = ["没有要改的，没有写文件。", *lines]
    console.say("\n".join(lines))
    return 0
