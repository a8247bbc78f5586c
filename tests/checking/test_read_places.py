"""Every number of the invented forms of ../shared/corpus is read, and alike in both formats."""

import re
from pathlib import Path

import pytest

from xladdin.checking import file, profile_of
from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.grid import Cell, Grid
from xladdin.sources.filing_files import read_filing

NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?[%％]?")
#: Columns that count rows or name years: no figures of the form.
COUNTING = {"序号", "财政年度", ""}


def filed(folder: Path) -> Filing:
    sources = read_filing([folder])
    return file(sources, profile_of(sources))


def numbers(grid: Grid) -> list[Cell]:
    """The cells that hold a number and nothing else, but for those that only count rows."""

    def heading(cell: Cell) -> str:
        above = [c for c in grid.cells if c.column <= cell.column < c.right and c.below <= cell.row]
        texts = [c.text.strip() for c in above if c.text.strip() and not NUMBER.fullmatch(c.text)]
        return texts[-1] if texts else ""

    found = [cell for cell in grid.cells if NUMBER.fullmatch(cell.text.strip())]
    leftmost = min((cell.column for cell in grid.filled()), default=0)
    return [c for c in found if c.column > leftmost or heading(c) not in COUNTING]


def places(filing: Filing) -> dict[Location, str]:
    """What stands at each place that was read."""
    return {
        Location(e.location.source, sheet=e.location.sheet, cell=e.location.cell): e.text
        for form in (*filing.forms, *filing.tables)
        for e in form.every_entry()
    }


def read_of(filing: Filing) -> tuple[int, list[str]]:
    """How many numbers stand in the filing's tables, and which of them are no form's."""
    there, lost = places(filing), []
    count = 0
    for source in filing.sources:
        for grid in (block for block in source.blocks if isinstance(block, Grid)):
            for cell in numbers(grid):
                count += 1
                if not there.get(Location(source.name, sheet=grid.sheet, cell=grid.address(cell))):
                    lost.append(f"{source.name} {grid.address(cell)} {cell.text}")
    return count, lost


def values(filing: Filing) -> list[tuple[str, str, str, str]]:
    return [
        (form.kind, entry.name, entry.column, re.sub(r"\s", "", entry.text))
        for form in (*filing.forms, *filing.tables)
        for entry in form.every_entry()
        if entry.figure is not None
    ]


@pytest.mark.parametrize("kind", ["families", "filings"])
def test_the_numbers_of_the_forms_are_read(filings: Path, kind: str) -> None:
    total, lost = 0, []
    for folder in sorted((filings.parent / "corpus" / kind).glob("*/clean")):
        count, missing = read_of(filed(folder))
        total += count
        lost += missing
    print(f"{kind}: {total - len(lost)} of {total} numbers read")
    assert total > 500
    assert len(lost) <= total * 0.01, lost


def test_both_formats_of_a_family_are_read_alike(filings: Path) -> None:
    folders = sorted((filings.parent / "corpus" / "families").glob("*/other_format/clean"))
    assert len(folders) == 16
    for folder in folders:
        assert values(filed(folder)) == values(filed(folder.parent.parent / "clean"))
