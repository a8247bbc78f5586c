"""``xladdin publish``: make the copy of a filing for the website."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime

from xladdin.verbs import console, defaults
from xladdin.verbs.parser import Parser, path


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin publish 路径... [-o 文件夹] [选项]"
    parser.description = (
        "做出放到网站上公开的一份：自评报告连同全部附表的 Word、PDF 和网页。去掉电话号码、邮箱、\n"
        "身份证号、银行账号、批注、修订、隐藏的文字、行、列和工作表、文档属性、本机路径、图片的拍摄\n"
        "信息和裁掉的部分，列出去掉了什么；做好后再打开读一遍，还有的就不写出。原材料不动。"
    )
    parser.epilog = f"""例子：
  xladdin publish 自评报告.docx 附件.xlsx
        放进它们旁边的“{defaults.PUBLISHED}”
  xladdin publish 某某单位2024 -o 网站 --no-pdf

退出状态：0 已做好；2 文件或用法有问题，或去不干净。"""
    add = parser.add_argument
    parser.add_paths("材料文件，或放着一套材料的文件夹")
    add("-o", "--output", type=path, metavar="文件夹",
        help=f"放在这个文件夹里，没有就新建，已有的文件不覆盖；不写则为{defaults.beside(defaults.PUBLISHED)}")  # fmt: skip
    parser.add_profile("按哪个地区方案")
    add("--no-pdf", action="store_true", help="不生成 PDF")


def run(options: Namespace) -> int:
    """Make the public copy, all of it or nothing; return 0."""
    from xladdin.appendix.gate import unwritten
    from xladdin.appendix.order import ordered
    from xladdin.model.report import Severity
    from xladdin.outputs.writing import write_new_set
    from xladdin.publishing.publication import LIST, publication

    order, _ = ordered(
        options.paths, datetime.now(), profile_id=options.profile, pdf=not options.no_pdf
    )
    made = publication(order)
    folder = options.output or defaults.next_to(options.paths[0], defaults.PUBLISHED)
    write_new_set(folder, made.files)
    told = made.files[LIST].decode("utf-8-sig").splitlines()
    console.say("\n".join([f"公开版：{folder}", *(f"  {each}" for each in made.files)]))
    console.say("\n".join(["", *told[told.index("去掉了：") :]]))
    for note in made.notes:
        console.remark(note)
    for left in unwritten(order.filing):
        console.remark(f"注意：这份材料还没有定稿。{left.what}{left.fix}改好以后请重新生成公开版。")
    open_ = [each for each in order.report.findings
             if each.severity is Severity.ERROR and not each.explained]  # fmt: skip
    if open_:
        console.remark(
            f"注意：材料里还有 {len(open_)} 处错误没有改，公开前请先改好（xladdin check）。"
        )
    return 0
