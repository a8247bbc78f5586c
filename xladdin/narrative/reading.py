"""Paragraphs → passages: the figures of each, and what each one is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
from xladdin.text.cleaning import clean

#: As the tree parts sentences.
_SENTENCE = re.compile("[^。！？!?\n]*(?:[。！？!?\n]|$)")


def passages(
    sources: Sequence[Source], year: int | None, unit: str = "", words: Words = ()
) -> tuple[Passage, ...]:
    """The paragraphs of all sources that hold words, with their claims.

    ``year`` and ``unit`` are the filing's; the figures of another unit are about no subject.
    ``words`` are the profile's own names for subjects of the lexicon.
    """
    return tuple(
        _passage(source.name, paragraph, year, setting)
        for source in sources
        for paragraph, setting in settings(source, unit, words)
    )


def _passage(source: str, paragraph: Paragraph, year: int | None, setting: Setting) -> Passage:
    cleaned = clean(paragraph.text)
    if not may_hold_figures(cleaned.text):
        spans = (m.span() for m in _SENTENCE.finditer(cleaned.text) if m[0].strip())
        sentences = tuple(cleaned.written(*span) for span in spans)
        return Passage(source, paragraph.index, paragraph.text, setting.scope, sentences)
    grown = tree(tokens(cleaned.text))
    sentences = tuple(
        cleaned.written(a, b) for a, b in grown.sentences if cleaned.text[a:b].strip()
    )
    found = mentions(grown, cleaned.text)
    in_turn(found)
    if not found:
        return Passage(source, paragraph.index, paragraph.text, setting.scope, sentences)
    lists = listings(grown, found)
    quotes = [paragraph.text[slice(*cleaned.written(a, b))].strip() for a, b in grown.sentences]
    places = [
        Location(
            source, paragraph=paragraph.index, span=cleaned.written(grown.tokens[m.token].start, grown.tokens[m.token].end),
            quote=quotes[m.clause.sentence],
        )
        for m in found
    ]  # fmt: skip
    reader = Reader(grown, found, lists, year, setting, places)
    return Passage(
        source,
        paragraph.index,
        paragraph.text,
        setting.scope,
        sentences,
        tuple(reader.claims()),
        tuple(lists),
        _is_open(grown),
    )


def _is_open(grown: Tree) -> bool:
    """Whether a text ends with 其中 or a colon, so that its parts are in the paragraphs below."""
    kinds = [token.kind for token in grown.tokens if token.kind not in ("gap", "stop", "comma")]
    return bool(kinds) and kinds[-1] in ("among", "includes", "colon")
