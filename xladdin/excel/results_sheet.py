"""The sheet 校验结果 in a live workbook: its contents as one block, its looks by what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from xlwings import Book, Sheet

from xladdin.excel import contents
from xladdin.excel.addresses import Area, area, reference
from xladdin.excel.contents import Content, text, typed
from xladdin.excel.host import new_sheet, unlocked
from xladdin.excel.memory import remove
from xladdin.excel.sheet_reading import block
from xladdin.forms.explanations import EXPLANATION, FINGERPRINT, LEVEL, RESULTS
from xladdin.outputs.printable import wrap
from xladdin.outputs.wording import SEVERITIES
from xladdin.outputs.workbook_marks import EXPLAINED_TINT, TINTS
from xladdin.outputs.workbook_results import (
    COLUMNS,
    HEADINGS,
    INPUT_TINT,
    PLACE,
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
_SAID = _HEADINGS.index(EXPLANATION)
_CODE, _FINGERPRINT = re.compile(r"[A-Z]\d+"), re.compile(r"[0-9a-f]{16}|xladdin:\w+")
_FONT = "微软雅黑"
_HEAD, _LINK, _PALE = (0x44, 0x54, 0x6A), (0x1F, 0x4E, 0x79), (0xA6, 0xA6, 0xA6)
_WHITE = (255, 255, 255)
_CONTINUOUS, _GRID = 1, 0xD0D0D0  # xlContinuous; red, green and blue are equal
_LINE = 15.0
#: What a text within a formula may have at most.
_LONGEST_IN_FORMULA = 255

Cells = list[Content]
#: Rows of formulas, as Excel takes them.
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
    """Title, lines and table, for writing them back; not what somebody else wrote on the sheet."""
    ours, _ = _parted(sheet)
    return tuple(tuple(map(_given, row[: len(COLUMNS)])) for row in ours)


def put_aside(book: Book) -> bool:
    """Hide the page that stands for results before the first check, of official workbooks, so that
    it can come back as it was; whether there is one."""
    sheet = find(book)
    put = any(each.name == _ASIDE for each in book.sheets)
    if sheet is None or put or tints_in(read(sheet)):
        return False
    sheet.name = _ASIDE
    sheet.visible = False
    return True


def bring_back(book: Book) -> None:
    """Show the page again that was put aside."""
    for sheet in [each for each in book.sheets if each.name == _ASIDE]:
        sheet.visible = True
        sheet.name = RESULTS


def write(book: Book, contents: Block, tints: Sequence[str]) -> Sheet:
    """Put the contents on the sheet, which is added behind the others if need be. What somebody
    wrote below the table is below it again, what stands beside it stays."""
    sheet = find(book)
    if sheet is None:
        taken = _names(book)
        free = next((name for name in _NAMES if name not in taken), "")
        sheet = new_sheet(book, free)
    _, others = _parted(sheet)
    with unlocked(sheet):
        _clear(sheet, others)
        sheet.range("A1").resize(len(contents), len(contents[0])).formula = contents
        _look(sheet, contents, tints)
        if others:
            below = [[typed(cell) for cell in row] for row in others.values()]
            place = Area(len(contents) + 1, 0, len(below), len(below[0]))
            sheet.range(place.address).formula = below
    return sheet


def take_back(book: Book, before: Block | None, after: Block) -> bool:
    """Put the sheet back as it was ``before``, None for no sheet. Explanations that were typed since
    ``after`` was written go along; whether the sheet had to stay for what was written on it."""
    sheet = find(book)
    if sheet is None and before is None:
        return False
    now = read(sheet) if sheet is not None else ()
    written = _explained(after)
    typed_since = {
        code: row
        for code, row in _explained(now).items()
        if row[_SAID] != written.get(code, row)[_SAID]
    }
    if before is not None:
        known = _explained(before)
        rows = [
            (*row[:_SAID], typed_since[row[-1]][_SAID], *row[_SAID + 1 :])
            if known.get(row[-1]) is row and row[-1] in typed_since
            else row
            for row in before
        ]
        rows += (row for code, row in typed_since.items() if code not in known)
        write(book, tuple(rows), tints_in(tuple(rows)))
        return False
    if sheet is None or not now:
        return False
    if typed_since or _parted(sheet)[1]:
        return True
    remove(sheet)
    return False


def _cells(row: Row) -> list[str]:
    cells = [text(each) for each in row.texts()]
    if row.target:
        cells[_PLACE] = link(row.target.sheet, row.target.cell, row.place)
    return cells


def link(sheet: str, cell: str, place: str) -> str:
    """The formula that shows a place and leads there."""
    goal = reference(sheet, cell)
    shown = place[: _LONGEST_IN_FORMULA - place.count('"')]
    return f"=HYPERLINK({_literal('#' + goal)},{_literal(shown)})"


def _literal(value: str) -> str:
    quoted = value.replace('"', '""')
    return f'"{quoted}"'


def _given(content: Content) -> str:
    """What Excel must be given to have this again."""
    if content.formula.startswith("=HYPERLINK("):
        return content.formula
    return "" if content.value is None else text(str(typed(content)).removeprefix("'"))


def _parted(sheet: Sheet) -> tuple[list[Cells], dict[int, Cells]]:
    """The rows that this program wrote, and by their numbers those with something of others."""
    used = area(sheet.used_range.address)
    last = (used.row + used.rows - 1, used.column + used.columns - 1)
    held = contents.read(sheet, [(0, 0), last])
    rows = [[held[row, column] for column in range(last[1] + 1)] for row in range(last[0] + 1)]
    ours: list[Cells] = []
    others: dict[int, Cells] = {}
    for number, row in enumerate(rows):
        if _is_written(row):
            ours.append(row)
        elif any(cell != Content(None) for cell in row):
            others[number] = row
    return ours, others


def _is_written(row: Cells) -> bool:
    """Whether this is the title, a line below it, the headings, or a finding."""
    said = [*(str(cell.value or "") for cell in row), *[""] * len(COLUMNS)][: len(COLUMNS)]
    if {EXPLANATION, FINGERPRINT} <= set(said):
        return True
    if said[0].startswith(HEADINGS):
        return not any(said[1:-1])
    return bool(_FINGERPRINT.fullmatch(said[-1]) or (said[0] and _CODE.fullmatch(said[1])))


def _clear(sheet: Sheet, others: Iterable[int]) -> None:
    """Make room; what stands beside the table is left."""
    used = area(sheet.used_range.address)
    last, across = used.row + used.rows, used.column + used.columns
    sheet.range(Area(0, 0, last, len(COLUMNS)).address).clear()
    for row in others:
        sheet.range(Area(row, 0, 1, across).address).clear()


def _explained(contents: Block) -> dict[str, tuple[str, ...]]:
    """The table's rows by their fingerprints."""
    rows = (row for row in contents if len(row) == len(COLUMNS) and row[-1])
    return {row[-1]: row for row in rows if row[-1] != FINGERPRINT}


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
