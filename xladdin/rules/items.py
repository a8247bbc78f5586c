"""Which rows of a section make up its total: parts of a row above are no rows of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from msgspec.structs import replace

from xladdin.forms.definitions import definition
from xladdin.forms.labels import normal
from xladdin.model.form import Entry, Form, Item
from xladdin.patterns import pattern

#: 1、 二. but not 3.5公里 and not 2024年
_NUMBERED = pattern(r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[、,，)）]|[.．](?!\d))")
#: What the whole of an expenditure is by its nature.
_NATURES = ("基本支出", "项目支出")
#: The points of a form that has no total of them.
_FULL = Decimal(100)
_BELOW = pattern(r"其中|[（(①-⑳—-]")


def rows_of(form: Form) -> dict[str, dict[str, Entry]]:
    """The rows of a form's amounts by name, each with its entries by column."""
    rows: dict[str, dict[str, Entry]] = {}
    for entry in form.entries.values():
        if entry.column and entry.name != "表头":
            rows.setdefault(entry.name, {})[entry.column] = entry
    return rows


def top_items(items: tuple[Item, ...], column: str) -> list[Item]:
    """The items that add up to the total: rows below a filled parent row are part of it.

    A row is below the one before it if it is marked so (其中, （1）, ①, —), or if it has no number
    and follows a row that collects several (…专项资金（一个专项一行）) or the 其中 of a numbered row.
    """
    kept: list[Item] = []
    collecting, parent_filled, parent_numbered = False, False, False
    for item in items:
        if column not in item.entries:
            continue
        label = _label(item)
        numbered = _NUMBERED.match(label) is not None
        below = _BELOW.match(label) is not None or (collecting and not numbered)
        if not below:
            figure = item.entries[column].figure
            collecting, parent_numbered = "专项" in label, numbered
            parent_filled = figure is not None and figure.value != 0
        elif label.startswith("其中"):
            collecting = collecting or parent_numbered
        if not below or not parent_filled:
            kept.append(item)
    return kept


def added_up(form: Form, section: str, column: str) -> Sequence[Item]:
    """The items that the section's total is made of.

    Below a filled row of 专项资金 stand its parts, or further ones: in the official workbooks, one a
    row, all are added up. If they do not make up that row, but with it the total, it is the latter.
    """
    items = form.sections[section]
    top = top_items(items, column)
    fields = (row for block in definition(form.kind).blocks for row in block.rows)
    name = next((row.name for row in fields if row.items == section), "")
    total = form.entries.get(f"{name}.{column}")
    at_top = set(map(id, top))
    every = [
        item
        for item in items
        if id(item) in at_top or (column in item.entries and not _BELOW.match(_label(item)))
    ]
    if len(every) == len(top) or total is None or total.figure is None:
        return top
    parents = [
        item for item, below in pairwise(every) if id(item) in at_top and id(below) not in at_top
    ]
    parts = [item for item in every if id(item) not in at_top]
    if _sum(parts, column) == _sum(parents, column):
        return top
    return every if _sum(every, column) == total.figure.base.point else top


def _sum(items: Iterable[Item], column: str) -> Decimal:
    figures = (item.entries[column].figure for item in items if column in item.entries)
    return sum((figure.base.point for figure in figures if figure is not None), Decimal(0))


def making_up(form: Form, column: str) -> Sequence[Item]:
    """The rows of funds that add up to the total in a column: all below it, but for those that go
    further into one above them, and those that divide it once more.

    The form of a whole unit may list some rows only: nothing is said of one where they add up nowhere.
    """
    total, kept, rest = _made_up(form)
    if not kept and form.kind != "project":
        return ()
    apart = fitting(total, rest) or _goes_further(total, kept, rest)
    return [item for item in (kept if kept and apart else [*kept, *rest]) if column in item.entries]


def _made_up(form: Form) -> tuple[Item, list[Item], list[Item]]:
    """The total of the funds, the first rows that add up to it in most columns, and those below them;
    rows marked as part of another are in neither."""
    within = [part for _, parts in _marked(form) for part in parts]
    rows = [item for item in funds(form) if item not in within]
    total = _total(form)
    most = max(range(len(rows) + 1), key=lambda n: len(fitting(total, rows[:n])))
    return total, rows[:most], rows[most:]


