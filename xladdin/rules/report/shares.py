"""Family A: shares inside the report: 占 …%, and the shares of one whole together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Interval, Verdict, equal, total
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Operand, Relation
from xladdin.narrative.adding import interval
from xladdin.narrative.patterns import PER, SHARE, plain
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import claim_name, claim_operand, only_one, quotient
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
#: How many claims back an amount may stand that a share is of.
_LOOK_BACK = 8
#: 占年度计划2亿元的75%, 占…（2亿元）75%: the whole is named with its amount.
_WITH_AMOUNT = re.compile(r"\s*(?:[)）]|的)")


_CLAUSE = re.compile(r"[，,；;。：:、]")
#: 两项合计占65.1%: what is added up stands further before.
_TOGETHER = re.compile(r"(?:合计|共计?|总计|总共|之和|两者)$")
#: Words before 占 that name nothing.
_SMALL = re.compile(r"分别|大约|同比|又|实际|合计|共计?|其中?|[约仅各均只已也]|分?别|两者")
#: How far back a bracket is looked for.
_FAR = 400
#: A bracket that closes without having been opened.
_CLOSED = re.compile(r"^[^()（）]*[)）]")


def _ratio(claim: Claim) -> bool:
    return claim.quantity.figure.unit.measures == "ratio"


@rule(
    "A201",
    "占比与金额不符",
    "error",
    "按“部分 ÷ 总额”重算占比，或改正填错的金额；尾差是倒挤出来的可以保留。",
)
def share(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“占……的 X%”是否等于前面的数除以它所占的总数；总数取同段写明的，没有写明的不检查。
    为什么：占比由金额算出，金额改了占比常常忘改。末位相差一个单位的按四舍五入处理。
    反例：基本支出62.10万元，其中工资福利支出55.89万元，占基本支出的92%。
    正例：基本支出62.10万元，其中工资福利支出55.89万元，占基本支出的90%。"""
    counts = _Counts(filing)
    for passage in filing.passages:
        for match in SHARE.finditer(plain(passage.text)):
            relation = _share(passage, match, filing, counts)
            if relation is not None:
                yield relation


def _share(
    passage: Passage, match: re.Match[str], filing: Filing, counts: _Counts
) -> Relation | None:
    claims, at = passage.claims, passage.claim_from(match.end())
    if at == 0 or at >= len(claims):
        return None
    rate, given = claims[at], None
    if not _ratio(rate) and _WITH_AMOUNT.match(passage.text, rate.quantity.span[1]):
        given, at = rate, at + 1
        rate = claims[at] if at < len(claims) else rate
    if not _ratio(rate) or rate.quantity.span[0] - match.start() > 40:
        return None
    before = [c for c in claims[max(0, at - _LOOK_BACK) : at] if not _ratio(c) and c is not given]
    begin = max(0, match.start() - _FAR)
    said = plain(passage.text)[begin : match.start()]
    if _TOGETHER.search(said[-8:]) or said.endswith("分别"):
        return None
    before = _outside(said, begin, before)
    part, base = _part(passage, match.start(), at, rate, before), match["base"]
    if part is None:
        return None
    before = [c for c in before if c is not part] + [part]
    name = f"{claim_name(part)}占比"
    stated = given or _named(base, part, before[:-1], filing)
    if stated is not None:
        return quotient("A201", rate, part, stated, name)
    wholes = [c for c in reversed(before[:-1]) if _whole_of(base, part, c)]
    relations = [r for c in wholes if (r := quotient("A201", rate, part, c, name)) is not None]
    held = next((r for r in relations if r.verdict is not Verdict.VIOLATED), None)
    if held is not None:
        return held
    elsewhere = counts.bearing_out(base, rate, part)
    if elsewhere is not None:
        return quotient("A201", rate, part, elsewhere, name)
    meant = [c for c in wholes if (not base or _same(base, c)) and c.year == part.year]
    if not meant or interval(part).low > interval(meant[0]).high:
        return None
    found = quotient("A201", rate, part, meant[0], name)
    return replace(found, doubtful=True) if found and len(meant) > 1 else found


