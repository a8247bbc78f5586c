"""Sums by what the parts are: 一是 …, 二是 …; 基本支出 and 项目支出 of one 总支出."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, equal, total
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.narrative.lexicon import partitions
from xladdin.narrative.ordinals import ordinal_items
from xladdin.rules.registry import rule
from xladdin.rules.report.judging import judge
from xladdin.rules.report.prose import claim_name, interval, kept, measure
from xladdin.rules.report.readings import Proposal
from xladdin.rules.report.summing import SUMMED, WHOLE, reading_of


@rule("A102", "warning", "逐条列出的各项之和与合计不符")
def ordinal_sum(filing: Filing) -> Iterator[Relation]:
    """检查什么：“一是……二是……”逐条列出的金额，加起来是否等于前面写的合计。
    为什么：逐条列出的通常就是合计的全部组成。
    反例：共安排 100 万元：一是培训 40 万元；二是设备 50 万元；三是宣传 5 万元。
    正例：共安排 100 万元：一是培训 40 万元；二是设备 50 万元；三是宣传 10 万元。
    怎么改：核对合计和各条的金额，改正填错的一个。"""
    for passage in filing.passages:
        items = ordinal_items(passage)
        amounts = [_first_amount(passage, span) for span in items]
        parts = tuple(claim for claim in amounts if claim is not None)
        if len(parts) < 2 or len(parts) < len(items):
            continue
        unit = parts[0].figure.unit
        wholes = [
            c for c in passage.claims[: passage.claim_from(items[0][0])]
            if c.figure.unit == unit and c.role in SUMMED
        ][::-1]  # fmt: skip
        if wholes and all(p.figure.unit == unit for p in parts):
            near = wholes[0].sentence == parts[0].sentence
            readings = [reading_of(w, parts, "逐条列出") for w in wholes[:6]]
            told, name = readings[:1] if near else (), claim_name(wholes[0])
            yield from judge([Proposal("A102", name, told, near, readings)])


def _first_amount(passage: Passage, span: tuple[int, int]) -> Claim | None:
    """The first sum of money in an item."""
    inside = passage.claims[passage.claim_from(span[0]) : passage.claim_from(span[1])]
    return next((c for c in inside if measure(c) == "money" and c.role in SUMMED), None)


@rule("A103", "error", "分项支出之和与总支出不符")
def partition(filing: Filing) -> Iterator[Relation]:
    """检查什么：同一段里写了总支出、基本支出、项目支出（或基本支出、人员经费、公用经费等）的，分项之和是否等于总额。
    为什么：支出总额 = 基本支出 + 项目支出；基本支出 = 人员经费 + 公用经费。
    反例：全年支出84.60万元。基本支出62.10万元，项目支出2.52万元。
    正例：全年支出84.60万元。基本支出62.10万元，项目支出22.50万元。
    怎么改：对照决算报表核对总额和分项，改正填错的一个。"""
    for passage in filing.passages:
        groups: dict[tuple[object, ...], dict[str, list[Claim]]] = {}
        for claim in passage.claims:
            if (
                claim.subject
                and claim.role in SUMMED
                and measure(claim) == "money"
                and not claim.partial
            ):
                key = (claim.year, claim.scope, _stage(claim))
                groups.setdefault(key, {}).setdefault(claim.subject, []).append(claim)
        for found in groups.values():
            for each in partitions():
                yield from judge(
                    p
                    for p in _partition(found, each.whole, each.parts | each.nothing, each.more)
                    if not _listed(passage, p)
                )


def _listed(passage: Passage, proposal: Proposal) -> bool:
    """Whether a list of the whole's own was judged already."""
    whole, parts = (proposal.likely[0].roles[role] for role in (WHOLE, "各项"))
    assert isinstance(whole, Claim)
    assert not isinstance(parts, Claim)
    return any(whole.index in each.heads for part in parts for each in passage.lists_of(part))


def _stage(claim: Claim) -> str:
    return "outturn" if claim.basis in ("outturn", "done", "") else claim.basis


def _partition(
    found: dict[str, list[Claim]],
    whole: frozenset[str],
    parts: frozenset[str],
    more: frozenset[str],
) -> Iterator[Proposal]:
    if not parts <= found.keys():
        return
    wholes = [c for name in sorted(whole) for c in found.get(name, ())]
    every = [found[name] for name in sorted(parts | (more & found.keys()))]
    if not wholes or any(len(each) > 3 for each in every):
        return
    first = tuple(each[0] for each in every)
    listed = {c.item for c in first}
    readings = [reading_of(w, first, "同段各项") for w in wholes]
    last = tuple(each[-1] for each in every)
    readings += [reading_of(w, last, "同段各项") for w in wholes]
    alone = len(wholes) == 1 and all(len(each) == 1 for each in every)
    same = {c.sentence for c in first} | {wholes[0].sentence}
    near = max(same) - min(same) <= 2 and all(c.own_basis or c.basis for c in first)
    sums = [equal(total(kept([*first])), interval(w)) for w in wholes]
    plain = alone and near and Verdict.VIOLATED in sums and len(listed) > 1
    told = readings if plain else ()
    yield Proposal("A103", claim_name(wholes[0]), told, alone and near, readings)
