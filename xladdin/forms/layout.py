"""How each kind of block is read out of a region: headings found by label, values by position."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from xladdin.forms.definitions import Block, Field
from xladdin.forms.figures import read_figure
from xladdin.forms.labels import LONGEST_LABEL, normal, squeeze
from xladdin.forms.regions import Region
from xladdin.model.figure import Location
from xladdin.model.form import Entry, Item
from xladdin.model.grid import Cell
from xladdin.model.unit import MONEY, UNITS, Unit

#: （万元）, 单位：元 and the like in a heading or beside a title.
_MONEY = re.compile(r"(?:^|[(:位、/])((?:万|千|百万|亿)?元)(?=$|[),、;/])")


@dataclass(frozen=True)
class Headings:
    """A block's heading row: which cell heads which column."""

    row: int
    cells: Mapping[str, Cell]

    @property
    def below(self) -> int:
        return max(cell.below for cell in self.cells.values())


@dataclass
class Draft:
    """What has been read of a form so far."""

    region: Region
    kind: str
    entries: dict[str, Entry] = field(default_factory=dict)
    sections: dict[str, list[Item]] = field(default_factory=dict)
    claimed: set[Cell] = field(default_factory=set)

    def entry(
        self,
        name: str,
        cell: Cell | None,
        column: str = "",
        unit: Unit | None = None,
        text: str | None = None,
    ) -> Entry:
        """An entry for a cell (or for a part of its text); blank where there is none."""
        if cell is None:
            place = Location(self.region.source.name, self.kind, self.region.grid.sheet)
            return Entry(name, "", place, column, None, unit.name if unit else None)
        self.claimed.add(cell)
        text = cell.text if text is None else text
        figure = read_figure(text, unit) if unit is not None else None
        place = self.region.location(cell, self.kind)
        return Entry(name, text.strip(), place, column, figure, unit.name if unit else None)

    def put(self, entry: Entry) -> None:
        """Keep an entry; the first one of a name stands."""
        self.entries.setdefault(entry.key, entry)


def find_headings(region: Region, block: Block) -> Headings | None:
    """The row that has most of the block's headings, at least half of them."""
    best: Headings | None = None
    usual = sum(not column.extra for column in block.columns)
    for row in range(region.top, region.bottom):
        found: dict[str, Cell] = {}
        for cell, name in region.names[row - region.top]:
            column = match(block.columns, name, found)
            if column is not None:
                found[column.name] = cell
        if len(found) * 2 >= usual and len(found) > (len(best.cells) if best else 0):
            best = Headings(row, found)
    return best


def match(fields: tuple[Field, ...], name: str, taken: Container[str] = ()) -> Field | None:
    """The field whose label this is, exact aliases before patterns; those taken are left out."""
    for known in _matches(fields, name):
        if known.name not in taken:
            return known
    return None


@lru_cache(maxsize=8192)
def _matches(fields: tuple[Field, ...], name: str) -> tuple[Field, ...]:
    exact = [field for field in fields if name in field.aliases.exact]
    return (*exact, *(f for f in fields if f not in exact and f.aliases.match(name)))


def money_unit(region: Region, heading: Headings) -> Unit:
    """The unit that the amounts are kept in: what the heading row or the nearest line above says."""
    for row in range(heading.row, region.top - 1, -1):
        for cell in region.row(row):
            if (said := _stated_unit(cell.text)) is not None:
                return said
    lines = (_stated_unit(line.text) for line in reversed(region.above))
    return next((said for said in lines if said is not None), MONEY)


@lru_cache(maxsize=4096)
def _stated_unit(text: str) -> Unit | None:
    stated = _MONEY.search(squeeze(text)) if "元" in text and len(text) <= LONGEST_LABEL else None
    return UNITS[stated[1]] if stated else None


def _unit(column: Field, money: Unit) -> Unit | None:
    return money if column.unit is not None and column.unit.measures == "money" else column.unit


def read_record(draft: Draft, block: Block, headings: Headings, stop: int) -> None:
    """Values in the first filled row below the headings; in all of them for a section."""
    region, money = draft.region, money_unit(draft.region, headings)
    columns = [column for column in block.columns if column.name in headings.cells]
    places: list[Cell | None] = []
    for row in range(headings.below, stop):
        places = [region.under(row, headings.cells[column.name]) for column in columns]
        if not any(cell is not None and cell.text.strip() for cell in places):
            continue
        if not block.section:
            break
        if len(set(places)) == 1 < len(places):
            continue  # a note across the table
        pairs = zip(columns, places, strict=True)
        entries = {c.name: draft.entry(c.name, cell, unit=_unit(c, money)) for c, cell in pairs}
        if not all(entry.blank for entry in entries.values()):
            items = draft.sections.setdefault(block.section, [])
            items.append(Item(f"第{len(items) + 1}项", entries))
    if not block.section:
        for column, cell in zip(columns, places or [None] * len(columns), strict=True):
            draft.put(draft.entry(column.name, cell, unit=_unit(column, money)))


def read_matrix(draft: Draft, block: Block, headings: Headings, stop: int) -> None:
    """Labelled rows under the headings; unknown rows below one with items are its items."""
    region, money = draft.region, money_unit(draft.region, headings)
    first = min(cell.column for cell in headings.cells.values())
    section = ""
    for name, cell in headings.cells.items():
        draft.put(draft.entry("表头", cell, name))
    for row in range(headings.below, stop):
        label = _row_label(region, row, first)
        known = match(block.rows, normal(label.text)) if label else None
        entries = {
            column.name: draft.entry(
                known.name if known else (label.text.strip() if label else ""),
                region.under(row, headings.cells[column.name]),
                column.name,
                _unit(column, money),
            )
            for column in block.columns
            if column.name in headings.cells
        }
        if label is not None:
            draft.claimed.add(label)
        if known is not None:
            section = known.items
            draft.entry(known.name, label)
            for entry in entries.values():
                draft.put(entry)
        elif section and ((label and normal(label.text)) or any(e.text for e in entries.values())):
            item = Item(label.text.strip() if label else "", entries)
            draft.sections.setdefault(section, []).append(item)


def _row_label(region: Region, row: int, first: int) -> Cell | None:
    """The last filled cell left of the values: the first ones may be a heading down the side."""
    left = [c for c in region.row(row) if c.column < first and c.right <= first and c.text.strip()]
    own = [cell for cell in left if cell.row == row]
    return own[-1] if own else None
