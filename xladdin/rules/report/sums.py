"""Check sums inside the report: a list of parts and the whole before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from xladdin.model.filing import Filing
from xladdin.model.interval import total
from xladdin.model.prose import Claim, Listing, Passage
from xladdin.model.report import Relation
from xladdin.narrative.lexicon import kind_words, listed, subject_names
from xladdin.rules.registry import rule
from xladdin.rules.report.judging import judge
from xladdin.rules.report.prose import claim_name, interval, measure
from xladdin.rules.report.readings import Proposal, Reading, frame_words, read
from xladdin.rules.report.summing import (
    FAR,
    SUMMED,
    all_sources,
    far_more,
    known,
    leaves_little,
    made_of,
    main_of,
    may_hold,
    nearly_known,
    opposed,
    parts_of_subject,
    reading_of,
)
from xladdin.rules.report.totals import totals, totals_below
from xladdin.rules.words import any_of

_ALL, _ROW = "各项", "并列的各项"


@rule("A101", "error", "其中各项之和与合计不符")
def parts_of_a_whole(filing: Filing) -> Iterator[Relation]:
    """检查什么：“其中”“包括”“由……组成”、括号里列出的各项，加起来是否等于前面的合计；“合计”“共计”是否等于前面列出的各项。
    为什么：分项之和超过合计，或本应等于合计而不等，必有一处写错。只列部分分项的不要求相等。
    反例：基本支出110.20万元，其中工资福利支出70.30万元、对个人和家庭的补助18.60万元、公用经费26.40万元。
    正例：基本支出62.10万元，其中人员经费55.89万元，公用经费6.21万元。
    怎么改：对照账表核对合计和各项，改正填错的一个；“其中”只列一部分的，写明“主要包括”。"""
    earlier: Sequence[Claim] = ()
    for passage in filing.passages:
        yield from judge((*_lists(passage), *totals(passage, earlier)))
        earlier = passage.claims[-FAR:]
    yield from judge(totals_below(filing))


def _lists(passage: Passage) -> Iterator[Proposal]:
    """Yield each list as a sum, once for each measure of its heads."""
    for number, listing in enumerate(passage.listings):
        later = passage.listings[number + 1 : number + 9]
        heads = [passage.claims[i] for i in listing.heads]
        for each in dict.fromkeys(measure(h) for h in heads):
            wholes = [h for h in heads if measure(h) == each and h.role in (*SUMMED, "change")]
            if each != "ratio" and wholes and listing.mark != "divides":
                proposal = _list(passage, listing, wholes, later)
                if proposal is not None:
                    yield proposal


def _list(
    passage: Passage, listing: Listing, heads: Sequence[Claim], later: Sequence[Listing]
) -> Proposal | None:
    """Propose a list as a sum of each whole that may be meant, by each way to take its parts. None if it has
    fewer than two parts."""
    inside = [passage.claims[i] for i in listing.members]
    inside = [*takewhile(lambda c: not _stands_beside(c, heads[0], inside[0]), inside)]
    named = {c.topic for c in inside}
    wholes = sorted(_wholes(listing, heads, inside[0]), key=lambda head: not made_of(head, named))
    depth = inside[0].depth
    inside = [c for c in inside if c.depth <= depth]
    every = [
        (whole, parts, why)
        for whole in wholes
        for why, parts in _ways(whole, inside, later)
        if len(parts) > 1 and not any(p.index == whole.index for p in parts)
    ]
    if not every:
        return None
    every.sort(key=lambda each: each[2] != _ROW)
    whole, parts, why = every[0]
    if (
        why == _ROW
    ):  # what stands behind the row is beside the list, unless the sum is right with it
        behind = next(
            c.index for c in inside if c.index > parts[-1].index and c.item != parts[-1].item
        )
        inside = [c for c in inside if c.index < behind]
        row = [c for c in inside if c.role in SUMMED and measure(c) == measure(whole)]
        if len(row) != len(parts):  # a part without a name of its own
            return Proposal(
                "A101", claim_name(whole), excuses=[reading_of(*each) for each in every]
            )
    readings = [reading_of(whole, parts, why)]
    excuses = [reading_of(*each) for each in every[1:]]
    excuses += [_less_what_was_taken(*each) for each in every if _is_adjustment(each[1])]
    one_part = why == _ALL and len(_main_parts(whole, inside, later)) < _FEWEST
    clear = whole is wholes[0] and _is_clear(whole, parts) and not listing.some and not one_part
    complete = listing.complete or known(whole, parts) or opposed(parts) or _is_remainder(parts[-1])
    complete = complete or (all_sources(parts) and whole.sentence == parts[0].sentence)
    people = _may_overlap(whole)
    # Full marks, marks got and marks lost stand side by side, and only full marks add up.
    full = whole.label.endswith((*kind_words()["full_mark"], "共")) and whole.role == "value"
    points = measure(whole) == "points" and not (full and all(p.role == "value" for p in parts))
    points = points and not all(_has_full_mark(passage, part) for part in parts)
    over = total(map(interval, parts)).low > interval(whole).high
    marked = listing.mark in ("among", "open", "colon")
    sure = clear and (complete or (marked and not people)) and not points
    plain = complete or nearly_known(whole, parts)
    if over:
        alone = len(parts) == sum(measure(c) == measure(whole) for c in inside)
        within = alone and (parts[0].depth > whole.depth or len(inside) == len(parts))
        listed = not people and (within or _are_coordinate(parts)) and not far_more(whole, parts)
        loose = listing.mark == "respectively" or (listing.mark == "includes" and why != _ROW)
        plain = clear and (plain or listed) and not loose
    else:
        plain = clear and plain and listing.mark != "respectively"
        sure = sure and complete
    if whole.role == "change":  # other parts may have changed, too, so unknown parts say nothing
        sure, plain = False, clear and parts_of_subject(whole, parts)
    every_one = sum(c.role in SUMMED and measure(c) != "ratio" for c in inside) == len(parts)
    if not over and marked and clear and every_one and not points and leaves_little(whole, parts):
        return Proposal("A101", claim_name(whole), readings, False, readings, excuses)
    apart = people and not (_are_coordinate(parts) or opposed(parts))
    if _stand_beside_whole(passage, whole, parts) or one_part or points or apart:
        return Proposal("A101", claim_name(whole), likely=(), excuses=[*readings, *excuses])
    told = readings if plain else ()
    if listing.some and not over and not told:  # 主要用于…等: there may be more
        return Proposal("A101", claim_name(whole), likely=(), excuses=[*readings, *excuses])
    return Proposal("A101", claim_name(whole), told, sure, readings, excuses)


_FEWEST = 2


def _is_adjustment(parts: Sequence[Claim]) -> bool:
    """Return whether some parts, but not all, say that they are taken away: 追加12700万元，同时压减2700万元."""
    return 0 < sum(any_of(frame_words("sum", "less"), p.label) for p in parts) < len(parts)


def _less_what_was_taken(whole: Claim, parts: tuple[Claim, ...], why: str) -> Reading:
    """Read a whole as the sum of the parts that were added, less those taken away, up to the last of these."""
    less = tuple(p for p in parts if any_of(frame_words("sum", "less"), p.label))
    parts = parts[: parts.index(less[-1]) + 1]
    more = tuple(p for p in parts if p not in less)
    return read("sum.signed", why, 总数=whole, 同向各项=more, 反向各项=less, 各项=parts)


def _has_full_mark(passage: Passage, part: Claim) -> bool:
    """Return whether a bracket tells the full mark of a score: 管理效率46.9分（满分50分）."""
    words = tuple(kind_words()["full_mark"])
    return any(c.label.endswith(words) for c in passage.bracket_of(part))


def _stands_beside(part: Claim, whole: Claim, first: Claim) -> bool:
    """Return whether a figure behind a semicolon is another whole: 收入总计100亿元，其中税收60亿元；支出总计…."""
    total = part.label.endswith(listed("totals")) and not first.label.endswith(listed("totals"))
    remains = part.role == whole.role != first.role and whole.role in ("left", "carried")
    return part.segment > first.segment and (total or remains)


def _stand_beside_whole(passage: Passage, whole: Claim, parts: Sequence[Claim]) -> bool:
    """Return whether later items stand beside the whole and not below it: they and the whole have a share of
    a larger whole, the first item has none (固定资产…，占75%，其中房屋…；流动资产…，占20%)."""
    near = passage.claims[whole.index : whole.index + FAR]
    shares = [c for c in near if c.role == "share" and c.sentence == whole.sentence]
    bare = {c.item for c in shares if not c.base}
    later = {p.item for p in parts if p.segment > whole.segment}
    shared = whole.item in {c.item for c in shares}
    return shared and bool(later & bare) and parts[0].item not in bare


def _wholes(listing: Listing, heads: Sequence[Claim], first: Claim) -> list[Claim]:
    """Return the heads that the list may be of, only those that its words name if there are any."""
    wholes = list(heads)
    if listing.named:
        named = [h for h in wholes if h.topic == listing.named or listing.named in h.label]
        wholes = named or wholes
    within, inner, _ = first.name.partition("中")
    if inner and within in subject_names():  # 其中基本支出中工资福利支出 …: the whole is named
        wholes = [h for h in wholes if h.topic == subject_names()[within]]
    return wholes


def _is_remainder(part: Claim) -> bool:
    """Return whether a part is all that is not named: 其他76.40万元."""
    return part.label.endswith(tuple(kind_words()["remainder"]))


def _is_clear(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Return whether each part has a name of its own, and all figures are exact and in one unit."""
    return (
        all((p.name or _is_remainder(p)) and p.figure.unit == whole.figure.unit for p in parts)
        and len({p.topic for p in parts}) == len(parts)
        and not any(p.figure.irregular for p in (*parts, whole))
    )


