"""Family A: check what is left of a budget, and what was done beyond a target."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.model.filing import Filing
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.narrative.lexicon import wholes
from xladdin.rules.registry import rule
from xladdin.rules.report.judging import judge
from xladdin.rules.report.prose import claim_name, interval, measure
from xladdin.rules.report.readings import Proposal, Reading, Roles, frame_words, read
from xladdin.rules.report.resolving import around, before, in_sentence, of_topic, own
from xladdin.rules.words import any_of

_PLANNED = ("budget", "initial", "allotted", "received")
_SPENT = ("outturn", "done")
#: The most readings that a slip does not fit by chance.
_FEW = 2


@rule("A302", "warning", "结余与预算、支出之差不符")
def balance(filing: Filing) -> Iterator[Relation]:
    """检查什么：写明预算（收入）和支出的，结余（结转、节约、未执行）是否等于两者之差，写了年初结转的加上年初结转；超额完成的数是否等于完成数减任务数。
    为什么：结余由两个数相减得出。
    反例：预算100万元，支出92万元，结余18万元。
    正例：预算100万元，支出92万元，结余8万元。
    怎么改：按“预算 − 支出”重算结余，或改正填错的预算、支出。"""
    for passage in filing.passages:
        yield from judge(_stocks(passage))
        yield from judge(
            _balance(filing, passage, claim)
            for claim in passage.claims
            if claim.role in ("left", "beyond")
            and measure(claim) != "ratio"
            and not claim.figure.operator
        )


def _stocks(passage: Passage) -> Iterator[Proposal]:
    """Propose the closing stock of anything but money: 年初1240床，采购600床，发放975床，年末865床."""
    opens, closes, ups, downs = (
        frame_words("balance", key) for key in ("opening", "closing", "more", "less")
    )
    for closing in passage.claims:
        if not any_of(closes, closing.label) or not _may_be_stock(closing):
            continue
        if measure(closing) in ("ratio", "money"):
            continue
        moves: list[Claim] = []
        opening = None
        for claim in before(passage, closing):
            if not _may_be_stock(claim) or measure(claim) != measure(closing):
                continue
            if any_of(opens, claim.label):
                opening = claim
                break
            moves.insert(0, claim)
        less = tuple(c for c in moves if any_of(downs, c.label))
        more = tuple(c for c in moves if c not in less and any_of(ups, c.label))
        if opening is None or not moves or len(more) + len(less) != len(moves):
            continue
        why = "年初 + 增加 − 减少"
        roles: Roles = {"年末": closing, "年初": opening, "增加各项": more, "减少各项": less}
        yield Proposal("A302", claim_name(closing), [read("balance.stock", why, **roles)], False)


def _may_be_stock(claim: Claim) -> bool:
    return claim.role in ("value", "total", "left", "carried") and not claim.figure.operator


def _balance(filing: Filing, passage: Passage, claim: Claim) -> Proposal | None:
    """Propose what is left as a budget less the spending, or 超额 by ``_beyond``; else None."""
    near = [c for c in in_sentence(passage, claim) if _is_comparable(c, claim)]
    wide = [c for c in around(passage, claim) if abs(c.sentence - claim.sentence) <= 1]
    wide = [c for c in wide if _is_comparable(c, claim)]
    if claim.role == "beyond":
        return _beyond(claim, near)
    several = any(c.role == "left" for c in near)
    readings, sure = [], False
    for pool in (near, wide):
        carried = [c for c in pool if c.role == "carried" and c.index < claim.index]
        planned = [c for c in pool if c.basis in _PLANNED and own(c)]
        incomes = [c for c in pool if "收入" in c.name + c.label and own(c)]
        spent = [c for c in pool if c.basis in _SPENT and own(c) and c not in incomes]
        spent = [c for c in spent if c.basis == "outturn" or "支出" in c.label + c.topic]
        adjusted = [c for c in planned if c.basis != "initial"] or planned
        if carried and (incomes or planned) and spent:
            for income in incomes or adjusted:
                why = "年初结转 + 收入 − 支出"
                readings += [
                    read("balance.carried", why, 结余=claim, 年初结转=o, 收入=income, 支出=s)
                    for o in carried
                    for s in spent
                    if s is not income
                ]
            only = len(carried) == len(spent) == len(incomes or adjusted) == 1
            sure = sure or (only and pool is near)
        readings += [
            _left(claim, p, s)
            for p in (*adjusted, *[i for i in incomes if i not in adjusted])
            for s in spent
            if p is not s and interval(p).high >= interval(s).low
        ]
        current = any_of(frame_words("balance", "current"), claim.label)
        if readings and carried and pool is near and not current:
            readings = [r for r in readings if "年初结转" in r.roles] or readings
            break
        if readings and not carried:
            sure = pool is near and len(spent) == len(adjusted or incomes) == 1
            sure = sure and not claim.name and (bool(adjusted) or current)
        if readings:
            break
    if not readings and claim.topic in {"", *wholes()} and not claim.name:
        plans = of_topic(filing, "预算总额", "money")[:2]
        outturns = of_topic(filing, "支出总额", "money")[:2]
        readings = [
            _left(claim, p, s, "全年预算 − 全年支出")
            for p in plans
            for s in outturns
            if p.year == s.year == claim.year
        ][:2]
    every = [c for c in wide if own(c)]
    excuses = [
        _left(claim, a, b)
        for a in every[:10]
        for b in every[:10]
        if a is not b and interval(a).low >= interval(b).low
    ]
    told = readings if sure and not several else ()
    likely = readings if len(readings) <= _FEW and not several else ()
    return Proposal("A302", "结余", told, sure, likely, [*readings, *excuses])


def _left(claim: Claim, plan: Claim, spent: Claim, why: str = "") -> Reading:
    why = why or f"{claim_name(plan)} − {claim_name(spent)}"
    return read("balance.left", why, 结余=claim, 预算=plan, 支出=spent)


def _is_comparable(claim: Claim, left: Claim) -> bool:
    return claim is not left and measure(claim) == measure(left) and not claim.partial


def _beyond(claim: Claim, near: list[Claim]) -> Proposal | None:
    """Propose 超额 as what was done less the target."""
    targets = [c for c in near if c.basis == "target"]
    done = [c for c in near if own(c) and c not in targets]
    readings = [
        read("balance.beyond", "完成数 − 任务数", 超额=claim, 完成数=d, 计划数=t)
        for d in done
        for t in targets
    ]
    alone = len(targets) == len(done) == 1
    return Proposal("A302", "超额", readings if alone else (), alone, readings)
