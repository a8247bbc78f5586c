"""Paragraphs of disclosures, finance reports and self-evaluations, by people who have not seen the
program: ninety (D), forty-five of them once more with one wrong figure, then eighty more (Q), then a
hundred (R), forty of them once more with one wrong figure, then a hundred and thirty (S), fifty of them likewise.

Scored once before anything was mended for them: D 11 false errors in 1,423 figures, 24 of 45 found;
Q, after D was mended, 3 in 1,585; R, after both, 3 in about 1,900, 25 of 40 found; S, after all three, 5 in
about 2,600, 29 of 50 found. They are training
texts since then.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.narrative.test_attacked import charged

HERE = Path(__file__).parent
FAULTLESS, WRONG = (
    [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]
    for name in ("unseen_faultless.jsonl", "unseen_wrong.jsonl")
)


@pytest.mark.parametrize("case", FAULTLESS, ids=[case["id"] for case in FAULTLESS])
def test_a_faultless_paragraph_is_charged_with_nothing(case: dict[str, str]) -> None:
    assert charged(case["text"].split("\n")) == []


def test_half_of_the_wrong_figures_are_found() -> None:
    found = [case["id"] for case in WRONG if charged(case["text"].split("\n"))]
    assert len(found) >= 90
