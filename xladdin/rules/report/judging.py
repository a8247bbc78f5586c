"""The charitable judge: a relation is called violated only if no admissible reading of it holds."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from xladdin.model.figure import Figure, Location
from xladdin.model.interval import Interval, Verdict
from xladdin.model.prose import Claim
from xladdin.model.report import Operand, Relation
from xladdin.rules.evaluation import Result, evaluate
from xladdin.rules.language import Formula, parse
from xladdin.rules.report.prose import claim_operand, interval, kept
from xladdin.rules.report.slips import DIGIT, MOVED, SWAPPED, Slip, slips
from xladdin.rules.scope import Scope, Term, number_text

Roles = Mapping[str, Claim | Sequence[Claim]]


#: So many readings are tried, so many likely ones for a slip.
_MOST, _LIKELY = 160, 24
#: In longer sums nobody sees a slip.
_LONGEST = 16
#: Among so few a digit that is one off is evidence, too.
_FEW = 2
#: Two digits are swapped by chance too often.
_SWAPPABLE = 3
#: Two sides further apart than this cannot meet by their last digits.
_COARSE = 0.02


class Reading(NamedTuple):
    """One way to read a relation: the formula, what stands in its places, and why it is read so."""

    formula: str
    roles: Roles
    why: str = ""


class Proposal(NamedTuple):
    """A relation that a text states, with its readings, the plainest first.

    ``readings`` are called violated if none of the others holds: an error if each place is said or
    handed on without a rival (``sure``), else a warning. ``likely`` ones are called violated only if
    a slip of the pen explains them, ``excuses`` never; if one of either holds, it is the reading.
    """

    code: str
    name: str
    readings: Sequence[Reading] = ()
    sure: bool = False
    likely: Sequence[Reading] = ()
    excuses: Sequence[Reading] = ()


def judge(proposals: Iterable[Proposal]) -> Iterable[Relation]:
    """The relation of each proposal, as far as it can be told.

    A figure that holds in one of them is right: no slip in it explains another.
    """
    every = list(proposals)
    first = [judged(proposal) for proposal in every]
    right = {
        operand.location
        for relation in first
        if relation is not None and relation.verdict is Verdict.HELD
        for operand in relation.operands
    }
    for proposal, relation in zip(every, first, strict=True):
        known = relation if relation is not None else slipped(proposal, right)
        if known is not None:
            yield known


def judged(proposal: Proposal) -> Relation | None:
    """The first reading that holds; else the plainest one that the text says."""
    rounding: Relation | None = None
    tried: set[object] = set()
    for reading in (*proposal.readings, *proposal.likely, *proposal.excuses)[:_MOST]:
        figures = tuple((c.figure.value, c.figure.unit.name) for c in _claims(reading))
        if (reading.formula, figures) in tried:
            continue
        tried.add((reading.formula, figures))
        verdict = _result(reading).verdict if _near(reading) else Verdict.VIOLATED
        if verdict is Verdict.HELD:
            return _held(proposal, reading, verdict)
        if verdict is Verdict.ROUNDING and rounding is None:
            rounding = _held(proposal, reading, verdict)
    if rounding is not None:
        return rounding
    for reading in proposal.readings:
        result = _result(reading)
        if result.verdict is Verdict.VIOLATED:
            return _violated(proposal, reading, result, slip_of(reading))
    return None


def _held(proposal: Proposal, reading: Reading, verdict: Verdict) -> Relation:
    operands_ = _result(reading).operands
    return Relation(proposal.code, verdict, operands_, proposal.name, reading=reading.why)


def slipped(proposal: Proposal, right: Container[Location] = ()) -> Relation | None:
    """The first likely reading that a telling slip explains, in none of the figures that are right."""
    few = len(proposal.likely) <= _FEW
    for reading in proposal.likely[:_LIKELY]:
        slip = slip_of(reading, right, _evidence(reading, few))
        if slip is not None:
            return _violated(proposal, reading, _result(reading), slip)
    return None


def _evidence(reading: Reading, few: bool) -> Sequence[str]:
    """The kinds of slips that explain a reading better than chance does.

    Sums of many digits do not come right by chance, whatever one digit is changed.
    """
    whole = reading.roles.get(_TOTAL)
    if isinstance(whole, Claim) and len(whole.figure.value.as_tuple().digits) >= _PRECISE:
        return (SWAPPED, DIGIT, MOVED[10])
    return (SWAPPED, DIGIT, MOVED[10]) if few else (SWAPPED,)


_TOTAL, _PRECISE = "总数", 5


def _violated(
    proposal: Proposal, reading: Reading, result: Result, slip: tuple[Slip, str] | None
) -> Relation:
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
        doubtful=result.doubtful or not proposal.sure,
        reading=reading.why,
    )


@cache
def _sides(text: str) -> tuple[ast.expr, ast.expr]:
    """Both sides of a frame's formula."""
    compared = ast.parse(text, mode="eval").body
    assert isinstance(compared, ast.Compare)
    return compared.left, compared.comparators[0]


