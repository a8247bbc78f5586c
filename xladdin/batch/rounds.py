"""Compare two rounds of the same filings: what was mended, what was not, what is new."""

from __future__ import annotations

from collections.abc import Iterable, Set

from msgspec import Struct

from xladdin.batch.journal import Recorded
from xladdin.batch.result import Problem, Result
from xladdin.outputs.since import State, unmatched
from xladdin.patterns import pattern

#: The number of a paragraph, which changes with every paragraph added above it.
_PARAGRAPH = pattern(r" · 第\d+段$")


class Change(Struct, frozen=True):
    """The state of a cause and its leading finding: as it is now or, if mended, as it was."""

    state: State
    problem: Problem


class Earlier:
    """The results of the round before, looked up by the filing's key or else by its unit."""

    def __init__(self, recorded: Recorded) -> None:
        self._recorded = recorded
        self._keys = {unit: key for key, unit in recorded.units.items() if unit}

    def of(self, result: Result) -> Result | None:
        """Return the earlier result of the same filing; None if there is none or it could not be read."""
        key = result.key if result.key in self._recorded else self._keys.get(result.unit)
        before = self._recorded[key] if key is not None else None
        return before if before is not None and not before.error else None


def changes(before: Result | None, now: Result) -> tuple[Change, ...] | None:
    """Return the state of each cause in both rounds, one entry for all its findings; None if either
    round has no result. A cause is mended when none of its findings is left."""
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
    """Count the causes in each state; None for None."""
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
    """Return the rule and the place within the file, for findings whose figures or file names changed."""
    _, _, within = problem.place.partition(" · ")
    return f"{problem.code} {_PARAGRAPH.sub('', within)}"
