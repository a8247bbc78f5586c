"""Rows grow with the texts in them, in merged cells, too, and never shrink."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from xladdin.appendix.sheet_alone import sheet_alone
from xladdin.forms.profiles import profile
from xladdin.templates.printing import grow
from xladdin.templates.workbook import workbook

LONG = (
    "全年举办群众文化活动46场，公共文化场馆免费开放312天，新装导览牌52块，服务群众3.2万人次。" * 8
)
WRAPPED = Alignment(wrap_text=True)


@pytest.fixture
def sheet() -> Worksheet:
    made = Workbook().active
    made.column_dimensions["A"].width = made.column_dimensions["B"].width = 20
    return made


def test_a_merged_cell_takes_the_height_of_its_text_over_its_width(sheet: Worksheet) -> None:
    for row, columns in ((1, 1), (2, 2)):
        sheet.cell(row, 1, LONG).alignment = WRAPPED
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    grow(sheet)
    alone, over_two = (sheet.row_dimensions[row].height for row in (1, 2))
    assert alone == 409  # no row is higher
    assert 150 < over_two < 409


def test_what_is_high_enough_hidden_or_on_one_line_stays(sheet: Worksheet) -> None:
    texts = ("两行\n文字", "两行\n文字", LONG, "短")
    for row, text in enumerate(texts, start=1):
        sheet.cell(row, 1, text).alignment = WRAPPED if row != 3 else Alignment()
        sheet.row_dimensions[row].height = 20
    sheet.row_dimensions[1].height = 80
    sheet.row_dimensions[2].hidden = True
    grow(sheet)
    assert [sheet.row_dimensions[row].height for row in (1, 2, 3, 4)] == [80, 20, 20, 20]


def test_larger_letters_take_more_and_several_rows_share(sheet: Worksheet) -> None:
    for row, size in ((1, 10), (2, 20)):
        sheet.cell(row, 1, LONG[:60]).alignment = WRAPPED
        sheet.cell(row, 1).font = Font(size=size)
    sheet["A3"].value, sheet["A3"].alignment = LONG[:90], WRAPPED
    sheet.merge_cells("A3:A5")
    grow(sheet)
    small, large = (sheet.row_dimensions[row].height for row in (1, 2))
    assert large > 3 * small
    assert sheet.row_dimensions[3].height is None
    assert sheet.row_dimensions[5].height > 30


def test_a_packed_sheet_shows_its_goals_whole() -> None:
    book = load_workbook(BytesIO(workbook(profile("hunan"), 2024).data))
    goals = next(
        row for row in range(1, 20) if book["附件2 自评表"].cell(row, 2).value == "预期目标"
    )
    book["附件2 自评表"].cell(goals + 1, 2).value = LONG
    before = book["附件2 自评表"].row_dimensions[goals + 1].height
    held = BytesIO()
    book.save(held)
    data = sheet_alone(held.getvalue(), "表.xlsx", "附件2 自评表", datetime(2025, 1, 1))
    packed = load_workbook(BytesIO(data))["附件2 自评表"].row_dimensions
    assert packed[goals + 1].height > before + 50
    assert packed[goals].height == book["附件2 自评表"].row_dimensions[goals].height
