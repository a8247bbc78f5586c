"""Family A: rates inside the report: 执行率, 完成预算的 …%, 合格率, 控制率."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.rules.registry import rule
from xladdin.rules.report.frames import frame, frames
from xladdin.rules.report.judging import judge
from xladdin.rules.report.prose import claim_name, interval, measure
from xladdin.rules.report.readings import Proposal, Reading
from xladdin.rules.report.resolving import around, before, in_sentence, of_topic, own, topic_of

_PLANNED = ("budget", "initial", "target", "allotted", "received")
#: All of these are of the unit as a whole.
_WHOLE = {"", "支出总额", "预算总额", "年初预算", "执行率"}
_SPENT = ("outturn", "done", "received")


@rule(
    "A202",
    "执行率或完成率与金额不符",
    "error",
    "按“执行数 ÷ 预算数”或“完成数 ÷ 目标数”重算，改正填错的一个。",
)
def rate_of_amounts(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“执行率”“完成率”“合格率”“完成年初预算的X%”是否等于写明的执行数（完成数、合格数）除以预算数（目标数、总数）。
    为什么：比率由金额算出，一处改了另一处常常忘改。
    反例：全年预算800.00万元，全年支出776.00万元，预算执行率98%。
    正例：全年预算800.00万元，全年支出776.00万元，预算执行率97%。"""
    for passage in filing.passages:
        yield from judge(
            proposal
            for claim in passage.claims
            if claim.figure.unit.name == "%" and not claim.figure.operator and not claim.partial
            if (proposal := _rate(filing, passage, claim)) is not None
        )


def _rate(filing: Filing, passage: Passage, claim: Claim) -> Proposal | None:
    if claim.basis == "target" and claim.own_basis and claim.role != "rate":
        return None
    if claim.subject == "控制率":
        return None  # A203
    if claim.role == "rate":
        return _of_amounts(filing, passage, claim)
    if claim.role == "value" and claim.name.endswith(_endings()):
        return _of_kind(passage, claim)
    return None


@cache
def _endings() -> tuple[str, ...]:
    return tuple(frames()["rate"]["endings"])


def _of_amounts(filing: Filing, passage: Passage, claim: Claim) -> Proposal | None:
    """执行率 and 完成预算的 …: of what was spent and what was planned of one thing."""
    if claim.then is not None and passage.claims[claim.then].index < claim.index:
        given = passage.claims[claim.then]
        done = [c for c in before(passage, given) if own(c) and measure(c) == measure(given)]
        return _proposal(claim, done[:1], [given], True, done)
    near = [c for c in in_sentence(passage, claim) if _amount(c)]
    wide = [
        c for c in around(passage, claim) if _amount(c) and abs(c.sentence - claim.sentence) <= 1
    ]
    item = [c for c in near if c.item == claim.item]
    mine = [c for c in near if c.item == claim.item or (claim.topic and c.topic == claim.topic)]
    every = [c for c in around(passage, claim) if _amount(c) and measure(c) == "money"][-12:]
    told = {c.basis in _SPENT for c in item if c.basis in (*_SPENT, *_PLANNED)}
    every += _named(filing, passage, claim) if len(told) == 1 or not told else []
    wanted = topic_of(claim.base)[1] if claim.base else ""
    for pool, sure in ((item, True), (mine, True), (near, False), (wide, False)):
        spent = [c for c in pool if c.basis in _SPENT and c.year == claim.year and own(c)]
        spent = [c for c in spent if c.depth <= claim.depth] or spent
        planned = [c for c in pool if c.basis in _PLANNED and own(c)]
        planned = [c for c in planned if c.basis != "received"] or planned
        if any(c.basis == "target" for c in planned) and claim.noun:
            planned = [c for c in planned if c.basis == "target"]
        if wanted == "initial":
            planned = [c for c in planned if c.basis == "initial"]
        elif any(c.basis == "budget" for c in planned):
            planned = [c for c in planned if c.basis != "initial"] or planned
        planned = planned or _by_name(filing, claim, wanted)
        spent = [c for c in spent if c not in planned] or _plain_amount(pool, planned)
        planned = planned or _plain_amount(pool, spent)
        if spent and planned:
            if not sure:
                same = {c.topic for c in (*spent, *planned)} | {claim.topic}
                same -= _WHOLE | set(frames()["rate"]["generic"])
                sure = len(spent) == len(planned) == 1 and len(same - {""}) <= 1
            return _proposal(claim, spent, planned, sure, [*near, *wide, *every])
    return _proposal(claim, [], [], False, [*near, *wide, *every])


