"""The charitable judge: a relation is called violated only if no admissible reading of it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from xladdin.model.figure import Figure
from xladdin.model.interval import Interval, Verdict
from xladdin.model.prose import Claim
from xladdin.model.report import Operand, Relation
from xladdin.rules.evaluation import Result, evaluate
from xladdin.rules.language import Formula, parse
from xladdin.rules.report.prose import claim_operand, interval, kept
from xladdin.rules.report.slips import SWAPPED, Slip, slips
from xladdin.rules.scope import Scope, Term, number_text

Roles = Mapping[str, Claim | Sequence[Claim]]


#: No more excuses are looked for.
_MOST = 60


class Reading(NamedTuple):
    """One way to read a relation: the formula, what stands in its places, and why it is read so."""

    formula: str
    roles: Roles
    why: str = ""


class Proposal(NamedTuple):
    """A relation that a text states, with its readings, the plainest first.

    ``excuses`` are readings that the text allows but does not say: if one holds, it is the reading,
    but none is ever called violated. ``sure``: in the plainest reading each place is said or handed
    on without a rival, so that a violation is an error. ``plain``: a violation is at least worth a
    warning; else only if a slip of the pen explains it.
    """

    code: str
    name: str
    readings: Sequence[Reading]
    sure: bool
    plain: bool = True
    excuses: Sequence[Reading] = ()


def judge(proposals: Iterable[Proposal]) -> Iterable[Relation]:
    """The relation of each proposal, as far as it can be told."""
    for proposal in proposals:
        relation = judged(proposal)
        if relation is not None:
            yield relation


def judged(proposal: Proposal) -> Relation | None:
    """The first reading that holds; else the plainest one, if its violation can be trusted."""
    results = [(reading, _result(reading)) for reading in proposal.readings]
    others = [(reading, _result(reading)) for reading in proposal.excuses[:_MOST]]
    for wanted in (Verdict.HELD, Verdict.ROUNDING):
        for reading, result in (*results, *others):
            if result.verdict is wanted:
                return Relation(
                    proposal.code, wanted, result.operands, proposal.name, reading=reading.why
                )
    told = [(r, result) for r, result in results if result.verdict is Verdict.VIOLATED]
    if not told:
        return None
    reading, result = told[0]
    slip = slip_of(reading)
    if not proposal.plain and (slip is None or slip[0].kind != SWAPPED):
        return None
    telling = result.telling() if result.telling is not None else None
    sentence = telling.sentence.replace("正文 ", "") if telling is not None else ""
    if slip is not None:
        sentence = sentence.rstrip("。") + f"；{slip[1]}。"
    return Relation(
        proposal.code,
        Verdict.VIOLATED,
        result.operands,
        proposal.name,
        sentence,
        expected=telling.expected if telling is not None else "",
        actual=telling.actual if telling is not None else "",
        doubtful=result.doubtful or not (proposal.sure and (proposal.plain or slip is not None)),
        reading=reading.why,
    )


def _result(reading: Reading) -> Result:
    return evaluate(formula(reading.formula), _scope(reading.roles))


@cache
def formula(text: str) -> Formula:
    """A formula of the forms' language."""
    return parse(text)


def _scope(roles: Roles, other: Mapping[int, Figure] | None = None) -> Scope:
    """The claims of the roles as terms; decimals that a text drops are taken for zeros."""
    single = {name: role for name, role in roles.items() if isinstance(role, Claim)}
    several = {name: role for name, role in roles.items() if not isinstance(role, Claim)}
    every = [*single.values(), *(claim for role in several.values() for claim in role)]
    if other:
        every = [c._replace(figure=other.get(id(c), c.figure)) for c in every]
    typed = kept(every)
    terms = [_term(claim, value) for claim, value in zip(every, typed, strict=True)]
    named = dict(zip(single, terms, strict=False))
    rest = iter(terms[len(single) :])
    sections = {name: tuple(next(rest) for _ in role) for name, role in several.items()}
    return Scope("", named, sections)


def _term(claim: Claim, typed: Interval) -> Term:
    return Term(
        (claim_operand(claim),),
        typed,
        interval(claim),
        claim.figure.unit.measures == "money",
        unit=claim.figure.unit,
    )


def slip_of(reading: Reading) -> tuple[Slip, str] | None:
    """A slip of the pen in one of the figures without which the relation would hold exactly."""
    every = [
        claim
        for role in reading.roles.values()
        for claim in ((role,) if isinstance(role, Claim) else role)
    ]
    for claim in every:
        figure = claim.figure
        for slip in slips(figure.value):
            meant = Interval.printed(slip.meant, figure.places)
            other = replace(figure, value=slip.meant, printed=meant, typed=meant)
            scope = _scope(reading.roles, {id(claim): other})
            if evaluate(formula(reading.formula), scope).verdict is Verdict.HELD:
                unit = figure.unit.name
                words = f"{figure.text} 疑为 {number_text(slip.meant)}{unit}（{slip.kind}）"
                return slip, words
    return None


def held(code: str, claims: Sequence[Claim], name: str, why: str = "") -> Relation:
    """A relation that holds, with its figures."""
    return Relation(code, Verdict.HELD, tuple(map(claim_operand, claims)), name, reading=why)


def operands(claims: Iterable[Claim]) -> tuple[Operand, ...]:
    """Claims as operands."""
    return tuple(map(claim_operand, claims))
