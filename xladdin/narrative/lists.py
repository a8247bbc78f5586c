"""Lists of parts: 其中 …, （… 和 …）, 由 … 组成, 一是 … 二是 …, and whether they add up."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from xladdin.model.interval import Interval, Verdict, equal, total
from xladdin.model.prose import Claim, Passage
from xladdin.narrative.patterns import ORDINAL_ITEM, plain

#: 其中： or 主要包括 after the whole, wherever it stands.
_MARKER = re.compile(r"其中[,，：:]?|(?:主要)?包括[:：]|由(?=[^。；;]{4,120}(?:组成|构成))")
#: Right after the whole: （ or ： opens the list.
_OPENING = re.compile(r"\s*(?:[(（](?!其中)|[:：])")
_COMPOSED = re.compile(r"由[^。；;]{4,120}(?:组成|构成)")
#: A list goes on over these many sentences if only then it adds up.
_SENTENCES_ON = 2


@dataclass(frozen=True, slots=True)
class Parts:
    """A whole and the figures named as its parts, in order; ``complete`` if all are named."""

    whole: Claim
    parts: tuple[Claim, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Partition:
    """Subjects that make up others, from the lexicon; ``more`` may be missing."""

    whole: frozenset[str]
    parts: frozenset[str]
    more: frozenset[str]


@cache
def partitions() -> tuple[Partition, ...]:
    """The partitions of the lexicon."""
    text = files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8")
    return tuple(
        Partition(frozenset(p["whole"]), frozenset(p["parts"]), frozenset(p.get("more", ())))
        for p in tomllib.loads(text)["partition"]
    )


def known_complete(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the lexicon says that these subjects are all the parts of this one."""
    subjects = {claim.subject for claim in parts}
    return any(
        whole.subject in each.whole and each.parts <= subjects <= each.parts | each.more
        for each in partitions()
    )


def part_lists(passage: Passage) -> Iterator[Parts]:
    """Every list of parts in a paragraph."""
    text = plain(passage.text)
    markers = [(m.start(), m.end(), m[0]) for m in _MARKER.finditer(text)]
    for claim in passage.claims:
        opening = _OPENING.match(text, claim.quantity.span[1])
        if opening is not None:
            markers.append((opening.start(), opening.end(), opening[0].strip()))
    markers.sort()
    for index, (start, after, word) in enumerate(markers):
        whole = next((c for c in reversed(passage.claims) if c.quantity.span[1] <= start), None)
        if whole is None or whole.quantity.figure.unit.measures == "ratio":
            whole = _amount_before(passage, start)
        if whole is None or _sentence_at(passage, start) - whole.sentence > 1:
            continue
        end = _end(passage, text, start, word, whole)
        following = next((s for s, _, w in markers[index + 1 :] if w.startswith("其中")), len(text))
        inside = [
            c
            for c in passage.claims
            if after <= c.quantity.span[0] < min(end, following) and _same_unit(whole, c)
        ]
        opened = word in ("(", "（", "：", ":")
        if not inside or (opened and len(inside) < 2):
            continue
        composed = word == "由" and bool(_COMPOSED.match(text, start))
        yield Parts(whole, tuple(inside), composed or known_complete(whole, inside))


def _amount_before(passage: Passage, start: int) -> Claim | None:
    found = (
        c
        for c in reversed(passage.claims)
        if c.quantity.span[1] <= start and c.quantity.figure.unit.measures != "ratio"
    )
    return next(found, None)


def _sentence_at(passage: Passage, offset: int) -> int:
    return next((i for i, (_, end) in enumerate(passage.sentences) if offset < end), 0)


def _end(passage: Passage, text: str, start: int, word: str, whole: Claim) -> int:
    """Where a list ends: with its bracket if it stands in one, else with its sentence."""
    opened = text[whole.quantity.span[1] : start + len(word)]
    depth = len(re.findall(r"[(（]", opened)) - len(re.findall(r"[)）]", opened))
    if depth > 0:
        for match in re.finditer(r"[()（）]", text[start + len(word) :]):
            depth += 1 if match[0] in "(（" else -1
            if depth == 0:
                return start + len(word) + match.start()
    return passage.sentences[_sentence_at(passage, start)][1] if passage.sentences else len(text)


def _same_unit(whole: Claim, part: Claim) -> bool:
    return part.quantity.figure.unit.name == whole.quantity.figure.unit.name


def going_on(passage: Passage, listed: Parts) -> tuple[Claim, ...]:
    """The parts with those of the next sentences: a list may run on over a full stop."""
    last = listed.parts[-1]
    return listed.parts + tuple(
        c
        for c in passage.claims
        if c.quantity.span[0] > last.quantity.span[0]
        and c.sentence <= last.sentence + _SENTENCES_ON
        and _same_unit(listed.whole, c)
    )


def interval(claim: Claim) -> Interval:
    """What a claim's figure may stand for, in base units."""
    return claim.quantity.figure.base


def add_up(whole: Interval, claims: Sequence[Claim]) -> tuple[Verdict, tuple[Claim, ...]]:
    """The best verdict over the readings of a list, with the parts that it counts.

    A part may be followed by parts of its own; those that add up to it are passed over. A list may
    end early: what follows the parts can be about something else.
    """
    best: tuple[Verdict, tuple[Claim, ...]] = (Verdict.VIOLATED, tuple(claims))
    for heads in (tuple(claims), _heads(claims)):
        for count in range(len(heads), 0, -1):
            verdict = equal(total(map(interval, heads[:count])), whole)
            if verdict is Verdict.HELD:
                return verdict, heads[:count]
            if verdict is Verdict.ROUNDING and best[0] is Verdict.VIOLATED:
                best = (verdict, heads[:count])
    return best


def nested(claims: Sequence[Claim]) -> Iterator[tuple[Claim, tuple[Claim, ...]]]:
    """The claims that the ones after them break down, with these."""
    for index, claim in enumerate(claims):
        count = _children(claims, index)
        if count:
            yield claim, tuple(claims[index + 1 : index + 1 + count])


def _heads(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims without those that only break down the one before them."""
    heads: list[Claim] = []
    index = 0
    while index < len(claims):
        heads.append(claims[index])
        index += 1 + _children(claims, index)
    return tuple(heads)


def _children(claims: Sequence[Claim], index: int) -> int:
    """How many claims after this one add up to it, two at least."""
    whole, sum_ = interval(claims[index]), Interval.exact(0)
    for count, claim in enumerate(claims[index + 1 :], start=1):
        sum_ = sum_ + interval(claim)
        if count > 1 and equal(sum_, whole) is Verdict.HELD:
            return count
        if sum_.point > whole.point:
            break
    return 0


def ordinal_items(passage: Passage) -> list[tuple[int, int]]:
    """The spans of 一是 …, 二是 … up to the next one or the end of the last one's sentence."""
    text = plain(passage.text)
    starts = [match.start() for match in ORDINAL_ITEM.finditer(text)]
    if len(starts) < 2:
        return []
    last = next((end for _, end in passage.sentences if starts[-1] < end), len(text))
    return list(zip(starts, [*starts[1:], last], strict=True))
