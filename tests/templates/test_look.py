"""How the sheets of the forms are set, locked, printed, and what may be typed into them."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from xlwings import App

from tests.office.process import Office
from tests.office.render import pages
from tests.templates.yunshan_workbook import filled
from xladdin.forms.profiles import profile
from xladdin.model.report import Severity
from xladdin.templates import look
from xladdin.templates.workbook import workbook
from xladdin.tints import MARKS

PROFILES = ("hunan", "ministry", "taojiang", "yueyang")
AROUND = {"填报说明", "封面", "审核公式", "校验结果"}
#: None is newer than Excel 2010; WPS and LibreOffice have them all.
FUNCTIONS = set((
    "ABS AND COLUMN COUNT COUNTA COUNTIF FIND HYPERLINK IF IFERROR INDEX INDIRECT ISNUMBER ISTEXT LEFT LOOKUP MATCH MAX MIN N NOT OFFSET OR"
    " REPT RIGHT ROUND ROW ROWS SUM SUMPRODUCT"
).split())  # fmt: skip


@pytest.fixture(scope="module", params=PROFILES)
def book(request: pytest.FixtureRequest) -> Workbook:
    return load_workbook(BytesIO(workbook(profile(request.param), 2024).data))


@pytest.fixture
def forms(book: Workbook) -> list[Worksheet]:
    return [sheet for sheet in book.worksheets if sheet.title not in AROUND]


def tinted(sheet: Worksheet, tint: str) -> set[str]:
    """The cells of a tint, of merged ones the first."""
    return {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell, Cell) and cell.fill.fgColor.rgb == f"00{tint}"
    }


def test_titles_and_annexes_have_the_fonts_of_official_documents(forms: list[Worksheet]) -> None:
    for sheet in forms:
        assert (sheet["A1"].value.startswith("附件"), sheet["A1"].font.name) == (True, "黑体")
        assert (sheet["A2"].font.name, sheet["A2"].font.sz) == ("方正小标宋简体", 18)
        assert sheet["A2"].alignment.horizontal == "center"
        assert sheet["A3"].font.name == "仿宋"


def test_each_form_is_a_page_of_a4_with_its_title_repeated(forms: list[Worksheet]) -> None:
    for sheet in forms:
        setup = sheet.page_setup
        assert (setup.paperSize, setup.orientation) == (9, "portrait")
        assert (setup.fitToWidth, setup.fitToHeight) == (1, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$2:$2"
        assert setup.blackAndWhite, "the tints are not printed"


def test_only_inputs_can_be_typed_into_and_there_is_no_password(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        for place in tinted(sheet, look.INPUT_TINT):
            assert not sheet[place].protection.locked or sheet.title == "填报说明", place
        for place in tinted(sheet, look.COMPUTED_TINT):
            assert sheet[place].protection.locked, place
            assert str(sheet[place].value or "=").startswith("="), place


def test_every_input_refuses_wrong_entries_in_chinese(forms: list[Worksheet]) -> None:
    for sheet in forms:
        rules = sheet.data_validations.dataValidation
        ruled = {cell for rule in rules for area in rule.sqref.ranges for cell in cells(area.coord)}
        assert tinted(sheet, look.INPUT_TINT) <= ruled, sheet.title
        assert not tinted(sheet, look.COMPUTED_TINT) & ruled, sheet.title
        for rule in rules:
            assert rule.showErrorMessage or rule.type == "list"
            assert re.search("[一-鿿]", rule.error or rule.formula1)
            # Excel finds a file damaged that says more.
            assert len(rule.error or rule.formula1) <= 225
            assert len(rule.prompt or "") <= 255
            assert max(len(rule.errorTitle or ""), len(rule.promptTitle or "")) <= 32


def test_what_is_often_written_can_be_chosen_and_anything_else_be_typed(
    forms: list[Worksheet],
) -> None:
    sheet = next(each for each in forms if "自评表" in each.title)
    lists = {
        column: rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list" and not rule.showErrorMessage and not rule.showDropDown
        for column in {str(area.coord)[0] for area in rule.sqref.ranges}
    }
    assert lists["I"] == '"无偏差"'
    assert "达成年度指标" in lists["F"]
    assert "按计划完成" in lists["E"]


def test_the_tints_are_told_apart() -> None:
    """By more than a shade: no two of them differ by little in each of red, green and blue."""
    tints = [look.INPUT_TINT, look.COMPUTED_TINT, *(tint for tint, _ in MARKS.values())]
    for one, other in combinations(map(bytes.fromhex, tints), 2):
        assert max(abs(a - b) for a, b in zip(one, other, strict=True)) >= 20, (one, other)


def test_columns_hold_a_whole_percentage(forms: list[Worksheet]) -> None:
    for sheet in forms:
        merged = {str(area).split(":")[0]: area for area in sheet.merged_cells.ranges}
        for row in sheet.iter_rows():
            for cell in row:
                if "%" in cell.number_format:
                    area = merged.get(cell.coordinate)
                    columns = range(cell.column, (area.max_col if area else cell.column) + 1)
                    letters = map(get_column_letter, columns)
                    width = sum(sheet.column_dimensions[letter].width for letter in letters)
                    assert look.lines("100.00%", 0.95 * width) == 1, (sheet.title, cell.coordinate)
                    assert cell.alignment.shrink_to_fit


def cells(area: str) -> set[str]:
    sheet = Workbook().active
    found = sheet[area]
    rows = found if isinstance(found, tuple) else ((found,),)
    return {cell.coordinate for row in rows for cell in row}


def test_formulas_are_plain_ones(book: Workbook) -> None:
    for sheet in book.worksheets:
        every = [
            cell.value[1:]
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f" and cell.value
        ]
        marks = [rule.formula[0] for area in sheet.conditional_formatting for rule in area.rules]
        for formula in (*every, *marks):
            assert set(re.findall(r"([A-Z]+)\(", formula)) <= FUNCTIONS
            assert len(formula) < 8000
        for formula in marks:
            # Excel takes neither other sheets nor array constants there, but names; nor ranges that
            # an operator makes; and ROW is there a list of one number.
            assert not set("!{}") & set(formula), formula
            assert not re.search(r":[A-Z]+\(|\):|\bROW\(", formula), formula
            for name in re.findall(r"[一-鿿][\w.]*", re.sub('"[^"]*"', "", formula)):
                assert name in book.defined_names, name


def test_what_people_type_goes_on_in_rows_that_are_inserted(forms: list[Worksheet]) -> None:
    """Validations and marks of the indicators' columns are ranges, which grow with their rows."""
    sheet = next(each for each in forms if "自评表" in each.title)
    rows = [cell.row for cell in sheet["C"] if cell.value == "数量指标"]
    areas = [
        area.coord for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges
    ]
    marks = [str(each.sqref) for each in sheet.conditional_formatting]
    assert any(area.startswith(f"G{rows[0]}:G") for area in areas)
    assert any(area.startswith(f"H{rows[0]}:H") for area in marks)


