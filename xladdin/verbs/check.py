"""``xladdin check``: read a filing, check it, show or write the report."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator
from pathlib import Path

from xladdin.errors import InputError
from xladdin.model.report import Report, Severity
from xladdin.sources.own_copies import CHECKED, REPORT
from xladdin.verbs import console, defaults
from xladdin.verbs.parser import Parser
from xladdin.verbs.parser import path as _path

FORMATS = ("text", "json", "html")
#: The value of an option that was given without one.
_DEFAULT = Path()
_PAGE = f"{CHECKED}/{REPORT}"
_SUFFIXES = {".json": "json", ".html": "html", ".htm": "html"}

#: File types of documents; a report never gets such a name, which may be somebody's work.
_DOCUMENTS = frozenset(".doc .docx .wps .xls .xlsx .xlsm .et .ods .pdf".split())


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin check 路径... [选项]"
    parser.description = (
        "核对一个单位一个年度的一套自评材料，找出自相矛盾的数字：表内合计、执行率和得分，\n"
        "表与表之间，正文与表格之间。只读材料，不改动材料。"
    )
    parser.epilog = """例子：
  xladdin check 自评报告.docx 附件.xlsx
        正文和附表分成几个文件时，一起写上，才能互相核对
  xladdin check 某某单位2024
        材料都放在一个文件夹里
  xladdin check 某某单位2024 -o 校验报告.html
        得到一份可以打印、可以转发的网页；只写 --open，写在“校验结果”文件夹里并打开
  xladdin check 某某单位2024 --full
        屏幕上列出每条问题的数字、原文、依据、改法
  xladdin check 某某单位2024 --annotate 批注
        把问题批注在 Word 和 Excel 副本里，副本放在文件夹“批注”中；在 Excel 副本的
        “校验结果”表里写好说明，再这样核对一次，有说明的警告就算已说明
  xladdin check 某某单位2024 --prior 某某单位2023
        与去年的材料对照：上年决算数、三公经费、项目、指标、编制
  xladdin check 某某单位2024 --strict
        有警告也算没通过（退出状态为 1）

