"""Family A: sums inside the report. 其中 lists, 一是 … 二是 … lists, and the known partitions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, at_most, total
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Operand, Relation
from xladdin.model.unit import MONEY
from xladdin.narrative.adding import add_up, interval, nested, sum_judged
from xladdin.narrative.lists import (
    Parts,
    closing_total,
    going_on,
    known_complete,
    ordinal_items,
    part_lists,
    partitions,
)
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import claim_name, claim_operand
from xladdin.rules.scope import number_text
from xladdin.rules.wording import MAYBE_ROUNDED, show

_BARE_SPENDING = re.compile(r"(?:已|实际)?(?:支出|执行|支付|使用|拨付)")
#: Parts of people may overlap: 党员 and 35岁以下.
_OVERLAPPING = ("人", "人次", "户")
#: Parts that miss their whole by less than this share were most likely meant to add up.
_NEARLY = Decimal("0.1")


def _operands(whole: Claim, parts: Sequence[Claim]) -> tuple[Operand, ...]:
    return tuple(claim_operand(claim) for claim in (whole, *parts))


def _amounts(claims: Sequence[Claim]) -> str:
    unit = claims[0].quantity.figure.unit
    if all(claim.quantity.figure.unit == unit for claim in claims):
        return " + ".join(number_text(claim.quantity.figure.value) for claim in claims)
    return " + ".join(claim.quantity.figure.text for claim in claims)


def _violated(
    code: str, whole: Claim, parts: Sequence[Claim], word: str, doubtful: bool, rounded: bool
) -> Relation:
    figure, shown = whole.quantity.figure, _operands(whole, parts)
    sum_ = total(map(interval, parts))
    gap = show(abs(sum_.point - interval(whole).point), figure.unit.name, shown)
    result = show(sum_.point, figure.unit.name, shown)
    name = claim_name(whole) or "合计"
    message = f"{name} {figure.text}，{word}各项 {_amounts(parts)} = {result}，相差 {gap}。"
    message += MAYBE_ROUNDED if rounded else ""
    return Relation(
        code, Verdict.VIOLATED, shown, claim_name(whole), message, "", result, figure.text,
        doubtful or rounded,
    )  # fmt: skip


@rule(
    "A101",
    "其中各项之和与合计不符",
    "error",
    "对照账表核对合计和各项，改正填错的一个；“其中”只列一部分的，写明“主要包括”。",
)
def parts_of_a_whole(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“其中”“包括”“由……组成”、括号里列出的各项，加起来是否等于（或不超过）前面的合计；“合计”“共计”是否等于前面列出的各项。
    为什么：分项之和超过合计，或本应等于合计而不等，必有一处写错。只列部分分项的不要求相等。
    反例：基本支出110.20万元，其中工资福利支出70.30万元、对个人和家庭的补助18.60万元、公用经费26.40万元。
    正例：基本支出62.10万元，其中人员经费55.89万元，公用经费6.21万元。"""
    for passage in filing.passages:
        listed: set[int] = set()
        for each in part_lists(passage):
            listed.update(claim.quantity.span[0] for claim in (each.whole, *each.parts))
            relation = _judge(passage, each)
            if relation is not None:
                yield relation
            if relation is None or relation.verdict is not Verdict.VIOLATED:
                for head, children in nested(each.parts):
                    yield Relation(
                        "A101", Verdict.HELD, _operands(head, children), claim_name(head)
                    )
        for index, whole in enumerate(passage.claims):
            if whole.quantity.span[0] not in listed:
                yield from _closed(passage, index, whole)


def _closed(passage: Passage, index: int, whole: Claim) -> Iterator[Relation]:
    """A 合计 behind what it adds up."""
    parts, certain = closing_total(passage, index)
    if not parts:
        return
    verdict, rounded = sum_judged(whole, parts)
    if verdict is not Verdict.VIOLATED:
        yield Relation("A101", verdict, _operands(whole, parts), claim_name(whole))
    elif _short(whole, parts) <= _NEARLY:
        yield _violated("A101", whole, parts, "前面", not certain, rounded)


def _short(whole: Claim, parts: Sequence[Claim]) -> Decimal:
    """By what share of the whole the parts miss it."""
    point = interval(whole).point
    return abs(point - total(map(interval, parts)).point) / (point or Decimal(1))


def _judge(passage: Passage, listed: Parts) -> Relation | None:
    whole, parts = listed.whole, listed.parts
    subject = claim_name(whole)
    readings = [parts, going_on(passage, listed)]
    if listed.inner:
        readings.insert(1, tuple(sorted(parts + listed.inner, key=lambda c: c.quantity.span)))
    # 其中甲资金10万元，支出8万元；乙资金 …: two figures for each part.
    spent = tuple(claim for claim in parts if _BARE_SPENDING.fullmatch(claim.quantity.label))
    mixed = 0 < len(spent) < len(parts)
    if mixed:
        readings.append(spent)
    for candidates in readings:
        verdict, counted = add_up(whole, candidates)
        if verdict is not Verdict.VIOLATED:
            return Relation("A101", verdict, _operands(whole, counted), subject)
    for other in listed.others if listed.loose else ():
        verdict, counted = add_up(other, parts)
        if verdict is Verdict.HELD and len(counted) == len(parts) > 1:
            return Relation("A101", verdict, _operands(other, counted), claim_name(other))
    slipped = _in_wrong_unit(whole, listed)
    if slipped is not None:
        return slipped
    if listed.own or mixed or _of_another(listed):
        return None
    over = at_most(total(map(interval, parts)), interval(whole)) is Verdict.VIOLATED
    near = len(parts) > 1 and _short(whole, parts) <= _NEARLY and not listed.some
    if not over and not listed.complete and not near:
        return Relation("A101", Verdict.HELD, _operands(whole, parts), subject)
    money = whole.quantity.figure.unit.measures == "money"
    first, last = parts[0].quantity.span[1], parts[-1].quantity.span[0]
    if over and not money and "；" in passage.text[first:last]:
        return None  # what follows the semicolon counts something else
    if not near and not whole.subject and whole.quantity.figure.unit.measures in _OVERLAPPING:
        return None
    certain = listed.complete or (over and money)
    rounded = sum_judged(whole, parts)[1]
    return _violated("A101", whole, parts, "其中", not certain, rounded)


