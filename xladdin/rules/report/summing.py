"""Propose sums of the report: what all sums share, parts numbered 一是, and known parts of 总支出."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, equal, total
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.narrative.lexicon import partitions, table
from xladdin.narrative.ordinals import ordinal_items
from xladdin.rules.registry import rule
from xladdin.rules.report.judging import judge
from xladdin.rules.report.prose import claim_name, interval, kept, measure
from xladdin.rules.report.readings import Proposal, Reading, figures_of, frames, read

#: The roles of figures that may be a whole or a part of one.
SUMMED = ("value", "total", "score", "left", "carried")
#: How many figures back a whole may stand.
FAR = 12


def reading_of(whole: Claim, parts: tuple[Claim, ...], why: str) -> Reading:
    """Read a whole as the sum of its parts; changes in the other direction are subtracted."""
    name = "signed" if whole.role == "change" and any(p.up != whole.up for p in parts) else "sum"
    if name == "sum":
        return read("sum.sum", why, 总数=whole, 各项=parts)
    along = tuple(p for p in parts if p.up == whole.up)
    against = tuple(p for p in parts if p.up != whole.up)
    return read("sum.signed", why, 总数=whole, 同向各项=along, 反向各项=against, 各项=parts)


def alike(one: Claim, other: Claim) -> bool:
    """Return whether two figures can be in one sum: same measure, no ratio, the first with a summed role."""
    return one.role in SUMMED and measure(one) == measure(other) != "ratio"


def main_of(item: Sequence[Claim], whole: Claim) -> Claim:
    """Return the first figure of an item with the whole's basis and year, else its first figure."""
    fitting = [c for c in item if c.basis == whole.basis and c.year == whole.year]
    return fitting[0] if fitting else item[0]


def all_sources(parts: Sequence[Claim]) -> bool:
    """Return whether each part is named after who pays it, so that none is missing."""
    names = tuple(table("subjects")["sources"]["names"])
    return len(parts) > 1 and all(p.name.startswith(names) for p in parts)


def known(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Return whether the lexicon has these subjects as all parts of the whole."""
    subjects = {p.topic for p in parts}
    return any(
        whole.topic in each.whole and each.more <= subjects and each.made_of(subjects)
        for each in partitions()
    )


def nearly_known(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Return whether only parts are missing that mostly are 0, such as 因公出国."""
    subjects = {p.topic for p in parts}
    return any(
        whole.topic in each.whole
        and each.more <= subjects
        and each.made_of(subjects | each.nothing)
        for each in partitions()
    )


def made_of(whole: Claim, topics: set[str]) -> bool:
    """Return whether the lexicon has one of the topics as a part of the whole."""
    return any(whole.topic in each.whole and topics & each.parts for each in partitions())


def may_hold(whole: Claim, topics: set[str]) -> bool:
    """Return whether the lexicon has one of the topics as a possible part of the whole."""
    return any(
        whole.topic in p.whole and topics & (p.parts | p.more | p.nothing) for p in partitions()
    )


def parts_of_subject(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Return whether the lexicon has each part's topic as a part of the whole."""
    known = {
        s for each in partitions() if whole.topic in each.whole for s in each.parts | each.more
    }
    return all(p.topic in known for p in parts)


def opposed(parts: Sequence[Claim]) -> bool:
    """Return whether two parts are opposites, so that there is no third: 城镇 and 农村, 公办 and 民办."""
    return len(parts) == 2 and any(
        word in one.topic and opposite in other.topic
        for word, opposite in frames()["sum"]["opposites"]
        for one, other in permutations(parts)
    )


def far_more(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Return whether the parts exceed the whole so far that it must be another figure."""
    return total(map(interval, parts)).point > _MUCH * interval(whole).point


_MUCH = Decimal("1.5")


def leaves_little(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Return whether at least three parts leave so little of the whole that none can be missing. Of what is
    measured, small parts often are not told: 粮食2538.7万吨，其中水稻…、玉米…、其他谷物…."""
    rest = interval(whole).point - total(map(interval, parts)).point
    counted = not any(c.figure.places for c in (whole, *parts))
    little = _LITTLE if len(parts) <= _FEW else _LITTLE_OF_MANY
    return counted and len(parts) > _TWO and rest <= little * interval(whole).point


#: The shares of a whole that are little beside a few parts, and beside more, of which the last may be left out.
_LITTLE, _LITTLE_OF_MANY, _FEW = Decimal("0.05"), Decimal("0.002"), 4
_TWO = 2


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
        earlier = passage.claims[: passage.claim_from(items[0][0])][::-1]
        wholes = [c for c in earlier if c.figure.unit == unit and c.role in SUMMED]
        if wholes and all(p.figure.unit == unit for p in parts):
            near = wholes[0].sentence == parts[0].sentence
            readings = [reading_of(w, parts, "逐条列出") for w in wholes[:6]]
            told, name = readings[:1] if near else (), claim_name(wholes[0])
            yield from judge([Proposal("A102", name, told, near, readings)])


def _first_amount(passage: Passage, span: tuple[int, int]) -> Claim | None:
    """Return the first amount of money in an item; None if it has none."""
    inside = passage.claims[passage.claim_from(span[0]) : passage.claim_from(span[1])]
    return next((c for c in inside if _is_amount(c)), None)


def _is_amount(claim: Claim) -> bool:
    return measure(claim) == "money" and claim.role in SUMMED


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
            if claim.subject and _is_amount(claim) and not claim.partial:
                stage = "outturn" if claim.basis in ("outturn", "done", "") else claim.basis
                key = (claim.year, claim.scope, stage)
                groups.setdefault(key, {}).setdefault(claim.subject, []).append(claim)
        for found in groups.values():
            for each in partitions():
                yield from judge(
                    p
                    for p in _partition(found, each.whole, each.parts | each.nothing, each.more)
                    if not _listed(passage, p)
                )


def _listed(passage: Passage, proposal: Proposal) -> bool:
    """Return whether a list has the whole as its head, so that its sum is judged already."""
    whole, *parts = figures_of(proposal.likely[0])
    return any(whole.index in each.heads for part in parts for each in passage.lists_of(part))


def _partition(
    found: dict[str, list[Claim]],
    whole: frozenset[str],
    parts: frozenset[str],
    more: frozenset[str],
) -> Iterator[Proposal]:
    """Yield the sum of a whole and its parts by subject, if each part is stated."""
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
