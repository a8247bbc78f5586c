"""The 考核评分表 with the points that rules can tell, and a sheet with the reason of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.appendix.draft_mark import mark_draft_sheet
from xladdin.appendix.list_sheet import write_list
from xladdin.appendix.prescoring import Judgement, by_place, judged, totals
from xladdin.forms.labels import normal
from xladdin.forms.profiles import Profile
from xladdin.model.report import Report
from xladdin.templates.filling import Content, address
from xladdin.templates.prepared import Prepared, prepared
from xladdin.templates.sheet import Sheet, write_sheet
from xladdin.workbooks.saving import xlsx_bytes

_HEADINGS = {"二级指标": 14, "评分内容": 34, "分值": 7, "预评": 8, "理由": 70}
_NOTE = (
    "预评只对程序能判断的内容给分，供自评时参考，不是最终得分；"
    "写“待评”的由单位和财政部门评定。请在“得分”栏填写最终得分。"
)


def prescored_form(
    report: Report, profile: Profile, year: int, when: datetime, *, draft: bool
) -> bytes:
    """The form as an xlsx, for a profile that has a scheme of points."""
    judgements = judged(report, profile)
    form = next(each for each in prepared(profile, year) if each.probe.kind == "assessment")
    workbook = Workbook()
    reasons = workbook.worksheets[0]
    sheet = write_sheet(workbook, Sheet(form.plan, form.probe, dict(_scores(form, judgements)), {}))
    workbook.move_sheet(sheet, -1)
    workbook.active = 0
    reasons.sheet_view.tabSelected = False
    _write_reasons(reasons, judgements)
    if draft:
        mark_draft_sheet(sheet)
        mark_draft_sheet(reasons)
    return xlsx_bytes(workbook, {}, when)


def _scores(form: Prepared, judgements: Sequence[Judgement]) -> Iterator[tuple[str, Content]]:
    """The title, and what stands in the column 得分: words, so that nobody takes it for a score."""
    title = next(box for box in form.plan.boxes if box.role == "title")
    yield address(title), Content(f"{title.text}（预评）")
    judged_at = dict(by_place(judgements))
    for row in form.probe.indicators:
        name = normal(row.level2)
        place = next((each for each in judged_at if name.startswith(each)), None)
        if place is not None and row.score.location.cell:
            yield row.score.location.cell, Content(_words(judged_at[place]))
    whole = form.probe.entries.get("合计.得分")
    if whole is not None and whole.location.cell:
        yield whole.location.cell, Content(_words(judgements))


def _words(judgements: Sequence[Judgement]) -> str:
    given, out_of, open_ = totals(judgements)
    lines = [f"预评{given}/{out_of}"] if out_of else []
    return "\n".join([*lines, f"待评{open_}"] if open_ else lines)


def _write_reasons(sheet: Worksheet, judgements: Sequence[Judgement]) -> None:
    sheet.title = "预评理由"
    rows = [
        (
            each.criterion.place,
            each.criterion.what,
            each.criterion.worth,
            "待评" if each.points is None else each.points,
            each.reason,
        )
        for each in judgements
    ]
    write_list(sheet, "考核评分表预评理由", _NOTE, _HEADINGS, rows, wide=("评分内容", "理由"))
