"""Judge proposals charitably: a relation is violated only if no admissible reading of it holds."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from msgspec.structs import replace

from xladdin.model.figure import Location
from xladdin.model.interval import Verdict
from xladdin.model.prose import Claim
from xladdin.model.report import Relation
from xladdin.rules.equations import FormulaEquation
from xladdin.rules.evaluation import Result
from xladdin.rules.report.readings import (
    Proposal,
    Reading,
    figures_of,
    floats,
    formula,
    gap,
    near,
    outcome,
    scope_of,
)
from xladdin.rules.report.slips import DIGIT, MOVED, SWAPPED, Slip, slip_of

#: The most readings that are tried, and the most likely ones in which a slip is searched for.
_MOST, _LIKELY = 160, 24
#: The most likely readings among which one wrong digit is evidence.
_FEW = 2


def judge(proposals: Iterable[Proposal | None]) -> Iterable[Relation]:
    """Yield the relation of each proposal, if it has one.

    No slip is assumed in a figure of a relation that holds.
    """
    every = list(filter(None, proposals))
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
    """Return the relation of the first reading that holds, else of the first stated one, else None."""
    rounding: Relation | None = None
    for reading in _distinct((*proposal.readings, *proposal.likely, *proposal.excuses)[:_MOST]):
        verdict = outcome(reading).verdict if near(reading) else Verdict.VIOLATED
        if verdict is Verdict.HELD:
            return _held(proposal, reading, verdict)
        if verdict is Verdict.ROUNDING and rounding is None:
            rounding = _held(proposal, reading, verdict)
    if rounding is not None:
        return rounding
    for reading in proposal.readings:
        result = outcome(reading)
        if result.verdict is Verdict.VIOLATED:
            slip = None if _by_one(reading) else slip_of(reading)
            return _violated(proposal, reading, result, slip)
    return None


def _held(proposal: Proposal, reading: Reading, verdict: Verdict) -> Relation:
    found = outcome(reading).operands
    return _read_as(proposal, reading, Relation(proposal.code, verdict, found, proposal.name))


def _read_as(proposal: Proposal, reading: Reading, relation: Relation) -> Relation:
    """Return a relation with the reading that was taken, and the place in it of each figure."""
    said = reading in proposal.readings
    why = "，".join(filter(None, (reading.why, "各数由文字指明" if said else "文字允许这样读")))
    places = {
        claim.location: name
        for name, role in reading.roles.items()
        for claim in ((role,) if isinstance(role, Claim) else role)
    }
    roles = tuple(places.get(operand.location, "") for operand in relation.operands)
    equation = FormulaEquation(
        formula(reading.formula), partial(scope_of, reading.roles), relation.verdict
    )
    return replace(relation, reading=why, formula=reading.formula, roles=roles, equation=equation)


def slipped(proposal: Proposal, right: Container[Location] = ()) -> Relation | None:
    """Return the violation of the first likely reading explained by a slip in a figure not in ``right``."""
    few = len(proposal.likely) <= _FEW
    for reading in islice(_distinct(proposal.likely[:_MOST]), _LIKELY):
        slip = slip_of(reading, right, _evidence(reading, few))
        if slip is not None:
            return _violated(proposal, reading, outcome(reading), slip)
    return None


def _distinct(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Yield the readings without those that repeat formula and figures."""
    tried: set[object] = set()
    for reading in readings:
        figures = tuple((c.figure.value, c.figure.unit.name) for c in figures_of(reading))
        if (reading.formula, figures) not in tried:
            tried.add((reading.formula, figures))
            yield reading


def _evidence(reading: Reading, few: bool) -> Sequence[str]:
    """Return the kinds of slips that explain a reading better than chance does. A sum of many digits does not
    come right by chance, whatever digit is changed."""
    whole = reading.roles.get(_TOTAL)
    precise = isinstance(whole, Claim) and len(whole.figure.value.as_tuple().digits) >= _PRECISE
    return (SWAPPED, DIGIT, MOVED[10]) if few or precise else (SWAPPED,)


_TOTAL, _PRECISE = "总数", 5


def _violated(
    proposal: Proposal, reading: Reading, result: Result, slip: tuple[Slip, str] | None
) -> Relation:
    """Make the violation of a reading, with the slip that explains it in its sentence, if there is one."""
    told = result.told
    sentence = told.sentence.replace("正文 ", "")
    if slip is not None and slip[0].kind == MOVED[10000]:
        due = result.operands[0]
        if due.unit in ("%", "‰"):  # 631452.11%: no arithmetic is told for such figures
            sentence = f"{slip[1]}：改正后{due.label.removeprefix('正文 ')} {due.text} 才对得上。"
    elif slip is not None:
        sentence = sentence.rstrip("。") + f"；{slip[1]}。"
    doubtful = not proposal.sure or (slip is None and _by_one(reading))
    relation = result.relation(proposal.code, proposal.name, doubtful=doubtful)
    return _read_as(proposal, reading, replace(relation, message=sentence))


def _by_one(reading: Reading) -> bool:
    """Return whether a rate with decimals is off by one unit of the last: cut off rather than rounded, or
    made up so that all shares come to 100%."""
    stated = reading.roles.get(reading.formula.split("==")[0].strip())
    if not isinstance(stated, Claim):
        return False
    figure = stated.figure
    if figure.unit.measures != "ratio" or figure.places < _FINE:
        return False
    return gap(reading, floats(reading)) <= _UNIT * 10.0**-figure.places / abs(
        float(figure.value) or 1.0
    )


#: The fewest decimals, and the units of the last one that rounding to the next one makes.
_FINE, _UNIT = 1, 1.5
