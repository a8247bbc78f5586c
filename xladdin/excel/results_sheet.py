"""Find, read, write and restore the sheet 校验结果 in a live workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlwings import Book, Sheet

from xladdin.excel import contents
from xladdin.excel.contents import Content, block, is_link, put, text, typed
from xladdin.excel.host import new_sheet, unlocked
from xladdin.excel.memory import remove
from xladdin.forms.explanations import EXPLANATION, FINGERPRINT, HEADINGS, RESULTS
from xladdin.model.addresses import Area, area
from xladdin.outputs.sheet_values import NAMES, Rows, is_ours, is_written, layout, top_of
from xladdin.sources.sheet_grid import MEMORY_SHEET

#: The name of the page of official workbooks while it is put aside.
_ASIDE = f"{MEMORY_SHEET}{RESULTS}"
_SAID = HEADINGS.index(EXPLANATION)

Cells = list[Content]


def find(book: Book) -> Sheet | None:
    """Return the sheet of an earlier check, or a blank one of its name; None without one."""
    named = (book.sheets[name] for name in _names(book))
    return next((each for each in named if is_ours(block(each.used_range.formula))), None)


def before(book: Book) -> tuple[Rows | None, bool]:
    """Return the rows of an earlier check, None without one, and whether a page was put aside. That
    page stands for the results in official workbooks before the first check. It is hidden, so that
    it can be restored."""
    sheet = find(book)
    if sheet is None:
        return None, False
    rows, _ = _parted(sheet)
    if len(rows) > top_of(rows) + 1 or any(each.name == _ASIDE for each in book.sheets):
        return rows, False
    sheet.name = _ASIDE
    sheet.visible = False
    return before(book)[0], True


def bring_back(book: Book) -> None:
    """Show the page again that was put aside."""
    for sheet in [each for each in book.sheets if each.name == _ASIDE]:
        sheet.visible = True
        sheet.name = RESULTS


def write(book: Book, rows: Rows) -> Sheet:
    """Write the rows on the sheet, adding it behind the others if necessary, and return it. What
    somebody wrote below the table stays below it, what stands beside it stays."""
    sheet = find(book)
    return _write(book, sheet, _parted(sheet)[1], rows)


def take_back(book: Book, before: Rows | None, after: Rows) -> bool:
    """Restore the sheet as it was ``before``, None for no sheet, with the explanations typed since
    ``after`` was written. Return whether the sheet had to stay for what others wrote on it."""
    sheet = find(book)
    now, others = _parted(sheet)
    written = _by_fingerprint(after)
    typed_since = {
        code: row
        for code, row in _by_fingerprint(now).items()
        if row[_SAID] != written.get(code, row)[_SAID]
    }
    if before is not None:
        known = _by_fingerprint(before)
        rows = [
            (*row[:_SAID], typed_since[row[-1]][_SAID], *row[_SAID + 1 :])
            if known.get(row[-1]) is row and row[-1] in typed_since
            else row
            for row in before
        ]
        rows += (row for code, row in typed_since.items() if code not in known)
        _write(book, sheet, others, tuple(rows))
        return False
    if sheet is None or not now:
        return False
    if typed_since or others:
        return True
    remove(sheet)
    return False


def _write(book: Book, sheet: Sheet | None, others: Mapping[int, Cells], rows: Rows) -> Sheet:
    """Write the rows on ``sheet``, None for a new one, with the rows of ``others`` below."""
    if sheet is None:
        taken = _names(book)
        sheet = new_sheet(book, next((name for name in NAMES if name not in taken), ""))
    with unlocked(sheet):
        _clear(sheet, others)
        put(sheet, rows, layout(rows))
        if others:
            below = [[typed(cell) for cell in row] for row in others.values()]
            place = Area(len(rows) + 1, 0, len(below), len(below[0]))
            sheet.range(place.address).formula = below
    return sheet


def _given(content: Content) -> str:
    """Return what Excel must be given to hold this again."""
    if is_link(content.formula):
        return content.formula
    return "" if content.value is None else text(str(typed(content)).removeprefix("'"))


def _parted(sheet: Sheet | None) -> tuple[Rows, dict[int, Cells]]:
    """Return title, lines and table, fit for writing back, and by number the rows that others
    wrote; both empty without a sheet."""
    if sheet is None:
        return (), {}
    used = area(sheet.used_range.address)
    last = (used.row + used.rows - 1, used.column + used.columns - 1)
    held = contents.read(sheet, [(0, 0), last])
    ours: list[tuple[str, ...]] = []
    others: dict[int, Cells] = {}
    for number in range(last[0] + 1):
        row = [held[number, column] for column in range(last[1] + 1)]
        if is_written([str(cell.value or "") for cell in row]):
            ours.append(tuple(map(_given, row[: len(HEADINGS)])))
        elif any(cell != Content(None) for cell in row):
            others[number] = row
    return tuple(ours), others


def _clear(sheet: Sheet, others: Iterable[int]) -> None:
    """Clear our columns, and the rows of others, leaving what stands beside the table."""
    used = area(sheet.used_range.address)
    last, across = used.row + used.rows, used.column + used.columns
    sheet.range(Area(0, 0, last, len(HEADINGS)).address).clear()
    for row in others:
        sheet.range(Area(row, 0, 1, across).address).clear()


def _by_fingerprint(contents: Rows) -> dict[str, tuple[str, ...]]:
    """Map fingerprints to the table's rows."""
    rows = (row for row in contents if len(row) == len(HEADINGS) and row[-1])
    return {row[-1]: row for row in rows if row[-1] != FINGERPRINT}


def _names(book: Book) -> list[str]:
    return [sheet.name for sheet in book.sheets if sheet.name in NAMES]
