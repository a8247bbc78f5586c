"""``xladdin calc``: compute the sums, rates and scores of a workbook without formulas, in a copy."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xladdin.errors import InputError
from xladdin.outputs.printable import one_line
from xladdin.sources.own_copies import CALCULATED
from xladdin.verbs import console
from xladdin.verbs.filling import label
from xladdin.verbs.parser import Parser, path

if TYPE_CHECKING:
    from xladdin.computing.computed import Computed


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin calc 路径 [-o 文件.xlsx] [--profile 方案]"
    parser.description = (
        "补算一个没有公式的工作簿：三公经费、项目支出等合计，控制率，执行率，执行得分，总分。\n"
        "结果写进副本：算过的单元格着浅色，改动过的写明原值；原有的公式和原来的文件都不动。\n"
        "核对认为错在别的数的合计不改，列出要先改的那个数。"
    )
    parser.epilog = """例子：
  xladdin calc 附件.xlsx
        得到同一文件夹里的“附件_计算.xlsx”
  xladdin calc 附件.xlsx -o 算好的附件.xlsx
  xladdin calc 某某单位2024
        文件夹里的每个工作簿各得一份副本"""
    add = parser.add_argument
    add("path", type=path, metavar="路径",
        help="Excel 工作簿（.xlsx 或 .xlsm），或放着一套材料的文件夹")  # fmt: skip
    add("-o", "--output", type=path, metavar="文件",
        help="写进这个工作簿（.xlsx），已有同名文件时不覆盖；不写则为“〈原名〉_计算.xlsx”；"
             "补算文件夹时写一个文件夹")  # fmt: skip
    parser.add_profile("按哪个地区的表样")


def run(options: Namespace) -> int:
    """Write the copies and print what they change; return 0."""
    from xladdin.outputs.writing import check_new

    files = _workbooks(options.path)
    targets = [_target(file, options) for file in files]
    for target in targets:
        check_new(target, ".xlsx")
    for file, target in zip(files, targets, strict=True):
        _calculate(file, target, options.profile, alone=len(files) == 1)
    return 0


def _workbooks(path: Path) -> list[Path]:
    """Return the workbook, or those in the folder. Raises InputError if the folder has none."""
    if not path.is_dir():
        return [path]
    from xladdin.sources.filing_files import files_by_source
    from xladdin.sources.identify import EXTENSIONS, named_kind

    files = [file for file in files_by_source([path]).values() if named_kind(file.name) == "xlsx"]
    if not files:
        usual = "、".join(f".{each}" for each in EXTENSIONS["xlsx"][:2])
        raise InputError(f"文件夹“{path}”里没有可以补算的工作簿（{usual}）。")
    return files


def _target(file: Path, options: Namespace) -> Path:
    output: Path | None = options.output
    if output is None:
        return file.with_name(f"{file.stem}{CALCULATED}.xlsx")
    if not options.path.is_dir():
        return output
    if output.suffix:
        raise InputError(f"补算的是文件夹，-o 请写一个文件夹，不能是“{output}”。")
    output.mkdir(parents=True, exist_ok=True)
    return output / f"{file.stem}{CALCULATED}.xlsx"


def _calculate(path: Path, target: Path, profile: str | None, *, alone: bool) -> None:
    """Write the copy of one workbook. One without forms raises InputError if ``alone``, else a remark."""
    from datetime import datetime
    from hashlib import sha256

    from xladdin import checking
    from xladdin.forms import profiles
    from xladdin.outputs.calculated_copy import calculated
    from xladdin.outputs.writing import write_new
    from xladdin.sources.identify import EXTENSIONS
    from xladdin.sources.reading import file_bytes, read

    source = read(path)
    if source.kind not in EXTENSIONS["xlsx"]:
        raise InputError(
            f"「{source.name}」不是 .xlsx 或 .xlsm 工作簿，不能补算；请在 Excel 或 WPS 里另存为 .xlsx，"
            "Word 材料可先用 xladdin import 搬进工作簿。"
        )
    chosen = profiles.profile(profile) if profile else checking.profile_of((source,))
    try:
        filing = checking.file((source,), chosen)
    except InputError as error:
        if alone:
            raise
        console.remark(str(error))
        return
    data = file_bytes(path, source.name)
    if sha256(data).hexdigest() != source.sha256:
        raise InputError(f"「{source.name}」在读取时被改动了，请再运行一次。")
    done = calculated(data, filing, checking.check(filing, chosen), datetime.now())
    name = "" if alone else f"{source.name}："
    left = [each for each in done.cells if each.left]
    if not any(each.changes for each in done.cells):
        nothing = _nothing(len(done.cells) - len(left), done.formulas)
        console.say("\n".join([name + nothing, *_left(left)]))
        return
    write_new(target, done.data)
    told = _told([each for each in done.cells if not each.left], done.formulas)
    console.say("\n".join([f"已写入 {target}", *told, *_left(left)]))
    if done.losses:
        console.remark(f"副本里没有原表的{'、'.join(done.losses)}；原表没有动。")


def _nothing(same: int, formulas: int) -> str:
    if not same and not formulas:
        return "没有可以补算的单元格：表里还没有填数字，或者没有合计、执行率、得分这些栏目。没有写副本。"
    return f"合计、执行率、得分共 {same + formulas} 处，都不用补算（其中 {formulas} 处有公式）。没有写副本。"


def _left(cells: Sequence[Computed]) -> list[str]:
    """Return lines on places left unchanged because another figure seems wrong; empty for none."""
    head = f"另有 {len(cells)} 处没有改动：照核对的结果，要改的像是别的数；请先改那个数，再补算。"
    told = [
        f"  没动 {_where(each)}：仍是 {one_line(each.before.text)}，照现在的数算是 {each.text}（{each.code}）；"
        f"{one_line(each.left)}"
        for each in cells
    ]
    return [head, *told] if told else []


def _told(cells: Sequence[Computed], formulas: int) -> list[str]:
    changed = [each for each in cells if each.changes and not each.before.blank]
    filled = [each for each in cells if each.changes and each.before.blank]
    same = len(cells) - len(changed) - len(filled)
    lines = [
        f"改动 {len(changed)} 处，补填 {len(filled)} 处，与原来一致 {same} 处，已有公式没有动 {formulas} 处。"
    ]
    for each in changed:
        before = one_line(each.before.text)
        lines.append(f"  改动 {_where(each)}：原值 {before}，改为 {each.text}（{each.code}）")
    lines += [f"  补填 {_where(each)}：{each.text}（{each.code}）" for each in filled]
    return lines


def _where(each: Computed) -> str:
    place = each.before.location
    return f"{one_line(place.sheet or '')} {place.cell} {label(each)}"
