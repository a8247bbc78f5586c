"""Families A and N: the control rate of staff, from the numbers that the report states."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim
from xladdin.model.report import Relation
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import claim_operand, interval
from xladdin.rules.scope import operand
from xladdin.rules.wording import show


@rule(
    "N104",
    "按正文人数推算的控制率与基础数据表不同",
    "error",
    "先核对编制数和在职人数，正文和表格改成一致，再重算控制率。",
)
def implied_control(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：正文同一段里写的在职人数除以编制数，是否等于基础数据表的控制率。
    为什么：控制率 = 实际在职人数 ÷ 编制数；正文的人数推不出表里的控制率，必有一处写错。
    反例：正文写编制数5人、实有人数3人，基础数据表控制率填 100%。
    正例：正文写编制数3人、实有人数3人，基础数据表控制率填 100%。"""
    entry = next(
        (f.entries["控制率"] for f in filing.of("basic_data") if "控制率" in f.entries), None
    )
    if entry is None or entry.figure is None:
        return
    for passage in filing.passages:
        found: dict[str, Claim] = {}
        for claim in passage.claims:
            found.setdefault(claim.subject, claim)
        posts, staff = found.get("编制数"), found.get("在职人数")
        if posts is None or staff is None or not posts.figure.value:
            continue
        value = interval(staff) / interval(posts)
        operands = (
            claim_operand(staff),
            claim_operand(posts),
            operand(entry, "基础数据表的控制率"),
        )
        verdict = equal(value, entry.figure.base)
        message = ""
        if verdict is Verdict.VIOLATED:
            expected = show(value.point, "%", operands)
            message = (
                f"正文写编制 {posts.figure.text}、在职 {staff.figure.text}，"
                f"控制率应为 {expected}，基础数据表填的是 {entry.text}。"
            )
        yield Relation("N104", verdict, operands, "控制率", message)
