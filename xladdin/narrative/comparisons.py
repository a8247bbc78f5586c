"""The two figures that a change is between: now and before, this year and last, from A to B."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xladdin.model.prose import Claim, Passage
from xladdin.narrative.patterns import (
    CHANGE,
    FROM,
    LINKING,
    PER,
    PER_TIME,
    THAN,
    THAN_BUDGET,
    TO,
)

#: The change is from another figure than the budget named before.
_THAN_BEFORE = re.compile(r"[比较](?:上年|去年|上一年|同期|(?:19|20)\d{2}年)|同比")
#: 为预算5.60万元的91.07%.
_OF_BUDGET = re.compile(r"^(?:为|占|完成|相当于)(?:年初|全年|调整后?)?预算数?的?$")
#: The figure now, and the one before.
Pair = tuple[Claim, Claim]
#: How many claims back the two figures may stand that a change is between.
_LOOK_BACK = 10
#: A year, or whose the figure is, says nothing of what it is about.
WHEN = re.compile(r"(?:19|20)\d{2}年度?|上年|去年|本年|今年|全年|我[县市区]")


def measure(claim: Claim) -> str:
    """What a figure measures; a difference of rates is told in percentage points."""
    measures = claim.quantity.figure.unit.measures
    return "ratio" if measures == "percentage points" else measures


def pairs(passage: Passage, index: int, text: str) -> Sequence[Pair]:
    """The figures now and before that a change may be between, both stated before it."""
    claim = passage.claims[index]
    before = passage.claims[max(0, index - _LOOK_BACK) : index]
    amounts = [
        c
        for c in before
        if claim.sentence - c.sentence <= 1
        and not _tells_change(c, text)
        and (not PER.search(c.quantity.label) or PER_TIME.search(c.quantity.label))
        and (claim.quantity.figure.unit.name == "%" or measure(c) == measure(claim))
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
        c
        for c in amounts[:-1]
        if c.sentence == then.sentence and measure(c) == measure(then) and not _base(c, text)
    ]
    if not before or then.sentence != claim.sentence:
        return ()
    wholes = [c for c in before if not c.part]
    return [(now, then) for now in dict.fromkeys((*wholes[-1:], before[-1]))]


def _base(claim: Claim, text: str) -> bool:
    """Whether a figure is what another is compared with: 较预算6.00万元, 为预算5.60万元的."""
    said = _clause(claim, text)
    return bool(THAN.search(said) or _OF_BUDGET.search(said))


def _from_to(amounts: Sequence[Claim], claim: Claim, text: str) -> Pair | None:
    """由18件下降到12件，减少6件."""
    if len(amounts) < 2 or amounts[-1].sentence != claim.sentence:
        return None
    then, now = amounts[-2:]
    between = text[then.quantity.span[1] : now.quantity.span[0]]
    same = measure(now) == measure(then) and now.sentence == then.sentence
    return (now, then) if same and FROM.search(_clause(then, text)) and TO.match(between) else None


def _budget(amounts: Sequence[Claim], claim: Claim, text: str) -> Pair | None:
    """预算100万元，支出92万元，比预算减少8万元."""
    sentence = text[max(0, claim.quantity.span[0] - 40) : claim.quantity.span[0]]
    than = THAN_BUDGET.search(sentence)
    if than is None or "节" in sentence[-4:]:  # 比预算节约: a balance
        return None
    if _THAN_BEFORE.search(sentence, than.end()):  # 比预算减少…，比上年减少 …
        return None
    wanted = ("initial",) if than["initial"] else ("initial", "budget")
    budgets = [c for c in amounts if c.basis in wanted and measure(c) == "money"]
    spent = [c for c in amounts if c.basis == "outturn" and measure(c) == "money"]
    if len(budgets) != 1 or len(spent) != 1 or amounts[-1] not in (spent[0], budgets[0]):
        return None
    return spent[0], budgets[0]


def _start_to_end(amounts: Sequence[Claim], claim: Claim) -> Pair | None:
    """年初数36.5万元，年末数28.4万元，减少8.1万元."""
    if len(amounts) < 2 or amounts[-2].sentence != claim.sentence:
        return None
    then, now = amounts[-2:]
    over = re.search("[年期]初", then.quantity.label) and re.search("[年期]末", now.quantity.label)
    return (now, then) if over and measure(now) == measure(then) else None


def _two_years(amounts: Sequence[Claim], claim: Claim) -> Pair | None:
    """2024年发案286起，2023年352起，下降18.75%."""
    years = sorted({c.year for c in amounts if c.year is not None})
    if len(years) < 2:
        return None
    this, last = years[-1], years[-2]
    for now in (c for c in reversed(amounts) if c.year == this):
        for then in (c for c in reversed(amounts) if c.year == last):
            if measure(now) == measure(then) and _same_thing(now, then, claim, amounts):
                return now, then
    return None


def _same_thing(now: Claim, then: Claim, change: Claim, among: Sequence[Claim]) -> bool:
    """Whether two figures are of one thing, and the change is of it."""
    a, b = (WHEN.sub("", LINKING.sub("", c.quantity.label)) for c in (now, then))
    if a and b and not (a in b or b in a):
        return False
    name, others = a or b, change.quantity.label
    if change.sentence == now.sentence == then.sentence and {now, then} == set(among[-2:]):
        return True
    return not name or any(name[i : i + 2] in others for i in range(len(name) - 1))
