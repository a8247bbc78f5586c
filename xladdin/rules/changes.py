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
from xladdin.narrative.patterns import CHANGE, FROM, LINKING, THAN, THAN_BUDGET, TO, plain
from xladdin.rules.prose import claim_name, claim_operand
from xladdin.rules.registry import rule
from xladdin.rules.wording import MAYBE_ROUNDED, show

#: The figure now, and the one before.
Pair = tuple[Claim, Claim]
#: How many claims back the two figures may stand that a change is between.
_LOOK_BACK = 10
#: A year, or whose the figure is, says nothing of what it is about.
_WHEN = re.compile(r"(?:19|20)\d{2}年度?|上年|去年|本年|今年|全年|我[县市区]")


def _measures(claim: Claim) -> str:
    """What a figure measures; a difference of rates is told in percentage points."""
    measures = claim.quantity.figure.unit.measures
    return "ratio" if measures == "percentage points" else measures


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
            if found is None:
                continue
            up = found["up"] is not None
            pairs = _pairs(passage, index, text)
            relation = _best(claim, pairs, up) if pairs else _of_increase(passage, index, up)
            if relation is not None:
                yield relation


def _best(claim: Claim, pairs: Sequence[Pair], up: bool) -> Relation | None:
    """A pair that fits, else the first; where several may be meant, that is no certain fault."""
    relations = [r for pair in pairs if (r := _judge(claim, *pair, up=up)) is not None]
    held = [r for r in relations if r.verdict is not Verdict.VIOLATED]
    if held or not relations:
        return next(iter(held), None)
    return replace(relations[0], doubtful=relations[0].doubtful or len(relations) > 1)


def _pairs(passage: Passage, index: int, text: str) -> Sequence[Pair]:
    """The figures now and before that a change may be between, both stated before it."""
    claim = passage.claims[index]
    before = passage.claims[max(0, index - _LOOK_BACK) : index]
    amounts = [
        c
        for c in before
        if claim.sentence - c.sentence <= 1
        and not _tells_change(c, text)
        and (claim.quantity.figure.unit.name == "%" or _measures(c) == _measures(claim))
    ]
    if several := _than(amounts, claim, text):
        return several
    one = (
        _from_to(amounts, claim, text) or _budget(amounts, claim, text)
        or _start_to_end(amounts, claim) or _two_years(amounts, claim)
    )  # fmt: skip
    return (one,) if one is not None else ()


def _tells_change(claim: Claim, text: str) -> bool:
    start = claim.quantity.span[0]
    return bool(CHANGE.search(text[max(0, start - 8) : start]))


def _clause(claim: Claim, text: str) -> str:
    """The clause up to a figure, comparisons and all."""
    said = text[max(0, claim.quantity.span[0] - 40) : claim.quantity.span[0]]
    return re.split("[，；;。：:]", said)[-1]


def _than(amounts: Sequence[Claim], claim: Claim, text: str) -> Sequence[Pair]:
    """468万元，比2023年的452万元增加16万元: the base stands in the words of the change.

    After a list of parts the change is of the whole, or else of the last part.
    """
    if not amounts or not THAN.search(_clause(amounts[-1], text)):
        return ()
    then = amounts[-1]
    before = [
        c for c in amounts[:-1] if c.sentence == then.sentence and _measures(c) == _measures(then)
    ]
    if not before or then.sentence != claim.sentence:
        return ()
    wholes = [c for c in before if not c.part]
    return [(now, then) for now in dict.fromkeys((*wholes[-1:], before[-1]))]


def _from_to(amounts: Sequence[Claim], claim: Claim, text: str) -> Pair | None:
    """由18件下降到12件，减少6件."""
    if len(amounts) < 2 or amounts[-1].sentence != claim.sentence:
        return None
    then, now = amounts[-2:]
    between = text[then.quantity.span[1] : now.quantity.span[0]]
    same = _measures(now) == _measures(then) and now.sentence == then.sentence
    return (now, then) if same and FROM.search(_clause(then, text)) and TO.match(between) else None