def test_the_marks_are_seen(office: Office, tmp_path: Path) -> None:
    book = load_workbook(BytesIO(filled()))
    book["附件1 基础数据表"]["B6"] = 99
    book["附件1 基础数据表"]["D4"] = 19
    faultless, planted = tmp_path / "对.xlsx", tmp_path / "错.xlsx"
    faultless.write_bytes(filled())
    book.save(planted)
    for colour in (MARKS[Severity.ERROR][0], MARKS[Severity.WARNING][0]):
        before, after = (coloured(office, path, colour) for path in (faultless, planted))
        assert after > before + 100, colour


def coloured(office: Office, path: Path, colour: str) -> int:
    """How many dots of a colour the printed workbook has."""
    pages(office, path, path.parent, 40)
    printed = path.with_suffix(".pdf")
    subprocess.run(["pdftoppm", "-r", "40", printed, path.with_suffix("")], check=True, timeout=60)
    wanted = tuple(bytes.fromhex(colour))
    dots = 0
    for page in path.parent.glob(f"{path.stem}-*.ppm"):
        _, _, _, data = page.read_bytes().split(b"\n", 3)
        dots += sum(dot == wanted for dot in zip(data[::3], data[1::3], data[2::3], strict=True))
    return dots


@pytest.mark.office
def test_a_row_grows_while_a_reason_is_typed_and_never_below_its_own_height(
    excel: App, tmp_path: Path
) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook(profile("hunan"), 2024).data)
    planned = load_workbook(path)["附件2 自评表"].row_dimensions
    sheet = excel.books.open(path).sheets["附件2 自评表"]
    usual = sheet["I14"].row_height  # of whatever fonts this machine has
    assert usual >= planned[14].height - 8
    sheet["I14"].value = "雨季推迟安装导览牌，次年二月已全部装完，今后提前安排工期。" * 3
    assert sheet["I14"].row_height > 2 * usual
    sheet["I14"].value = "无偏差"
    assert sheet["I14"].row_height == pytest.approx(usual, abs=8)
