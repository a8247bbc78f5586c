"""Calculate an openpyxl workbook's formulas, for those who look at the file without calculating."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from xladdin.patterns import pattern
from xladdin.workbooks.saving import Result

#: The engine, and its locale, time zone and language, which say how formulas are written.
_ENGINE, _SETTINGS = "ironcalc", ("en", "UTC", "en")
#: A text, a sheet's name in quotes, or a word that may be a name: no function and no sheet.
_OPERAND = pattern(r""""[^"]*"|'[^']*'|[\w.\\?]++(?![!(])""")


def calculated(workbook: Workbook) -> dict[tuple[str, str], Result]:
    """Return the results by sheet and cell, without errors and without what the engine cannot
    calculate. Empty if there is no engine, as on processors that it is not built for."""
    if find_spec(_ENGINE) is None:
        return {}
    try:
        return _calculated(workbook)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic of the engine is no Exception; it costs only the results
        return {}


def _calculated(workbook: Workbook) -> dict[tuple[str, str], Result]:
    model = import_module(_ENGINE).create("workbook", *_SETTINGS)
    formulas: list[tuple[int, Cell]] = []
    for number, sheet in enumerate(workbook.worksheets):
        if number:
            model.add_sheet(sheet.title)
        else:
            model.rename_sheet(0, sheet.title)
    for number, sheet in enumerate(workbook.worksheets):
        named = {name: each.attr_text for name, each in workbook.defined_names.items()}
        named |= {name: each.attr_text for name, each in sheet.defined_names.items()}
        for cell in _filled(sheet):
            at = (number, cell.row, cell.column)
            if cell.data_type == "f":
                formulas.append((number, cell))
                model.update_cell_with_formula(*at, _without_names(str(cell.value), named))
            elif isinstance(cell.value, bool):
                model.update_cell_with_bool(*at, cell.value)
            elif isinstance(cell.value, int | float | Decimal):
                model.update_cell_with_number(*at, float(cell.value))
            else:
                model.update_cell_with_text(*at, str(cell.value))
    model.evaluate()
    found = ((cell, _result(model, number, cell)) for number, cell in formulas)
    return {(cell.parent.title, cell.coordinate): each for cell, each in found if each is not None}


def _filled(sheet: Any) -> Iterator[Cell]:
    return (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)


def _without_names(formula: str, named: dict[str, str]) -> str:
    """Return the formula with references instead of names: the engine knows only Latin names."""
    return _OPERAND.sub(lambda found: named.get(found[0], found[0]), formula)


def _result(model: Any, number: int, cell: Cell) -> Result | None:
    value: Result = model.get_cell_value(number, cell.row, cell.column)
    if isinstance(value, str) and value.startswith("#"):
        return None
    return "" if value is None else value
