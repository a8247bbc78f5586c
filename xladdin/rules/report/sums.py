"""Check sums inside the report: a list of parts and the whole before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xladdin.model.filing import Filing
from xladdin.model.interval import total
from xladdin.model.prose import Claim, Listing, Passage
from xladdin.model.report import Relation
from xladdin.narrative.lexicon import kind_words
from xladdin.rules.registry import rule
from xladdin.rules.report.judging import judge
from xladdin.rules.report.parts import EVERY, ROW, Way, main_parts, ways
from xladdin.rules.report.prose import claim_name, interval, measure
from xladdin.rules.report.readings import Proposal, Reading, frame_words, read
from xladdin.rules.report.summing import (
    FAR,
    SUMMED,
    all_sources,
    far_more,
    known,
    leaves_little,
    nearly_known,
    opposed,
    parts_of_subject,
    reading_of,
)
from xladdin.rules.report.totals import totals, totals_below
from xladdin.rules.words import any_of


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
    wholes, inside, every = ways(passage, listing, heads, later)
    if not every:
        return None
    whole, parts, why = every[0]
    silent = Proposal("A101", claim_name(whole), excuses=_all_readings(every))
    one_part = why == EVERY and len(main_parts(whole, inside, later)) < _FEWEST
    nearly = leaves_little(whole, parts) and not _exceed(whole, parts)
    apart = _may_overlap(whole) and not (_are_coordinate(parts) or opposed(parts) or nearly)
    points = _has_marks_of_kinds(passage, whole, parts)
    row = [c for c in inside if c.role in SUMMED and measure(c) == measure(whole)]
    unnamed = why == ROW and len(row) != len(parts)  # a part has no name of its own
    if unnamed or one_part or points or apart or _stand_beside_whole(passage, whole, parts):
        return silent
    clear = whole is wholes[0] and _is_clear(whole, parts) and not listing.some
    told, sure = _certainty(listing, every[0], inside, clear)
    if listing.some and not _exceed(whole, parts) and not told:  # 主要用于…等: there may be more
        return silent
    first = reading_of(*every[0])
    if (
        not told
        and not _exceed(whole, parts)
        and len(whole.figure.value.as_tuple().digits) < _DIGITS
    ):
        return silent  # a part may be left out, and a wrong digit explains too much
    return silent._replace(
        readings=(first,) if told else (), sure=sure, likely=(first,), excuses=silent.excuses[1:]
    )


def _all_readings(every: Sequence[Way]) -> list[Reading]:
    readings = [reading_of(*each) for each in every]
    return readings + [_less_what_was_taken(*each) for each in every if _is_adjustment(each.parts)]


def _certainty(
    listing: Listing, way: Way, inside: Sequence[Claim], clear: bool
) -> tuple[bool, bool]:
    """Return whether a list has to add up, and whether that is certain."""
    whole, parts, why = way
    complete = listing.complete or known(whole, parts) or opposed(parts)
    complete = complete or _is_remainder(parts[-1])
    complete = complete or (all_sources(parts) and whole.sentence == parts[0].sentence)
    people = _may_overlap(whole)
    marked = listing.mark in ("among", "open", "colon")
    sure = clear and (complete or (marked and not people))
    plain = complete or nearly_known(whole, parts)
    if _exceed(whole, parts):
        alone = len(parts) == sum(measure(c) == measure(whole) for c in inside)
        within = alone and (parts[0].depth > whole.depth or len(inside) == len(parts))
        within = (
            within and parts[0].segment == parts[-1].segment
        )  # what ； separates may not be parts
        listed = not people and (within or _are_coordinate(parts)) and not far_more(whole, parts)
        loose = listing.mark == "respectively" or (listing.mark == "includes" and why != ROW)
        remains = {
            p.role in ("left", "carried") for p in (whole, *parts)
        }  # 限额…，余额… is beside it
        plain = clear and (plain or listed) and not loose and len(remains) == 1
    else:
        plain = clear and plain and listing.mark != "respectively"
        sure = sure and complete
        amounts = sum(c.role in SUMMED and measure(c) != "ratio" for c in inside)
        if marked and clear and amounts == len(parts) and leaves_little(whole, parts):
            return True, False
    if whole.role == "change":  # other parts may have changed, too, so unknown parts say nothing
        return clear and parts_of_subject(whole, parts), False
    return plain, sure


def _exceed(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Return whether parts come to more than their whole, however they were rounded."""
    return total(map(interval, parts)).low > interval(whole).high


def _has_marks_of_kinds(passage: Passage, whole: Claim, parts: Sequence[Claim]) -> bool:
    """Return whether full marks, marks got and marks lost may stand side by side; only marks of one kind add
    up."""
    if measure(whole) != "points" or all(_has_full_mark(passage, part) for part in parts):
        return False
    full = (
        whole.label.endswith((*kind_words()["full_mark"], *kind_words()["overall"]))
        and whole.role == "value"
    )
    return not (full and all(part.role == "value" for part in parts))


#: The fewest parts of a sum, and the fewest digits with which one wrong digit explains it.
_FEWEST, _DIGITS = 2, 5


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


def _stand_beside_whole(passage: Passage, whole: Claim, parts: Sequence[Claim]) -> bool:
    """Return whether later items stand beside the whole and not below it: they and the whole have a share of
    a larger whole, the first item has none (固定资产…，占75%，其中房屋…；流动资产…，占20%)."""
    near = passage.claims[whole.index : whole.index + FAR]
    shares = [c for c in near if c.role == "share" and c.sentence == whole.sentence]
    bare = {c.item for c in shares if not c.base}
    later = {p.item for p in parts if p.segment > whole.segment}
    shared = whole.item in {c.item for c in shares}
    return shared and bool(later & bare) and parts[0].item not in bare


def _is_remainder(part: Claim) -> bool:
    """Return whether a part is all that is not named: 其他76.40万元."""
    return part.label.endswith(tuple(kind_words()["remainder"]))


def _is_clear(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Return whether each part has a name of its own, and all figures are exact and in one unit."""
    return (
        all((p.name or _is_remainder(p)) and p.figure.unit == whole.figure.unit for p in parts)
        and len({p.topic for p in parts}) == len(parts)
        and not any(p.figure.irregular or p.label.endswith(_MINUS) for p in (*parts, whole))
    )


#: What stands before a figure below nothing: 高新区完成-267万元.
_MINUS = ("-", "－", "−", "负")


def _may_overlap(claim: Claim) -> bool:
    """Return whether a figure counts what may be in several parts, such as people."""
    return claim.figure.unit.name in frame_words("sum", "overlapping")


def _are_coordinate(parts: Sequence[Claim]) -> bool:
    """Return whether the parts are separated by 、."""
    return all(p.mark == "pause" for p in parts[1:])