def _budget(amounts: Sequence[Claim], claim: Claim, text: str) -> Pair | None:
    """预算100万元，支出92万元，比预算减少8万元."""
    sentence = text[max(0, claim.quantity.span[0] - 40) : claim.quantity.span[0]]
    than = THAN_BUDGET.search(sentence)
    if than is None or "节" in sentence[-4:]:  # 比预算节约: a balance
        return None
    wanted = ("initial",) if than["initial"] else ("initial", "budget")
    budgets = [c for c in amounts if c.basis in wanted and _measures(c) == "money"]
    spent = [c for c in amounts if c.basis == "outturn" and _measures(c) == "money"]
    return (spent[0], budgets[0]) if len(budgets) == len(spent) == 1 else None


def _start_to_end(amounts: Sequence[Claim], claim: Claim) -> Pair | None:
    """年初数36.5万元，年末数28.4万元，减少8.1万元."""
    if len(amounts) < 2 or amounts[-2].sentence != claim.sentence:
        return None
    then, now = amounts[-2:]
    over = re.search("[年期]初", then.quantity.label) and re.search("[年期]末", now.quantity.label)
    return (now, then) if over and _measures(now) == _measures(then) else None


def _two_years(amounts: Sequence[Claim], claim: Claim) -> Pair | None:
    """2024年发案286起，2023年352起，下降18.75%."""
    years = sorted({c.year for c in amounts if c.year is not None})
    if len(years) < 2:
        return None
    this, last = years[-1], years[-2]
    for now in (c for c in reversed(amounts) if c.year == this):
        for then in (c for c in reversed(amounts) if c.year == last):
            if _measures(now) == _measures(then) and _same_thing(now, then, claim, amounts):
                return now, then
    return None


def _same_thing(now: Claim, then: Claim, change: Claim, among: Sequence[Claim]) -> bool:
    """Whether two figures are of one thing, and the change is of it."""
    a, b = (_WHEN.sub("", LINKING.sub("", c.quantity.label)) for c in (now, then))
    if a and b and not (a in b or b in a):
        return False
    name, others = a or b, change.quantity.label
    if change.sentence == now.sentence == then.sentence and {now, then} == set(among[-2:]):
        return True
    return not name or any(name[i : i + 2] in others for i in range(len(name) - 1))


def _of_increase(passage: Passage, index: int, up: bool) -> Relation | None:
    """收入21560元，比上年增加1490元，增长7.4%: the base follows from the first two."""
    rate = passage.claims[index]
    if rate.quantity.figure.unit.name != "%" or index < 2:
        return None
    now, amount = passage.claims[index - 2 : index]
    same = now.sentence == amount.sentence == rate.sentence and _measures(now) == _measures(amount)
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
    name = _WHEN.sub("", claim_name(now)) or claim_name(then)
    if verdict is not Verdict.VIOLATED:
        return Relation("A301", verdict, operands, name)
    value = difference(interval(now), interval(then))
    unit = claim.quantity.figure.unit.name
    amount = show(abs(value.point), unit, operands)
    direction = "增加" if value.point > 0 else "减少"
    texts = [c.quantity.figure.text for c in (now, then)]
    written = f"{'增加' if up else '减少'} {claim.quantity.figure.text}"
    message = f"{name}由 {texts[1]} 变为 {texts[0]}，应为{direction} {amount}，写的是{written}。"
    if relative and _measures(now) == "ratio":
        points = show(abs(interval(now).point - interval(then).point), "%", operands)
        message += f"（两个百分比之差是 {points[:-1]} 个百分点。）"
    message += MAYBE_ROUNDED if doubtful else ""
    return Relation(
        "A301", verdict, operands, name, message, "", f"{direction}{amount}", written, doubtful
    )
