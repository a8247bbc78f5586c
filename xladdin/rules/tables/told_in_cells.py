"""Check what the report and the texts inside forms state: the score, the grade, the funds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from xladdin.forms.labels import normal, squeeze
from xladdin.forms.profiles import Profile
from xladdin.forms.told import told, written_in
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form
from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim
from xladdin.model.report import Operand, Relation
from xladdin.patterns import pattern
from xladdin.rules.items import funds
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import claim_operand, claims, interval
from xladdin.rules.report.slips import slips_apart
from xladdin.rules.ruling import quoted, ruled
from xladdin.rules.scope import column_label, operand
from xladdin.text import grades

#: A stated score of the form (自评总分99.26分, 自评96.5分), not of a part or of another year.
_SCORE = pattern(
    r"(?<![率标益出度年])(?:自评(?:总分|得分|总得分)?|综合(?:得分|评分)|总(?:得分|分))[为是：:]?(\d{1,3}(?:\.\d{1,2})?)分"
)
_TOTALS = ("总分.得分", "自评得分")
_SHORTEST_NAME = 3
_FULL_MARK = 100
#: The words that a sentence on the form's own grade begins with: 自评等级为优, 绩效评价结果为良.
_OWN = ("自评", "评价", "评定", "绩效")


@rule("S406", "warning", "表内文字写的自评得分与总分不同")
def score_told(filing: Filing) -> Iterator[Relation]:
    """检查什么：表内的评价结论、综述等文字写到的自评总分，是否等于表中的总分。
    为什么：同一张表里说的是同一个得分。
    反例：合计得分 99.26，评价结论写“自评总分98.26分”。
    正例：合计得分 99.26，评价结论写“自评总分99.26分”。
    怎么改：先核对总分，再改正文字。"""
    for form, entry in told(filing.forms):
        total = _total(form)
        if total is None or total.figure is None:
            continue
        for found in _SCORE.finditer(squeeze(entry.text)):
            said = Operand("表内文字的自评得分", f"{found[1]}分", found[1], "分", entry.location)
            score = operand(total, f"{form.name}的{total.name}")
            message = f"{form.name}的文字写“{found[0]}”，表中的{total.name}是 {total.text}。"
            yield ruled(
                "S406",
                (said, score),
                form.name,
                message,
                right=Decimal(found[1]) == total.figure.value,
            )


@rule("S407", "warning", "表内的自评等级与总分不符")
def grade_told(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：自评表总分行、等级栏和文字里写的自评等级（优、良、中、差），是否与这张表的总分对应的等级一致。满分不是 100 分的表不检查。
    为什么：通行分档为 90 分以上优、80 至 90 分良、60 至 80 分中、60 分以下差，各地可以另定（以正式文件为准）。
    反例：总分行得分 86，后面写“优”。
    正例：总分行得分 96，后面写“优”。
    怎么改：按总分对应的等级改；总分填错的，先改总分。"""
    for form in filing.forms:
        total, full = _total(form), form.entries.get("总分.分值")
        if total is None or total.figure is None:
            continue
        if full is not None and full.figure is not None and full.figure.value != _FULL_MARK:
            continue
        wanted = due(total.figure.value, profile)
        score = operand(total, f"{form.name}的{total.name}")
        for entry, found in _grades(form):
            said = quoted("表内的自评等级", found["grade"], entry.location)
            message = f"{form.name}写的自评等级是“{found['grade']}”，表中的{total.name}是 {total.text}，对应的等级是“{wanted}”。"
            yield ruled(
                "S407",
                (said, score),
                form.name,
                message,
                expected=wanted,
                actual=found["grade"],
                right=grades.short(found["grade"]) == wanted,
            )


def _total(form: Form) -> Entry | None:
    return next((form.entries[key] for key in _TOTALS if key in form.entries), None)


def _grades(form: Form) -> Iterator[tuple[Entry, re.Match[str]]]:
    """Yield the places where a form states its own grade: the field 自评等级, or a sentence on it."""
    for entry in written_in([form]):
        text = squeeze(entry.text)
        if entry.name == "自评等级":
            stated = grades.stated(text)
            yield from [(entry, stated)] if stated is not None else []
        else:
            yield from ((entry, each) for each in grades.told(text) if each[0].startswith(_OWN))


