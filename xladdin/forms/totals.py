"""The rows below the indicators that add them up: 总分, and 指标合计 where the funds stand apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec.structs import replace

from xladdin.forms.definitions import Block, Field
from xladdin.forms.figures import read_figure
from xladdin.forms.headings import match
from xladdin.forms.labels import normal, squeeze
from xladdin.forms.layout import Draft
from xladdin.forms.regions import Region
from xladdin.model.form import Entry, Group
from xladdin.model.grid import Cell
from xladdin.model.unit import UNITS
from xladdin.text import grades

#: A sum of the indicators, to which the funds' points are still to be added; and what both make as a rule.
PARTIAL = "指标合计"
_FULL = Decimal(100)
_COLUMNS = (("分值", "points"), ("得分", "score"))


def closed_by(
    region: Region, block: Block, columns: Mapping[str, Cell], first: Cell
) -> Field | None:
    """The row of the block that a row of the table is, by its first label. One that is only called a
    sum of something is none where it has a target or what came of it, as indicators have."""
    known = match(block.rows, normal(first.text))
    if known is None or known.name != PARTIAL:
        return known
    values = (region.under(first.row, columns[n]) for n in ("target", "actual") if n in columns)
    valued = any(c is not first and bool(normal(c.text).strip("/")) for c in values if c)
    return None if valued else known


def closes(
    region: Region, block: Block, columns: Mapping[str, Cell], known: Field, rows: range
) -> bool:
    """Whether a row is a total of the whole table: one called so, or a sum with no indicator below."""
    if known.name != PARTIAL:
        return known is block.rows[0]
    for row in rows:
        first = _first(region, row)
        scored = (
            region.under(row, columns[name]) for name in ("points", "score") if name in columns
        )
        if first is not None and any(c and read_figure(c.text, UNITS["分"]) for c in scored):
            below = closed_by(region, block, columns, first)
            return below is not None and (below is block.rows[0] or below.name == PARTIAL)
    return True


def read_totals(draft: Draft, block: Block, columns: Mapping[str, Cell], rows: range) -> None:
    """The total in the first of the rows; where the row below adds the funds' points to it, that is
    the total, and the first one is of the indicators."""
    first, *more = _closing(draft, block, columns, rows)
    whole = next((each for each in reversed(more) if _exceeds(each, first)), None)
    if whole is None:
        named = [(block.rows[0].name, entry) for entry in first.values()]
    else:
        named = [(PARTIAL, entry) for entry in first.values()]
        named += [(block.rows[0].name, entry) for entry in whole.values() if entry.figure]
    for name, entry in named:
        draft.put(replace(entry, name=name))


def _first(region: Region, row: int) -> Cell | None:
    """The first cell of a row that says something."""
    return next((cell for cell in region.starting(row) if cell.text.strip()), None)


def _closing(
    draft: Draft, block: Block, columns: Mapping[str, Cell], rows: range
) -> Iterator[dict[str, Entry]]:
    """The points and the score of each total, one right below the other."""
    for row in rows:
        first = _first(draft.region, row)
        known = closed_by(draft.region, block, columns, first) if first is not None else None
        if first is None or known is None or known.name not in (block.rows[0].name, PARTIAL):
            return
        yield _total(draft, block, columns, first)


def _exceeds(whole: Mapping[str, Entry], part: Mapping[str, Entry]) -> bool:
    """Whether a total is more than another one: of points, or where it has none of scores."""
    for column in ("分值", "得分"):
        more = whole.get(column)
        if more is not None and more.figure is not None:
            less = part.get(column)
            return less is None or less.figure is None or less.figure.value < more.figure.value
    return False


def _total(
    draft: Draft, block: Block, columns: Mapping[str, Cell], label: Cell
) -> dict[str, Entry]:
    """A total's 分值 and 得分, by column where columns are known, else in their order; its grade."""
    region = draft.region
    draft.claimed.add(label)
    places: dict[str, Cell | None] = _headed(region, label)
    for column, heading in _COLUMNS:
        if column not in places and region.grid.aligned and heading in columns:
            cell = region.under(label.row, columns[heading])
            if cell is not label:  # merged over the column: the form has no such place
                places[column] = cell
    if block.points_in == "level2" or not places:
        others = [cell for cell in region.right_of(label) if cell not in places.values()]
        numbers = iter([cell for cell in others if read_figure(cell.text, UNITS["分"])])
        places = {column: places.get(column) or next(numbers, None) for column in ("分值", "得分")}
    told = ((c, squeeze(c.text)) for c in region.right_of(label) if c.row == label.row)
    graded = next((c for c, t in told if grades.stated(t)), None)
    if graded is not None:
        draft.put(draft.entry("自评等级", graded))
    name = block.rows[0].name
    return {c: draft.entry(name, cell, c, UNITS["分"]) for c, cell in places.items()}


def _headed(region: Region, label: Cell) -> dict[str, Cell | None]:
    """总分值 and 总得分 as headings in the total's row, the numbers in the row below."""
    if label.row + 1 >= region.bottom:
        return {}
    named = {normal(cell.text).removeprefix("总"): cell for cell in region.right_of(label)}
    return {
        column: region.under(label.row + 1, named[column])
        for column in ("分值", "得分")
        if column in named
    }


def set_apart(draft: Draft, groups: Sequence[Group]) -> None:
    """A single total that adds up the indicators only, 90 of 100 points, is called so: the funds'
    points are still to be added to it."""
    if not _of_indicators_only(draft, groups):
        return
    for column, _ in _COLUMNS:
        entry = draft.entries.pop(f"总分.{column}", None)
        if entry is not None:
            draft.put(replace(entry, name=PARTIAL))


def _of_indicators_only(draft: Draft, groups: Sequence[Group]) -> bool:
    def value(key: str) -> Decimal | None:
        entry = draft.entries.get(key)
        return entry.figure.value if entry is not None and entry.figure is not None else None

    rows = [row for group in groups for row in group.indicators]
    points = sum((row.points.figure.value for row in rows if row.points.figure), Decimal(0))
    scores = sum((row.score.figure.value for row in rows if row.score.figure), Decimal(0))
    whole, score = value("总分.分值"), value("总分.得分")
    funds, scored = value("年度资金总额.分值"), value("年度资金总额.得分")
    room = _FULL - (points if whole is None else whole)
    if not scored or room <= 0 or score == scores + scored:
        return False  # nothing stands apart, or it is added already
    fits = room == funds if funds is not None else room >= scored
    return fits and (whole == points or score == scores)
