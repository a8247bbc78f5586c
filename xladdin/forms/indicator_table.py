"""The 绩效指标 table: three levels of headings, one row per 三级指标, a total below."""

from __future__ import annotations

import re
from dataclasses import replace

from xladdin.forms.definitions import Block
from xladdin.forms.figures import read_figure
from xladdin.forms.labels import normal, squeeze
from xladdin.forms.layout import Draft, Headings, match
from xladdin.model.form import Entry, Group, Indicator
from xladdin.model.grid import Cell
from xladdin.model.unit import NUMBER, UNITS

#: 产出指标（50分）, 布置工作10分, 成本指标(10)
_POINTS = re.compile(r"[(（]\s*(\d+(?:\.\d+)?)\s*分?\s*[)）]|(\d+(?:\.\d+)?)\s*分")
_POINTS_TAIL = re.compile(r"\d+(?:\.\d+)?分$")
_VALUES = ("target", "actual", "points", "score")
_CHINESE = {"name": "三级指标", "target": "指标值", "actual": "完成值", "points": "分值",
            "score": "得分", "reason": "偏差原因", "level2": "二级指标"}  # fmt: skip


def read_indicators(draft: Draft, block: Block, headings: Headings) -> list[Group]:
    """The groups of indicators below the headings; the total row goes to the draft's entries."""
    region = draft.region
    groups: list[Group] = []
    level1: Cell | None = None
    grouped: Cell | None = None
    level2: Cell | None = None
    for row in range(headings.below, region.bottom):
        cells = region.starting(row)
        first = next((cell for cell in cells if cell.text.strip()), None)
        if first is not None and match(block.rows, normal(first.text)):
            _total(draft, block, headings, row, first)
            break
        above = level1
        level1 = _level(draft, headings, "level1", row, level1)
        level2 = _level(draft, headings, "level2", row, level2 if level1 == above else None)
        indicator = _indicator(draft, block, headings, row, level1, level2)
        if not any(_entry_text(indicator, name) for name in ("name", *_VALUES)):
            continue
        if not groups or level1 != grouped:
            heading, grouped = _heading(draft, level1), level1
            groups.append(Group(heading.name, heading, ()))
        groups[-1] = replace(groups[-1], indicators=(*groups[-1].indicators, indicator))
    return groups


def _entry_text(indicator: Indicator, name: str) -> str:
    entry: Entry = getattr(indicator, name)
    return entry.text


def _level(
    draft: Draft, headings: Headings, name: str, row: int, carried: Cell | None
) -> Cell | None:
    """The 一级 or 二级指标 of a row; where its cell is blank, the one carried from above."""
    heading = headings.cells.get(name)
    cell = draft.region.under(row, heading) if heading is not None else None
    if cell is None or not cell.text.strip():
        return carried
    draft.claimed.add(cell)
    return cell


def _heading(draft: Draft, level1: Cell | None) -> Entry:
    """The 一级指标 with the points that it states in brackets, if it does."""
    if level1 is None:
        return draft.entry("", None)
    name = _POINTS_TAIL.sub("", normal(level1.text)) or squeeze(level1.text)
    return _with_points(draft.entry(name, level1, "标题分值", UNITS["分"]), level1.text)


def _with_points(entry: Entry, text: str) -> Entry:
    stated = _POINTS.search(text)
    figure = read_figure(stated[1] or stated[2], UNITS["分"]) if stated else None
    return replace(entry, figure=replace(figure, text=stated[0]) if figure and stated else None)


def _indicator(
    draft: Draft,
    block: Block,
    headings: Headings,
    row: int,
    level1: Cell | None,
    level2: Cell | None,
) -> Indicator:
    region = draft.region

    def entry(name: str) -> Entry:
        heading = headings.cells.get(name)
        cell = region.under(row, heading) if heading is not None else None
        if cell is not None and cell.row != row:
            cell = None  # merged from the row above: it is counted there
        unit = UNITS["分"] if name in ("points", "score") else NUMBER if name in _VALUES else None
        return draft.entry(_CHINESE[name], cell, unit=unit)

    points = entry("points")
    if block.points_in_label and level2 is not None:
        points = _with_points(draft.entry("分值", level2, unit=UNITS["分"]), level2.text)
    return Indicator(
        level1=normal(level1.text) if level1 else "",
        level2=normal(level2.text) if level2 else "",
        name=entry("name"),
        target=entry("target"),
        actual=entry("actual"),
        points=points,
        score=entry("score"),
        reason=entry("reason") if "reason" in headings.cells else None,
    )


def _total(draft: Draft, block: Block, headings: Headings, row: int, label: Cell) -> None:
    """总分: its 分值 and 得分, by column where columns are known, else in their order."""
    region, name = draft.region, block.rows[0].name
    draft.claimed.add(label)
    others = [cell for cell in region.starting(row) if cell.column >= label.right]
    numbers = [cell for cell in others if read_figure(cell.text, UNITS["分"])]
    places: dict[str, Cell | None] = dict(
        zip(("分值", "得分"), [*numbers, None, None], strict=False)
    )
    if region.grid.aligned and {"points", "score"} <= set(headings.cells):
        places = {
            "分值": region.under(row, headings.cells["points"]),
            "得分": region.under(row, headings.cells["score"]),
        }
    for column, cell in places.items():
        if cell is label:
            cell = None
        draft.put(draft.entry(name, cell, column, UNITS["分"]))
