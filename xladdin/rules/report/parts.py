"""Take the parts of a whole from the figures of its list, in each way that the text allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from typing import NamedTuple

from xladdin.model.interval import total
from xladdin.model.prose import Claim, Listing, Passage
from xladdin.narrative.lexicon import subject_names
from xladdin.rules.report.prose import interval, measure
from xladdin.rules.report.summing import SUMMED, made_of, main_of, may_hold

#: The ways to take the parts that are judged apart, by their Chinese names.
EVERY, ROW = "各项", "并列的各项"
_FEWEST = 2


class Way(NamedTuple):
    """A whole with parts that may add up to it, and the Chinese name of the way in which they were taken."""

    whole: Claim
    parts: tuple[Claim, ...]
    why: str


def ways(
    passage: Passage, listing: Listing, heads: Sequence[Claim], later: Sequence[Listing]
) -> tuple[list[Claim], list[Claim], list[Way]]:
    """Return the wholes that a list may be of, its own figures, and each way to take at least two parts, the
    likeliest first. ``later`` are the lists behind it, which may break down one of its parts."""
    inside = [passage.claims[i] for i in listing.members]
    named = {c.topic for c in inside}
    wholes = sorted(_wholes(listing, heads, inside[0]), key=lambda head: not made_of(head, named))
    inside = [c for c in inside if c.depth <= inside[0].depth]
    found = [
        Way(whole, parts, why)
        for whole in wholes
        for why, parts in _taken(whole, inside, later)
        if len(parts) > 1 and not any(p.index == whole.index for p in parts)
    ]
    found.sort(key=lambda way: way.why != ROW)
    if found and found[0].why == ROW:
        # What stands behind the row is beside the list, unless the sum is right with it.
        last = found[0].parts[-1]
        inside = [*takewhile(lambda c: c.index <= last.index or c.item == last.item, inside)]
    return wholes, inside, found


def _wholes(listing: Listing, heads: Sequence[Claim], first: Claim) -> list[Claim]:
    """Return the heads that the list may be of, only those that its words name if there are any."""
    wholes = list(heads)
    if heads[0].role == "change":  # 预算600万元；调增100万元，其中基本支出30万元: of what was added
        wholes = [h for h in wholes if h.segment == heads[0].segment]
    if listing.named:
        named = [h for h in wholes if h.topic == listing.named or listing.named in h.label]
        wholes = named or wholes
    within, inner, _ = first.name.partition("中")
    if inner and within in subject_names():  # 其中基本支出中工资福利支出 …: the whole is named
        wholes = [h for h in wholes if h.topic == subject_names()[within]]
    return wholes


def _taken(
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
    yield EVERY, primary
    alike = tuple(c for c in fit if c.topic == whole.topic and c.basis == whole.basis)
    if len(alike) > 1:
        yield f"各项的{whole.topic}", alike
    own = tuple(c for c in fit if c.basis == whole.basis and c.own_basis)
    if len(own) > 1:
        yield "口径相同的各项", own
    run = _first_row(primary)
    if 1 < len(run) < len(primary):
        yield ROW, run
    if filled := _parts_filling_whole(whole, primary):
        yield "前几项正好是全部，后面的与它并列", filled
    if len(fit) > len(primary):
        yield "列出的各数", tuple(fit)
    parts = [next(group) for _, group in groupby(fit, key=lambda c: (c.sentence, c.segment))]
    if 1 < len(parts) < len(fit):
        yield "分号隔开的各项", tuple(parts)


def _first_row(parts: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the parts up to the mark that ends their row: a comma after 、, a semicolon after commas."""
    ends = {"pause": ("comma", "semicolon"), "comma": ("semicolon",)}
    stops = ends.get(parts[1].mark, ()) if len(parts) > _FEWEST else ()
    at = next((i for i, part in enumerate(parts) if i > 1 and part.mark in stops), 0)
    return tuple(parts[:at])


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


def main_parts(
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
