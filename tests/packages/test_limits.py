"""The checker of Excel's limits finds each fault that is planted, and nothing in a faultless book."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from tests.packages.limits import faults

NAMED = '<definedNames><definedName name="{}">1</definedName><definedName name="{}">2</definedName></definedNames><calcPr'
SHEET, BOOK, STYLES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"


@pytest.fixture
def faultless(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "表"
    sheet["A1"], sheet["A2"], sheet["B2"] = "甲", 1, "=SUM(A1:A2)"
    sheet.merge_cells("C1:D2")
    sheet.column_dimensions["A"].width = 20
    sheet.row_dimensions[2].height = 30
    listed = DataValidation("list", formula1='"是,否"', promptTitle="选", prompt="选一个")
    listed.add("A3")
    sheet.add_data_validation(listed)
    mark = FormulaRule(["A2>1"], fill=PatternFill("solid", "FF0000"))
    sheet.conditional_formatting.add("A2", mark)
    sheet["A4"] = "见表"
    sheet["A4"].hyperlink = Hyperlink("A4", location="'表'!A1")
    sheet.oddFooter.center.text = "页"
    book.create_sheet("二")
    path = tmp_path / "faultless.xlsx"
    book.save(path)
    return path


def changed(path: Path, part: str, old: str, new: str) -> Path:
    target = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                whole = etree.tostring(etree.fromstring(text), encoding="unicode")
                assert old in whole, whole
                text = whole.replace(old, new, 1).encode()
            copy.writestr(name, text)
    return target


def test_a_faultless_workbook_has_none(faultless: Path) -> None:
    assert faults(faultless) == []


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        (BOOK, 'name="表"', f'name="{"表" * 32}"', "sheet name of 32 characters"),
        (BOOK, 'name="表"', 'name="甲/乙"', "forbidden character"),
        (BOOK, 'name="表"', 'name="二"', "sheet name twice"),
        (BOOK, "<calcPr", NAMED.format("A1", "x"), "no name that Excel takes: A1"),
        (BOOK, "<calcPr", NAMED.format("甲 乙", "x"), "no name that Excel takes"),
        (BOOK, "<calcPr", NAMED.format("甲", "甲"), "name twice"),
        (STYLES, 'fontId="0"', 'fontId="9"', "no fontId 9"),
        (STYLES, 'numFmtId="0"', 'numFmtId="170"', "no number format 170"),
        (SHEET, '<c r="A2"', '<c s="7" r="A2"', "A2: no format 7"),
        (SHEET, '<c r="A2"', '<c r="A3"', "A3 in row 2"),
        (SHEET, '<row r="2"', '<row r="1"', "row 1 after row 1"),
        (SHEET, 'ht="30"', 'ht="500"', "500 high"),
        (SHEET, "甲", "甲" * 32_768, "text of 32768 characters"),
        (SHEET, "SUM(A1:A2)", "SUM(A1:A2)+" * 900 + "1", "formula of 9901 characters"),
        (SHEET, "SUM(A1:A2)", f'LEN("{"甲" * 256}")', "text of 256 characters in a formula"),
        (SHEET, "SUM(A1:A2)", f"SUM({','.join(['A1'] * 256)})", "too many arguments"),
        (SHEET, "SUM(A1:A2)", "ABS(" * 65 + "1" + ")" * 65, "functions 65 deep"),
        (SHEET, '<mergeCell ref="C1:D2"/>', '<mergeCell ref="C1:D2"/><mergeCell ref="D2:E3"/>', "merged over each other"),
        (SHEET, 'ref="C1:D2"', 'ref="C1"', "merged alone"),
        (SHEET, 'width="20"', 'width="300"', "300 wide"),
        (SHEET, 'dxfId="0"', 'dxfId="4"', "no look 4"),
        (SHEET, "<formula>A2&gt;1</formula>", "<formula>SUM(A1:INDEX(A:A,2))&gt;1</formula>", "made by an operator"),
        (SHEET, "<formula>A2&gt;1</formula>", "<formula>SUM((A1,A2))&gt;1</formula>", "made by an operator"),
        (SHEET, "<formula>A2&gt;1</formula>", "<formula>OR(A2={1,2})</formula>", "made by an operator"),
        (SHEET, 'promptTitle="选"', f'promptTitle="{"选" * 33}"', "promptTitle of 33 characters"),
        (SHEET, '"是,否"', f'"{"是," * 200}"', "criterion of 402 characters"),
        (SHEET, 'sqref="A3"', 'sqref="A3 A1:B9"', "validated twice"),
        (SHEET, "<oddFooter>", f"<oddFooter>{'页' * 255}", "oddFooter of"),
        (SHEET, "location=\"'表'!A1", "location=\"'丙'!A1", "sheet that is not there: 丙"),
    ],
)  # fmt: skip
def test_each_fault_is_found(faultless: Path, part: str, old: str, new: str, told: str) -> None:
    found = faults(changed(faultless, part, old, new))
    assert any(told in each for each in found), found
