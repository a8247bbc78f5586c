"""Family A: find the same thing stated in other words: like names, figures equal or a slip apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim
from xladdin.model.report import Relation
from xladdin.patterns import pattern
from xladdin.rules.registry import rule
from xladdin.rules.report.entities import Entity, beside, entities, kind, likeness
from xladdin.rules.report.prose import (
    claim_name,
    claim_operand,
    interval,
    measure,
    same_figure,
    words_around,
)
from xladdin.rules.report.readings import frame_words, frames
from xladdin.rules.report.slips import SWAPPED, alike
from xladdin.rules.scope import number_text, rounded

#: The likeness from which names are of one thing, and from which they are if a slip explains the difference.
_SAME, _CLOSE = 0.9, 0.45


@rule("A802", "warning", "名称相近的数据不一致")
def alike_but_different(filing: Filing) -> Iterator[Relation]:
    """检查什么：名称相近的同类数据，在不同段落里数值不同、而且像是打错的（数字颠倒、错一位数字）。
    为什么：多半是同一个数，改了一处忘了改另一处。
    反例：全年送戏下乡86场。／为乡村送戏演出68场。
    正例：全年送戏下乡86场。／为乡村送戏演出86场。
    怎么改：如果说的是同一件事，把两处改成一致；不是同一件事的，名称要写得能区分。"""
    return (relation for relation in _compared(filing) if relation.code == "A802")


@rule("A803", "error", "同一指标前后数值不同")
def same_name(filing: Filing) -> Iterator[Relation]:
    """检查什么：名称相同、年度和口径也相同的数据，在不同段落里数值不同、而且像是打错的。名称相同、数值一致的列在 A802。
    为什么：名称相同，说的就是同一个数。
    反例：新增达到中等收入水平的农户人口320人。／新增达到中等收入水平的农户人口230人，增收明显。
    正例：新增达到中等收入水平的农户人口320人。／新增达到中等收入水平的农户人口320人，增收明显。
    怎么改：核对原始资料，把前后两处改成一致。"""
    return (relation for relation in _compared(filing) if relation.code == "A803")


@rule("A806", "error", "同一数据的单位不一致")
def unit_slip(filing: Filing) -> Iterator[Relation]:
    """检查什么：名称相近、数字相同的数据，一处写元、另一处写万元（万元与亿元等也一样）。
    为什么：数字相同而单位差一万倍，必有一处单位写错。
    反例：免疫规划项目支出386.42万元。／免疫规划项目运转经费386.42元。
    正例：免疫规划项目支出386.42万元。／免疫规划项目运转经费386.42万元。
    怎么改：核对是元还是万元，把写错单位的一处改正。"""
    return (relation for relation in _compared(filing) if relation.code == "A806")


@lru_cache(maxsize=4)
def _compared(filing: Filing) -> tuple[Relation, ...]:
    """Relate figures that may be of one thing: equal ones hold, those a slip apart do not."""
    found: list[Relation] = list(_restated(filing))
    reported: set[frozenset[str] | None] = set()
    numbered = {p.place(0, 0).stretch for p in filing.passages if _NUMBERED.match(p.text)}
    for group in entities(filing).values():
        told = Counter(_printed(each.claim) for each in group)
        for one, two in _pairs(group):
            twice = told[_printed(one.claim)] > 1 and told[_printed(two.claim)] > 1
            items = {one.claim.location.stretch, two.claim.location.stretch} <= numbered
            relation = _pair(one, two, twice, items)
            key = frozenset(operand.text for operand in relation.operands) if relation else None
            if relation and (relation.verdict is not Verdict.VIOLATED or key not in reported):
                reported.add(key)
                found.append(relation)
    return tuple(found)


def _pairs(group: Sequence[Entity]) -> Iterator[tuple[Entity, Entity]]:
    """Yield pairs of entities that share a piece of their names, each with the last few before it."""
    sharing: dict[str, list[int]] = {}
    for index, two in enumerate(group):
        pieces = two.pieces | two.around
        near = {i for piece in pieces for i in sharing.get(piece, ())[-_LAST:]}
        for i in sorted(near):
            yield group[i], two
        for piece in pieces:
            sharing.setdefault(piece, []).append(index)


#: The fewest digits and shared pieces with which figures of swapped digits are of one thing.
_DIGITS, _SHARED = 3, 3


#: The most earlier names per piece that a name is compared with.
_LAST = 8


#: The numbering of paragraphs that are items, each of a project or unit of its own.
_NUMBERED = pattern(r"\s*[（(]?\d{1,2}[)）.、．]")


def _printed(claim: Claim) -> tuple[Decimal, str]:
    return claim.figure.value, claim.figure.unit.name


def _restated(filing: Filing) -> Iterator[Relation]:
    """Yield the relation of a figure stated again at once in another unit: 6.82亿元（68215.60万元）,
    741.12万元，即7411200元."""
    for passage in filing.passages:
        for one, two in pairwise(passage.claims):
            if measure(one) != measure(two):
                continue
            bracket = two.mark == "open" and two.depth == one.depth + 1 and not two.label
            bracket = bracket and two.figure.unit != one.figure.unit  # 扣0.80分（8分得7.20分）
            again = bracket or two.label in frame_words("repeat", "again")
            if not again or two.sentence != one.sentence:
                continue
            verdict, message = equal(interval(one), interval(two)), ""
            if verdict is Verdict.VIOLATED:
                message = _told_otherwise(one, two)
                if not message:
                    continue
            yield _relation("A806", verdict, one, two, message)


def _told_otherwise(one: Claim, two: Claim) -> str:
    """Return what is wrong with a figure that repeats the one before it; empty if no slip explains it."""
    both = f"“{words_around(one)}”与紧接着的“{two.figure.text}”应是同一个数，"
    times = _power_of_ten_apart(one, two)
    if times > 1:
        return f"{both}却相差 {times} 倍，疑有一处单位或小数点写错。"
    unit = two.figure.unit
    due = rounded(one.figure.base.point / unit.factor, two.figure.places)
    if alike(two.figure.value, due) != SWAPPED:
        return ""
    return f"{both}换算过来是 {number_text(due)}{unit.name}，疑有一处数字颠倒。"


def _power_of_ten_apart(one: Claim, two: Claim) -> int:
    """Return by which power of ten two figures differ; 0 for another ratio."""
    low, high = sorted((one, two), key=lambda c: interval(c).point)
    for power in (10, 100, 1000, 10**4, 10**8):
        if equal(interval(low).scaled(Decimal(power)), interval(high)) is not Verdict.VIOLATED:
            return power
    return 0


def _pair(one: Entity, two: Entity, twice: bool, items: bool) -> Relation | None:
    """Relate two figures of different sentences: equal ones, or ones a slip apart; else None."""
    a, b = one.claim, two.claim
    if a.location.stretch == b.location.stretch and a.sentence == b.sentence:
        return None
    close = likeness(one, two)
    same = equal(interval(a), interval(b))
    if same is not Verdict.VIOLATED:
        if close < _CLOSE or same is Verdict.ROUNDING:
            return None
        return _relation("A802", same, a, b)
    if one.apart != two.apart or kind(a) != kind(b) or twice or _are_contrary(one, two):
        return None
    if close < _CLOSE and (items or not _has_swapped_digits(one, two)):
        return None
    if a.figure.value == b.figure.value and a.figure.unit != b.figure.unit and a.figure.value != 0:
        message = f"“{words_around(a)}”与“{words_around(b)}”数字相同、单位不同，疑有一处单位写错。"
        return _relation("A806", Verdict.VIOLATED, a, b, message)
    named = "" if a.figure.unit.measures == "money" else _code_for_like_names(one, two)
    if named and a.figure.unit == b.figure.unit and not one.claim.figure.irregular:
        message = f"{claim_name(a)}前后不一致：“{words_around(a)}”，“{words_around(b)}”。"
        return _relation(named, Verdict.VIOLATED, a, b, message)
    slip = alike(a.figure.value, b.figure.value) if a.figure.unit == b.figure.unit else ""
    named_both = bool(a.name) and bool(b.name)
    if not slip or (slip != SWAPPED and (close < _SAME or not named_both)):
        return None
    message = f"{claim_name(a)}前后不一致：“{words_around(a)}”，“{words_around(b)}”（{slip}）。"
    return _relation("A803" if close >= _SAME else "A802", Verdict.VIOLATED, a, b, message)


def _are_contrary(one: Entity, two: Entity) -> bool:
    """Return whether names differ by words that exclude each other: 基金收入, 基金支出."""
    said, other_said = one.claim.label, two.claim.label
    return any(
        word in a and other not in a and other in b and word not in b
        for word, other in frames()["repeat"]["contrary"]
        for a, b in ((said, other_said), (other_said, said))
    )


def _relation(code: str, verdict: Verdict, a: Claim, b: Claim, message: str = "") -> Relation:
    operands = (claim_operand(a), claim_operand(b))
    same = same_figure((a, b))
    return Relation(code, verdict, operands, claim_name(a), message, equation=same)


def _has_swapped_digits(one: Entity, two: Entity) -> bool:
    """Return whether digits are swapped between two figures with common words beside them."""
    a, b = one.claim.figure, two.claim.figure
    digits = len(a.value.as_tuple().digits)
    wanted = _SHARED if digits == _DIGITS else 1
    like = a.unit == b.unit and digits >= _DIGITS and beside(one, two) >= wanted
    return like and alike(a.value, b.value) == SWAPPED


def _code_for_like_names(one: Entity, two: Entity) -> str:
    """Return A803 if two long names are nearly equal, A802 if one rate's name has more words, else empty."""
    rate = one.claim.figure.unit.name == "%"
    names = (one.claim.topic, two.claim.topic) if rate else (one.name, two.name)
    short, long = sorted(names, key=len)
    if len(short) < _LONG - 4 or 2 * len(short) < _VERY * (len(short) + len(long)):
        return ""
    matcher = SequenceMatcher(None, short, long, autojunk=False)
    if any(op == "replace" and max(b - a, d - c) > 1 for op, a, b, c, d in matcher.get_opcodes()):
        return ""  # 工业增加值, 服务业增加值: another word, another thing
    ratio = matcher.ratio()
    nearly = len(short) >= _VERY_LONG and ratio >= _VERY
    if len(short) >= _LONG and (short == long or nearly):
        return "A803"
    rest = iter(long)
    inside = short != long and all(sign in rest for sign in short)
    return "A802" if rate and ratio >= _VERY and inside else ""


#: The lengths from which names are equal, and nearly equal, and the likeness of these.
_LONG, _VERY_LONG, _VERY = 9, 12, 0.8
