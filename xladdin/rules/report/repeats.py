"""Family A: the same thing stated twice in the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations, pairwise

from xladdin.forms.profiles import Profile
from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim
from xladdin.model.report import Relation
from xladdin.narrative.adding import interval
from xladdin.narrative.patterns import LINKING
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import claim_name, claim_operand, claims

#: Subjects of which a report can state only one figure a year.
_SINGLE = {"编制数", "在职人数", "控制率", "自评得分", "三公经费", "支出总额", "预算总额", "年初预算", "基本支出",
           "项目支出", "公用经费", "人员经费"}  # fmt: skip
#: Words that say nothing of what is counted or paid for.
_GENERAL = re.compile(
    r"(?:19|20)\d{2}年度?|其中|全[县市区镇省]|我[县市区镇省局中心单位]{1,2}|当地|本[县市区镇级]|年度|全年|完成了?|实现|达到?|"
    r"共计?|合计|已|累计|投入|资金|补助|拨付|发放|任务|情况|[了为的是仅约有达、，“”\"()（）\s]"
)
_SHORTEST = 6
_VERY_ALIKE = 0.8
#: Names are compared that share as many characters, with as many of those that do.
_PIECE, _LAST = 4, 6
#: As many different values of one thing are shown.
_MOST_VALUES = 12
#: Words that make two figures of one name two things.
_DIFFER = re.compile(
    r"占|[比较](?:上年|去年|预算|年初|计划)|目标|计划|预计|拟|上半年|下半年|季度|截至|到\d{4}年|底达|累计|每|人均|其中|新增|剩余|尚|还有|原|拟|超"
)


#: Said anywhere before in the sentence: what was planned, and what was done up to some month.
_PLANNED = re.compile(r"(?<![成比为超按])计划|拟|预计|年度目标(?!任务)|力争")
_FAR = 200
_UP_TO = re.compile(
    r"上半年|前[三二两]季度|[一二三]季度|(?:截至|截止|到|至)(?:(?:19|20)\d{2}年)?(?:[1-9]|1[01])月"
)


@lru_cache(maxsize=4)
def _said(filing: Filing) -> dict[Location, str]:
    """The words before each figure, as far back as its sentence and no further than a line or five."""
    return {
        claim.location: passage.text[
            max(
                passage.sentences[claim.sentence][0], claim.quantity.span[0] - _FAR
            ) : claim.quantity.span[0]
        ]
        for passage in filing.passages
        for claim in passage.claims
    }


def _apart(claim: Claim, said: Mapping[Location, str]) -> bool:
    """Whether a figure is of a time or a part of its own, so that others of its name may differ."""
    label = claim.quantity.label
    return _DIFFER.search(label) is not None or _UP_TO.search(said[claim.location]) is not None


def _key(claim: Claim) -> str:
    return _GENERAL.sub("", claim.quantity.label + _noun(claim))


def _noun(claim: Claim) -> str:
    unit = claim.quantity.figure.unit
    counted = unit.measures == unit.name and unit.name not in ("人", "人次", "天", "年")
    return claim.quantity.noun if counted else ""


@rule(
    "A801",
    "同一数据前后不一致",
    "error",
    "核对原始资料，把前后两处改成一致；确实是两回事的，写清楚各自的口径。",
)
def stated_twice(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：同一年度、同一范围的编制数、在职人数、三公经费、支出总额等，在正文里写了不止一次的，是否一致。
    为什么：同一个数只能有一个值，前后不一致必有一处写错。
    反例：前面写“编制数10人”，后面写“编制5人”。
    正例：前后都写“编制数10人”。"""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    said = _said(filing)
    for claim in claims(filing):
        if claim.subject in _SINGLE and claim.year == filing.year and not _apart(claim, said):
            basis = claim.basis or (
                "outturn" if claim.quantity.figure.unit.measures == "money" else ""
            )
            groups.setdefault((claim.subject, basis, claim.scope), []).append(claim)
    for stated in groups.values():
        if len(stated) > 1:
            yield _agreement("A801", stated, stated[0].subject)


