"""Faultless reports on special funds, written without looking at the patterns, pass unscathed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.kit import written
from xladdin import checking
from xladdin.forms.profiles import profile
from xladdin.model.interval import Verdict
from xladdin.model.report import Report, Severity

TEXTS = sorted((Path(__file__).parent / "blind").glob("fund_*.txt"))


@cache
def report(path: Path) -> Report:
    """The report on one of the texts."""
    chosen = profile("ministry")
    return checking.check(checking.file([written.source(path.read_text("utf-8"))], chosen), chosen)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_faultless_text_is_charged_with_nothing(path: Path) -> None:
    charged = [
        f.message
        for f in report(path).findings
        if f.code.startswith(("A", "F5")) and f.severity is not Severity.INFO
    ]
    assert charged == []


def test_silence_is_no_way_to_pass() -> None:
    held = [
        relation
        for path in TEXTS
        for relation in report(path).relations
        if relation.code.startswith("A") and relation.verdict is not Verdict.VIOLATED
    ]
    assert len(TEXTS) >= 12
    assert len(held) >= 200
