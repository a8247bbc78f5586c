"""Group sets that are nearly the same, among thousands, by the elements that they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy
from msgspec import Struct
from numpy.typing import NDArray

from xladdin.batch.extract import SIGNATURE

Set = frozenset[int]
#: A set as a sorted array, which takes a tenth of the memory.
Elements = NDArray[numpy.integer[Any]]

#: How many groups, those that share most elements with a set, are compared exactly.
_TRIED = 5


class Group(Struct, frozen=True):
    """Filings that are alike: ``keys`` in order; ``likeness`` (0 to 1) is the least alike to the first."""

    keys: tuple[str, ...]
    likeness: float


def elements(numbers: Iterable[int]) -> Elements:
    """Return the numbers, sorted and without repetitions."""
    return numpy.unique(numpy.fromiter(numbers, dtype=numpy.int64))


def alike(one: Set, other: Set) -> float:
    """Estimate from two signatures which share of two texts is the same, 0 to 1."""
    if not one or not other:
        return 0.0
    smallest = sorted(one | other)[:SIGNATURE]
    return len(one & other & set(smallest)) / len(smallest)


def overlap(one: Set, other: Set) -> float:
    """Return the share of two sets' elements that both have, 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0


def groups(
    sets: Mapping[str, Elements], likeness: Callable[[Set, Set], float], least: float
) -> list[Group]:
    """Group the sets: ``likeness`` of a set to the first of its group is at least ``least``.

    Groups of one are left out. Sets are compared only with the first of each group: one array holds
    the elements of all of these, so that one lookup counts what each shares. The groups that share
    most are compared exactly.
    """
    filled = [(key, each) for key, each in sets.items() if len(each)]
    if not filled:
        return []
    numbers, kinds = _numbered([each for _, each in filled])
    here = numpy.zeros(kinds + 1, dtype=bool)
    first = numpy.full((len(filled), max(map(len, numbers))), kinds, dtype=numpy.int32)
    members: list[tuple[str, Elements, list[tuple[str, float]]]] = []
    for (key, each), row in zip(filled, numbers, strict=True):
        own = _set(each)
        here[row] = True
        shared = here.take(first[: len(members)]).sum(axis=1)
        here[row] = False
        likely = numpy.argsort(-shared, kind="stable")[:_TRIED].tolist()
        found = (
            (likeness(_set(members[n][1]), own), -n)
            for n in likely
            if shared[n] >= least * len(own)
        )
        degree, n = max(found, default=(0.0, 0))
        if degree >= least:
            members[-n][2].append((key, degree))
        else:
            first[len(members), : len(row)] = row
            members.append((key, each, []))
    return [
        Group((leader, *(key for key, _ in others)), min(degree for _, degree in others))
        for leader, _, others in members
        if others
    ]


def _set(found: Elements) -> Set:
    return frozenset(found.tolist())


def _numbered(filled: Sequence[Elements]) -> tuple[list[Elements], int]:
    """Return the sets with their elements numbered from 0, and the number of different elements."""
    kinds, inverse = numpy.unique(numpy.concatenate(filled), return_inverse=True)
    ends = numpy.cumsum([len(each) for each in filled])
    return numpy.split(inverse.astype(numpy.int32), ends[:-1]), len(kinds)
