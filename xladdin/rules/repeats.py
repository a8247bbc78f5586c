"""Family A: the same thing stated twice in the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim
from xladdin.model.report import Relation
from xladdin.narrative.lists import interval
from xladdin.rules.prose import claim_name, claim_operand, claims
from xladdin.rules.registry import rule

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
#: Words that make two figures of one name two things.
_DIFFER = re.compile(
    r"占|目标|计划|预计|拟|上半年|下半年|季度|截至|到\d{4}年|底达|累计|每|人均|其中|新增|剩余|尚|还有|原|拟|超"
)


def _key(claim: Claim) -> str:
    return _GENERAL.sub("", claim.quantity.label + _noun(claim))


def _noun(claim: Claim) -> str:
    unit = claim.quantity.figure.unit
    counted = unit.measures == unit.name and unit.name not in ("人", "人次", "天", "年")
    return claim.quantity.noun if counted else ""


def _comparable(one: Claim, two: Claim) -> bool:
    return (
        one.quantity.figure.unit.measures == two.quantity.figure.unit.measures
        and one.year == two.year
        and one.scope == two.scope
    )


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
    for claim in claims(filing):
        if (
            claim.subject in _SINGLE
            and claim.year == filing.year
            and not _DIFFER.search(claim.quantity.label)
        ):
            basis = claim.basis or (
                "outturn" if claim.quantity.figure.unit.measures == "money" else ""
            )
            groups.setdefault((claim.subject, basis, claim.scope), []).append(claim)
    for stated in groups.values():
        if len(stated) > 1:
            yield _agreement("A801", stated, stated[0].subject)


def _agreement(code: str, stated: Sequence[Claim], name: str, doubtful: bool = False) -> Relation:
    verdicts = [equal(interval(a), interval(b)) for a, b in combinations(stated, 2)]
    different = {claim.quantity.figure.value: claim for claim in stated}
    operands = tuple(
        map(claim_operand, stated if Verdict.VIOLATED not in verdicts else different.values())
    )
    if Verdict.VIOLATED not in verdicts:
        verdict = Verdict.ROUNDING if Verdict.ROUNDING in verdicts else Verdict.HELD
        return Relation(code, verdict, operands, name)
    places = "，".join(f"“{_near(claim)}”" for claim in different.values())
    message = f"{name}前后不一致：{places}。"
    return Relation(code, Verdict.VIOLATED, operands, name, message, doubtful=doubtful)


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
    """检查什么：名称相同或十分相近（如“项目合格率”与“项目验收合格率”）的数据，不同段落里的数值是否一致。
    为什么：多半是同一个数，改了一处忘了改另一处。
    反例：前面写“项目合格率98%”，后面写“项目验收合格率99.1%”。
    正例：前后都写“项目验收合格率98%”。"""
    named = [(claim, _key(claim)) for claim in claims(filing) if not claim.subject]
    named = [
        (c, key)
        for c, key in named
        if len(key) >= _SHORTEST - 1 and not _DIFFER.search(c.quantity.label)
    ]
    named = [(c, key) for c, key in named if c.quantity.figure.unit.name]
    for (one, a), (two, b) in combinations(named, 2):
        if one.location.paragraph == two.location.paragraph or not _comparable(one, two):
            continue
        alike = _alike(a, b, one)
        if not alike:
            continue
        same = equal(interval(one), interval(two)) is not Verdict.VIOLATED
        code = "A803" if alike == "very" and not same else "A802"
        yield _agreement(code, (one, two), claim_name(one))


def _alike(a: str, b: str, claim: Claim) -> str:
    """``very`` for long names nearly the same, ``close`` for a rate named a little more fully."""
    if a == b:
        return "very" if len(a) >= _SHORTEST + 2 else "close"
    ratio = SequenceMatcher(None, a, b, autojunk=False).ratio()
    if min(len(a), len(b)) >= _SHORTEST + 4 and ratio >= _VERY_ALIKE:
        return "very"
    short, long = sorted((a, b), key=len)
    rate = claim.quantity.figure.unit.name == "%"
    return "close" if rate and ratio >= _VERY_ALIKE and _inside(short, long) else ""


def _inside(short: str, long: str) -> bool:
    """Whether one name is the other with words put in."""
    rest = iter(long)
    return all(character in rest for character in short)


@rule("A803", "同一指标前后数值不同", "error", "核对原始资料，把前后两处改成一致。")
def same_name(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：名称几乎完全相同的长名称数据，前后数值是否一致；由 A802 的核对一并得出。
    为什么：名称几乎完全相同，说的就是同一个数。
    反例：前面写“增加达到农村居民平均收入的移民人口158人”，后面写“420人”。
    正例：前后都写 420 人。"""
    yield from ()


@rule("A804", "同一数值再次出现", "info", "无需修改。")
def said_again(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：同一数值、同一单位、名称相近的数据在不同地方出现，互相印证。
    为什么：前后一致的数据越多，材料越可靠；这条规则只产生“成立”的核对关系，不提出问题。
    反例：无。
    正例：前面写“直补移民42341人”，后面写“发放42341人”。"""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims(filing):
        figure = claim.quantity.figure
        if figure.value > 1 and figure.unit.name:
            groups.setdefault((figure.value, figure.unit.measures), []).append(claim)
    for group in groups.values():
        related = [c for c in group if any(c is not d and _shares_word(c, d) for d in group)]
        if len(related) > 1:
            yield Relation(
                "A804", Verdict.HELD, tuple(map(claim_operand, related)), claim_name(related[0])
            )


def _shares_word(one: Claim, two: Claim) -> bool:
    a, b = (c.quantity.label[-24:] + c.quantity.noun for c in (one, two))
    return any(a[i : i + 2] in b for i in range(len(a) - 1)) or not a or not b
