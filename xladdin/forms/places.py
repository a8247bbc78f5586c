"""Where a text comes from: the 省, 市 and 县 that it names. Data in ``data/places.toml``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from operator import add
from typing import NamedTuple

from xladdin.forms.definitions import load

#: The names of a place and of those around it, the largest first: 湖南省, 益阳, 桃江.
Place = tuple[str, ...]

#: What a name may be written with or without.
_KINDS = "省市州县区"
#: Marks a name that is none inside a sentence: 会同县 in “我局会同县财政局”.
_OPENING = "^"
#: What may stand before such a name: nothing, or the last character of another place or the year.
_BEFORE = ("", "\n", *"省市州年度")


class _Name(NamedTuple):
    """A name as it is written, and the place that it tells: none for a word with a name in it."""

    text: str
    place: Place
    opening: bool = False


def home(text: str) -> Place:
    """The place that a text names most: its 省, its 市 and 县 as far as it tells; empty if it names
    none.

    What is named within a place speaks for that place, too. A place within counts if it is named
    half as often as the one around it: the reports of a 市 list its 县. Of two named as often it is
    the first, since addresses go from the largest to the smallest.
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
    """The place of this name, with 县 or without, the largest that has it; empty if there is none."""
    wanted = _bare(name)
    alike = (each.place for each in _names() if each.place and _bare(each.text) == wanted)
    return min(alike, key=len, default=())


def _bare(name: str) -> str:
    return name.rstrip(_KINDS) or name


def _named(text: str) -> Iterator[Place]:
    """The place of each name in the text, the longest that begins where it stands."""
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
    """The names by their first two characters, the longest first."""
    heads: defaultdict[str, list[_Name]] = defaultdict(list)
    for name in sorted(_names(), key=lambda name: len(name.text), reverse=True):
        heads[name.text[:2]].append(name)
    return heads
