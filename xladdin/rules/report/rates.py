"""Family A: check rates inside the report (执行率, 合格率, 控制率) against the figures behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.narrative.lexicon import listed, wholes
from xladdin.rules.equations import FormulaEquation
from xladdin.rules.language import parse
from xladdin.rules.registry import rule
from xladdin.rules.report.judging import judge
from xladdin.rules.report.prose import claim_name, claim_operand, claim_term, interval, measure
from xladdin.rules.report.quotients import (
    of_adjusted,
    of_kind,
    of_products,
    of_saving,
    quotient,
    quotients,
    turned,
)
from xladdin.rules.report.readings import Proposal, frame_words
from xladdin.rules.report.resolving import (
    around,
    before,
    by_distance,
    in_sentence,
    of_topic,
    own,
    topic_of,
)
from xladdin.rules.scope import Scope, operand, term
from xladdin.rules.telling import show

_PLANNED = ("budget", "initial", "target", "allotted", "received")
#: The rate of the whole budget.
_RATE = "执行率"
_SPENT = ("outturn", "done", "received")


@rule("A202", "error", "执行率或完成率与金额不符")
def rate_of_amounts(filing: Filing) -> Iterator[Relation]:
    """检查什么：“执行率”“完成率”“合格率”“完成年初预算的X%”是否等于写明的执行数（完成数、合格数）除以预算数（目标数、总数）。
    为什么：比率由金额算出，一处改了另一处常常忘改。
    反例：全年预算800.00万元，全年支出776.00万元，预算执行率98%。
    正例：全年预算800.00万元，全年支出776.00万元，预算执行率97%。
    怎么改：按“执行数 ÷ 预算数”或“完成数 ÷ 目标数”重算，改正填错的一个。"""
    for passage in filing.passages:
        yield from judge(
            _rate(filing, passage, claim)
            for claim in passage.claims
            if claim.figure.unit.name == "%" and not claim.figure.operator and not claim.partial
        )


@cache
def _whole_topics() -> frozenset[str]:
    """Return the topics that mean the unit as a whole."""
    return wholes() | {"", _RATE}


def _rate(filing: Filing, passage: Passage, claim: Claim) -> Proposal | None:
    """Propose a rate by its role and name; None for what other rules check."""
    if claim.subject == "控制率":
        return None  # A203
    if claim.role == "rate":
        return _of_amounts(filing, passage, claim)
    if claim.basis == "target" and claim.own_basis:
        return None
    if claim.name.endswith(frame_words("rate", "standards")):
        return None
    saving = of_saving(passage, claim)
    if saving is not None:
        return saving
    if claim.role == "value" and claim.name.endswith(frame_words("rate", "endings")):
        return of_kind(passage, claim)
    return None


def _of_amounts(filing: Filing, passage: Passage, claim: Claim) -> Proposal | None:
    """Propose 执行率 or 完成预算的 … as what was done by what was planned of one thing."""
    if claim.then is not None and passage.claims[claim.then].index < claim.index:
        given = passage.claims[claim.then]
        done = [c for c in before(passage, given) if own(c) and measure(c) == measure(given)]
        return _proposal(claim, done[:1], [given], True, done)
    rated = _of_other_rates(passage, claim)
    near = [c for c in in_sentence(passage, claim) if _states_amount(c) and c.index not in rated]
    amounts = [c for c in around(passage, claim) if _states_amount(c) and c.index not in rated]
    wide = [c for c in amounts if abs(c.sentence - claim.sentence) <= 1]
    item = [c for c in near if c.item == claim.item]
    mine = [c for c in near if c.item == claim.item or (claim.topic and c.topic == claim.topic)]
    every = [c for c in amounts if measure(c) == "money"][-12:]
    told = {c.basis in _SPENT for c in item if c.basis in (*_SPENT, *_PLANNED)}
    every += _amounts_of_topic(filing, claim) if len(told) == 1 or not told else []
    wanted = topic_of(claim.base)[1] if claim.base else ""
    for pool, sure in ((item, True), (mine, True), (near, False), (wide, False)):
        spent, planned = _spent_and_planned(filing, claim, pool, wanted)
        if spent and planned:
            sure = (sure or _are_of_one_thing(claim, spent, planned)) and not _from_income(planned)
            return _proposal(claim, spent, planned, sure, [*near, *wide, *every])
    return _proposal(claim, [], [], False, [*near, *wide, *every])


def _spent_and_planned(
    filing: Filing, claim: Claim, pool: Sequence[Claim], wanted: str
) -> tuple[list[Claim], list[Claim]]:
    """Return the pool's amounts that may be what was done and what was planned; ``wanted`` is the basis
    that the rate names, "" if none."""
    spent = [c for c in pool if c.basis in _SPENT and c.year == claim.year and own(c)]
    spent = [c for c in spent if c.depth <= claim.depth and c.index < claim.index] or spent
    planned = [c for c in pool if c.basis in _PLANNED and own(c)]
    planned = [c for c in planned if c.basis != "received"] or planned
    if any(c.basis == "target" for c in planned) and claim.noun:
        planned = [c for c in planned if c.basis == "target"]
    if wanted == "initial":
        planned = [c for c in planned if c.basis == "initial"]
    elif any(c.basis == "budget" for c in planned):
        planned = [c for c in planned if c.basis != "initial"] or planned
    planned = planned or _budget_of_unit(filing, claim, wanted)
    spent = [c for c in spent if c not in planned] or _plain_amount(pool, planned)
    return spent, planned or ([] if claim.base else _plain_amount(pool, spent))


def _are_of_one_thing(claim: Claim, spent: Sequence[Claim], planned: Sequence[Claim]) -> bool:
    """Return whether there is one amount of each, and none of them names another thing than the rate."""
    topics = {c.topic for c in (*spent, *planned)} | {claim.topic}
    topics -= _whole_topics() | set(frame_words("rate", "generic"))
    return len(spent) == len(planned) == 1 and len(topics) <= 1


def _from_income(planned: Sequence[Claim]) -> bool:
    """Return whether something taken for a plan is an income: that is not what a rate is of."""
    plain = (c for c in planned if c.basis not in _PLANNED[:-1])
    return any(c.topic.endswith(listed("income")) for c in plain)


def _of_other_rates(passage: Passage, claim: Claim) -> set[int]:
    """Return indices of amounts with a rate of their own: 收入800万元，完成预算的95%；支出780万元，…."""
    found = set()
    for rate in around(passage, claim):
        if rate.role == "rate" and rate is not claim and rate.item != claim.item:
            given = (c for c in before(passage, rate, _CLOSE) if _states_amount(c) and own(c))
            amount = next(given, None)
            if amount is not None and amount.basis not in _PLANNED[:-1]:
                found.add(amount.index)
    return found


_CLOSE = 3


def _budget_of_unit(filing: Filing, claim: Claim, basis: str) -> list[Claim]:
    """Return the unit's budget of this basis, wherever the report states it (完成年初预算的103%); empty
    unless its value is certain."""
    if basis not in _WHOLES or claim.topic not in _whole_topics():
        return []
    found = [c for c in of_topic(filing, _WHOLES[basis], "money") if c.year == claim.year]
    told = {c.figure.base.point for c in found}
    return found[:1] if len(told) == 1 and not any(c.owned or c.scope for c in found) else []


_WHOLES = {"initial": "年初预算", "budget": "预算总额"}


def _amounts_of_topic(filing: Filing, claim: Claim) -> list[Claim]:
    """Return the amounts of the rate's topic elsewhere in report and forms."""
    if claim.topic in _whole_topics():
        whole = [c for topic in sorted(_whole_topics()) for c in of_topic(filing, topic, "money")]
        return [c for c in whole if not c.owned and c.own_basis][-6:]
    found = of_topic(filing, claim.topic, "money")
    return [c for c in found if c.location.stretch != claim.location.stretch][:6]


