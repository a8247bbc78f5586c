"""Read blocks with headed columns out of a region: values by their position under the headings."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache

from msgspec import Struct, field

from xladdin.forms.definitions import Block, Field
from xladdin.forms.figures import read_figure, stated_points
from xladdin.forms.headings import Headings, match
from xladdin.forms.labels import LONGEST_LABEL, normal, squeeze
from xladdin.forms.regions import Region
from xladdin.model.figure import Location
from xladdin.model.form import Entry, Group, Item
from xladdin.model.grid import Cell
from xladdin.model.unit import MONEY, UNITS, Unit
from xladdin.patterns import pattern

#: Numbers outside the known columns that make a further column or row.
_STRANGE = 2
#: The unit of money in a heading or beside a title: （万元）, 单位：元.
_MONEY = pattern(r"(?:^|[(:位、/])((?:万|千|百万|亿)?元)(?=$|[),、;/])")


class Draft(Struct):
    """What has been read of a form so far."""

    region: Region
    kind: str
    entries: dict[str, Entry] = field(default_factory=dict)
    sections: dict[str, list[Item]] = field(default_factory=dict)
    funds: list[Item] = field(default_factory=list)
    blocks: list[Group] = field(default_factory=list)
    claimed: set[Cell] = field(default_factory=set)
    #: The rows of blocks with columns that the definition does not know.
    wider: set[int] = field(default_factory=set)

    def entry(
        self,
        name: str,
        cell: Cell | None,
        column: str = "",
        unit: Unit | None = None,
        text: str | None = None,
    ) -> Entry:
        """Return an entry for a cell, or for ``text`` as a part of it; a blank one without a cell."""
        if cell is None:
            place = Location(self.region.source.name, self.kind, self.region.grid.sheet)
            return Entry(name, "", place, column, None, unit.name if unit else None)
        self.claimed.add(cell)
        text = cell.text if text is None else text
        figure = read_figure(text, unit) if unit is not None else None
        place = self.region.location(cell, self.kind)
        return Entry(name, text.strip(), place, column, figure, unit.name if unit else None)

    def put(self, entry: Entry) -> None:
        """Store an entry, unless its name is already there."""
        self.entries.setdefault(entry.key, entry)


def money_unit(region: Region, heading: Headings) -> Unit:
    """Return the unit of amounts: that of the heading row, else of the nearest line above, else 万元."""
    for row in range(heading.row, region.top - 1, -1):
        for cell in region.row(row):
            if (said := stated_unit(cell.text)) is not None:
                return said
    lines = (stated_unit(line.text) for line in reversed(region.above))
    return next((said for said in lines if said is not None), MONEY)


@lru_cache(maxsize=4096)
def stated_unit(text: str) -> Unit | None:
    """Return the unit of money that a heading or a line states, or None."""
    stated = _MONEY.search(squeeze(text)) if "元" in text and len(text) <= LONGEST_LABEL else None
    return UNITS[stated[1]] if stated else None


def _unit(column: Field, money: Unit) -> Unit | None:
    return money if column.unit is not None and column.unit.measures == "money" else column.unit


def read_record(draft: Draft, block: Block, headings: Headings, stop: int) -> None:
    """Read the first filled row below the headings, or, into a section, all of them."""
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
    """Read labelled rows under the headings. Unknown rows below a row with items become its items; all
    rows below a total of funds become its parts."""
    region, money = draft.region, money_unit(draft.region, headings)
    first = min(cell.column for cell in headings.cells.values())
    columns = [column for column in block.columns if column.name in headings.cells]
    section, in_total = "", False
    for name, cell in headings.cells.items():
        draft.put(draft.entry("表头", cell, name))
    for row in range(headings.below, stop):
        label = _row_label(region, row, first)
        known = match(block.rows, normal(label.text)) if label else _bare_row(draft, block, row)
        written = label.text.strip() if label else ""
        cells = {column: region.under(row, headings.cells[column.name]) for column in columns}
        if known is None and not section and not (in_total and _is_part(written, cells)):
            in_total = in_total and not written
            continue
        entries = {
            c.name: draft.entry(known.name if known else written, cell, c.name, _unit(c, money))
            for c, cell in cells.items()
        }
        if label is not None:
            draft.claimed.add(label)
        if known is not None:
            for entry in entries.values():
                draft.put(entry)
        if in_total and (known is None or known.part):
            draft.funds.append(Item(written, entries))
        elif known is not None:
            section, in_total = known.items, known.bare
            draft.funds += _across(columns, entries)
            _stated_points(draft, headings, known)
        elif normal(written) or any(entry.text for entry in entries.values()):
            draft.sections.setdefault(section, []).append(Item(written, entries))
    rows = range(headings.below, stop)
    more = (c for r in rows for c in region.starting(r) if c.column >= first)
    if sum(c not in draft.claimed and bool(read_figure(c.text, MONEY)) for c in more) >= _STRANGE:
        draft.wider.update(range(headings.row, stop))


def read_beside(draft: Draft, block: Block, rows: range, heads: Container[Cell]) -> None:
    """Read values of a total that have no column: several labels in a line, each with its number to the
    right, as 调整后预算数 and 资金执行得分."""
    total = next((known for known in block.rows if known.bare), None)
    if total is None:
        return
    for row in rows:
        found = list(
            _valued(draft.region, block, (c for c in draft.region.starting(row) if c not in heads))
        )
        for known, label, value, unit in found if len(found) > 1 else ():
            draft.claimed.add(label)
            draft.put(draft.entry(total.name, value, known.name, unit))


def _valued(
    region: Region, block: Block, labels: Iterable[Cell]
) -> Iterator[tuple[Field, Cell, Cell, Unit]]:
    """Yield the labels of columns that have a number to their right."""
    for label in labels:
        known = match(block.columns, normal(label.text))
        value = next(region.right_of(label), None)
        if known is None or value is None or value.row != label.row:
            continue
        unit = _unit(known, money_unit(region, Headings(label.row, {known.name: label})))
        if unit is not None and read_figure(value.text, unit) is not None:
            yield known, label, value, unit


def _is_part(label: str, cells: Mapping[Field, Cell | None]) -> bool:
    """Return whether a row may be a part of the total above: it has a name, and no words for numbers."""
    amounts = [cell.text for column, cell in cells.items() if cell and column.unit is not None]
    worded = (text for text in amounts if len(text.strip()) > 2 and not read_figure(text, MONEY))
    return bool(normal(label)) and not any(worded)


def _bare_row(draft: Draft, block: Block, row: int) -> Field | None:
    """Return the row for values right below the headings if no label names one, else None."""
    bare = next((known for known in block.rows if known.bare), None)
    there = bare is None or any(entry.name == bare.name for entry in draft.entries.values())
    filled = any(read_figure(cell.text, MONEY) for cell in draft.region.starting(row))
    return bare if filled and not there else None


def _across(columns: Iterable[Field], entries: Mapping[str, Entry]) -> list[Item]:
    """Return the parts of a total that stand beside it: 中央, 省级 and 本级 before their 合计."""
    return [Item(column.name, {column.of: entries[column.name]}) for column in columns if column.of]


def _stated_points(draft: Draft, headings: Headings, known: Field) -> None:
    """Read points of the funds that have no column: 得分（20分*执行率）, or 预算执行情况（20分） down the side."""
    if "得分" not in headings.cells or "分值" in headings.cells:
        return
    region = draft.region
    side = region.row(headings.row)[0]
    for cell in (headings.cells["得分"], side):
        figure = stated_points(cell.text)
        if figure is not None:
            place = region.location(cell, draft.kind)
            draft.put(Entry(known.name, f"{figure.value:f}", place, "分值", figure, "分"))
            return


def _row_label(region: Region, row: int, first: int) -> Cell | None:
    """Return the last text left of the values; before it, a heading down the side or a number may stand."""
    left = [c for c in region.row(row) if c.column < first and c.right <= first and c.text.strip()]
    own = [cell for cell in left if cell.row == row and read_figure(cell.text, MONEY) is None]
    return own[-1] if own else None
