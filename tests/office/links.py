"""Hyperlinks of cells. Excel writes a place in the book as ``#Sheet1!A1``, soffice with a dot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.office.counting import ComError
from tests.office.formulas import to_excel, to_uno

if TYPE_CHECKING:
    from tests.office.documents import Document

URL_FIELD = "com.sun.star.text.TextField.URL"


def read(document: Document, cell: Any) -> str:
    """The address of a cell's link; an exception as of xlwings where there is none."""
    for field in cell.getTextFields():
        if field.getPropertySetInfo().hasPropertyByName("URL"):
            url = str(field.URL).removeprefix(document.uno.getURL())
            return f"#{to_excel(url[1:])}" if url.startswith("#") else url
    raise ComError("The cell doesn't seem to contain a hyperlink!")


def add(document: Document, cell: Any, address: str, text: str) -> None:
    """Make the cell's whole text a link."""
    field = document.uno.createInstance(URL_FIELD)
    field.URL = f"#{to_uno(address[1:]).lstrip('$')}" if address.startswith("#") else address
    field.Representation = text
    cell.setString("")
    cell.insertTextContent(cell.createTextCursor(), field, False)
    cell.CharColor = 0x0563C1
    cell.CharUnderline = 1
