"""Family A: rates inside the report: 执行率, 完成任务的 …%, 合格率, …%完成目标."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.narrative.adding import interval
from xladdin.narrative.patterns import CHANGE, KIND_OF_RATE, LINKING, RATE_WORD, plain
from xladdin.rules.registry import rule
from xladdin.rules.report.prose import claim_name, only_one, quotient

#: How many claims back and ahead an amount may stand that a rate is of.
_LOOK_BACK, _FAR_BACK, _LOOK_AHEAD = 8, 40, 2
_TARGET = re.compile(r"目标|任务|计划")
_PLANNED = ("budget", "initial", "target")
#: 不合格2批次 is the opposite, 基本满意6份 one of several grades.
_GRADES = re.compile(r"[不未非无].{2}$|满意$")
#: 超额完成任务250户的4%: what was done above the target.
_BEYOND = re.compile(r"超")
#: 比上年执行率96.5%: the rate of another year, or another one to compare with.
_FORMER = re.compile(
    r"[比较与](?:上年|去年|上一年|同期|年初|目标值?|全[省市国]|(?:19|20)\d{2}年)|^(?:上年|去年|上一年|同期)"
)
#: A longer name than 合格 tells kinds apart: 分散供养 is not what 集中供养率 is of.
_NAMED = 4
#: The whole of 发放率 is what should have been paid, not another payment.
_DUE = re.compile(r"应|计划|预算|任务|目标|需")
#: Among more amounts it is not clear which a rate is of.
_FEW = 3


def _measures(claim: Claim) -> str:
    return claim.quantity.figure.unit.measures


@rule(
    "A202",
    "执行率或完成率与金额不符",
    "error",
    "按“执行数 ÷ 预算数”或“完成数 ÷ 目标数”重算，改正填错的一个。",
)
def rate_of_amounts(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“执行率”“完成率”“合格率”“完成任务……的X%”“X%完成……目标”是否等于同段写明的执行数（完成数、合格数）除以预算数（目标数、总数）。
    为什么：比率由金额算出，一处改了另一处常常忘改。
    反例：全年争取资金2850万元，100%完成年度目标任务（年度目标任务3000万元）。
    正例：执行到位资金776.00万元，预算800.00万元，执行率97%。"""
    for passage in filing.passages:
        text = plain(passage.text)
        for index, rate in enumerate(passage.claims):
            if rate.quantity.figure.unit.name != "%" or _FORMER.search(rate.quantity.label):
                continue
            relation = (
                _of_target(passage, index, text)
                or _achieved(passage, index)
                or _of_kind(passage, index)
                or _of_amounts(passage, index, text, filing)
            )
            if relation is not None:
                yield relation


def _of_target(passage: Passage, index: int, text: str) -> Relation | None:
    """全年培训5200人，完成目标任务5000人的104%: the target stands right before the rate."""
    rate, target = passage.claims[index], passage.claims[index - 1]
    if index < 2 or not _TARGET.search(target.quantity.label[-8:]) or _measures(target) == "ratio":
        return None
    if _BEYOND.search(target.quantity.label):
        return None
    if re.match(r"\s*[,，]\s*即", text[rate.quantity.span[1] :]):
        return None
    between = text[target.quantity.span[1] : rate.quantity.span[0]]
    if between.strip() != "的" or not re.search("完成|实现|达到|^为", target.quantity.label):
        return None
    done = _nearest(passage.claims[max(0, index - _LOOK_BACK) : index - 1], target)
    return quotient("A202", rate, done, target, "完成比例") if done is not None else None


def _achieved(passage: Passage, index: int) -> Relation | None:
    """100%完成年度目标（年度目标3000万元）: what was done stands before, else behind the target."""
    rate = passage.claims[index]
    if not re.match(r"完成|实现|达到", rate.quantity.noun) or index + 1 >= len(passage.claims):
        return None
    target = passage.claims[index + 1]
    if target.sentence != rate.sentence or not _TARGET.search(target.quantity.label):
        return None
    done = _nearest(passage.claims[max(0, index - _LOOK_BACK) : index], target)
    if done is None:
        after = passage.claims[index + 2 : index + 2 + _LOOK_AHEAD]
        done = next((c for c in after if "实际" in c.quantity.label and _alike(c, target)), None)
    return quotient("A202", rate, done, target, "完成比例") if done is not None else None


def _alike(claim: Claim, target: Claim) -> bool:
    same = claim.sentence == target.sentence and _measures(claim) == _measures(target)
    return same and not claim.part and not CHANGE.search(claim.quantity.label)


def _nearest(before: Sequence[Claim], target: Claim) -> Claim | None:
    return next((c for c in reversed(before) if _alike(c, target)), None)


