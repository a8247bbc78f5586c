"""How each kind of block is read out of a region: headings found by label, values by position."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from xladdin.forms.definitions import Block, Definition, Field
from xladdin.forms.figures import read_figure
from xladdin.forms.labels import normal, squeeze
from xladdin.forms.regions import Region
from xladdin.model.figure import Location
from xladdin.model.form import Entry, Item
from xladdin.model.grid import Cell
from xladdin.model.unit import UNITS, Unit

_YUAN = re.compile(r"[(:单位]元\)?$|\(元\)")


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
    for row in range(region.top, region.bottom):
        found: dict[str, Cell] = {}
        for cell, name in region.names[row - region.top]:
            column = match(block.columns, name, found)
            if column is not None:
                found[column.name] = cell
        if len(found) * 2 >= len(block.columns) and len(found) > (len(best.cells) if best else 0):
            best = Headings(row, found)
    return best


def match(fields: tuple[Field, ...], name: str, taken: Container[str] = ()) -> Field | None:
    """The field whose label this is, exact aliases before patterns; those taken are left out."""
    return next((field for field in _matches(fields, name) if field.name not in taken), None)


@lru_cache(maxsize=8192)
def _matches(fields: tuple[Field, ...], name: str) -> tuple[Field, ...]:
    exact = [field for field in fields if name in field.aliases.exact]
    return (*exact, *(f for f in fields if f not in exact and f.aliases.match(name)))


def money_unit(region: Region, heading: Headings, default: Unit) -> Unit:
    """The unit that the table is kept in: 元 where a heading or a line above says so."""
    texts = [cell.text for cell in region.row(heading.row)] + [line.text for line in region.above]
    said = [squeeze(text) for text in texts]
    if any("万元" in text for text in said):
        return UNITS["万元"]
    return UNITS["元"] if any(_YUAN.search(text) for text in said) else default


def _unit(column: Field, money: Unit | None) -> Unit | None:
    if column.unit is not None and column.unit.measures == "money":
        return money or column.unit
    return column.unit


def read_record(draft: Draft, block: Block, headings: Headings, stop: int) -> None:
    """Values in the row below the headings; any number of rows for a section."""
    region, money = draft.region, money_unit(draft.region, headings, UNITS["万元"])
    last = stop if block.section else min(stop, headings.below + 1)
    for row in range(headings.below, last):
        entries = {}
        for column in block.columns:
            heading = headings.cells.get(column.name)
            cell = region.under(row, heading) if heading is not None else None
            entries[column.name] = draft.entry(column.name, cell, unit=_unit(column, money))
        if not block.section:
            for entry in entries.values():
                draft.put(entry)
        elif any(not entry.blank for entry in entries.values()):
            number = len(draft.sections.setdefault(block.section, [])) + 1
            draft.sections[block.section].append(Item(f"第{number}项", entries))


def read_matrix(draft: Draft, block: Block, headings: Headings, stop: int) -> None:
    """Labelled rows under the headings; unknown rows below one with items are its items."""
    region, money = draft.region, money_unit(draft.region, headings, UNITS["万元"])
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
        elif section and (normal(label.text) if label else any(e.text for e in entries.values())):
            item = Item(label.text.strip() if label else "", entries)
            draft.sections.setdefault(section, []).append(item)


def _row_label(region: Region, row: int, first: int) -> Cell | None:
    """The last filled cell left of the values: the first ones may be a heading down the side."""
    left = [c for c in region.row(row) if c.column < first and c.right <= first and c.text.strip()]
    own = [cell for cell in left if cell.row == row]
    return own[-1] if own else None


def _labelled(region: Region, fields: tuple[Field, ...], stop: int) -> Iterator[tuple[Field, Cell]]:
    for cell in region.filled():
        if cell.row < stop:
            found = match(fields, normal(cell.text.partition("：")[0].partition(":")[0]))
            found = found or match(fields, normal(cell.text))
            if found is not None:
                yield found, cell


def read_pairs(draft: Draft, block: Block, stop: int) -> None:
    """A label, and its value in the next cell to the right (or after its colon)."""
    region = draft.region
    labelled = list(_labelled(region, block.rows, stop))
    labels = {cell for _, cell in labelled}
    for known, cell in labelled:
        after = re.split("[：:]", cell.text, maxsplit=1)[1:]
        if after and after[0].strip():
            draft.put(draft.entry(known.name, cell, unit=known.unit, text=after[0]))
            continue
        right = [c for c in region.row(cell.row) if c.column >= cell.right]
        value = next((c for c in right if c.text.strip()), None)
        if value in labels:
            value = None
        if value is None:
            blank = draft.entry(known.name, next(iter(right), cell), unit=known.unit, text="")
            # A blank place is shown by its label.
            draft.put(replace(blank, location=replace(blank.location, quote=cell.text.strip())))
        else:
            draft.put(draft.entry(known.name, value, unit=known.unit))
        draft.claimed.add(cell)


def read_inline(draft: Draft, block: Block, rows: range) -> None:
    """其中：基本支出：104.85: label and amount in one cell, or the amount in the next one."""
    region = draft.region
    cells = [cell for cell in region.filled() if cell.row in rows]
    for cell in cells:
        lines = [line for line in cell.text.splitlines() if line.strip()]
        for line in lines if all(re.search("[：:]", each) for each in lines) else [cell.text]:
            label, amount = _split_amount(line)
            known = match(block.rows, label)
            if known is None:
                continue
            entry = draft.entry(known.name, cell, unit=known.unit, text=amount)
            beside = next((c for c in region.row(cell.row) if c.column >= cell.right), None)
            if not amount and beside is not None and read_figure(beside.text, UNITS["万元"]):
                entry = draft.entry(known.name, beside, unit=known.unit)
            draft.put(entry)


def _split_amount(line: str) -> tuple[str, str]:
    plain = re.sub(r"^\s*其中\s*[：:]", "", line)
    parts = re.split("[：:]", plain, maxsplit=1)
    if len(parts) == 2:
        return normal(parts[0]), parts[1].strip()
    found = re.fullmatch(r"\s*(\D+?)\s*([\d,，．.]+\s*(?:万?元)?)\s*", plain)
    return (normal(found[1]), found[2]) if found else (normal(plain), "")


def read_signoff(draft: Draft, block: Block) -> None:
    """填表人：　填报日期：　联系电话：　单位负责人签字：, in a cell or in a paragraph below."""
    labels = {squeeze(a): f for f in block.rows for a in f.aliases.exact}
    pattern = re.compile(
        "(" + "|".join(sorted(map(re.escape, labels), key=len, reverse=True)) + ")[：:]"
    )
    region = draft.region
    lines = [(cell.text, region.location(cell, draft.kind)) for cell in region.filled()]
    lines += [(line.text, replace(line.location, form=draft.kind)) for line in region.below]
    for text, place in lines:
        found = list(pattern.finditer(text))
        if len(found) < 2 and not (found and found[0].start() == 0):
            continue
        ends = [match.start() for match in found[1:]] + [len(text)]
        for match, end in zip(found, ends, strict=True):
            draft.put(Entry(labels[match[1]].name, text[match.end() : end].strip(), place))


def stops(definition: Definition, region: Region, anchors: Mapping[int, Headings]) -> list[int]:
    """The rows where some block begins, and the region's end: a block's rows reach to the next."""
    rows = {headings.row for headings in anchors.values()} | {region.bottom}
    for block in definition.blocks:
        if block.kind == "pairs":
            rows |= {cell.row for _, cell in _labelled(region, block.rows, region.bottom)}
        if block.kind == "inline":
            rows |= {
                cell.row
                for cell in region.filled()
                if (known := match(block.rows, _split_amount(cell.text)[0])) is not None
                and known.key
            }
    return sorted(rows)
