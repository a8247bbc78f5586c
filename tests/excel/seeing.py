"""What the tests of the buttons share: the example, and everything that can be seen of a workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import openpyxl
from openpyxl.worksheet._reader import WorksheetReader
from xlwings import App, Book

from tests.office.process import properties
from xladdin.excel import buttons

EXAMPLE = Path(__file__).resolve().parents[2] / "xladdin" / "example"

Seen = dict[str, object]


Press = Callable[[str, App, Book | None], str]
#: How a click gets to its handler: at once, as from Excel, or the way through WPS (conftest.py).
WAYS: list[Press] = [buttons.press]


def press(button: str, book: Book | None, app: App | None = None) -> str:
    """What the add-in does on a click: the app is that of the book where none is named."""
    app = app or (book.app if book is not None else None)
    assert app is not None
    return WAYS[-1](button, app, book)


def seen(book: Book, folder: Path) -> Seen:
    """Everything that undoing must bring back, as openpyxl finds it in a copy of the workbook."""
    copy = folder / "copy.xlsx"
    book.impl.document.uno.storeToURL(
        copy.as_uri(), properties(FilterName="Calc MS Excel 2007 XML")
    )
    # Borders of merged cells, which nobody looks at here, are most of the time that reading takes.
    with patch.object(WorksheetReader, "bind_merged_cells"):
        workbook = openpyxl.load_workbook(copy)
    return {
        f"{sheet.title} {cell.coordinate}": (
            cell.value,
            cell.number_format,
            cell.fill.fgColor.rgb if cell.fill.fill_type else None,
            cell.comment.text if cell.comment else None,
        )
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None or cell.fill.fill_type or cell.comment
    } | {f"{sheet.title} is": (sheet.sheet_state, sheet.protection.sheet) for sheet in workbook}


def differences(before: Seen, after: Seen) -> Seen:
    """What stands there now where something else stood before."""
    keys = sorted(before.keys() | after.keys())
    return {key: after.get(key) for key in keys if before.get(key) != after.get(key)}
