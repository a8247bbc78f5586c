"""Readings of a relation: the formula, and which claims stand in its places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from xladdin.model.figure import Figure
from xladdin.model.interval import Interval
from xladdin.model.prose import Claim
from xladdin.rules.evaluation import Result, evaluate
from xladdin.rules.language import Formula, parse
from xladdin.rules.report.prose import claim_operand, interval, kept
from xladdin.rules.scope import Scope, Term

Roles = Mapping[str, Claim | Sequence[Claim]]


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


def outcome(reading: Reading) -> Result:
    """What a reading comes to: the verdict, the operands, the sentence about it."""
    return evaluate(formula(reading.formula), scope_of(reading.roles))


@cache
def formula(text: str) -> Formula:
    """A formula of the forms' language."""
    return parse(text)


def scope_of(roles: Roles, other: Mapping[int, Figure] | None = None) -> Scope:
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
