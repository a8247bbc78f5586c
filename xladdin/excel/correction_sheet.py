"""The sheet 改正清单: what to correct, for a person to tick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xlwings import Book, Sheet

from xladdin.errors import InputError
from xladdin.excel.addresses import Area
from xladdin.excel.contents import text
from xladdin.excel.host import new_sheet
from xladdin.excel.memory import remove
from xladdin.excel.results_sheet import link
from xladdin.excel.sheet_reading import block
from xladdin.sources.sheet_grid import CORRECTION_LIST

TICK = "√"
#: What people write for no.
_NO = frozenset({"", "否", "不", "不改", "×", "x", "X", "-", "—", "0", "FALSE"})
#: The headings, each with the width of its column; the last holds what a row is found again by.
_COLUMNS = {"改": 6, "项目": 24, "原值": 16, "改为": 16, "依据": 60, "位置": 30, "编号": 4}
_KEY, _PLACE = len(_COLUMNS) - 1, list(_COLUMNS).index("位置")
_TITLE = "改正清单"
_HOW = (
    f"要改的在“改”一栏写 {TICK}，不改的删掉，再点一次“一键改正”；有把握的已打 {TICK}。"
    "“改为”空着的，看不出哪个数对，请自己改。不要这张清单，点“撤销上次操作”。"
)
_FONT = "微软雅黑"
_HEAD, _LINK, _PALE, _INPUT = (0x44, 0x54, 0x6A), (0x1F, 0x4E, 0x79), (0xA6, 0xA6, 0xA6), "#FFF9E5"
_WHITE = (255, 255, 255)
_CONTINUOUS, _GRID = 1, 0xD0D0D0  # xlContinuous; red, green and blue are equal
#: Rows of formulas, as Excel takes and gives them.
Block = tuple[tuple[str, ...], ...]


class Item(NamedTuple):
    """A row: whether it is ticked at first, and what stands in it; ``cell`` is the cell that the place
    leads to, by sheet and address."""

    ticked: bool
    label: str
    before: str
    after: str
    why: str
    place: str
    key: str
    cell: tuple[str, str] | None = None


def find(book: Book) -> Sheet | None:
    """The list of an earlier click. InputError if somebody else's sheet has its name."""
    sheet = next((each for each in book.sheets if each.name == CORRECTION_LIST), None)
    if sheet is not None and not _rows(sheet):
        raise InputError(
            f"工作簿里已有叫“{CORRECTION_LIST}”的工作表，不是本程序写的，请先把它改名，再点按钮。"
        )
    return sheet


def ticks(sheet: Sheet) -> Mapping[str, bool]:
    """Whether each row is ticked, by its key."""
    return {row[_KEY]: row[0].strip() not in _NO for row in _rows(sheet)[1:] if row[_KEY]}


def as_block(items: Sequence[Item]) -> Block:
    """The cells of a list, as Excel is told them."""
    blank = ("",) * _KEY
    return ((_TITLE, *blank), (_HOW, *blank), tuple(_COLUMNS), *map(_cells, items))


def read(sheet: Sheet) -> Block:
    """The cells of the list, for writing them back."""
    rows = block(sheet.used_range.formula)
    return tuple(tuple(_given(str(cell)) for cell in row) for row in rows)


def put(book: Book, contents: Block | None) -> None:
    """The list with these cells, in place of one that is there; None for no list."""
    sheet = find(book)
    if sheet is not None:
        remove(sheet)
    if contents is not None:
        sheet = new_sheet(book, CORRECTION_LIST)
        sheet.range(Area(0, 0, len(contents), len(_COLUMNS)).address).formula = contents
        _look(sheet, len(contents) - 3)


def _given(formula: str) -> str:
    return formula if formula.startswith("=HYPERLINK(") else text(formula)


def _rows(sheet: Sheet) -> list[list[str]]:
    """The rows from the headings on; none on a sheet that is not a list of ours."""
    rows = [[str(cell) for cell in row] for row in block(sheet.used_range.formula)]
    heads = [number for number, row in enumerate(rows) if row == list(_COLUMNS)]
    return rows[heads[0] :] if heads else []


def _cells(item: Item) -> tuple[str, ...]:
    shown = (item.label, item.before, item.after, item.why, item.place, item.key)
    cells = [TICK if item.ticked else "", *map(text, shown)]
    if item.cell is not None:
        cells[_PLACE] = link(*item.cell, item.place)
    return tuple(cells)


def _look(sheet: Sheet, count: int) -> None:
    across = len(_COLUMNS)
    for column, wide in enumerate(_COLUMNS.values()):
        sheet.range(Area(0, column).address).column_width = wide
    whole = sheet.range(Area(0, 0, 3 + count, across).address)
    whole.font.name, whole.font.size, whole.vertical_alignment = _FONT, 10, "top"
    sheet.range("A1").font.bold, sheet.range("A1").font.size = True, 14
    head = sheet.range(Area(2, 0, 1, across).address)
    head.color, head.font.color, head.font.bold = _HEAD, _WHITE, True
    head.vertical_alignment, head.row_height = "center", 22
    borders = sheet.range(Area(2, 0, 1 + count, across).address).api.Borders
    borders.LineStyle, borders.Color = _CONTINUOUS, _GRID
    if not count:
        return
    body = sheet.range(Area(3, 0, count, _KEY).address)
    body.wrap_text = True
    marks = sheet.range(Area(3, 0, count).address)
    marks.color, marks.horizontal_alignment = _INPUT, "center"
    sheet.range(Area(3, _PLACE, count).address).font.color = _LINK
    keys = sheet.range(Area(2, _KEY, 1 + count).address)
    keys.font.color, keys.horizontal_alignment = _PALE, "fill"
