"""Among many filings those that mean harm are named with their reason, and the others are done."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.generator.filing import filing
from tests.hostile import hostile_files
from tests.hostile.test_hostile_texts import formulas, with_formulas
from xladdin.cli import main

_ATTACKS = ("bomb", "laughs", "secret", "deep", "far", "encoding", "damaged", "no package", "empty")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a batch over such filings has written."""
    folder, results = tmp_path_factory.mktemp("收到"), tmp_path_factory.mktemp("结果")
    for attack in _ATTACKS:
        only, make = hostile_files.REFUSED[attack]
        suffix = only or "xlsx"
        (folder / attack).mkdir()
        (folder / attack / f"材料.{suffix}").write_bytes(make(suffix))
    with_formulas().write(folder / '=HYPERLINK("EVIL")')
    filing(3, "taojiang", ["三公合计错"]).write(folder / "@EVIL(1)")
    filing(4, "taojiang").write(folder / "-EVIL")
    assert (
        main(["batch", str(folder), "-o", str(results / "一"), "--workers", "1", "--notices"]) == 0
    )
    return results / "一"


def test_each_that_cannot_be_read_is_listed_with_its_reason(out: Path) -> None:
    book = openpyxl.load_workbook(next(out.glob("*.xlsx")))
    rows = [[str(cell.value) for cell in row] for row in book["未能读取"].iter_rows()]
    for attack in _ATTACKS:
        (row,) = [row for row in rows if attack in row]
        assert any("材料." in text and text.endswith("。") for text in row), row
        assert not any("程序内部出错" in text for text in row)


def test_the_others_are_done(out: Path) -> None:
    book = openpyxl.load_workbook(next(out.glob("*.xlsx")))
    text = "\n".join(str(cell.value) for row in book["单位一览"].iter_rows() for cell in row)
    for made in (filing(3, "taojiang"), filing(4, "taojiang")):
        assert made.facts.unit in text


def test_no_name_and_no_text_becomes_a_formula(out: Path) -> None:
    workbooks = list(out.rglob("*.xlsx"))
    assert workbooks
    for path in workbooks:
        assert [each for each in formulas(path) if "EVIL" in each and not _is_place(each)] == []


def _is_place(target: str) -> bool:
    """Whether a link leads to a file beside the summary, whatever its name."""
    return (
        not target.startswith(("=", "http", "file", "\\\\")) and "(" not in target.partition("/")[0]
    )
