"""Sums inside the report: lists of parts and their whole, totals of what stands before, partitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict, equal, total
from xladdin.model.prose import Claim, Listing, Passage
from xladdin.model.report import Relation
from xladdin.narrative.lexicon import partitions, subject_names, table
from xladdin.narrative.ordinals import ordinal_items
from xladdin.rules.registry import rule
from xladdin.rules.report.frames import frame
from xladdin.rules.report.judging import Proposal, Reading, judge
from xladdin.rules.report.prose import claim_name, interval, kept, measure
from xladdin.rules.report.resolving import before, how_many

_SUM, _ALL, _WHOLE = "sum", "各项", "总数"
#: Figures that may be a whole or a part of one.
_SUMMED = ("value", "total", "score", "left", "carried")
#: Who is counted may be in several parts: party members, and people under 35.
_OVERLAPPING = ("人", "人次", "户", "件", "起", "份", "次", "个", "家", "例")


@rule(
    "A101",
    "其中各项之和与合计不符",
    "error",
    "对照账表核对合计和各项，改正填错的一个；“其中”只列一部分的，写明“主要包括”。",
)
def parts_of_a_whole(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“其中”“包括”“由……组成”、括号里列出的各项，加起来是否等于前面的合计；“合计”“共计”是否等于前面列出的各项。
    为什么：分项之和超过合计，或本应等于合计而不等，必有一处写错。只列部分分项的不要求相等。
    反例：基本支出110.20万元，其中工资福利支出70.30万元、对个人和家庭的补助18.60万元、公用经费26.40万元。
    正例：基本支出62.10万元，其中人员经费55.89万元，公用经费6.21万元。"""
    before_: Sequence[Claim] = ()
    for passage in filing.passages:
        yield from judge((*_lists(passage), *_closing(passage), *_rows(passage)))
        yield from judge((*_in_turn(passage), *_divisions(passage, before_)))
        before_ = passage.claims[-_FAR:]
    yield from judge(_below(filing))


def _lists(passage: Passage) -> Iterator[Proposal]:
    for number, listing in enumerate(passage.listings):
        proposal = _list(passage, listing, passage.listings[number + 1 : number + 9])
        if proposal is not None:
            yield proposal


def _list(passage: Passage, listing: Listing, later: Sequence[Listing]) -> Proposal | None:
    """The list as a sum: each whole that may be meant with each way to take its parts."""
    if listing.mark == "divides":
        return None
    heads = [passage.claims[i] for i in listing.heads]
    wholes = [h for h in heads if h.role in (*_SUMMED, "change") and measure(h) != "ratio"]
    if listing.named:
        wholes = [
            h for h in wholes if h.topic == listing.named or listing.named in h.label
        ] or wholes
    inside = [passage.claims[i] for i in listing.members]
    within, inner, _ = inside[0].name.partition("中")
    if inner and within in subject_names():  # 其中基本支出中工资福利支出 …: the whole is named
        wholes = [h for h in wholes if h.topic == subject_names()[within]]
    depth = inside[0].depth
    inside = [c for c in inside if c.depth <= depth]
    every = [
        (whole, parts, why)
        for whole in wholes
        for why, parts in _ways(whole, inside, passage, later)
        if len(parts) > 1 and not any(p.index == whole.index for p in parts)
    ]
    if not every:
        return None
    whole, parts, why = every[0]
    readings = [_reading(whole, parts, why)]
    excuses = [_reading(*each) for each in every[1:]]
    first = wholes[0]
    if why == _ALL and len(_main_parts(first, inside, later)) < 2:
        readings, excuses = [], [*readings, *excuses]  # one part, and what that consists of
    over = total(map(interval, parts)).low > interval(whole).high
    sources = _all_sources(parts) and whole.sentence == parts[0].sentence
    complete = listing.complete or sources or _known(whole, parts)
    people = whole.figure.unit.name in _OVERLAPPING
    named_alike = all(p.name for p in parts) and len({p.topic for p in parts}) == len(parts)
    marks = ("pause",) if people else ("pause", "semicolon")
    coordinate = all(p.mark in marks for p in parts[1:])
    same = all(p.figure.unit == whole.figure.unit for p in parts)
    clear = (
        first is whole
        and same
        and named_alike
        and not any(p.figure.irregular for p in (*parts, whole))
    )
    exact = not listing.some
    sure = (
        clear and exact and (complete or listing.mark in ("among", "open", "colon")) and not people
    )
    plainly = (
        clear and exact and (complete or (coordinate and not people)) and listing.mark != "includes"
        if over
        else clear and exact and complete
    )
    plainly = plainly and listing.mark != "respectively"
    points = measure(whole) == "points"  # full marks, marks got and marks lost stand side by side
    if (people and not coordinate) or points:
        readings, excuses = [], [*readings, *excuses]
    if whole.role == "change":  # what became less is a part of it, too, but others may have changed
        sure, plainly = False, clear and _parts_of_subject(whole, parts)
    likely = () if plainly else readings
    told = readings if plainly else ()
    return Proposal("A101", claim_name(whole), told, sure, likely, excuses)


