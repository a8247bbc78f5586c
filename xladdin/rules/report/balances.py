"""Family A: what is left of a budget, and what was done beyond a target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from xladdin.model.filing import Filing
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.narrative.lexicon import wholes
from xladdin.rules.registry import rule
from xladdin.rules.report.judging import judge
from xladdin.rules.report.prose import claim_name, interval, measure
from xladdin.rules.report.readings import Proposal, Reading, Roles, frame, frames
from xladdin.rules.report.resolving import around, before, in_sentence, of_topic, own

_PLANNED = ("budget", "initial", "allotted", "received")
_SPENT = ("outturn", "done")
#: Of more readings a slip may fit one by chance.
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
            proposal
            for claim in passage.claims
            if claim.role in ("left", "beyond")
            and measure(claim) != "ratio"
            and not claim.figure.operator
            if (proposal := _balance(filing, passage, claim)) is not None
        )


def _stocks(passage: Passage) -> Iterator[Proposal]:
    """年初1240床，采购600床，发放975床，年末865床: a stock of anything from opening to closing."""
    words = frames()["balance"]
    for closing in passage.claims:
        if (
            not _says(closing, words["closing"])
            or measure(closing) in ("ratio", "money")
            or not _stands(closing)
        ):
            continue
        moves: list[Claim] = []
        opening = None
        for claim in before(passage, closing):
            if not _stands(claim) or measure(claim) != measure(closing):
                continue
            if _says(claim, words["opening"]):
                opening = claim
                break
            moves.insert(0, claim)
        less = tuple(c for c in moves if _says(c, words["less"]))
        more = tuple(c for c in moves if c not in less and _says(c, words["more"]))
        if opening is None or not moves or len(more) + len(less) != len(moves):
            continue
        roles: Roles = {"年末": closing, "年初": opening, "增加各项": more, "减少各项": less}
        reading = Reading(frame("balance", "stock"), roles, "年初 + 增加 − 减少")
        yield Proposal("A302", claim_name(closing), [reading], False)


def _says(claim: Claim, words: Sequence[str]) -> bool:
    return any(word in claim.label for word in words)


def _stands(claim: Claim) -> bool:
    return claim.role in ("value", "total", "left", "carried") and not claim.figure.operator


def _balance(filing: Filing, passage: Passage, claim: Claim) -> Proposal | None:
    near = [c for c in in_sentence(passage, claim) if _alike(c, claim)]
    wide = [
        c
        for c in around(passage, claim)
        if _alike(c, claim) and abs(c.sentence - claim.sentence) <= 1
    ]
    if claim.role == "beyond":
        return _beyond(claim, near)
    several = any(c.role == "left" for c in near)
    readings, sure = [], False
    for pool in (near, wide):
        carried = [c for c in pool if c.role == "carried" and c.index < claim.index]
        planned = [c for c in pool if c.basis in _PLANNED and own(c)]
        incomes = [c for c in pool if "收入" in c.name + c.label and own(c)]
        spent = [
            c
            for c in pool
            if c.basis in _SPENT
            and own(c)
            and c not in incomes
            and "支出" in c.label + c.topic + "支出" * (c.basis == "outturn")
        ]
        adjusted = [c for c in planned if c.basis != "initial"] or planned
        if carried and (incomes or planned) and spent:
            for income in incomes or adjusted:
                readings += [
                    Reading(frame("balance", "carried"), {"结余": claim, "年初结转": o, "收入": income, "支出": s}, "年初结转 + 收入 − 支出")
                    for o in carried for s in spent if s is not income
                ]  # fmt: skip
            sure = sure or (
                len(carried) == len(spent) == 1 and len(incomes or adjusted) == 1 and pool is near
            )
        readings += [
            Reading(
                frame("balance", "left"),
                {"结余": claim, "预算": p, "支出": s},
                f"{claim_name(p)} − {claim_name(s)}",
            )
            for p in (*adjusted, *[i for i in incomes if i not in adjusted])
            for s in spent
            if p is not s
        ]
        if readings and carried and pool is near and not any(w in claim.label for w in _current()):
            readings = [r for r in readings if "年初结转" in r.roles] or readings
            break
        if readings and not carried:
            sure = (
                pool is near
                and len(spent) == 1
                and len(adjusted or incomes) == 1
                and not claim.name
                and (bool(adjusted) or any(w in claim.label for w in _current()))
            )
        if readings:
            break
    if not readings and claim.topic in {"", *wholes()} and not claim.name:
        plans = of_topic(filing, "预算总额", "money")[:2]
        outturns = of_topic(filing, "支出总额", "money")[:2]
        readings = [
            Reading(frame("balance", "left"), {"结余": claim, "预算": p, "支出": s}, "全年预算 − 全年支出")
            for p in plans
            for s in outturns
            if p.year == s.year == claim.year
        ][:2]  # fmt: skip
    every = [c for c in wide if own(c)]
    excuses = [
        Reading(
            frame("balance", "left"),
            {"结余": claim, "预算": a, "支出": b},
            f"{claim_name(a)} − {claim_name(b)}",
        )
        for a in every[:10]
        for b in every[:10]
        if a is not b and interval(a).low >= interval(b).low
    ]
    told = readings if sure and not several else ()
    likely = readings if len(readings) <= _FEW and not several else ()
    return Proposal("A302", "结余", told, sure, likely, [*readings, *excuses])


@cache
def _current() -> tuple[str, ...]:
    """Words for what is left of this year alone, whatever was carried over."""
    return tuple(frames()["balance"]["current"])


def _alike(claim: Claim, left: Claim) -> bool:
    return claim is not left and measure(claim) == measure(left) and not claim.partial


def _beyond(claim: Claim, near: list[Claim]) -> Proposal | None:
    targets = [c for c in near if c.basis == "target"]
    done = [c for c in near if own(c) and c not in targets]
    readings = [
        Reading(
            frame("balance", "beyond"), {"超额": claim, "完成数": d, "计划数": t}, "完成数 − 任务数"
        )
        for d in done
        for t in targets
    ]
    alone = len(targets) == len(done) == 1
    return Proposal("A302", "超额", readings if alone else (), alone, readings)
