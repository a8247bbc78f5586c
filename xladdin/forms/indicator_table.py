"""The 绩效指标 table: three levels of headings, one row per 三级指标, a total below."""

from __future__ import annotations

import re
from dataclasses import replace

from xladdin.forms.definitions import Block
from xladdin.forms.figures import bare_operator, read_figure
from xladdin.forms.labels import normal, squeeze
from xladdin.forms.layout import Draft, Headings, match
from xladdin.forms.regions import Region
from xladdin.model.form import Entry, Group, Indicator
from xladdin.model.grid import Cell
from xladdin.model.unit import NUMBER, UNITS

#: 产出指标（50分）, 布置工作10分, 成本指标(10)
_POINTS = re.compile(
    r"[(（]\s*(\d{1,4}(?:\.\d{1,4})?)\s*分?\s*[)）]|(?<!\d)(\d{1,4}(?:\.\d{1,4})?)\s*分"
)
_POINTS_TAIL = re.compile(r"(?<!\d)\d{1,4}(?:\.\d{1,4})?分$")
_VALUES = ("target", "actual", "points", "score")
_CHINESE = {"name": "三级指标", "target": "指标值", "actual": "完成值", "points": "分值",
            "score": "得分", "reason": "偏差原因", "level2": "二级指标"}  # fmt: skip


def read_indicators(draft: Draft, block: Block, headings: Headings) -> list[Group]:
    """The groups of indicators below the headings; the total row goes to the draft's entries."""
    region = draft.region
    groups: list[tuple[Entry, list[Indicator]]] = []
    level1: Cell | None = None
    grouped: Cell | None = None
    level2: Cell | None = None
    for row in range(headings.below, region.bottom):
        first = next((cell for cell in region.starting(row) if cell.text.strip()), None)
        if first is not None and match(block.rows, normal(first.text)):
            _total(draft, block, headings, row, first)
            break
        if _aside(region, headings, row):
            continue
        above1, above2 = level1, level2
        level1 = _level(draft, headings, "level1", row, level1)
        level2 = _level(draft, headings, "level2", row, level2 if level1 == above1 else None)
        indicator = _indicator(draft, headings, row, level1, level2)
        if block.points_in_label:
            indicator = replace(indicator, points=_label_points(draft, level2, above2))
        if not any(_entry_text(indicator, name) for name in ("name", *_VALUES)):
            continue
        if not groups or level1 != grouped:
            grouped = level1
            groups.append((_heading(draft, level1), []))
        groups[-1][1].append(indicator)
    return [Group(heading.name, heading, tuple(rows)) for heading, rows in groups]


def _aside(region: Region, headings: Headings, row: int) -> bool:
    """Whether a row is none of indicators: a line across the table, or its headings once more."""
    names = [name for name in ("level1", "name", "target") if name in headings.cells]
    cells = [region.under(row, headings.cells[name]) for name in names]
    if len(cells) > 1 and cells[-1] is not None and cells[-1] == cells[-2]:
        return True
    return all(
        cell is not None and normal(cell.text) == normal(headings.cells[name].text)
        for cell, name in zip(cells, names, strict=True)
    )


def _entry_text(indicator: Indicator, name: str) -> str:
    entry: Entry = getattr(indicator, name)
    return entry.text


def _level(
    draft: Draft, headings: Headings, name: str, row: int, carried: Cell | None
) -> Cell | None:
    """The 一级 or 二级指标 of a row; the one above where its cell is blank or says the same."""
    heading = headings.cells.get(name)
    cell = draft.region.under(row, heading) if heading is not None else None
    if cell is None or not cell.text.strip():
        return carried
    draft.claimed.add(cell)
    if carried is not None and squeeze(cell.text) == squeeze(carried.text):
        return carried
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


def _label_points(draft: Draft, level2: Cell | None, above: Cell | None) -> Entry:
    """The points in a 二级指标's label; they count once where it stands over several rows."""
    if level2 is None or level2 == above:
        return draft.entry(_CHINESE["points"], None, unit=UNITS["分"])
    return _with_points(draft.entry(_CHINESE["points"], level2, unit=UNITS["分"]), level2.text)


def _indicator(
    draft: Draft, headings: Headings, row: int, level1: Cell | None, level2: Cell | None
) -> Indicator:
    region = draft.region

    def entry(name: str) -> Entry:
        heading = headings.cells.get(name)
        cell = region.under(row, heading) if heading is not None else None
        unit = UNITS["分"] if name in ("points", "score") else NUMBER if name in _VALUES else None
        if cell is not None and cell.row != row:
            cell = None  # merged from the row above: it is counted there
        return draft.entry(_CHINESE[name], cell, unit=unit)

    nature, measure = (_beside(region, headings, row, name) for name in ("nature", "measure"))
    return Indicator(
        level1=normal(level1.text) if level1 else "",
        level2=normal(level2.text) if level2 else "",
        name=entry("name"),
        target=_composed(entry("target"), nature, measure),
        actual=_composed(entry("actual"), "", measure),
        points=entry("points"),
        score=entry("score"),
        reason=entry("reason") if "reason" in headings.cells else None,
    )


def _beside(region: Region, headings: Headings, row: int, name: str) -> str:
    """What a row says in a column of its own: ≥ below 指标性质, 公里 below 度量单位."""
    heading = headings.cells.get(name)
    cell = region.under(row, heading) if heading is not None else None
    return cell.text.strip() if cell is not None else ""


def _composed(entry: Entry, nature: str, measure: str) -> Entry:
    """A value with the operator and the unit that stand in columns of their own."""
    figure = entry.figure
    if figure is None or not (nature or measure):
        return entry
    operator = "" if figure.operator or not bare_operator(nature) else nature
    text = operator + entry.text + ("" if figure.unit_printed else measure)
    return replace(entry, text=text, figure=read_figure(text, NUMBER))


def _total(draft: Draft, block: Block, headings: Headings, row: int, label: Cell) -> None:
    """总分: its 分值 and 得分, by column where columns are known, else in their order."""
    region, name = draft.region, block.rows[0].name
    draft.claimed.add(label)
    places: dict[str, Cell | None] = _headed_total(region, label)
    for column, heading in (("分值", "points"), ("得分", "score")):
        if column not in places and region.grid.aligned and heading in headings.cells:
            cell = region.under(row, headings.cells[heading])
            places[column] = None if cell is label else cell
    if block.points_in_label or not places:
        others = [cell for cell in region.right_of(label) if cell not in places.values()]
        numbers = iter([cell for cell in others if read_figure(cell.text, UNITS["分"])])
        places = {column: places.get(column) or next(numbers, None) for column in ("分值", "得分")}
    for column, cell in places.items():
        draft.put(draft.entry(name, cell, column, UNITS["分"]))


def _headed_total(region: Region, label: Cell) -> dict[str, Cell | None]:
    """总分值 and 总得分 as headings in the total's row, the numbers in the row below."""
    if label.row + 1 >= region.bottom:
        return {}
    named = {normal(cell.text).removeprefix("总"): cell for cell in region.right_of(label)}
    return {
        column: region.under(label.row + 1, named[column])
        for column in ("分值", "得分")
        if column in named
    }