def _by_name(filing: Filing, claim: Claim, basis: str) -> list[Claim]:
    """完成年初预算的103%: the unit's 年初预算, wherever the report tells it."""
    if basis not in _WHOLES or claim.topic not in _WHOLE:
        return []
    found = [c for c in of_topic(filing, _WHOLES[basis], "money") if c.year == claim.year]
    told = {c.figure.base.point for c in found}
    return found[:1] if len(told) == 1 and not any(c.owned or c.scope for c in found) else []


_WHOLES = {"initial": "年初预算", "budget": "预算总额"}


def _named(filing: Filing, passage: Passage, claim: Claim) -> list[Claim]:
    """What was planned and done of the rate's thing elsewhere in the report, by its name."""
    if claim.topic in _WHOLE:
        whole = [c for topic in sorted(_WHOLE) for c in of_topic(filing, topic, "money")]
        return [c for c in whole if not c.owned and c.own_basis][-6:]
    found = of_topic(filing, claim.topic, "money")
    return [c for c in found if c.location.paragraph != claim.location.paragraph][:6]


def _amount(claim: Claim) -> bool:
    return (
        measure(claim) != "ratio"
        and claim.role in ("value", "total", "score")
        and not claim.partial
    )


def _plain_amount(pool: Sequence[Claim], known: Sequence[Claim]) -> list[Claim]:
    """The one other amount of a pool, whatever its basis."""
    if len(known) != 1:
        return []
    rest = [
        c for c in pool
        if c is not known[0] and measure(c) == measure(known[0]) and own(c) and c.basis not in _PLANNED[:3]
    ]  # fmt: skip
    return rest if len(rest) == 1 else []


def _proposal(
    claim: Claim,
    done: Sequence[Claim],
    planned: Sequence[Claim],
    sure: bool,
    others: Sequence[Claim],
) -> Proposal | None:
    near = sorted(done, key=lambda c: abs(c.index - claim.index))
    aim = sorted(planned, key=lambda c: abs(c.index - claim.index))
    readings = _quotients(claim, [(a, b) for a in near[:4] for b in aim[:4]])
    others = list({c.location: c for c in others if own(c)}.values())
    pairs = [(a, b) for a in others[:20] for b in others[:20]]
    pairs = [(a, b) for a, b in pairs if not (a.basis in _PLANNED[:3] and b.basis in _SPENT)]
    if claim.figure.value == _ALL:  # any figure told twice would do
        pairs = [(a, b) for a, b in pairs if a.basis in _SPENT and b.basis in _PLANNED[:4]]
    likely = [
        (a, b)
        for a, b in pairs
        if a.basis in _SPENT and b.basis in _PLANNED and a.year == b.year == claim.year
    ]
    if "到位" in claim.label and not all(c.basis == "received" for c in near):
        sure = False
    sure = sure and len(near) == len(aim) == 1 and all(_near(claim, r) for r in readings)
    turned = next((r for r in readings if _turned(claim, r)), None)
    told = readings if sure else [turned] if turned is not None else ()
    return Proposal(
        "A202", claim_name(claim), told, sure,
        [*readings, *_quotients(claim, likely[:12]), *_of_products(claim, others[:5])],
        _quotients(claim, pairs),
    )  # fmt: skip


_ALL = 100


def _turned(claim: Claim, reading: Reading) -> bool:
    """Whether the rate is what was planned divided by what was done."""
    done, planned = reading.roles["完成数"], reading.roles["计划数"]
    assert isinstance(done, Claim)
    assert isinstance(planned, Claim)
    if not claim.figure.places or interval(done).low <= 0:
        return False
    return equal(interval(planned) / interval(done), interval(claim)) is Verdict.HELD


def _near(claim: Claim, reading: Reading) -> bool:
    """Whether the quotient is anywhere near the rate: else it is one of other figures."""
    done, planned = reading.roles["完成数"], reading.roles["计划数"]
    assert isinstance(done, Claim)
    assert isinstance(planned, Claim)
    due = interval(done).point / interval(planned).point
    return interval(claim).point / 2 <= due <= interval(claim).point * 2


def _quotients(claim: Claim, pairs: Sequence[tuple[Claim, Claim]]) -> list[Reading]:
    """The rate as the quotient of each pair that can have one."""
    return [
        Reading(
            frame("rate", "rate"), {"完成率": claim, "完成数": a, "计划数": b},
            f"{claim_name(a)} ÷ {claim_name(b)}",
        )
        for a, b in pairs
        if a is not b and measure(a) == measure(b) and interval(b).low > 0
    ]  # fmt: skip


