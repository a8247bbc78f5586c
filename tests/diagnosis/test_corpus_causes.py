"""One planted error a filing of ../shared/corpus: whether the figure to correct is told, and its value.

Training texts; the floors keep what was learnt.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.thorough import THOROUGH, few
from xladdin.checking import check_paths
from xladdin.model.interval import Verdict
from xladdin.model.report import Cause, Report, Severity

NUMBER = re.compile(r"\d+(?:\.\d+)?")


def numbers(texts: list[str]) -> set[Decimal]:
    return {Decimal(each).normalize() for t in texts for each in NUMBER.findall(t.replace(",", ""))}


def grave(report: Report) -> set[str]:
    return {f.fingerprint for f in report.findings if f.severity is not Severity.INFO}


@pytest.fixture(scope="module")
def planted(filings: Path) -> list[tuple[dict[str, Any], Report, list[Cause]]]:
    """Each planted number: its row of the key, the report, the causes that the faultless one lacks."""
    found = []
    every = sorted(each.parent for each in (filings.parent / "corpus" / "filings").glob("*/clean"))
    step = len(every) // few(len(every), 3)
    for folder in every[::step]:
        known = grave(check_paths([folder / "clean"]))
        for line in (folder / "key.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["expect"] == "finding" and numbers(row["wrong"]):
                report = check_paths([folder / row["variant"]])
                new = grave(report) - known
                found.append((row, report, [c for c in report.causes if new & set(c.explains)]))
    return [each for each in found if each[2]]


def test_the_first_cause_names_the_figure_and_no_wrong_value_is_proposed(
    planted: list[tuple[dict[str, Any], Report, list[Cause]]],
) -> None:
    counts: Counter[str] = Counter()
    for row, _, causes in planted:
        first = causes[0].figure
        counts["named"] += first is not None and bool(numbers([first.text]) & numbers(row["wrong"]))
        proposed = [c.proposed for c in causes if c.proposed is not None]
        counts["right"] += bool(numbers(proposed) & numbers(row["right"]))
        counts["wrong"] += bool(numbers(proposed) - numbers(row["right"]))
    print(f"\n{len(planted)} planted: {dict(counts)}")
    by_chance = 0 if THOROUGH else 1  # in a sample
    assert counts["named"] + by_chance >= 0.85 * len(planted)
    assert counts["right"] >= 0.65 * len(planted)
    assert counts["wrong"] <= 0.02 * len(planted)


def test_a_proposed_value_heals_and_breaks_nothing(
    planted: list[tuple[dict[str, Any], Report, list[Cause]]],
) -> None:
    tried = 0
    for _, report, causes in planted:
        for cause in causes:
            if cause.proposed is None or cause.figure is None or not cause.figure.value:
                continue
            try:
                value = Decimal(cause.proposed)
                changes = {each.location: value for each in (cause.figure, *cause.copies)}
            except ArithmeticError:
                continue
            before, after = (
                list(_verdicts(report, cause, {})),
                list(_verdicts(report, cause, changes)),
            )
            if Verdict.VIOLATED not in before:
                continue
            tried += 1
            assert after.count(Verdict.VIOLATED) < before.count(Verdict.VIOLATED)
            assert not any(
                then is Verdict.VIOLATED and now is not Verdict.VIOLATED
                for now, then in zip(before, after, strict=True)
            )
    assert tried > few(30, 10)


def _verdicts(report: Report, cause: Cause, changes: dict[Any, Decimal]) -> Iterator[Verdict]:
    """The verdicts of the relations in which the cause's figure stands."""
    assert cause.figure is not None
    for relation in report.relations:
        here = any(o.location == cause.figure.location for o in relation.operands)
        if here and relation.equation is not None:
            yield relation.equation.judged(changes)


def test_every_finding_has_one_cause(
    planted: list[tuple[dict[str, Any], Report, list[Cause]]],
) -> None:
    for _, report, _ in planted:
        told = Counter(f for cause in report.causes for f in cause.explains)
        assert told == Counter(finding.fingerprint for finding in report.findings)
