"""Family A: growth and decline against a base that the report states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Interval, Verdict, equal
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.narrative.adding import interval, judged
from xladdin.narrative.comparisons import WHEN, Pair, measure, pairs
from xladdin.narrative.patterns import CHANGE, THAN, plain
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import claim_name, claim_operand
from xladdin.rules.wording import MAYBE_ROUNDED, show

#: 年均增长9.2% is over several years.
_YEARLY = re.compile(r"(?:年均|年平均|复合|环比)[^，,；;。]{0,6}$")


@rule(
    "A301",
    "增减额或增减率与前后两个数不符",
    "error",
    "按“本年 − 上年”和“(本年 − 上年) ÷ 上年”重算，注意增减方向和分母。",
)
def change(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“比上年增长（下降）X%”“减少X万元”“由A增加到B”“比预算减少”是否与同段写明的前后两个数对得上，方向对不对。
    为什么：增减额和增减率由两个数算出，常有分母用错、方向写反的情况。
    反例：本年支出90万元，上年支出100万元，比上年增长10%。
    正例：本年支出90万元，上年支出100万元，比上年下降10%。"""
    for passage in filing.passages:
        text = plain(passage.text)
        for index, claim in enumerate(passage.claims):
            start = claim.quantity.span[0]
            found = CHANGE.search(text[max(0, start - 8) : start])
            if found is None or _YEARLY.search(text[max(0, start - 12) : start]):
                continue
            up = found["up"] is not None
            found_pairs = pairs(passage, index, text)
            relation = (
                _best(claim, found_pairs, up)
                if found_pairs
                else _of_base(passage, index, up, text) or _of_increase(passage, index, up)
            )
            if relation is not None:
                yield relation


def _best(claim: Claim, pairs: Sequence[Pair], up: bool) -> Relation | None:
    """A pair that fits, else the first; where several may be meant, that is no certain fault."""
    relations = [r for pair in pairs if (r := _judge(claim, *pair, up=up)) is not None]
    held = [r for r in relations if r.verdict is not Verdict.VIOLATED]
    if held or not relations:
        return next(iter(held), None)
    if claim.part and not any(now.part for now, _ in pairs):
        return None  # 两项合计提高60元，其中财政补助提高30元
    return replace(relations[0], doubtful=relations[0].doubtful or len(relations) > 1)


def _of_base(passage: Passage, index: int, up: bool, text: str) -> Relation | None:
    """比上年的40万元增加5万元，增长12.5%: what it is now need not be said."""
    rate = passage.claims[index]
    if rate.quantity.figure.unit.name != "%" or index < 2:
        return None
    then, amount = passage.claims[index - 2 : index]
    between = text[then.quantity.span[1] : amount.quantity.span[0]]
    behind = text[amount.quantity.span[1] : rate.quantity.span[0]]
    rose = CHANGE.match(between)
    if (
        rose is None
        or measure(then) != measure(amount)
        or interval(then).low <= 0
        or not THAN.search(text[max(0, then.quantity.span[0] - 40) : then.quantity.span[0]])
        or not CHANGE.match(behind.lstrip("，,"))
    ):
        return None
    more = rose["up"] is not None
    sign = 1 if more == up else -1

    def holds(each: Sequence[Interval]) -> Verdict:
        return equal(each[1] / each[2], each[0] if sign > 0 else -each[0])

    claims = (rate, amount, then)
    operands = tuple(map(claim_operand, claims))
    verdict, doubtful = judged(claims, holds)
    name = re.split("[比较]", WHEN.sub("", claim_name(then)))[0]
    if verdict is not Verdict.VIOLATED:
        return Relation("A301", verdict, operands, name)
    share = show((interval(amount) / interval(then)).point, "%", operands)
    texts = [claim.quantity.figure.text for claim in claims]
    due, written = ("增加" if more else "减少"), ("增加" if up else "减少")
    message = f"比 {texts[2]} {due} {texts[1]}，应为{due} {share}，写的是{written} {texts[0]}。"
    message = f"{name}{message}" + (MAYBE_ROUNDED if doubtful else "")
    return Relation(
        "A301",
        verdict,
        operands,
        name,
        message,
        "",
        f"{due}{share}",
        f"{written}{texts[0]}",
        doubtful,
    )


def _of_increase(passage: Passage, index: int, up: bool) -> Relation | None:
    """收入21560元，比上年增加1490元，增长7.4%: the base follows from the first two."""
    rate = passage.claims[index]
    if rate.quantity.figure.unit.name != "%" or index < 2:
        return None
    now, amount = passage.claims[index - 2 : index]
    same = now.sentence == amount.sentence == rate.sentence and measure(now) == measure(amount)
    if not same or not CHANGE.search(amount.quantity.label) or CHANGE.search(now.quantity.label):
        return None
    sign = 1 if up else -1

    def holds(each: Sequence[Interval]) -> Verdict:
        base = each[1] - each[2] if sign > 0 else each[1] + each[2]
        return equal(each[2] / base, each[0]) if base.low > 0 else Verdict.SKIPPED

    if judged((rate, now, amount), holds)[0] is Verdict.HELD:
        operands = tuple(map(claim_operand, (rate, amount, now)))
        return Relation("A301", Verdict.HELD, operands, claim_name(now))
    return None


def _judge(claim: Claim, now: Claim, then: Claim, *, up: bool) -> Relation | None:
    relative = claim.quantity.figure.unit.name == "%"
    if relative and interval(then).low <= 0 <= interval(then).high:
        return None

    def difference(one: Interval, two: Interval) -> Interval:
        return (one - two) / two if relative else one - two

    def holds(each: Sequence[Interval]) -> Verdict:
        stated = each[0] if up else -each[0]
        return equal(difference(each[1], each[2]), stated)

    operands = tuple(map(claim_operand, (claim, now, then)))
    verdict, doubtful = judged((claim, now, then), holds)
    name = WHEN.sub("", claim_name(now)) or claim_name(then)
    if verdict is not Verdict.VIOLATED:
        return Relation("A301", verdict, operands, name)
    value = difference(interval(now), interval(then))
    unit = claim.quantity.figure.unit.name
    amount = show(abs(value.point), unit, operands)
    direction = "增加" if value.point > 0 else "减少"
    texts = [c.quantity.figure.text for c in (now, then)]
    written = f"{'增加' if up else '减少'} {claim.quantity.figure.text}"
    message = f"{name}由 {texts[1]} 变为 {texts[0]}，应为{direction} {amount}，写的是{written}。"
    if relative and measure(now) == "ratio":
        points = show(abs(interval(now).point - interval(then).point), "%", operands)
        message += f"（两个百分比之差是 {points[:-1]} 个百分点。）"
    message += MAYBE_ROUNDED if doubtful else ""
    return Relation(
        "A301", verdict, operands, name, message, "", f"{direction}{amount}", written, doubtful
    )
