"""Family A: percentages inside the report: 占 …%, 执行率 …%, 控制率, …% 完成, shares of one whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Interval, Verdict, equal, total
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Operand, Relation
from xladdin.narrative.lists import interval
from xladdin.narrative.patterns import RATE_WORD, SHARE, plain
from xladdin.rules.prose import claim_name, claim_operand
from xladdin.rules.registry import rule
from xladdin.rules.scope import operand
from xladdin.rules.wording import show

#: What 占 … names when it means the whole that the lexicon knows under another name.
_WHOLES = (
    (re.compile(r"基本支出$"), "基本支出"),
    (re.compile(r"项目支出$"), "项目支出"),
    (
        re.compile(r"^(?:本年|全年|总|年度|全部|整体|财政拨款|单位|部门)*支出(?:总额|合计)?$"),
        "支出总额",
    ),
    (re.compile(r"三公[\"”]?经费"), "三公经费"),
    (re.compile(r"预算(?:总额|数)?$"), "预算总额"),
)
#: How far back an amount may stand that a rate is of.
_LOOK_BACK = 6


def _ratio(claim: Claim) -> bool:
    return claim.quantity.figure.unit.name == "%"


def _judge(
    code: str, rate: Claim, part: Claim, whole: Claim, what: str, certain: bool
) -> Relation | None:
    """Whether ``rate`` = ``part`` ÷ ``whole``; None where that can't be told."""
    try:
        value = interval(part) / interval(whole)
    except ZeroDivisionError:
        return None
    operands = tuple(map(claim_operand, (rate, part, whole)))
    verdict = equal(value, interval(rate))
    if verdict is not Verdict.VIOLATED:
        return Relation(code, verdict, operands, what)
    expected = show(value.point, "%", operands)
    texts = [claim.quantity.figure.text for claim in (rate, part, whole)]
    message = f"{what}写的是 {texts[0]}，按 {texts[1]} ÷ {texts[2]} 应为 {expected}。"
    return Relation(code, verdict, operands, what, message, "", expected, texts[0], not certain)


