"""Define a recognised form: its named entries, its repeated rows, its indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from xladdin.model.figure import Figure, Location


class Entry(Struct, frozen=True):
    """One place of a form, filled or blank.

    ``name`` is the standard label (三公经费), ``column`` the heading above the place (本年决算) or
    empty. ``figure`` is None where the text is blank or no number.
    """

    name: str
    text: str
    location: Location
    column: str = ""
    figure: Figure | None = None
    #: The unit that the form sets for this place; empty for text fields.
    unit: str | None = None

    @property
    def key(self) -> str:
        return f"{self.name}.{self.column}" if self.column else self.name

    @property
    def pending(self) -> bool:
        """Whether the place holds a formula without a saved result; ``text`` is then the formula."""
        return self.figure is None and self.text.startswith("=")

    @property
    def blank(self) -> bool:
        """Whether nothing is filled in: the text is empty or a mark that says so (无, —, /, ……)."""
        return not self.text.strip(" \t\r\n\u3000-—–－/／…·.无")


class Item(Struct, frozen=True):
    """One row of a repeated section, such as one 专项 below 项目支出."""

    label: str
    entries: Mapping[str, Entry]  # by column heading


class Indicator(Struct, frozen=True):
    """One row of the indicator table; blank places have entries, too."""

    level1: str
    level2: str
    name: Entry
    target: Entry
    actual: Entry
    points: Entry
    score: Entry
    reason: Entry | None
    #: The column 得分系数 (score ÷ points), where the form has it.
    share: Entry | None = None


class Group(Struct, frozen=True):
    """The indicators of one 一级指标, with the points that its heading states."""

    name: str
    heading: Entry
    indicators: tuple[Indicator, ...]
    #: Its 二级指标, where their headings state points as well.
    below: tuple[Group, ...] = ()
    #: The total points and scores, where the form has a row 小计.
    subtotal: tuple[Entry, ...] = ()


class Table(Struct, frozen=True):
    """Rows of figures below headings, recognised by no form definition. ``headings`` and the rows'
    entries are keyed by column name: all headings above it, joined by ``·``."""

    title: str
    headings: Mapping[str, Entry]
    rows: tuple[Item, ...]


class Form(Struct, frozen=True, eq=False):
    """One official form as filled in.

    ``kind`` is the form's identifier (basic_data, overall, project, assessment), ``unknown``, or
    ``table`` for a table that is no official form. ``family`` names the places whose layout it follows,
    empty for the usual layout. ``name`` is its Chinese name, ``title`` the title as written, ``year``
    the year it reports on.
    """

    kind: str
    name: str
    title: Entry
    year: int | None
    source: str
    entries: Mapping[str, Entry] = field(default_factory=dict)
    sections: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    family: str = ""
    #: The rows that add up to the total funds, in order.
    funds: tuple[Item, ...] = ()
    #: The indicators grouped by the blocks that state their points (年度绩效目标1（50分）).
    blocks: tuple[Group, ...] = ()
    #: Tables inside the form that its definition does not know.
    tables: tuple[Table, ...] = ()
    #: Labels of the definition that the form lacks.
    missing: tuple[str, ...] = ()
    #: Texts of cells that the definition does not explain.
    unplaced: tuple[Entry, ...] = ()

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(indicator for group in self.groups for indicator in group.indicators)

    def every_entry(self) -> Iterator[Entry]:
        """Yield all entries, including those of repeated rows and indicators, in the form's order."""
        yield from self.entries.values()
        for items in self.sections.values():
            for item in items:
                yield from item.entries.values()
        for item in self.funds:
            yield from (e for e in item.entries.values() if e.key not in self.entries)
        for table in self.tables:
            for item in table.rows:
                yield from item.entries.values()
        yield from (block.heading for block in self.blocks)
        for group in self.groups:
            yield group.heading
            yield from group.subtotal
            pointed = {row.points.location for row in group.indicators}
            yield from (b.heading for b in group.below if b.heading.location not in pointed)
            for row in group.indicators:
                yield from (row.name, row.target, row.actual, row.points, row.score)
                yield from (each for each in (row.share, row.reason) if each is not None)
