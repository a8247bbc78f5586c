"""Every example in the data by which sentences are read, executed."""

from __future__ import annotations

import re
from typing import Any

import pytest

from xladdin.narrative.lexicon import table
from xladdin.narrative.mentions import Mention, mentions
from xladdin.narrative.tokens import tokens
from xladdin.narrative.tree import tree
from xladdin.text.cleaning import clean

CUES = table("cues")["cue"]
PIECES = table("not_figures")["pattern"]


def marked(example: str) -> Mention:
    """The figure that an example marks with [ ]."""
    begin = example.index("[")
    text = clean(example.replace("[", "").replace("]", "")).text
    grown = tree(tokens(text))
    found = mentions(grown, text)
    return next(
        m for m in found if grown.tokens[m.token].start <= begin < grown.tokens[m.token].end
    )


@pytest.mark.parametrize("cue", CUES, ids=[f"{n} {c['role']}" for n, c in enumerate(CUES)])
def test_a_cue_makes_of_its_example_what_it_says(cue: dict[str, Any]) -> None:
    said = marked(cue["example"]).cue
    assert said is not None
    assert said.role == cue["role"]


@pytest.mark.parametrize("cue", CUES, ids=[f"{n} {c['role']}" for n, c in enumerate(CUES)])
def test_a_cue_leaves_its_counter_alone(cue: dict[str, Any]) -> None:
    said = marked(cue["counter"]).cue
    assert said is None or said.role != cue["role"]


@pytest.mark.parametrize("piece", PIECES, ids=[p["example"] for p in PIECES])
def test_digits_of_a_piece_that_is_no_figure_are_none(piece: dict[str, Any]) -> None:
    found = tokens(clean(piece["example"]).text)
    assert [token.text for token in found if token.figure is not None] == []


@pytest.mark.parametrize("piece", PIECES, ids=[p["example"] for p in PIECES])
def test_digits_of_a_counter_are_not_this_piece(piece: dict[str, Any]) -> None:
    """What the lexicon knows as a word (“三公”) may be of the same kind, but never by this pattern."""
    assert re.fullmatch(piece["pattern"], clean(piece["counter"]).text) is None