def _states_amount(claim: Claim) -> bool:
    return measure(claim) != "ratio" and own(claim) and not claim.partial


def _plain_amount(pool: Sequence[Claim], known: Sequence[Claim]) -> list[Claim]:
    """Return the only other amount of the pool with the known one's measure, if there is one."""
    if len(known) != 1:
        return []
    like = [c for c in pool if c is not known[0] and measure(c) == measure(known[0])]
    rest = [c for c in like if own(c) and c.basis not in _PLANNED[:3]]
    return rest if len(rest) == 1 else []


def _proposal(
    claim: Claim,
    done: Sequence[Claim],
    planned: Sequence[Claim],
    sure: bool,
    others: Sequence[Claim],
) -> Proposal:
    """Propose a rate as ``done`` by ``planned``, excused by any pair of the ``others``."""
    near, aim = by_distance(done, claim), by_distance(planned, claim)
    pairs = [(a, b) for a in near[:4] for b in aim[:4]]
    changes = [c for c in others if c.basis == "adjust" and c.item == claim.item and own(c)]
    adjusted = of_adjusted(claim, pairs, list({c.location: c for c in changes}.values()))
    initial = all(c.basis == "initial" for c in aim)  # a rate is of the final budget
    readings = [*(adjusted if initial else ()), *quotients(claim, pairs)]
    readings += () if initial else adjusted
    others = list({c.location: c for c in others if own(c)}.values())
    pairs = [(a, b) for a in others[:20] for b in others[:20]]
    pairs = [(a, b) for a, b in pairs if not (a.basis in _PLANNED[:3] and b.basis in _SPENT)]
    if claim.figure.value == _ALL:  # any figure stated twice would fit
        pairs = [(a, b) for a, b in pairs if a.basis in _SPENT and b.basis in _PLANNED[:4]]
    likely = [(a, b) for a, b in pairs if a.basis in _SPENT and b.basis in _PLANNED]
    likely = [(a, b) for a, b in likely if a.year == b.year == claim.year]
    if "到位" in claim.label and not all(c.basis == "received" for c in near):
        sure = False
    sure = sure and len(near) == len(aim) == 1
    # A quotient far from the rate is of other figures.
    rate = interval(claim).point
    sure = sure and all(rate / 2 <= quotient(reading) <= rate * 2 for reading in readings)
    upside_down = next((r for r in readings if turned(claim, r)), None)
    told = readings if sure else [upside_down] if upside_down is not None else ()
    return Proposal(
        "A202", claim_name(claim), told, sure,
        [*readings, *quotients(claim, likely[:12]), *of_products(claim, others[:5])],
        quotients(claim, pairs),
    )  # fmt: skip