def _of_kind(passage: Passage, claim: Claim) -> Proposal | None:
    """抽检1260批次，合格1239批次，合格率98.33%: those that 率 names, out of those before them."""
    here = _counts(before(passage, claim, 10))
    if claim.depth and not here:
        here = [c for c in passage.claims[max(0, claim.index - 2) : claim.index][::-1] if own(c)]
    back = passage.claims[max(0, claim.index - _FAR) : claim.index][::-1]
    wide = _counts(c for c in back if claim.sentence - c.sentence <= _SENTENCES)
    counts = here if len(here) > 1 else wide
    if len(counts) < 2:
        return None
    stem = _stem(claim.name)
    pairs = _fractions(counts[:5])
    named = [(a, b) for a, b in pairs if _tells(a, stem) and b.index < a.index]
    readings = _quotients(claim, named)
    alone = len({id(a) for a, _ in named}) == 1 and len({measure(c) for c in counts[:2]}) == 1
    plain = bool(named) and named[0][0] is counts[0] and named[0][1] is counts[1]
    several = any(c.role == "value" and measure(c) == "ratio" for c in before(passage, claim, 10))
    sure = alone and plain and len(counts) == 2 and not several and counts is here
    quotients = [*readings, *_quotients(claim, [*pairs, *_fractions(wide[:8])])]
    told = readings if sure else ()
    if not sure and alone and len(named) == 1 and _close(claim, readings[0]) and not several:
        told = readings
    return Proposal("A202", claim.name, told, sure, [*quotients, *_of_products(claim, wide[:6])])


def _close(claim: Claim, reading: Reading) -> bool:
    """Whether the quotient is so close to the rate that it can hardly be another one."""
    done, planned = reading.roles["完成数"], reading.roles["计划数"]
    assert isinstance(done, Claim)
    assert isinstance(planned, Claim)
    due = interval(done).point / interval(planned).point
    return abs(due - interval(claim).point) <= _GAP


_GAP = Decimal("0.05")
#: A rate may be of what the sentences right before it count.
_FAR, _SENTENCES = 12, 2


def _counts(found: Iterable[Claim]) -> list[Claim]:
    return [c for c in found if measure(c) != "ratio" and own(c) and not c.figure.operator]


def _fractions(counts: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """The pairs of which one may be a part of the other."""
    return [
        (a, b)
        for a in counts
        for b in counts
        if a is not b
        and measure(a) == measure(b)
        and interval(b).low > 0
        and interval(a).low <= interval(b).high
    ]


def _of_products(claim: Claim, counts: Sequence[Claim]) -> list[Reading]:
    """床位使用率 is of 床日 out of 床位 times 天."""
    return [
        Reading(
            frame("rate", "of_product"), {"完成率": claim, "完成数": a, "计划数": b, "倍数": c},
            f"{claim_name(a)} ÷ ({claim_name(b)} × {claim_name(c)})",
        )
        for a in counts
        for b in counts
        for c in counts
        if b.index < c.index and len({measure(a), measure(b), measure(c), "money"}) == _FOUR
    ]  # fmt: skip


_FOUR = 4


def _stem(name: str) -> str:
    """What 率 is of: 合格 of 产品合格率."""
    stem = next((name[: -len(each)] for each in _endings() if name.endswith(each)), name)
    return stem[-2:]


def _tells(claim: Claim, stem: str) -> bool:
    """Whether a figure counts those that a rate names."""
    return len(stem) == 2 and (
        claim.topic.endswith(stem) or claim.noun.startswith(stem) or stem in claim.label[-4:]
    )


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
        rates = [c for c in passage.claims if c.subject == "控制率" and c.year == filing.year]
        posts = [c for c in passage.claims if c.subject == "编制数"]
        staff = [c for c in passage.claims if c.subject == "在职人数" and c.year == filing.year]
        others = [c for c in passage.claims if measure(c) == "人" and own(c) and c.figure.value]
        for claim in rates[:1]:
            if not posts or not (staff or others):
                continue
            readings = _quotients(claim, [(a, b) for a in staff for b in posts])
            excuses = _quotients(claim, [(a, b) for a in others[:12] for b in others[:12]])
            alone = len(staff) == len(posts) == 1
            turned = next((r for r in readings if _turned(claim, r)), None)
            told = readings if alone or turned is not None else ()
            yield from judge([Proposal("A203", "控制率", told, alone, readings, excuses)])
