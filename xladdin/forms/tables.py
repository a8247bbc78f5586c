"""Read tables that no definition knows: rows of figures under headings of any name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import zip_longest

from msgspec import Struct, field

from xladdin.forms.definitions import load
from xladdin.forms.figures import read_figure
from xladdin.forms.headings import path
from xladdin.forms.labels import normal, squeeze
from xladdin.forms.layout import stated_unit
from xladdin.forms.regions import Region
from xladdin.model.figure import Location
from xladdin.model.form import Entry, Item, Table
from xladdin.model.grid import Cell
from xladdin.model.unit import NUMBER, UNITS, Unit
from xladdin.patterns import pattern

#: The fewest figures in a table of one row.
_FIGURES_OF_A_ROW = 3
_MOST_HEADING_ROWS = 3
#: Columns that number the rows; and columns of shares and rates, whatever their cells print.
_ORDINAL = pattern(r"序号|编号|编码|代码|排名|年度|年份|电话|[Nn][Oo]\.?")
_RATE = pattern(r"率|占比|比重|比例|进度|增幅|降幅|%")
_YEAR = pattern(r"(?:19|20)\d{2}")
#: The letter of a column below its heading, perhaps with its formula: ③=①+②.
_LETTERS = pattern(r"(?:[A-Za-z]|\d{1,2})(?:=[^一-鿿]{3,20})?")


def read_tables(region: Region, rows: Iterable[int], kind: str) -> tuple[Table, ...]:
    """Return the tables in these rows of a region; ``kind`` is the form that the region is."""
    found: list[_Draft] = []
    band: list[int] = []
    title, last = "", -2
    for row in rows:
        if row != last + 1:
            band = []
        last = row
        filled = [cell for cell in region.starting(row) if cell.text.strip()]
        if len(filled) == 1 and not _figures(filled):
            band, title = [], squeeze(filled[0].text)
        elif _figures(filled):
            if band:
                found.append(_Draft(title, band[-_MOST_HEADING_ROWS:]))
                band = []
            if found and found[-1].reaches(row):
                found[-1].rows.append(row)
        elif len(filled) > 1 and not all(map(_is_blank, filled[1:])):
            band.append(row)
        elif found and filled and found[-1].reaches(row):
            found[-1].rows.append(row)
    return tuple(table for draft in found for table in draft.tables(region, kind))


def _is_blank(cell: Cell) -> bool:
    return not cell.text.strip(" \t\u3000-—–－/／…·.无")


def _figures(cells: Iterable[Cell]) -> list[Cell]:
    """Return the cells that hold a number, none if all are years (names of columns)."""
    numbers = [cell for cell in cells if read_figure(cell.text, NUMBER) is not None]
    years = [cell for cell in numbers if _YEAR.fullmatch(squeeze(cell.text))]
    return [] if len(years) == len(numbers) else numbers


class _Draft(Struct):
    """A table while it is read: the rows of its headings (``band``), and those below."""

    title: str
    band: list[int]
    rows: list[int] = field(default_factory=list)

    def reaches(self, row: int) -> bool:
        return row == (self.rows or self.band)[-1] + 1

    def tables(self, region: Region, kind: str) -> Iterator[Table]:
        """Yield the table, or those side by side, that have columns of numbers and enough figures."""
        leaves = [cell for row in self.band for cell in self._leaves(region, row)]
        columns = {
            cell: name for cell, name in self._named(region, leaves) if self._numeric(region, cell)
        }
        starts = self._starts(region, leaves, columns)
        for start, end in zip_longest(starts, starts[1:]):
            beside = {
                cell: name
                for cell, name in columns.items()
                if start <= cell.column and (end is None or cell.column < end)
            }
            if beside and (table := self._table(region, beside, start, kind)) is not None:
                yield table

    def _starts(
        self, region: Region, leaves: Iterable[Cell], columns: Mapping[Cell, str]
    ) -> list[int]:
        """Where a table begins: at the left, and where labels of another one with totals of its own
        stand right of its numbers, as 支出 beside 收入."""
        first = min((cell.column for cell in columns), default=0)
        words = [cell for cell in leaves if cell.column > first and cell not in columns]
        more = (c for c in words if any(_is_total(region.under(r, c)) for r in self.rows))
        return [0, *sorted(cell.column for cell in more)]

    def _table(
        self, region: Region, columns: Mapping[Cell, str], start: int, kind: str
    ) -> Table | None:
        """The table of these columns, its labels right of ``start``."""
        words = {cell: self._worded(region, cell) for cell in columns}
        left = range(start, min(cell.column for cell in columns))
        units = {name: _unit(words[cell]) for cell, name in columns.items()}
        items = [_item(region, row, columns, units, left, kind) for row in self.rows]
        items = [item for item in items if any(e.figure for e in item.entries.values())]
        figures = sum(e.figure is not None for item in items for e in item.entries.values())
        if figures < (_FIGURES_OF_A_ROW if len(items) < 2 else 2):
            return None
        headings = {
            name: Entry("表头", words[cell], region.location(cell, kind), name)
            for cell, name in columns.items()
        }
        return Table(self.title, headings, tuple(items))

    def _leaves(self, region: Region, row: int) -> Iterator[Cell]:
        """Yield the headings of a row that have no other heading below."""
        lower = [c for below in self.band if below > row for c in region.starting(below)]
        for cell in region.starting(row):
            inside = (c for c in lower if cell.column <= c.column < cell.right and c.text.strip())
            if cell.text.strip() and not any(inside):
                yield cell

    def _named(self, region: Region, leaves: list[Cell]) -> Iterator[tuple[Cell, str]]:
        taken: set[str] = set()
        for cell in sorted(leaves, key=lambda each: each.column):
            above = self._lettered(region, cell)
            name = "·".join(filter(None, path(region, self.band[0], above or cell)))
            while name in taken:
                name += "'"
            taken.add(name)
            yield cell, name

    def _lettered(self, region: Region, cell: Cell) -> Cell | None:
        """Return the heading above one that only says ① or ③=①+②, else None."""
        if cell.row == self.band[0] or not _LETTERS.fullmatch(squeeze(cell.text)):
            return None
        return region.under(cell.row - 1, cell)

    def _worded(self, region: Region, cell: Cell) -> str:
        """Return the words of a heading with its letter and formula: 可支出数（③=①+②）."""
        above = self._lettered(region, cell)
        said = cell.text.strip()
        return said if above is None else f"{above.text.strip()}（{said}）"

    def _numeric(self, region: Region, heading: Cell) -> bool:
        """Return whether a column holds mostly numbers, and does not only number the rows."""
        if _ORDINAL.fullmatch(squeeze(heading.text)):
            return False
        cells = [region.under(row, heading) for row in self.rows]
        texts = [cell.text for cell in cells if cell is not None and cell.text.strip()]
        numbers = [text for text in texts if read_figure(text, NUMBER) is not None]
        return len(numbers) * 2 > len([text for text in texts if text.strip("-—/无 ")])


def _is_total(cell: Cell | None) -> bool:
    return cell is not None and normal(cell.text).endswith(tuple(load("blocks.toml")["totals"]))


def _item(
    region: Region,
    row: int,
    columns: Mapping[Cell, str],
    units: Mapping[str, Unit],
    left: range,
    kind: str,
) -> Item:
    labels = [
        cell.text.strip()
        for cell in region.starting(row)
        if left.start < cell.right <= left.stop
        and cell.text.strip()
        and read_figure(cell.text, NUMBER) is None
    ]
    entries = {}
    for heading, name in columns.items():
        cell = region.under(row, heading)
        unit = units[name]
        if cell is None or cell.row != row:
            place, text = Location(region.source.name, kind, region.grid.sheet), ""
        else:
            place, text = region.location(cell, kind), cell.text
        entries[name] = Entry(
            labels[0] if labels else "",
            text.strip(),
            place,
            name,
            read_figure(text, unit),
            unit.name,
        )
    return Item(labels[0] if labels else "", entries)


def _unit(heading: str) -> Unit:
    if _RATE.search(squeeze(heading)):
        return UNITS["%"]
    return stated_unit(heading) or NUMBER


def rows_left(region: Region, claimed: Callable[[Cell], bool]) -> Iterator[int]:
    """Yield the rows of a region with no claimed cell."""
    for row in range(region.top, region.bottom):
        if not any(claimed(cell) for cell in region.starting(row)):
            yield row
