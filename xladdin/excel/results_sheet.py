"""The sheet 校验结果 in a live workbook: its contents as one block, its looks by what they say."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from xlwings import Book, Sheet

from xladdin.excel.addresses import Area, reference
from xladdin.excel.contents import text
from xladdin.excel.host import new_sheet, unlocked
from xladdin.excel.memory import remove
from xladdin.excel.sheet_reading import block
from xladdin.forms.explanations import EXPLANATION, FINGERPRINT, RESULTS
from xladdin.outputs.printable import wrap
from xladdin.outputs.wording import SEVERITIES
from xladdin.outputs.workbook_marks import (
    COLUMNS,
    EXPLAINED_TINT,
    INPUT_TINT,
    LEVEL,
    PLACE,
    TINTS,
    Results,
    Row,
)
from xladdin.sources.sheet_grid import MEMORY_SHEET

#: Where the user has a sheet of the first name that is not ours.
_NAMES = (RESULTS, "xladdin校验结果")
#: The name of a page that was put aside.
_ASIDE = f"{MEMORY_SHEET}{RESULTS}"
_HEADINGS = [column.heading for column in COLUMNS]
_ACROSS = len(COLUMNS) - 1
_TINTS = {word: TINTS[severity] for severity, word in SEVERITIES.items()}
_PLACE = _HEADINGS.index(PLACE)
_FONT = "微软雅黑"
_HEAD, _LINK, _PALE = (0x44, 0x54, 0x6A), (0x1F, 0x4E, 0x79), (0xA6, 0xA6, 0xA6)
_WHITE = (255, 255, 255)
_CONTINUOUS, _GRID = 1, 0xD0D0D0  # xlContinuous; red, green and blue are equal
_LINE = 15.0
#: What a text within a formula may have at most.
_LONGEST_IN_FORMULA = 255

#: Rows of formulas, as Excel takes and gives them.
Block = tuple[tuple[str, ...], ...]


def as_block(results: Results) -> Block:
    """The sheet's cells as Excel is told them: places as links, everything else as text."""
    blank = ("",) * _ACROSS
    lines = [(text(line), *blank) for line in (results.title, *results.heading)]
    rows = [tuple(_cells(row)) for row in results.rows]
    return (*lines, tuple(map(text, _HEADINGS)), *rows)


def tints_in(contents: Block) -> tuple[str, ...]:
    """The background of each row's first cell, as RRGGBB, by the levels that the rows name."""
    levels = [row[0] for row in contents]
    rows = levels[levels.index(LEVEL) + 1 :] if LEVEL in levels else ()
    return tuple(_TINTS.get(level, EXPLAINED_TINT) for level in rows)


def find(book: Book) -> Sheet | None:
    """The sheet of an earlier check, or a blank one of its name."""
    return next((book.sheets[name] for name in _names(book) if _is_ours(book.sheets[name])), None)


def read(sheet: Sheet) -> Block:
    """The sheet's cells, for writing them back."""
    found = block(sheet.used_range.formula)
    return tuple(tuple(_given(str(cell)) for cell in row) for row in found)


def put_aside(book: Book) -> bool:
    """Hide the page that stands for results before the first check, of official workbooks, so that
    it can come back as it was; whether there is one."""
    sheet = find(book)
    if sheet is None or tints_in(read(sheet)):
        return False
    for earlier in [each for each in book.sheets if each.name == _ASIDE]:
        remove(earlier)
    sheet.name = _ASIDE
    sheet.visible = False
    return True


def bring_back(book: Book) -> None:
    """Show the page again that was put aside."""
    for sheet in [each for each in book.sheets if each.name == _ASIDE]:
        sheet.visible = True
        sheet.name = RESULTS


def write(book: Book, contents: Block, tints: Sequence[str]) -> Sheet:
    """Put the contents on the sheet, which is added behind the others if need be."""
    sheet = find(book)
    if sheet is None:
        taken = _names(book)
        free = next((name for name in _NAMES if name not in taken), "")
        sheet = new_sheet(book, free)
    with unlocked(sheet):
        sheet.clear()
        sheet.range("A1").resize(len(contents), len(contents[0])).formula = contents
        _look(sheet, contents, tints)
    return sheet


def delete(book: Book) -> None:
    """Take the sheet out of the workbook."""
    sheet = find(book)
    if sheet is not None:
        remove(sheet)


def _cells(row: Row) -> list[str]:
    cells = [text(each) for each in row.texts()]
    if row.target:
        goal = reference(row.target.sheet, row.target.cell)
        shown = row.place[: _LONGEST_IN_FORMULA - row.place.count('"')]
        cells[_PLACE] = f"=HYPERLINK({_literal('#' + goal)},{_literal(shown)})"
    return cells


def _literal(value: str) -> str:
    quoted = value.replace('"', '""')
    return f'"{quoted}"'


def _given(formula: str) -> str:
    """What Excel must be given to have this again."""
    return formula if formula.startswith("=HYPERLINK(") else text(formula)


def _names(book: Book) -> list[str]:
    return [sheet.name for sheet in book.sheets if sheet.name in _NAMES]


def _is_ours(sheet: Sheet) -> bool:
    rows = [set(map(str, row)) for row in block(sheet.used_range.formula)]
    return all(row == {""} for row in rows) or any(
        {EXPLANATION, FINGERPRINT} <= row for row in rows
    )


def _look(sheet: Sheet, contents: Block, tints: Sequence[str]) -> None:
    top = next((row for row, cells in enumerate(contents) if LEVEL in cells), len(contents))
    width, last = len(COLUMNS), len(contents)
    for column, each in enumerate(COLUMNS):
        sheet.range(Area(0, column).address).column_width = each.width
    whole = sheet.range(Area(0, 0, last, width).address)
    whole.font.name, whole.font.size = _FONT, 10
    whole.wrap_text, whole.vertical_alignment = True, "top"
    _lines_above(sheet, contents[:top])
    if top == last:
        return
    head = sheet.range(Area(top, 0, 1, width).address)
    head.color, head.font.color, head.font.bold = _HEAD, _WHITE, True
    head.horizontal_alignment = head.vertical_alignment = "center"
    head.row_height = 22
    borders = sheet.range(Area(top, 0, last - top, width).address).api.Borders
    borders.LineStyle, borders.Color = _CONTINUOUS, _GRID
    codes = sheet.range(Area(top, width - 1, last - top).address)
    codes.font.color, codes.horizontal_alignment = _PALE, "fill"
    codes.wrap_text = False
    below = top + 1
    if below == last:
        return
    sheet.range(Area(below, _HEADINGS.index(LEVEL), last - below).address).font.bold = True
    sheet.range(Area(below, _PLACE, last - below).address).font.color = _LINK
    said = sheet.range(Area(below, _HEADINGS.index(EXPLANATION), last - below).address)
    said.color = f"#{INPUT_TINT}"
    row = below
    for tint, rows in groupby(tints):
        count = len(list(rows))
        sheet.range(Area(row, 0, count).address).color = f"#{tint}"
        row += count


def _lines_above(sheet: Sheet, lines: Block) -> None:
    """Title and explanations across the table; Excel fits no row to the text of merged cells."""
    room = int(sum(column.width for column in COLUMNS[:_ACROSS])) - 6
    for row, (said, *_) in enumerate(lines):
        cells = sheet.range(Area(row, 0, 1, _ACROSS).address)
        cells.merge()
        cells.row_height = 26 if row == 0 else _LINE * len(wrap(said, room)) + 3
    sheet.range(Area(0, 0, 2).address).font.bold = True  # the title, and the conclusion below it
    sheet.range(Area(0, 0).address).font.size = 14
