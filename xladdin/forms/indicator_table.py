"""Read the 绩效指标 table: three levels of headings, one row per 三级指标, a total below."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter

from msgspec import Struct, field
from msgspec.structs import replace

from xladdin.forms.definitions import Block, load
from xladdin.forms.figures import bare_operator, read_figure, stated_points
from xladdin.forms.headings import Headings, match
from xladdin.forms.labels import normal, squeeze
from xladdin.forms.layout import Draft
from xladdin.forms.regions import Region
from xladdin.forms.totals import closed_by, closes, read_totals
from xladdin.model.form import Entry, Group, Indicator
from xladdin.model.grid import Cell
from xladdin.model.unit import NUMBER, UNITS
from xladdin.patterns import pattern

_POINTS_TAIL = pattern(r"(?<!\d)\d{1,4}(?:\.\d{1,4})?分$")
_VALUES = ("target", "actual", "points", "score")
_UNITS_OF = {"target": NUMBER, "adjusted": NUMBER, "actual": NUMBER, "points": UNITS["分"],
             "score": UNITS["分"], "share": UNITS["%"]}  # fmt: skip
_DIRECTIONS = {
    word: sign for sign, words in load("words.toml")["directions"].items() for word in words
}
#: The place of a column of points that stands right of a level.
_POINTS_OF = {"level1": "points1", "level2": "points2", "name": "points"}
_CHINESE = {"name": "三级指标", "target": "指标值", "actual": "完成值", "points": "分值",
            "score": "得分", "reason": "偏差原因", "adjusted": "指标值", "share": "得分系数"}  # fmt: skip


def read_indicators(draft: Draft, block: Block, headings: Headings, stop: int) -> list[Group]:
    """Read the groups of indicators below the headings, up to row ``stop``. The total row becomes
    entries of the draft."""
    region, table = draft.region, _Columns.of(draft.region, block, headings)
    groups: list[_Gathered] = []
    blocks: list[_Gathered] = []
    level1: Cell | None = None
    level2: Cell | None = None
    closed = 0
    for row in range(headings.below, stop):
        first = next((cell for cell in region.starting(row) if cell.text.strip()), None)
        closing = closed_by(region, block, table.cells, first) if first is not None else None
        if first is not None and closing is not None:
            if closes(region, block, table.cells, closing, range(row + 1, stop)):
                read_totals(draft, block, table.cells, range(row, stop))
                break
            draft.claimed.add(first)
            if len(groups) == closed + 1:  # a row 小计 of several groups belongs to none
                groups[-1].close(draft, table, row)
            closed = len(groups)
            continue
        if _aside(region, headings, row):
            continue
        above = level1
        level1 = _level(draft, table.cell(row, "level1"), level1)
        level2 = _level(draft, table.cell(row, "level2"), level2 if level1 == above else None)
        indicator = _indicator(draft, table, row, level1, level2)
        if not any(_entry_text(indicator, name) for name in ("name", *_VALUES)):
            continue
        if not groups or level1 != groups[-1].cell:
            heading = _heading(draft, level1, table.cell(row, "points1"))
            groups.append(_Gathered(level1, heading))
        groups[-1].add(indicator, level2, table.cell(row, "points2"))
        whole = table.cell(row, "block")
        if whole is not None and (not blocks or whole != blocks[-1].cell):
            blocks.append(_Gathered(whole, _heading(draft, whole, None)))
            if whole != level1:
                draft.claimed.discard(whole)  # its text is more than its points
        if blocks:
            blocks[-1].add(indicator, None, None)
    draft.blocks += [each.group(draft, block) for each in blocks]
    return [each.group(draft, block) for each in groups]


class _Gathered(Struct):
    """A group while it is read: its rows, each with its 二级指标 and the cell of that one's points."""

    cell: Cell | None
    heading: Entry
    rows: list[tuple[Indicator, Cell | None, Cell | None]] = field(default_factory=list)
    subtotal: tuple[Entry, ...] = ()

    def add(self, row: Indicator, level2: Cell | None, points: Cell | None) -> None:
        self.rows.append((row, level2, points))

    def close(self, draft: Draft, table: _Columns, row: int) -> None:
        """Take the points and scores of all rows from a row 小计."""
        name = f"{self.heading.name}小计"
        self.subtotal = tuple(
            draft.entry(name, cell, _CHINESE[column], UNITS["分"])
            for column in ("points", "score")
            if (cell := table.cell(row, column)) is not None
        )

    def group(self, draft: Draft, block: Block) -> Group:
        """Return the group, with its 二级指标 if all of them state points. Points in a 二级指标's label
        go to its first indicator if at most one is scored."""
        rows: list[Indicator] = []
        below: list[Group] = []
        for level2, members in groupby(self.rows, key=itemgetter(1)):
            within = list(members)
            heading = _heading(draft, level2, within[0][2])
            own = [row for row, _, _ in within]
            if block.points_in == "level2" and level2 is not None:
                scored = sum(bool(row.score.text) for row in own)
                first = replace(heading, name=_CHINESE["points"], column="")
                given = [first if scored < 2 else own[0].points]
                own = [
                    replace(row, points=points)
                    for row, points in zip(own, [*given, *(r.points for r in own[1:])], strict=True)
                ]
            if level2 is not None and heading.figure is not None:
                below.append(Group(heading.name, heading, tuple(own)))
            rows += own
        stated = below if len(below) == len({level2 for _, level2, _ in self.rows}) else []
        return Group(self.heading.name, self.heading, tuple(rows), tuple(stated), self.subtotal)


