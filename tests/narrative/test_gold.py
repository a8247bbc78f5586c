"""How well sentences are understood, measured on the gold corpus; the floors must hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

import pytest

from tests.narrative import gold_corpus
from tests.narrative.gold_corpus import KINDS, Case

PRECISION, RECALL = 0.98, 0.95


@cache
def compared() -> tuple[tuple[Case, Case], ...]:
    """Each case with what was read."""
    return tuple((case, gold_corpus.read(case)) for case in gold_corpus.cases())


@cache
def tally(part: str, kind: str = "") -> tuple[int, int, int]:
    """How many of this part were labelled, found, and found as labelled."""
    labelled = found = right = 0
    for case, reading in compared():
        wanted: Counter[object] = _of_kind(getattr(case, part), kind)
        there = _of_kind(getattr(reading, part), kind)
        labelled, found = labelled + wanted.total(), found + there.total()
        right += (wanted & there).total()
    return labelled, found, right


def _of_kind(counted: Mapping[object, int], kind: str) -> Counter[object]:
    kept: Iterable[tuple[object, int]] = (
        (each, times)
        for each, times in counted.items()
        if not kind or (isinstance(each, tuple) and each[0] == kind)
    )
    return Counter(dict(kept))


def told(part: str, kind: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, int, int]:
    """The tally, shown on the terminal."""
    labelled, found, right = tally(part, kind)
    with capsys.disabled():
        print(
            f"\n{part} {kind}: {labelled} labelled, {found} found,"
            f" precision {right / found:.3f}, recall {right / labelled:.3f}",
            end="",
        )
    return labelled, found, right


def differences(part: str) -> list[str]:
    """What was missed and what was found too much, for the message of a failing test."""
    lines = []
    for case, reading in compared():
        wanted, there = getattr(case, part), getattr(reading, part)
        lines += [f"{case.name}: missed {each}" for each in (wanted - there).elements()]
        lines += [f"{case.name}: too much {each}" for each in (there - wanted).elements()]
    return lines


@pytest.mark.parametrize("part", ["quantities", "claims", "relations"])
def test_precision_and_recall_reach_their_floors(
    part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled, found, right = told(part, "", capsys)
    missing = "\n".join(differences(part))
    assert right / found >= PRECISION, missing
    assert right / labelled >= RECALL, missing


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_relation_is_labelled_often_and_mostly_found(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled, found, right = told("relations", kind, capsys)
    assert labelled >= 5
    assert min(right / labelled, right / found) >= 0.9


def test_no_text_is_charged_with_an_error_that_it_does_not_have() -> None:
    false = [
        f"{case.name}: {each}"
        for case, reading in compared()
        for each in reading.relations
        if each[1] == "violated" and each not in case.relations
    ]
    assert not false


def test_no_text_without_a_fault_is_charged_with_one() -> None:
    """Texts in which everything agrees, in the wording that is most easily misread."""
    texts = (gold_corpus.FOLDER / "clean.txt").read_text(encoding="utf-8").splitlines()
    assert len(texts) >= 50
    false = [
        f"{text}\n{each}"
        for text in texts
        for each in gold_corpus.read(Case("", text)).relations
        if each[1] == "violated"
    ]
    assert not false, "\n".join(false)


def test_the_corpus_is_large_and_half_of_it_are_traps() -> None:
    texts = [case for case, _ in compared()]
    hard = [case for case in texts if case.trap or any(r[1] == "violated" for r in case.relations)]
    assert len(texts) >= 250
    assert len({case.text for case in texts}) == len(texts)
    assert len(hard) >= len(texts) / 2