def _agreement(code: str, stated: Sequence[Claim], name: str) -> Relation:
    """Whether all of these state one value; the different ones are shown if not."""
    different = {claim.quantity.figure.value: claim for claim in reversed(stated)}
    several = list(reversed(different.values()))[:_MOST_VALUES]
    verdicts = [equal(interval(a), interval(b)) for a, b in combinations(several, 2)]
    if Verdict.VIOLATED not in verdicts:
        verdict = Verdict.ROUNDING if Verdict.ROUNDING in verdicts else Verdict.HELD
        return Relation(code, verdict, tuple(map(claim_operand, stated)), name)
    places = "，".join(f"“{_near(claim)}”" for claim in several)
    message = f"{name}前后不一致：{places}。"
    return Relation(code, Verdict.VIOLATED, tuple(map(claim_operand, several)), name, message)


def _near(claim: Claim) -> str:
    """The words around a claim, to be found again by eye."""
    label = claim.quantity.label[-16:]
    return f"{label}{claim.quantity.figure.text}{_noun(claim)[:8]}"


@rule(
    "A802",
    "名称相近的数据不一致",
    "warning",
    "如果说的是同一件事，把两处改成一致；不是同一件事的，名称要写得能区分。",
)
def alike_but_different(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：名称相同或十分相近（如“设备完好率”与“设备设施完好率”）的数据，不同段落里的数值是否一致。
    为什么：多半是同一个数，改了一处忘了改另一处。
    反例：前面写“设备完好率97%”，后面写“设备设施完好率98.5%”。
    正例：前后都写“设备设施完好率97%”。"""
    return (relation for relation in _named_alike(filing) if relation.code == "A802")


@lru_cache(maxsize=4)
def _named_alike(filing: Filing) -> tuple[Relation, ...]:
    """A802 and, where the names are long and nearly the same, A803: one search finds both."""
    return tuple(_compared(filing))


def _compared(filing: Filing) -> Iterator[Relation]:
    groups: dict[tuple[object, ...], dict[str, list[Claim]]] = {}
    counts, said = _counts(filing), _said(filing)
    for claim in claims(filing):
        key = "" if claim.subject or not claim.quantity.figure.unit.name else _key(claim)
        if len(key) >= _SHORTEST - 1 and not _apart(claim, said):
            groups.setdefault(_kind(claim, said), {}).setdefault(key, []).append(claim)
    for named in groups.values():
        for key, stated in named.items():
            apart = list({claim.location.paragraph: claim for claim in reversed(stated)}.values())
            if len(apart) > 1 and not _of_others(apart, counts):
                yield _alike_agreement("very" if _long(key) else "close", apart[::-1])
        for one, two, alike in _pairs(named):
            if not _of_others((one, two), counts):
                yield _alike_agreement(alike, (one, two))


def _counts(filing: Filing) -> dict[Location, Decimal]:
    """For each rate the count right before it in its sentence."""
    return {
        rate.location: count.quantity.figure.value
        for passage in filing.passages
        for count, rate in pairwise(passage.claims)
        if rate.quantity.figure.unit.measures == "ratio"
        and count.quantity.figure.unit.measures != "ratio"
        and count.sentence == rate.sentence
    }


def _of_others(stated: Sequence[Claim], counts: Mapping[Location, Decimal]) -> bool:
    """规范管理69583人，规范管理率70.5%, and another of 13640人: rates of different things."""
    own = [counts.get(claim.location) for claim in stated]
    return None not in own and len(set(own)) == len(own)


def _kind(claim: Claim, said: Mapping[Location, str]) -> tuple[object, ...]:
    """Two figures can only be one thing if they measure the same of the same year and funds."""
    measures = claim.quantity.figure.unit.measures
    planned = claim.basis == "target" or _PLANNED.search(said[claim.location]) is not None
    return measures, claim.year, claim.scope, planned


def _alike_agreement(alike: str, stated: Sequence[Claim]) -> Relation:
    relation = _agreement("A802", stated, claim_name(stated[0]))
    violated = relation.verdict is Verdict.VIOLATED
    return replace(relation, code="A803") if violated and alike == "very" else relation


def _pairs(named: Mapping[str, Sequence[Claim]]) -> Iterator[tuple[Claim, Claim, str]]:
    """Claims with different names that are nearly the same.

    Only names are compared that share a piece, each with the last few that have it.
    """
    sharing: dict[str, list[str]] = {}
    for key, (two, *_) in named.items():
        pieces = {key[i : i + _PIECE] for i in range(len(key) - _PIECE + 1)} | {key[-3:]}
        others = {other for piece in pieces for other in sharing.get(piece, ())[-_LAST:]}
        for other in sorted(others):
            one = named[other][0]
            alike = one.location.paragraph != two.location.paragraph and _alike(other, key, one)
            if alike:
                yield one, two, alike
        for piece in pieces:
            sharing.setdefault(piece, []).append(key)


def _alike(a: str, b: str, claim: Claim) -> str:
    """``very`` for long names nearly the same, ``close`` for a rate named a little more fully."""
    short, long = sorted((a, b), key=len)
    if 2 * len(short) < _VERY_ALIKE * (len(short) + len(long)):
        return ""
    ratio = SequenceMatcher(None, a, b, autojunk=False).ratio()
    if min(len(a), len(b)) >= _SHORTEST + 4 and ratio >= _VERY_ALIKE:
        return "very"
    rate = claim.quantity.figure.unit.name == "%"
    return "close" if rate and ratio >= _VERY_ALIKE and _inside(short, long) else ""


def _long(key: str) -> bool:
    return len(key) >= _SHORTEST + 2


def _inside(short: str, long: str) -> bool:
    """Whether one name is the other with words put in."""
    rest = iter(long)
    return all(character in rest for character in short)


@rule("A803", "同一指标前后数值不同", "error", "核对原始资料，把前后两处改成一致。")
def same_name(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：名称几乎完全相同的长名称数据，前后数值是否一致。一致的列在 A802。
    为什么：名称几乎完全相同，说的就是同一个数。
    反例：前面写“新增达到中等收入水平的农户人口320人”，后面写“520人”。
    正例：前后都写 520 人。"""
    return (relation for relation in _named_alike(filing) if relation.code == "A803")


@rule("A804", "同一数值再次出现", "info", "无需修改。")
def said_again(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：同一数值、同一单位、名称相近的数据在不同地方出现，互相印证。
    为什么：前后一致的数据越多，材料越可靠；这条规则只产生“成立”的核对关系，不提出问题。
    反例：无。
    正例：前面写“参保居民5230人”，后面写“参保5230人”。"""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims(filing):
        figure = claim.quantity.figure
        if figure.value > 1 and figure.unit.name:
            groups.setdefault((figure.base.point, figure.unit.measures), []).append(claim)
    for group in groups.values():
        words = [_words(claim) for claim in group] if len(group) > 1 else []
        counted = Counter(word for each in words for word in each)
        free = not all(words)
        related = [
            claim
            for claim, each in zip(group, words, strict=False)
            if free or any(counted[word] > 1 for word in each)
        ]
        if len(related) > 1:
            name = claim_name(related[0])
            yield Relation("A804", Verdict.HELD, tuple(map(claim_operand, related)), name)


def _words(claim: Claim) -> frozenset[str]:
    """The words that two figures must share to be one thing; none where anything may be meant."""
    quantity = claim.quantity
    label = LINKING.sub("", quantity.label)
    if quantity.figure.unit.measures == "ratio":
        named = len(label) > 2 and not _SHARE.search(label)
        return frozenset((label[-3:].replace("率", "度") if named else str(quantity.span),))
    if label in _IN_OTHER_WORDS:
        return frozenset()
    text = quantity.label[-24:] + quantity.noun
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


#: Equal shares of one whole are two things, the same 比例 told twice is one.
_SHARE = re.compile(r"占(?!.*(?:比例|比重))")
#: 12800000元，折合1280万元.
_IN_OTHER_WORDS = ("", "折合", "合", "即", "约合")
