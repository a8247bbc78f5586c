"""Judge the criteria of the marks for the filing by the rules' findings, and fill in the form.

This gives no final score: a criterion gets points only if rules can tell; the rest is left to
people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from msgspec import Struct
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.appendix.draft_mark import mark_draft_sheet
from xladdin.appendix.list_sheet import write_list
from xladdin.forms.labels import normal
from xladdin.forms.profiles import Profile
from xladdin.model.interval import Verdict
from xladdin.model.report import Finding, Report
from xladdin.templates.filling import Content, address
from xladdin.templates.prepared import Prepared, prepared
from xladdin.templates.sheet import Sheet, write_sheet
from xladdin.toml_data import table, within
from xladdin.workbooks.saving import xlsx_bytes


class Criterion(Struct, frozen=True):
    """A part of the points of one 二级指标, as ``data/<profile>.toml`` describes it."""

    place: str
    what: str
    worth: Decimal
    codes: tuple[str, ...] = ()
    each: Decimal | None = None
    proof: str = ""
    look: str = ""


class Judgement(Struct, frozen=True):
    """A criterion with the points given by rules (None: people must decide) and the Chinese reason."""

    criterion: Criterion
    points: Decimal | None
    reason: str


class Scheme(Struct, frozen=True):
    """A profile's criteria, and the layout of its form."""

    layout: str
    criteria: tuple[Criterion, ...]


@cache
def scheme(profile_id: str) -> Scheme | None:
    """Return the criteria of a profile; None if it has none."""
    path = f"appendix/data/{profile_id}.toml"
    if path not in within("appendix/data"):
        return None
    data = table(path)
    return Scheme(data["form"], tuple(map(_criterion, data["points"])))


def judged(report: Report, profile: Profile) -> tuple[Judgement, ...]:
    """Return a judgement on each criterion of the profile; empty if it has none."""
    found = scheme(profile.id)
    if found is None:
        return ()
    proven = {each.code for each in report.relations if each.verdict is not Verdict.SKIPPED}
    return tuple(_judgement(each, report, proven) for each in found.criteria)


def _judgement(criterion: Criterion, report: Report, proven: set[str]) -> Judgement:
    against = [each for each in report.findings if each.code in criterion.codes]
    said = "".join(each.message for each in against)
    if not criterion.proof:
        return Judgement(criterion, None, f"{said}由人评：{criterion.look}。")
    if criterion.proof not in proven:
        return Judgement(criterion, None, "材料里没有可以判断的内容，由人评。")
    if not against:
        return Judgement(criterion, criterion.worth, "没有发现问题，得满分。")
    if criterion.each is None:
        return Judgement(criterion, None, f"{said}扣几分由人定。")
    parts = sum(map(_missing_parts, against))
    off = min(criterion.worth, parts * criterion.each)
    return Judgement(criterion, criterion.worth - off, f"{said}少 {parts} 个部分，扣 {off} 分。")


def _missing_parts(finding: Finding) -> int:
    """Return how many parts a finding names as missing; names are joined by 、 and contain none."""
    return len(finding.expected.split("、"))


def totals(judgements: Sequence[Judgement]) -> tuple[Decimal, Decimal, Decimal]:
    """Return the points given, the points that could have been given, and those left to people."""
    given = [each for each in judgements if each.points is not None]
    points = sum((each.points for each in given if each.points is not None), Decimal(0))
    out_of = sum((each.criterion.worth for each in given), Decimal(0))
    whole = sum((each.criterion.worth for each in judgements), Decimal(0))
    return points, out_of, whole - out_of


def by_place(judgements: Sequence[Judgement]) -> Iterator[tuple[str, list[Judgement]]]:
    """Yield each 二级指标 with its judgements, in order."""
    places = dict.fromkeys(each.criterion.place for each in judgements)
    for place in places:
        yield place, [each for each in judgements if each.criterion.place == place]


def _criterion(data: Mapping[str, Any]) -> Criterion:
    numbers = {name: Decimal(str(data[name])) for name in ("worth", "each") if name in data}
    return Criterion(**{**data, **numbers, "codes": tuple(data.get("codes", ()))})


_HEADINGS = {"二级指标": 14, "评分内容": 34, "分值": 7, "预评": 8, "理由": 70}
_NOTE = (
    "预评只对程序能判断的内容给分，供自评时参考，不是最终得分；"
    "写“待评”的由单位和财政部门评定。请在“得分”栏填写最终得分。"
)


def prescored_form(
    report: Report, profile: Profile, year: int, when: datetime, *, draft: bool
) -> bytes:
    """Return the form as an xlsx, for a profile with a scheme of points."""
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
    """Yield the cell and the content of the title and of 得分, where words prevent reading it as a score."""
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
