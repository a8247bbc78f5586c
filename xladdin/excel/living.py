"""Answer the button 更新正文: bring the report up to date with the workbook."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from xladdin import checking
from xladdin.excel import host, memory
from xladdin.excel.session import Desk, checked, choose, in_part, linked, place_of_copy, plainly
from xladdin.links.filings import report_of
from xladdin.links.linking import link
from xladdin.links.refreshing import Refreshed, refresh
from xladdin.outputs.writing import write_whole

NAME = "更新正文"
_REPORTS = "*.docx"


def update_narrative(desk: Desk) -> str:
    """Rewrite the linked figures of the report from the workbook, as tracked changes in a copy; a
    report without links gets them. Return the message. Raises InputError if the copy exists or
    cannot be written."""
    known = memory.recall(desk.book)
    report = linked(desk.book, known.report)
    if report is None or report.suffix.lower() != ".docx":
        report = host.choose_file(desk.app, "选择自评报告（docx）", _REPORTS)
        if report is None:
            return ""
        choose(desk.book, report)
        desk.begin(NAME).memory = known
        memory.remember(desk.book, replace(known, report=report.name))
    desk.say("正在读取表格和报告……")
    judged = checked(desk.book, None)
    source, data = report_of(report), report.read_bytes()
    done = refresh(data, source.name, judged.filing, judged.chosen, datetime.now())
    if done.changes:
        return plainly(_written(report, done.data), *_told(done))
    if done.same or done.left:
        return plainly(
            f"报告“{report.name}”里联动的 {done.same} 个数都与表格相同，没有要改的。", *_left(done)
        )
    filing = checking.file((*judged.filing.sources, source), judged.chosen)
    made = link(data, source.name, filing, checking.check(filing, judged.chosen).relations)
    if not made.direct:
        return f"报告“{report.name}”里没有与表格相同的数，没有可以联动的。"
    return plainly(
        f"报告里 {made.direct} 个数与表格相同、{made.derived} 个由它们算出，都已联动。",
        _written(report, made.data),
        "以后表格改了，选这份副本再点“更新正文”。",
    )


def _written(report: Path, data: bytes) -> str:
    target = place_of_copy(report)
    write_whole(target, data, inputs=[report])
    return f"副本在“{target}”。"


def _told(done: Refreshed) -> list[str]:
    said = in_part([f"{each.before} → {each.after}" for each in done.changes])
    return [
        f"改了 {len(done.changes)} 处，都是修订：{said}。请在 Word 里逐处接受或拒绝。",
        *_left(done),
    ]


def _left(done: Refreshed) -> list[str]:
    if not done.left:
        return []
    said = in_part([f"{control.text}（{why}）" for control, _, why in done.left])
    return [f"另有 {len(done.left)} 处没有跟着改，请自己看：{said}。"]
