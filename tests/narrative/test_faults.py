"""A clean report passes, and one wrong figure in it is found."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from tests.narrative import faults
from tests.narrative.clean_filings import STYLES, Style
from tests.thorough import dealt
from xladdin.model.report import Severity
from xladdin.rules.registry import rules

FLOOR = 0.95


@cache
def injected() -> tuple[tuple[faults.Fault, bool], ...]:
    """Every fault, each operator's in one of the styles, and whether it is found."""
    every = [
        each
        for place, operator in enumerate(faults.OPERATORS)
        for style in dealt(STYLES, place + 1, len(STYLES))
        for each in operator(style)
    ]
    if "F401" not in rules():
        every = [fault for fault in every if fault.operator != "缺少部分"]
    return tuple((fault, faults.detected(fault)) for fault in every)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_clean_filing_has_no_finding_above_info(style: Style) -> None:
    filing, report = faults.read(style)
    assert (filing.unit, filing.year) == (style.unit, 2024)
    assert [f.message for f in report.findings if f.severity is not Severity.INFO] == []


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_most_figures_of_a_clean_report_are_compared(style: Style) -> None:
    coverage = faults.read(style)[1].coverage
    assert coverage.quantities >= 30
    assert coverage.claims_compared >= 0.8 * coverage.quantities


def test_there_are_a_dozen_operators_and_each_is_tried() -> None:
    assert len({fault.operator for fault, _ in injected()}) == len(faults.OPERATORS) == 12


def test_nearly_every_fault_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    tried = Counter(fault.operator for fault, _ in injected())
    found = Counter(fault.operator for fault, hit in injected() if hit)
    with capsys.disabled():
        for operator, times in [*tried.items(), ("全部", tried.total())]:
            hits = found[operator] if operator in tried else found.total()
            print(f"\n{operator:　<8}{times:5}{hits:5}{hits / times:8.1%}", end="")
    missed = [
        f"{fault.operator} {fault.style.name} 第{fault.paragraph}段 {fault.before} → {fault.now}"
        for fault, found in injected()
        if not found
    ]
    assert len(missed) <= (1 - FLOOR) * len(injected()), "\n".join(missed)
