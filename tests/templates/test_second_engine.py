"""Two engines that share no code, LibreOffice and IronCalc, yield the same for every formula; and what
they yield is stored in the file, for who looks at it without calculating."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook, load_workbook

from tests.office.process import Office
from tests.templates.yunshan_workbook import filled
from tests.thorough import THOROUGH
from xladdin.forms.profiles import profile
from xladdin.templates.look import INPUT_TINT
from xladdin.templates.workbook import workbook
from xladdin.workbooks.calculating import calculated

PROFILES = ("hunan", "ministry", "taojiang", "yueyang")
#: Formulas that the second engine cannot evaluate: sheet and cell. None is left.
UNKNOWN: set[tuple[str, str]] = set()
#: Each profile's workbook scribbled in, and one that is blank; more in the thorough run.
CASES = (
    [(name, seed) for name in PROFILES for seed in (None, 1, 2, 3)]
    if THOROUGH
    else [("yueyang", None), *((name, seed) for seed, name in enumerate(PROFILES))]
)
TYPED = (0, 1, 12.5, 98.5, 0.985, 1234.56, "≥95%", "无偏差", "18万元", "１２", None)


def blank(name: str) -> Workbook:
    return load_workbook(BytesIO(workbook(profile(name), 2024).data))


def scribbled(name: str, seed: int) -> Workbook:
    """A workbook in which somebody has typed all kinds of things, in no order."""
    random = Random(seed)
    book = blank(name)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.fill.fgColor.rgb[-6:] == INPUT_TINT and random.random() < 0.7:
                    cell.value = random.choice(TYPED)
    return book


def by_libreoffice(office: Office, book: Workbook, folder: Path) -> dict[tuple[str, str], object]:
    """What LibreOffice yields for each formula, after calculating all anew."""
    path = folder / "book.xlsx"
    book.save(path)
    document = office.load(path.as_uri(), Hidden=True)
    try:
        document.calculateAll()
        return {
            (sheet.title, cell.coordinate): _value(
                document.Sheets.getByName(sheet.title).getCellByPosition(
                    cell.column - 1, cell.row - 1
                )
            )
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
    finally:
        document.close(True)


def _value(cell: object) -> object:
    if cell.getError():  # type: ignore[attr-defined]
        return "error"
    is_text = cell.FormulaResultType2 == 2  # type: ignore[attr-defined]
    return cell.String if is_text else cell.Value  # type: ignore[attr-defined]


def same(one: object, other: object) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return one == pytest.approx(other, abs=1e-9)


@pytest.mark.parametrize(("name", "seed"), CASES)
def test_both_engines_yield_the_same(
    office: Office, name: str, seed: int | None, tmp_path: Path
) -> None:
    office.start()
    book = blank(name) if seed is None else scribbled(name, seed)
    ours, theirs = calculated(book), by_libreoffice(office, book, tmp_path)
    errors = {place for place, value in theirs.items() if value == "error"}
    assert theirs.keys() - errors - ours.keys() == UNKNOWN
    differing = {
        place: (ours[place], theirs[place])
        for place in ours.keys() - errors
        if not same(ours[place], theirs[place])
    }
    assert differing == {}


@pytest.mark.parametrize(
    "made", [lambda: workbook(profile("yueyang"), 2024).data, filled], ids=["blank", "filled"]
)
def test_every_formula_has_its_result_beside_it(made: Callable[[], bytes]) -> None:
    data = made()
    formulas, results = load_workbook(BytesIO(data)), load_workbook(BytesIO(data), data_only=True)
    without = [
        (sheet.title, cell.coordinate)
        for sheet in formulas.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and results[sheet.title][cell.coordinate].value is None
    ]
    # openpyxl reads an empty text as None.
    known = calculated(formulas)
    assert [place for place in without if known.get(place) != ""] == []
