"""Propose totals behind, above and beside what they add up: 合计, 依次为, 按用途划分, 共分三类."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from xladdin.model.filing import Filing
from xladdin.model.prose import Claim, Passage
from xladdin.rules.report.prose import claim_name, measure
from xladdin.rules.report.readings import Proposal, Roles, frame_words, read
from xladdin.rules.report.resolving import before, counted
from xladdin.rules.report.summing import FAR, SUMMED, alike, all_sources, known, main_of, reading_of
from xladdin.rules.words import any_of

#: The fewest parts in a row that are no coincidence.
_SEVERAL = 3


def totals(passage: Passage, earlier: Sequence[Claim]) -> Iterator[Proposal]:
    """Yield the sums of a paragraph that no list opens; ``earlier`` are the last figures before it."""
    yield from _closing(passage)
    yield from _rows(passage)
    yield from _in_turn(passage)
    yield from _divisions(passage, earlier)
    yield from _adjusted(passage)
    yield from _of_year(passage)


def _in_turn(passage: Passage) -> Iterator[Proposal]:
    """Yield what 分别 lists as parts of one figure before: 依次为312.80万元、423.25万元、458.52万元."""
    for last in passage.claims:
        if not last.turns or last.turn < last.turns - 1 or last.role not in SUMMED:
            continue
        parts = passage.claims[last.index - last.turn : last.index + 1]
        wholes = [c for c in passage.claims[: parts[0].index][-FAR:] if alike(c, last)][::-1]
        row = [c for c in wholes[: len(parts)] if c.sentence == last.sentence and c.name]
        row = [c for c in row if c.figure.unit == last.figure.unit]
        if len(row) == len(parts) == len({c.item for c in row}):
            continue  # 安排甲100万元、乙200万元，分别支出80万元、200万元: each belongs to one of these
        readings = [reading_of(whole, tuple(parts), "分别列出的各项") for whole in wholes]
        yield Proposal("A101", "分别列出的各项", likely=readings)


def _rows(passage: Passage) -> Iterator[Proposal]:
    """Yield counts in a row as parts of the one before: 项目7个，公开招标2个、竞争性磋商3个、询价1个."""
    claims = passage.claims
    for whole in claims:
        parts: list[Claim] = []
        for claim in claims[whole.index + 1 : whole.index + FAR]:
            joined = claim.mark == ("pause" if parts else "comma")
            joined = (
                joined and (bool(parts) or claim.clause == whole.clause + 1) and not claim.turns
            )
            if not joined or claim.figure.unit != whole.figure.unit or not claim.name:
                break
            parts.append(claim)
        if len(parts) < _SEVERAL or not alike(whole, parts[0]) or whole.figure.places:
            continue
        reading = reading_of(whole, tuple(parts), "紧接着列出的各项")
        gap = abs(sum(p.figure.value for p in parts) - whole.figure.value)
        told = [reading] if gap <= 1 else []
        yield Proposal("A101", claim_name(whole), told, False, [reading])


def _divisions(passage: Passage, earlier: Sequence[Claim]) -> Iterator[Proposal]:
    """Yield two divisions of one whole, and the whole before them: 按用途划分：…。按性质划分：…."""
    lists = [each for each in passage.listings if each.mark == "divides"]
    rows = [
        tuple(c for i in each.members if (c := passage.claims[i]).role in SUMMED and not c.depth)
        for each in lists
    ]
    rows = [row for row in rows if len({measure(c) for c in row}) == 1 < len(row)]
    for number, row in enumerate(rows):
        others = [each for each in rows[:number] if measure(each[0]) == measure(row[0])]
        why = "同一总数的另一种分法"
        readings = [read("sum.twice", why, 各项=row, 另列各项=other) for other in others]
        wholes = [c for c in (*earlier, *passage.claims[: row[0].index]) if alike(c, row[0])]
        readings += [reading_of(whole, row, "前文的总数") for whole in wholes[::-1][:FAR]]
        yield Proposal("A101", "各项之和", likely=readings)


def _adjusted(passage: Passage) -> Iterator[Proposal]:
    """Yield a budget as one before and its changes: 年初预算1000万元，年中追加200万元，全年预算1200万元."""
    for budget in passage.claims:
        if budget.basis != "budget" or not budget.own_basis or budget.role not in SUMMED:
            continue
        near = [c for c in before(passage, budget) if alike(c, budget) and c.own_basis]
        changes = tuple(c for c in near if c.basis == "adjust")[::-1]
        plans = [c for c in near if c.basis in ("initial", "budget")]
        plans = [c for c in plans if changes and c.index < changes[0].index]
        if not plans:
            continue
        less = tuple(c for c in changes if any_of(frame_words("sum", "less"), c.label))
        more = (plans[0], *(c for c in changes if c not in less))
        roles: Roles = {"总数": budget, "同向各项": more, "反向各项": less, "各项": (*more, *less)}
        reading = read("sum.signed", "年初预算 ± 追加调整", **roles)
        same = len({c.topic for c in (budget, *more, *less)}) == 1
        # 年初预算…，上级追加…、本级追加…，全年预算…: nothing else is told between
        between = passage.claims[plans[0].index + 1 : budget.index]
        amounts = [c for c in between if alike(c, budget) and c.depth == budget.depth]
        same = same or (not budget.name and plans[0].basis == "initial" and amounts == [*changes])
        yield Proposal("A101", claim_name(budget), [reading] if same else (), False, [reading])


def _closing(passage: Passage) -> Iterator[Proposal]:
    """Yield 合计 and 共计 as the sum of figures before them."""
    for claim in passage.claims:
        if not claim.totals or claim.role not in SUMMED or measure(claim) == "ratio" or claim.part:
            continue
        earlier = [c for c in before(passage, claim)[::-1] if alike(c, claim) and not c.totals]
        earlier = [c for c in earlier if c.depth == claim.depth]
        number, first_ones = counted(passage, claim)
        if len(earlier) < 2 and number:  # 一是…；二是…。两项合计428.70万元
            wide = passage.claims[max(0, claim.index - FAR * min(number, _MANY)) : claim.index]
            earlier = [c for c in wide if alike(c, claim) and not c.totals and not c.depth]
        times = all(c.partial for c in earlier)  # 第一批1200万元，第二批800万元，共计2000万元
        earlier = earlier if times else [c for c in earlier if not c.partial]
        if earlier and earlier[-1].noun.startswith(frame_words("sum", "more_follow")):
            continue  # 上年结余4620万元、债务收入5.3亿元等，总计6.75亿元: there may be more
        if len(earlier) < 2 or (not times and claim.topic in {c.topic for c in earlier[:-1]}):
            continue
        items = [main_of(list(group), claim) for _, group in groupby(earlier, key=lambda c: c.item)]
        rows = [row[i:] for row in (items, earlier) for i in range(len(row) - 1)]
        if number > len(items):
            continue
        if number:
            first = items[:number] if first_ones else items[-number:]
            rows = [first, *(items[i : i + number] for i in range(len(items))), *rows]
        readings = [reading_of(claim, tuple(row), "前面各项") for row in rows if len(row) > 1]
        if not readings:
            continue
        priced = any(c.role in ("price", "change", "share", "rate") for c in before(passage, claim))
        same = all(c.figure.unit == claim.figure.unit for c in items)
        between = passage.claims[items[0].index : claim.index]
        same = same and sum(measure(c) == measure(claim) for c in between) == len(items)
        # 另外两站各480万元 is the amount of each of several.
        same = same and not any(c.label.endswith(frame_words("sum", "each")) for c in between)
        bare = items[0].sentence == claim.sentence and same and not priced
        bare = bare and (len(rows[0]) == number if number else not claim.name)
        sure = bare and (claim.totals == "合计" or all_sources(items))
        told = readings[:1] if sure else []
        yield Proposal("A101", claim_name(claim) or "合计", told, sure, readings)


#: The most items of several figures each that are looked back for.
_MANY = 4

#: How many characters begin spans of months alike.
_SPAN = 2


def _of_year(passage: Passage) -> Iterator[Proposal]:
    """Yield the parts of a year as the figure of the year: 上半年420万元，下半年580万元，全年1000万元."""
    for claim in passage.claims:
        parts: list[Claim] = []
        for other in before(passage, claim):
            if not other.partial or not alike(other, claim):
                break
            parts.insert(0, other)
        if len(parts) > 1 and parts[0].label[:_SPAN] == parts[1].label[:_SPAN]:
            continue  # 1至6月, 1至9月: both from the beginning of the year
        if len(parts) > 1 and not claim.partial and not claim.totals and alike(claim, parts[0]):
            reading = reading_of(claim, tuple(parts), "一年中的各段")
            yield Proposal("A101", claim_name(claim), likely=[reading])


def totals_below(filing: Filing) -> Iterator[Proposal]:
    """Yield the last figure of a paragraph that ends with 其中： or 共分三类。 as the sum of one part from
    each of the paragraphs below."""
    passages = filing.passages
    for number, passage in enumerate(passages):
        wholes = [c for c in passage.claims if c.role in SUMMED and measure(c) != "ratio"]
        told = _announced(passage.claims)
        wholes = wholes[:-1] if told else wholes
        if not (passage.open or told) or not wholes:
            continue
        whole = wholes[-1]
        if told and whole is not passage.claims[-2]:
            continue
        parts = _items(passages[number + 1 : number + 31], passage, whole)
        if len(parts) > 1:
            every = known(whole, parts) or all_sources(parts) or len(parts) == told
            readings = [reading_of(whole, tuple(parts), "以下各段")]
            yield Proposal("A101", claim_name(whole), readings if every else (), every, readings)


def _announced(claims: Sequence[Claim]) -> int:
    """Return how many parts a paragraph announces at its end (共分三类, 涉及两个项目); 0 if none."""
    if len(claims) < 2:
        return 0
    whole, last = claims[-2:]
    kinds = last.figure.unit.name in frame_words("sum", "kinds")
    apart = whole.sentence != last.sentence or whole.figure.unit == last.figure.unit
    return int(last.figure.value) if kinds and last.figure.value <= _MOST_KINDS and not apart else 0


_MOST_KINDS = 20


def _items(below: Sequence[Passage], passage: Passage, whole: Claim) -> list[Claim]:
    """Return the first amount of each paragraph below, as long as these are alike."""
    parts: list[Claim] = []
    for other in below:
        fit = [c for c in other.claims if c.role in SUMMED and c.sentence == 0]
        if whole.subject == "自评得分":
            fit = [c for c in fit if c.role == "score"]
        if other.source != passage.source or not fit or not (fit[0].name or fit[0].topic):
            break
        if fit[0].figure.unit != whole.figure.unit or other.open:
            break
        parts.append(fit[0])
    return parts
