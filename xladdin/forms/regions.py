"""Split a source into regions where a form may stand: a table, or a part of a sheet below a title."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cached_property

from msgspec import Struct

from xladdin.forms.labels import LONGEST_LABEL, normal, squeeze, years
from xladdin.forms.surroundings import TITLE_LENGTH, Line, lines_above, lines_below
from xladdin.model.figure import Location
from xladdin.model.grid import Cell, Grid, Source
from xladdin.patterns import pattern

#: Lines around a title that are none: 附件3, 附表1:.
_ATTACHMENT = pattern(r"附[件表录]\d*[一二三四五六七八九十]*[::]?")
#: The year below a title: （2022年度）.
_YEAR_LINE = pattern(r"[(（]?(?:19|20)\d{2}年度?[)）]?")
_DATE = pattern(r"\d月")
_YEAR_WORD = pattern(r"(?:19|20)\d{2}年度?")
#: This year's outturn without its year; the only year beside it is then the last one.
_OUTTURN = pattern(r"(?:[本当]年度?)?(?:支出)?决算数?")
_TABLE_TITLE = pattern(r".*表(?:\(.*\))?")


class Region(Struct, frozen=True, dict=True):
    """Rows ``top`` up to ``bottom`` (excluded) of a grid, with the lines above and below."""

    source: Source
    grid: Grid
    top: int
    bottom: int
    above: tuple[Line, ...]
    below: tuple[Line, ...]

    def row(self, index: int) -> tuple[Cell, ...]:
        """Return the distinct cells of a row, from left to right."""
        return self.grid.rows[index]

    def starting(self, index: int) -> tuple[Cell, ...]:
        """Return the cells of a row that are not merged down into it."""
        return tuple(cell for cell in self.row(index) if cell.row == index)

    @cached_property
    def filled(self) -> tuple[Cell, ...]:
        """The region's cells with text."""
        rows = range(self.top, self.bottom)
        return tuple(c for row in rows for c in self.row(row) if c.row == row and c.text.strip())

    def right_of(self, cell: Cell) -> Iterator[Cell]:
        """Yield the cells to the right of a cell, the next one first."""
        row = self.row(cell.row)
        first = bisect_left(row, cell.right, key=lambda each: each.column)
        return (row[index] for index in range(first, len(row)))

    def location(self, cell: Cell, form: str | None = None) -> Location:
        """Return the location of a cell, quoting its text."""
        return Location(
            source=self.source.name,
            form=form,
            sheet=self.grid.sheet,
            cell=self.grid.address(cell),
            quote=cell.text.strip(),
        )

    @cached_property
    def names(self) -> tuple[tuple[tuple[Cell, str], ...], ...]:
        """The labels of each row, with relative years: the latest is 本年, an earlier one 上年."""
        return tuple(_names(self.starting(row)) for row in range(self.top, self.bottom))

    @cached_property
    def labels(self) -> frozenset[str]:
        """Every label of the region, including those before a colon."""
        labels = {name for row in self.names for _, name in row}
        for cell in self.filled:
            head, colon, _ = cell.text.replace(":", "：").strip().rpartition("：")
            if colon:
                labels |= {normal(head), normal(head.rpartition("：")[2])}
        return frozenset(label for label in labels if len(label) <= LONGEST_LABEL)

    def under(self, index: int, heading: Cell) -> Cell | None:
        """Return the cell of a row under a heading, preferably a filled one; None if there is none."""
        cells = self.row(index)
        if not self.grid.aligned:
            return next((cell for cell in cells if cell.column == heading.column), None)
        below = [c for c in cells if c.column < heading.right and heading.column < c.right]
        if not below:
            return None
        return max(below, key=lambda c: (bool(c.text.strip()), c.row == index, -c.column))

    def title(self) -> Line:
        """Return the form's title: the nearest line above that ends with 表, joined with the line of
        the year above or below if the title itself has none."""
        for index in range(len(self.above) - 1, -1, -1):
            line = self.above[index]
            if not _is_title_line(line.text):
                continue
            if years(line.text):
                return line
            below = self.above[index + 1].text if index + 1 < len(self.above) else ""
            if _YEAR_LINE.fullmatch(squeeze(below)):
                return Line(line.text.strip() + below.strip(), line.location)
            if index and _first_half(self.above[index - 1].text):
                first = self.above[index - 1]
                return Line(first.text.strip() + line.text.strip(), first.location)
            return line
        return self.above[-1] if self.above else Line("", Location(self.source.name))


