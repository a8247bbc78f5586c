"""Make the readings of a relation: formulas of ``data/frames.toml`` with claims in their places.

A test in floats first excludes readings that cannot hold by exact intervals.
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
    """One way to read a relation: a formula, the claims in its places, and the Chinese reason for it."""

    formula: str
    roles: Roles
    why: str = ""

    def claim(self, role: str) -> Claim:
        """Return the single claim in a place."""
        return cast("Claim", self.roles[role])


class Proposal(NamedTuple):
    """A relation that a text states, with its possible readings, the plainest first.

    ``readings`` are violated if none of the others holds: as an error if ``sure``, because nothing else can
    be meant, else as a warning. ``likely`` ones are violated only if a slip of the pen explains them,
    ``excuses`` never; if one of either holds, it is the reading.
    """

    code: str
    name: str
    readings: Sequence[Reading] = ()
    sure: bool = False
    likely: Sequence[Reading] = ()
    excuses: Sequence[Reading] = ()


def outcome(reading: Reading) -> Result:
    """Evaluate a reading."""
    return evaluate(formula(reading.formula), scope_of(reading.roles))


@cache
def formula(text: str) -> Formula:
    """Parse a formula of a frame."""
    return parse(text)


def scope_of(roles: Roles, other: Mapping[int, Figure] | None = None) -> Scope:
    """Return the claims as terms by role. Decimals that a text drops count as zeros; ``other`` replaces
    figures, by the identity of the claim."""
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
    """Return the frames by their names."""
    return {data["name"]: data for data in _data()["frame"]}


def places() -> Mapping[str, Any]:
    """Return the basis of each column of the forms, and the names of wholes and endings."""
    return cast("Mapping[str, Any]", _data()["places"])


def allowing() -> Mapping[str, Sequence[str]]:
    """Return by basis the words of a sentence that allow this basis in place of the nearest one."""
    return cast("Mapping[str, Sequence[str]]", _data()["allowing"])


@cache
def frame_words(name: str, key: str) -> tuple[str, ...]:
    """Return the words of a frame under a key."""
    return tuple(frames()[name][key])


@cache
def frame(form: str) -> str:
    """Return the formula named by frame and form: ``share.of_several``."""
    name, _, which = form.partition(".")
    formula: str = frames()[name]["formulas"][which]
    return formula


def read(form: str, why: str, **roles: Claim | Sequence[Claim]) -> Reading:
    """Make a reading with the formula of a frame's form; ``roles`` are named as in the formula."""
    return Reading(frame(form), roles, why)


#: The relative difference above which last digits cannot explain it.
_COARSE = 0.02


Places = dict[str, float | list[float]]


def floats(reading: Reading) -> Places:
    """Return the numbers of a reading by role in base units, as floats."""
    return {
        name: _point(role) if isinstance(role, Claim) else [_point(each) for each in role]
        for name, role in reading.roles.items()
    }


def _point(claim: Claim) -> float:
    return float(claim.figure.value * claim.figure.unit.factor)


def gap(reading: Reading, places: Places) -> float:
    """Return the difference of both sides, relative to the larger; very large if zero divides."""

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
    """Return whether the sides of a reading are close enough that exact intervals may meet."""
    return gap(reading, floats(reading)) <= _COARSE + sum(map(blurred, figures_of(reading)))


def figures_of(reading: Reading) -> Iterator[Claim]:
    """Yield the claims in the places of a reading."""
    for role in reading.roles.values():
        if isinstance(role, Claim):
            yield role
        else:
            yield from role


def blurred(claim: Claim) -> float:
    """Return how much of a figure one unit of its last digit is: 0.083 for 1.2; 1 for an approximate one."""
    figure = claim.figure
    if figure.irregular or not figure.value:
        return 1.0
    return min(1.0, 10.0**-figure.places / abs(float(figure.value)))