class _Columns(Struct, frozen=True):
    """The columns of an indicator's places."""

    region: Region
    cells: Mapping[str, Cell]
    #: Whether the cells beside blocks of indicators state their points.
    by_blocks: bool

    @classmethod
    def of(cls, region: Region, block: Block, headings: Headings) -> _Columns:
        """Return the headed columns, including points that belong to the level on their left."""
        cells = dict(headings.cells)
        columns = {cell.column: name for name, cell in cells.items()}
        points = {}
        for row in range(headings.row, headings.below):
            for cell, label in region.names[row - region.top]:
                known = match(block.columns, label)
                beside = columns.get(max((c for c in columns if c < cell.column), default=-1), "")
                if known is not None and known.name == "points" and beside in _POINTS_OF:
                    points[_POINTS_OF[beside]] = cell
        return cls(region, cells | points, block.points_in == "block")

    def cell(self, row: int, name: str) -> Cell | None:
        """Return the cell of a row for a place; None if the form lacks it."""
        if name == "block" or (name == "level1" and self.by_blocks and name not in self.cells):
            left = min(cell.column for cell in self.cells.values()) if self.by_blocks else 0
            return next(
                (c for c in self.region.row(row) if c.right <= left and c.text.strip()), None
            )
        heading = self.cells.get(name)
        if heading is None:
            return None
        if name == "name" and "level1" not in self.cells:
            return self._named(row, heading)
        return self.region.under(row, heading)

    def _named(self, row: int, heading: Cell) -> Cell | None:
        """Return the last name in a row, where no heading separates the levels."""
        last = min((c.column for c in self.cells.values() if c.column > heading.column), default=0)
        names = [
            c for c in self.region.row(row) if heading.column <= c.column < last and c.right <= last
        ]
        return next((cell for cell in reversed(names) if cell.text.strip()), None)


def _aside(region: Region, headings: Headings, row: int) -> bool:
    """Return whether a row is no indicator: a text across the table, or its headings repeated."""
    names = [name for name in ("level1", "name", "target") if name in headings.cells]
    cells = [region.under(row, headings.cells[name]) for name in names]
    if len(cells) > 1 and cells[-1] is not None and cells[-1] == cells[-2]:
        return True
    values = [region.under(row, headings.cells[n]) for n in _VALUES if n in headings.cells]
    for across in (values, [cells[-1], *values] if cells else values):
        if region.grid.aligned and len(across) > 2 and len(set(across)) == 1:
            return True
    return all(
        cell is not None and normal(cell.text) == normal(headings.cells[name].text)
        for cell, name in zip(cells, names, strict=True)
    )


def _entry_text(indicator: Indicator, name: str) -> str:
    entry: Entry = getattr(indicator, name)
    return entry.text


def _level(draft: Draft, cell: Cell | None, carried: Cell | None) -> Cell | None:
    """Return the 一级 or 二级指标 of a row: the one above if its cell is blank or repeats that."""
    if cell is None or not cell.text.strip():
        return carried
    draft.claimed.add(cell)
    if carried is not None and squeeze(cell.text) == squeeze(carried.text):
        return carried
    return cell


def _heading(draft: Draft, level: Cell | None, points: Cell | None) -> Entry:
    """Return the entry of a 一级 or 二级指标, with the points stated in a column or behind its name."""
    if level is None:
        return draft.entry("", None)
    name = _POINTS_TAIL.sub("", normal(level.text)) or squeeze(level.text)
    stated = points is not None and bool(points.text.strip())
    entry = draft.entry(name, points if stated else level, "标题分值", UNITS["分"])
    return entry if stated else replace(entry, figure=stated_points(level.text))


def _indicator(
    draft: Draft, table: _Columns, row: int, level1: Cell | None, level2: Cell | None
) -> Indicator:
    def entry(name: str) -> Entry:
        cell = table.cell(row, name)
        unit = _UNITS_OF.get(name)
        if cell is not None and cell.row != row:
            cell = None  # merged from the row above, which counts it
        return draft.entry(_CHINESE[name], cell, unit=unit)

    nature, measure = (_beside(draft, table.cell(row, name)) for name in ("nature", "measure"))
    adjusted = table.cell(row, "adjusted")
    target = entry("adjusted" if adjusted is not None and adjusted.text.strip() else "target")
    return Indicator(
        level1=normal(level1.text) if level1 else "",
        level2=normal(level2.text) if level2 else "",
        name=entry("name"),
        target=_composed(target, nature, measure),
        actual=_composed(entry("actual"), "", measure),
        points=entry("points"),
        score=entry("score"),
        reason=entry("reason") if "reason" in table.cells else None,
        share=entry("share") if "share" in table.cells else None,
    )


def _beside(draft: Draft, cell: Cell | None) -> str:
    """Return the text of a row in a column of its own: ≥ below 指标性质, 公里 below 度量单位."""
    if cell is not None:
        draft.claimed.add(cell)
    return cell.text.strip() if cell is not None else ""


def _composed(entry: Entry, nature: str, measure: str) -> Entry:
    """Return a value with the operator and unit from their own columns."""
    figure = entry.figure
    if figure is None or not (nature or measure):
        return entry
    direction = _DIRECTIONS.get(squeeze(nature), nature)
    operator = "" if figure.operator or not bare_operator(direction) else direction
    text = operator + entry.text + ("" if figure.unit_printed else measure)
    return replace(entry, text=text, figure=read_figure(text, NUMBER))
