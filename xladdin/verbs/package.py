"""``xladdin package``: check a filing and pack it as the set to hand in."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xladdin.errors import InputError
from xladdin.verbs import console, defaults
from xladdin.verbs.parser import Parser, path

if TYPE_CHECKING:
    from xladdin.model.report import Report

#: How many reasons are printed; the report has all.
_MOST = 30


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin package 路径... [-o 文件夹] [选项]"
    parser.description = (
        "核对一套自评材料，没有问题就打包成上报的样子：自评报告、各附件的 Excel 和 Word、\n"
        "报告连同全部附件的 Word 和 PDF、校验报告、材料清单，放进一个文件夹。\n"
        "有错误、缺材料的不打包，逐条列出，校验报告和批注副本放在材料所在文件夹里的“校验结果”里；\n"
        "签字、盖章在打印以后，不拦。先看样子可用 --draft 打一份草稿。"
    )
    parser.epilog = """例子：
  xladdin package 自评报告.docx 附件.xlsx
        放进材料旁边“上报”里的“2024年度某某单位整体支出绩效自评材料”
  xladdin package 某某单位2024 -o 上报 --zip
        再压缩成一个 zip 文件
  xladdin package 某某单位2024 -o 上报 --draft
        有问题也先打一份，文件名和每页都标“草稿”，并列出正式打包时会拦住的
  xladdin package 某某单位2024 -o 上报 --overwrite
        改完重新打包；新的打好之前，旧的一直都在

退出状态：0 已打包；1 有问题，没有打包；2 文件或用法有问题。"""
    add = parser.add_argument
    parser.add_paths("材料文件，或放着一套材料的文件夹")
    add("-o", "--output", type=path, metavar="文件夹",
        help=f"打好的材料放在这个文件夹里，没有就新建；不写则为{defaults.beside(defaults.PACKED)}")  # fmt: skip
    parser.add_profile("按哪个地区方案")
    add("--draft", action="store_true", help="打草稿：有问题也打包，处处标明“草稿”")
    add("--keep-active", action="store_true",
        help="保留报告里的宏、外部模板、外部图片、嵌入的对象等；不写则在打包的副本里去掉")  # fmt: skip
    add("--no-pdf", action="store_true", help="不生成 PDF")
    add("--zip", action="store_true", help="再压缩成一个 zip 文件")
    add(
        "--overwrite",
        action="store_true",
        help="以前打过的同名材料，用新的代替；您另外放进去的文件留着",
    )
    add("--open", action="store_true", help="打好以后打开文件夹")


def run(options: Namespace) -> int:
    """Check the filing, then pack it or print why not; return 1 if something stands in the way, else 0."""
    from xladdin.appendix.gate import listed
    from xladdin.appendix.order import ordered, to_sign
    from xladdin.appendix.packing import pack
    from xladdin.outputs.phrases import explanations_used

    target: Path = options.output or defaults.next_to(options.paths[0], defaults.PACKED)
    _check_apart(options.paths, target)
    order, found = ordered(
        options.paths,
        datetime.now(),
        profile_id=options.profile,
        draft=options.draft,
        pdf=not options.no_pdf,
        keep_active=options.keep_active,
    )
    said = explanations_used(order.report)
    if found and not options.draft:
        lines = [f"没有打包：有 {len(found)} 处要先处理。", *listed(found, _MOST, "见校验报告。")]
        lines += [*filter(None, [said]), "", *_beside(order.report, options)]
        console.say("\n".join([*lines, "改好后重新打包；想先看看样子，加 --draft 打一份草稿。"]))
        return 1
    packed = pack(order, target, _progress, archive=options.zip, overwrite=options.overwrite)
    lines = [f"已打包：{packed.folder}", *(f"  {name}" for name in packed.files)]
    if packed.archive is not None:
        lines.append(f"压缩包：{packed.archive}")
    if found:
        head = f"这是草稿：正式打包时，有 {len(found)} 处会拦住："
        lines += ["", head, *listed(found, _MOST, "见校验报告。")]
    lines += filter(None, [said])
    lines += to_sign(order.filing, order.profile)
    console.say("\n".join(lines))
    for note in packed.notes:
        console.remark(note)
    if options.open:
        console.open_file(packed.folder)
    return 0


def _beside(report: Report, options: Namespace) -> list[str]:
    """Write the report and the annotated copies beside the filing; return lines on where they are."""
    from xladdin.outputs.annotated_copies import explained_before, write_copies
    from xladdin.outputs.writing import write_own
    from xladdin.sources.own_copies import REPORT
    from xladdin.verbs.check import rendered

    folder = defaults.checked(options.paths)
    try:
        report = explained_before(report, options.paths, folder)
        copies = write_copies(report, options.paths, folder)
        page = folder / REPORT
        page.parent.mkdir(parents=True, exist_ok=True)
        write_own(page, rendered(report, "html", relations=True))
    except (InputError, OSError) as error:
        console.remark(f"没有写校验报告：{error}")
        return []
    for note in copies.notes:
        console.remark(note)
    if options.open:
        console.open_file(page)
    names = [REPORT, *(path.name for path, _ in copies.written)]
    lines = [f"校验报告和标明问题的副本在“{folder}”里：{'、'.join(names)}。"]
    books = [name for name in names if name.endswith(".xlsx")]
    if books:
        apart = "（写明请写在别的副本里的那些行除外）" if len(books) > 1 else ""
        lines.append(
            f"警告和提示确有原因、不用改的，写在“{books[0]}”的“校验结果”表的“说明”栏{apart}，保存，"
            "再打包就算已说明。"
        )
    return lines


def _check_apart(paths: Sequence[Path], target: Path) -> None:
    """Raise InputError if the target is the filing's own folder, as the set would be read as part
    of it."""
    for each in paths:
        if each.is_dir() and target.exists() and each.samefile(target):
            raise InputError(
                f"“{target}”就是材料所在的文件夹，打好的材料请放到别处，例如 -o “{target / '上报'}”。"
            )


def _progress(step: int, steps: int, what: str) -> None:
    console.remark(f"[{step}/{steps}] {what}")
