"""Readings of a relation: the formulas of ``data/frames.toml``, and which claims stand in their places.

A sieve before exact intervals sees in floats which of them may hold at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, cast

from xladdin.model.figure import Figure
from xladdin.model.interval import Interval
from xladdin.model.prose import Claim
from xladdin.rules.evaluation import Result, evaluate
from xladdin.rules.expression import Comparison, Leaf, Number, worked_out
from xladdin.rules.language import Formula, parse
from xladdin.rules.report.prose import claim_operand, interval, kept
from xladdin.rules.scope import Scope, Term
from xladdin.toml_data import table

Roles = Mapping[str, Claim | Sequence[Claim]]


class Reading(NamedTuple):
    """One way to read a relation: the formula, what stands in its places, and why it is read so."""

    formula: str
    roles: Roles
    why: str = ""

    def claim(self, role: str) -> Claim:
        """The one claim in a place."""
        return cast("Claim", self.roles[role])


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
    terms = map(_term, every, kept(every))
    named = {name: next(terms) for name in single}
    sections = {name: tuple(next(terms) for _ in role) for name, role in several.items()}
    return Scope("", named, sections)


def _term(claim: Claim, typed: Interval) -> Term:
    unit = claim.figure.unit
    return Term(
        (claim_operand(claim),), typed, interval(claim), unit.measures == "money", unit=unit
    )


def _data() -> Mapping[str, Any]:
    return table("rules/report/data/frames.toml")


@cache
def frames() -> Mapping[str, Mapping[str, Any]]:
    """The frames by their names."""
    return {data["name"]: data for data in _data()["frame"]}


def places() -> Mapping[str, Any]:
    """What the columns of the forms are to the report: the basis of each, the name of the whole."""
    return cast("Mapping[str, Any]", _data()["places"])


def allowing() -> Mapping[str, Sequence[str]]:
    """The words of a sentence that allow another year or basis than the nearest."""
    return cast("Mapping[str, Sequence[str]]", _data()["allowing"])


@cache
def frame_words(name: str, key: str) -> tuple[str, ...]:
    """Words that a frame goes by."""
    return tuple(frames()[name][key])


@cache
def frame(form: str) -> str:
    """The formula of a frame's form: of ``share.of_several``."""
    name, _, which = form.partition(".")
    formula: str = frames()[name]["formulas"][which]
    return formula


def read(form: str, why: str, **roles: Claim | Sequence[Claim]) -> Reading:
    """The reading as a frame's form, its places named as its formula names them."""
    return Reading(frame(form), roles, why)


#: Two sides further apart than this cannot meet by their last digits.
_COARSE = 0.02


Places = dict[str, float | list[float]]


def floats(reading: Reading) -> Places:
    """The numbers of a reading in base units, as floats."""
    return {
        name: _point(role) if isinstance(role, Claim) else [_point(each) for each in role]
        for name, role in reading.roles.items()
    }


def _point(claim: Claim) -> float:
    return float(claim.figure.value * claim.figure.unit.factor)


def gap(reading: Reading, places: Places) -> float:
    """How far apart the two sides are, as a part of the larger."""

    def of(leaf: Leaf) -> float:
        if isinstance(leaf, Number):
            return float(leaf.value)
        value = places[leaf.name]
        return sum(value) if isinstance(value, list) else value

    compared = formula(reading.formula).tree
    assert isinstance(compared, Comparison)
    try:
        left, right = (worked_out(side, of) for side in compared.parts)
    except ZeroDivisionError:
        return _FAR
    return abs(left - right) / (max(abs(left), abs(right)) or 1.0)


_FAR = 1e9


def near(reading: Reading) -> bool:
    """Whether the sides of a reading are close enough that exact intervals may meet."""
    return gap(reading, floats(reading)) <= _COARSE + sum(map(blurred, figures_of(reading)))


def figures_of(reading: Reading) -> Iterator[Claim]:
    """The claims in the places of a reading."""
    for role in reading.roles.values():
        if isinstance(role, Claim):
            yield role
        else:
            yield from role


def blurred(claim: Claim) -> float:
    """How much of a figure its last digit is: 0.1 for 1.2, all of one that is about so much."""
    figure = claim.figure
    if figure.irregular or not figure.value:
        return 1.0
    return min(1.0, 10.0**-figure.places / abs(float(figure.value)))
