"""Read a region as a table of the final accounts: its rows by code and by label, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from xladdin.forms.accounts.definitions import Account, titled
from xladdin.forms.accounts.sides import Headings, Side, find_headings, numbered
from xladdin.forms.figures import read_figure
from xladdin.forms.headings import Headings as Anchor
from xladdin.forms.labels import normal, squeeze, years
from xladdin.forms.layout import money_unit
from xladdin.forms.regions import Region
from xladdin.forms.surroundings import TITLE_LENGTH, Line
from xladdin.model.form import Entry, Form, Item
from xladdin.model.grid import Cell
from xladdin.model.unit import Unit
from xladdin.patterns import pattern

#: Code and label in one cell: 2010101 行政运行.
_CODED = pattern(r"(\d{3,7})(?!\d)\W*(.*)")
_CODE = pattern(r"\d{3}(?:\d{2}){0,2}")
_UNIT = pattern(
    r"(?:公开部门|编制单位|预算单位|填报单位|单位名称|部门名称|部门|单位)[:：](?!万?元)(.{2,40})"
)
#: Sections of a table with codes: all its rows, and the rows that have a code.
ROWS, CODED = "各行", "科目"


def account_of(region: Region) -> Account | None:
    """Return the table that a title names: above the region, in its first rows or on its sheet."""
    lines = [line.text for line in reversed(region.above)]
    first = [cell.text for cell in region.filled[:6] if len(cell.text) <= TITLE_LENGTH]
    groups = (*([line] for line in lines[:3]), first, [region.grid.sheet or ""])
    return next((found for group in groups if (found := titled(group)) is not None), None)


def read_account(region: Region) -> Form | None:
    """Read the region as a table of the final accounts; None if it is none."""
    account = account_of(region)
    headings = find_headings(region, account) if account is not None else None
    if account is None or headings is None:
        return None
    unit = money_unit(region, Anchor(headings.row, {}))
    reader = _Reader(region, account, unit)
    if headings.sides:
        for row in range(headings.below, region.bottom):
            if not numbered(region, row):
                reader.read_row(row, headings.sides)
    else:
        reader.read_across(headings)
    reader.read_unit(headings.row)
    title = _title(region, account)
    return Form(
        kind=account.kind,
        name=account.name,
        title=Entry("标题", title.text, replace(title.location, form=account.kind)),
        year=_year(region, headings.row),
        source=region.source.name,
        entries=reader.entries,
        sections={name: tuple(items) for name, items in reader.sections.items()},
    )


def _title(region: Region, account: Account) -> Line:
    named = (line for line in reversed(region.above) if titled([line.text]) is account)
    return next(named, None) or Line(account.name, region.location(region.filled[0]))


def _year(region: Region, row: int) -> int | None:
    """Return the year that the lines above name, else the sheet, the file's name, its first paragraphs."""
    above = [cell.text for cell in region.filled if cell.row < row]
    first = [paragraph.text for paragraph in region.source.paragraphs[:12]]
    places = ([line.text for line in region.above] + above, [region.grid.sheet or ""],
              [region.source.name], first)  # fmt: skip
    named = (max((y for text in texts for y in years(text)), default=None) for texts in places)
    return next((year for year in named if year is not None), None)