def _total(form: Form) -> Item:
    return Item("", {e.column: e for e in form.entries.values() if e.name == "年度资金总额"})


def scored_by_indicator(form: Form) -> bool:
    """Whether what the funds score is an indicator's score once more, so that the total has it there."""

    def value(key: str) -> Decimal | None:
        entry = form.entries.get(key)
        return entry.figure.value if entry is not None and entry.figure is not None else None

    points = sum((r.points.figure.value for r in form.indicators if r.points.figure), Decimal(0))
    scores = sum((r.score.figure.value for r in form.indicators if r.score.figure), Decimal(0))
    whole = value("总分.分值") or _FULL
    stated, scored = value("年度资金总额.分值"), value("年度资金总额.得分")
    if scored is None or value("总分.得分") == scores + scored:
        return False
    if stated is None:
        return whole == points
    if whole == points + stated:
        return False
    blocks = definition(form.kind, form.family).blocks
    rate = next((c for b in blocks for c in b.columns if c.name == "执行率"), None)
    return rate is not None and any(
        rate.aliases.match(normal(row.name.text)) and row.points.figure.value == stated
        for row in form.indicators
        if row.points.figure is not None
    )


def by_nature(form: Form) -> dict[str, Item]:
    """基本支出 and 项目支出 of the funds by name, each once, if they make up the total in most columns."""
    rows = [(normal(item.label), item) for item in funds(form)]
    found = [(name, item) for name, item in rows if name in _NATURES]
    parts = [item for _, item in found]
    total = _total(form)
    whole = len(found) == len(_NATURES) and {name for name, _ in found} == set(_NATURES)
    fits = whole and len(fitting(total, parts)) * 2 > len(_amounts(total))
    return dict(found) if fits else {}


def _goes_further(total: Item, kept: Sequence[Item], rest: Sequence[Item]) -> bool:
    """Whether rows below those that add up to the total divide one of these: 项目支出 by projects. They
    are as much as it, or some of it where the total is made up without them in every column."""
    if any(fitting(row, rest) for row in kept):
        return True
    made_up = fitting(total, kept) if len(kept) > 1 else []
    return bool(made_up) and made_up == _amounts(total) and all(_sum(rest, c) for c in made_up)


def funds(form: Form) -> list[Item]:
    """The rows below the total of the funds, as the form's entries have them now."""
    return [
        replace(item, entries={c: form.entries.get(e.key, e) for c, e in item.entries.items()})
        for item in form.funds
    ]


def broken_down(form: Form) -> Iterator[tuple[Item, Sequence[Item]]]:
    """The rows of funds that say what they are made of, each with the rows that do: those marked by 其中,
    and those below all that make the total, where they are what one of these is in most columns."""
    yield from _marked(form)
    _, kept, rest = _made_up(form)
    for row in kept:
        if len(fitting(row, rest)) * 2 > len(_amounts(row)):
            yield row, rest
            return


def _marked(form: Form) -> Iterator[tuple[Item, Sequence[Item]]]:
    """The rows of funds divided by a 其中 that is not the first one. How many belong to it, nobody
    writes: those that add up to the row in most columns, else the one marked."""
    rows = funds(form)
    opening = [i for i, row in enumerate(rows) if _label(row).startswith("其中")]
    at = 1
    while at < len(rows):
        if at not in opening:
            at += 1
            continue
        end = next((i for i in opening if i > at), len(rows))
        lengths = range(1, end - at + 1)
        most = max(lengths, key=lambda n: len(fitting(rows[at - 1], rows[at : at + n])))
        fits = fitting(rows[at - 1], rows[at : at + most])
        parts = rows[at : at + (most if fits else 1)]
        yield rows[at - 1], parts
        at += len(parts)


def fitting(row: Item, parts: Sequence[Item]) -> list[str]:
    """The columns of amounts in which a row is what its parts add up to."""
    return [
        column
        for column in _amounts(row)
        if (whole := _sum([row], column)) and _sum(parts, column) == whole
    ]


def _amounts(row: Item) -> list[str]:
    """The columns in which a row has an amount of money."""
    return [c for c, e in row.entries.items() if e.figure and e.figure.unit.measures == "money"]


def _label(item: Item) -> str:
    return "".join(item.label.split())
