"""``xladdin demo``: copy the shipped example into a folder and check it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from xladdin.errors import InputError
from xladdin.outputs.text import summary
from xladdin.outputs.writing import check_own, write_new, write_own
from xladdin.sources.file_names import SYSTEM_FILES
from xladdin.sources.own_copies import REPORT
from xladdin.verbs import console
from xladdin.verbs.check import rendered
from xladdin.verbs.parser import Parser

EXAMPLE = Path(__file__).resolve().parent.parent / "example"
#: The example of final accounts, of the same unit.
ACCOUNTS = EXAMPLE.with_name("example_accounts")
_FOLDER = "xladdin-demo"
_REPORTS = {"html": REPORT, "json": "校验报告.json"}
#: A file for the reader about the mistakes in the example, which is not part of the filing.
_EXPLANATION = "说明.txt"


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin demo [--accounts] [-o 文件夹]"
    parser.description = (
        "把自带的示例材料（编造的单位，故意填错几处）放进一个文件夹，核对一遍，\n"
        "在同一文件夹里写出校验报告。改一改示例里的数字再运行一次，看看结果怎么变。\n"
        "加 --accounts：放进同一单位的部门决算公开表，由它们新建一个填好决算数的工作簿。"
    )
    parser.epilog = """例子：
  xladdin demo
  xladdin demo -o 试用
  xladdin demo --accounts -o 从决算开始"""
    parser.add_argument("--accounts", action="store_true", help="看怎么从部门决算开始填自评材料")
    parser.add_argument("-o", "--output", type=Path, default=Path(_FOLDER), metavar="文件夹",
                        help=f"放示例的文件夹，默认是当前文件夹下的 {_FOLDER}")  # fmt: skip


def run(options: Namespace) -> int:
    """Copy the example, check it and print where the results are; return 0."""
    from xladdin import checking
    from xladdin.outputs.annotated_copies import explained_before, write_copies

    folder: Path = options.output
    if options.accounts:
        return _from_accounts(folder)
    for name in _REPORTS.values():
        check_own(folder / name, "例如 xladdin demo -o 另一个文件夹")
    notes = place_example(folder)
    # Not the folder, as it may hold the reports of an earlier run.
    documents = [folder / name for name in _shipped(EXAMPLE) if name != _EXPLANATION]
    report = explained_before(checking.check_paths(documents), documents, folder)
    copies = write_copies(report, documents, folder)
    for form, name in _REPORTS.items():
        write_own(folder / name, rendered(report, form, relations=True))
    console.say(
        "\n".join(
            [
                *notes,
                *summary(report, console.columns()),
                "",
                f"校验报告（用浏览器打开）：{folder / _REPORTS['html']}",
                *(_annotated(path) for path, _ in copies.written),
                f"同样内容的数据文件：　　　{folder / _REPORTS['json']}",
                f'在命令窗口里看全部问题：　xladdin check "{folder}"',
            ]
        )
    )
    return 0


def _from_accounts(folder: Path) -> int:
    """Copy the final accounts, make the workbook filled from them, and print what to do next; return 0."""
    from xladdin.verbs import new

    for note in place_example(folder, ACCOUNTS):
        console.say(note)
    now, before = sorted(folder.glob("*年度部门决算公开表.xlsx"), reverse=True)
    target = folder / "附件.xlsx"
    given = ["--accounts", str(now), "--accounts-prior", str(before), "--profile", "湖南"]
    parser = Parser("xladdin new")
    new.arguments(parser)
    new.run(parser.parse_args([*given, "-o", str(target)]))
    console.say(
        f"在 Excel 里打开 {target}，填上预算、目标和指标，再接着：\n"
        f'  xladdin draft "{target}" -o "{folder / "自评报告.docx"}"\n'
        f'  xladdin check "{folder}"'
    )
    return 0


def place_example(folder: Path, example: Path = EXAMPLE) -> list[str]:
    """Copy the example into ``folder``; return Chinese sentences on what was done.

    A folder of earlier runs is used again, and files that the user changed there are kept. Raises
    InputError if the folder is a file or holds anything else.
    """
    from xladdin.outputs.annotated_copies import copy_name

    shipped = _shipped(example)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"“{folder}”是一个文件，请用 -o 另写一个文件夹。")
    copies = (copy_name(path.stem, path.suffix[1:]) for path in map(Path, shipped))
    ours = {*shipped, *_REPORTS.values(), *copies}
    strangers = sorted(_contents(folder) - ours)
    if strangers:
        raise InputError(
            f"文件夹“{folder}”里已有别的文件（如“{strangers[0]}”），请用 -o 另写一个文件夹。"
        )
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, content in shipped.items():
        target = folder / name
        if not target.exists():
            write_new(target, content)
        elif target.read_bytes() != content:
            changed.append(name)
    notes = [f"示例材料在文件夹“{folder}”里：{'、'.join(shipped)}"]
    if changed:
        names = "、".join(changed)
        notes.append(f"其中 {names} 您改过，按改过的核对；想恢复原样，删掉它再运行一次。")
    return notes


def _annotated(path: Path) -> str:
    if path.suffix == ".docx":
        return f"带批注的报告（用 Word 打开）：{path}"
    return f"带批注的表格（用 Excel 打开）：{path}"


def _shipped(example: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(example.iterdir()) if path.is_file()}


def _contents(folder: Path) -> set[str]:
    """Return the names in a folder, without files that systems and Office leave behind."""
    if not folder.is_dir():
        return set()
    names = {path.name for path in folder.iterdir()}
    return {
        name
        for name in names
        if not name.startswith((".", "~$")) and name.lower() not in SYSTEM_FILES
    }