def _may_overlap(claim: Claim) -> bool:
    """Return whether a figure counts what may be in several parts, such as people."""
    return claim.figure.unit.name in frame_words("sum", "overlapping")


def _are_coordinate(parts: Sequence[Claim]) -> bool:
    """Return whether the parts are separated by 、 or ；, and those of people by 、 only."""
    marks = ("pause",) if _may_overlap(parts[0]) else ("pause", "semicolon")
    return all(p.mark in marks for p in parts[1:])


def _ways(
    whole: Claim, inside: Sequence[Claim], later: Sequence[Listing]
) -> Iterator[tuple[str, tuple[Claim, ...]]]:
    """Yield the ways to take the parts of a whole from the figures of its list, each with a Chinese name."""
    role = ("change",) if whole.role == "change" else SUMMED
    fit = [c for c in inside if c.role in role and measure(c) == measure(whole) and not c.partial]
    fit = [c for c in fit if not _is_price(whole, c, fit) and not _is_part_of_earlier(c, fit)]
    if whole.role == "change":
        fit = [c for c in fit if (c.figure.unit.name == "%") == (whole.figure.unit.name == "%")]
    items = [list(group) for _, group in groupby(fit, key=lambda c: c.item)]
    primary = tuple(main_of(item, whole) for item in items)
    outer = _outer(primary, later)
    yield "列出的各项" if outer == primary else "不含各项之下的细项", outer
    yield _ALL, primary
    alike = tuple(c for c in fit if c.topic == whole.topic and c.basis == whole.basis)
    if len(alike) > 1:
        yield f"各项的{whole.topic}", alike
    own = tuple(c for c in fit if c.basis == whole.basis and c.own_basis)
    if len(own) > 1:
        yield "口径相同的各项", own
    run = _first_row(primary)
    if 1 < len(run) < len(primary):
        yield _ROW, run
    if filled := _parts_filling_whole(whole, primary):
        yield "前几项正好是全部，后面的与它并列", filled
    if len(fit) > len(primary):
        yield "列出的各数", tuple(fit)
    parts = [next(group) for _, group in groupby(fit, key=lambda c: (c.sentence, c.segment))]
    if 1 < len(parts) < len(fit):
        yield "分号隔开的各项", tuple(parts)


