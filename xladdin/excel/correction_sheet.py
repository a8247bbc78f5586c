"""Write and read the sheet 改正清单, where a person ticks what to correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xlwings import Book, Sheet

from xladdin.errors import InputError
from xladdin.excel import contents
from xladdin.excel.contents import block, text
from xladdin.excel.host import new_sheet
from xladdin.excel.memory import remove
from xladdin.model.addresses import Area, Spot
from xladdin.outputs.sheet_values import (
    HEADING,
    HEADING_HEIGHT,
    INPUT_TINT,
    PALE,
    Layout,
    Rows,
    Style,
)
from xladdin.sources.sheet_grid import CORRECTION_LIST

TICK = "√"
#: What people write for no.
_NO = frozenset({"", "否", "不", "不改", "×", "x", "X", "-", "—", "0", "FALSE"})
#: The headings with the widths of their columns, in characters; the last column holds the keys.
_COLUMNS = {"改": 6, "项目": 24, "原值": 16, "改为": 16, "依据": 60, "位置": 30, "编号": 4}
_KEY, _PLACE = len(_COLUMNS) - 1, list(_COLUMNS).index("位置")
_TITLE = "改正清单"
_HOW = (
    f"要改的在“改”一栏写 {TICK}，不改的删掉，再点一次“一键改正”；有把握的已打 {TICK}。"
    "“改为”空着的，看不出哪个数对，请自己改。不要这张清单，点“撤销上次操作”。"
)
_HEAD = 2  # the row of the headings


class Item(NamedTuple):
    """A row of the list: whether it is ticked at first, and its texts; ``cell`` is where the place
    links to, None outside the workbook."""

    ticked: bool
    label: str
    before: str
    after: str
    why: str
    place: str
    key: str
    cell: Spot | None = None


def find(book: Book) -> Sheet | None:
    """Return the list of an earlier click; None without one. Raises InputError if another sheet has
    its name."""
    sheet = next((each for each in book.sheets if each.name == CORRECTION_LIST), None)
    if sheet is not None and not _rows(sheet):
        raise InputError(
            f"工作簿里已有叫“{CORRECTION_LIST}”的工作表，不是本程序写的，请先把它改名，再点按钮。"
        )
    return sheet


def ticks(sheet: Sheet) -> Mapping[str, bool]:
    """Map the key of each row to whether it is ticked."""
    return {row[_KEY]: row[0].strip() not in _NO for row in _rows(sheet)[1:] if row[_KEY]}


def as_block(items: Sequence[Item]) -> Rows:
    """Return the rows of a list as formulas for Excel."""
    blank = ("",) * _KEY
    rows = [(TICK if item.ticked else "", *item[1:-1]) for item in items]
    above = ((_TITLE, *blank), (_HOW, *blank), tuple(_COLUMNS))
    numbered = enumerate(items, len(above))
    links = {(row, _PLACE): item.cell for row, item in numbered if item.cell is not None}
    return contents.formulas((*above, *rows), links)


def read(sheet: Sheet) -> Rows:
    """Return the rows of the list for writing them back."""
    rows = block(sheet.used_range.formula)
    return tuple(
        tuple(c if contents.is_link(c) else text(c) for c in map(str, row)) for row in rows
    )


def put(book: Book, listed: Rows | None) -> None:
    """Replace the list, if there is one, by these rows; None removes it. Raises InputError as
    ``find`` does."""
    sheet = find(book)
    if sheet is not None:
        remove(sheet)
    if listed is not None:
        sheet = new_sheet(book, CORRECTION_LIST)
        contents.put(sheet, listed, _layout(listed))


def _rows(sheet: Sheet) -> list[list[str]]:
    """Return the rows from the headings on; empty for a sheet that is not our list."""
    rows = [[str(cell) for cell in row] for row in block(sheet.used_range.formula)]
    heads = [number for number, row in enumerate(rows) if row == list(_COLUMNS)]
    return rows[heads[0] :] if heads else []


def _layout(rows: Rows) -> Layout:
    below, count, across = _HEAD + 1, len(rows) - _HEAD - 1, len(_COLUMNS)
    styles = (
        (Area(0, 0, len(rows), across), Style(down="top")),
        (Area(0, 0), Style(bold=True, size=14)),
        (Area(_HEAD, 0, 1 + count, across), Style(edged=True)),
        (Area(_HEAD, 0, 1, across), HEADING._replace(across="")),
        (Area(below, 0, count, _KEY), Style(wraps=True)),
        (Area(below, 0, count), Style(INPUT_TINT, across="center")),
        (Area(_HEAD, _KEY, 1 + count), Style(colour=PALE, across="fill")),
    )
    widths = tuple(map(float, _COLUMNS.values()))
    return Layout(
        widths, {_HEAD: HEADING_HEIGHT}, Area(0, 0, 0), tuple(s for s in styles if s[0].rows)
    )
