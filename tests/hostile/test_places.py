"""Links that lead round in circles, consoles that know no Chinese, folders that others made first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from xladdin.batch.grouping import filings
from xladdin.sources.filing_files import read_filing
from xladdin.verbs.demo import EXAMPLE

posix = pytest.mark.skipif(os.name == "nt", reason="links need a right there; locales are POSIX's")


@pytest.fixture
def circle(tmp_path: Path) -> Path:
    """A folder of one workbook, to which several ways lead."""
    folder = tmp_path / "材料"
    (folder / "甲局").mkdir(parents=True)
    shutil.copy(EXAMPLE / "附件.xlsx", folder / "甲局")
    (folder / "自身").symlink_to(".")
    (folder / "上面").symlink_to("..")
    (folder / "a甲局").symlink_to("甲局")
    (folder / "甲局" / "a附件.xlsx").symlink_to("附件.xlsx")
    (folder / "甲局" / "回").symlink_to("..")
    (folder / "断的.docx").symlink_to("没有.docx")
    (folder / "环.docx").symlink_to("环.docx")
    return folder


@posix
def test_a_file_is_read_once_however_many_ways_lead_to_it(circle: Path) -> None:
    first, *others = read_filing([circle / "甲局"])
    assert (first.name, others) == ("附件.xlsx", [])
    assert any("「a附件.xlsx」：与另一个文件是同一个" in note for note in first.notes)


@posix
def test_a_unit_is_one_however_many_ways_lead_to_it(circle: Path) -> None:
    assert [each.key for each in filings(circle) if each.paths[0].is_dir()] == ["甲局"]


@posix
@pytest.mark.parametrize("verb", ["check", "batch", "new", "package"])
def test_chinese_names_are_written_where_the_locale_has_none(verb: str, tmp_path: Path) -> None:
    folder = tmp_path / "材料" / "甲局"
    folder.mkdir(parents=True)
    for name in ("自评报告.docx", "附件.xlsx"):
        shutil.copy(EXAMPLE / name, folder)
    calls = {
        "check": [str(folder), "-o", "校验报告.html"],
        "batch": [str(folder.parent), "-o", "结果", "--notices"],
        "new": ["--year", "2024", "--unit", "云山县乙局"],
        "package": [str(folder), "-o", "上报", "--draft", "--no-pdf"],
    }
    done = subprocess.run(
        [str(Path(sys.executable).with_name("xladdin")), verb, *calls[verb]],
        cwd=tmp_path, capture_output=True, timeout=120,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path / "家"), "LC_ALL": "POSIX",
             "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    assert "程序内部出错".encode() not in done.stderr
    assert b"\\u" not in done.stdout + done.stderr
    made = {
        "check": "校验报告.html",
        "batch": "结果/整改通知/云山县农业技术推广中心.docx",
        "new": "云山县乙局2024年度绩效自评.xlsx",
        "package": "上报",
    }
    assert (tmp_path / made[verb]).exists()
