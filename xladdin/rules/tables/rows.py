"""Classify the rows of a table by their labels (``words.toml``), and find those that add up others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from xladdin.forms.labels import squeeze
from xladdin.model.form import Item, Table
from xladdin.patterns import pattern
from xladdin.toml_data import table


@cache
def word(name: str) -> re.Pattern[str]:
    """Return the pattern for a kind of label. Raises KeyError for an unknown kind."""
    return pattern(table("rules/tables/words.toml")[name])


_NUMBERED = pattern(r"[(（]?[一二三四五六七八九十]{1,3}[)）、]")
_INCLUDED = "其中"


def total_rows(table: Table) -> list[int]:
    """Return the indices of the rows that add up others."""
    return [i for i, row in enumerate(table.rows) if word("total_row").search(_label(row))]


def parts_of(table: Table, at: int) -> Iterator[tuple[int, ...]]:
    """Yield the sets of rows that a row of totals may add up: all others; those not marked by 其中; those not
    included in another; those between it and the total before or after it; the totals before or after it."""
    totals = [i for i in total_rows(table) if i != at]
    others = tuple(i for i in range(len(table.rows)) if i != at and i not in totals)
    yield others
    yield tuple(i for i in others if not _label(table.rows[i]).startswith(_INCLUDED))
    inner = {i for parts in included(table).values() for i in parts}
    yield tuple(i for i in others if i not in inner)
    before, after = [i for i in totals if i < at], [i for i in totals if i > at]
    start, end = max(before, default=-1), min(after, default=len(table.rows))
    yield tuple(range(start + 1, at))
    yield tuple(range(at + 1, end))
    yield tuple(before)
    yield tuple(after)


def included(table: Table) -> dict[int, tuple[int, ...]]:
    """Map rows followed by a 其中 to the rows that are parts of them."""
    labels = [_label(row) for row in table.rows]
    totals = total_rows(table)
    found = {}
    for at in range(len(labels) - 1):
        if at in totals or not labels[at + 1].startswith(_INCLUDED):
            continue
        end = at + 2
        while end < len(labels) and not (
            end in totals
            or _NUMBERED.match(labels[end])
            or labels[min(end + 1, len(labels) - 1)].startswith(_INCLUDED)
        ):
            end += 1
        found[at] = tuple(range(at + 1, end))
    return found


def _label(row: Item) -> str:
    return squeeze(row.label)
