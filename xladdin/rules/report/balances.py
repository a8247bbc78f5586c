"""Family A: what is left of a budget, and what was done beyond a target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Interval, Verdict, equal
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.narrative.adding import interval, judged
from xladdin.narrative.patterns import BEYOND, CHANGE, LEFT, plain
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import claim_operand, only_one
from xladdin.rules.wording import MAYBE_ROUNDED, show

_LOOK_BACK = 10
_UNSPENT = re.compile(r"未(?:拨付|支付|执行|验收|完成)|结余|剩余|正在实施")
_INCOME = re.compile(r"收入|拨入")
_BROUGHT_FORWARD = re.compile(r"上年度?末?(?:结转|结余)|年初(?:结转|结余)")
_ACTUAL = re.compile(r"实际|完成|采购")


@rule(
    "A302",
    "结余与预算、支出之差不符",
    "warning",
    "按“预算 − 支出”重算结余，或改正填错的预算、支出。",
)
def balance(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：同段写明预算（收入）和支出的，结余（结转、节约、未执行）是否等于两者之差；超额完成的数是否等于完成数减任务数。
    为什么：结余由两个数相减得出。
    反例：预算100万元，支出92万元，结余18万元。
    正例：预算100万元，支出92万元，结余8万元。"""
    for passage in filing.passages:
        text = plain(passage.text)
        for index, claim in enumerate(passage.claims):
            start = claim.quantity.span[0]
            said = text[max(0, start - 12) : start]
            beyond = BEYOND.search(said) is not None
            before = passage.claims[max(0, index - _LOOK_BACK) : index]
            same = [c for c in before if _alike(c, claim)]
            forward = [c for c in before if _BROUGHT_FORWARD.search(c.quantity.label)]
            if beyond or LEFT.search(said):
                relation = _balance(filing, claim, same, forward, beyond=beyond)
            elif (
                CHANGE.search(said) is None
                and _money(claim)
                and _UNSPENT.search(_around(passage, claim))
            ):
                relation = _borne_out(claim, same)
            else:
                continue
            if relation is not None:
                yield relation


def _money(claim: Claim) -> bool:
    return claim.quantity.figure.unit.measures == "money"


def _alike(claim: Claim, left: Claim) -> bool:
    same = claim.quantity.figure.unit.measures == left.quantity.figure.unit.measures
    return same and claim.year == left.year and not claim.part


def _around(passage: Passage, claim: Claim) -> str:
    start, end = passage.sentences[claim.sentence]
    return passage.text[
        max(start, claim.quantity.span[0] - 100) : min(end, claim.quantity.span[1] + 100)
    ]


def _borne_out(claim: Claim, same: Sequence[Claim]) -> Relation | None:
    """What is left unspent, if two amounts before it bear it out."""
    value = claim.quantity.figure.value
    same = [c for c in same if c.quantity.figure.unit == claim.quantity.figure.unit]
    for first in same:
        for second in same:
            left = first.quantity.figure.value - second.quantity.figure.value
            if left == value and left:
                operands = tuple(map(claim_operand, (claim, first, second)))
                return Relation("A302", Verdict.HELD, operands, "结余")
    return None


def _balance(
    filing: Filing,
    claim: Claim,
    same: Sequence[Claim],
    forward: Sequence[Claim],
    *,
    beyond: bool,
) -> Relation | None:
    bases = ("target",) if beyond else ("budget",)
    planned = [c for c in same if c.basis in bases or (not beyond and _income(c))]
    # What was adjusted during the year counts, not what the year began with.
    planned = planned or [c for c in same if c.basis == "initial"]
    if beyond and not planned:
        planned = [c for c in same if "任务" in c.quantity.label]
    done = [c for c in same if c.basis == "outturn" and c not in planned]
    done = done or [c for c in same if c not in planned and _ACTUAL.search(c.quantity.label)]
    spent = [c for c in done if c.subject == "支出总额"]
    if spent and not beyond:
        done = spent[-1:]
        planned = [c for c in planned if c.subject == "预算总额"][-1:] or planned
        stated = only_one(filing, "预算总额", claim)
        planned = planned or ([stated] if stated is not None else [])
    if len(planned) != 1 or len(done) != 1 or len(forward) > 1:
        return None
    claims = (claim, planned[0], done[0], *forward)

    def left(each: Sequence[Interval]) -> Interval:
        difference = each[2] - each[1] if beyond else each[1] - each[2]
        return difference + each[3] if forward else difference

    verdict, doubtful = judged(claims, lambda each: equal(left(each), each[0]))
    operands = tuple(map(claim_operand, claims))
    name = "超额" if beyond else "结余"
    if verdict is not Verdict.VIOLATED:
        return Relation("A302", verdict, operands, name)
    value = left([interval(c) for c in claims])
    if value.point < 0 or "项目" in claim.quantity.label:
        return None  # it is left of something else
    expected = show(value.point, claim.quantity.figure.unit.name, operands)
    texts = [c.quantity.figure.text for c in claims]
    one, two = (texts[2], texts[1]) if beyond else (texts[1], texts[2])
    more = f" + {texts[3]}" if forward else ""
    message = f"{name}写的是 {texts[0]}，按 {one} − {two}{more} 应为 {expected}。"
    message += MAYBE_ROUNDED if doubtful else ""
    return Relation("A302", verdict, operands, name, message, "", expected, texts[0], doubtful)


def _income(claim: Claim) -> bool:
    return bool(_INCOME.search(claim.quantity.label)) and claim.basis != "outturn"
