"""The rule on what was true of an older report: plans for a year that is over, earlier years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict
from xladdin.model.report import Operand, Relation
from xladdin.rules.registry import rule
from xladdin.rules.report.outline import reports

_SHOWN = 40
_YEAR = re.compile(r"20\d\d年")
#: Words that a report on a finished year no longer needs; 将 alone may mean 把, 争取 to obtain.
_PLAN_AFTER = re.compile(
    r"(?:度|全年|年?底|末|\d{1,2}月(?:底|份)?)?[^，,。；;\n\d]{0,6}?(?:预计|预期将|将要|将会|将于|将继续|力争|拟(?![定订写稿办人]))"
)
_PLAN_BEFORE = re.compile(r"(?:(?:预计|力争)(?:于|在|到)?|(?:将|拟)(?:于|在|到))$")
#: The sentence speaks of what was planned, and says what came of it or whose plan it was.
_PLANNED = re.compile(
    r"实际|已经?[完竣建达实]|目标|计划|规划|方案|批复|年初|下达|测算|预算编制|原定|通知"
)
_PLAN_SECTION = re.compile(r"目标|计划|职[责能]|规划|下一?步|措施|打算")
#: What a heading or a sentence with a year is about, if it is about this year's evaluation.
_THIS_YEAR = re.compile(
    r"度?[^，,。；;《》\n\d]{0,12}(?:整体支出|项目支出|专项资金)绩效(?:自评|评价)|"
    r"度?[^，,。；;《》\n\d]{0,8}(?:整体支出|“?三公”?经费|部门决算|预算执行|支出|主要工作|重点工作)[^，,。；;\n]{0,8}情况$"
)
_LOOKING_BACK = re.compile(
    r"上年|去年|上一年|比|较|整改|应用|结转|历年|以来|连续|结余|续建|往年|回顾|《"
)


@rule("F502", "info", "年份或时态像是沿用旧稿")
def stale_year(filing: Filing) -> Iterator[Relation]:
    """检查什么：自评年度已经结束，正文是否还用“预计”“力争”“拟于”说这一年的事；小标题和自评结论里的年份是否还是以前年度。
    不算旧稿：句子里写了实际完成数，说的是年初目标，或与以前年度对比。
    为什么：自评报告写的是已完成的年度，这些写法说明沿用了旧稿。
    反例：2024年度的报告写“2024年预计收取租金50万元”，或小标题写“2022年度部门整体支出情况”。
    正例：2024年收取租金48万元。
    怎么改：核对年份；已经过去的年度，把“预计”“力争”改成实际完成情况。"""
    if filing.year is None:
        return
    for report in reports(filing):
        section = ""
        for line in report.lines:
            heading = line.alone
            section = line.lead if heading else section
            for found in _YEAR.finditer(line.text):
                year = int(found[0][:4])
                message = ""
                if year == filing.year and not heading and not _PLAN_SECTION.search(section):
                    message = _planned(line.text, found.span(), filing.year)
                elif filing.year - 3 <= year < filing.year:
                    message = _older(line.text, found.span(), heading, filing.year)
                if message:
                    span = found.start(), min(found.end() + 12, len(line.text))
                    shown = Operand("年份", line.text[slice(*span)], None, "", line.place(*span))
                    yield Relation(
                        "F502", Verdict.VIOLATED, (shown,), line.text[slice(*span)], message
                    )


def _around(text: str, start: int, end: int, stops: str) -> str:
    """The words around a span up to the nearest of the stops."""
    before = max(text.rfind(sign, 0, start) for sign in stops) + 1
    after = min((at for sign in stops if (at := text.find(sign, end)) >= 0), default=len(text))
    return text[before:after]


def _planned(text: str, span: tuple[int, int], year: int) -> str:
    start, end = span
    if not _PLAN_AFTER.match(text, end) and not _PLAN_BEFORE.search(text, max(start - 4, 0), start):
        return ""
    clause = _around(text, start, end, "，,。；;")
    following = text[text.find(clause) + len(clause) :][:30].partition("。")[0]
    if _PLANNED.search(clause) or _PLANNED.search(following):
        return ""
    return f"自评年度 {year} 年已经结束，这里仍写“{clause.strip()[:_SHOWN]}”，请改写成实际情况。"


def _older(text: str, span: tuple[int, int], heading: bool, year: int) -> str:
    about = _THIS_YEAR.match(text, span[1])
    sentence = _around(text, *span, "。；;")
    if (
        about is None
        or (about[0].endswith("情况") and not heading)
        or _LOOKING_BACK.search(sentence)
    ):
        return ""
    return f"材料的年度是 {year} 年，这里写的是“{text[span[0] : about.end()]}”，年份像是沿用旧稿。"