def _rough(node: ast.expr, places: Places) -> float:
    """A side of a formula in floats: a sieve before exact intervals."""
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_rough(left, places), _rough(right, places))
        case ast.Call(args=[ast.Name(id=section)]):
            summands = places[section]
            return sum(summands) if isinstance(summands, list) else summands
        case ast.Name(id=name):
            value = places[name]
            return sum(value) if isinstance(value, list) else value
        case ast.Constant(value=int(number)):
            return float(number)
    raise ValueError(f"no part of a frame's formula: {ast.unparse(node)}")


_OPERATORS: Mapping[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


Places = dict[str, float | list[float]]


def _places(reading: Reading) -> Places:
    """The numbers of a reading in base units, as floats."""
    return {
        name: _point(role) if isinstance(role, Claim) else [_point(each) for each in role]
        for name, role in reading.roles.items()
    }


def _point(claim: Claim) -> float:
    return float(claim.figure.value * claim.figure.unit.factor)


def _gap(reading: Reading, places: Places) -> float:
    """How far apart the two sides are, as a part of the larger."""
    try:
        left, right = (_rough(side, places) for side in _sides(reading.formula))
    except ZeroDivisionError:
        return _FAR
    return abs(left - right) / (max(abs(left), abs(right)) or 1.0)


_FAR = 1e9


def _near(reading: Reading) -> bool:
    """Whether the sides of a reading are close enough that exact intervals may meet."""
    return _gap(reading, _places(reading)) <= _COARSE + sum(map(_blur, _claims(reading)))


def _claims(reading: Reading) -> Iterator[Claim]:
    """The claims in the places of a reading."""
    for role in reading.roles.values():
        if isinstance(role, Claim):
            yield role
        else:
            yield from role


def _blur(claim: Claim) -> float:
    """How much of a figure its last digit is: 0.1 for 1.2, all of one that is about so much."""
    figure = claim.figure
    if figure.irregular or not figure.value:
        return 1.0
    return min(1.0, 10.0**-figure.places / abs(float(figure.value)))


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


def slip_of(
    reading: Reading, right: Container[Location] = (), kinds: Sequence[str] = ()
) -> tuple[Slip, str] | None:
    """A slip of the pen in one of the figures without which the relation would hold exactly.

    ``right`` are figures that have none; ``kinds``: only slips that are evidence by themselves.
    """
    every = list(_claims(reading))
    if len(every) > _LONGEST or (kinds and any(claim.figure.irregular for claim in every)):
        return None
    places, blur = _places(reading), sum(map(_blur, every))
    told = _results(reading) if kinds else every
    for name, role in reading.roles.items():
        for at, claim in enumerate((role,) if isinstance(role, Claim) else role):
            if claim.location in right or claim.figure.irregular or claim not in told:
                continue
            for slip in slips(claim.figure.value):
                if kinds and not _telling(slip, claim, reading, kinds):
                    continue
                meant = float(slip.meant * claim.figure.unit.factor)
                if _gap(reading, _with(places, name, at, meant)) <= blur and _holds(
                    reading, claim, slip.meant
                ):
                    return slip, _told(claim, slip)
    return None


def _with(places: Places, name: str, at: int, value: float) -> Places:
    """The same places with one number changed."""
    old = places[name]
    if not isinstance(old, list):
        return {**places, name: value}
    return {**places, name: [*old[:at], value, *old[at + 1 :]]}


def _holds(reading: Reading, claim: Claim, value: Decimal) -> bool:
    """Whether a reading holds exactly if a figure is another number."""
    meant = Interval.printed(value, claim.figure.places)
    other = replace(claim.figure, value=value, printed=meant, typed=meant)
    scope = _scope(reading.roles, {id(claim): other})
    return evaluate(formula(reading.formula), scope).verdict is Verdict.HELD


def _told(claim: Claim, slip: Slip) -> str:
    """A slip in words."""
    if slip.kind == MOVED[10000]:
        return "疑有一处把万元与元写错"
    meant = f"{number_text(slip.meant)}{claim.figure.unit.name}"
    return f"{claim.figure.text} 疑为 {meant}（{slip.kind}）"


def _results(reading: Reading) -> list[Claim]:
    """The figures that were worked out, rather than those that they were worked out from."""
    names = {reading.formula.split("==")[0].strip(), _PRICE}
    alone = [role for name, role in reading.roles.items() if name in names]
    found = [role for role in alone if isinstance(role, Claim)]
    if reading.formula.startswith(_SUMS):
        return list(_claims(reading))
    return found


_PRICE, _SUMS = "单价", ("总数", "合计")


def _telling(slip: Slip, claim: Claim, reading: Reading, kinds: Sequence[str]) -> bool:
    """Whether a slip is evidence by itself; among summands one that all but vanishes is none."""
    if slip.kind in kinds:
        return len(claim.figure.value.as_tuple().digits) >= _SWAPPABLE
    several = any(not isinstance(role, Claim) for role in reading.roles.values())
    moved = claim.figure.unit.measures == "money" and slip.kind == MOVED[10000]
    return moved and (slip.meant > claim.figure.value or not several)


def held(code: str, claims: Sequence[Claim], name: str, why: str = "") -> Relation:
    """A relation that holds, with its figures."""
    return Relation(code, Verdict.HELD, tuple(map(claim_operand, claims)), name, reading=why)


def operands(claims: Iterable[Claim]) -> tuple[Operand, ...]:
    """Claims as operands."""
    return tuple(map(claim_operand, claims))
