"""Family A: check prices against the amount and the count of what they are paid for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xladdin.model.filing import Filing
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.narrative.lexicon import kind_words
from xladdin.rules.registry import rule
from xladdin.rules.report.judging import judge
from xladdin.rules.report.priced import (
    any_counts_of,
    counts_of,
    is_mean,
    is_time,
    of_standard,
    of_two,
    products,
    wholes_of,
    with_more,
)
from xladdin.rules.report.prose import claim_name, exactly, measure
from xladdin.rules.report.readings import Proposal, Reading, frame, frame_words
from xladdin.rules.report.resolving import around, in_sentence
from xladdin.rules.words import any_of, pairs


@rule("A501", "error", "单价、数量与金额不符")
def price(filing: Filing) -> Iterator[Relation]:
    """检查什么：“每人每月800元，共120人”“亩均1500元”“单价1850元”等写明单价、数量和金额的，三者是否对得上。
    为什么：金额由单价和数量算出，常有数字或元、万元写错。
    反例：为120名特困人员每人每月发放800元，全年共发放112.50万元。
    正例：为120名特困人员每人每月发放800元，全年共发放115.20万元。
    怎么改：按“单价 × 数量（× 月数）”重算，改正填错的一个；单位是元还是万元写清楚。"""
    for passage in filing.passages:
        yield from judge(
            _price(passage, claim)
            for claim in passage.claims
            if claim.figure.value
            and (claim.role == "price" or _may_be_price(claim))
            and measure(claim) != "ratio"
        )


def _price(passage: Passage, claim: Claim) -> Proposal:
    """Propose a price with the products that its amount and count may make."""
    if claim.role == "price" and claim.figure.unit.name == "元" and not is_mean(claim):
        claim = exactly(claim)  # a standard is exact, unlike a quotient
    near = [c for c in in_sentence(passage, claim) if not c.figure.operator]
    wide = [c for c in around(passage, claim) if c.index != claim.index]
    wide = [c for c in wide if abs(c.sentence - claim.sentence) <= _BEFORE]
    here = _beside(claim, near)
    wholes, counts = wholes_of(claim, here), counts_of(claim, here)
    alone = claim.role == "price" and len(wholes) == len(counts) == 1
    next_to = is_mean(claim) and _stands_right_behind(claim, wholes, counts)
    readings: list[Reading] = []
    if (
        (alone or next_to)
        and not _is_disturbed(here)
        and not _may_be_of_several(claim, wholes[0], near)
    ):
        readings = list(products(claim, wholes[:1], counts[:1], here))
        if is_mean(claim):
            readings = readings[:1]  # an average is rounded itself
    in_parts = any_of(frame_words("price", "instalments"), claim.location.quote)
    readings = [r for r in readings if _fits(claim, _whole_of(r)) and not in_parts]
    pools = ((wholes, counts, here), (wholes_of(claim, near), counts_of(claim, near), near))
    wider = (wholes_of(claim, wide), counts_of(claim, wide), wide)
    every = [*of_standard(claim, near), *(r for pool in pools for r in products(claim, *pool))]
    far = list(products(claim, *wider))
    several = any(c.role == "price" for c in near)
    nearest = list(products(claim, *pools[0])) if several and not is_mean(claim) else every
    said = [*nearest, *(far if is_mean(claim) else ())]
    likely = [r for r in said if _fits(claim, _whole_of(r)) and not _is_of_all(claim, _whole_of(r))]
    likely = likely if claim.role == "price" else []
    if is_mean(claim):  # an average is a quotient
        products_ = {frame(f"price.{form}") for form in ("mean", "of_standard", "of_several")}
        likely = [r for r in likely if r.formula in products_]
    excuses = [
        *far,
        *products(claim, wider[0], any_counts_of(claim, wide), wide),
        *with_more(claim, *pools[1][:2]),
        *with_more(claim, *wider[:2]),
        *of_two(claim, near),
    ]
    sure = alone and measure(claim) == "money"
    return Proposal("A501", claim_name(claim) or "单价", readings, sure, likely, [*every, *excuses])


#: How many sentences before an average have its amount and count.
_BEFORE = 2


def _beside(claim: Claim, near: Sequence[Claim]) -> list[Claim]:
    """Return the figures between the previous and the next price, in the same part of the sentence and not in
    deeper brackets."""
    prices = [c.index for c in near if c.role == "price"]
    low = max((i for i in prices if i < claim.index), default=-1)
    high = min((i for i in prices if i > claim.index), default=claim.index + _FAR)
    told = any(low < c.index < claim.index and measure(c) == measure(claim) for c in near)

    high = min(high, claim.index + 1) if is_mean(claim) and told else high
    here = [c for c in near if c.segment == claim.segment and c.depth <= claim.depth]
    return [c for c in here if low < c.index < high]


_FAR = 12


def _may_be_of_several(claim: Claim, whole: Claim, near: Sequence[Claim]) -> bool:
    """Return whether an amount may belong to another price too, or to several together."""
    others = [c for c in near if c.role == "price" and c.segment == claim.segment]
    return any(whole.totals or c.index < whole.index < claim.index for c in others)


def _stands_right_behind(claim: Claim, wholes: Sequence[Claim], counts: Sequence[Claim]) -> bool:
    """Return whether an average stands right behind its amount and count."""
    if not wholes or not counts:
        return False
    return {wholes[0].index, counts[0].index} == {claim.index - 1, claim.index - 2}


def _whole_of(reading: Reading) -> Claim:
    return reading.claim("金额" if "金额" in reading.roles else "单价")


def _is_of_all(claim: Claim, whole: Claim) -> bool:
    """Return whether the price is of a part and the amount of the whole: 其中小麦亩产398公斤."""
    return claim.part and not whole.part and whole.sentence != claim.sentence


def _fits(claim: Claim, whole: Claim) -> bool:
    """Return whether an average may be of an amount: 人均消费 is not of 门票收入."""
    said = claim.label
    for word in (*kind_words()["each"], *kind_words()["link"]):
        said = said.replace(word, "")
    named, other = pairs(said) & pairs(claim.label), whole.topic + whole.label
    return not is_mean(claim) or not whole.name or not named or any_of(named, other)


def _may_be_price(claim: Claim) -> bool:
    """Return whether an amount in 元 may be a price that no word announces; it is never called wrong."""
    figure = claim.figure
    return claim.role == "value" and figure.unit.name == "元" and figure.value < _DEAREST


_DEAREST = 20_000


def _is_disturbed(pool: Sequence[Claim]) -> bool:
    """Return whether several times or periods beside a price make it unclear what is multiplied."""
    return sum(map(is_time, pool)) > 1 or any(c.partial for c in pool)