def _ways(
    whole: Claim, inside: Sequence[Claim], passage: Passage, later: Sequence[Listing]
) -> Iterator[tuple[str, tuple[Claim, ...]]]:
    """The ways to take the parts of a whole from the figures of its list."""
    role = ("change",) if whole.role == "change" else _SUMMED
    fit = [c for c in inside if c.role in role and measure(c) == measure(whole) and not c.partial]
    fit = [c for c in fit if not _dwarfed(whole, c) and not _of_another(c, fit)]
    if whole.role == "change":
        fit = [c for c in fit if (c.figure.unit.name == "%") == (whole.figure.unit.name == "%")]
    items = [list(group) for _, group in groupby(fit, key=lambda c: c.item)]
    primary = tuple(_main(item, whole) for item in items)
    yield "不含各项之下的细项", _outer(primary, later)
    yield _ALL, primary
    alike = tuple(c for c in fit if c.topic == whole.topic and c.basis == whole.basis)
    if len(alike) > 1:
        yield f"各项的{whole.topic}", alike
    own = tuple(c for c in fit if c.basis == whole.basis and c.own_basis)
    if len(own) > 1:
        yield "口径相同的各项", own
    run = _run(primary)
    if 1 < len(run) < len(primary):
        yield "顿号并列的各项", run
    if len(fit) > len(primary):
        yield "列出的各数", tuple(fit)


def _main_parts(
    whole: Claim, inside: Sequence[Claim], later: Sequence[Listing]
) -> tuple[Claim, ...]:
    """The parts of a list without those that a list within it breaks down."""
    fit = [c for c in inside if c.role in (*_SUMMED, "change") and measure(c) == measure(whole)]
    return _outer(tuple(fit), later)


def _outer(parts: tuple[Claim, ...], later: Sequence[Listing]) -> tuple[Claim, ...]:
    indices = {p.index for p in parts}
    nested = {i for other in later if indices & set(other.heads[:1]) for i in other.members}
    return tuple(c for c in parts if c.index not in nested)


def _main(item: Sequence[Claim], whole: Claim) -> Claim:
    """Of an item's figures the one on the whole's basis, else the first."""
    fitting = [c for c in item if c.basis == whole.basis and c.year == whole.year]
    return fitting[0] if fitting else item[0]


def _dwarfed(whole: Claim, part: Claim) -> bool:
    """A few 元 within 万元 are a price."""
    return part.figure.unit.name == "元" != whole.figure.unit.name


def _of_another(part: Claim, others: Sequence[Claim]) -> bool:
    """民生支出中教育支出 is a part of the part before it."""
    return any(
        o.topic and part.topic.startswith(o.topic) and "中" in part.topic[len(o.topic) :][:4]
        for o in others
        if o.index < part.index
    )


def _run(parts: Sequence[Claim]) -> tuple[Claim, ...]:
    """The parts up to where a comma ends a row set off by 、 or 和."""
    if len(parts) < 3 or parts[1].mark != "pause":
        return ()
    for at, part in enumerate(parts):
        if at > 1 and part.mark in ("comma", "semicolon"):
            return tuple(parts[:at])
    return ()