_ALL = 100


@rule("N104", "error", "按正文人数推算的控制率与基础数据表不同")
def implied_control(filing: Filing) -> Iterator[Relation]:
    """检查什么：正文同一段里写的在职人数除以编制数，是否等于基础数据表的控制率。
    为什么：控制率 = 实际在职人数 ÷ 编制数；正文的人数推不出表里的控制率，必有一处写错。
    反例：正文写编制数5人、实有人数3人，基础数据表控制率填 100%。
    正例：正文写编制数3人、实有人数3人，基础数据表控制率填 100%。
    怎么改：先核对编制数和在职人数，正文和表格改成一致，再重算控制率。"""
    entries = (f.entries["控制率"] for f in filing.of("basic_data") if "控制率" in f.entries)
    entry = next(entries, None)
    if entry is None or entry.figure is None:
        return
    for passage in filing.passages:
        found: dict[str, Claim] = {}
        for claim in passage.claims:
            if claim.year == filing.year:
                found.setdefault(claim.subject, claim)
        posts, staff = found.get("编制数"), found.get("在职人数")
        if posts is None or staff is None or not posts.figure.value:
            continue
        label, value = "基础数据表的控制率", interval(staff) / interval(posts)
        operands = (claim_operand(staff), claim_operand(posts), operand(entry, label))
        message = (
            f"正文写编制 {posts.figure.text}、在职 {staff.figure.text}，"
            f"控制率应为 {show(value.point, '%', operands)}，基础数据表填的是 {entry.text}。"
        )
        verdict = equal(value, entry.figure.base)
        terms = [term(entry, label), claim_term(staff), claim_term(posts)]
        places = dict(zip(("控制率", "在职人数", "编制数"), terms, strict=True))
        rate = FormulaEquation(_CONTROL, Scope("", places), verdict)
        said = message if verdict is Verdict.VIOLATED else ""
        yield Relation("N104", verdict, operands, "控制率", said, equation=rate)


_CONTROL = parse("控制率 == 在职人数 / 编制数")


@rule("A203", "error", "控制率与正文写的人数不符")
def staff_control(filing: Filing) -> Iterator[Relation]:
    """检查什么：同一段里写的控制率是否等于在职人数除以编制数。
    为什么：控制率 = 实际在职人数 ÷ 编制数。
    反例：编制5人，年末在职人员3人，控制率50％。
    正例：编制5人，年末在职人员3人，控制率60％。
    怎么改：按“在职人数 ÷ 编制数”重算控制率，或改正填错的人数。"""
    for passage in filing.passages:
        rates = [c for c in passage.claims if c.subject == "控制率" and c.year == filing.year]
        posts = [c for c in passage.claims if c.subject == "编制数"]
        staff = [c for c in passage.claims if c.subject == "在职人数" and c.year == filing.year]
        others = [c for c in passage.claims if measure(c) == "人" and own(c) and c.figure.value]
        for claim in rates[:1]:
            if not posts or not (staff or others):
                continue
            readings = quotients(claim, [(a, b) for a in staff for b in posts])
            pairs = [(a, b) for a in others[:12] for b in others[:12]]
            excuses = quotients(claim, [p for p in pairs if p[0] not in posts or p[1] not in staff])
            alone = len(staff) == len(posts) == 1
            upside_down = next((r for r in readings if turned(claim, r)), None)
            told = readings if alone or upside_down is not None else ()
            yield from judge([Proposal("A203", "控制率", told, alone, readings, excuses)])
