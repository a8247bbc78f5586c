"""Families A and N: the control rate of staff, from the numbers that the report states."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim
from xladdin.model.report import Relation
from xladdin.rules.equations import FormulaEquation
from xladdin.rules.language import parse
from xladdin.rules.registry import rule
from xladdin.rules.report.judging import judge
from xladdin.rules.report.prose import claim_operand, claim_term, interval, measure
from xladdin.rules.report.quotients import quotients, turned
from xladdin.rules.report.readings import Proposal
from xladdin.rules.report.resolving import own
from xladdin.rules.scope import Scope, operand, term
from xladdin.rules.wording import show


@rule("N104", "error", "按正文人数推算的控制率与基础数据表不同")
def implied_control(filing: Filing) -> Iterator[Relation]:
    """检查什么：正文同一段里写的在职人数除以编制数，是否等于基础数据表的控制率。
    为什么：控制率 = 实际在职人数 ÷ 编制数；正文的人数推不出表里的控制率，必有一处写错。
    反例：正文写编制数5人、实有人数3人，基础数据表控制率填 100%。
    正例：正文写编制数3人、实有人数3人，基础数据表控制率填 100%。
    怎么改：先核对编制数和在职人数，正文和表格改成一致，再重算控制率。"""
    entries = (f.entries["控制率"] for f in filing.of("basic_data") if "控制率" in f.entries)
    entry = next(entries, None)
    if entry is None or entry.figure is None:
        return
    for passage in filing.passages:
        found: dict[str, Claim] = {}
        for claim in passage.claims:
            if claim.year == filing.year:
                found.setdefault(claim.subject, claim)
        posts, staff = found.get("编制数"), found.get("在职人数")
        if posts is None or staff is None or not posts.figure.value:
            continue
        label, value = "基础数据表的控制率", interval(staff) / interval(posts)
        operands = (claim_operand(staff), claim_operand(posts), operand(entry, label))
        message = (
            f"正文写编制 {posts.figure.text}、在职 {staff.figure.text}，"
            f"控制率应为 {show(value.point, '%', operands)}，基础数据表填的是 {entry.text}。"
        )
        verdict = equal(value, entry.figure.base)
        given = {"在职人数": claim_term(staff), "编制数": claim_term(posts)}
        rate = FormulaEquation(_RATE, Scope("", {"控制率": term(entry, label), **given}), verdict)
        said = message if verdict is Verdict.VIOLATED else ""
        yield Relation("N104", verdict, operands, "控制率", said, equation=rate)


_RATE = parse("控制率 == 在职人数 / 编制数")


@rule("A203", "error", "控制率与正文写的人数不符")
def staff_control(filing: Filing) -> Iterator[Relation]:
    """检查什么：同一段里写的控制率是否等于在职人数除以编制数。
    为什么：控制率 = 实际在职人数 ÷ 编制数。
    反例：编制5人，年末在职人员3人，控制率50％。
    正例：编制5人，年末在职人员3人，控制率60％。
    怎么改：按“在职人数 ÷ 编制数”重算控制率，或改正填错的人数。"""
    for passage in filing.passages:
        rates = [c for c in passage.claims if c.subject == "控制率" and c.year == filing.year]
        posts = [c for c in passage.claims if c.subject == "编制数"]
        staff = [c for c in passage.claims if c.subject == "在职人数" and c.year == filing.year]
        others = [c for c in passage.claims if measure(c) == "人" and own(c) and c.figure.value]
        for claim in rates[:1]:
            if not posts or not (staff or others):
                continue
            readings = quotients(claim, [(a, b) for a in staff for b in posts])
            pairs = [(a, b) for a in others[:12] for b in others[:12]]
            excuses = quotients(claim, [p for p in pairs if p[0] not in posts or p[1] not in staff])
            alone = len(staff) == len(posts) == 1
            upside_down = next((r for r in readings if turned(claim, r)), None)
            told = readings if alone or upside_down is not None else ()
            yield from judge([Proposal("A203", "控制率", told, alone, readings, excuses)])
