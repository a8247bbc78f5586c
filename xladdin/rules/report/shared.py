"""Family A: check that the shares of one whole do not exceed it together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from xladdin.model.filing import Filing
from xladdin.model.interval import Interval, Verdict, equal, total
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Operand, Relation
from xladdin.narrative.lexicon import kind_words, partitions
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import claim_operand, interval
from xladdin.rules.report.resolving import topic_of
from xladdin.rules.ruling import ruled
from xladdin.rules.telling import show

#: The sum of shares above which one share is stated several times.
_TOO_MUCH = Decimal("1.5")
#: The bases that each part has for itself, such as targets.
_PLANNED = ("target", "budget", "initial")


@rule("A204", "error", "同一总额的占比之和超过 100%")
def shares_of_one_whole(filing: Filing) -> Iterator[Relation | None]:
    """检查什么：同一段里占同一总额的几个百分比，加起来是否超过 100%。大类里套着小类（其中……）的不相加。
    为什么：各部分占比之和不会超过 100%；正好 100% 的，各项齐全。
    反例：工资福利占基本支出的90%，商品和服务占基本支出的12%。
    正例：工资福利占基本支出的90%，商品和服务占基本支出的10%。
    怎么改：重算各项占比，之和应为 100%（尾差除外）。"""
    near: dict[tuple[str, str], Claim] = {}
    for passage in filing.passages:
        groups: dict[str, list[Claim]] = {}
        for claim in passage.claims:
            if claim.role != "share":
                continue
            base = claim.base or _composed(passage, claim)
            if not base or claim.turns or claim.depth:
                continue
            if topic_of(base)[1] in _PLANNED:
                continue  # 占任务数的56.4%: each part has its own target
            if not _is_of_part(passage, claim, groups.get(base, ())):
                groups.setdefault(base, []).append(claim)
        for base, rates in groups.items():
            rates = [rate for rate in rates if not _is_of_part_of_another(rate, rates)]
            last = near.get((passage.source, base))
            near[passage.source, base] = rates[-1]
            if len(rates) == 1 and last is not None and _make_up_whole(last, rates[0]):
                yield _complete([last, rates[0]], "两段里的占比")
            if len(rates) > 1:
                yield _together(rates)


def _is_of_part_of_another(rate: Claim, rates: Sequence[Claim]) -> bool:
    """Return whether the lexicon has a share's subject as a part of another one's: 人员经费 of 基本支出."""
    others = {other.topic for other in rates if other is not rate}
    return any(rate.topic in p.parts | p.more and others & p.whole for p in partitions())


def _composed(passage: Passage, claim: Claim) -> str:
    """Return the beginning of the sentence that tells what something is composed of, as the name of the whole
    of a share that names none; else empty."""
    a, b = passage.sentences[claim.sentence] if claim.sentence < len(passage.sentences) else (0, 0)
    sentence = passage.text[a : min(b, a + _LONGEST)]
    told = not claim.part and any(word in sentence for word in kind_words()["compose"])
    return sentence[:_BASE] if told else ""


_BASE, _LONGEST = 12, 400


def _make_up_whole(one: Claim, other: Claim) -> bool:
    """Return whether the shares of two paragraphs make up the whole."""
    both = interval(one) + interval(other)
    return one.topic != other.topic and equal(both, Interval.exact(1)) is Verdict.HELD


def _is_of_part(passage: Passage, claim: Claim, others: Sequence[Claim]) -> bool:
    """Return whether a share belongs to a part of what another one belongs to: 其中授予小微企业."""
    for listing in passage.lists_of(claim):
        items = {passage.claims[i].item for i in listing.heads[:2]}
        if any(o.item in items and o.index < listing.members[0] for o in others):
            return True
    return False


def _whole_in_words(rates: Sequence[Claim]) -> str:
    """Return what to call the whole of the shares in a sentence."""
    return f"占{rates[0].base or '同一总额'}"


def _complete(rates: Sequence[Claim], why: str = "", verdict: Verdict = Verdict.HELD) -> Relation:
    """Make the relation of shares that make up the whole."""
    whole = Operand("正文 占比合计", "100%", "100", "%", rates[-1].location)
    operands = (whole, *map(claim_operand, rates))
    return Relation("A204", verdict, operands, _whole_in_words(rates), reading=why)


def _together(rates: Sequence[Claim]) -> Relation | None:
    """Judge shares that make up the whole or exceed it; None if they are less, or may not be of one whole."""
    sum_ = total(map(interval, rates))
    if sum_.low <= 1:
        full = equal(sum_, Interval.exact(1))
        return None if full is Verdict.VIOLATED else _complete(rates, verdict=full)
    operands = tuple(map(claim_operand, rates))
    repeated = any(a.figure.value == b.figure.value for a, b in pairwise(rates))
    several = len({rate.topic for rate in rates}) == len(rates)
    near = rates[-1].sentence == rates[0].sentence  # 民营经济占72%。中小企业占39%: may overlap
    if sum_.point > _TOO_MUCH or repeated or not (several and near):
        return None
    texts = " + ".join(rate.figure.text for rate in rates)
    message = f"{_whole_in_words(rates)}的几个百分比 {texts} = {show(sum_.point, '%', operands)}，超过 100%。"
    return ruled("A204", operands, _whole_in_words(rates), message)