def _of_kind(passage: Passage, index: int) -> Relation | None:
    """抽检1260批次，合格1239批次，合格率98.33%: those that 率 names, out of those before them."""
    rate = passage.claims[index]
    found = KIND_OF_RATE.search(LINKING.sub("", rate.quantity.label))
    if found is None or index < 2:
        return None
    before = [
        c for c in passage.claims[max(0, index - _LOOK_BACK) : index] if c.sentence == rate.sentence
    ]
    kinds = [c for c in reversed(before) if _is_kind(c, found["what"])]
    relations = [(k, c, r) for k in kinds for c, r in _of_wholes(rate, k, before)]
    held = next((r for _, _, r in relations if r.verdict is not Verdict.VIOLATED), None)
    if held is not None or not relations:
        return held
    kind, whole, relation = relations[0]
    name, stem = LINKING.sub("", kind.quantity.label), rate.quantity.label.rpartition("率")[0][-4:]
    other = len(name) >= _NAMED and not (name.endswith(stem) or stem.endswith(name[-_NAMED:]))
    rated = any(
        _measures(c) == "ratio" and c.quantity.span[0] > whole.quantity.span[0] for c in before
    )
    due = _measures(kind) != "money" or _DUE.search(whole.quantity.label)
    if kind is not before[-1] or other or rated or not due:
        return None
    several = sum(k is kind for k, _, _ in relations) > 1 or len(kinds) > 1
    return replace(relation, doubtful=relation.doubtful or several)


def _is_kind(claim: Claim, what: str) -> bool:
    """Whether a figure counts those that 率 names; 基本满意 is but one grade of them."""
    said = LINKING.sub("", claim.quantity.label)
    return what in (said[-2:], claim.quantity.noun[:2]) and not _GRADES.search(said)


def _of_wholes(
    rate: Claim, kind: Claim, before: Sequence[Claim]
) -> Iterator[tuple[Claim, Relation]]:
    """The rate as that of a kind among each of the figures before it, the nearest first."""
    said = _measures(kind) == "money" and rate.quantity.label.rpartition("率")[0][-2:]
    for whole in reversed(before):
        if (
            whole.quantity.span[0] >= kind.quantity.span[0]
            or _measures(whole) != _measures(kind)
            or interval(kind).low > interval(whole).high
            or (said and said not in whole.quantity.label)
        ):
            continue
        relation = quotient("A202", rate, kind, whole, claim_name(rate))
        if relation is not None:
            yield whole, relation


def _of_amounts(passage: Passage, index: int, text: str, filing: Filing) -> Relation | None:
    """Held if two of the amounts around it give the rate; judged if just one pair is meant by it."""
    rate = passage.claims[index]
    start = rate.quantity.span[0]
    word = RATE_WORD.search(text[max(0, start - 14) : start])
    if word is None:
        return None
    name = claim_name(rate)
    amounts = [
        c
        for c in passage.claims[max(0, index - _FAR_BACK) : index]
        if _measures(c) == "money" and not c.part
    ][-_LOOK_BACK:]
    after = [
        c
        for c in passage.claims[index + 1 : index + 1 + _LOOK_AHEAD]
        if c.sentence == rate.sentence and _measures(c) == "money" and c.basis in _PLANNED
    ]
    stated = interval(rate)
    for done in reversed(amounts):
        for planned in (*reversed(amounts), *after):
            if done is planned or not planned.quantity.figure.value:
                continue
            if interval(done).point / interval(planned).point in stated:
                return quotient("A202", rate, done, planned, name)
    near = [c for c in (*amounts, *after) if rate.sentence - c.sentence <= 1]
    budgets = _meant(word[0], [c for c in near if c.basis in _PLANNED])
    spent = [c for c in near if c.basis == "outturn"]
    if len(budgets) == 1 and len(near) == 2 and not spent:
        spent = [c for c in near if c not in budgets]
    if len(budgets) == len(spent) == 1 and len(near) <= _FEW:
        return quotient("A202", rate, spent[0], budgets[0], name)
    return _of_whole(filing, rate, word[0], near) if not budgets else None


def _of_whole(filing: Filing, rate: Claim, word: str, near: Sequence[Claim]) -> Relation | None:
    """全年支出620.80万元，完成年初预算的103%: the budget is stated somewhere else."""
    spent = next((c for c in reversed(near) if c.subject == "支出总额"), None)
    if spent is None or "预算" not in word:
        return None
    planned = only_one(filing, "年初预算" if "年初" in word else "预算总额", rate)
    if planned is None or spent.year != rate.year or spent.scope != rate.scope:
        return None
    return quotient("A202", rate, spent, planned, claim_name(rate))


def _meant(word: str, planned: list[Claim]) -> list[Claim]:
    """Of the initial and the adjusted budget, the one that the words of the rate mean."""
    initial = [c for c in planned if c.basis == "initial"]
    if "年初" in word:
        return initial
    return [c for c in planned if c not in initial] or initial
