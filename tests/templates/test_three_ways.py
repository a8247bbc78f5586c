"""The templates' own formulas, the engine, and the worksheet functions yield the same figures.

The formulas are calculated by LibreOffice: many fillings of a form stand one below the other on a
sheet, each with the form's formulas, as if the form had been copied downwards.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import coordinate_from_string, get_column_letter
from xlwings import App

from tests.templates.fillings import TEMPLATES, Template, engine, filling, functions_yield, template
from tests.thorough import THOROUGH

pytestmark = pytest.mark.office

#: How many rows each section and each group of indicators has, 0 for those of the blank form.
ROWS = (0, 1, 2, 5, 9)
FILLINGS_EACH = 100 if THOROUGH else 4


@pytest.mark.parametrize(("profile_id", "name"), TEMPLATES)
def test_formulas_engine_and_functions_agree(excel: App, profile_id: str, name: str) -> None:
    random = Random(f"{profile_id} {name}")
    sheet = excel.books.add().sheets[0]
    filled: list[tuple[Template, int, dict[str, str]]] = []
    rows: list[list[str]] = []
    for number in ROWS:
        form = template(profile_id, name, number)
        for _ in range(FILLINGS_EACH):
            texts = filling(form, random)
            filled.append((form, len(rows), texts))
            rows += block(form, texts, len(rows))
    last = f"{get_column_letter(len(rows[0]))}{len(rows)}"
    sheet[f"A1:{last}"].formula = rows
    excel.calculate()
    values = sheet[f"A1:{last}"].options(ndim=2).value
    compared = 0
    for form, top, texts in filled:
        shown = {
            cell: Decimal(repr(value))
            for cell in (*form.formulas, *form.typed)
            if isinstance(value := at(values, cell, top), float)
        }
        calculated = {cell: shown[cell] for cell in form.formulas if cell in shown}
        assert calculated == engine(form, texts), texts
        assert calculated == functions_yield(form, shown), texts
        compared += len(calculated)
    assert compared >= len(filled) == len(ROWS) * FILLINGS_EACH


def block(form: Template, texts: dict[str, str], top: int) -> list[list[str]]:
    """The cells of a filled form whose first row is row ``top`` of the sheet, counted from 0."""
    plan = form.sheet.plan
    rows = [[""] * 9 for _ in range(plan.height)]
    for cell, text in texts.items():
        row, column = place(cell)
        rows[row][column] = text
    for cell, formula in form.formulas.items():
        row, column = place(cell)
        rows[row][column] = Translator(f"={formula}", "A1").translate_formula(f"A{top + 1}")
    return rows


def at(values: list[list[object]], cell: str, top: int) -> object:
    row, column = place(cell)
    return values[row + top][column]


def place(cell: str) -> tuple[int, int]:
    letters, row = coordinate_from_string(cell)
    return row - 1, ord(letters) - ord("A")