def _reading(whole: Claim, parts: tuple[Claim, ...], why: str) -> Reading:
    name = "signed" if whole.role == "change" and any(p.up != whole.up for p in parts) else "sum"
    roles: dict[str, Claim | Sequence[Claim]] = {_WHOLE: whole}
    if name == "signed":
        roles["同向各项"] = tuple(p for p in parts if p.up == whole.up)
        roles["反向各项"] = tuple(p for p in parts if p.up != whole.up)
        roles["各项"] = parts
    else:
        roles["各项"] = parts
    return Reading(frame(_SUM, name), roles, why)


def _all_sources(parts: Sequence[Claim]) -> bool:
    """Whether each part is named after who pays it: then they are all there are."""
    names = tuple(table("subjects")["sources"]["names"])
    return len(parts) > 1 and all(p.name.startswith(names) for p in parts)


def _known(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the lexicon says that these subjects are all the parts of this one."""
    subjects = {p.topic for p in parts}
    return any(
        whole.topic in each.whole and each.parts <= subjects <= each.parts | each.more
        for each in partitions()
    )


def _parts_of_subject(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the lexicon knows each of these as a part of the whole."""
    known = {
        s for each in partitions() if whole.topic in each.whole for s in each.parts | each.more
    }
    return all(p.topic in known for p in parts)


def _in_turn(passage: Passage) -> Iterator[Proposal]:
    """依次为312.80万元、423.25万元、458.52万元: what 分别 gives may be all parts of one before."""
    for last in passage.claims:
        if not last.turns or last.turn < last.turns - 1 or last.role not in _SUMMED:
            continue
        parts = passage.claims[last.index - last.turn : last.index + 1]
        wholes = [c for c in passage.claims[: parts[0].index][-_FAR:] if _alike(c, last)][::-1]
        readings = [_reading(whole, tuple(parts), "分别列出的各项") for whole in wholes]
        yield Proposal("A101", "分别列出的各项", likely=readings)


def _alike(one: Claim, other: Claim) -> bool:
    return one.role in _SUMMED and measure(one) == measure(other) != "ratio"


def _rows(passage: Passage) -> Iterator[Proposal]:
    """项目7个，公开招标2个、竞争性磋商3个、询价1个: counts that nearly add up to the one before."""
    claims = passage.claims
    for whole in claims:
        parts: list[Claim] = []
        for claim in claims[whole.index + 1 : whole.index + _FAR]:
            joined = claim.mark == ("pause" if parts else "comma")
            joined = joined and (bool(parts) or claim.clause == whole.clause + 1)
            if not joined or claim.figure.unit != whole.figure.unit or not claim.name:
                break
            parts.append(claim)
        if len(parts) < _SEVERAL or not _alike(whole, parts[0]) or whole.figure.places:
            continue
        reading = _reading(whole, tuple(parts), "紧接着列出的各项")
        gap = abs(sum(p.figure.value for p in parts) - whole.figure.value)
        told = [reading] if gap <= 1 else []
        yield Proposal("A101", claim_name(whole), told, False, [reading])


def _divisions(passage: Passage, earlier: Sequence[Claim]) -> Iterator[Proposal]:
    """按用途划分：…。按性质划分：…: two lists of one whole, and the whole before them."""
    lists = [each for each in passage.listings if each.mark == "divides"]
    rows = [
        tuple(c for i in each.members if (c := passage.claims[i]).role in _SUMMED and not c.depth)
        for each in lists
    ]
    rows = [row for row in rows if len({measure(c) for c in row}) == 1 < len(row)]
    for row in rows:
        others = [each for each in rows if each is not row and measure(each[0]) == measure(row[0])]
        readings = [
            Reading(frame(_SUM, "twice"), {"各项": row, "另列各项": other}, "同一总数的另一种分法")
            for other in others
        ]
        wholes = [c for c in (*earlier, *passage.claims[: row[0].index]) if _alike(c, row[0])]
        readings += [_reading(whole, row, "前文的总数") for whole in wholes[::-1][:_FAR]]
        yield Proposal("A101", "各项之和", likely=readings)


#: So many figures back a whole may stand; as many parts in a row are no chance.
_FAR, _SEVERAL = 12, 3


def _closing(passage: Passage) -> Iterator[Proposal]:
    """合计 and 共计 behind the figures that they add up."""
    for claim in passage.claims:
        if not claim.totals or claim.role not in _SUMMED or measure(claim) == "ratio" or claim.part:
            continue
        earlier = [
            c for c in before(passage, claim)
            if c.role in _SUMMED and measure(c) == measure(claim) and not c.totals and c.depth == claim.depth and not c.partial
        ][::-1]  # fmt: skip
        if len(earlier) < 2 or claim.topic in {c.topic for c in earlier[:-1]}:
            continue
        items = [_main(list(group), claim) for _, group in groupby(earlier, key=lambda c: c.item)]
        rows = [items[i:] for i in range(len(items) - 1)] + [
            earlier[i:] for i in range(len(earlier) - 1)
        ]
        number, first_ones = _counted(passage, claim)
        if number:
            first = items[:number] if first_ones else items[-number:]
            rows = [first, *(items[i : i + number] for i in range(len(items))), *rows]
        readings = [_reading(claim, tuple(row), "前面各项") for row in rows if len(row) > 1]
        if not readings:
            continue
        priced = any(c.role in ("price", "change", "share", "rate") for c in before(passage, claim))
        same = all(c.figure.unit == claim.figure.unit for c in items)
        bare = (
            (not claim.name or number > 0)
            and not priced
            and same
            and (not number or len(rows[0]) == number)
        )
        sure = bare and claim.totals == "合计"
        told = readings[:1] if sure else []
        yield Proposal("A101", claim_name(claim) or "合计", told, sure, readings)


def _counted(passage: Passage, claim: Claim) -> tuple[int, bool]:
    """How many a total says that it adds up, and whether the first ones: 前两项合计, 三笔共计."""
    number, first = how_many(claim)
    last = passage.claims[claim.index - 1] if claim.index else None
    if number or last is None or last.clause != claim.clause:
        return number, first
    if last.figure.unit.name in ("项", "笔", "类"):
        return int(last.figure.value), "前" in last.label
    return 0, False


def _below(filing: Filing) -> Iterator[Proposal]:
    """A paragraph that ends with 其中： or 共分三类。 and the paragraphs below it, a part in each."""
    passages = filing.passages
    for number, passage in enumerate(passages):
        wholes = [c for c in passage.claims if c.role in _SUMMED and measure(c) != "ratio"]
        told = _announced(wholes)
        wholes = wholes[:-1] if told else wholes
        if not (passage.open or told) or not wholes:
            continue
        whole = wholes[-1]
        parts = _items(passages[number + 1 : number + 31], passage, whole)
        if len(parts) > 1:
            known = _known(whole, parts) or _all_sources(parts) or len(parts) == told
            readings = [_reading(whole, tuple(parts), "以下各段")]
            yield Proposal("A101", claim_name(whole), readings if known else (), known, readings)


def _announced(claims: Sequence[Claim]) -> int:
    """How many parts a paragraph says at its end that there are: 共分三类, 涉及两个项目."""
    last = claims[-1] if len(claims) > 1 else None
    if last is None or last.figure.unit.name not in _KINDS or last.figure.value > _MOST_KINDS:
        return 0
    return int(last.figure.value)


_KINDS, _MOST_KINDS = ("类", "个", "项", "部分", "块", "方面", "笔"), 20


def _items(below: Sequence[Passage], passage: Passage, whole: Claim) -> list[Claim]:
    """The first amount of each paragraph below, while they go on alike."""
    parts: list[Claim] = []
    for other in below:
        fit = [c for c in other.claims if c.role in _SUMMED and c.sentence == 0]
        if whole.subject == "自评得分":
            fit = [c for c in fit if c.role == "score"]
        if other.source != passage.source or not fit or not (fit[0].name or fit[0].topic):
            break
        if fit[0].figure.unit != whole.figure.unit or other.open:
            break
        parts.append(fit[0])
    return parts


@rule("A102", "逐条列出的各项之和与合计不符", "warning", "核对合计和各条的金额，改正填错的一个。")
def ordinal_sum(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“一是……二是……”逐条列出的金额，加起来是否等于前面写的合计。
    为什么：逐条列出的通常就是合计的全部组成。
    反例：共安排 100 万元：一是培训 40 万元；二是设备 50 万元；三是宣传 5 万元。
    正例：共安排 100 万元：一是培训 40 万元；二是设备 50 万元；三是宣传 10 万元。"""
    for passage in filing.passages:
        items = ordinal_items(passage)
        amounts = [_first_amount(passage, span) for span in items]
        parts = tuple(claim for claim in amounts if claim is not None)
        if len(parts) < 2 or len(parts) < len(items):
            continue
        unit = parts[0].figure.unit
        wholes = [
            c for c in passage.claims[: passage.claim_from(items[0][0])]
            if c.figure.unit == unit and c.role in _SUMMED
        ][::-1]  # fmt: skip
        if wholes and all(p.figure.unit == unit for p in parts):
            near = wholes[0].sentence == parts[0].sentence
            readings = [_reading(w, parts, "逐条列出") for w in wholes[:6]]
            yield from judge(
                [
                    Proposal(
                        "A102",
                        claim_name(wholes[0]),
                        readings[:1] if near else (),
                        near,
                        readings,
                    )
                ]
            )


def _first_amount(passage: Passage, span: tuple[int, int]) -> Claim | None:
    """The first sum of money in an item."""
    inside = passage.claims[passage.claim_from(span[0]) : passage.claim_from(span[1])]
    return next((c for c in inside if measure(c) == "money" and c.role in _SUMMED), None)


@rule("A103", "分项支出之和与总支出不符", "error", "对照决算报表核对总额和分项，改正填错的一个。")
def partition(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：同一段里写了总支出、基本支出、项目支出（或基本支出、人员经费、公用经费等）的，分项之和是否等于总额。
    为什么：支出总额 = 基本支出 + 项目支出；基本支出 = 人员经费 + 公用经费。
    反例：全年支出84.60万元。基本支出62.10万元，项目支出2.52万元。
    正例：全年支出84.60万元。基本支出62.10万元，项目支出22.50万元。"""
    for passage in filing.passages:
        groups: dict[tuple[object, ...], dict[str, list[Claim]]] = {}
        for claim in passage.claims:
            if (
                claim.subject
                and claim.role in _SUMMED
                and measure(claim) == "money"
                and not claim.partial
            ):
                key = (claim.year, claim.scope, _stage(claim))
                groups.setdefault(key, {}).setdefault(claim.subject, []).append(claim)
        for found in groups.values():
            for each in partitions():
                yield from judge(
                    p
                    for p in _partition(found, each.whole, each.parts, each.more)
                    if not _listed(passage, p)
                )


def _listed(passage: Passage, proposal: Proposal) -> bool:
    """Whether a list of the whole's own was judged already."""
    whole, parts = (proposal.likely[0].roles[role] for role in (_WHOLE, "各项"))
    assert isinstance(whole, Claim)
    assert not isinstance(parts, Claim)
    return any(whole.index in each.heads for part in parts for each in passage.lists_of(part))


def _stage(claim: Claim) -> str:
    return "outturn" if claim.basis in ("outturn", "done", "") else claim.basis


def _partition(
    found: dict[str, list[Claim]],
    whole: frozenset[str],
    parts: frozenset[str],
    more: frozenset[str],
) -> Iterator[Proposal]:
    if not parts <= found.keys():
        return
    wholes = [c for name in sorted(whole) for c in found.get(name, ())]
    every = [found[name] for name in sorted(parts | (more & found.keys()))]
    if not wholes or any(len(each) > 3 for each in every):
        return
    first = tuple(each[0] for each in every)
    listed = {c.item for c in first}
    readings = [_reading(w, first, "同段各项") for w in wholes]
    last = tuple(each[-1] for each in every)
    readings += [_reading(w, last, "同段各项") for w in wholes]
    alone = len(wholes) == 1 and all(len(each) == 1 for each in every)
    same = {c.sentence for c in first} | {wholes[0].sentence}
    near = max(same) - min(same) <= 2 and all(c.own_basis or c.basis for c in first)
    sums = [equal(total(kept([*first])), interval(w)) for w in wholes]
    plain = alone and near and Verdict.VIOLATED in sums and len(listed) > 1
    told = readings if plain else ()
    yield Proposal("A103", claim_name(wholes[0]), told, alone and near, readings)
