"""Faultless texts with which a stranger to the program got a false finding out of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.grid import Paragraph, Source
from xladdin.model.interval import Verdict
from xladdin.narrative.reading import passages
from xladdin.rules.registry import rules

TEXTS = Path(__file__).with_name("attacked.txt").read_text(encoding="utf-8").splitlines()


def charged(lines: Sequence[str]) -> list[str]:
    """What family A says against a report of these paragraphs."""
    paragraphs = tuple(Paragraph(n, line) for n, line in enumerate(lines))
    source = Source("自评报告.docx", "docx", "", paragraphs)
    filing = Filing((source,), (), "", 2024, passages=passages((source,), 2024))
    every = [rule for code, rule in rules().items() if code[0] == "A"]
    found = [relation for rule in every for relation in rule.check(filing, profile("ministry"))]
    return [r.message for r in found if r.verdict is Verdict.VIOLATED]


@pytest.mark.parametrize("text", TEXTS)
def test_a_faultless_text_is_charged_with_nothing(text: str) -> None:
    """Paragraphs are parted by /, where that is not a price's: 元/天."""
    assert charged(_PARAGRAPHS.split(text)) == []


#: 1000元/天 is one paragraph.
_PARAGRAPHS = re.compile("(?<![元块条])/")
