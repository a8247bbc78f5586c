"""Read paragraphs as passages: their figures, and what each figure is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from msgspec.structs import replace

from xladdin.model.figure import Location
from xladdin.model.grid import Paragraph, Source
from xladdin.model.prose import Passage
from xladdin.narrative.claiming import Reader
from xladdin.narrative.figures import may_hold_figures
from xladdin.narrative.headings import Setting, settings
from xladdin.narrative.lexicon import Words
from xladdin.narrative.listings import listings
from xladdin.narrative.mentions import mentions
from xladdin.narrative.tokens import tokens
from xladdin.narrative.tree import Tree, tree
from xladdin.narrative.turns import in_turn
from xladdin.patterns import pattern
from xladdin.text.cleaning import clean

#: Splits sentences as ``tree`` does.
_SENTENCE = pattern("[^。！？!?\n]*(?:[。！？!?\n]|$)")


class Told(NamedTuple):
    """Sentences in a cell of a form: about plans (``goals``) or results, about the unit or, if
    ``scope`` is 项目, a project, which is named where the filing has several."""

    text: str
    location: Location
    goals: bool = False
    scope: str = ""
    project: str = ""


def passages(
    sources: Sequence[Source],
    year: int | None,
    unit: str = "",
    words: Words = (),
    cells: Sequence[Told] = (),
) -> tuple[Passage, ...]:
    """Return the passages of all paragraphs that hold words, then those of the cells' lines.

    ``year`` and ``unit`` are the filing's; figures of another unit get no subject. ``words`` are the
    profile's own names for subjects of the lexicon.
    """
    found = [
        _passage(_bare(source, paragraph), year, setting)
        for source in sources
        for paragraph, setting in settings(source, unit, words)
    ]
    for told in cells:
        for line, setting in _lines(told, unit, words):
            # Lines of cells are no paragraphs of their source: their numbers are negative.
            found.append(_passage(replace(line, paragraph=-1 - len(found)), year, setting))
    return tuple(found)


def _bare(source: Source, line: Paragraph) -> Passage:
    return Passage(source.name, line.index, line.text, "", cell=line.frame, offset=line.offset)


def _lines(told: Told, unit: str, words: Words) -> Iterator[tuple[Passage, Setting]]:
    """Yield the lines of a cell with their settings, as if they were a report."""
    texts = told.text.split("\n")
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    paragraphs = tuple(Paragraph(index, text) for index, text in enumerate(texts))
    name = told.location.source
    for paragraph, setting in settings(Source(name, "", "", paragraphs), unit, words):
        if told.project:
            setting = setting._replace(topic=told.project, owned=True)
        if told.scope:
            setting = setting._replace(scope=told.scope)
        place = (told.location, starts[paragraph.index])
        yield (
            Passage(name, 0, paragraph.text, "", cell=place[0], offset=place[1]),
            setting._replace(goals=setting.goals or told.goals),
        )


def _passage(bare: Passage, year: int | None, setting: Setting) -> Passage:
    """Return the passage with its sentences, claims and lists."""
    bare = replace(bare, scope=setting.scope)
    cleaned = clean(bare.text)
    if not may_hold_figures(cleaned.text):
        spans = (m.span() for m in _SENTENCE.finditer(cleaned.text) if m[0].strip())
        return replace(bare, sentences=tuple(cleaned.written(*span) for span in spans))
    grown = tree(tokens(cleaned.text))
    sentences = tuple(
        cleaned.written(a, b) for a, b in grown.sentences if cleaned.text[a:b].strip()
    )
    bare = replace(bare, sentences=sentences)
    found = mentions(grown, cleaned.text)
    in_turn(found)
    if not found:
        return bare
    lists = listings(grown, found)
    quotes = [bare.text[slice(*cleaned.written(a, b))].strip() for a, b in grown.sentences]
    spans_of = (
        cleaned.written(grown.tokens[m.token].start, grown.tokens[m.token].end) for m in found
    )
    places = [
        replace(bare.place(*span), quote=quotes[m.clause.sentence])
        for m, span in zip(found, spans_of, strict=True)
    ]
    reader = Reader(grown, found, lists, year, setting, places)
    return replace(bare, claims=tuple(reader.claims()), listings=tuple(lists), open=_is_open(grown))


def _is_open(grown: Tree) -> bool:
    """Return whether a text ends with 其中 or a colon: its parts are in the paragraphs below."""
    kinds = [token.kind for token in grown.tokens if token.kind not in ("gap", "stop", "comma")]
    return bool(kinds) and kinds[-1] in ("among", "includes", "colon")