@rule("X208", "warning", "表内文字写的资金与资金表不同")
def funds_told(filing: Filing) -> Iterator[Relation | None]:
    """检查什么：表内的情况说明等文字写到资金表里的一项资金（如中央财政资金）时，金额是否与该行的一个数相同；像是打错的（数字颠倒、错一位）才提示。
    为什么：同一张表里说的是同一笔钱。
    反例：资金表中央财政资金 1800.00，情况说明写“收到中央财政资金1880.00万元”。
    正例：情况说明写“收到中央财政资金1800.00万元”。
    怎么改：核对资金表，改正填错的一处。"""
    rows = {form.title.location: _rows(form) for form in filing.forms if form.funds}
    forms = {(f.source, f.title.location.sheet, f.kind): f for f in filing.forms if f.funds}
    for claim in claims(filing):
        where = claim.location
        form = forms.get((where.source, where.sheet, where.form or ""))
        if where.cell is None or form is None or claim.figure.unit.measures != "money":
            continue
        for name, entries in rows[form.title.location].items():
            if name in squeeze(claim.label) and claim.role in ("value", "total"):
                yield _against(claim, form, name, entries)


def _rows(form: Form) -> Mapping[str, list[Entry]]:
    """Return the money amounts of each fund row, by its name."""
    rows = {normal(item.label): item.entries.values() for item in funds(form)}
    return {
        name: [e for e in row if e.figure is not None and e.figure.unit.measures == "money"]
        for name, row in rows.items()
        if len(name) >= _SHORTEST_NAME
    }


def _against(claim: Claim, form: Form, name: str, entries: list[Entry]) -> Relation | None:
    """Compare a stated amount with a fund row. Return None if it equals none and is not a slip of one."""
    said = claim_operand(claim, name)
    known = [(e.figure, operand(e, column_label(form, name, e.column))) for e in entries]
    for figure, there in known:
        if figure is not None and equal(interval(claim), figure.base) is not Verdict.VIOLATED:
            return ruled("X208", (said, there), name)
    for figure, there in known:
        if figure is not None and figure.value and slips_apart(claim.figure, figure):
            message = (
                f"{form.name}的文字写{name} {said.text}，资金表的{there.label}是 {there.text}。"
            )
            return ruled("X208", (said, there), name, message)
    return None


@rule("N502", "warning", "正文的自评等级与得分不符")
def grade(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：正文写的自评等级（优、良、中、差），是否与自评表总分对应的等级一致。
    为什么：通行分档为 90 分以上优、80 至 90 分良、60 至 80 分中、60 分以下差，各地可以另定（以正式文件为准）。
    反例：自评表总分 86 分，正文写“等级为优”。
    正例：自评表总分 96 分，正文写“等级为优”。
    怎么改：按得分对应的等级改正文；得分填错的，先改得分。"""
    score = next(
        (f.entries["总分.得分"] for f in filing.of("overall") if "总分.得分" in f.entries), None
    )
    if score is None or score.figure is None:
        return
    wanted = due(score.figure.value, profile)
    for passage in filing.passages:
        if passage.scope == "项目" or passage.of_form:
            continue  # a form's text is judged by the form's own score
        for match in grades.told(passage.text):
            stated = grades.short(match["grade"])
            place = passage.place(*match.span("grade"))
            said = quoted("正文 自评等级", match["grade"], place)
            operands = (said, operand(score, "自评表的总分（得分）"))
            message = f"正文的自评等级是“{match['grade']}”，自评表的总分是 {score.text}，对应的等级是“{wanted}”。"
            right = stated == wanted
            yield ruled("N502", operands, "自评等级", message, wanted, stated, right=right)


def due(score: Decimal, profile: Profile) -> str:
    """Return the grade of a score."""
    if score >= profile.parameter("grade_excellent"):
        return "优"
    if score >= profile.parameter("grade_good"):
        return "良"
    return "中" if score >= profile.parameter("grade_fair") else "差"
