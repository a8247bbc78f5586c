"""Two reports on the same thing in one filing: an old draft beside the new one."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict
from xladdin.model.report import Operand, Relation
from xladdin.narrative.lines import Narrative
from xladdin.rules.registry import rule
from xladdin.rules.report.outline import name, parts, reports

#: A text with so many parts of the outline is a report of its own, no annex to another.
_PARTS = 3


@rule("F407", "warning", "材料里有两份整体支出自评报告")
def several_reports(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：材料里是不是有两个文件都是部门整体支出绩效自评报告。
    为什么：新旧两稿放在一起，两稿的数字都会核对，旧稿的错会算到定稿头上。
    反例：文件夹里有“自评报告.docx”和“自评报告（修改稿）.docx”。
    正例：文件夹里只有一份自评报告；一字不差的副本，项目支出、专项资金各有的报告，不算。
    怎么改：只留定稿，把旧稿和别的单位、别的年度的报告移出文件夹，再核对一次。"""
    sections = profile.outline("whole")
    found: dict[str, Narrative] = {}
    texts: set[str] = set()
    for report in reports(filing):
        text = "".join(report.text.split())
        if report.kind == "whole" and text not in texts and len(parts(report, sections)) >= _PARTS:
            texts.add(text)
            found.setdefault(report.lines[0].place().source, report)
    if len(found) < 2:
        return
    files = "、".join(f"“{source}”" for source in found)
    shown = tuple(
        Operand(source, report.title or name(report), None, "", report.lines[0].place())
        for source, report in found.items()
    )
    message = f"{files}都是部门整体支出绩效自评报告，这次合在一起核对了；其中若有旧稿，它的数字也算了进来。"
    yield Relation("F407", Verdict.VIOLATED, shown, "自评报告", message)
