"""Forms typed into real workbooks and documents say the same as those drawn here."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from tests.kit.form_readings import differences, form, forms, reading, readings
from tests.kit.form_sheets import FORMS, OVERALL, PROJECT, Sheet, grid, replaced, row_of, source
from xladdin.model.grid import Source
from xladdin.sources.reading import read

NUMBER = re.compile(r"-?\d+(\.\d+)?(%?)")
KINDS = list(FORMS)


def workbook(path: Path, *sheets: Sheet, numbers: bool = True) -> Source:
    """The sheets as an xlsx read back; ``numbers`` False stores them as text, as WPS often does."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet()
        for cell in grid(sheet).cells:
            place = page.cell(cell.row + 1, cell.column + 1)
            found = NUMBER.fullmatch(cell.text) if numbers else None
            if found is None:
                place.value = cell.text or None
                place.data_type = "s" if cell.text else "n"  # =100% is no formula
            else:
                places = len((found[1] or ".")[1:])
                place.value = float(cell.text.rstrip("%")) / (100 if found[2] else 1)
                place.number_format = "0" + "." * bool(places) + "0" * places + found[2]
            if cell.rows * cell.columns > 1:
                last = f"{get_column_letter(cell.right)}{cell.below}"
                page.merge_cells(f"{place.coordinate}:{last}")
    book.save(path)
    return read(path)


def document(path: Path, *parts: Sheet | str) -> Source:
    """Paragraphs and tables as a docx read back."""
    made = docx.Document()
    for part in parts:
        if isinstance(part, str):
            made.add_paragraph(part)
            continue
        cells = grid(part).cells
        table = made.add_table(len(part), max(cell.right for cell in cells))
        for cell in cells:
            first = table.cell(cell.row, cell.column)
            first.merge(table.cell(cell.below - 1, cell.right - 1)).text = cell.text
    made.save(str(path))
    return read(path)


@pytest.mark.parametrize("numbers", [True, False], ids=["numbers", "text"])
def test_a_workbook_says_the_same_as_its_drawing(numbers: bool, tmp_path: Path) -> None:
    found = workbook(tmp_path / "附件.xlsx", *FORMS.values(), numbers=numbers)
    assert readings(found) == [reading(form(source(sheet))) for sheet in FORMS.values()]


def test_the_places_are_sheet_addresses(tmp_path: Path) -> None:
    found = form(workbook(tmp_path / "附件.xlsx", OVERALL))
    place = found.entries["年度资金总额.全年执行数"].location
    assert (place.source, place.sheet, place.cell) == ("附件.xlsx", "Sheet", "F4")
    assert (place.form, place.quote) == ("overall", "400.15")
    assert found.indicators[0].target.location.cell == "E13"


def test_stacked_forms_in_one_sheet_of_a_workbook(tmp_path: Path) -> None:
    stacked = [row for sheet in FORMS.values() for row in [*sheet, [""]]]
    found = workbook(tmp_path / "附件.xlsx", stacked)
    assert readings(found) == [reading(form(source(sheet))) for sheet in FORMS.values()]


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_says_the_same_as_its_drawing(kind: str, tmp_path: Path) -> None:
    title, *table = FORMS[kind]
    found = form(document(tmp_path / "附件.docx", "附件", title[0], table))
    assert differences(reading(form(source(FORMS[kind]))), reading(found)) == {}


def test_the_places_are_table_cells(tmp_path: Path) -> None:
    found = form(document(tmp_path / "附件.docx", OVERALL[0][0], OVERALL[1:]))
    place = found.entries["年度资金总额.全年执行数"].location
    assert (place.sheet, place.cell, place.quote) == (None, "t1R3:C6", "400.15")
    assert found.title.location.paragraph == 0


@pytest.mark.parametrize("between", [[], ["续表"], ["（续上表）"]])
def test_a_table_torn_at_a_page_break_is_read_as_one(between: list[str], tmp_path: Path) -> None:
    title, *table = OVERALL
    at = row_of(table, "效益指标")
    found = document(tmp_path / "附件.docx", title[0], table[:at], *between, table[at:])
    assert readings(found) == [reading(form(source(OVERALL)))]
    assert form(found).entries["年度资金总额.得分"].location.cell == "t1R3:C9"
    assert form(found).entries["总分.得分"].location.cell == "t2R5:C8"


def test_a_table_torn_in_the_middle_of_a_group_is_read_as_one() -> None:
    title, *table = OVERALL
    at, last = row_of(table, "优良路率"), row_of(table, "总分")
    parts = [table[:at], table[at:last], table[last:]]
    assert readings(source(title[0], *parts, name="附件.docx")) == [reading(form(source(OVERALL)))]


def test_the_headings_may_be_repeated_on_the_next_page() -> None:
    title, *table = OVERALL
    at = row_of(table, "效益指标")
    again = [["绩效指标", *table[row_of(table, "一级指标")][1:]], *table[at:]]
    found = readings(source(title[0], table[:at], again, name="附件.docx"))
    assert found == [reading(form(source(OVERALL)))]


def test_tables_that_follow_each_other_are_not_put_together() -> None:
    tables = [OVERALL[1:], PROJECT[1:], replaced(PROJECT, {"县道日常养护专项": "危桥改造专项"})[1:]]
    found = forms(source(*tables, name="附件.docx"))
    assert [each.kind for each in found] == ["overall", "project", "project"]
    assert [each.entries["总分.得分"].location.cell for each in found] == [
        "t1R21:C8", "t2R17:C8", "t3R17:C8",
    ]  # fmt: skip


def test_prose_or_another_width_ends_a_table() -> None:
    title, *table = OVERALL
    at = row_of(table, "效益指标")
    alone = reading(form(source(title[0], table[:at], name="附件.docx")))
    narrower = [row[:8] for row in table[at:]]
    for more in (["全年养护县道326公里。", table[at:]], [narrower]):
        assert readings(source(title[0], table[:at], *more, name="附件.docx"))[0] == alone
