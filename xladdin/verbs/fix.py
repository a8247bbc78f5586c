"""``xladdin fix``: list the figures to correct, and correct them in copies of the files."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from xladdin.errors import InputError
from xladdin.sources.own_copies import CORRECTED, home
from xladdin.verbs import console, defaults
from xladdin.verbs.parser import Parser, path

if TYPE_CHECKING:
    from xladdin.model.report import Report


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin fix 路径... [选项]"
    parser.description = (
        "核对一套自评材料，列出要改的数：原值 → 改为 → 依据 → 位置，把有把握的改在副本里。\n"
        "Word 副本里每处都是修订，打开后在“审阅”里逐处接受或拒绝；Excel 副本直接写进单元格，\n"
        "公式不动。原件不动；只有人才能决定的数（如预算与决算不一致）从不代改。"
    )
    parser.epilog = f"""例子：
  xladdin fix 自评报告.docx 附件.xlsx
        列出要改的数；有把握的改好，副本放进“{CORRECTED}”文件夹，没有要改的文件也放进去
  xladdin fix 某某单位2024 --dry-run
        只看清单，什么也不写
  xladdin fix 某某单位2024 --only 1,3
        只改清单里的第 1、3 条
  xladdin fix 某某单位2024 --all-proposed -o 试改
        凡有建议值的都改（没有把握的请逐处看过），副本放进“试改”文件夹

清单里每条前面写着：
  〔已改〕    有把握，副本里已改
  〔待确认〕  有建议值，没有十分把握：看过依据，用 --only 写上序号再改
  〔由人定〕  从材料里看不出哪个数对，请对照账表、批复文件自己改
  〔打印后签〕表尾的签署栏还空着，打印以后签字、填写
改完后再核对一遍：xladdin check {CORRECTED}

退出状态：0 正常；2 文件或用法有问题。"""
    add = parser.add_argument
    parser.add_paths("材料文件，或放着一套材料的文件夹；只能改 docx 和 xlsx，其他格式请先另存")
    add("--only", type=_numbers, metavar="序号", help="只改这几条，如 1,3；序号见清单")
    add("--all-proposed", action="store_true", help="凡有建议值的都改，没有把握的也改")
    add("--dry-run", action="store_true", help="只显示清单，不写副本")
    add("-o", "--output", type=path, metavar="文件夹",
        help=f"副本放进这个文件夹，已有同名文件时不覆盖；不写则为{defaults.within(CORRECTED)}")  # fmt: skip
    parser.add_profile("按哪个地区方案核对")
    add("--prior", type=path, metavar="路径", help="同一单位上一年度的材料，一起核对，不改")


def run(options: Namespace) -> int:
    """Show the list, write the copies and check them; return 0."""
    from datetime import datetime

    from xladdin import checking
    from xladdin.outputs.correction_list import CorrectionList, compared, written
    from xladdin.outputs.corrections import corrected_filing, write_filing

    if options.only and options.all_proposed:
        raise InputError("--only 和 --all-proposed 不能一起用。用法见 xladdin fix --help")
    folder = _folder(options)
    report = checking.check_paths(options.paths, options.profile, options.prior)
    chosen = _chosen(report, options)
    causes = [report.causes[number - 1] for number in chosen]
    filing = corrected_filing(report, options.paths, causes, datetime.now())
    listed = CorrectionList(report, chosen, filing, dry=options.dry_run)
    lines = [*listed.lines(console.columns()), ""]
    if not filing.outcome.made:
        none = "没有可以代改的" if chosen else "没有十分有把握的"
        lines += [f"{none}，没有写副本。" if report.causes else "没有写副本。", *listed.left()]
    elif options.dry_run:
        lines += ["这次只看清单，什么也没有写；去掉 --dry-run 就写副本。", *listed.left()]
    else:
        targets = write_filing(filing, folder)
        after = checking.check_paths(targets, report.profile, options.prior)
        lines += [*written(filing, targets), *listed.left()]
        lines.append(f"副本再核对：{compared(report, after)}。")
        if wrong := listed.still_wrong(after):
            lines.append(
                f"第 {'、'.join(map(str, wrong))} 条改了以后仍有问题，请看副本的核对结果。"
            )
        lines.append(f'接着核对：xladdin check "{folder}"')
    console.say("\n".join(lines))
    for note in filing.notes:
        console.remark(note)
    return 0


def _folder(options: Namespace) -> Path:
    """Return the folder for the copies. Raises InputError if it is a file."""
    folder: Path = options.output or home(options.paths) / CORRECTED
    if folder.exists() and not folder.is_dir():
        raise InputError(f"“{folder}”是一个文件，放副本要写一个文件夹。")
    return folder


def _chosen(report: Report, options: Namespace) -> list[int]:
    """Return the numbers of the causes to correct: those asked for, else the certain ones. Raises
    InputError for a number that is not on the list or has no proposed value."""
    from xladdin.outputs.correction_list import explained

    causes = dict(enumerate(report.causes, 1))
    if options.only:
        for number in options.only:
            if number not in causes:
                raise InputError(f"清单里没有第 {number} 条，一共 {len(causes)} 条。")
            if causes[number].proposed is None:
                raise InputError(
                    f"第 {number} 条没有建议值，要由人决定，不能代改；请对照账表、批复文件自己改。"
                )
        return list(options.only)
    return [
        number
        for number, cause in causes.items()
        if cause.proposed is not None
        and (options.all_proposed or cause.certain)
        and not explained(report, cause)
    ]


def _numbers(text: str) -> list[int]:
    parts = text.replace("，", ",").replace("、", ",").split(",")
    try:
        found = [int(part) for part in parts if part.strip()]
    except ValueError:
        found = []
    if not found:
        raise ArgumentTypeError(f"序号要写成 1,3 这样，写的是“{text}”")
    return list(dict.fromkeys(found))
