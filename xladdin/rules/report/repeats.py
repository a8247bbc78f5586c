"""Family A: the same thing stated twice in the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import combinations, pairwise

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim
from xladdin.model.report import Relation
from xladdin.narrative.lexicon import subjects
from xladdin.rules.registry import rule
from xladdin.rules.report.entities import Entity, beside, entities, kind, likeness
from xladdin.rules.report.frames import frames
from xladdin.rules.report.places import placed
from xladdin.rules.report.prose import claim_name, claim_operand, claims, interval, measure
from xladdin.rules.report.slips import SWAPPED, alike

#: As many different values of one thing are shown.
_MOST_VALUES = 12
#: Names with as much in common are of one thing; with as much, if a slip explains the difference.
_SAME, _CLOSE = 0.9, 0.45
_STATED = ("value", "score", "total", "rate")


@rule(
    "A801",
    "同一数据前后不一致",
    "error",
    "核对原始资料，把前后两处改成一致；确实是两回事的，写清楚各自的口径。",
)
def stated_twice(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：同一年度、同一口径、同一范围的编制数、在职人数、三公经费、支出总额等，在正文里写了不止一次的，是否一致。
    为什么：同一个数只能有一个值，前后不一致必有一处写错。
    反例：前面写“编制数10人”，后面写“编制数5人”。
    正例：前后都写“编制数10人”。"""
    groups: dict[tuple[str, int | None, str], dict[str, list[Claim]]] = {}
    told: set[tuple[object, ...]] = set()
    for claim in claims(filing):
        if not claim.subject or not subjects()[claim.subject].single or claim.role not in _STATED:
            continue
        if claim.partial or claim.owned or claim.figure.operator:
            continue
        here = (claim.subject, _sentence(claim))
        if claim.name:
            told.add(here)
        elif (
            measure(claim) != "money"
            and not claim.own_basis
            and not claim.name
            and subjects()[claim.subject].measures == "人"
        ):
            continue
        elif not subjects()[claim.subject].bare and (here not in told or measure(claim) != "money"):
            continue  # what a heading hands to a bare amount may be of one of its items
        if claim.part and claim.figure.unit.measures in ("人", "points"):
            continue
        money = claim.figure.unit.measures == "money"
        basis = claim.basis if money or claim.basis == "target" else ""
        key = (claim.subject, claim.year, claim.scope)
        groups.setdefault(key, {}).setdefault(basis, []).append(claim)
    told_so: dict[Decimal, set[str]] = {}
    for claim in (*claims(filing), *placed(filing)):
        if claim.own_basis and measure(claim) == "money":
            told_so.setdefault(claim.figure.base.point, set()).add(claim.basis)
    every = [
        (subject, basis, _of_this_basis(basis, stated, told_so))
        for (subject, _, _), by_basis in groups.items()
        for basis, stated in by_basis.items()
    ]
    for subject, basis, stated in every:
        if len(stated) > 1:
            relation = _agreement("A801", stated, subject)
            money = stated[0].figure.unit.measures == "money"
            rates = [c.figure.value for c in stated if c.subject == "执行率"]
            if len(set(rates)) > 1 and alike(rates[0], rates[-1]) != SWAPPED:
                continue  # of one fund and of another, more likely
            unsaid = money and (not basis or not all(c.own_basis for c in stated))
            yield replace(relation, doubtful=True) if unsaid else relation


def _of_this_basis(
    basis: str, stated: Sequence[Claim], told: Mapping[Decimal, set[str]]
) -> list[Claim]:
    """Those that are not, by their value, told on another basis elsewhere."""
    return [c for c in stated if c.own_basis or told.get(c.figure.base.point, {basis}) <= {basis}]


def _agreement(code: str, stated: Sequence[Claim], name: str) -> Relation:
    """Whether all of these state one value; the different ones are shown if not."""
    different = {claim.figure.base.point: claim for claim in reversed(stated)}
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
    return f"{claim.label[-16:]}{claim.figure.text}{claim.noun[:8]}"


