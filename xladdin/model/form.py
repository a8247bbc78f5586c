"""A recognised form: its entries by name, its repeated rows, its indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from xladdin.model.figure import Figure, Location


class Entry(Struct, frozen=True):
    """One filled or blank place of a form.

    ``name`` is the field's standard label (三公经费), ``column`` the heading it stands under
    (本年决算) or empty. ``figure`` is None where the text is blank or no number.
    """

    name: str
    text: str
    location: Location
    column: str = ""
    figure: Figure | None = None
    #: The unit that the form gives this place; empty for text fields.
    unit: str | None = None

    @property
    def key(self) -> str:
        return f"{self.name}.{self.column}" if self.column else self.name

    @property
    def pending(self) -> bool:
        """A formula stands there whose result is not known: ``text`` is the formula."""
        return self.figure is None and self.text.startswith("=")

    @property
    def blank(self) -> bool:
        """Nothing filled in: empty, or only a mark that says so (无, —, /, ……)."""
        return not self.text.strip(" \t\r\n\u3000-—–－/／…·.无")


class Item(Struct, frozen=True):
    """A row of a repeated section, such as one 专项 below 项目支出."""

    label: str
    entries: Mapping[str, Entry]  # by column


class Indicator(Struct, frozen=True):
    """One row of the indicator table. Blank places have entries, too."""

    level1: str
    level2: str
    name: Entry
    target: Entry
    actual: Entry
    points: Entry
    score: Entry
    reason: Entry | None
    #: The share of the points that is scored, where the form has a column for it (得分系数).
    share: Entry | None = None


class Group(Struct, frozen=True):
    """The indicators below one 一级指标, with the points that its heading states."""

    name: str
    heading: Entry
    indicators: tuple[Indicator, ...]
    #: Its 二级指标, where these state points, too.
    below: tuple[Group, ...] = ()
    #: The points and the scores of all its indicators, where a row 小计 adds them up.
    subtotal: tuple[Entry, ...] = ()


class Table(Struct, frozen=True):
    """Rows of figures under headings, known by no definition. ``headings`` and the entries of the
    rows go by the names of the columns: all headings above them, joined by ``·``."""

    title: str
    headings: Mapping[str, Entry]
    rows: tuple[Item, ...]


class Form(Struct, frozen=True, eq=False):
    """One official form as filled in.

    ``kind`` is the form's identifier (basic_data, overall, project, assessment), ``unknown``, or
    ``table`` for a table that is no form; ``family`` whose layout it has, empty for the usual one;
    ``name`` its Chinese name; ``title`` the title as written; ``year`` the year it is for.
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
    #: The rows that the total of the funds is made of, in order.
    funds: tuple[Item, ...] = ()
    #: The indicators by the blocks that state their points (年度绩效目标1（50分）), across the groups.
    blocks: tuple[Group, ...] = ()
    #: Tables within the form that no part of the definition knows.
    tables: tuple[Table, ...] = ()
    #: Labels that the definition asks for and the form does not have.
    missing: tuple[str, ...] = ()
    #: Texts in the form's cells that no part of the definition claimed.
    unplaced: tuple[Entry, ...] = ()

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(indicator for group in self.groups for indicator in group.indicators)

    def every_entry(self) -> Iterator[Entry]:
        """All entries, those of repeated rows and indicators included, in the form's order."""
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
