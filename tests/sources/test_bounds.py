"""A file costs no more than the bounds allow, and the sentence names the bound."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.sources.office_files import (
    cell,
    document_xml,
    number,
    package,
    paragraph,
    row,
    rows,
    table,
    text,
    workbook_parts,
)
from tests.thorough import few
from xladdin.errors import InputError
from xladdin.model.grid import Source
from xladdin.sources import bounds, read

SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


@pytest.fixture
def tight(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """The bounds, to be set for one test."""
    tightened = dict(bounds._BOUNDS)
    monkeypatch.setattr(bounds, "_BOUNDS", tightened)
    return tightened


def streamed(
    folder: Path,
    pieces: Iterable[str],
    tail: str = "</sheetData></worksheet>",
    name: str = "大.xlsx",
) -> Path:
    """A workbook whose sheet is written piece by piece, so that it may be huge."""
    parts = workbook_parts({"表": ""})
    del parts[SHEET]
    path = package(folder / name, parts)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
        target.open(SHEET, "w", force_zip64=True) as sheet,
    ):
        for piece in (HEAD, *pieces, tail):
            sheet.write(piece.encode())
    return path


def timed(path: Path) -> tuple[Source, float]:
    """The source, and the seconds of processor time that it took."""
    started = time.process_time()
    return read(path), time.process_time() - started


def formatted(last: int) -> Iterator[str]:
    """The rows of a sheet of which only the first is filled."""
    yield f'<row r="1">{number("A1", 1)}{text("B1", "甲")}</row>'
    for at in range(2, last + 1):
        yield f'<row r="{at}" spans="1:9" ht="15" s="1"><c r="A{at}" s="1"/></row>'


def test_a_million_formatted_empty_rows_take_seconds(tmp_path: Path) -> None:
    source, seconds = timed(streamed(tmp_path, formatted(few(1_048_576))))
    assert [cell.text for cell in source.grids[0].cells] == ["1", "甲"]
    assert seconds < few(30, 10)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows counts memory in another way")
def test_formatted_empty_rows_take_no_memory(tmp_path: Path) -> None:
    # The tree is held by libxml2, so only the process as a whole shows what it takes.
    code = (
        "import sys, pathlib, resource\nfrom xladdin.sources import read\n"
        "def most(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "few, many = map(pathlib.Path, sys.argv[1:])\n"
        "read(few); before = most(); read(many); print(most() / before)"
    )
    paths = [streamed(tmp_path, formatted(rows), name=f"{rows}.xlsx") for rows in (100, 200_000)]
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, paths)],
        capture_output=True,
        check=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert float(done.stdout) < 1.5


def test_two_cells_at_the_ends_of_the_sheet_are_refused(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = streamed(tmp_path, [f'<row r="1">{number("A1", 1)}</row>', far])
    with pytest.raises(
        InputError, match=r"「大\.xlsx」的工作表「表」用到了第 1048576 行、第 16384 列"
    ):
        read(path)


def test_a_stray_blank_far_away_does_no_harm(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t> </t></is></c></row>'
    path = streamed(tmp_path, [f'<row r="1">{number("A1", 1)}</row>', far])
    assert len(read(path).grids[0].cells) == 1


def test_ever_so_many_merges_are_read(tmp_path: Path) -> None:
    count = few(100_000)
    lines = [f'<row r="{at}">{number(f"A{at}", at)}</row>' for at in range(1, count + 1)]
    lines[0] = f'<row r="1">{number("A1", 1)}{number("C1", 3)}</row>'
    merges = "".join(f'<mergeCell ref="A{at}:B{at}"/>' for at in range(1, count + 1))
    tail = f"</sheetData><mergeCells>{merges}</mergeCells></worksheet>"
    source, seconds = timed(streamed(tmp_path, lines, tail))
    cells = source.grids[0].cells
    assert [(cell.text, cell.columns) for cell in cells[:3]] == [("1", 2), ("3", 1), ("2", 2)]
    assert len(cells) == 2 * count
    assert seconds < few(30, 10)


def test_merges_over_everything_again_and_again_cost_little(tmp_path: Path) -> None:
    lines = [f'<row r="{at}">{number(f"A{at}", at)}</row>' for at in range(1, 2001)]
    merges = "".join(f'<mergeCell ref="A{at}:XFD1048576"/>' for at in range(1, 2001))
    tail = f"</sheetData><mergeCells>{merges}</mergeCells></worksheet>"
    source, seconds = timed(streamed(tmp_path, lines, tail))
    assert [(cell.text, cell.rows) for cell in source.grids[0].cells] == [("1", 2000)]
    assert seconds < 20


def test_a_part_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "炸弹.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("word/document.xml", "<w>" + " " * (30 << 20))
    with pytest.raises(InputError, match=r"「炸弹\.docx」有部件解压后超过 24 MB"):
        read(path)


def test_a_row_that_never_ends_is_refused(tmp_path: Path) -> None:
    path = streamed(tmp_path, ['<row r="1">', *["<c/>" * 100_000] * 80])
    with pytest.raises(InputError, match="有一处内容解压后超过 24 MB"):
        read(path)


def test_the_size_in_the_directory_of_a_package_is_not_trusted(
    tmp_path: Path, tight: dict[str, int]
) -> None:
    tight["part_megabytes"] = 1
    path = package(tmp_path / "谎.docx", {"word/document.xml": "<w>" + " " * (2 << 20)})
    content = bytearray(path.read_bytes())
    directory = content.rfind(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 100)
    path.write_bytes(content)
    with pytest.raises(InputError, match="已损坏或不完整"):
        read(path)


def test_nesting_without_end_is_refused(tmp_path: Path) -> None:
    body = document_xml("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000)
    path = package(tmp_path / "深.docx", {"word/document.xml": body})
    with pytest.raises(InputError, match="已损坏或不完整"):
        read(path)


def test_the_deepest_nesting_that_is_allowed_is_read(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = paragraph("最里")
    for _ in range(60):
        body = table(row(cell(), f"<w:tc>{body}</w:tc>"))
    for _ in range(30):
        body = control.format(body)
    path = package(tmp_path / "深.docx", {"word/document.xml": document_xml(body)})
    assert len(read(path).grids) == 60


@pytest.mark.parametrize(
    ("name", "most", "said"),
    [
        ("file_megabytes", 0, "超过 0 MB"),
        ("directory_megabytes", 0, "内含的部件超过"),
        ("members", 3, "内含的部件超过 3 个"),
        ("unpacked_megabytes", 0, "解压后超过 0 MB"),
        ("part_megabytes", 0, "有部件解压后超过 0 MB"),
        ("cells", 3, "的工作表「表」有内容的单元格超过 3 个"),
        ("merges", 1, "的工作表「表」合并单元格超过 1 处"),
        ("sheets", 1, "的工作表超过 1 个"),
        ("rows", 1, "不合规范"),
    ],
)
def test_every_bound_of_a_workbook_holds(
    tmp_path: Path, tight: dict[str, int], name: str, most: int, said: str
) -> None:
    merges = '<mergeCells><mergeCell ref="A3:B3"/><mergeCell ref="A4:B4"/></mergeCells>'
    content = rows(*(number(f"A{at}", at) + number(f"C{at}", at) for at in (1, 2, 3)))
    parts = workbook_parts({"表": content + merges, "表二": content})
    path = package(tmp_path / "表格.xlsx", parts)
    assert len(read(path).grids) == 2
    tight[name] = most
    with pytest.raises(InputError) as caught:
        read(path)
    assert said in str(caught.value)
    assert "「表格.xlsx」" in str(caught.value)


def test_the_size_of_a_streamed_sheet_is_bounded(tmp_path: Path, tight: dict[str, int]) -> None:
    path = streamed(tmp_path, formatted(20_000))
    assert len(read(path).grids) == 1
    tight["sheet_megabytes"] = 1
    with pytest.raises(InputError, match="有部件解压后超过 1 MB"):
        read(path)


def test_the_used_range_of_a_sheet_is_bounded(tmp_path: Path, tight: dict[str, int]) -> None:
    content = rows(number("A1", 1) + number("C1", 1), "", number("A3", 1))
    path = package(tmp_path / "表格.xlsx", workbook_parts({"表": content}))
    tight["cells"] = 9
    assert len(read(path).grids[0].cells) == 9
    tight["cells"] = 8
    with pytest.raises(InputError, match="用到了第 3 行、第 3 列，范围过大"):
        read(path)


def test_the_cells_of_a_document_are_bounded(tmp_path: Path, tight: dict[str, int]) -> None:
    body = document_xml(table(row(cell("a"), cell("b"))) + table(row(cell("c"))))
    path = package(tmp_path / "表.docx", {"word/document.xml": body})
    tight["cells"] = 3
    assert len(read(path).grids) == 2
    tight["cells"] = 2
    with pytest.raises(InputError, match="的表格单元格超过 2 个"):
        read(path)


def test_a_bound_is_named_once(tight: dict[str, int]) -> None:
    assert all(isinstance(most, int) and most > 0 for most in tight.values())
    with pytest.raises(KeyError):
        bounds.bound("fantasy")
