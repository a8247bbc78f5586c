"""Family A: growth and decline against a base that the report states, and balances."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Interval, Verdict, equal
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.narrative.lists import interval
from xladdin.narrative.patterns import plain
from xladdin.rules.prose import claim_name, claim_operand
from xladdin.rules.registry import rule
from xladdin.rules.wording import show

_UP = "增长|增加|上升|提高|提升|新增|增收|多"
_DOWN = "下降|减少|降低|压减|下滑|节约|节省|少"
_CHANGE = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})")
_TAIL = re.compile(rf"(?:{_UP}|{_DOWN})(?:了|率|额|幅度)?(?:为|达|约)?\s*$")
_COMPARED = re.compile(r"比|较|同比|相比|增幅|降幅")
_UNSPENT = re.compile(r"未(?:拨付|支付|执行|验收|完成)|结余|剩余|正在实施")
_BALANCE = re.compile(
    r"(?:结余|结转|剩余|余额|未执行|未支付|未拨付)(?:资金|金额)?(?:为|共|约|仅)?\s*$"
)


@rule(
    "A301",
    "增减额或增减率与前后两个数不符",
    "error",
    "按“本年 − 上年”和“(本年 − 上年) ÷ 上年”重算，注意增减方向和分母。",
)
def change(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“比上年增长（下降）X%”“减少X万元”是否与同段写明的本年数、上年数对得上，方向对不对。
    为什么：增减额和增减率由两个数算出，常有分母用错、方向写反的情况。
    反例：本年支出90万元，上年支出100万元，比上年增长10%。
    正例：本年支出90万元，上年支出100万元，比上年下降10%。"""
    for passage in filing.passages:
        text = plain(passage.text)
        for index, claim in enumerate(passage.claims):
            before = text[max(0, claim.quantity.span[0] - 8) : claim.quantity.span[0]]
            if not _TAIL.search(before):
                continue
            clause = claim.quantity.label + before
            found = list(_CHANGE.finditer(before))[-1]
            pair = _pair(passage, index, claim)
            if pair is None or not (_COMPARED.search(text[: claim.quantity.span[0]]) or clause):
                continue
            relation = _judge(claim, *pair, up=found["up"] is not None)
            if relation is not None:
                yield relation


def _pair(passage: Passage, index: int, claim: Claim) -> tuple[Claim, Claim] | None:
    """The figure of the year and that of the year before, both stated before the change."""
    figure = claim.quantity.figure
    amounts = [
        c
        for c in passage.claims[:index]
        if claim.sentence - c.sentence <= 1
        and c.quantity.figure.unit.measures != "ratio"
        and (
            figure.unit.measures == "ratio"
            or c.quantity.figure.unit.measures == figure.unit.measures
        )
        and not _TAIL.search(c.quantity.label)
    ]
    years = sorted({c.year for c in amounts if c.year is not None})
    if len(years) < 2:
        return None
    this, last = years[-1], years[-2]
    for now in (c for c in reversed(amounts) if c.year == this):
        for then in (c for c in reversed(amounts) if c.year == last):
            same = now.quantity.figure.unit.measures == then.quantity.figure.unit.measures
            if same and _same_thing(now, then, claim):
                return now, then
    return None


def _same_thing(now: Claim, then: Claim, change: Claim) -> bool:
    a, b = (
        re.sub(r"(?:19|20)\d{2}年度?|上年|去年|本年|今年|我[县市区]", "", claim_name(c))
        for c in (now, then)
    )
    if a and b and not (a in b or b in a):
        return False
    others = change.quantity.label
    return not a or any(a[i : i + 2] in others for i in range(len(a) - 1)) or a == b


def _judge(claim: Claim, now: Claim, then: Claim, *, up: bool) -> Relation | None:
    stated = interval(claim) if up else -interval(claim)
    difference = interval(now) - interval(then)
    if claim.quantity.figure.unit.measures == "ratio":
        try:
            difference = difference / interval(then)
        except ZeroDivisionError:
            return None
    operands = tuple(map(claim_operand, (claim, now, then)))
    verdict = equal(difference, stated)
    name = claim_name(now)
    if verdict is not Verdict.VIOLATED:
        return Relation("A301", verdict, operands, name)
    unit = claim.quantity.figure.unit.name
    amount = show(abs(difference.point), unit, operands)
    direction = "增加" if difference.point > 0 else "减少"
    texts = [c.quantity.figure.text for c in (now, then)]
    written = f"{'增加' if up else '减少'} {claim.quantity.figure.text}"
    message = f"{name}由 {texts[1]} 变为 {texts[0]}，应为{direction} {amount}，写的是{written}。"
    return Relation("A301", verdict, operands, name, message, "", f"{direction}{amount}", written)


@rule(
    "A302",
    "结余与预算、支出之差不符",
    "warning",
    "按“预算 − 支出”重算结余，或改正填错的预算、支出。",
)
def balance(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：同段写明预算和支出的，结余（结转、未执行）是否等于预算减支出。
    为什么：结余由两个数相减得出。
    反例：预算100万元，支出92万元，结余18万元。
    正例：预算100万元，支出92万元，结余8万元。"""
    for passage in filing.passages:
        text = plain(passage.text)
        for index, claim in enumerate(passage.claims):
            before = text[max(0, claim.quantity.span[0] - 10) : claim.quantity.span[0]]
            if claim.quantity.figure.unit.measures != "money":
                continue
            if not _BALANCE.search(before):
                if _UNSPENT.search(passage.sentence_of(claim.sentence)):
                    yield from _borne_out(claim, passage.claims[:index])
                continue
            amounts = [c for c in passage.claims[:index] if not c.part and c.year == claim.year]
            relation = _balance(claim, amounts)
            if relation is not None:
                yield relation


def _borne_out(claim: Claim, before: Sequence[Claim]) -> Iterator[Relation]:
    """What is left unspent, if two amounts before it bear it out."""
    same = [c for c in before if c.quantity.figure.unit == claim.quantity.figure.unit]
    for first in same:
        for second in same:
            left = first.quantity.figure.value - second.quantity.figure.value
            if left == claim.quantity.figure.value and second is not claim and left:
                operands = tuple(map(claim_operand, (claim, first, second)))
                yield Relation("A302", Verdict.HELD, operands, "结余")
                return


def _balance(claim: Claim, amounts: Sequence[Claim]) -> Relation | None:
    budgets = [c for c in amounts if c.basis in ("budget", "initial")]
    outturns = [c for c in amounts if c.basis == "outturn"]
    if len(budgets) != 1 or len(outturns) != 1:
        return None
    left: Interval = interval(budgets[0]) - interval(outturns[0])
    operands = tuple(map(claim_operand, (claim, budgets[0], outturns[0])))
    verdict = equal(left, interval(claim))
    if verdict is not Verdict.VIOLATED:
        return Relation("A302", verdict, operands, "结余")
    expected = show(left.point, claim.quantity.figure.unit.name, operands)
    texts = [c.quantity.figure.text for c in (claim, budgets[0], outturns[0])]
    message = f"结余写的是 {texts[0]}，按 {texts[1]} − {texts[2]} 应为 {expected}。"
    return Relation("A302", verdict, operands, "结余", message, "", expected, texts[0])
