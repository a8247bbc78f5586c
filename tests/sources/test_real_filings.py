"""The five real filings read alike from Word, from Excel and from a text dump."""

from __future__ import annotations

from pathlib import Path

import pytest

from xladdin.model.grid import Grid, Source
from xladdin.sources import read

NAMES = (
    *("junshan-economic-cooperation-2024", "junshan-resettlement-2024"),
    *("shaodong-resettlement-2024", "taojiang-taoye-2024", "yueyang-county-resettlement-2020"),
)


def normal(text: str) -> str:
    return "".join(text.split())


def texts(grid: Grid) -> list[str]:
    return [normal(cell.text) for cell in grid.filled()]


@pytest.fixture(params=NAMES)
def pair(request: pytest.FixtureRequest, filings: Path) -> tuple[Source, Source]:
    folder = filings / request.param
    return read(folder / "filing.docx"), read(folder / "dump.txt")


def test_paragraphs_agree(pair: tuple[Source, Source]) -> None:
    document, dump = pair
    assert document.paragraphs
    assert [normal(p.text) for p in document.paragraphs] == [
        normal(p.text) for p in dump.paragraphs
    ]


def test_tables_agree(pair: tuple[Source, Source]) -> None:
    document, dump = pair
    assert [texts(grid) for grid in document.grids] == [texts(grid) for grid in dump.grids]
    for table, dumped in zip(document.grids, dump.grids, strict=True):
        *widths, last = (len(line) for line in table.rows)
        *dumped_widths, dumped_last = (len(line) for line in dumped.rows)
        assert widths == dumped_widths
        # A dump leaves out a blank cell at the end of the table.
        assert dumped_last in (last, last - 1)


def test_blocks_come_in_the_same_order(pair: tuple[Source, Source]) -> None:
    document, dump = pair
    assert [type(block) for block in document.blocks] == [type(block) for block in dump.blocks]


@pytest.mark.parametrize("name", [NAMES[0], NAMES[1], NAMES[3]])
def test_the_workbook_holds_the_tables_of_the_document(filings: Path, name: str) -> None:
    document, workbook = (read(filings / name / file) for file in ("filing.docx", "forms.xlsx"))
    assert len(document.grids) == len(workbook.grids)
    for table, sheet in zip(document.grids, workbook.grids, strict=True):
        # The sheet has its heading and remarks as rows, too.
        words = texts(sheet)
        assert [text for text in texts(table) if text not in words] == []
