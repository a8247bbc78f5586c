"""Family A: find figures beyond what there is: rates above 100%, scores above their full marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from xladdin.model.filing import Filing
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.narrative.lexicon import kind_words, listed
from xladdin.patterns import pattern
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import claim_name, claim_operand, interval, measure
from xladdin.rules.report.readings import frame_words
from xladdin.rules.report.resolving import before
from xladdin.rules.ruling import ruled
from xladdin.rules.words import either


@rule("A205", "error", "比率超过 100%")
def beyond_all(filing: Filing) -> Iterator[Relation]:
    """检查什么：合格率、满意度、及时率等“总体里有多少”的比率是否超过 100%。
    为什么：部分不会比总体多；超过了多半是多打或错打了一位。
    反例：产品抽检合格率914.2%。
    正例：产品抽检合格率91.42%；招商任务完成率105%。
    怎么改：按“合格（满意、按时）的数 ÷ 总数”重算。"""
    for passage in filing.passages:
        for claim in passage.claims:
            found = _bounded().search(claim.label) if claim.figure.unit.name == "%" else None
            if found is None or claim.role == "change" or claim.figure.irregular:
                continue
            if interval(claim).low > 1:
                message = f"{claim_name(claim)}写的是 {claim.figure.text}，不可能超过 100%。"
                yield ruled("A205", (claim_operand(claim),), claim_name(claim), message)


@cache
def _bounded() -> re.Pattern[str]:
    return pattern(f"{either(frame_words('rate', 'bounded'))}(?:达到|达|为|是|至|均)*$")


@rule("A206", "error", "得分超过满分")
def beyond_full_mark(filing: Filing) -> Iterator[Relation]:
    """检查什么：正文里写明满分（分值）的，得分是否超过它。
    为什么：得分不能突破分值。
    反例：产出指标得分51.5分（满分50分）。
    正例：产出指标得分48.5分（满分50分）。
    怎么改：核对评分表，改正得分或分值。"""
    for passage in filing.passages:
        for claim in passage.claims:
            full = _full_mark(passage, claim) if claim.role == "score" else None
            if full is not None and claim.figure.base.point > full.figure.base.point:
                message = f"得分 {claim.figure.text} 超过了满分 {full.figure.text}。"
                operands = (claim_operand(claim), claim_operand(full, "满分"))
                yield ruled("A206", operands, claim_name(claim), message)


def _full_mark(passage: Passage, claim: Claim) -> Claim | None:
    """Return the full mark in the bracket behind a score, or the last points before 得; None if there is none."""
    marks = tuple(kind_words()["full_mark"])
    inside = [c for c in passage.bracket_of(claim) if c.label.endswith(marks)]
    if inside or claim.label not in listed("scored_one"):
        return inside[0] if len(inside) == 1 else None
    earlier = (c for c in before(passage, claim) if measure(c) == "points")
    last = next(earlier, None)
    fits = last is not None and last.segment == claim.segment and last.label.endswith(marks)
    return last if fits else None