@rule(
    "A201",
    "占比与金额不符",
    "error",
    "按“部分 ÷ 总额”重算占比，或改正填错的金额；尾差是倒挤出来的可以保留。",
)
def share(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“占……的 X%”是否等于前面的数除以它所占的总数；总数取同段写明的，没有写明的不检查。
    为什么：占比由金额算出，金额改了占比常常忘改。末位相差一个单位的按四舍五入处理。
    反例：基本支出53.06万元，其中工资福利支出49.35万元，占基本支出的90.31%。
    正例：基本支出53.06万元，其中工资福利支出49.35万元，占基本支出的93.01%。"""
    for passage in filing.passages:
        text = plain(passage.text)
        for match in SHARE.finditer(text):
            rate = next((c for c in passage.claims if c.quantity.span[0] >= match.end()), None)
            bracketed = None
            if (
                rate is not None
                and not _ratio(rate)
                and re.match(r"\s*[)）]", text[rate.quantity.span[1] :])
            ):
                bracketed, rate = rate, _next(passage, rate)
            if rate is None or not _ratio(rate) or rate.quantity.span[0] - match.start() > 40:
                continue
            before = [
                c for c in passage.claims if c.quantity.span[1] <= match.start() and not _ratio(c)
            ]
            if not before or before[-1].sentence != rate.sentence:
                continue
            part = before[-1]
            whole = bracketed or _named(match["base"], part, before[:-1], filing)
            if whole is None:
                whole = _counted(match["base"], rate, part, filing)
            if whole is not None:
                relation = _judge("A201", rate, part, whole, f"{claim_name(part)}占比", True)
                if relation is not None:
                    yield relation


def _next(passage: Passage, claim: Claim) -> Claim | None:
    following = (c for c in passage.claims if c.quantity.span[0] > claim.quantity.span[0])
    return next(following, None)


def _named(base: str, part: Claim, before: Sequence[Claim], filing: Filing) -> Claim | None:
    """The amount that 占 names: nearest before it in the paragraph, else the report's only one."""
    subject = next((name for words, name in _WHOLES if words.search(base)), "")
    if not subject:
        return None
    near = [c for c in before if c.subject == subject and c.year == part.year]
    if near:
        return near[-1]
    stated = [
        c
        for passage in filing.passages
        for c in passage.claims
        if c.subject == subject
        and c.year == part.year
        and c.scope == part.scope
        and c.basis == part.basis
    ]
    values = {c.quantity.figure.value for c in stated}
    return stated[0] if len(values) == 1 else None


def _counted(base: str, rate: Claim, part: Claim, filing: Filing) -> Claim | None:
    """A count elsewhere of what 占 names that bears the share out; none that contradicts it."""
    unit = part.quantity.figure.unit
    for passage in filing.passages:
        for claim in passage.claims:
            figure = claim.quantity.figure
            counted = claim.quantity.noun + claim.quantity.label[-4:]
            if figure.unit != unit or not figure.value or base[-1] not in counted:
                continue
            if part.quantity.figure.value / figure.value in interval(rate):
                return claim
    return None


@rule(
    "A202",
    "执行率或完成率与金额不符",
    "error",
    "按“执行数 ÷ 预算数”或“完成数 ÷ 目标数”重算，改正填错的一个。",
)
def rate_of_amounts(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“执行率”“完成率”“进度”“X%完成……目标”是否等于同段写明的执行数（完成数）除以预算数（目标数）。
    为什么：比率由金额算出，一处改了另一处常常忘改。
    反例：全年争取资金3896万元，100%完成年度目标任务（年度目标任务4000万元）。
    正例：执行到位资金7985.42万元，预算8240.42万元，执行率96.9%。"""
    for passage in filing.passages:
        text = plain(passage.text)
        for index, rate in enumerate(passage.claims):
            if not _ratio(rate):
                continue
            achieved = _achieved(passage, index)
            if achieved is not None:
                relation = _judge("A202", rate, *achieved, "完成比例", True)
            elif RATE_WORD.search(text[max(0, rate.quantity.span[0] - 14) : rate.quantity.span[0]]):
                relation = _rate(passage.claims[:index], rate)
            else:
                continue
            if relation is not None:
                yield relation


def _achieved(passage: Passage, index: int) -> tuple[Claim, Claim] | None:
    """100%完成年度目标（年度目标 4000 万元): what was done before, and the target behind."""
    rate = passage.claims[index]
    if not re.match(r"完成|实现|达到", rate.quantity.noun) or index + 1 >= len(passage.claims):
        return None
    target = passage.claims[index + 1]
    if target.sentence != rate.sentence or not re.search(r"目标|任务|计划", target.quantity.label):
        return None
    done = [
        c
        for c in passage.claims[:index]
        if c.sentence == rate.sentence
        and not c.part
        and c.quantity.figure.unit == target.quantity.figure.unit
    ]
    return (done[-1], target) if done else None


def _rate(before: Sequence[Claim], rate: Claim) -> Relation | None:
    """Held if two of the amounts before it give the rate; judged if just one pair is meant by it."""
    amounts = [c for c in before if c.quantity.figure.unit.measures == "money" and not c.part]
    amounts = amounts[-_LOOK_BACK:]
    name = claim_name(rate)
    for done in reversed(amounts):
        for planned in reversed(amounts):
            if done is planned or done.quantity.figure.unit != planned.quantity.figure.unit:
                continue
            exact = planned.quantity.figure.value and (
                done.quantity.figure.value / planned.quantity.figure.value
            )
            if exact in interval(rate):
                return _judge("A202", rate, done, planned, name, True)
    budgets = [c for c in amounts if c.basis in ("budget", "initial") and not c.part]
    outturns = [c for c in amounts if c.basis == "outturn" and not c.part]
    near = [c for c in (*budgets, *outturns) if rate.sentence - c.sentence <= 1]
    if len(budgets) == 1 and len(outturns) == 1 and len(near) == 2:
        return _judge("A202", rate, outturns[0], budgets[0], name, True)
    return None


@rule(
    "A203",
    "控制率与正文写的人数不符",
    "error",
    "按“在职人数 ÷ 编制数”重算控制率，或改正填错的人数。",
)
def staff_control(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：同一段里写的控制率是否等于在职人数除以编制数。
    为什么：控制率 = 实际在职人数 ÷ 编制数。
    反例：编制5人，年末在职人员3人，控制率50％。
    正例：编制5人，年末在职人员3人，控制率60％。"""
    for passage in filing.passages:
        found: dict[str, Claim] = {}
        for claim in passage.claims:
            found.setdefault(claim.subject, claim)
        if {"编制数", "在职人数", "控制率"} <= found.keys():
            relation = _judge(
                "A203", found["控制率"], found["在职人数"], found["编制数"], "控制率", True
            )
            if relation is not None:
                yield relation


@rule("A204", "同一总额的占比之和超过 100%", "error", "重算各项占比，之和应为 100%（尾差除外）。")
def shares_of_one_whole(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：同一段里占同一总额的几个百分比，加起来是否超过 100%。
    为什么：各部分占比之和不会超过 100%；正好 100% 的，各项齐全。
    反例：工资福利占基本支出的93.01%，商品和服务占基本支出的9.69%。
    正例：工资福利占基本支出的93.01%，商品和服务占基本支出的6.99%。"""
    groups: dict[str, list[Claim]] = {}
    for passage in filing.passages:
        text = plain(passage.text)
        for match in SHARE.finditer(text):
            rate = next((c for c in passage.claims if c.quantity.span[0] >= match.end()), None)
            if rate is not None and _ratio(rate) and rate.quantity.span[0] - match.end() < 3:
                groups.setdefault(match["base"], []).append(rate)
    for base, rates in groups.items():
        if len(rates) < 2:
            continue
        sum_ = total(map(interval, rates))
        operands = tuple(map(claim_operand, rates))
        if sum_.low <= 1:
            full = equal(sum_, Interval.exact(1))
            if full is not Verdict.VIOLATED:
                whole = Operand("正文 占比合计", "100%", "100", "%", rates[-1].location)
                yield Relation("A204", full, (whole, *operands), f"占{base}")
            else:
                yield Relation("A204", Verdict.HELD, operands, f"占{base}")
            continue
        texts = " + ".join(rate.quantity.figure.text for rate in rates)
        result = show(sum_.point, "%", operands)
        repeated = any(
            a.quantity.figure.value == b.quantity.figure.value for a, b in pairwise(rates)
        )
        message = f"占{base}的几个百分比 {texts} = {result}，超过 100%。"
        if (
            sum_.point > Decimal("1.5")
            or repeated
            or len({r.location.paragraph for r in rates}) > 2
        ):
            continue  # most likely the same share told twice
        yield Relation("A204", Verdict.VIOLATED, operands, f"占{base}", message)


@rule(
    "N104",
    "按正文人数推算的控制率与基础数据表不同",
    "error",
    "先核对编制数和在职人数，正文和表格改成一致，再重算控制率。",
)
def implied_control(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：正文同一段里写的在职人数除以编制数，是否等于基础数据表的控制率。
    为什么：控制率 = 实际在职人数 ÷ 编制数；正文的人数推不出表里的控制率，必有一处写错。
    反例：正文写编制数5人、实有人数3人，基础数据表控制率填 100%。
    正例：正文写编制数3人、实有人数3人，基础数据表控制率填 100%。"""
    entry = next(
        (f.entries["控制率"] for f in filing.of("basic_data") if "控制率" in f.entries), None
    )
    if entry is None or entry.figure is None:
        return
    for passage in filing.passages:
        found: dict[str, Claim] = {}
        for claim in passage.claims:
            found.setdefault(claim.subject, claim)
        posts, staff = found.get("编制数"), found.get("在职人数")
        if posts is None or staff is None or not posts.quantity.figure.value:
            continue
        value = interval(staff) / interval(posts)
        operands = (
            claim_operand(staff),
            claim_operand(posts),
            operand(entry, "基础数据表的控制率"),
        )
        verdict = equal(value, entry.figure.base)
        message = ""
        if verdict is Verdict.VIOLATED:
            expected = show(value.point, "%", operands)
            message = (
                f"正文写编制 {posts.quantity.figure.text}、在职 {staff.quantity.figure.text}，"
                f"控制率应为 {expected}，基础数据表填的是 {entry.text}。"
            )
        yield Relation("N104", verdict, operands, "控制率", message)
