"""Rows of long tables as XML, written one by one, so that memory does not grow with the table."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from xml.sax.saxutils import escape

from msgspec import Struct
from openpyxl.utils import get_column_letter

from xladdin.workbooks.saving import begins_like_a_formula, printable

#: Excel takes no longer text in a formula.
_LONGEST_TEXT = 255


class Link(Struct, frozen=True):
    """A text that leads to a file: ``target`` is its path from the workbook's folder."""

    text: str
    target: str


class Style(Struct, frozen=True):
    """The numbers of a column's two formats in the workbook: the usual one, and the one for texts
    that begin like a formula."""

    usual: int
    quoted: int


Value = str | int | float | Decimal | Link | None


def row(number: int, values: Iterable[Value], styles: Iterable[Style], height: float) -> str:
    """The row as an element of a sheet's XML. Texts stay texts, whatever they begin with."""
    cells = (
        _cell(f"{get_column_letter(column)}{number}", value, style)
        for column, (value, style) in enumerate(zip(values, styles, strict=True), start=1)
    )
    return f'<row r="{number}" ht="{height:g}">{"".join(cells)}</row>'


def _cell(place: str, value: Value, style: Style) -> str:
    match value:
        case None | "":
            return f'<c r="{place}" s="{style.usual}"/>'
        case Link(text, target) if len(target) <= _LONGEST_TEXT:
            formula = escape(f"HYPERLINK({_quoted(target)},{_quoted(text)})")
            result = escape(printable(text))
            return f'<c r="{place}" s="{style.usual}" t="str"><f>{formula}</f><v>{result}</v></c>'
        case Link(text):
            return _text(place, text, style)
        case str():
            return _text(place, value, style)
    return f'<c r="{place}" s="{style.usual}"><v>{value}</v></c>'


def _text(place: str, text: str, style: Style) -> str:
    number = style.quoted if begins_like_a_formula(text) else style.usual
    held = escape(printable(text))
    return (
        f'<c r="{place}" s="{number}" t="inlineStr"><is><t xml:space="preserve">{held}</t></is></c>'
    )


def _quoted(text: str) -> str:
    return '"' + printable(text).replace('"', '""') + '"'
