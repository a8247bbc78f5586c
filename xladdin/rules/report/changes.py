"""Family A: check growth and decline against the base, the amount or the direction that the report states."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict
from xladdin.model.prose import Claim, Passage
from xladdin.model.report import Relation
from xladdin.rules.registry import rule
from xladdin.rules.report.changed import (
    NOW,
    amounts_of,
    comparable,
    fits,
    nows_of,
    of_the_forms,
    thens_of,
)
from xladdin.rules.report.judging import judged, slipped
from xladdin.rules.report.prose import CHANGED, claim_name, exactly, interval, measure, said_in
from xladdin.rules.report.readings import Proposal, Reading, frame_words, read
from xladdin.rules.report.resolving import in_sentence
from xladdin.rules.telling import show
from xladdin.rules.words import any_of


@rule("A301", "error", "增减额或增减率与前后两个数不符")
def change(filing: Filing) -> Iterator[Relation | None]:
    """检查什么：“比上年增长（下降）X%”“减少X万元”“由A增加到B”“比预算减少”是否与写明的前后两个数对得上，方向对不对；没有写上年数的，增减额和增减率两个数合不合，与表中的上年决算合不合（只作警告）。
    为什么：增减额和增减率由两个数算出，常有分母用错、方向写反的情况。按可比价的增速不检查。
    反例：本年支出90万元，上年支出100万元，比上年增长10%。
    正例：本年支出90万元，上年支出100万元，比上年下降10%。
    怎么改：按“本年 − 上年”和“(本年 − 上年) ÷ 上年”重算，注意增减方向和分母。"""
    for passage in filing.passages:
        for claim in passage.claims:
            if claim.role != "change" or _is_real(claim) or claim.figure.operator:
                continue
            relation, proposal = _opposite(passage, claim), _change(passage, claim)
            if relation is None and proposal is not None:
                relation = _directed(claim, proposal)
            elif relation is None:
                relation = _since_last_year(filing, passage, claim)
            yield relation


def _is_in_row(now: Claim, claim: Claim) -> bool:
    """Return whether a change stands behind a row of 、 that ends with a figure, so that it is not of this one:
    甲63万元、乙47万元，比上年的105万元增加5万元."""
    return now.mark == "pause" and not claim.name and not claim.turns


def _is_real(claim: Claim) -> bool:
    """Return whether a growth is at constant prices, so that it does not follow from the two amounts."""
    by_custom = any_of(frame_words("change", "real"), claim.topic)
    return claim.real or (by_custom and measure(claim) == "ratio")


def _change(passage: Passage, claim: Claim) -> Proposal | None:
    """Propose a change with the figures it may be between, the likeliest pair first, or None."""
    relative = claim.figure.unit.name in ("%", "‰", "倍", "成")
    nows, sure_now = nows_of(passage, claim, relative)
    if nows and _is_in_row(nows[0], claim):  # of the whole of the row, if that is told
        row = {i for each in passage.lists_of(nows[0])[:1] for i in each.members}
        nows = [n for n in nows if n.index not in row] or nows
        sure_now = len(nows) == 1
    thens, sure_then = thens_of(passage, claim, nows)
    pairs = [(now, then) for now in nows for then in thens]
    readings = [_between(claim, *pair) for pair in pairs if comparable(claim, *pair)]
    between = bool(readings)
    if relative:
        amounts = [a for a in amounts_of(passage, claim) if a.up is claim.up]
        readings += [_of_amount(claim, n, a) for n in nows for a in amounts if fits(n, a)]
        readings += [
            _of_base(claim, then, amount)
            for then in thens
            for amount in amounts
            if measure(then) == measure(amount) and interval(then).low > 0
        ]
    of_rates = [
        _relative(claim, now, then)
        for now, then in pairs
        if measure(now) == measure(then) == "ratio" and relative and interval(then).low > 0
    ]
    if not readings:
        return None
    if between:
        sure = sure_now and sure_then and (relative or measure(claim) == measure(nows[0]))
    else:
        sure = len(readings) == 1 and (sure_now or (not nows and sure_then))
    years = {c.year for c in in_sentence(passage, claim) if c.own_year and c.role in NOW}
    sure = sure and len(years) < _SERIES  # each year's growth belongs to the figure beside it
    sure = sure and not (nows and _is_in_row(nows[0], claim))
    whole_points = _is_in_whole_percents(readings[0])
    if whole_points:
        sure, readings[0] = False, _exactly(readings[0])
    if not (sure or whole_points):
        mine = [r for r in readings if _is_of_one_thing(claim, r)]
        return Proposal("A301", claim_name(claim), (), False, mine, [*readings, *of_rates])
    others = [*readings[1:], *of_rates]
    return Proposal("A301", claim_name(claim), readings[:1], sure, others)


def _since_last_year(filing: Filing, passage: Passage, claim: Claim) -> Relation | None:
    """Judge a change by the forms' figure of last year; never an error, since they may count otherwise. None
    without such a figure."""
    pairs = of_the_forms(filing, passage, claim)
    # At the end of a list of parts, the whole may have changed.
    plain = [(n, t) for n, t in pairs if n.topic == claim.topic and (claim.name or not n.part)]
    readings, others = ([_between(claim, *pair) for pair in each] for each in (plain[:1], pairs))
    found = judged(Proposal("A301", claim_name(claim), readings, excuses=others))
    if found is None or found.verdict is not Verdict.VIOLATED:
        return found
    now, then = plain[0]
    gap = interval(now).point - interval(then).point
    if measure(claim) == "ratio":
        gap /= interval(then).point
    ways = CHANGED[measure(claim) == "ratio"]
    due, written = ways[not gap > 0], ways[not claim.up]
    due = due + show(abs(gap), claim.figure.unit.name, found.operands) if gap else "持平"
    written += claim.figure.text
    message = f"{said_in(claim)}称{claim.topic}比上年{written}；今年 {now.figure.text}，表中{then.label} {then.figure.text}，应为{due}。"
    return replace(found, message=message, expected=due, actual=written)


def _is_of_one_thing(claim: Claim, reading: Reading) -> bool:
    """Return whether all figures of a reading are of the thing that changed."""
    figures = [c for c in reading.roles.values() if isinstance(c, Claim) and c.role in NOW]
    return all(c.topic == claim.topic or c.item == claim.item for c in figures)


def _opposite(passage: Passage, claim: Claim) -> Relation | None:
    """Return the violation of an amount and its rate that agree only in the other direction
    (增加222.93万元，下降6.99%), or None."""
    amounts = [a for a in amounts_of(passage, claim) if a.up is not claim.up]
    if not amounts or claim.figure.unit.name not in ("%", "‰"):
        return None
    amount, turned = amounts[0], claim._replace(up=amounts[0].up)
    nows, _ = nows_of(passage, amount, False)
    thens, _ = thens_of(passage, amount, nows)
    readings = [
        _of_base(turned, then, amount) for then in thens if measure(then) == measure(amount)
    ]
    readings += [_of_amount(turned, now, amount) for now in nows if fits(now, amount)]
    found = judged(Proposal("A301", claim_name(claim), readings))
    if found is None or found.verdict is Verdict.VIOLATED:
        return None
    way, other = ("增加", "减少") if amount.up else ("减少", "增加")
    base = f"比 {thens[0].figure.text} " if thens else ""
    message = f"{amount.topic}{base}{way} {amount.figure.text}，应为{way} {claim.figure.text}，写的是{other} {claim.figure.text}。"
    return replace(
        found, verdict=Verdict.VIOLATED, message=message, reading="增减额与增减率方向相反",
        equation=None,  # no other number makes up for a wrong word
        expected=f"{way}{claim.figure.text}", actual=f"{other}{claim.figure.text}",
    )  # fmt: skip


#: The fewest years in a sentence that make a series.
_SERIES = 3


def _relative(claim: Claim, now: Claim, then: Claim) -> Reading:
    """Read a change as that of a rate relative to itself: 由86%提高到93%，提高7个百分点，增幅8.14%."""
    form, name = ("rate_up", "增长率") if claim.up else ("rate_down", "下降率")
    return read(f"change.{form}", "比例的相对变化", **{name: claim, "本期": now, "上期": then})


def _between(claim: Claim, now: Claim, then: Claim) -> Reading:
    """Read a change as the difference of two figures, or as that by the former one."""
    if claim.figure.unit.measures == "ratio" and measure(now) != "ratio":
        return _relative(claim, now, then)._replace(why="按前后两个数")
    form, name = ("up", "增加") if claim.up else ("down", "减少")
    return read(f"change.{form}", "按前后两个数", **{name: claim, "本期": now, "上期": then})


def _is_in_whole_percents(reading: Reading) -> bool:
    """Return whether a difference of rates is in whole percents throughout, which people take as exact."""
    claims = [role for role in reading.roles.values() if isinstance(role, Claim)]
    return "上期" in reading.roles and all(
        measure(c) == "ratio" and not c.figure.places for c in claims
    )


def _exactly(reading: Reading) -> Reading:
    """Return the reading with its figures taken as exact."""
    exact = {n: exactly(role) for n, role in reading.roles.items() if isinstance(role, Claim)}
    return reading._replace(roles=exact)


def _of_amount(claim: Claim, now: Claim, amount: Claim) -> Reading:
    """Read a rate of change as the amount of the change by the present figure less this amount."""
    if claim.up:
        return read("change.of_amount_up", "按增加额", 增长率=claim, 增加=amount, 本期=now)
    return read("change.of_amount_down", "按减少额", 下降率=claim, 减少=amount, 本期=now)


def _of_base(claim: Claim, then: Claim, amount: Claim) -> Reading:
    """Read a rate of change as the amount of the change by the former figure."""
    return read("change.of_base", "按上期数", 变化率=claim, 变化额=amount, 上期=then)


def _directed(claim: Claim, proposal: Proposal) -> Relation | None:
    """Judge a proposal; a change that would hold in the other direction is reported as that."""
    relation = judged(proposal) or slipped(proposal)
    if relation is None or relation.verdict is not Verdict.VIOLATED:
        return relation
    reading = next(iter(proposal.readings), None)
    if reading is None or not {"本期", "上期"} <= reading.roles.keys():
        return relation
    now, then = reading.claim("本期"), reading.claim("上期")
    turned = _between(claim._replace(up=not claim.up), now, then)
    checked = judged(proposal._replace(readings=[turned]))
    if checked is None or checked.verdict is Verdict.VIOLATED:
        return relation
    due, written = ("减少", "增加") if claim.up else ("增加", "减少")
    text = claim.figure.text
    message = (
        f"由 {then.figure.text} 变为 {now.figure.text} 是{due}，写的是{written} {text}，方向写反。"
    )
    return replace(relation, message=message, expected=f"{due}{text}", actual=f"{written}{text}")
