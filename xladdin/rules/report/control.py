"""Families A and N: the control rate of staff, from the numbers that the report states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim
from xladdin.model.report import Relation
from xladdin.narrative.adding import interval
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import claim_operand, quotient
from xladdin.rules.scope import operand
from xladdin.rules.wording import show


@rule(
    "A203",
    "控制率与正文写的人数不符",
    "error",
    "按“在职人数 ÷ 编制数”重算控制率，或改正填错的人数。",
)
def staff_control(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：同一段里写的控制率是否等于在职人数除以编制数。
    为什么：控制率 = 实际在职人数 ÷ 编制数。
    反例：编制5人，年末在职人员3人，控制率50％。
    正例：编制5人，年末在职人员3人，控制率60％。"""
    for passage in filing.passages:
        found: dict[str, list[Claim]] = {}
        for claim in passage.claims:
            found.setdefault(claim.subject, []).append(claim)
        if not {"编制数", "在职人数", "控制率"} <= found.keys():
            continue
        posts, rate = found["编制数"][0], found["控制率"][0]
        # 实有23人，其中在编19人: the rate may be of either.
        others = [c for c in found.get("", ()) if _on_the_staff(c) and c.sentence == rate.sentence]
        counted = (*found["在职人数"], *others)
        judged = [quotient("A203", rate, staff, posts, "控制率") for staff in counted]
        relations = sorted(filter(None, judged), key=lambda each: each.verdict is Verdict.VIOLATED)
        if relations:
            yield replace(relations[0], doubtful=relations[0].doubtful or len(relations) > 1)


def _on_the_staff(claim: Claim) -> bool:
    return claim.quantity.figure.unit.name == "人" and bool(
        re.search("在编|在职|在岗", claim.quantity.label)
    )


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
        if posts is None or staff is None or not posts.quantity.figure.value:
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
                f"正文写编制 {posts.quantity.figure.text}、在职 {staff.quantity.figure.text}，"
                f"控制率应为 {expected}，基础数据表填的是 {entry.text}。"
            )
        yield Relation("N104", verdict, operands, "控制率", message)
