"""Lists of parts: 其中 …, （… 和 …）, 由 … 组成, 一是 … 二是 …, and whether they add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from xladdin.model.interval import Verdict
from xladdin.model.prose import Claim, Passage
from xladdin.narrative.adding import sum_judged
from xladdin.narrative.brackets import Brackets
from xladdin.narrative.patterns import (
    CHANGE,
    ORDINAL_ITEM,
    PER,
    TOTAL_LABEL,
    TOTAL_WORD,
    plain,
)
from xladdin.narrative.subjects import table

#: 其中： or 主要包括 after the whole, wherever it stands.
_MARKER = re.compile(r"其中[,，：:]?|(?:主要)?包括[:：]?|由(?=[^。；;]{4,120}(?:组成|构成))")
#: Right after the whole: （ or ： opens the list. （含 names one part; 件（套） holds no figures.
_OPENING = re.compile(r"\s*(?:[(（](?:含|包含)|[(（](?!其中|[^()（）\d]{0,40}[)）])|[:：])")
#: A list that names only some of the parts.
_SOME = re.compile(r"主要|含")
#: Behind the last part: 其余为调味品, 等.
_REST = re.compile(
    r"^[^，,；;。]{0,12}(?:其[余他它]|等(?=[，,；;。）)]|$))|[，,；;](?:其[余他它]|剩余)"
)
#: 比上年的6.40万元减少1.02万元 tells of the whole, not of a part of it.
_COMPARED = re.compile(
    r"^(?:[，,]\s*)?(?:同?比|较)|^(?:净?增加|净?减少|增长|下降|节约|压减|上升|提高|提升|降低|净[增减]|[增减]支|[多少高低])了?$"
)
#: 10分，得9.86分: the one is the full mark, the other the score.
_SCORED = re.compile(r"^(?:自评|实际|实|评)?得(?:了)?$")
_NEXT = 6
#: 11月5日下达400万元: one of several payments.
_DATED = re.compile(r"^\d{1,2}月|[底日末]")
#: A list goes on over these many sentences if only then it adds up.
_SENTENCES_ON = 2
#: 两项合计 right at the start of a sentence is the total of the one before.
_OPENING_WORDS = 10
#: No list has more parts, and none of them stands further behind its whole.
_MOST_PARTS, _FARTHEST = 40, 800


@dataclass(frozen=True, slots=True)
class Parts:
    """A whole and the figures named as its parts, in order.

    ``complete`` if all are named, ``some`` if the words say that only some are. ``inner`` are the
    figures in brackets behind the parts, which break these down.
    """

    whole: Claim
    parts: tuple[Claim, ...]
    complete: bool
    some: bool = False
    inner: tuple[Claim, ...] = ()
    #: Figures in 元 among parts in 万元: prices, or a slip.
    small: tuple[Claim, ...] = ()
    #: Other amounts before the marker of which these may be the parts.
    others: tuple[Claim, ...] = ()
    #: Whether it is not plain which amount the marker goes back to.
    loose: bool = False
    #: Whether the words before the marker name a whole of their own, in a sentence of their own.
    own: bool = False


@dataclass(frozen=True, slots=True)
class Partition:
    """Subjects that make up others, from the lexicon; ``more`` may be missing."""

    whole: frozenset[str]
    parts: frozenset[str]
    more: frozenset[str]


@cache
def partitions() -> tuple[Partition, ...]:
    """The partitions of the lexicon."""
    return tuple(
        Partition(frozenset(p["whole"]), frozenset(p["parts"]), frozenset(p.get("more", ())))
        for p in table()["partition"]
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
    claims = passage.claims
    markers = [(m.start(), m.end(), m[0]) for m in _MARKER.finditer(text)]
    for claim in claims:
        opening = _OPENING.match(text, claim.quantity.span[1])
        if opening is not None:
            markers.append((opening.start(), opening.end(), opening[0].strip()))
    markers.sort()
    brackets = Brackets(text) if markers else None
    next_list = len(text)
    for start, after, word in reversed(markers):
        assert brackets is not None
        depth = brackets.depth(after)
        end = min(next_list, brackets.end(after, passage.sentence_end(after)), after + _FARTHEST)
        if word.startswith("其中"):
            next_list = start if depth == 0 else next_list
        first = passage.claim_from(after)
        within = claims[first : min(passage.claim_from(end), first + _MOST_PARTS)]
        growing = bool(within) and CHANGE.search(within[0].quantity.label) is not None
        for whole in _wholes(passage, start, growing):
            same = [c for c in _scored(within) if _same_measure(whole, c) and not _apart(c)]
            parts = [c for c in same if brackets.depth(c.quantity.span[0]) <= depth]
            opened = word[0] in "(（：:" and "含" not in word
            if not parts or (opened and len(parts) < 2):
                continue
            inner = tuple(c for c in same if c not in parts)
            small = tuple(c for c in within if c not in same and _measures_alike(whole, c))
            composed = word == "由"
            complete = composed or known_complete(whole, parts)
            others = _other_wholes(passage, whole, start)
            loose = _loose(passage, whole, start)
            own = _of_its_own(passage, whole, start, word)
            rest = text[parts[-1].quantity.span[1] : end]
            some = bool(_SOME.search(word) or _REST.search(rest))
            yield Parts(whole, tuple(parts), complete, some, inner, small, others, loose, own)


def _wholes(passage: Passage, start: int, growing: bool) -> Iterator[Claim]:
    """The amount before a marker, and one of another kind right at it: 486户812人，其中 …"""
    at = passage.claim_from(start) - 1
    back = max(0, at - _SENTENCES_ON)
    while at > back and _no_whole(passage.claims[at], growing):
        at -= 1
    if at < 0 or _no_whole(passage.claims[at], growing):
        return
    if passage.sentence_at(start) - passage.claims[at].sentence > 1:
        return
    yield passage.claims[at]
    if at > 0:
        one, two = passage.claims[at - 1], passage.claims[at]
        between = passage.text[one.quantity.span[1] : two.quantity.span[0]]
        if between in ("", "共") and not _same_measure(one, two):
            yield one


def _no_whole(claim: Claim, growing: bool) -> bool:
    """A rate or a price such as 亩均2100元 has no parts; what something grew by has growing ones."""
    if claim.quantity.figure.unit.measures == "ratio":
        return True
    if CHANGE.search(claim.quantity.label) and not growing:
        return True  # 比上年减少3万元，其中 … goes on about what became less
    return bool(PER.search(claim.quantity.label)) and not claim.subject


def _loose(passage: Passage, whole: Claim, start: int) -> bool:
    """Whether a list may go back to another amount than the one right before it."""
    begin = passage.sentences[passage.sentence_at(start)][0]
    opens = start - begin < _OPENING_WORDS and not passage.text[begin:start].strip()
    return opens or _apart(whole) or bool(_DATED.search(whole.quantity.label))


def _of_its_own(passage: Passage, whole: Claim, start: int, word: str) -> bool:
    """资金投向主要包括 …: what is listed need not be what the sentence before ended with."""
    if word.startswith("其中") or whole.sentence == passage.sentence_at(start):
        return False
    begin = passage.sentences[passage.sentence_at(start)][0]
    return start - begin > 1 and bool(passage.text[begin:start].strip())


def _other_wholes(passage: Passage, whole: Claim, start: int) -> tuple[Claim, ...]:
    """What else before a marker, in its sentence or the one before, its parts may be of."""
    at, sentence = passage.claim_from(start), passage.sentence_at(start)
    return tuple(
        c
        for c in passage.claims[max(0, at - _MOST_PARTS) : at]
        if c is not whole
        and sentence - c.sentence <= 1
        and _same_measure(whole, c)
        and not _no_whole(c, growing=False)
        and not _apart(c)
    )


def _scored(claims: Sequence[Claim]) -> list[Claim]:
    """The claims without the full marks in 预算执行10分得9.86分; what was scored is what adds up."""
    return [
        c
        for c, following in zip(claims, (*claims[1:], None), strict=False)
        if c.quantity.figure.unit.measures != "points"
        or following is None
        or not _SCORED.search(following.quantity.label)
        or following.quantity.span[0] - c.quantity.span[1] > _NEXT
    ]


def _same_measure(whole: Claim, part: Claim) -> bool:
    """Whether a figure can be a part of another; a few 元 within 万元 are a price."""
    one, two = whole.quantity.figure.unit, part.quantity.figure.unit
    return one.measures == two.measures and (two.name != "元" or one.name == "元")


def _measures_alike(whole: Claim, part: Claim) -> bool:
    return whole.quantity.figure.unit.measures == part.quantity.figure.unit.measures


def _apart(claim: Claim) -> bool:
    """Whether a figure is no part: a change, or a bound such as 超过100万元, 3000亩以上."""
    figure = claim.quantity.figure
    bound = figure.operator or figure.text.endswith(("以上", "以下", "以内"))
    return bool(bound or _COMPARED.search(claim.quantity.label))


def going_on(passage: Passage, listed: Parts) -> tuple[Claim, ...]:
    """The parts with those of the next sentences: a list may run on over a full stop."""
    last = listed.parts[-1]
    first = passage.claim_from(last.quantity.span[1])
    return listed.parts + tuple(
        c
        for c in passage.claims[first : first + _MOST_PARTS]
        if c.sentence <= last.sentence + _SENTENCES_ON and _same_measure(listed.whole, c)
    )


def closing_total(passage: Passage, index: int) -> tuple[tuple[Claim, ...], bool]:
    """The amounts before a 合计 that it is the total of, and whether the words are sure of it."""
    whole = passage.claims[index]
    label = whole.quantity.label
    if not TOTAL_WORD.search(label) or PER.search(label):
        return (), False
    begin = passage.sentences[whole.sentence][0]
    opens = bool(TOTAL_LABEL.fullmatch(label)) and whole.quantity.span[0] - begin < _OPENING_WORDS
    before: list[Claim] = []
    for claim in reversed(passage.claims[max(0, index - _MOST_PARTS) : index]):
        if whole.sentence - claim.sentence > (1 if opens else 0):
            break
        if not _same_measure(whole, claim) or _apart(claim):
            continue
        if PER.search(claim.quantity.label) or TOTAL_WORD.search(claim.quantity.label):
            break
        before.insert(0, claim)
    for count in range(2, len(before) + 1):
        if sum_judged(whole, before[-count:])[0] is Verdict.HELD:
            return tuple(before[-count:]), True
    if len(before) < 2 or not TOTAL_LABEL.fullmatch(label):
        return (), False
    begin = passage.sentences[before[0].sentence][0]
    text = plain(passage.text)[begin : before[0].quantity.span[0]]
    sure = bool(_ONE_BY_ONE.search(text))
    return tuple(before), sure


#: What comes now is told one by one and in full.
_ONE_BY_ONE = re.compile(r"分别|由|一是|第一")


def ordinal_items(passage: Passage) -> list[tuple[int, int]]:
    """The spans of 一是 …, 二是 … up to the next one or the end of the last one's sentence."""
    text = plain(passage.text)
    starts = [match.start() for match in ORDINAL_ITEM.finditer(text)]
    if len(starts) < 2:
        return []
    last = next((end for _, end in passage.sentences if starts[-1] < end), len(text))
    return list(zip(starts, [*starts[1:], last], strict=True))
