"""Family A: find words that contradict the figures beside them: 全部拨付, 持平, 完成100%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xladdin.model.filing import Filing
from xladdin.model.prose import Claim
from xladdin.model.report import Relation
from xladdin.patterns import pattern
from xladdin.rules.registry import rule
from xladdin.rules.report.money_words import budget_said, paid_said
from xladdin.rules.report.prose import claim_operand, interval, measure
from xladdin.rules.report.resolving import own
from xladdin.rules.report.spoken import MARK, Frame, Placed, Spoken, frames, meet, spoken, told
from xladdin.rules.words import any_of

#: The relative difference from which figures are not 持平.
_LEVEL = Decimal("0.01")
_ENDS = pattern(MARK)
_RELATIVE = ("ratio", "percentage points")


def done_said(said: Spoken, frame: Frame, words: re.Match[str]) -> Relation | None:
    """Return the contradiction between all being done and some of it not, or None."""
    if any_of(frame.data["never"], said.clause(words.start()) + words["noun"]):
        return None
    found = next(_undone(said, frame, words), None)
    if found is None:
        return None
    operands = [
        said.operand("全部", words.start("count"), words.end("unit")),
        said.operand("其中", found.start("rest"), found.end("unit")),
    ]
    message = f"写的是“{words[0]}”，又写“{found[0].lstrip('，,。；;')}”，两句话不能都对。"
    return told(operands, f"全部{words['verb']}", message, True)


def _undone(said: Spoken, frame: Frame, words: re.Match[str]) -> Iterator[re.Match[str]]:
    """Yield the statements right behind that tell of fewer done."""
    total, stop = int(words["count"]), said.end(words.end(), 2)
    for key in ("undone", "done"):
        for words_of in frame.patterns(key):
            for found in words_of.finditer(said.text, words.end(), stop):
                rest = int(found["rest"])
                if not _same_kind(found, words) or not 0 < rest <= total:
                    continue
                if not frame.goes_on(said.text, words.end(), found.start()):
                    continue
                more = total + rest if key == "undone" else total + 1
                if _told_of_more(said, words, more):
                    continue
                if key == "undone" or _rest_is_undone(said, frame, found, total - rest):
                    yield found


def _told_of_more(said: Spoken, words: re.Match[str], more: int) -> bool:
    """Return whether so many or more are told before: 15个项目，12个全部完工，3个未完工."""
    return any(
        e.claim.figure.unit.name == words["unit"] and e.claim.figure.value >= more
        for e in said.before(words.start())
    )


def _same_kind(found: re.Match[str], words: re.Match[str]) -> bool:
    """Return whether verb, unit and noun of two statements agree."""
    same = (found["verb"], found["unit"]) == (words["verb"], words["unit"])
    return same and found["noun"] in ("", words["noun"])


def _rest_is_undone(said: Spoken, frame: Frame, found: re.Match[str], left: int) -> bool:
    """Return whether the rest is told not to be done, or no other count follows."""
    if not left:
        return False
    stop, pattern = said.end(found.end()), frame.pattern("left")
    if any(int(m["left"]) == left for m in pattern.finditer(said.text, found.end(), stop)):
        return True
    return re.search(r"\d", said.text[found.end() : stop]) is None


def level_said(said: Spoken, frame: Frame, words: re.Match[str]) -> Relation | None:
    """Return the contradiction between 持平 and last year's figure or the change, or None."""
    earlier = [e for e in said.before(words.start()) if own(e.claim)]
    if not earlier or said.text[earlier[0].end : words.start()] not in (
        "",
        "，",
        "，也",
        "（",
        "，均",
    ):
        return None
    year = words["last"][:4]
    if year.isdigit() and int(year) + 1 != earlier[0].claim.year:
        return None
    pair = _pair(said, frame, words, earlier)
    if pair is not None:
        now, then = pair
        if not _are_different(now, then):
            return None
        message = (
            f"写的是“{words[0]}”，本年是 {now.figure.text}，上年是 {then.figure.text}，并不相同。"
        )
        return told([claim_operand(now), claim_operand(then)], "与上年持平", message, True)
    for each, before in frame.following(said, words.end()):
        change = each.claim
        if change.role != "change" or change.since not in ("", "last"):
            return None
        if not _ENDS.match(said.text, each.end) or not _is_no_level(earlier[0].claim, change):
            return None
        message = f"写的是“{words[0]}”，又写“{before.lstrip('，,')}{change.figure.text}”，两句话不能都对。"
        operands = [claim_operand(earlier[0].claim), claim_operand(change)]
        return told(operands, "与上年持平", message, change.since == "last")
    return None


