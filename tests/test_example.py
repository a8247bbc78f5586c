"""The shipped example: made by one command, wrong in just the places that its list names."""

from __future__ import annotations

import importlib
import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from xladdin import checking
from xladdin.rules.registry import rules
from xladdin.verbs.demo import EXAMPLE

INSTALL = Path(__file__).resolve().parent.parent / "install"


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    """``install/build_example.py``, with its data beside it."""
    sys.path.insert(0, str(INSTALL))
    try:
        return importlib.import_module("build_example")
    finally:
        sys.path.remove(str(INSTALL))


def members(package: bytes) -> dict[str, tuple[tuple[int, ...], bytes]]:
    """The parts of an Office file by name, with their dates; how they are packed does not matter."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {each.filename: (each.date_time, opened.read(each)) for each in opened.infolist()}


def test_the_committed_files_are_those_that_the_script_writes(builder: ModuleType) -> None:
    written = builder.files()
    assert sorted(written) == sorted(path.name for path in EXAMPLE.iterdir())
    for name, content in written.items():
        committed = (EXAMPLE / name).read_bytes()
        again = "请运行 python3 install/dev.py build"
        if name.endswith(".txt"):
            assert committed == content, again
        else:
            assert members(committed) == members(content), again


def test_the_same_bytes_come_out_each_time(builder: ModuleType) -> None:
    assert builder.files() == builder.files()


def test_just_what_was_planted_is_found(builder: ModuleType) -> None:
    report = checking.check_paths([EXAMPLE])
    found = Counter(finding.code for finding in report.findings)
    assert found == Counter(code for code, _, _ in builder.PLANTED)


def test_errors_warnings_and_hints_of_every_family_are_there() -> None:
    report = checking.check_paths([EXAMPLE])
    assert {finding.severity.value for finding in report.findings} == {"error", "warning", "info"}
    assert {finding.code[0] for finding in report.findings} >= set("FBSXNA")


def test_the_example_is_of_no_real_place() -> None:
    report = checking.check_paths([EXAMPLE])
    assert (report.unit, report.year) == ("云山县农业技术推广中心", 2024)
    assert report.profile == "ministry"


def test_nearly_all_that_is_right_in_it_is_seen_to_be_right() -> None:
    coverage = checking.check_paths([EXAMPLE]).coverage
    assert coverage.held > 150
    assert coverage.figures - coverage.figures_checked < 5


def test_the_list_names_known_rules_in_sentences(builder: ModuleType) -> None:
    note = (EXAMPLE / "说明.txt").read_text("utf-8")
    for code, place, what in builder.PLANTED:
        assert code in rules()
        assert f"\n{code}　{place}：{what}。\n" in note


def test_no_cell_holds_a_formula_that_the_reader_would_miss(builder: ModuleType) -> None:
    sheets = [part for name, (_, part) in members(builder.tables()).items() if "worksheets" in name]
    assert len(sheets) == 5
    assert not any(b"<f>" in part for part in sheets)


@pytest.mark.office
def test_every_table_prints_on_one_page_of_a4(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE / "附件.xlsx", tmp_path)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "附件.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    printed = (tmp_path / "附件.pdf").read_bytes()
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", printed)
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {(595, 842)}
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 5
