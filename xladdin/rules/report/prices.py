"""Family A: unit price times number: 每村投资200万元 × 4个村 = 800万元, 人均, 亩均 …"""

from __future__ import annotations

import re
from collections.abc import Iterator

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Interval, Verdict, equal
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.model.unit import unit
from xladdin.narrative.adding import interval, judged
from xladdin.narrative.patterns import PER, PER_TIME, TOTAL_WORD
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import claim_name, claim_operand
from xladdin.rules.wording import MAYBE_ROUNDED, show

#: What was planned per head says nothing of what was spent.
_PLANNED = re.compile(r"计划|目标|预计|不超过|以内|控制")
#: Another average, or a change, is no total; 每月 and 标准 are of something else.
_NO_TOTAL = re.compile(r"[年月日平]均|标准|增加|减少|提高|降低|增长|下降|[比较]|相当于")
#: How many claims before and behind a price its number and its total may stand.
_AROUND = 5
#: 生 and 名 are people, 场次 is 场; 村 and 家 are counted by 个, too.
_COUNTED_AS = {"生": "人", "名": "人", "位": "人", "场次": "场", "产": "亩", "车": "辆"}


@rule("A501", "单价乘数量与合计不符", "error", "核对单价、数量和合计，改正填错的一个。")
def price_times_number(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“4个村……每村投资200万元，合计800万元”“发放100人、人均600元，共6万元”，单价乘数量是否等于合计。
    为什么：三个数写了两遍，改一处就会对不上。
    反例：4个重点村，每村投资200万元，合计资金600万元。
    正例：4个重点村，每村投资200万元，合计资金800万元。"""
    for passage in filing.passages:
        relations: list[Relation] = []
        for index, price in enumerate(passage.claims):
            per = PER.search(price.quantity.label)
            if per is None or price.quantity.figure.unit.measures == "ratio":
                continue
            relation = _judge(passage, index, price, per)
            if relation is not None:
                relations.append(relation)
        explained = {r.operands[0].location for r in relations if r.verdict is not Verdict.VIOLATED}
        for relation in relations:
            total = relation.operands[0].location
            if relation.verdict is not Verdict.VIOLATED or total not in explained:
                yield relation


def _judge(passage: Passage, index: int, price: Claim, per: re.Match[str]) -> Relation | None:
    """Held if any number and total around bear the price out; violated if just one of each can."""
    nearby = passage.claims[max(0, index - _AROUND) : index + 1 + _AROUND]
    around = [c for c in nearby if c.sentence == price.sentence and c is not price]
    per_what = next(filter(None, per.groupdict().values()))
    numbers = [c for c in around if _counts(c, per_what, price)]
    totals = [
        c
        for c in around
        if c.quantity.figure.unit.measures == price.quantity.figure.unit.measures
        and not PER.search(c.quantity.label)
        and c.quantity.figure.base.point > price.quantity.figure.base.point
    ]
    for number in reversed(numbers):
        for whole in totals:
            if whole is not number and _verdict(whole, price, number)[0] is not Verdict.VIOLATED:
                return _relation(whole, price, number, per_what)
    if PER_TIME.search(price.quantity.label):
        return None
    totals = [c for c in totals if not _NO_TOTAL.search(c.quantity.label)]
    totals, numbers = (
        [c for c in each if _together(passage, c, price)] for each in (totals, numbers)
    )
    if _PLANNED.search(price.quantity.label):
        totals = [c for c in totals if _PLANNED.search(c.quantity.label)]
    totals = _meant(totals)
    if len(totals) == 1 and len(numbers) == 1 and not totals[0].part:
        return _relation(totals[0], price, numbers[0], per_what)
    return None


def _together(passage: Passage, one: Claim, two: Claim) -> bool:
    """Whether no semicolon parts two figures: what stands behind one is about something else."""
    first, last = sorted((one.quantity.span, two.quantity.span))
    return not re.search("[；;]", passage.text[first[1] : last[0]])


def _meant(totals: list[Claim]) -> list[Claim]:
    said = [c for c in totals if TOTAL_WORD.search(c.quantity.label)]
    return said if said else totals


def _counts(claim: Claim, per: str, price: Claim) -> bool:
    """Whether a figure counts what the price is for."""
    measure = claim.quantity.figure.unit
    if measure.measures in ("money", "ratio", "points") or PER.search(claim.quantity.label):
        return False
    name = _COUNTED_AS.get(per, per)
    if name == "单价":
        return measure.measures == measure.name
    if name in ("个", "家"):
        behind = price.quantity.label.partition("每个")[2][:2]
        return measure.measures in ("个", "家") and (
            not behind or behind[:1] in claim.quantity.noun + claim.quantity.label
        )
    if name == "村":
        return "村" in claim.quantity.noun[:6] or measure.name == "村"
    return measure.measures == unit(name).measures


def _number(claim: Claim, per: str, value: Interval) -> Interval:
    """How many: of areas and the like in the unit that the price is for."""
    name = _COUNTED_AS.get(per, per)
    measure = unit(name)
    if measure.measures == measure.name:
        return value
    return value / Interval.exact(measure.factor)


def _verdict(whole: Claim, price: Claim, number: Claim, per: str = "") -> tuple[Verdict, bool]:
    found = PER.search(price.quantity.label)
    per = per or (next(filter(None, found.groupdict().values())) if found else "")
    return judged(
        (whole, price, number),
        lambda each: equal(each[1] * _number(number, per, each[2]), each[0]),
    )


def _relation(whole: Claim, price: Claim, number: Claim, per: str) -> Relation:
    verdict, doubtful = _verdict(whole, price, number, per)
    operands = tuple(map(claim_operand, (whole, price, number)))
    name = claim_name(whole)
    if verdict is not Verdict.VIOLATED:
        return Relation("A501", verdict, operands, name)
    value = interval(price) * _number(number, per, interval(number))
    expected = show(value.point, whole.quantity.figure.unit.name, operands)
    texts = [c.quantity.figure.text for c in (whole, price, number)]
    message = f"{name}写的是 {texts[0]}，按 {texts[1]} × {texts[2]} 应为 {expected}。"
    message += MAYBE_ROUNDED if doubtful else ""
    return Relation("A501", verdict, operands, name, message, "", expected, texts[0], doubtful)