class _Reader(Struct):
    region: Region
    account: Account
    unit: Unit
    entries: dict[str, Entry] = field(default_factory=dict)
    sections: dict[str, list[Item]] = field(default_factory=dict)
    #: The current section of each side.
    running: dict[int, str] = field(default_factory=dict)

    def read_unit(self, below: int) -> None:
        """Read the unit above the headings: 部门：某某局."""
        cells = [cell for cell in self.region.filled if cell.row < below]
        for cell in cells:
            if found := _UNIT.fullmatch(squeeze(cell.text)):
                place = self.region.location(cell, self.account.kind)
                self.entries["单位名称"] = Entry("单位名称", found[1], place)
                return

    def read_row(self, row: int, sides: tuple[Side, ...]) -> None:
        """Read one line of the table: a row of each side."""
        cells = {column: cell for cell in self.region.row(row) for column in _covered(cell)}
        taken: set[Cell] = set()
        for number, side in enumerate(sides):
            code, label = _named(side, cells, row, taken)
            if not code and not label:
                continue
            last = max(cells[c].right - 1 for c in (*side.codes, *side.labels) if c in cells)
            whose = next((s for s in reversed(sides[number:]) if s.begin <= last), side)
            amounts = self._amounts(whose, cells)
            if not any(e.text for e in amounts.values()) and number + 1 < len(sides):
                beside = sides[number + 1]
                if _named(beside, cells, row, set(taken)) == ("", ""):
                    amounts = self._amounts(beside, cells)
            self._keep(number, side, code, label, amounts)

    def _keep(
        self, number: int, side: Side, code: str, label: str, amounts: dict[str, Entry]
    ) -> None:
        """Store a row: known ones as entries, parts in their section."""
        name, within = normal(label), label.strip().startswith("其中")
        known = self.account.row(name, code)
        if known is not None and not within:
            for column, entry in amounts.items():
                named = replace(entry, name=known.name)
                self.entries.setdefault(f"{known.name}.{column}", named)
        item = Item(
            f"{code} {name}".strip(), {c: replace(e, name=name) for c, e in amounts.items()}
        )
        sections = []
        if self.account.code:
            sections = [ROWS] * bool(code or known) + [CODED] * bool(code)
        elif known is not None and not known.part:
            self.running[number] = known.items
            sections = [side.all]
        elif name and not within:
            sections = [self.running.get(number, side.first), side.all]
        for section in filter(None, sections):
            self.sections.setdefault(section, []).append(item)

    def read_across(self, headings: Headings) -> None:
        """Read a table with one line of amounts, whose rows are named by headings: 决算数·公务接待费."""
        for row in range(headings.below, self.region.bottom):
            cells = {column: cell for cell in self.region.row(row) for column in _covered(cell)}
            entries = list(self._across(headings, cells))
            if any(entry.figure is not None for entry in entries):
                for entry in entries:
                    self.entries.setdefault(entry.key, entry)
                return

    def _across(self, headings: Headings, cells: dict[int, Cell]) -> Iterator[Entry]:
        for column, path in headings.paths.items():
            known = self.account.column(path[0])
            row = self.account.row("·".join(path[1:]), "") or self.account.row(path[-1], "")
            if known is not None and row is not None and column in cells:
                yield replace(self._entry(cells[column], known.name), name=row.name)

    def _amounts(self, side: Side, cells: dict[int, Cell]) -> dict[str, Entry]:
        return {
            known.name: self._entry(cells[column], known.name)
            for column, known in side.amounts.items()
            if column in cells
        }

    def _entry(self, cell: Cell, column: str) -> Entry:
        place = self.region.location(cell, self.account.kind)
        figure = read_figure(cell.text, self.unit)
        return Entry("", cell.text.strip(), place, column, figure, self.unit.name)


def _covered(cell: Cell) -> range:
    return range(cell.column, cell.right)


def _named(side: Side, cells: dict[int, Cell], row: int, taken: set[Cell]) -> tuple[str, str]:
    """Return the code and label of a side's row, without cells that an earlier side has ``taken``."""

    def texts(columns: list[int]) -> list[str]:
        own = dict.fromkeys(cells[c] for c in columns if c in cells)
        new = [cell for cell in own if cell.row == row and cell not in taken]
        taken.update(new)
        return [cell.text.strip() for cell in new if cell.text.strip()]

    code, label = "".join(texts(side.codes)), "".join(texts(side.labels))
    if code and not _CODE.fullmatch(code):
        found = _CODED.fullmatch(code)
        code, label = (found[1], found[2] or label) if found else ("", label or code)
    elif not code and (found := _CODED.fullmatch(squeeze(label))) and _CODE.fullmatch(found[1]):
        code, label = found[1], found[2]
    return code, label
