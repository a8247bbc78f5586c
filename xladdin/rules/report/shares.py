"""Family A: check shares inside the report (占 …%) against the part and the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.narrative.lexicon import listed, subject_names
from xladdin.rules.registry import rule
from xladdin.rules.report.judging import judge
from xladdin.rules.report.prose import claim_name, interval, measure
from xladdin.rules.report.readings import Proposal, Reading, frame_words, read
from xladdin.rules.report.resolving import (
    NEAR,
    around,
    before,
    counted,
    nearest,
    of_items,
    of_topic,
    own,
    topic_of,
)
from xladdin.rules.words import any_of, pairs

_SHARED = ("value", "total", "left", "carried", "score", "then", "bound")


@rule("A201", "error", "占比与金额不符")
def share(filing: Filing) -> Iterator[Relation]:
    """检查什么：“占……的 X%”是否等于前面的数除以它所占的总数；总数取写明的那一个，没有写明的取这句话列举的总数。
    为什么：占比由金额算出，金额改了占比常常忘改。两位小数的末位只差一个单位（截尾、倒挤），只作警告。
    反例：基本支出62.10万元，其中工资福利支出55.89万元，占基本支出的92%。
    正例：基本支出62.10万元，其中工资福利支出55.89万元，占基本支出的90%。
    怎么改：按“部分 ÷ 总额”重算占比，或改正填错的金额；尾差是倒挤出来的可以保留。"""
    for passage in filing.passages:
        shares = [c for c in passage.claims if c.role == "share" and not c.figure.operator]
        found = list(judge(_share(filing, passage, claim) for claim in shares))
        told = {relation.operands[0].location for relation in found}
        yield from found
        left = (claim for claim in shares if claim.location not in told)
        yield from judge(_as_beside(passage, claim, found) for claim in left)


def _with_earlier_base(passage: Passage, claim: Claim) -> Claim:
    """Return a share without a base with that of the one before: 占本年支出的66%；…占10%."""
    if claim.base or passage.lists_of(claim):
        return claim
    earlier = (c for c in before(passage, claim) if c.role == "share" and c.depth == claim.depth)
    last = next(earlier, None)
    return claim._replace(base=last.base) if last is not None and last.then is None else claim


def _as_beside(passage: Passage, claim: Claim, found: Sequence[Relation]) -> Proposal | None:
    """Propose a share of the whole that at least two others beside it are of, or None."""
    part = next((c for c in before(passage, claim) if c.item == claim.item and own(c)), None)
    if claim.base or claim.totals or part is None:
        return None
    at = {c.location: c for c in passage.claims}
    held = [r.operands for r in found if r.verdict is Verdict.HELD and len(r.operands) == _ONE]
    beside = [
        at[whole.location]
        for share_, _, whole in held
        if whole.location in at and _is_beside(at.get(share_.location), claim)
    ]
    wholes = [whole for whole in beside if measure(whole) == measure(part)]
    whole, times = Counter(wholes).most_common(1)[0] if wholes else (part, 0)
    # 基本支出占62%，项目支出占38%；基本支出中人员占85%、公用占15%: a part beside this one
    shares = (c for c in around(passage, claim) if c.role == "share" and c.then != whole.index)
    apart = any(c.item == whole.item for c in shares)
    if times < _SEVERAL or whole is part or apart:
        return None
    others = [c for c in before(passage, claim) if own(c) and measure(c) == measure(part)]
    excuses = [_of_one(claim, part, c) for c in others if c is not part and interval(c).low > 0]
    return Proposal("A201", f"{part.topic}占比", [_of_one(claim, part, whole)], True, (), excuses)


def _is_beside(other: Claim | None, claim: Claim) -> bool:
    """Return whether a share of the same sentence may be of the same whole."""
    return (
        other is not None and other.sentence == claim.sentence and not (other.base and other.part)
    )


#: The figures of a share (itself, part, whole), and how many shares show what others are of.
_ONE, _SEVERAL = 3, 2


def _share(filing: Filing, passage: Passage, claim: Claim) -> Proposal | None:
    """Propose a share of the figures that may have it in the figures it may be of; None without any."""
    claim = _with_earlier_base(passage, claim)
    parts = _parts(filing, passage, claim)
    if not parts:
        return None
    if claim.totals or of_items(passage, claim):
        return _of_several(filing, passage, claim, parts[0])
    wholes, said = _wholes(filing, passage, claim, parts[0])
    both = [
        (_of_one(claim, part, whole), interval(part).low <= interval(whole).high)
        for part in parts
        for whole in wholes
        if part is not whole
        and not (part.own_year and whole.year != part.year)
        and measure(part) == measure(whole)
        and interval(whole).low > 0
    ]
    every = [reading for reading, within in both if within]
    # 1,286.40元，其中812.30万元，占63.15%: more than the whole only if a unit is wrong
    beyond = [reading for reading, within in both if not within and measure(parts[0]) == "money"]
    part = parts[0]
    earlier = of_earlier(passage, claim, part) if not claim.base else []
    if not (every or beyond or earlier):
        return None
    # 余额100亿元（一般债务60亿元，占60%）: of what the bracket stands behind
    behind = [each.mark for each in passage.lists_of(part)[:1]] == ["open"] and not claim.base
    nearest_ = wholes[:1] if behind else wholes
    readings = [r for r in every if r.roles["部分"] is part and r.roles["总额"] in nearest_]
    excuses = [r for r in every if r not in readings]
    same = claim.item == part.item or (bool(claim.name) and part.topic == claim.topic)
    same = same and len({p.figure.unit.measures for p in parts if p.topic == part.topic}) == 1
    excuses += [*of_row(passage, claim, wholes), *earlier]
    alone = len({interval(w).point for w in nearest_}) == 1
    sure = same and said and alone
    likely = [*readings, *beyond]
    return Proposal("A201", f"{part.topic}占比", readings if sure else (), sure, likely, excuses)


def _of_one(claim: Claim, part: Claim, whole: Claim) -> Reading:
    why = f"占{claim.base or claim_name(whole)}"
    return read("share.share", why, 占比=claim, 部分=part, 总额=whole)


def _of_row(claim: Claim, row: Sequence[Claim], whole: Claim) -> Reading:
    return read("share.of_several", "几项合计的占比", 占比=claim, 各部分=tuple(row), 总额=whole)


def _of_several(filing: Filing, passage: Passage, claim: Claim, part: Claim) -> Proposal | None:
    """Propose the share of several figures together (两项合计占9.97%); None if these are not known."""
    wholes, said = _wholes(filing, passage, claim, part)
    number, first = counted(passage, claim)
    rows = [c for c in before(passage, claim) if own(c) and measure(c) == measure(part)][::-1]
    rows = [c for c in rows if c not in wholes]
    if not number or len(rows) < number or not wholes:
        return None
    told = rows[:number] if first else rows[-number:]
    others = [rows[i : i + number] for i in range(len(rows) - number + 1)]
    readings = [
        _of_row(claim, row, whole)
        for row in (told, *others)
        for whole in wholes
        if whole not in row and interval(whole).low > 0
    ]
    clear = said and len(rows) == number
    return Proposal("A201", "合计占比", readings[:1] if clear else (), clear, readings)


def _parts(filing: Filing, passage: Passage, claim: Claim) -> list[Claim]:
    """Return what may have the share: figures named in its words, else of its item, else before it."""
    if claim.name:
        found = [c for c in of_topic(filing, claim.topic, "money") if c.year == claim.year]
        found += [c for m in ("人", "户", "件") for c in of_topic(filing, claim.topic, m)]
        near = [*nearest(found, claim)]
        if near:
            return near[:3]
        if claim.label and not claim.base:
            return []
    earlier = [c for c in before(passage, claim) if c.role in _SHARED and c.index != claim.then]
    earlier = [c for c in earlier if measure(c) != "ratio" and c.figure.text[0].isascii()]
    if claim.depth and not earlier:
        earlier = [c for c in passage.claims[max(0, claim.index - 4) : claim.index][::-1] if own(c)]
    last = passage.claims[max(0, (claim.then if claim.then is not None else claim.index) - 1)]
    if last.role == "change" and last.totals and last.sentence == claim.sentence:
        return [last, *earlier[:4]]  # 三项共压减260万元，占原安排的20%
    mine = [c for c in earlier if c.item == claim.item and own(c)]
    return [*(mine[:1] or earlier[:1]), *[c for c in earlier[:4] if c not in mine[:1]]]


def _wholes(
    filing: Filing, passage: Passage, claim: Claim, part: Claim
) -> tuple[list[Claim], bool]:
    """Return the figures that the share may be of, and whether the words say so."""
    within, inner, _ = part.name.partition("中")
    if inner and not claim.base and within in subject_names():  # 基本支出中人员支出800万元，占80%
        claim = claim._replace(base=within)
    if claim.base:
        if claim.then is not None:
            return [passage.claims[claim.then]], True
        topic, basis = topic_of(claim.base)
        found = [c for c in of_topic(filing, topic, measure(part)) if c.year == part.year]
        found = [c for c in found if c is not part]
        near = [*nearest(found, claim)] or list(found)
        near.sort(key=lambda c: not c.name)
        fitting = [c for c in near if not basis or c.basis in (basis, "")]
        agreeing = [c for c in fitting if c.basis == part.basis] or fitting
        if agreeing:
            return agreeing[:4], agreeing[0].location.cell is None
        told = [
            c for c in around(passage, claim) if c.index < claim.index and _may_be_whole(c, part)
        ]
        # 占采购支出总额 behind 采购支出
        base = next(
            (claim.base.removesuffix(w) for w in listed("totals") if claim.base.endswith(w)),
            claim.base,
        )
        called_so = [c for c in told if base in c.label]
        if len(called_so) == 1:
            return called_so, True
        return [c for c in reversed(told) if _shares_words(c, topic)][:4], False
    lists = passage.lists_of(claim) or passage.lists_of(part)
    heads = [passage.claims[i] for i in dict.fromkeys(i for each in lists for i in each.heads)]
    beside = {i for listing in passage.lists_of(part) for i in listing.members}
    heads = [h for h in heads if h.index not in beside and _may_be_whole(h, part, _WHOLES)]
    told_apart = any(_has_separate_wholes(passage, claim, head) for head in heads)
    others = [c for c in before(passage, claim) if _may_be_whole(c, part)]
    heads = [h for h in others if h.noun in frame_words("share", "out_of")][:1] or heads
    if heads and not any(listing.mark == "includes" for listing in passage.lists_of(part)):
        said = claim.sentence - part.sentence <= 0 or claim.item == part.item
        return heads[:4], said and not told_apart
    return [*heads, *[c for c in others if c not in heads]][:8], False


def _has_separate_wholes(passage: Passage, claim: Claim, head: Claim) -> bool:
    """Return whether the head of the list is not the whole of all its shares: a semicolon follows its own
    share (事业收入…，占收入的91.5%，其中…；财政拨款…，占6.5%), or another item's share names another base
    (货物…占货物支出的100%，工程占87.9%)."""
    between = passage.claims[max(head.index, claim.index - NEAR) : claim.index]
    return any(
        (c.item == head.item and claim.segment > head.segment)
        or (
            c.base
            and c.index > head.index
            and c.item != head.item
            and not _shares_words(head, c.base)
        )
        for c in between
        if c.role == "share" and c.sentence == claim.sentence
    )


#: The further roles of figures that head a list.
_WHOLES = ("left", "carried")


def _may_be_whole(claim: Claim, part: Claim, more: Sequence[str] = ()) -> bool:
    """Return whether a figure may be the whole of a part; ``more`` are roles beside those of ``own``."""
    known = own(claim) or claim.role in more
    return known and measure(claim) == measure(part) and claim is not part


def _shares_words(claim: Claim, words: str) -> bool:
    """Return whether a figure's words share two characters with the words behind 占."""
    said = claim.label + claim.noun + claim.topic
    return any_of(pairs(words), said)


def of_earlier(passage: Passage, claim: Claim, part: Claim) -> list[Reading]:
    """Read a share without a base as one of a figure in the sentence before."""
    earlier = [
        c for c in passage.claims[max(0, claim.index - NEAR) : claim.index][::-1]
        if own(c) and measure(c) == measure(part) and claim.sentence - c.sentence == 1
        and interval(c).low >= interval(part).low > 0
    ]  # fmt: skip
    return [_of_one(claim, part, whole) for whole in earlier[:_EARLIER]]


_EARLIER = 6


def of_row(passage: Passage, claim: Claim, wholes: Sequence[Claim]) -> list[Reading]:
    """Read a share as that of a row together: 压减会议费86万元、培训费54万元、差旅费120万元，占20%."""
    rows: list[list[Claim]] = [[]]
    for other in before(passage, claim):
        if not own(other) or other.index == claim.then:
            continue
        rows.append([*rows[-1], other])
        if other.mark != "pause" and len(rows) > _ROW:
            break
    return [
        _of_row(claim, row, whole)
        for row in rows
        for whole in wholes
        if len(row) > 1 and whole not in row and len({measure(c) for c in (*row, whole)}) == 1
        and interval(whole).low > 0
    ]  # fmt: skip


_ROW = 2
