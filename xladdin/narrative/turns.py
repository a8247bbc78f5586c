"""Resolve 分别: which figure belongs to which name, and what each figure behind it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from xladdin.narrative.lexicon import kind_words
from xladdin.narrative.mentions import CHANGED, Mention
from xladdin.narrative.naming import named
from xladdin.narrative.tokens import Token

#: The year of figures that may be read in several ways: 2022、2023、2024年分别支出80万元 ….
_UNTOLD = "0"
_SEVERAL = 2


def in_turn(found: Sequence[Mention]) -> None:
    """Give each figure behind 分别 the cue of the first one, and its own name or year in turn. In
    分别增长5.26%和11.11% both figures are changes.

    As many figures that follow and name nothing take the same turns: 分别比上年的50人、30人增长4%和10%.
    """
    at = 0
    while at < len(found):
        end = _end(found, at) if any(_announces_turns(word) for word in found[at].words) else at + 1
        if end - at > 1:
            _take_turns(found[at:end])
            while (more := _end(found, end)) - end == end - at and not found[end].said.name:
                _go_on(found[at:end], found[end:more])
                at, end = end, more
        at = end


def _end(found: Sequence[Mention], at: int) -> int:
    """Return the index behind the row of figures that begins at ``at``."""
    end = at + 1
    while end < len(found) and _goes_on(found[at], found[end]):
        end += 1
    return end


def _take_turns(row: Sequence[Mention]) -> None:
    """Give each figure of a row behind 分别 its name and year."""
    first = row[0]
    names = _names_in_turn(first)
    years = [w.text[:4] for w in first.words if w.kind in ("skip", "year") and w.text[:4].isdigit()]
    said = first.said
    _share(row)
    for turn, mention in enumerate(row):
        if len(years) == len(row) or (said.year and not names):
            mention.said = said._replace(year=_UNTOLD)
        if len(years) == len(row):
            mention.said = mention.said._replace(year=years[turn])
        if len(names) == len(row):
            mention.said = said._replace(name=names[turn])
        elif len(years) != len(row) and len(names) < _SEVERAL:
            mention.said = said._replace(year=_UNTOLD)  # an earlier sentence names them


def _go_on(row: Sequence[Mention], more: Sequence[Mention]) -> None:
    """Give each figure of a second row the turn of the first, and what it has changed from."""
    _share(more)
    for before, mention in zip(row, more, strict=True):
        if before.role == "then" and mention.role == "change":
            mention.then = before.token


def _share(row: Sequence[Mention]) -> None:
    """Give each figure of a row its turn and the cue of the first one, unless it has a cue of its own."""
    first = row[0]
    for turn, mention in enumerate(row):
        mention.turn, mention.turns, mention.said = turn, len(row), first.said
        if not any(word.kind in CHANGED for word in mention.words):  # 增长10%和下降5%
            mention.cue, mention.up, mention.base = first.cue, first.up, first.base
            mention.since = first.since


def _names_in_turn(first: Mention) -> list[str]:
    """Return the names before 分别, separated by 、 or 和."""
    pieces: list[list[Token]] = [[]]
    for word in first.words:
        if word.kind == "and" or (pieces[-1] and word.start != pieces[-1][-1].end):
            pieces.append([])
        if word.kind != "and":
            pieces[-1].append(word)
    return [said for piece in pieces if (said := named(piece).name)]


def _announces_turns(word: Token) -> bool:
    """Return whether a word announces one figure for each of several: 占比分别为."""
    return _says_turns(word.text)


@lru_cache(maxsize=4096)
def _says_turns(text: str) -> bool:
    return any(each in text for each in kind_words()["respectively"])


def _goes_on(first: Mention, other: Mention) -> bool:
    """Return whether a figure is another one that 分别 opens."""
    return (
        other.clause.sentence == first.clause.sentence
        and other.clause.depth == first.clause.depth
        and other.clause.mark in ("pause", "comma", first.clause.mark)
        and other.figure.unit == first.figure.unit
        and all(
            word.kind in ("and", "link", "of")
            or (word.kind in CHANGED and first.role == other.role == "change")
            for word in other.words
        )
    )
