"""Select the rows of a section that add up to its total, leaving out parts of other rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from msgspec.structs import replace

from xladdin.forms.definitions import definition
from xladdin.forms.labels import normal
from xladdin.model.form import Entry, Form, Item
from xladdin.patterns import pattern

#: The numbering of a row: 1、 二. but not 3.5公里 and not 2024年.
_NUMBERED = pattern(r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[、,，)）]|[.．](?!\d))")
#: The two kinds of expenditure that make up the whole.
_NATURES = ("基本支出", "项目支出")
#: The points of a form that states no total of them.
_FULL = Decimal(100)
_BELOW = pattern(r"其中|[（(①-⑳—-]")


def rows_of(form: Form) -> dict[str, dict[str, Entry]]:
    """Return the entries of a form's columns by the name of the row, then by column, without the headings."""
    rows: dict[str, dict[str, Entry]] = {}
    for entry in form.entries.values():
        if entry.column and entry.name != "表头":
            rows.setdefault(entry.name, {})[entry.column] = entry
    return rows


def top_items(items: tuple[Item, ...], column: str) -> list[Item]:
    """Return the items that add up to the total in a column, without the parts of filled parent rows.

    A row is a part of the one before it if it is marked so (其中, （1）, ①, —), or if it has no number and
    follows a row that collects several (…专项资金（一个专项一行）) or the 其中 of a numbered row.
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
    """Return the items that add up to the section's total in a column.

    Below a filled row of 专项资金 stand its parts, or further items: in the official workbooks, with one item
    a row, all are added up. They count as further items if they do not add up to that row, but make up the
    total together with it.
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
    """Return the sum of the items in a column, in base units."""
    figures = (item.entries[column].figure for item in items if column in item.entries)
    return sum((figure.base.point for figure in figures if figure is not None), Decimal(0))


def making_up(form: Form, column: str) -> Sequence[Item]:
    """Return the fund rows that add up to the total in a column, without rows that break down a row above or
    divide the total again. Empty if they add up nowhere: the form of a whole unit may list some rows only."""
    total, kept, rest = _split_at_total(form)
    if not kept and form.kind != "project":
        return ()
    apart = fitting(total, rest) or _break_down(total, kept, rest)
    return [item for item in (kept if kept and apart else [*kept, *rest]) if column in item.entries]


def _split_at_total(form: Form) -> tuple[Item, list[Item], list[Item]]:
    """Return the total of the funds, the first rows that add up to it in most columns, and the rows below
    them. Rows marked as part of another are left out."""
    within = [part for _, parts in _marked_parts(form) for part in parts]
    rows = [item for item in funds(form) if item not in within]
    total = _funds_total(form)
    most = max(range(len(rows) + 1), key=lambda n: len(fitting(total, rows[:n])))
    return total, rows[:most], rows[most:]


def _funds_total(form: Form) -> Item:
    """Return the row 年度资金总额; it has no entries if the form has none."""
    return Item("", {e.column: e for e in form.entries.values() if e.name == "年度资金总额"})


def scored_by_indicator(form: Form) -> bool:
    """Return whether an indicator repeats the score of the funds, which the total then counts only there."""

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
    """Return the rows 基本支出 and 项目支出 of the funds by name, if each occurs once and they make up the
    total in most columns; else empty."""
    rows = [(normal(item.label), item) for item in funds(form)]
    found = [(name, item) for name, item in rows if name in _NATURES]
    parts = [item for _, item in found]
    total = _funds_total(form)
    whole = len(found) == len(_NATURES) and {name for name, _ in found} == set(_NATURES)
    fits = whole and len(fitting(total, parts)) * 2 > len(_money_columns(total))
    return dict(found) if fits else {}


def _break_down(total: Item, kept: Sequence[Item], rest: Sequence[Item]) -> bool:
    """Return whether the rows below those that make up the total break down one of them: 项目支出 by
    projects. They add up to it, or to anything if the total is complete without them in every column."""
    if any(fitting(row, rest) for row in kept):
        return True
    made_up = fitting(total, kept) if len(kept) > 1 else []
    return (
        bool(made_up) and made_up == _money_columns(total) and all(_sum(rest, c) for c in made_up)
    )


def funds(form: Form) -> list[Item]:
    """Return the rows below the total of the funds, with the form's current entries."""
    return [
        replace(item, entries={c: form.entries.get(e.key, e) for c, e in item.entries.items()})
        for item in form.funds
    ]


def broken_down(form: Form) -> Iterator[tuple[Item, Sequence[Item]]]:
    """Yield each fund row that is broken down, with its parts: rows marked by 其中, and the rows below those
    that make up the total, if they add up to one of these in most columns."""
    yield from _marked_parts(form)
    _, kept, rest = _split_at_total(form)
    for row in kept:
        if len(fitting(row, rest)) * 2 > len(_money_columns(row)):
            yield row, rest
            return


def _marked_parts(form: Form) -> Iterator[tuple[Item, Sequence[Item]]]:
    """Yield each fund row that is followed by a 其中, with its parts: the rows from 其中 on that add up to it
    in most columns, else only the one marked. The first row is no part."""
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
    """Return the money columns in which the parts add up to the row's amount, if that is not 0."""
    return [
        column
        for column in _money_columns(row)
        if (whole := _sum([row], column)) and _sum(parts, column) == whole
    ]


def _money_columns(row: Item) -> list[str]:
    """Return the columns in which a row has an amount of money."""
    return [c for c, e in row.entries.items() if e.figure and e.figure.unit.measures == "money"]


def _label(item: Item) -> str:
    return "".join(item.label.split())