def _pair(
    said: Spoken, frame: Frame, words: re.Match[str], earlier: list[Placed]
) -> tuple[Claim, Claim] | None:
    """Return this year's figure and last year's, in the words or right before them; else None."""
    nearest = earlier[0]
    if words["then"]:
        then = said.at(words.start("then"))
        return (nearest.claim, then) if then is not None else None
    if len(earlier) < 2 or not nearest.claim.own_year:
        return None
    now = earlier[1]
    years = now.claim.year, nearest.claim.year
    last = None not in years and years[0] == (years[1] or 0) + 1
    near = frame.goes_on(said.text, now.end, nearest.start)
    return (now.claim, nearest.claim) if last and near else None


def _are_different(now: Claim, then: Claim) -> bool:
    """Return whether two figures differ beyond rounding."""
    if measure(now) != measure(then) or now.figure.irregular or then.figure.irregular:
        return False
    one, other = interval(now), interval(then)
    return not meet(one, other) and abs(one.point - other.point) > _LEVEL * abs(other.point)


def _is_no_level(now: Claim, change: Claim) -> bool:
    """Return whether a change is too large to be called level."""
    value = interval(change)
    if measure(now) in _RELATIVE and change.figure.unit.name == "%":
        return False  # a share stays level while what it is of grows
    if measure(change) in _RELATIVE:
        return value.point >= _LEVEL
    return measure(now) == measure(change) and value.point > _LEVEL * interval(now).point


def beyond_said(said: Spoken, _: Frame, words: re.Match[str]) -> Relation | None:
    """Return the contradiction between 超额完成 and a figure below its target, or None."""
    near = said.before(words.start())[:2]
    if len(near) < 2 or said.text[near[0].end : words.start()] not in ("", "，"):
        return None
    done, target = near[0].claim, near[1].claim
    alike = done.figure.unit == target.figure.unit and done.sentence == target.sentence
    plain = not (done.figure.irregular or target.figure.irregular or target.figure.operator)
    reached = target.basis == "target" and done.basis in ("done", "outturn") and own(done)
    if not (alike and plain and reached) or interval(done).high >= interval(target).low:
        return None
    message = (
        f"写的是“{words[0]}”，目标是 {target.figure.text}，实际是 {done.figure.text}，没有达到。"
    )
    return told([claim_operand(done), claim_operand(target)], "超额完成", message, True)


_CHECKS = {
    "beyond the target": beyond_said,
    "paid in full": paid_said,
    "outturn and budget": budget_said,
    "all done": done_said,
    "as last year": level_said,
}


@rule("A901", "error", "话与数矛盾")
def contradictions(filing: Filing) -> Iterator[Relation | None]:
    """检查什么：一句话与旁边的数合不合：已全部拨付（支付）的，后面写的拨付数或支付率却小；完成预算的比例，与决算数大于、小于预算数相反；全部完成的，又写几个未完成；与上年持平的，两年的数不同或又写增减；超额完成的，完成数比目标数小。
    不算：到位与支付是两回事；拨付到乡镇、由乡镇支付的；年初预算与调整预算各说各的；基本持平的。
    为什么：前后自相矛盾，必有一处不实，读的人不知道信哪个。
    反例：乡村振兴衔接资金2179万元已全部拨付到位。截止12月8日，已完成拨付2013万元，执行率92.38%。
    正例：乡村振兴衔接资金2179万元已全部到位。截止12月8日，已完成拨付2013万元，执行率92.38%。
    怎么改：核对事实：话说过了头的改话，数写错了的改数。"""
    for passage in filing.passages:
        if not passage.claims:
            continue
        said = spoken(passage)
        for name, check in _CHECKS.items():
            frame = frames()[name]
            for words in frame.said_in(said.text):
                yield check(said, frame, words)
