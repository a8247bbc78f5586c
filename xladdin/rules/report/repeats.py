"""Family A: find the same thing stated twice in the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from msgspec.structs import replace

from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.narrative.lexicon import subjects
from xladdin.patterns import pattern
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import (
    claim_name,
    claim_operand,
    claims,
    interval,
    measure,
    same_figure,
    words_around,
)
from xladdin.rules.report.readings import frame_words
from xladdin.rules.report.resolving import before, placed
from xladdin.rules.report.slips import SWAPPED, alike
from xladdin.rules.ruling import ruled
from xladdin.rules.same_figure import GRAVITY
from xladdin.rules.words import any_of, pairs

#: The most different values of one thing that are shown.
_MOST_VALUES = 12
_STATED = ("value", "score", "total", "rate")


@rule("A801", "error", "同一数据前后不一致")
def stated_twice(filing: Filing) -> Iterator[Relation]:
    """检查什么：同一年度、同一口径、同一范围的编制数、在职人数、三公经费、支出总额等，在正文里写了不止一次的，是否一致。
    为什么：同一个数只能有一个值，前后不一致必有一处写错。
    反例：我单位编制数10人。／年末编制数5人，人员均已到岗。
    正例：我单位编制数10人。／年末编制数10人，人员均已到岗。
    怎么改：核对原始资料，把前后两处改成一致；确实是两回事的，写清楚各自的口径。
    不算：金额有四个以上不同的，或者相差三倍以上（正好十倍、百倍、万倍的除外），看作分级次、分科目的数。"""
    groups: dict[tuple[str, int | None, str, bool], dict[str, list[Claim]]] = {}
    told: set[tuple[object, ...]] = set()
    for passage, claim in ((p, c) for p in filing.passages for c in p.claims):
        if not claim.subject or not subjects()[claim.subject].single or claim.role not in _STATED:
            continue
        heads = (passage.claims[i] for each in passage.lists_of(claim) for i in each.heads)
        if any(head.subject == claim.subject for head in heads):
            continue  # 支出总计8642万元，包括本年支出8459万元、年末结转182万元
        if _adds_what_is_left(passage, claim) or _begins_list_of_scores(passage, claim):
            continue
        if claim.partial or claim.owned or claim.figure.operator or claim.year == 0:
            continue
        # 编制数25名（局机关）: a bracket right behind a figure narrows it.
        narrowed = _BRACKET.match(passage.text, claim.span[1])
        if narrowed or any_of(frame_words("repeat", "others"), claim.location.quote):
            continue
        here = (claim.subject, _sentence(claim))
        subject, money = subjects()[claim.subject], measure(claim) == "money"
        if claim.name:
            told.add(here)
        elif not money and not claim.own_basis and subject.measures == "人":
            continue
        elif not subject.bare and (here not in told or not money):
            continue  # the subject comes from a heading, and the amount may be of one of its items
        if claim.part and claim.figure.unit.measures in ("人", "points"):
            continue
        basis = claim.basis if money or claim.basis == "target" else ""
        # What stays at the end of the year is in 支出总计, too.
        key = (
            claim.subject,
            claim.year,
            claim.scope,
            any_of(frame_words("repeat", "with_rest"), claim.label),
        )
        groups.setdefault(key, {}).setdefault(basis, []).append(claim)
    told_so: dict[Decimal, set[str]] = {}
    for claim in (*claims(filing), *placed(filing)):
        if claim.own_basis and measure(claim) == "money":
            told_so.setdefault(claim.figure.base.point, set()).add(claim.basis)
    every = [
        (name, basis, _of_this_basis(basis, stated, told_so))
        for (name, *_), by_basis in groups.items()
        for basis, stated in by_basis.items()
    ]
    for name, basis, stated in every:
        if len(stated) > 1 and not _are_of_several(stated):
            relation = _agreement(stated, name)
            money = stated[0].figure.unit.measures == "money"
            rates = [c.figure.value for c in stated if c.subject == "执行率"]
            if len(set(rates)) > 1 and alike(rates[0], rates[-1]) != SWAPPED:
                continue  # probably of different funds
            unsaid = money and (not basis or not all(c.own_basis for c in stated))
            yield replace(relation, doubtful=True) if unsaid else relation


def _are_of_several(stated: Sequence[Claim]) -> bool:
    """Return whether amounts are so many, or so far apart, that each is of another fund, level or item."""
    points = {c.figure.base.point for c in stated if measure(c) == "money"}
    low, high = min(points, default=0), max(points, default=0)
    apart = low > 0 and high > _FAR * low and not any(low * times == high for times in _TIMES)
    return len(points) > _SEVERAL or apart


#: From how many values, and from which ratio, figures are of several things; the ratios that slips make.
_SEVERAL, _FAR, _TIMES = 3, 3, (10, 100, 10_000)


def _adds_what_is_left(passage: Passage, claim: Claim) -> bool:
    """Return whether a total adds what is left to the figure before it:
    本年支出1234万元，加上年末结转65万元，支出总计1299万元."""
    earlier = before(passage, claim)
    same = next((n for n, c in enumerate(earlier) if c.subject == claim.subject), 0)
    return any(c.role in ("left", "carried") for c in earlier[:same])


def _begins_list_of_scores(passage: Passage, claim: Claim) -> bool:
    """Return whether a score is the first of several behind a colon: 自评得分：预算执行9.5分、产出48分，…."""
    behind = passage.claims[claim.index + 1 : claim.index + 2]
    row = claim.mark == "colon" and any(
        c.mark == "pause" and c.depth == claim.depth for c in behind
    )
    return row and measure(claim) == "points"


_BRACKET = pattern(r"\s*[（(][^（()）\d]{1,16}[)）]")


def _of_this_basis(
    basis: str, stated: Sequence[Claim], told: Mapping[Decimal, set[str]]
) -> list[Claim]:
    """Return the claims whose value is not stated on another basis elsewhere."""
    return [c for c in stated if c.own_basis or told.get(c.figure.base.point, {basis}) <= {basis}]


def _agreement(stated: Sequence[Claim], name: str) -> Relation:
    """Judge whether all claims state one value; show the different ones if not."""
    different = {claim.figure.base.point: claim for claim in reversed(stated)}
    several = list(reversed(different.values()))[:_MOST_VALUES]
    verdicts = {equal(interval(a), interval(b)) for a, b in combinations(several, 2)}
    verdict = max(verdicts, key=GRAVITY.index, default=Verdict.HELD)
    wrong = verdict is Verdict.VIOLATED
    places = "，".join(f"“{words_around(claim)}”" for claim in several)
    message = f"{name}前后不一致：{places}。" if wrong else ""
    operands = tuple(map(claim_operand, several if wrong else stated))
    return Relation("A801", verdict, operands, name, message, equation=same_figure(stated))


@rule("A804", "info", "同一数值再次出现")
def said_again(filing: Filing) -> Iterator[Relation]:
    """检查什么：同一数值、同一单位、名称相近的数据在不同地方出现，互相印证。
    为什么：前后一致的数据越多，材料越可靠；这条规则只产生“成立”的核对关系，不提出问题。
    反例：参保居民5230人。／新建公路12公里。
    正例：参保居民5230人。／全年参保5230人。
    怎么改：无需修改。"""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims(filing):
        figure = claim.figure
        if figure.value > 1 and figure.unit.name:
            groups.setdefault((figure.base.point, figure.unit.measures), []).append(claim)
    for group in groups.values():
        related = _related(group[:_MOST_VALUES])
        if len(related) > 1:
            yield ruled("A804", tuple(map(claim_operand, related)), claim_name(related[0]))


def _related(group: Sequence[Claim]) -> list[Claim]:
    """Return those of equal figures that share words with another one in another sentence."""
    words: Mapping[int, set[str]] = {
        i: pairs(claim.label[-24:] + claim.noun + claim.topic[-8:]) for i, claim in enumerate(group)
    }
    return [
        claim
        for i, claim in enumerate(group)
        if any(
            words[i] & words[j] and _sentence(claim) != _sentence(other)
            for j, other in enumerate(group)
        )
    ]


def _sentence(claim: Claim) -> tuple[object, int]:
    return claim.location.stretch, claim.sentence