def _outside(said: str, begin: int, before: Sequence[Claim]) -> list[Claim]:
    """The claims without those in a bracket that has closed: 脱贫人口14210人（含监测对象1876人），占…"""
    kept = list(before)
    while len(kept) > 1 and _CLOSED.search(said[max(0, kept[-1].quantity.span[1] - begin) :]):
        kept.pop()
    return kept


def _part(
    passage: Passage, start: int, at: int, rate: Claim, before: Sequence[Claim]
) -> Claim | None:
    """What has the share: the amount before 占 in its sentence, or an earlier one of this name."""
    words = _CLAUSE.split(passage.text[max(0, start - 20) : start])[-1].strip()
    if before and before[-1].sentence == rate.sentence:
        last = before[-1].quantity
        between = passage.text[last.span[1] : start] if start - last.span[1] <= 20 else ""
        named = _SMALL.sub("", words) if re.match("[，；]", between) and words in between else ""
        said = last.label + last.noun
        if len(named) < 3 or any(named[i : i + 2] in said for i in range(len(named) - 1)):
            return before[-1]
    earlier = reversed(passage.claims[max(0, at - _LOOK_BACK) : at])
    return next((c for c in earlier if len(words) > 2 and claim_name(c).endswith(words)), None)


def _named(base: str, part: Claim, before: Sequence[Claim], filing: Filing) -> Claim | None:
    """The amount that 占 names: nearest before it in the paragraph, else the report's only one."""
    subject = next((name for words, name in _WHOLES if words.search(base)), "")
    if not subject:
        return None
    near = [c for c in before if c.subject == subject and c.year == part.year]
    if near:
        return near[-1]
    return only_one(filing, subject, part, part.basis)


def _whole_of(base: str, part: Claim, whole: Claim) -> bool:
    """Whether 占 may name this earlier amount: 占 alone the whole of a list, else a word of it."""
    if whole.quantity.figure.unit.measures != part.quantity.figure.unit.measures:
        return False
    if PER.search(whole.quantity.label):
        return False
    if not base:
        return part.part and not whole.part
    said = whole.quantity.label + whole.quantity.noun
    return any(base[i : i + 2] in said for i in range(len(base) - 1))


def _same(base: str, whole: Claim) -> bool:
    label = claim_name(whole)
    return len(base) > 2 and (label.endswith(base) or base.endswith(label))


class _Counts:
    """The counts of a report by their units, to find one that bears a share out."""

    def __init__(self, filing: Filing) -> None:
        self._by_unit: dict[object, list[Claim]] = {}
        for passage in filing.passages:
            for claim in passage.claims:
                if claim.quantity.figure.value:
                    self._by_unit.setdefault(claim.quantity.figure.unit, []).append(claim)
        for found in self._by_unit.values():
            found.sort(key=_value)

    def bearing_out(self, base: str, rate: Claim, part: Claim) -> Claim | None:
        """A count of what 占 names by which the share is right; none that contradicts it."""
        stated, value = interval(rate), _value(part)
        found = self._by_unit.get(part.quantity.figure.unit, [])
        if not base or stated.low <= 0:
            return None
        for at in range(bisect_left(found, value / stated.high, key=_value), len(found)):
            claim = found[at]
            if _value(claim) * stated.low > value:
                return None
            if base[-1] in claim.quantity.noun + claim.quantity.label[-4:]:
                return claim
        return None


def _value(claim: Claim) -> Decimal:
    return claim.quantity.figure.value


@rule("A204", "同一总额的占比之和超过 100%", "error", "重算各项占比，之和应为 100%（尾差除外）。")
def shares_of_one_whole(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：同一段里占同一总额的几个百分比，加起来是否超过 100%。
    为什么：各部分占比之和不会超过 100%；正好 100% 的，各项齐全。
    反例：工资福利占基本支出的90%，商品和服务占基本支出的12%。
    正例：工资福利占基本支出的90%，商品和服务占基本支出的10%。"""
    groups: dict[str, list[Claim]] = {}
    for passage in filing.passages:
        text = plain(passage.text)
        for match in SHARE.finditer(text):
            at = passage.claim_from(match.end())
            rate = passage.claims[at] if at < len(passage.claims) else None
            if rate is not None and _ratio(rate) and rate.quantity.span[0] - match.end() < 3:
                groups.setdefault(match["base"], []).append(rate)
    groups.pop("", None)
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
