"""Family A: sums inside the report. 其中 lists, 一是 … 二是 … lists, and the known partitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, at_most, equal, total
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Operand, Relation
from xladdin.narrative.lists import (
    Parts,
    add_up,
    going_on,
    interval,
    known_complete,
    nested,
    ordinal_items,
    part_lists,
    partitions,
)
from xladdin.rules.prose import claim_name, claim_operand
from xladdin.rules.registry import rule
from xladdin.rules.scope import number_text
from xladdin.rules.wording import show

#: Parts that fall short of their whole by less than this share were most likely meant to add up.
_NEARLY = Decimal("0.1")


def _operands(whole: Claim, parts: Sequence[Claim]) -> tuple[Operand, ...]:
    return tuple(claim_operand(claim) for claim in (whole, *parts))


def _amounts(claims: Sequence[Claim]) -> str:
    return " + ".join(number_text(claim.quantity.figure.value) for claim in claims)


def _message(whole: Claim, parts: Sequence[Claim], word: str) -> str:
    figure = whole.quantity.figure
    sum_ = total(map(interval, parts))
    shown = [claim_operand(claim) for claim in (whole, *parts)]
    gap = show(abs(sum_.point - interval(whole).point), figure.unit.name, shown)
    result = show(sum_.point, figure.unit.name, shown)
    return f"{claim_name(whole) or '合计'} {figure.text}，{word}各项 {_amounts(parts)} = {result}，相差 {gap}。"


@rule(
    "A101",
    "其中各项之和与合计不符",
    "error",
    "对照账表核对合计和各项，改正填错的一个；“其中”只列一部分的，写明“主要包括”。",
)
def parts_of_a_whole(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“其中”“包括”“由……组成”、括号里列出的各项，加起来是否等于（或不超过）前面的合计。
    为什么：分项之和超过合计，或本应等于合计而不等，必有一处写错。只列部分分项的不要求相等。
    反例：基本支出89.69万元，其中工资福利支出48.28万元、对个人和家庭的补助24.98万元、公用经费17.68万元。
    正例：基本支出53.06万元，其中人员经费49.35万元，公用经费3.71万元。"""
    for passage in filing.passages:
        for listed in part_lists(passage):
            yield _judge(passage, listed)
            for head, children in nested(listed.parts):
                yield Relation("A101", Verdict.HELD, _operands(head, children), claim_name(head))


def _judge(passage: Passage, listed: Parts) -> Relation:
    whole, parts = listed.whole, listed.parts
    subject = claim_name(whole)
    for candidates in (parts, going_on(passage, listed)):
        verdict, counted = add_up(interval(whole), candidates)
        if verdict is not Verdict.VIOLATED:
            return Relation("A101", verdict, _operands(whole, counted), subject)
    operands = _operands(whole, parts)
    sum_ = total(map(interval, parts))
    over = at_most(sum_, interval(whole)) is Verdict.VIOLATED
    short = (interval(whole).point - sum_.point) / (interval(whole).point or Decimal(1))
    several = len(parts) > 1
    if not over and not listed.complete and not (several and short <= _NEARLY):
        return Relation("A101", Verdict.HELD, operands, subject)
    money = whole.quantity.figure.unit.measures == "money"
    certain = listed.complete or (over and money)
    message = _message(whole, parts, "其中")
    return Relation("A101", Verdict.VIOLATED, operands, subject, message, doubtful=not certain)


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
            for claim in passage.claims
            if claim.quantity.span[1] <= items[0][0] and claim.quantity.figure.unit == unit
        ]
        sum_ = total(map(interval, parts))
        fitting = next((c for c in before if equal(sum_, interval(c)) is Verdict.HELD), None)
        if fitting is not None:
            yield Relation("A102", Verdict.HELD, _operands(fitting, parts), claim_name(fitting))
        elif before and before[-1].sentence == parts[0].sentence:
            operands = _operands(before[-1], parts)
            message = _message(before[-1], parts, "逐条列出的")
            yield Relation("A102", Verdict.VIOLATED, operands, claim_name(before[-1]), message)


def _first_amount(passage: Passage, span: tuple[int, int]) -> Claim | None:
    """The first sum of money in an item."""
    inside = (c for c in passage.claims if span[0] <= c.quantity.span[0] < span[1])
    return next((c for c in inside if c.quantity.figure.unit.name == "万元"), None)


@rule("A103", "分项支出之和与总支出不符", "error", "对照决算报表核对总额和分项，改正填错的一个。")
def partition(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：同一段里写了总支出、基本支出、项目支出（或基本支出、人员经费、公用经费等）的，分项之和是否等于总额。
    为什么：支出总额 = 基本支出 + 项目支出；基本支出 = 人员经费 + 公用经费。
    反例：全年支出67.46万元，基本支出为53.06万元……项目支出为4.14万元。
    正例：全年支出67.46万元，基本支出为53.06万元……项目支出为14.4万元。"""
    for passage in filing.passages:
        listed = [each.whole for each in part_lists(passage)]
        for index, whole in enumerate(passage.claims):
            for each in partitions():
                # A list of the whole's own was judged by A101.
                if whole.subject not in each.whole or whole in listed:
                    continue
                parts = _following(passage.claims[index + 1 :], whole, each.parts | each.more)
                if not known_complete(whole, parts):
                    continue
                operands = _operands(whole, parts)
                verdict = equal(total(map(interval, parts)), interval(whole))
                message = _message(whole, parts, "") if verdict is Verdict.VIOLATED else ""
                yield Relation("A103", verdict, operands, whole.subject, message)


def _following(claims: Sequence[Claim], whole: Claim, subjects: frozenset[str]) -> list[Claim]:
    """The first claim of each subject up to where the whole is stated again."""
    found: dict[str, Claim] = {}
    for claim in claims:
        if claim.subject == whole.subject:
            break
        same = claim.year == whole.year and (claim.basis == whole.basis or not claim.basis)
        if claim.subject in subjects and same:
            found.setdefault(claim.subject, claim)
    return list(found.values())
