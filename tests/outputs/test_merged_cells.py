"""Merged cells look as openpyxl would have drawn them, which takes much longer."""

from __future__ import annotations

import importlib.util
import io
import random
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, PatternFill, Protection, Side
from openpyxl.worksheet import merge

from tests.outputs.workbook_files import EXAMPLE
from xladdin.workbooks.opening import draw, take_corner

Draw = Callable[[merge.MergedCellRange], None]
#: What is replaced of openpyxl, by its name there.
OURS = {"_get_borders": take_corner, "format": draw}


@pytest.fixture(scope="module")
def theirs() -> dict[str, Draw]:
    """openpyxl's own, from another copy of its module."""
    found = importlib.util.find_spec(merge.__name__)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    own = {name: getattr(module.MergedCellRange, name) for name in OURS}
    assert not set(own.values()) & set(OURS.values())
    return own


def merged() -> bytes:
    """A sheet with merged cells of all shapes, of which each cell has borders of its own."""
    chance, book = random.Random(5), Workbook()
    sides = [None, *(Side(style=style) for style in (None, "thin", "double"))]
    for row in range(1, 25):
        for column in range(1, 13):
            cell = book.active.cell(row, column, row * column)
            edges = {edge: chance.choice(sides) for edge in ("left", "right", "top", "bottom")}
            cell.border = Border(**edges, diagonalUp=chance.random() < 0.1)
            cell.protection = Protection(locked=chance.random() < 0.5)
            cell.fill = PatternFill("solid", chance.choice(("FF0000", "00FF00")))
    book.active.delete_cols(9)
    whole = io.BytesIO()
    for top in range(1, 25, 4):
        for left in range(1, 13, 4):
            down, across = chance.randrange(4), chance.randrange(4)
            book.active.merge_cells(None, top, left, top + down, left + across)
    book.save(whole)
    return whole.getvalue()


def opened(data: bytes) -> dict[str, bytes]:
    """The parts of the workbook after opening and saving it, but for the one that tells the time."""
    whole = io.BytesIO()
    load_workbook(io.BytesIO(data)).save(whole)
    with zipfile.ZipFile(whole) as package:
        names = (name for name in package.namelist() if name != "docProps/core.xml")
        return {name: package.read(name) for name in names}


@pytest.mark.parametrize(
    "data", [merged(), (EXAMPLE / "附件.xlsx").read_bytes()], ids=["all", "filing"]
)
def test_a_workbook_is_the_same_as_openpyxl_makes_it(
    data: bytes, theirs: dict[str, Draw], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {name: getattr(merge.MergedCellRange, name) for name in OURS} == OURS
    ours = opened(data)
    for name, own in theirs.items():
        monkeypatch.setattr(merge.MergedCellRange, name, own)
    assert opened(data) == ours
    assert b"<mergeCell " in ours["xl/worksheets/sheet1.xml"]
