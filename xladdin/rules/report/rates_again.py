"""Family A: compare rates stated by date with the same rate elsewhere, and check changes of a ratio."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.patterns import pattern
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import claim_operand, interval
from xladdin.rules.ruling import ruled
from xladdin.rules.scope import percent

_DONE = pattern(
    r"(?P<what>[一-鿿]{0,6}?)(?:资金)?(?P<rate>完成率|执行率|到位率|拨付率|支付率|开工率|覆盖率)"
)
_BY_STAGE = pattern(r"(?:到|至|截至).{2,10}(?:底|月|日|末).{0,3}$")
_UNPAID = pattern(r"未(?:拨付|支付|执行|完成)")
_MOST_STAGES = 12
_CHANGED = pattern(
    r"(?:提高|提升|增加|降低|下降)(?P<part>[一-鿿]{2,12}?)占(?P<whole>[一-鿿]{2,14}?)(?:的)?(?:比例|比重)"
)


@rule("A805", "warning", "同一完成率前后不一致")
def rate_by_stages(filing: Filing) -> Iterator[Relation]:
    """检查什么：同一个完成率（执行率、拨付率）在一处写一个数，在另一处按时点写出几个数，是否有一个相同。
    为什么：分母或时点不同而没有说明，读者无法判断哪个是对的。
    反例：项目完成率97%。／项目资金完成率到2020年底达81.5%，到2021年3月才92.4%。
    正例：项目完成率97%。／项目资金完成率到2020年底达81.5%，到2021年3月达97%。
    怎么改：说明各个完成率的口径（分母和时点）；口径相同的改成一致。"""
    single: dict[str, list[Claim]] = {}
    staged: list[tuple[str, list[Claim], Passage]] = []
    for passage in filing.passages:
        for index, claim in enumerate(passage.claims):
            found = _DONE.search(claim.label)
            if claim.figure.unit.name != "%" or found is None or claim.scope:
                continue
            name = found["what"] + found["rate"]
            stages = _stages(passage.claims[index : index + _MOST_STAGES])
            if stages:
                staged.append((name, stages, passage))
            else:
                single.setdefault(name, []).append(claim)
    for name, stages, passage in staged:
        for claim in single.get(name, ()):
            if claim.location.stretch == stages[0].location.stretch:
                continue
            amounts = (c for c in passage.claims if c.figure.unit.name == "万元")
            unpaid = [c for c in amounts if _UNPAID.match(c.noun)]
            operands = tuple(map(claim_operand, (claim, *stages, *unpaid)))
            right = any(equal(interval(each), interval(claim)) is Verdict.HELD for each in stages)
            texts = "、".join(stage.figure.text for stage in stages)
            message = f"{name}一处写 {claim.figure.text}，另一处按时点写 {texts}，没有一个相同，也没有说明口径。"
            yield ruled("A805", operands, name, message, right=right)


def _stages(claims: Sequence[Claim]) -> list[Claim]:
    """Return the later rates of the first one's sentence that have only a date: 到2020年底达81.5%."""
    rates = [c for c in claims[1:] if c.figure.unit.name == "%"]
    return [c for c in rates if c.sentence == claims[0].sentence and _BY_STAGE.search(c.label)]


@rule("A303", "warning", "比例的变化与金额不符")
def changed_ratio(filing: Filing) -> Iterator[Relation]:
    """检查什么：“提高（降低）甲占乙的比例X%”，同段写明甲、乙两年数的，是否等于两年比例之差（或相对变化）。
    为什么：“提高8%”可能指百分点，也可能指相对变化，两种算法都对不上的必有错。
    反例：移民人均收入2023年500元，农村居民人均收入2023年900元，移民人均收入2024年630元，农村居民人均收入2024年1080元，提高移民人均收入占农村居民人均收入的比例8%。
    正例：移民人均收入2023年500元，农村居民人均收入2023年900元，移民人均收入2024年630元，农村居民人均收入2024年1080元，提高移民人均收入占农村居民人均收入的比例2.78个百分点。
    怎么改：用两年的数重算比例，写清是提高多少个百分点，还是提高百分之几。"""
    for passage in filing.passages:
        for index, claim in enumerate(passage.claims):
            found = _CHANGED.search(claim.label)
            if claim.figure.unit.measures not in ("ratio", "percentage points") or found is None:
                continue
            series = _series(passage.claims[max(0, index - _MOST_STAGES) : index])
            named = {name.startswith(found["part"][:2]): two for name, two in series.items()}
            if len(named) < 2:
                continue
            part, whole = named[True], named[False]
            then, now = (part[i].figure.value / whole[i].figure.value for i in (0, 1))
            stated = interval(claim)
            points, relative = now - then, (now - then) / then
            operands = tuple(map(claim_operand, (claim, part[1], whole[1], part[0], whole[0])))
            message = (
                f"{found[0]}写的是 {claim.figure.text}；按所写的数，比例由 {percent(then)} 变为 {percent(now)}，"
                f"相差 {percent(points)[:-1]} 个百分点（相对变化 {percent(relative)}）。"
            )
            right = abs(points) in stated or abs(relative) in stated
            yield ruled("A303", operands, found[0], message, right=right)


def _series(claims: Sequence[Claim]) -> dict[str, tuple[Claim, Claim]]:
    """Return two amounts in two years, the earlier first, for each of two names; else empty."""
    named: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.figure.unit.measures == "money" and claim.year is not None:
            name = re.sub(r"(?:19|20)\d{2}年度?|我[县市区省]|[全本][县市区省]", "", claim.label)
            named.setdefault(name, []).append(claim)
    pairs = {}
    for name, each in named.items():
        ordered = sorted(each, key=lambda c: c.year or 0)
        told = all(claim.figure.value for claim in ordered)
        if len(ordered) == 2 and ordered[0].year != ordered[1].year and told:
            pairs[name] = (ordered[0], ordered[1])
    return pairs if len(pairs) == 2 else {}
