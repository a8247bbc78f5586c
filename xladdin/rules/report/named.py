"""Family N: compare figures of the report with the forms' indicators of like names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from msgspec.structs import replace

from xladdin.forms.labels import squeeze
from xladdin.model.figure import Figure
from xladdin.model.filing import Filing
from xladdin.model.form import Entry
from xladdin.model.interval import Verdict, equal
from xladdin.model.prose import Claim
from xladdin.model.report import Relation
from xladdin.narrative.lexicon import subjects
from xladdin.rules.registry import rule
from xladdin.rules.report.entities import Entity, entity, likeness, pieces_of
from xladdin.rules.report.prose import claim_operand, claims, interval, measure, said_in
from xladdin.rules.report.resolving import of_topic
from xladdin.rules.report.slips import slips_apart
from xladdin.rules.same_figure import SameFigure
from xladdin.rules.scope import indicator_name, operand
from xladdin.rules.words import pairs

#: The likeness from which names may be of one thing, is probable, and is certain.
_ALIKE, _CLOSE, _SAME = 0.45, 0.55, 0.95


class _Row(NamedTuple):
    """An indicator with its actual value, its name, and the pieces of the name."""

    entry: Entry
    figure: Figure
    form: str
    name: str
    words: frozenset[str]
    entry_name: str


@rule("N701", "error", "正文的指标数据与自评表不同")
def indicator_value(filing: Filing) -> Iterator[Relation | None]:
    """检查什么：正文写到自评表某项三级指标（名称用词相近、单位相同）时，数值是否与实际完成值一致；名称相近而数值像是打错的（数字颠倒等），或者名称完全相同的，才算不一致。目标值、上年数、一部分的数不比。
    为什么：同一指标的完成值在正文和表格中应当一致。
    反例：正文写“助学金受益学生3260人”，自评表“助学金受益学生”完成值 3620 人。
    正例：正文与自评表都是 3620 人。
    怎么改：核对业务台账，改正正文或自评表中填错的一处。"""
    rows = _rows(filing)
    if not rows:
        return
    for claim in claims(filing):
        if claim.year != filing.year or claim.role not in _STATED:
            continue
        if claim.basis in _PLANNED and claim.role != "price":
            continue
        found, measures = entity(claim), claim.figure.unit.measures
        like = (
            (_likeness_to(found, row), row) for row in rows if row.figure.unit.measures == measures
        )
        near = sorted((each for each in like if each[0] >= _ALIKE), key=lambda each: -each[0])
        relation = _indicator(claim, found, near, _is_stated_once(filing, claim, rows))
        if relation is not None and not _said_beside(filing, claim, relation):
            yield relation


def _said_beside(filing: Filing, claim: Claim, relation: Relation) -> bool:
    """Return whether the sentence also has the form's figure, so that this one is of a part (市级 of all)."""
    if relation.verdict is not Verdict.VIOLATED:
        return False
    actual = relation.operands[-1]
    return any(
        (c.location.source, c.location.quote) == (claim.location.source, claim.location.quote)
        and (c.sentence, measure(c)) == (claim.sentence, measure(claim))
        and f"{c.figure.value:f}" == actual.value
        and c.figure.value > claim.figure.value
        for c in claims(filing)
    )


#: Bases of figures that are planned or granted, not done.
_PLANNED = ("target", "initial", "budget", "allotted", "adjust")
_STATED = ("value", "total", "rate", "price", "share", "score")


@lru_cache(maxsize=8)
def _rows(filing: Filing) -> Sequence[_Row]:
    found = []
    for kind in ("overall", "project"):
        for form in filing.of(kind):
            for row in form.indicators:
                figure = row.actual.figure
                if figure is None or not squeeze(row.name.text):
                    continue
                unit = figure.unit
                if not figure.unit_printed and row.target.figure is not None:
                    unit = row.target.figure.unit
                if unit.name:
                    words, name = pieces_of(squeeze(row.name.text))[1], indicator_name(row)
                    known = Figure(figure.text, figure.value, figure.printed, figure.typed, unit)
                    found.append(_Row(row.actual, known, form.name, name, words, row.name.text))
    return found