def _of_another(listed: Parts) -> bool:
    """Whether more than the whole is listed because the parts are of something else."""
    whole, parts = listed.whole, listed.parts
    sum_ = total(map(interval, parts))
    if at_most(sum_, interval(whole)) is not Verdict.VIOLATED:
        return False
    if len(parts) == 1 and whole.quantity.figure.unit.measures != "money":
        return True
    larger = any(at_most(sum_, interval(c)) is not Verdict.VIOLATED for c in listed.others)
    return larger and listed.loose


def _in_wrong_unit(whole: Claim, listed: Parts) -> Relation | None:
    """A part printed in 元 that makes the sum right if it is read in 万元."""
    meant = [
        replace(c, quantity=replace(c.quantity, figure=replace(c.quantity.figure, unit=MONEY)))
        for c in listed.small
    ]
    parts = sorted((*listed.parts, *meant), key=lambda c: c.quantity.span)
    if not meant or sum_judged(whole, parts)[0] is not Verdict.HELD:
        return None
    written = sorted((*listed.parts, *listed.small), key=lambda c: c.quantity.span)
    slips = "、".join(c.quantity.figure.text for c in listed.small)
    message = f"{claim_name(whole)} {whole.quantity.figure.text}，其中 {slips} 疑万元与元填混：按万元计，各项之和正好相符。"
    return Relation(
        "A101", Verdict.VIOLATED, _operands(whole, written), claim_name(whole), message, "",
        whole.quantity.figure.text, slips,
    )  # fmt: skip


@rule("A102", "逐条列出的各项之和与合计不符", "warning", "核对合计和各条的金额，改正填错的一个。")
def ordinal_sum(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“一是……二是……”逐条列出的金额，加起来是否等于前面写的合计。
    为什么：逐条列出的通常就是合计的全部组成。
    反例：共安排 100 万元：一是培训 40 万元；二是设备 50 万元；三是宣传 5 万元。
    正例：共安排 100 万元：一是培训 40 万元；二是设备 50 万元；三是宣传 10 万元。"""
    for passage in filing.passages:
        items = ordinal_items(passage)
        amounts = [_first_amount(passage, span) for span in items]
        parts = [claim for claim in amounts if claim is not None]
        if len(parts) < 2 or len(parts) < len(items):
            continue
        unit = parts[0].quantity.figure.unit
        before = [
            claim
            for claim in passage.claims[: passage.claim_from(items[0][0])]
            if claim.quantity.figure.unit == unit
        ]
        judged = [(claim, *sum_judged(claim, parts)) for claim in before]
        fitting = next((c for c, verdict, _ in judged if verdict is Verdict.HELD), None)
        if fitting is not None:
            yield Relation("A102", Verdict.HELD, _operands(fitting, parts), claim_name(fitting))
        elif before and before[-1].sentence == parts[0].sentence:
            whole, verdict, rounded = judged[-1]
            if verdict is Verdict.VIOLATED:
                yield _violated("A102", whole, parts, "逐条列出的", False, rounded)
            else:
                yield Relation("A102", verdict, _operands(whole, parts), claim_name(whole))


def _first_amount(passage: Passage, span: tuple[int, int]) -> Claim | None:
    """The first sum of money in an item."""
    inside = passage.claims[passage.claim_from(span[0]) : passage.claim_from(span[1])]
    return next((c for c in inside if c.quantity.figure.unit.name == "万元"), None)


@rule("A103", "分项支出之和与总支出不符", "error", "对照决算报表核对总额和分项，改正填错的一个。")
def partition(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：同一段里写了总支出、基本支出、项目支出（或基本支出、人员经费、公用经费等）的，分项之和是否等于总额。
    为什么：支出总额 = 基本支出 + 项目支出；基本支出 = 人员经费 + 公用经费。
    反例：全年支出84.60万元，基本支出为62.10万元……项目支出为2.52万元。
    正例：全年支出84.60万元，基本支出为62.10万元……项目支出为22.50万元。"""
    for passage in filing.passages:
        if not any(claim.subject for claim in passage.claims):
            continue
        listed = {each.whole.quantity.span for each in part_lists(passage)}
        for index, whole in enumerate(passage.claims):
            for each in partitions():
                # A list of the whole's own was judged by A101.
                if whole.subject not in each.whole or whole.quantity.span in listed:
                    continue
                parts = _following(passage.claims, index + 1, whole, each.parts | each.more)
                if not known_complete(whole, parts):
                    continue
                verdict, rounded = sum_judged(whole, parts)
                if verdict is Verdict.VIOLATED:
                    yield _violated("A103", whole, parts, "", False, rounded)
                else:
                    yield Relation("A103", verdict, _operands(whole, parts), whole.subject)


def _following(
    claims: Sequence[Claim], start: int, whole: Claim, subjects: frozenset[str]
) -> list[Claim]:
    """The first claim of each subject up to where the whole is stated again."""
    found: dict[str, Claim] = {}
    for index in range(start, len(claims)):
        claim = claims[index]
        if claim.subject == whole.subject:
            break
        same = claim.year == whole.year and (claim.basis == whole.basis or not claim.basis)
        if claim.subject in subjects and same:
            found.setdefault(claim.subject, claim)
    return list(found.values())
