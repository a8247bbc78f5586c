"""Find the 省, 市 and 县 that a text names, by ``data/places.toml``, to choose its profile."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from operator import add
from typing import NamedTuple

from xladdin.forms.definitions import load

#: A place and those around it, the largest first: 湖南省, 益阳, 桃江.
Place = tuple[str, ...]

#: Endings that a name may lack.
_KINDS = "省市州县区"
#: Marks a name that can also be part of other words: 会同县 in “我局会同县财政局”.
_OPENING = "^"
#: What may stand before such a name: nothing, or the last character of another place or the year.
_BEFORE = ("", "\n", *"省市州年度")


class _Name(NamedTuple):
    """A written name and its place; the place is empty for a word that merely contains a name."""

    text: str
    place: Place
    opening: bool = False


def home(text: str) -> Place:
    """Return the place that a text names most, down to its 县 if it tells; empty if it names none.

    Names of places inside a place count for it, too. An inner place is chosen if it is named at least
    half as often as the one around it, because the reports of a 市 list its 县. Of two equally frequent
    ones the first wins, since addresses go from the largest to the smallest.
    """
    votes = Counter(place for place in _named(text) if place)
    here: Place = ()
    while True:
        within: Counter[Place] = Counter()
        for place, count in votes.items():
            if place[: len(here)] == here != place:
                within[place[: len(here) + 1]] += count
        best = max(within, key=within.__getitem__, default=here)
        if best == here or 2 * within[best] < votes[here]:
            return here
        here = best


def called(name: str) -> Place:
    """Return the largest place of this name, with or without 县; empty if there is none."""
    wanted = _bare(name)
    alike = (each.place for each in _names() if each.place and _bare(each.text) == wanted)
    return min(alike, key=len, default=())


def _bare(name: str) -> str:
    return name.rstrip(_KINDS) or name


def _named(text: str) -> Iterator[Place]:
    """Yield the place of each name in the text; the longest name at each position counts."""
    end = 0
    for start, names in enumerate(map(_heads().get, map(add, text, text[1:]))):
        if names is None or start < end:
            continue
        before = text[max(0, start - 1) : start]
        for name in names:
            if text.startswith(name.text, start) and (not name.opening or before in _BEFORE):
                end = start + len(name.text)
                yield name.place
                break


@cache
def _names() -> Sequence[_Name]:
    data = load("places.toml")
    found = [_Name(word, ()) for word in data["words"].split()]
    for province, cities in data["province"].items():
        found.append(_Name(province, (province,)))
        for city, counties in cities.items():
            found.append(_Name(city, (province, city)))
            for county in counties.split():
                name = county.removeprefix(_OPENING)
                found.append(_Name(name, (province, city, name), name != county))
    return found


@cache
def _heads() -> Mapping[str, Sequence[_Name]]:
    """Return the names by their first two characters, the longest first."""
    heads: defaultdict[str, list[_Name]] = defaultdict(list)
    for name in sorted(_names(), key=lambda name: len(name.text), reverse=True):
        heads[name.text[:2]].append(name)
    return heads
