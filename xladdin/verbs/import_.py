"""``xladdin import``: move the tables of a filing in any format into a workbook of official forms."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from xladdin.errors import InputError
from xladdin.sources.own_copies import home
from xladdin.verbs import console, defaults
from xladdin.verbs.filling import kept, left, year
from xladdin.verbs.parser import Parser, path

if TYPE_CHECKING:
    from xladdin.templates.from_filing import Imported


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin import 路径... [-o 文件.xlsx] [选项]"
    parser.description = (
        "把已有材料里的附表（Word、Excel 都行）搬进官方表格的工作簿，合计、执行率、得分变成公式。\n"
        "原来的数字一个不改；官方表格里放不下的内容，逐条列在“未归位”表里。只读材料，不改动材料。"
    )
    parser.epilog = """例子：
  xladdin import 自评报告.docx
        报告后面的附表搬进同一文件夹里的“附件.xlsx”，正文留在报告里
  xladdin import 某某单位2024 -o 附件.xlsx
        材料都放在一个文件夹里
  xladdin import 旧表.xls -o 附件.xlsx --profile yueyang --year 2024
        按指定地区、年度的表样"""
    add = parser.add_argument
    parser.add_paths("材料文件（docx、doc、xlsx、xls 等），或放着一套材料的文件夹")
    add("-o", "--output", type=path, metavar="文件",
        help=f"写进这个工作簿（.xlsx），已有同名文件时不覆盖；不写则为{defaults.within(defaults.IMPORTED)}")  # fmt: skip
    parser.add_profile("按哪个地区的表样")
    add("--year", type=year, metavar="年度", help="按哪个年度的表样；不写则看材料是哪一年的")


def run(options: Namespace) -> int:
    """Write the workbook and print where each part of the filing went; return 0."""
    from xladdin import checking
    from xladdin.outputs.writing import check_new, write_new
    from xladdin.sources.filing_files import read_filing
    from xladdin.templates.from_filing import imported

    target = options.output or home(options.paths) / defaults.IMPORTED
    check_new(target, ".xlsx")
    filing, chosen = checking.filed(read_filing(options.paths), options.profile)
    form_year = options.year or filing.year
    if form_year is None:
        raise InputError("看不出这是哪个年度的材料，请用 --year 写明，例如 --year 2024")
    done = imported(filing, chosen, form_year)
    write_new(target, done.made.data)
    heading = f"已写入 {target}（{chosen.name}，{form_year}年度）"
    console.say("\n".join([heading, *_told(done)]))
    return 0


def _told(done: Imported) -> list[str]:
    lines = [f"  {sheet}　来自「{form.source}」" for sheet, form in done.made.placed]
    lines += [f"「{form.source}」里的{form.name}内容相同，没有重复放。" for form in done.twice]
    lines += [f"「{name}」的正文留在原文件里，没有搬进工作簿。" for name in done.reports]
    return [*lines, *kept(done.made.differing), *left(done.made.left)]