@rule(
    "A802",
    "名称相近的数据不一致",
    "warning",
    "如果说的是同一件事，把两处改成一致；不是同一件事的，名称要写得能区分。",
)
def alike_but_different(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：名称相近的同类数据，在不同段落里数值不同、而且像是打错的（数字颠倒、错一位数字）。
    为什么：多半是同一个数，改了一处忘了改另一处。
    反例：前面写“全年送戏下乡86场”，后面写“为乡村送戏演出68场”。
    正例：前后都写 86 场。"""
    return (relation for relation in _compared(filing) if relation.code == "A802")


@rule("A803", "同一指标前后数值不同", "error", "核对原始资料，把前后两处改成一致。")
def same_name(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：名称相同、年度和口径也相同的数据，在不同段落里数值不同、而且像是打错的。名称相同、数值一致的列在 A802。
    为什么：名称相同，说的就是同一个数。
    反例：前面写“新增达到中等收入水平的农户人口320人”，后面写“新增达到中等收入水平的农户人口230人”。
    正例：前后都写 320 人。"""
    return (relation for relation in _compared(filing) if relation.code == "A803")


@rule("A806", "同一数据的单位不一致", "error", "核对是元还是万元，把写错单位的一处改正。")
def unit_slip(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：名称相近、数字相同的数据，一处写元、另一处写万元（万元与亿元等也一样）。
    为什么：数字相同而单位差一万倍，必有一处单位写错。
    反例：前面写“免疫规划项目支出386.42万元”，后面写“免疫规划项目运转经费386.42元”。
    正例：前后都写 386.42万元。"""
    return (relation for relation in _compared(filing) if relation.code == "A806")


@lru_cache(maxsize=4)
def _compared(filing: Filing) -> tuple[Relation, ...]:
    """Pairs of figures that may be of one thing: equal ones hold, those a slip apart do not."""
    found: list[Relation] = list(_restated(filing))
    reported: set[frozenset[object]] = set()
    numbered = {(p.source, p.paragraph) for p in filing.passages if _NUMBERED.match(p.text)}
    for group in entities(filing).values():
        told = Counter(_printed(each.claim) for each in group)
        for one, two in _pairs(group):
            twice = told[_printed(one.claim)] > 1 and told[_printed(two.claim)] > 1
            items = _paragraph(one.claim) in numbered and _paragraph(two.claim) in numbered
            relation = _pair(one, two, twice, items)
            if relation is None:
                continue
            key = frozenset(operand.text for operand in relation.operands)
            if relation.verdict is Verdict.VIOLATED and key in reported:
                continue
            reported.add(key)
            found.append(relation)
    return tuple(found)


def _pairs(group: Sequence[Entity]) -> Iterator[tuple[Entity, Entity]]:
    """The entities of one kind that share a piece of their names, each with the last few of these."""
    sharing: dict[str, list[int]] = {}
    for index, two in enumerate(group):
        pieces = two.pieces | two.around
        near = {i for piece in pieces for i in sharing.get(piece, ())[-_LAST:]}
        for i in sorted(near):
            yield group[i], two
        for piece in pieces:
            sharing.setdefault(piece, []).append(index)


#: With as many digits swapped and as many pieces shared two figures are of one thing.
_DIGITS, _SHARED = 3, 2
#: Each name is compared with so many of those that share a piece with it.
_LAST = 8


#: Paragraphs that are items of a list, each of a project or a unit of its own.
_NUMBERED = re.compile(r"\s*[（(]?\d{1,2}[)）.、．]")


def _paragraph(claim: Claim) -> tuple[str, int | None]:
    return claim.location.source, claim.location.paragraph


def _printed(claim: Claim) -> tuple[Decimal, str]:
    return claim.figure.value, claim.figure.unit.name


def _restated(filing: Filing) -> Iterator[Relation]:
    """A figure told again at once in another unit: 6.82亿元（68215.60万元）, 741.12万元，即7411200元."""
    for passage in filing.passages:
        for one, two in pairwise(passage.claims):
            if measure(one) != measure(two):
                continue
            bracket = two.mark == "open" and two.depth == one.depth + 1 and not two.label
            if not (bracket or two.label in _again()) or two.sentence != one.sentence:
                continue
            verdict = equal(interval(one), interval(two))
            operands, name = (claim_operand(one), claim_operand(two)), claim_name(one)
            if verdict is not Verdict.VIOLATED:
                yield Relation("A806", verdict, operands, name)
            elif (times := _power(one, two)) > 1:
                message = (
                    f"“{_near(one)}”与紧接着的“{two.figure.text}”应是同一个数，"
                    f"却相差 {times} 倍，疑有一处单位或小数点写错。"
                )
                yield Relation("A806", Verdict.VIOLATED, operands, name, message)


@cache
def _again() -> tuple[str, ...]:
    return tuple(frames()["repeat"]["again"])


def _power(one: Claim, two: Claim) -> int:
    """How many times, a power of ten, two figures are apart; 0 for another ratio."""
    low, high = sorted((one, two), key=lambda c: interval(c).point)
    for power in (10, 100, 1000, 10**4, 10**8):
        if equal(interval(low).scaled(Decimal(power)), interval(high)) is not Verdict.VIOLATED:
            return power
    return 0


def _pair(one: Entity, two: Entity, twice: bool, items: bool) -> Relation | None:
    a, b = one.claim, two.claim
    if a.location.paragraph == b.location.paragraph and a.sentence == b.sentence:
        return None
    close = likeness(one, two)
    same = equal(interval(a), interval(b))
    if same is not Verdict.VIOLATED:
        if close < _CLOSE or same is Verdict.ROUNDING:
            return None
        return Relation("A802", same, (claim_operand(a), claim_operand(b)), claim_name(a))
    if one.apart != two.apart or kind(a) != kind(b) or twice:
        return None
    if close < _CLOSE and (items or not _swapped(one, two)):
        return None
    operands = (claim_operand(a), claim_operand(b))
    name = claim_name(a)
    if a.figure.value == b.figure.value and a.figure.unit != b.figure.unit and a.figure.value != 0:
        message = f"“{_near(a)}”与“{_near(b)}”数字相同、单位不同，疑有一处单位写错。"
        return Relation("A806", Verdict.VIOLATED, operands, name, message)
    named = "" if a.figure.unit.measures == "money" else _one_name(one, two)
    if named and a.figure.unit == b.figure.unit and not one.claim.figure.irregular:
        message = f"{name}前后不一致：“{_near(a)}”，“{_near(b)}”。"
        return Relation(named, Verdict.VIOLATED, operands, name, message)
    slip = alike(a.figure.value, b.figure.value) if a.figure.unit == b.figure.unit else ""
    named_both = bool(a.name) and bool(b.name)
    if not slip or (slip != SWAPPED and (close < _SAME or not named_both)):
        return None
    message = f"{name}前后不一致：“{_near(a)}”，“{_near(b)}”（{slip}）。"
    if close >= _SAME:
        return Relation("A803", Verdict.VIOLATED, operands, name, message)
    return Relation("A802", Verdict.VIOLATED, operands, name, message)


def _swapped(one: Entity, two: Entity) -> bool:
    """Whether digits are swapped between two figures with common words beside them."""
    a, b = one.claim.figure, two.claim.figure
    digits = len(a.value.as_tuple().digits)
    wanted = _SHARED if digits == _DIGITS else 1
    return (
        a.unit == b.unit
        and digits >= _DIGITS
        and beside(one, two) >= wanted
        and alike(a.value, b.value) == SWAPPED
    )


def _one_name(one: Entity, two: Entity) -> str:
    """The code for two long names that are nearly one, or for a rate named a little more fully."""
    rate = one.claim.figure.unit.name == "%"
    names = (one.claim.topic, two.claim.topic) if rate else (one.name, two.name)
    short, long = sorted(names, key=len)
    if len(short) < _LONG - 4 or 2 * len(short) < _VERY * (len(short) + len(long)):
        return ""
    ratio = SequenceMatcher(None, short, long, autojunk=False).ratio()
    if len(short) >= _LONG and ratio >= _VERY:
        return "A803"
    rest = iter(long)
    inside = short != long and all(sign in rest for sign in short)
    return "A802" if rate and ratio >= _VERY and inside else ""


#: So long a name that is nearly the same is of the same thing.
_LONG, _VERY = 9, 0.8


@rule("A804", "同一数值再次出现", "info", "无需修改。")
def said_again(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：同一数值、同一单位、名称相近的数据在不同地方出现，互相印证。
    为什么：前后一致的数据越多，材料越可靠；这条规则只产生“成立”的核对关系，不提出问题。
    反例：无。
    正例：前面写“参保居民5230人”，后面写“参保5230人”。"""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims(filing):
        figure = claim.figure
        if figure.value > 1 and figure.unit.name:
            groups.setdefault((figure.base.point, figure.unit.measures), []).append(claim)
    for group in groups.values():
        related = _related(group[:_MOST_VALUES])
        if len(related) > 1:
            yield Relation(
                "A804", Verdict.HELD, tuple(map(claim_operand, related)), claim_name(related[0])
            )


def _related(group: Sequence[Claim]) -> list[Claim]:
    """Of equal figures those whose words have something in common."""
    words: Mapping[int, set[str]] = {
        i: {text[k : k + 2] for k in range(len(text) - 1)}
        for i, claim in enumerate(group)
        if (text := claim.label[-24:] + claim.noun + claim.topic[-8:]) is not None
    }
    return [
        claim
        for i, claim in enumerate(group)
        if any(
            words[i] & words[j] and _sentence(claim) != _sentence(other)
            for j, other in enumerate(group)
        )
    ]


def _sentence(claim: Claim) -> tuple[str, int | None, int]:
    return claim.location.source, claim.location.paragraph, claim.sentence
