"""Blocks of values and formulas: one UNO call for the data, few more to see them as Excel does."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from tests.office.documents import CURRENCY, DATE, LOGICAL, TEXT, TIME, Document
from tests.office.formulas import moved, to_excel, to_uno
from tests.office.process import struct
from tests.office.values import Entry, entry, error_code, from_serial, literal

Block = list[list[Any]]
#: The formats that Excel gives to cells of the format General for what is typed.
_GIVEN = {"date": "yyyy/m/d", "logical": "BOOLEAN", "percent": "0.00%"}


def unwrapped(block: Block) -> Any:
    """A block as Excel hands it out: tuples, but a single cell's value by itself."""
    if len(block) == 1 and len(block[0]) == 1:
        return block[0][0]
    return tuple(tuple(row) for row in block)


def filled(data: Any, rows: int, columns: int) -> Block:
    """What is to be written as a block: a scalar is repeated, formulas moving with the cells."""
    if isinstance(data, (list, tuple)):
        if not data or not isinstance(data[0], (list, tuple)):
            data = [data]
        # Excel repeats a single row or column, leaves out what is too much, and marks what lacks.
        return [[_at(data, down, right) for right in range(columns)] for down in range(rows)]
    if isinstance(data, str) and data.startswith("="):
        return [[moved(data, down, right) for right in range(columns)] for down in range(rows)]
    return [[data] * columns for _ in range(rows)]


def _at(data: Any, down: int, right: int) -> Any:
    row = data[0] if len(data) == 1 else data[down] if down < len(data) else None
    if row is None:
        return "#N/A"
    return row[0] if len(row) == 1 else row[right] if right < len(row) else "#N/A"


def values(document: Document, block: Any, plain: bool = False) -> Block:
    """The values of a block: floats, texts, bools, datetimes, None, Decimal in currency cells and
    Excel's numbers for errors; if ``plain``, as Value2 gives them: dates and currency as floats.
    """
    data = [list(row) for row in block.getDataArray()]
    for down, row in enumerate(data):
        for right, value in enumerate(row):
            if value is None:
                row[right] = error_code(block.getCellByPosition(right, down).getError())
            elif value == "":
                row[right] = None
    wanted = LOGICAL if plain else DATE | TIME | CURRENCY | LOGICAL
    if any(type(value) is float for row in data for value in row):
        for (top, left, bottom, right), key in _formats(document, block):
            kind = document.format_type(key) & wanted
            if kind:
                for row in data[top : bottom + 1]:
                    row[left : right + 1] = [_shown(v, kind) for v in row[left : right + 1]]
    return data


def _shown(value: Any, kind: int) -> Any:
    if type(value) is not float:
        return value
    if kind & LOGICAL:
        return bool(value)
    return (
        Decimal(repr(value)).quantize(Decimal("0.0001")) if kind & CURRENCY else from_serial(value)
    )


def formulas(document: Document, block: Any) -> Block:
    """The formulas of a block as in Excel; of other cells the content as text."""
    written = block.getFormulaArray()
    data = block.getDataArray()

    def shown(text: str, value: Any) -> str:
        if isinstance(value, str) and value == text.removeprefix("'"):
            return value
        if text in ("=TRUE()", "=FALSE()"):
            return text[1:-2]  # soffice makes these of the truth values in a file
        return to_excel(text) if text.startswith("=") else text.removeprefix("'")

    result = [
        [shown(text, value) for text, value in zip(texts, row, strict=True)]
        for texts, row in zip(written, data, strict=True)
    ]
    truths = any(text in ("0", "1") for row in result for text in row)
    for (top, left, bottom, right), key in _formats(document, block) if truths else []:
        if document.format_type(key) & LOGICAL:
            for row in result[top : bottom + 1]:
                row[left : right + 1] = [
                    {"1": "TRUE", "0": "FALSE"}.get(text, text) for text in row[left : right + 1]
                ]
    return result