def _main_parts(
    whole: Claim, inside: Sequence[Claim], later: Sequence[Listing]
) -> tuple[Claim, ...]:
    """Return the parts of a list without those that break down another part."""
    fit = [c for c in inside if c.role in (*SUMMED, "change") and measure(c) == measure(whole)]
    return _outer(tuple(fit), later)


def _outer(parts: tuple[Claim, ...], later: Sequence[Listing]) -> tuple[Claim, ...]:
    """Return the parts that are not members of a later list with another part as its head."""
    indices = {p.index for p in parts}
    nested = {i for other in later if indices & set(other.heads[:1]) for i in other.members}
    return tuple(c for c in parts if c.index not in nested)


def _is_price(whole: Claim, part: Claim, others: Sequence[Claim]) -> bool:
    """Return whether a part in 元 is a price, since its item has an amount in a larger unit, too."""
    return part.figure.unit.name == "元" != whole.figure.unit.name and any(
        o is not part and o.item == part.item and o.figure.unit.name != "元" for o in others
    )


def _is_part_of_earlier(part: Claim, others: Sequence[Claim]) -> bool:
    """Return whether a part is named as a part of an earlier one: 民生支出中教育支出."""
    return "中" in part.topic and any(
        o.topic and part.topic.startswith(o.topic) and "中" in part.topic[len(o.topic) :][:4]
        for o in others
        if o.index < part.index
    )


def _parts_filling_whole(whole: Claim, parts: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the first parts if they alone are exactly the whole and the others no parts of it."""
    for end in range(2, len(parts)):
        if (
            parts[end].mark != "pause"
            and total(map(interval, parts[:end])).point == interval(whole).point
        ):
            beside = {part.topic for part in parts[end:]}
            return () if may_hold(whole, beside) else tuple(parts[:end])
    return ()


def _first_row(parts: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the parts up to the mark that ends their row: a comma after 、, a semicolon after commas."""
    ends = {"pause": ("comma", "semicolon"), "comma": ("semicolon",)}
    stops = ends.get(parts[1].mark, ()) if len(parts) > _FEWEST else ()
    at = next((i for i, part in enumerate(parts) if i > 1 and part.mark in stops), 0)
    return tuple(parts[:at])
