"""Which rows of a section make up its total: parts of a row above are no rows of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from xladdin.forms.definitions import definition
from xladdin.model.form import Form, Item

#: 1、 二. but not 3.5公里 and not 2024年
_NUMBERED = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[、,，)）]|[.．](?!\d))")
_BELOW = re.compile(r"其中|[（(①-⑳—-]")


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
        label = "".join(item.label.split())
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
        if id(item) in at_top or (column in item.entries and not _is_marked(item))
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


def _is_marked(item: Item) -> bool:
    """Whether a row's label says that it is part of another."""
    return _BELOW.match("".join(item.label.split())) is not None


def _sum(items: Iterable[Item], column: str) -> Decimal:
    figures = (item.entries[column].figure for item in items)
    return sum((figure.base.point for figure in figures if figure is not None), Decimal(0))