def write(document: Document, block: Any, data: Block) -> None:
    """Write a block of values, texts taken as if typed and ``=…`` as formulas, as Excel does."""
    texts = _text_cells(document, block) if _any_special(data) else set()
    entries = [
        [
            literal(value) if isinstance(value, str) and (down, right) in texts else entry(value)
            for right, value in enumerate(row)
        ]
        for down, row in enumerate(data)
    ]
    kinds = {one.kind for row in entries for one in row} - {"", "formula"}
    formats = _formats(document, block) if kinds else []
    notes = _notes(document, block)
    if any(one.kind == "formula" for row in entries for one in row):
        block.setFormulaArray(tuple(tuple(map(_typed, row)) for row in entries))
    else:
        block.setDataArray(tuple(tuple(one.content for one in row) for row in entries))
    _put_notes_back(block, notes)
    for kind in kinds:
        _restore_formats(document, block, entries, kind, formats)


def _notes(document: Document, block: Any) -> list[tuple[int, int, str]]:
    """The notes in a block, which soffice takes for contents and writes away: column, row, text."""
    found, area = document.inside("Notes", block.getSpreadsheet()), block.getRangeAddress()
    return [
        (column, row, text)
        for column, row, text in zip(found[::3], found[1::3], found[2::3], strict=True)
        if area.StartRow <= row <= area.EndRow and area.StartColumn <= column <= area.EndColumn
    ]


def _put_notes_back(block: Any, notes: list[tuple[int, int, str]]) -> None:
    if notes:
        found, sheet = block.getSpreadsheet().getAnnotations(), block.getRangeAddress().Sheet
        for column, row, text in notes:
            place = struct("table.CellAddress", Sheet=sheet, Column=column, Row=row)
            found.insertNew(place, text)


def _any_special(data: Block) -> bool:
    """Whether a text would become something else in a cell that is not formatted as text."""
    return any(
        isinstance(value, str) and (value[:1] in tuple("'=+-@") or literal(value).kind != "")
        for row in data
        for value in row
    )


def _text_cells(document: Document, block: Any) -> set[tuple[int, int]]:
    return {
        (down, at)
        for (top, left, bottom, right), key in _formats(document, block)
        if document.format_type(key) & TEXT
        for down in range(top, bottom + 1)
        for at in range(left, right + 1)
    }


def _typed(one: Entry) -> str:
    if one.kind == "formula":
        return to_uno(str(one.content))
    if isinstance(one.content, float):
        return repr(one.content)
    return f"'{one.content}" if one.content else ""


def _formats(document: Document, block: Any) -> list[tuple[tuple[int, int, int, int], int]]:
    """The rectangles (top, left, bottom, right from 0 in the block) of equal number format."""
    corner = block.getRangeAddress()
    if block.getPropertyState("NumberFormat").value != "AMBIGUOUS_VALUE":
        whole = (0, 0, corner.EndRow - corner.StartRow, corner.EndColumn - corner.StartColumn)
        return [(whole, block.getPropertyValue("NumberFormat"))]
    above, before = corner.StartRow, corner.StartColumn
    numbers = iter(document.inside("Formats", block))
    return [
        ((top - above, left - before, bottom - above, right - before), key)
        for left, top, right, bottom, key in zip(*[numbers] * 5, strict=True)
    ]


def _restore_formats(
    document: Document, block: Any, entries: list[list[Entry]], kind: str,
    formats: list[tuple[tuple[int, int, int, int], int]],
) -> None:  # fmt: skip
    """Give the cells of a kind the format that Excel would, soffice having set its own or none."""
    corner = block.getRangeAddress()
    by_format: dict[int, list[Any]] = defaultdict(list)
    for (top, left, bottom, right), before in formats:
        after = before
        if kind in _GIVEN and before == 0:
            after = document.format_key(_GIVEN[kind])
        by_format[after] += [
            struct(
                "table.CellRangeAddress", Sheet=corner.Sheet,
                StartRow=corner.StartRow + down, EndRow=corner.StartRow + down,
                StartColumn=corner.StartColumn + at, EndColumn=corner.StartColumn + at,
            )
            for down in range(top, bottom + 1)
            for at in range(left, right + 1)
            if entries[down][at].kind == kind
        ]  # fmt: skip
    for key, addresses in by_format.items():
        if addresses:
            document.cells(addresses).NumberFormat = key
