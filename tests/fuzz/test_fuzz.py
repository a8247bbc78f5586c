"""A slice of the fuzzer's work, and that it would notice what goes wrong."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.hunting import Case, Tally, hunt, smallest
from tests.fuzz.mutations import mutated, steps
from tests.fuzz.run import files
from tests.fuzz.structure import repackaged, with_other_formats
from tests.fuzz.trial import Outcome
from tests.generator.filing import filing
from tests.thorough import few

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="bounds are set as on Unix")

SLICE = few(60, 15)


def test_a_slice_of_damaged_files_yields_reports_or_sentences(
    filings: Path, tmp_path: Path
) -> None:
    for seed in (2, 8):
        filing(seed, "taojiang").write(tmp_path / str(seed))
    paths = files([filings, tmp_path])
    tally = Tally()
    for case, outcome in hunt((Case.of(paths, number) for number in range(SLICE)), 2):
        tally.add(case, outcome)
    assert tally.files == SLICE
    assert tally.faults == {}
    assert {"check 0", "check 1", "check 2"} <= set(tally.by_verb)


def test_the_damage_of_a_seed_is_always_the_same(filings: Path) -> None:
    for path in files([filings])[:4]:
        data = path.read_bytes()
        first = [mutated(data, str(seed)) for seed in range(12)]
        assert first == [mutated(data, str(seed)) for seed in range(12)]
        assert len({*first, data}) > 10


def test_number_formats_and_packages_are_damaged_too(tmp_path: Path) -> None:
    (path,) = (each for each in filing(2, "taojiang").write(tmp_path) if each.suffix == ".xlsx")
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    formats = {with_other_formats(parts, Random(seed))["xl/styles.xml"] for seed in range(20)} - {
        parts["xl/styles.xml"]
    }
    assert len(formats) > 15
    assert len({repackaged(parts, Random(seed)) for seed in range(40)}) > 30


def test_a_process_that_dies_is_a_fault_and_the_next_case_goes_on(tmp_path: Path) -> None:
    (tmp_path / "没有.docx").mkdir()  # cannot even be read by the process
    (tmp_path / "有.txt").write_text("正文", encoding="utf-8")
    cases = [Case.of([tmp_path / "没有.docx"], 0), Case.of([tmp_path / "有.txt"], 1)]
    outcomes = {case.path.name: outcome for case, outcome in hunt(iter(cases), 1)}
    assert "died" in outcomes["没有.docx"].fault
    assert outcomes["有.txt"].statuses[0] == ("check", 2)


def test_a_case_is_made_small(tmp_path: Path) -> None:
    """Where the fault lies in the file itself, neither of its steps is needed."""
    (tmp_path / "没有.docx").mkdir()
    seed = next(number for number in range(100) if steps(str(number)) == 2)
    case = Case.of([tmp_path / "没有.docx"], seed)
    assert smallest(case, "the process died: status N").kept == ()


def test_faults_of_one_kind_are_counted_together() -> None:
    tally = Tally()
    for number in range(3):
        case = Case(Path("某/某.docx"), str(number), (0,))
        fault = f'File "/a/xladdin/x.py", line 7, in f\nValueError: bad {number}'
        tally.add(case, Outcome((("check", 2),), fault, 0.1))
    assert list(tally.times.items()) == [("xladdin/x.py/7/f: ValueError: bad N", 3)]
