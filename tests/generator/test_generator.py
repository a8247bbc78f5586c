"""Made-up filings: as many as are wanted, without a fault unless one is asked for, and then found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generator import report_faults, table_faults
from tests.generator.facts import PROFILES, facts
from tests.generator.filing import filing, possible
from tests.generator.measure import Score, measured
from tests.thorough import THOROUGH, few
from xladdin import checking
from xladdin.forms.profiles import profile

SLICE = few(44, 12)
#: What is found of the faults in forms and in reports. The aim for reports is 0.95: see measure.py.
TABLE_FLOOR, REPORT_FLOOR = 0.995, 0.92


@pytest.fixture(scope="module")
def score() -> Score:
    """A slice of what measure.py does, without writing files."""
    whole = Score()
    for number in range(SLICE):
        whole.add(measured(number, written=False))
    return whole


def test_nearly_every_fault_is_found(score: Score) -> None:
    assert score.tried.total() > SLICE
    assert score.rate(in_report=False) >= TABLE_FLOOR, "\n".join(score.missed)
    by_chance = not THOROUGH and len(score.missed) == 1  # in a slice so small
    assert score.rate(in_report=True) >= REPORT_FLOOR or by_chance, "\n".join(score.missed)


def test_nothing_is_found_in_clean_filings(score: Score) -> None:
    assert score.clean >= SLICE // 4
    assert score.invented == []


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("in_word", [False, True], ids=["xlsx", "docx"])
def test_what_is_written_is_read_as_it_was_meant(name: str, in_word: bool, tmp_path: Path) -> None:
    seed = next(seed for seed in range(20) if filing(seed, name).in_word is in_word)
    made, chosen = filing(seed, name), profile(name)
    read = checking.check_paths(made.write(tmp_path), name)
    meant = checking.check(checking.file(made.sources, chosen), chosen)
    assert [each.message for each in read.findings] == [each.message for each in meant.findings]
    for count in ("figures", "figures_checked", "quantities", "claims_compared", "violated"):
        assert getattr(read.coverage, count) == getattr(meant.coverage, count)
    assert (read.unit, read.year) == (made.facts.unit, made.facts.year)


@pytest.mark.parametrize("name", PROFILES)
def test_a_thousand_units_are_a_thousand(name: str) -> None:
    assert len({facts(seed, name).unit for seed in range(1000)}) == 1000


def test_a_profile_recognises_its_units(tmp_path: Path) -> None:
    for name in PROFILES:
        made = filing(5, name)
        assert checking.profile_of(made.sources).id == name


@pytest.mark.parametrize("name", PROFILES)
def test_every_kind_of_fault_changes_just_one_of_forms_and_report(name: str) -> None:
    clean = filing(4, name)
    in_forms, in_report = possible(4, name)
    for kind in (*in_forms, *in_report):
        made = filing(4, name, [kind])
        (fault,) = made.faults
        assert fault.kind == kind
        assert fault.in_report is (kind in in_report)
        assert (made.tables == clean.tables) is fault.in_report
        assert (made.lines == clean.lines) is not fault.in_report


def test_a_fault_without_a_place_is_refused() -> None:
    fund = next(seed for seed in range(20) if facts(seed, "ministry").fund)
    for kind in ("三公合计错", "等级改动"):
        with pytest.raises(LookupError, match=kind):
            filing(fund, "ministry", [kind])


def test_each_kind_has_one_meaning() -> None:
    assert not table_faults.KINDS.keys() & report_faults.KINDS.keys()
    assert len(table_faults.KINDS) + len(report_faults.KINDS) >= 50


def test_the_same_seed_is_the_same_filing(tmp_path: Path) -> None:
    first = [
        path.read_bytes() for path in filing(7, "taojiang", ["数字打错"]).write(tmp_path / "a")
    ]
    again = [
        path.read_bytes() for path in filing(7, "taojiang", ["数字打错"]).write(tmp_path / "b")
    ]
    assert first[1:] == again[1:]