def _names(cells: tuple[Cell, ...]) -> tuple[tuple[Cell, str], ...]:
    filled = [cell for cell in cells if cell.text.strip()]
    named = {year for cell in filled for year in years(cell.text)}
    latest = max(named, default=0)
    if len(named) == 1 and any(_OUTTURN.fullmatch(squeeze(cell.text)) for cell in filled):
        latest += 1

    def name(cell: Cell) -> str:
        own = years(cell.text)
        if not own:
            return normal(cell.text)
        word = "本年" if own[0] == latest else "上年"
        return normal(_YEAR_WORD.sub(word, squeeze(cell.text), count=1))

    return tuple((cell, name(cell)) for cell in filled)


def _first_half(text: str) -> bool:
    plain = squeeze(text)
    named = bool(years(plain)) and not _DATE.search(plain)
    return named and "表" not in plain and not _ATTACHMENT.fullmatch(plain)


def regions(source: Source, is_title: Callable[[str], bool]) -> Iterator[Region]:
    """Yield all regions of a source in order; ``is_title`` knows the titles of the official forms."""
    blocks = source.blocks
    for position, grid in enumerate(blocks):
        if not isinstance(grid, Grid) or not any(grid.filled()):
            continue
        before = lines_above(source, position)
        below = lines_below(source, position)
        tops = _tops(grid, is_title)
        for number, (top, bottom) in enumerate(zip(tops, [*tops[1:], grid.height], strict=True)):
            body = _first_table_row(grid, top, bottom)
            region = Region(source, grid, body, bottom, (), below if bottom == grid.height else ())
            lines = tuple(
                Line(cell.text, region.location(cell))
                for row in range(top, body)
                for cell in region.starting(row)
                if cell.text.strip()
            )
            above = lines if number else before + lines
            yield Region(source, grid, body, bottom, above, region.below)


def _tops(grid: Grid, is_title: Callable[[str], bool]) -> list[int]:
    """Return the rows where regions begin: the first, and every title row below some table row."""
    tops, below_table = [0], False
    for row in range(grid.height):
        only = _only_cell(grid, row)
        if only is None:
            below_table = below_table or _is_table_row(grid, row)
        elif below_table and not set("，。；") & set(only.text) and is_title(squeeze(only.text)):
            while _is_heading(_only_cell(grid, row - 1)):
                row -= 1
            tops.append(row)
            below_table = False
    return tops


def _only_cell(grid: Grid, row: int) -> Cell | None:
    filled = [cell for cell in grid.rows[row] if cell.row == row and cell.text.strip()]
    return filled[0] if len(filled) == 1 and len(filled[0].text) <= TITLE_LENGTH else None


def _is_heading(cell: Cell | None) -> bool:
    return cell is not None and not set("：:。；") & set(cell.text)


def _is_table_row(grid: Grid, row: int) -> bool:
    return sum(1 for cell in grid.rows[row] if cell.row == row and cell.text.strip()) > 1


def _first_table_row(grid: Grid, top: int, bottom: int) -> int:
    """Return the first row that is more than a title: below a title, also a label with a merged blank
    place beside it."""
    titled = False
    for row in range(top, bottom):
        if _is_table_row(grid, row) or (titled and _has_blank_place(grid, row)):
            return row
        only = _only_cell(grid, row)
        titled = titled or (only is not None and _is_title_line(only.text))
    return bottom


def _has_blank_place(grid: Grid, row: int) -> bool:
    cells = [cell for cell in grid.rows[row] if cell.row == row]
    return any(cell.text.strip() for cell in cells) and any(
        cell.columns > 1 and not cell.text.strip() for cell in cells
    )


def _is_title_line(text: str) -> bool:
    return len(text) <= TITLE_LENGTH and _TABLE_TITLE.fullmatch(squeeze(text)) is not None