退出状态：0 没有错误；1 有错误（加 --strict 时警告也算，已说明的不算）；2 文件或用法有问题，或批注副本一个也没写成。
每条问题前的代码（如 B201）可用 xladdin explain 代码 查看说明。"""
    add = parser.add_argument
    parser.add_paths("材料文件（docx、doc、xlsx、xls 等），或放着一套材料的文件夹")
    parser.add_profile("按哪个地区方案核对")
    add("--format", type=_format, metavar="格式",
        help="text 文字、json 数据、html 网页；不写则看 -o 的文件名，否则为 text")  # fmt: skip
    add("-o", "--output", type=_path, nargs="?", const=_DEFAULT, metavar="文件",
        help=f"把报告写进这个文件，不写则显示在屏幕上；只写 -o 则为{defaults.within(_PAGE)}")  # fmt: skip
    add("--annotate", type=_path, nargs="?", const=_DEFAULT, metavar="文件夹",
        help="把问题批注在副本里：每个 docx 的副本“〈原名〉_批注.docx”、每个 xlsx 的副本"
             f"“〈原名〉_校验.xlsx”放进这个文件夹，不写则为{defaults.within(CHECKED)}")  # fmt: skip
    add("--open", action="store_true", help="打开网页报告")
    add("--full", action="store_true", help="屏幕上列出每条问题的全部内容：数字、原文、依据、改法")
    add("--prior", type=_path, metavar="路径",
        help="同一单位上一年度的材料（文件或文件夹），用来核对上年决算数，并与上年比较")  # fmt: skip
    add("--overwrite", action="store_true",
        help="-o 写的文件已经有了、又不是本程序上次写的，也用新的代替")  # fmt: skip
    add("--relations", action="store_true", help="连同核对无误的关系一起列出")
    add("--strict", action="store_true", help="有警告时退出状态也为 1")


def run(options: Namespace) -> int:
    """Check the filing and show or write the report. Return 1 if a finding counts, 2 if no
    annotated copy could be written, else 0."""
    if options.output is _DEFAULT or (options.open and options.output is None):
        options.output = defaults.report(options.paths)
    if options.annotate is _DEFAULT:
        options.annotate = defaults.checked(options.paths)
    if options.format is None:
        suffix = options.output.suffix.lower() if options.output else ""
        options.format = _SUFFIXES.get(suffix, "text")
    _look_ahead(options)
    from xladdin import checking
    from xladdin.outputs.annotated_copies import edited_beside
    from xladdin.sources.filing_files import UNREAD

    filing, profile = checking.file_paths(options.paths, options.profile, options.prior)
    report = checking.check(filing, profile)
    for source in report.sources:
        if source.kind == UNREAD:
            console.remark(source.notes[-1])
    for sentence in edited_beside(options.paths):
        console.remark(sentence)
    delivered = True
    if options.annotate is not None:
        report, delivered = _annotate(report, options)
    if options.output is None:
        _show(report, options)
    else:
        _write(report, options)
        if options.open:
            console.open_file(options.output)
    if filing.forms and (options.format == "text" or options.output is not None):
        from xladdin.appendix.gate import beside_errors, obstacles
        from xladdin.outputs.printable import wrap

        if told := beside_errors(obstacles(filing, report, profile), report):
            console.say("\n".join(wrap(told, console.columns())))
    return status(report, strict=options.strict) if delivered else 2


def status(report: Report, *, strict: bool = False) -> int:
    """Return 1 if there is a finding that counts and is not explained, else 0."""
    counted = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return int(
        any(finding.severity in counted and not finding.explained for finding in report.findings)
    )


def rendered(report: Report, form: str, *, relations: bool = False) -> str:
    """Render the report in one of FORMATS, as text for a file."""
    if form == "json":
        from xladdin.outputs import json_report

        return json_report.render(report, relations)
    if form == "html":
        from xladdin.outputs import html
        from xladdin.rules import registry

        return html.render(report, rules=registry.rules())
    from xladdin.outputs import text

    return text.render(report, relations=relations)


def _look_ahead(options: Namespace) -> None:
    """Raise InputError before the work is done for anything that would be refused after it."""
    if options.annotate is not None:
        from xladdin.outputs.annotated_copies import check_folder

        check_folder(options.annotate)
    output: Path | None = options.output
    if output is None:
        if options.format == "html" and console.is_terminal():
            raise InputError("网页不能显示在命令窗口里，请用 -o 写出文件名，例如 -o 校验报告.html")
        return
    if output.suffix.lower() in _DOCUMENTS:
        raise InputError(
            f"报告不能写成 {output.suffix} 文件，请让“{output.name}”以 .html、.json 或 .txt 结尾。"
        )
    from xladdin.outputs.writing import check_own, check_target

    if output != defaults.report(options.paths):  # that folder is made later
        check_target(output, [*options.paths, *_last_years(options.prior)])
    if not options.overwrite:
        check_own(output)


def _annotate(report: Report, options: Namespace) -> tuple[Report, bool]:
    """Write the annotated copies and print why any could not be written. Return the report with the
    explanations in earlier copies, and whether there is a copy if one was due."""
    from xladdin.outputs.annotated_copies import annotate

    report, copies = annotate(report, options.paths, options.annotate)
    for path, count in copies.written:
        console.remark(f"批注副本：{path}（{count} 条批注）")
    for note in copies.notes:
        console.remark(note)
    return report, bool(copies.written) or not copies.refused


def _show(report: Report, options: Namespace) -> None:
    if options.format != "text":
        console.say(rendered(report, options.format, relations=options.relations), utf8=True)
        return
    from xladdin.outputs import text

    width, colour = console.columns(), console.shows_colours()
    if options.full or options.relations:
        console.say(text.render(report, relations=options.relations, width=width, colour=colour))
        return
    console.say(text.short(report, width=width, colour=colour))
    if report.findings:
        console.say("看全部内容加 --full，打开网页加 --open；一条规则见 xladdin explain 代码。")


def _write(report: Report, options: Namespace) -> None:
    from xladdin.outputs.annotated_copies import make_folder
    from xladdin.outputs.text import summary
    from xladdin.outputs.writing import write_own

    if options.output == defaults.report(options.paths):
        make_folder(options.output.parent)
    content = rendered(report, options.format, relations=options.relations)
    inputs = [*_inputs(report, options.paths), *_last_years(options.prior)]
    write_own(options.output, content, inputs=inputs, overwrite=options.overwrite)
    console.say("\n".join([*summary(report, console.columns()), f"报告：{options.output}"]))


def _inputs(report: Report, paths: list[Path]) -> Iterator[Path]:
    """Yield the paths of the files read: those given, and those found in the folders given."""
    yield from paths
    for source in report.sources:
        yield from (path / source.path for path in paths if path.is_dir())


def _last_years(prior: Path | None) -> Iterator[Path]:
    """Yield the paths of last year's files, if any were given."""
    if prior is not None:
        from xladdin.sources.filing_files import files_by_source

        yield prior
        yield from files_by_source([prior]).values()


def _format(text: str) -> str:
    if text not in FORMATS:
        raise ArgumentTypeError(f"没有“{text}”这种格式，可以是 {'、'.join(FORMATS)}")
    return text
