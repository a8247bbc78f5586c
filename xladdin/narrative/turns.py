"""Resolve 分别: which figure belongs to which name, and what each figure behind it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from xladdin.narrative.lexicon import kind_words
from xladdin.narrative.mentions import Mention
from xladdin.narrative.naming import named
from xladdin.narrative.tokens import Token

#: The year of figures that may be read in several ways: 2022、2023、2024年分别支出80万元 ….
_UNTOLD = "0"
_SEVERAL = 2


def in_turn(found: Sequence[Mention]) -> None:
    """Give each figure behind 分别 the cue of the first one, and its own name or year in turn. In
    分别增长5.26%和11.11% both figures are changes."""
    at = 0
    while at < len(found):
        first = found[at]
        end = at + 1
        if any(_announces_turns(word) for word in first.words):
            while end < len(found) and _goes_on(first, found[end]):
                end += 1
        if end - at > 1:
            names = _names_in_turn(first)
            years = [
                w.text[:4]
                for w in first.words
                if w.kind in ("skip", "year") and w.text[:4].isdigit()
            ]
            said = first.said
            for turn, mention in enumerate(found[at:end]):
                mention.turn, mention.turns = turn, end - at
                if turn:
                    mention.cue, mention.up, mention.base = first.cue, first.up, first.base
                    mention.since, mention.said = first.since, said
                if len(years) == end - at or (said.year and not names):
                    mention.said = said._replace(year=_UNTOLD)
                if len(years) == end - at:
                    mention.said = mention.said._replace(year=years[turn])
                if len(names) == end - at:
                    mention.said = said._replace(name=names[turn])
                elif len(years) != end - at and len(names) < _SEVERAL:
                    mention.said = said._replace(year=_UNTOLD)  # an earlier sentence names them
        at = end


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
        and all(word.kind in ("and", "link", "of") for word in other.words)
    )
