"""Two rounds of the same filings: what was mended, what was not, what came new."""

from __future__ import annotations

from collections.abc import Iterable, Set

from msgspec import Struct

from xladdin.batch.journal import Recorded
from xladdin.batch.result import Problem, Result
from xladdin.outputs.since import State, unmatched
from xladdin.patterns import pattern

#: A paragraph's number changes with every sentence that is added above it.
_PARAGRAPH = pattern(r" · 第\d+段$")


class Change(Struct, frozen=True):
    """The finding that leads a cause of either round: as it is now, or, if it is mended, as it was."""

    state: State
    problem: Problem


class Earlier:
    """The results of the round before, by filing: under the same name, or else of the same unit."""

    def __init__(self, recorded: Recorded) -> None:
        self._recorded = recorded
        self._keys = {unit: key for key, unit in recorded.units.items() if unit}

    def of(self, result: Result) -> Result | None:
        """The earlier result of the same filing; None if it was not there, or not read."""
        key = result.key if result.key in self._recorded else self._keys.get(result.unit)
        before = self._recorded[key] if key is not None else None
        return before if before is not None and not before.error else None


def changes(before: Result | None, now: Result) -> tuple[Change, ...] | None:
    """What became of each cause, however many findings it shows as; None where one of the rounds has
    no result. It is mended when none of its findings is left."""
    if before is None or now.error:
        return None
    gone, came = unmatched(before.problems, now.problems, _fingerprint)
    gone, came = unmatched(gone, came, _place)
    new, mended = ({id(each) for each in some} for some in (came, gone))
    found = [Change(_state(group, new), group[0]) for group in now.causes]
    for group in before.causes:
        if mended.issuperset(map(id, group)) and not all(each.explained for each in group):
            found.append(Change(State.FIXED, group[0]))
    return tuple(found)


def counted(found: Iterable[Change] | None) -> dict[State, int] | None:
    """How many causes are in each state."""
    if found is None:
        return None
    states = [each.state for each in found]
    return {state: states.count(state) for state in State}


def _state(group: Iterable[Problem], new: Set[int]) -> State:
    left = {id(each) for each in group if not each.explained}
    if not left:
        return State.EXPLAINED
    return State.NEW if left <= new else State.LEFT


def _fingerprint(problem: Problem) -> str:
    return problem.fingerprint


def _place(problem: Problem) -> str:
    """Rule and place, whatever the file is called: its figures may have changed."""
    _, _, within = problem.place.partition(" · ")
    return f"{problem.code} {_PARAGRAPH.sub('', within)}"
