"""What a share that says nothing may be of, if nothing nearer fits: it is never called wrong for it."""

from __future__ import annotations

from collections.abc import Sequence

from xladdin.model.prose import Claim, Passage
from xladdin.rules.report.frames import frame
from xladdin.rules.report.prose import claim_name, interval, measure
from xladdin.rules.report.readings import Reading
from xladdin.rules.report.resolving import NEAR, before, own


def of_earlier(passage: Passage, claim: Claim, part: Claim) -> list[Reading]:
    """A share that says nothing may be of what the sentence before began with."""
    earlier = [
        c for c in passage.claims[max(0, claim.index - NEAR) : claim.index][::-1]
        if own(c) and measure(c) == measure(part) and claim.sentence - c.sentence == 1
        and interval(c).low >= interval(part).low > 0
    ]  # fmt: skip
    return [
        Reading(frame("share", "share"), {"占比": claim, "部分": part, "总额": whole}, f"占{claim_name(whole)}")
        for whole in earlier[:_EARLIER]
    ]  # fmt: skip


_EARLIER = 6


def of_row(passage: Passage, claim: Claim, wholes: Sequence[Claim]) -> list[Reading]:
    """压减会议费86万元、培训费54万元、差旅费120万元，占20%: the share of a row together."""
    rows: list[list[Claim]] = [[]]
    for other in before(passage, claim):
        if not own(other) or other.index == claim.then:
            continue
        rows.append([*rows[-1], other])
        if other.mark != "pause" and len(rows) > _ROW:
            break
    return [
        Reading(frame("share", "of_several"), {"占比": claim, "各部分": tuple(row), "总额": whole}, "几项合计的占比")
        for row in rows
        for whole in wholes
        if len(row) > 1 and whole not in row and len({measure(c) for c in (*row, whole)}) == 1
        and interval(whole).low > 0
    ]  # fmt: skip


_ROW = 2
