"""Answer the buttons 一键校验, 核对正文, 上一个问题, 下一个问题 and 清除标记."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace
from xlwings import Book

from xladdin.excel import growing, host, marking, memory, results_sheet
from xladdin.excel.contents import formulas
from xladdin.excel.marking import Marking
from xladdin.excel.memory import Memory
from xladdin.excel.session import Checked, Desk, checked, choose, linked, not_beside, plainly
from xladdin.excel.undo import Step
from xladdin.forms.explanations import RESULTS
from xladdin.outputs import phrases
from xladdin.outputs.sheet_values import links_of, rows_of
from xladdin.outputs.since import since
from xladdin.outputs.workbook_marks import Mark, marks
from xladdin.outputs.workbook_results import results

_REPORTS = "*.docx;*.doc;*.wps;*.odt;*.rtf;*.txt"


def check(desk: Desk) -> str:
    """Check the workbook, with the linked report if there is one, and mark what is wrong; return
    the message."""
    known = memory.recall(desk.book)
    report = linked(desk.book, known.report)
    missing = ""
    if known.report and report is None:
        missing = f"{not_beside(known.report)}，这次只校验了表格；请点“核对正文”重新选择。"
    return plainly(_checked(desk, "一键校验", known, report), missing)


def check_narrative(desk: Desk) -> str:
    """Check the workbook with a report that the user chooses, which is linked from then on; return
    the message."""
    known = memory.recall(desk.book)
    chosen = host.choose_file(desk.app, "选择要核对的自评报告", _REPORTS)
    if chosen is None:
        return ""
    choose(desk.book, chosen)
    return _checked(desk, "核对正文", replace(known, report=chosen.name), chosen)


def clear_marks(desk: Desk) -> str:
    """Remove all marks and return the message. The sheet 校验结果 stays, as it may hold explanations."""
    known = memory.recall(desk.book)
    if not known.marked:
        return "没有要清除的标记。"
    host.refuse_shared(desk.book)
    step = desk.begin("清除标记")
    done = marking.mark(desk.book, (), known.marked, step.looks)
    step.memory = known
    memory.remember(desk.book, replace(known, marked=done.marked))
    step.findings = ()
    return plainly(
        f"已清除 {len(known.marked) - len(done.marked)} 个单元格上的标记，"
        f"工作表“{RESULTS}”没有动。",
        _locked(done.locked),
    )


def next_finding(desk: Desk) -> str:
    """Go to the next marked cell; return a message if there is none."""
    return _go(desk, 1)


def previous_finding(desk: Desk) -> str:
    """Go to the previous marked cell; return a message if there is none."""
    return _go(desk, -1)


def _checked(desk: Desk, name: str, known: Memory, report: Path | None) -> str:
    book = desk.book
    host.refuse_shared(book)
    host.refuse_fixed_structure(book)
    desk.say("正在读取表格……")
    judged = checked(book, report)
    desk.say("正在标出问题……")
    told = marks(judged.report, judged.book)
    step = desk.begin(name)
    done = marking.mark(book, told[: marking.MOST_MARKS], known.marked, step.looks)
    growing.grow(book, judged.filing.sources[0], step.heights)
    step.memory = memory.recall(book)
    _list(book, judged, step)
    memory.remember(book, replace(known, marked=done.marked))
    step.findings = tuple(
        (each.at, " ".join(each.note.split("\n")[:2])) for each in told if each.tint
    )
    return plainly(
        phrases.conclusion(judged.report),
        since(judged.report).told,
        phrases.explanations_used(judged.report),
        phrases.coverage(judged.report) if phrases.nothing_checked(judged.report.coverage) else "",
        _where(judged, told, done),
        _locked(done.locked),
        host.about_saving(book),
    )


def _list(book: Book, judged: Checked, step: Step) -> None:
    """Write the sheet 校验结果 and show it if it lists anything."""
    listed = results(judged.report, judged.book, [judged.book], datetime.now())
    step.list_before, step.aside = results_sheet.before(book)
    step.listed = formulas(rows_of(listed), links_of(listed))
    sheet = results_sheet.write(book, step.listed)
    if listed.rows:
        sheet.visible = True
        sheet.activate()


def _where(judged: Checked, told: Sequence[Mark], done: Marking) -> str:
    if not judged.report.findings:
        return ""
    sheet = f"全部问题见工作表“{RESULTS}”"
    if len(done.marked) < len(told):
        return f"问题较多，只标出了 {len(done.marked)} 个单元格；{sheet}。"
    tinted = sum(bool(each.tint) for each in told)
    related = len(told) - tinted
    if not tinted:
        return f"{sheet}。"
    others = f"，另有 {related} 个有关的单元格加了批注" if related else ""
    return f"{tinted} 个单元格涂了颜色{others}；{sheet}，点“下一个问题”逐个查看。"


def _locked(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    sheets = "、".join(f"“{name}”" for name in names)
    return f"工作表{sheets}设有密码保护，没有在上面做标记。"


def _go(desk: Desk, step: int) -> str:
    check = desk.last_check()
    if check is None or not check.findings:
        return "还没有可以跳转的问题，请先点“一键校验”。"
    names = {sheet.name for sheet in desk.book.sheets if sheet.visible}
    now = memory.anchored(desk.book, check.key, check.spots())
    for _ in check.findings:
        start = check.shown if check.shown >= 0 or step > 0 else 0
        check.shown = (start + step) % len(check.findings)
        spot, said = check.findings[check.shown]
        place = now.get(spot)
        if place is not None and place.sheet in names:
            sheet = desk.book.sheets[place.sheet]
            sheet.activate()
            sheet.range(place.cell).select()
            desk.stays = f"问题 {check.shown + 1}/{len(check.findings)}　{said}"
            return ""
    return "有问题的单元格已经删除或隐藏，请再点一次“一键校验”。"
