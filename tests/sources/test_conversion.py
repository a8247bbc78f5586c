"""Older formats are read through LibreOffice as if they were new."""

from __future__ import annotations

import os
import signal
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.office.process import Office
from tests.sources.office_files import package
from tests.thorough import few
from xladdin.errors import InputError
from xladdin.model.grid import Grid
from xladdin.sources import bounds, convert, read


def normal(text: str) -> str:
    """``text`` without blanks, which every format treats in its own way."""
    return "".join(text.split())


def shape(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.rows, c.columns, normal(c.text)) for c in grid.cells]


@pytest.mark.office
def test_the_doc_of_each_real_filing_reads_like_its_docx(filings: Path) -> None:
    every = sorted(filings.glob("*/filing.docx"))
    for path in every[: few(len(every), 2)]:
        new, old = read(path), read(path.with_suffix(".doc"))
        assert old.kind == "doc"
        assert old.notes[0] == "由 LibreOffice 转换读取。"
        assert [normal(p.text) for p in old.paragraphs] == [normal(p.text) for p in new.paragraphs]
        assert [shape(grid) for grid in old.grids] == [shape(grid) for grid in new.grids]


#: How LibreOffice calls the formats of other programs; WPS reads and writes those of Office by its own names.
FILTERS = {
    "xls": "MS Excel 97", "ods": "calc8", "et": "MS Excel 97",
    "rtf": "Rich Text Format", "odt": "writer8", "wps": "MS Word 97",
}  # fmt: skip


@pytest.fixture(scope="module")
def older(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workbook and a document in the formats of other programs."""
    folder = tmp_path_factory.mktemp("older")
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "附件1"
    sheet.append(["控制率", 0.3, "=B1*2"])
    sheet.append(["三公经费", 4302.81])
    sheet["B1"].number_format = sheet["C1"].number_format = "0.0%"
    sheet.merge_cells("B2:C2")
    workbook.save(folder / "附件 1.xlsx")
    document = docx.Document()
    document.add_paragraph("绩效")
    document.save(folder / "报告.docx")
    for kind, name in FILTERS.items():
        original = folder / ("附件 1.xlsx" if kind in ("xls", "ods", "et") else "报告.docx")
        office.save_as(original, original.with_suffix(f".{kind}"), name)
    return folder


@pytest.mark.parametrize("kind", ["xls", "ods", "et"])
def test_formats_formulas_and_merges_of_an_older_workbook_are_read(older: Path, kind: str) -> None:
    source = read(older / f"附件 1.{kind}")
    assert source.kind == kind
    assert source.notes == ("由 LibreOffice 转换读取。",)
    (grid,) = source.grids
    assert [(c.text, c.columns) for c in grid.cells] == [
        ("控制率", 1),
        ("30.0%", 1),
        ("60.0%", 1),
        ("三公经费", 1),
        ("4302.81", 2),
    ]
    assert grid.cells[2].formula == "=B1*2"
    assert grid.cells[1].value == Decimal("0.3")


@pytest.mark.parametrize("kind", ["rtf", "odt", "wps"])
def test_a_document_of_another_program_is_read(older: Path, kind: str) -> None:
    source = read(older / f"报告.{kind}")
    assert source.kind == kind
    assert [block.text for block in source.paragraphs] == ["绩效"]


@pytest.mark.office
def test_a_workbook_that_libreoffice_cannot_open_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "坏.ods"
    package(path, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})
    with pytest.raises(InputError, match=r"「坏\.ods」.*另存为 \.xlsx"):
        read(path)


# With a program of our own in place of LibreOffice


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A script that stands in for LibreOffice, and a folder for temporary files."""
    if sys.platform == "win32":
        pytest.skip("the script needs a Unix shell")
    program = tmp_path / "soffice"
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr(convert, "soffice", lambda: str(program))
    yield program
    assert list(temporary.iterdir()) == []


def script(path: Path, content: str) -> None:
    path.write_text(f"#!/bin/sh\n{content}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_the_program_gets_a_profile_of_its_own_and_a_plain_name(
    stand_in: Path, tmp_path: Path
) -> None:
    script(stand_in, f'printf "%s\\n" "$@" > {tmp_path}/args; cp "${{11}}" "${{10}}/document.docx"')
    assert convert.convert("内容".encode(), "doc", "docx", "报告.doc") == (
        "内容".encode(),
        "LibreOffice",
    )
    profile, *options = (tmp_path / "args").read_text(encoding="utf-8").splitlines()
    assert profile.startswith("-env:UserInstallation=file:///")
    assert options[:1] == ["--headless"]
    assert Path(options[-1]).name == "document.doc"


def test_a_program_that_writes_nothing(stand_in: Path) -> None:
    script(stand_in, "exit 1")
    with pytest.raises(InputError, match=r"「报告\.doc」无法转换，可能设有密码或已经损坏"):
        convert.convert(b"x", "doc", "docx", "报告.doc")


def test_a_program_that_does_not_start(stand_in: Path) -> None:
    stand_in.write_bytes(b"")
    with pytest.raises(InputError, match="它无法启动"):
        convert.convert(b"x", "doc", "docx", "报告.doc")


def test_a_program_that_hangs_is_ended_with_its_children(
    stand_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "_BOUNDS", bounds._BOUNDS | {"conversion_seconds": 1})
    script(stand_in, f"sleep 600 & echo $! > {tmp_path}/child; wait")
    started = time.monotonic()
    with pytest.raises(InputError, match="转换超过 1 秒仍未完成"):
        convert.convert(b"x", "doc", "docx", "报告.doc")
    assert time.monotonic() - started < 10
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    assert gone(child)


def gone(process: int) -> bool:
    """Whether a process ends within a second; a zombie that nobody waits for has ended."""
    for _ in range(100):
        try:
            os.kill(process, 0)
            if Path(f"/proc/{process}/stat").read_text().split(") ")[1].startswith("Z"):
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.01)
    os.kill(process, signal.SIGKILL)
    return False
