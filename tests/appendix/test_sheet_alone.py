"""A sheet on its own keeps what it had: values, formulas, results, formats, print setup."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from xladdin.appendix.sheet_alone import sheet_alone
from xladdin.workbooks.saving import xlsx_bytes

WHEN = datetime(2025, 4, 10)


def two_sheets() -> bytes:
    """A form that refers to itself, to another sheet, and to it by a name."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "附件1"
    other = workbook.create_sheet("别的")
    other["A1"] = 7
    workbook.defined_names["在别处"] = DefinedName("在别处", attr_text="别的!$A$1")
    sheet["A1"], sheet["A2"], sheet["A2"].number_format = 1.5, "=A1*2", "0.00"
    sheet["A3"], sheet["A4"] = "=别的!A1+1", "=在别处*3"
    sheet["A5"], sheet["A6"] = "=别的!B1", "文字"
    sheet.merge_cells("B1:C2")
    sheet.row_dimensions[1].height, sheet.column_dimensions["A"].width = 33, 21
    sheet.print_area, sheet.print_title_rows = "A1:C6", "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_margins.left = 0.3
    sheet.oddFooter.center.text = "第 &P 页"
    sheet.oddHeader.center.text = "本单位"
    red = PatternFill("solid", bgColor="FF0000")
    sheet.conditional_formatting.add("A1", FormulaRule(["$A$1>1"], fill=red))
    sheet.conditional_formatting.add("A2", FormulaRule(["别的!$A$1>1"], fill=red))
    for formula in ("1", "别的!$A$1"):
        rule = DataValidation("whole", operator="greaterThan", formula1=formula)
        rule.add("A1")
        sheet.add_data_validation(rule)
    shown = {"A2": 3, "A3": 8, "A4": 21, "A5": "某单位"}
    results = {("附件1", cell): value for cell, value in shown.items()}
    return xlsx_bytes(workbook, results, WHEN)  # type: ignore[arg-type]


def both(data: bytes) -> tuple[Workbook, Workbook]:
    """The workbook with its formulas, and with what they show."""
    return load_workbook(io.BytesIO(data)), load_workbook(io.BytesIO(data), data_only=True)


def test_values_formulas_and_results_stay() -> None:
    formulas, shown = both(sheet_alone(two_sheets(), "附件.xlsx", "附件1", WHEN))
    assert formulas.sheetnames == ["附件1"]
    sheet = formulas["附件1"]
    assert (sheet["A1"].value, sheet["A2"].value, sheet["A6"].value) == (1.5, "=A1*2", "文字")
    assert shown["附件1"]["A2"].value == 3
    assert sheet["A2"].number_format == "0.00"


def test_a_formula_over_other_sheets_becomes_what_it_showed() -> None:
    formulas, shown = both(sheet_alone(two_sheets(), "附件.xlsx", "附件1", WHEN))
    for workbook in (formulas, shown):
        cells = workbook["附件1"]
        assert [cells[each].value for each in ("A3", "A4", "A5")] == [8, 21, "某单位"]
    assert not formulas.defined_names


def test_print_setup_merges_and_sizes_stay() -> None:
    sheet = both(sheet_alone(two_sheets(), "附件.xlsx", "附件1", WHEN))[0]["附件1"]
    assert (sheet.print_area, sheet.print_title_rows) == ("'附件1'!$A$1:$C$6", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.page_margins.left == 0.3
    assert sheet.oddFooter.center.text == "第 &P 页"
    assert [str(each) for each in sheet.merged_cells.ranges] == ["B1:C2"]
    assert (sheet.row_dimensions[1].height, sheet.column_dimensions["A"].width) == (33, 21)


def test_marks_and_checks_that_need_other_sheets_go() -> None:
    sheet = both(sheet_alone(two_sheets(), "附件.xlsx", "附件1", WHEN))[0]["附件1"]
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["A1"]
    assert [each.formula1 for each in sheet.data_validations.dataValidation] == ["1"]


def test_a_draft_says_so_above_what_stands_there() -> None:
    data = sheet_alone(two_sheets(), "附件.xlsx", "附件1", WHEN, draft=True)
    assert both(data)[0]["附件1"].oddHeader.center.text == "草　稿　本单位"


def test_the_same_sheet_gives_the_same_bytes() -> None:
    data = two_sheets()  # openpyxl writes into it when it was made
    one, two = (sheet_alone(data, "附件.xlsx", "附件1", WHEN) for _ in range(2))
    assert one == two


def test_the_workbook_itself_is_not_changed(small: list[Path], tmp_path: Path) -> None:
    from tests.appendix.conftest import do_pack

    before = small[1].read_bytes()
    do_pack(small, tmp_path, draft=True)
    assert small[1].read_bytes() == before
