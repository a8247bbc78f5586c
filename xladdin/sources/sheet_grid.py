"""Make a Grid, with a cell at every position of the used range, from a sheet's filled cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from xladdin.errors import InputError
from xladdin.model.grid import Cell, Grid
from xladdin.sources.bounds import bound

#: The list of corrections that a person ticks in Excel.
CORRECTION_LIST = "改正清单"
#: Sheets that this program adds to workbooks; none of them belongs to the filing.
HELPER_SHEETS = frozenset(
    {"审核公式", "校验结果", "xladdin校验结果", CORRECTION_LIST, "填报说明", "未归位"}
)
#: The hidden sheet on which a workbook stores its marks. Sheets whose names begin so are ours, and are
#: not mentioned in notes.
MEMORY_SHEET = "_xladdin"

#: The end of the notes on hidden rows and columns.
READ_ALL_THE_SAME = "，也已读取。"

Place = tuple[int, int]


class Sheets(NamedTuple):
    """What was read of a workbook: the filing's sheets, notes on what was left out, helper sheets."""

    grids: tuple[Grid, ...]
    notes: tuple[str, ...]
    helpers: tuple[Grid, ...]


class RawSheet(Struct):
    """The filled cells of a sheet and what surrounds them; rows and columns count from zero.

    ``merges`` are ``(top, left, rows, columns)``. ``uncached`` counts formulas without a value,
    ``struck`` struck-out contents, ``marks`` the raised numbers of notes.
    """

    cells: list[Cell] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    #: Cells whose content is invisible: white on white, or in a format that shows nothing.
    unseen: set[Place] = field(default_factory=set)
    uncached: int = 0
    struck: int = 0
    marks: int = 0


def grid_of(raw: RawSheet, number: int, sheet: str, name: str) -> Grid | None:
    """Return the grid of a sheet from A1 to its last filled cell; None for a blank sheet.

    Every position is a cell, a merged range one cell; ranges are clipped to the used range. Raises
    InputError with the file's ``name`` if the range is too wide.
    """
    height, width = _extent(raw.cells)
    if not height:
        return None
    if height * width > bound("cells"):
        raise InputError(
            f"「{name}」的工作表「{sheet}」用到了第 {height} 行、第 {width} 列，范围过大，"
            "请删除表格之外的零散内容后保存再试。"
        )
    spans, covered = _merged(raw.merges, height, width)
    filled = {(cell.row, cell.column): cell for cell in raw.cells}
    cells = [
        _cell(place, filled.get(place), spans.get(place))
        for place in ((row, column) for row in range(height) for column in range(width))
        if place not in covered
    ]
    rows = frozenset(row for row in raw.hidden_rows if row < height)
    columns = frozenset(column for column in raw.hidden_columns if column < width)
    unseen = frozenset(raw.unseen)
    return Grid(
        number, tuple(cells), sheet, hidden_rows=rows, hidden_columns=columns, unseen=unseen
    )


def sheets_of(found: Iterable[tuple[str, bool, RawSheet]], name: str) -> Sheets:
    """Return a workbook's grids from each sheet's name, whether it is hidden, and its cells. Hidden and
    blank sheets are left out, helper sheets kept apart; grids are numbered from 1."""
    grids: list[Grid] = []
    helpers: list[Grid] = []
    notes: list[str] = []
    hidden, aside, empty = [], [], []
    uncached = struck = marks = 0
    for title, is_hidden, raw in found:
        helper = title in HELPER_SHEETS
        if title.startswith("_"):
            aside.append(title)
            continue
        if is_hidden and not helper:
            hidden.append(title)
            continue
        own = helpers if helper else grids
        grid = grid_of(raw, len(own) + 1, title, name)
        if grid is not None:
            own.append(grid)
        if helper:
            continue
        if grid is None:
            empty.append(title)
        else:
            notes.extend(hidden_notes(grid))
        uncached, struck, marks = uncached + raw.uncached, struck + raw.struck, marks + raw.marks
    notes.extend(left_out_notes(hidden, aside, empty))
    if uncached:
        notes.append(
            f"有 {uncached} 个公式没有保存计算结果，能推算的已推算，其余的当作未知，没有核对；"
            "请用 Excel 或 WPS 打开本文件，保存一次后再试。"
        )
    if struck:
        notes.append(f"{struck} 处加了删除线的内容没有读取，作废的请删掉，有效的请去掉删除线。")
    if marks:
        notes.append(f"{marks} 处上标的注释序号没有当作数字读取。")
    return Sheets(tuple(grids), tuple(notes), tuple(helpers))


def hidden_notes(grid: Grid) -> tuple[str, ...]:
    """Return the note on rows and columns that are hidden, though read; none or one."""
    hidden = ((grid.hidden_rows, "行"), (grid.hidden_columns, "列"))
    places = [f"{len(numbers)} {word}" for numbers, word in hidden if numbers]
    if not places:
        return ()
    return (f"工作表「{grid.sheet}」有隐藏的 {'、'.join(places)}{READ_ALL_THE_SAME}",)


def left_out_notes(
    hidden: Iterable[str], aside: Iterable[str], empty: Iterable[str]
) -> tuple[str, ...]:
    """Return the notes on sheets that were not read, one for each reason."""
    others = [name for name in aside if not name.startswith(MEMORY_SHEET)]
    reasons = (("隐藏的", hidden), ("辅助的", others), ("空白的", empty))
    return tuple(
        f"没有读取{why}工作表{''.join(f'「{name}」' for name in names)}。"
        for why, names in reasons
        if names
    )


def _cell(place: Place, filled: Cell | None, spans: Place | None) -> Cell:
    if spans is None:
        return filled or Cell(*place, "")
    if filled is None:
        return Cell(*place, "", *spans)
    return replace(filled, rows=spans[0], columns=spans[1])


def _extent(cells: Iterable[Cell]) -> tuple[int, int]:
    """Return height and width of the range with text or formulas."""
    height = width = 0
    for cell in cells:
        if cell.text.strip() or cell.formula:
            height = max(height, cell.row + 1)
            width = max(width, cell.column + 1)
    return height, width


def _merged(
    merges: Iterable[tuple[int, int, int, int]], height: int, width: int
) -> tuple[dict[Place, Place], set[Place]]:
    """Return ``{top left: (rows, columns)}`` and the other positions that merged ranges cover. A range
    that overlaps an earlier one is ignored, as Excel would not accept it."""
    spans: dict[Place, Place] = {}
    covered: set[Place] = set()
    for top, left, rows, columns in merges:
        bottom, right = min(top + rows, height), min(left + columns, width)
        corners = ((top, left), (top, right - 1), (bottom - 1, left), (bottom - 1, right - 1))
        if bottom <= top or right <= left or any(c in covered or c in spans for c in corners):
            continue
        spans[top, left] = bottom - top, right - left
        for row in range(top, bottom):
            covered.update((row, column) for column in range(left, right))
        covered.discard((top, left))
    return spans, covered
