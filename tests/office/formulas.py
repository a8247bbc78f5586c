"""Formulas as Excel writes them (``Sheet1!A1, …``) and as UNO does (``$Sheet1.A1; …``)."""

from __future__ import annotations

import re

_TEXT = r'"(?:[^"]|"")*"'
_ARRAY = r'\{(?:"(?:[^"]|"")*"|[^}"])*\}'
_FUNCTION = r"[A-Za-z_][\w.]*(?=\()"
_CELL = r"\$?[A-Za-z]{1,3}(?:\$?\d|:)"

_EXCEL = re.compile(
    rf"(?P<text>{_TEXT})|(?P<array>{_ARRAY})|(?P<separator>,)"
    r"|(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^\W\d][\w.]*))!"
)
_UNO = re.compile(
    rf"(?P<text>{_TEXT})|(?P<array>{_ARRAY})|(?P<separator>;)"
    rf"|\$?'(?P<quoted>(?:[^']|'')+)'\.|\$?(?P<plain>[^\W\d]\w*)\.(?={_CELL})"
    rf"|(?P<function>{_FUNCTION})"
)
_NEEDS_NO_QUOTES = re.compile(r"(?![A-Za-z]{1,3}\d+$)[^\W\d][\w.]*")
_REFERENCE = re.compile(
    rf"(?P<skip>{_TEXT}|'(?:[^']|'')+'!)"
    r"|(?<![\w.$])(?P<column>\$?[A-Z]{1,3})(?P<row>\$?\d+)(?![\w.(!])"
)


def to_uno(formula: str) -> str:
    """An Excel formula as UNO's API reads it."""

    def part(match: re.Match[str]) -> str:
        if match["text"]:
            return match["text"]
        if match["array"]:
            return _outside_text(match["array"], {",": ";", ";": "|"})
        if match["separator"]:
            return ";"
        return f"$'{match['quoted'] or match['plain']}'."

    return _EXCEL.sub(part, formula)


def to_excel(formula: str) -> str:
    """A formula of UNO's API as Excel shows it."""

    def part(match: re.Match[str]) -> str:
        if match["text"]:
            return match["text"]
        if match["array"]:
            return _outside_text(match["array"], {";": ",", "|": ";"})
        if match["separator"]:
            return ","
        if match["function"]:
            # UNO shows a function that it does not know in small letters.
            return match["function"].upper()
        sheet = match["plain"] or match["quoted"].replace("''", "'")
        return f"{quoted(sheet)}!"

    return _UNO.sub(part, formula)


def quoted(sheet: str) -> str:
    """A sheet's name as it stands in an Excel formula."""
    if _NEEDS_NO_QUOTES.fullmatch(sheet):
        return sheet
    doubled = sheet.replace("'", "''")
    return f"'{doubled}'"


def moved(formula: str, rows: int, columns: int) -> str:
    """An Excel formula with its relative references moved, as by filling down and right."""

    def part(match: re.Match[str]) -> str:
        if match["skip"]:
            return match["skip"]
        column, row = match["column"], match["row"]
        if not column.startswith("$"):
            column = letters(number(column) + columns)
        return column + (row if row.startswith("$") else str(int(row) + rows))

    return _REFERENCE.sub(part, formula)


def letters(column: int) -> str:
    """27 → AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def number(column: str) -> int:
    """AA → 27."""
    total = 0
    for letter in column.upper():
        total = total * 26 + ord(letter) - ord("A") + 1
    return total


def _outside_text(array: str, signs: dict[str, str]) -> str:
    return re.sub(f"{_TEXT}|[,;|]", lambda match: signs.get(match[0], match[0]), array)
