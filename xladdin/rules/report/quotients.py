"""Read rates as quotients: 完成数 of 计划数, also of a product; 合格率 as 合格 of 抽检."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim, Passage
from xladdin.rules.report.prose import claim_name, interval, measure
from xladdin.rules.report.readings import Proposal, Reading, frame_words, read
from xladdin.rules.report.resolving import before, own


def turned(claim: Claim, reading: Reading) -> bool:
    """Return whether the rate equals the planned by the done figure, the wrong way round."""
    done, planned = reading.claim("完成数"), reading.claim("计划数")
    if not claim.figure.places or interval(done).low <= 0:
        return False
    return equal(interval(planned) / interval(done), interval(claim)) is Verdict.HELD


def quotients(claim: Claim, pairs: Sequence[tuple[Claim, Claim]]) -> list[Reading]:
    """Return the rate as the quotient of each pair of the same measure, done by planned."""
    return [
        read("rate.rate", f"{claim_name(a)} ÷ {claim_name(b)}", 完成率=claim, 完成数=a, 计划数=b)
        for a, b in pairs
        if a is not b and measure(a) == measure(b) and interval(b).low > 0
    ]


def of_adjusted(
    claim: Claim, pairs: Sequence[tuple[Claim, Claim]], changes: Sequence[Claim]
) -> list[Reading]:
    """Return the rate with each budget changed by what was added and taken: 含追加71.50万元."""
    taken = tuple(c for c in changes if any(w in c.label for w in frame_words("sum", "less")))
    added = tuple(c for c in changes if c not in taken)
    return [
        read("rate.of_adjusted", f"{claim_name(a)} ÷ 调整后的{claim_name(b)}", 完成率=claim, 完成数=a, 计划数=b,
             追加各项=added, 调减各项=taken)
        for a, b in pairs
        if changes and a is not b and {measure(c) for c in (a, b, *changes)} == {"money"}
    ]  # fmt: skip


def of_products(claim: Claim, counts: Sequence[Claim]) -> list[Reading]:
    """Return the rate with a product as its whole: 床位使用率 is 床日 out of 床位 times 天."""
    return [
        read("rate.of_product", f"{claim_name(a)} ÷ ({claim_name(b)} × {claim_name(c)})", 完成率=claim, 完成数=a, 计划数=b, 倍数=c)
        for a in counts
        for b in counts
        for c in counts
        if b.index < c.index and len({measure(a), measure(b), measure(c), "money"}) == _FOUR
    ]  # fmt: skip


_FOUR = 4


def of_kind(passage: Passage, claim: Claim) -> Proposal | None:
    """Propose a rate as the figure that its name names out of one before it:
    抽检1260批次，合格1239批次，合格率98.33%. None if there are fewer than two counts."""
    here = _counts(before(passage, claim, 10))
    if claim.depth and not here:
        here = [c for c in passage.claims[max(0, claim.index - 2) : claim.index][::-1] if own(c)]
    back = passage.claims[max(0, claim.index - _FAR) : claim.index][::-1]
    wide = _counts(c for c in back if claim.sentence - c.sentence <= _SENTENCES)
    counts = here if len(here) > 1 else wide
    inside = _counts(passage.bracket_of(claim))
    fractions = _fractions(inside) if len(inside) == 2 else []
    if len(fractions) == 1:
        bracketed = quotients(claim, fractions)
        sure = _is_done_of_planned(*fractions[0], _stem(claim.name))
        return Proposal("A202", claim.name, bracketed if sure else (), sure, (), bracketed)
    if len(counts) < 2:
        return None
    stem = _stem(claim.name)
    pairs = [_with_former_whole(passage, pair) for pair in _fractions(counts[:5])]
    named = [(a, b) for a, b in pairs if _counts_what_rate_names(a, stem) and b.index < a.index]
    if claim.name.startswith(frame_words("rate", "denied")):  # 不起诉率 is not of 起诉
        named = [(a, b) for a, b in named if not _counts_what_rate_names(b, stem)]
    readings = quotients(claim, named)
    alone = len({id(a) for a, _ in named}) == 1 and len({measure(c) for c in counts[:2]}) == 1
    plain = bool(named) and named[0][0] is counts[0] and named[0][1] is counts[1]
    several = any(c.role == "value" and measure(c) == "ratio" for c in before(passage, claim, 10))
    sure = alone and plain and len(counts) == 2 and not several and counts is here
    others = [*pairs, *_fractions(counts[:5]), *_fractions(wide[:8])]
    like = [(a, b) for a, b in others if a.figure.unit == b.figure.unit]
    every = [*readings, *quotients(claim, like)]
    told: Sequence[Reading] = readings if sure else ()
    if not sure and alone and len(named) == 1 and not several:
        # A quotient so close to the rate can hardly be another one.
        close = abs(quotient(readings[0]) - interval(claim).point) <= _GAP
        told = readings if close else ()
    upside_down = [r for r in quotients(claim, pairs) if turned(claim, r)]
    if not told and len(upside_down) == 1 and interval(claim).point > 1:
        told = upside_down  # 860 ÷ 817 for 817 ÷ 860
    likely = [*every, *of_products(claim, wide[:6])]
    return Proposal("A202", claim.name, told, sure, likely, quotients(claim, others))


def of_saving(passage: Passage, claim: Claim) -> Proposal | None:
    """Propose a rate of what was saved of what was planned: 预算15万元，节约3.60万元，节约率24%. None if no
    saving stands right before it."""
    words = [word for word in frame_words("rate", "savings") if claim.label.endswith(f"{word}率")]
    saved = passage.claims[claim.index - 1] if claim.index else claim
    if not words or words[0] not in saved.label or measure(saved) != "money":
        return None
    amounts = [c for c in before(passage, claim) if measure(c) == "money" and c is not saved]
    plans = [c for c in amounts if c.item == saved.item and c.basis in ("initial", "budget")]
    readings, others = (quotients(claim, [(saved, c) for c in each]) for each in (plans, amounts))
    sure = len(plans) == 1
    return Proposal("A202", claim_name(claim), readings if sure else (), sure, readings, others)


def _is_done_of_planned(part: Claim, whole: Claim, stem: str) -> bool:
    """Return whether words say that one figure was done, or counts what the rate names, and one planned."""
    planned = whole.basis in ("budget", "initial", "target") and part.basis in ("outturn", "done")
    return planned or _counts_what_rate_names(part, stem) > _counts_what_rate_names(whole, stem)


def _with_former_whole(passage: Passage, pair: tuple[Claim, Claim]) -> tuple[Claim, Claim]:
    """Return a part with its whole before it changed: of 应收账款由318万元降到204万元 the former figure."""
    part, whole = pair
    then = passage.claims[whole.then] if whole.then is not None else whole
    return (part, then) if measure(then) == measure(whole) and part is not then else pair


def quotient(reading: Reading) -> Decimal:
    """Return the value of a rate by its reading, as a fraction."""
    return interval(reading.claim("完成数")).point / interval(reading.claim("计划数")).point


_GAP = Decimal("0.05")


#: How many claims and sentences before a rate are searched for counts.
_FAR, _SENTENCES = 12, 2


def _counts(found: Iterable[Claim]) -> list[Claim]:
    return [c for c in found if measure(c) != "ratio" and own(c) and not c.figure.operator]


def _fractions(counts: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """Return the pairs of which the first may be a part of the second."""
    return [
        (a, b)
        for a in counts
        for b in counts
        if a is not b
        and measure(a) == measure(b)
        and interval(b).low > 0
        and interval(a).low <= interval(b).high
    ]


def _stem(name: str) -> str:
    """Return the last two characters of a rate's name without its ending: 合格 of 产品合格率."""
    stem = next(
        (name[: -len(each)] for each in frame_words("rate", "endings") if name.endswith(each)), name
    )
    return stem[-2:]


def _counts_what_rate_names(claim: Claim, stem: str) -> bool:
    """Return whether a figure counts what a rate names."""
    return len(stem) == 2 and (
        claim.topic.endswith(stem) or claim.noun.startswith(stem) or stem in claim.label[-4:]
    )
