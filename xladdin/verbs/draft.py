"""``xladdin draft``: write a first narrative from the tables, with marked places for people to fill."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xladdin.sources.own_copies import home
from xladdin.verbs import console, defaults
from xladdin.verbs.parser import Parser, path

if TYPE_CHECKING:
    from xladdin.forms.profiles import Profile
    from xladdin.model.grid import Source


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin draft 路径... [-o 文件] [选项]"
    parser.description = (
        "由填好的基础数据表、自评表、项目支出绩效自评表写出自评报告的初稿（Word 文档）：\n"
        "按本地区的提纲分部分，表里的数字都写进句子，增减和比例替你算好；\n"
        "要由人写的地方是标黄的〔请补充：……〕，写完后删去标题下的“（初稿）”；\n"
        "表上有问题的数照写，旁边加一条批注，说应改为多少（打包时批注会去掉）。"
    )
    parser.epilog = """例子：
  xladdin draft 附件.xlsx
        得到同一文件夹里的“自评报告初稿.docx”
  xladdin draft 某某单位2024 -o 自评报告初稿.docx
        附表放在一个文件夹里
  xladdin draft 附件.xlsx -o 自评报告初稿.docx --profile yueyang
        按指定地区的提纲写

写完后与附表一起核对：xladdin check 自评报告初稿.docx 附件.xlsx"""
    add = parser.add_argument
    parser.add_paths("填好的附表（Excel 或 Word），或放着附表的文件夹")
    add("-o", "--output", type=path, metavar="文件",
        help=f"初稿写进这个 Word 文档（.docx），已有同名文件时不覆盖；不写则为{defaults.within(defaults.DRAFT)}")  # fmt: skip
    parser.add_profile("按哪个地区的提纲")
    add("--open", action="store_true", help="写好以后打开")


def run(options: Namespace) -> int:
    """Write the draft and print how much is left to fill in; return 0."""
    from xladdin import checking
    from xladdin.drafting.composing import compose
    from xladdin.drafting.document import document
    from xladdin.model.report import Severity
    from xladdin.outputs.annotated_draft import annotated_draft
    from xladdin.outputs.writing import check_new, write_new
    from xladdin.rules.report.residue import OPEN_PLACE
    from xladdin.sources.filing_files import read_filing

    target: Path = options.output or home(options.paths) / defaults.DRAFT
    check_new(target, ".docx")
    sources = read_filing(options.paths)
    filing, profile = checking.filed(sources, options.profile)
    lines = compose(filing, profile)
    report = checking.check(filing, profile)
    data, followed = _linked(document(lines), sources, profile)
    data, marked = annotated_draft(data, target.name, filing, report, profile)
    write_new(target, data)
    left = sum(len(OPEN_PLACE.findall(line.text)) for line in lines)
    follows = (
        f"有 {followed} 个数与表格联动：表格改了以后，用 xladdin refresh 或按钮“更新正文”跟着改。"
        if followed
        else "表格里还没有填数，初稿只有提纲；填好表格再写一次，数字就写进句子里。"
    )
    console.say(
        f"已写出初稿：{target}（{profile.name}的提纲）\n"
        f"有 {left} 处〔请补充：……〕要由人写；都写完后，删去标题下的“（初稿）”。\n"
        f"{follows}"
    )
    errors = sum(finding.severity is Severity.ERROR for finding in report.findings)
    if errors:
        where = f"，其中 {marked} 个数在初稿里加了批注" if marked else ""
        console.remark(
            f"材料里还有 {errors} 处错误，初稿照表上的数写{where}；"
            "请先用 xladdin check 核对、改好表格，再重写初稿。"
        )
    if options.open:
        console.open_file(target)
    return 0


def _linked(data: bytes, sources: Sequence[Source], profile: Profile) -> tuple[bytes, int]:
    """Return the draft with its figures linked to the forms, and the number of linked figures."""
    from xladdin.links.filings import Given
    from xladdin.sources.reading import source_of

    linked = Given(source_of(data, "自评报告（初稿）.docx"), data, tuple(sources), profile).linked()
    return linked.data, linked.direct + linked.derived