def _likeness_to(found: Entity, row: _Row) -> float:
    """Return how like a figure's name is to an indicator's (0 to 1), a price's by its last characters."""
    claim = found.claim
    if claim.role == "price":
        if len(row.name) >= _ENDING and claim.label.endswith(row.name):
            return _SAME
        digits = claim.figure.text.partition(claim.figure.unit.name)[0]
        least = _SHORT if len(digits) >= _ENDING and row.figure.text.startswith(digits) else _ENDING
        ending = claim.label[-least:]
        if len(ending) == least and row.name.endswith(ending):
            return _CLOSE
    return likeness(found, Entity(claim, *pieces_of(squeeze(row.name)), frozenset()))


#: How many last characters name a price, and how many if its digits agree, too.
_ENDING, _SHORT = 4, 2


def _is_stated_once(filing: Filing, claim: Claim, rows: Sequence[_Row]) -> bool:
    """Return whether report and forms each state only one value of a thing: 满意率, and 读者满意率."""
    if not claim.subject or subjects()[claim.subject].single or claim.role not in _STATED[:3]:
        return False
    there = {row.figure.value for row in rows if row.name.endswith(claim.name)}
    here = {c.figure.value for c in of_topic(filing, claim.topic, measure(claim))}
    return len(there) == len(here) == 1


def _indicator(
    claim: Claim, found: Entity, near: Sequence[tuple[float, _Row]], only: bool
) -> Relation | None:
    """Judge a figure: held with any row of a like name and its value, else violated with the most similar.
    None if it may be another thing."""
    said = claim_operand(claim)
    for _, row in near:
        same = equal(interval(claim), row.figure.base)
        if same is not Verdict.VIOLATED:
            return _relation(claim, row, same)
    if not near or claim.figure.operator or claim.figure.irregular:
        return None
    close, row = near[0]
    if any(word not in row.name for word in found.apart):
        return None
    slip = slips_apart(claim.figure, row.figure) and not _is_of_another(claim, row)
    # 受益群众满意度 has an owner, but is the indicator's by its whole name.
    alone = not claim.part or measure(claim) == "ratio"  # a rate in a list is no part of a sum
    exact = close >= _SAME and alone and (not claim.owned or claim.topic == row.name)
    exact = (exact or (not claim.part and _has_whole_name(claim, row))) and claim.figure.text[
        0
    ].isdigit()
    if not (exact or only or (slip and close >= _CLOSE)) or claim.partial:
        return None
    message = (
        f"{said_in(claim)}称{row.name} {said.text}，{row.form}的实际完成值是 {row.entry.text}。"
    )
    doubtful = not slip and (not exact or claim.owned or len(row.words) < _TELLING)
    wrong = _relation(claim, row, Verdict.VIOLATED)
    expected, actual = row.entry.text, said.text
    return replace(wrong, message=message, expected=expected, actual=actual, doubtful=doubtful)


def _is_of_another(claim: Claim, row: _Row) -> bool:
    """Return whether a rate is of another thing than the indicator, since what precedes the common ending
    shares nothing: 投资概算控制率 and 项目预算控制率."""
    backwards = zip(reversed(claim.name), reversed(row.name), strict=False)
    ending = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], backwards))
    said, known = (name[: len(name) - ending] for name in (claim.name, row.name))
    apart = min(len(said), len(known)) > 1 and pairs(said).isdisjoint(pairs(known))
    return claim.figure.unit.name == "%" and apart


def _relation(claim: Claim, row: _Row, verdict: Verdict) -> Relation:
    operands = (claim_operand(claim), operand(row.entry, f"{row.form} {row.name} 完成值"))
    same = SameFigure(operands, (interval(claim), row.figure.base))
    return Relation("N701", verdict, operands, row.name, equation=same)


def _has_whole_name(claim: Claim, row: _Row) -> bool:
    """Return whether the whole of a long name stands in the sentence up to the figure."""
    said = claim.location.quote.partition(claim.figure.text)
    name, _ = pieces_of(squeeze(row.entry_name))
    noun = claim.noun.partition("中")[0]  # 186处隐患点中完成工程治理的 are others
    there = pieces_of(squeeze(said[0] + said[1] + noun))[1]
    kept = {i + k for i in range(len(name) - 1) if name[i : i + 2] in there for k in (0, 1)}
    alone = claim.location.quote.count(claim.figure.unit.name) == 1
    return len(row.words) > _TELLING and len(kept) == len(name) and alone


#: The pieces from which a name is of one thing only.
_TELLING = 3
