"""A figure is corrected in its cell; every other part and byte of the workbook stays."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.worksheet.formula import ArrayFormula

from tests.outputs.word_files import members, repacked
from xladdin.model.figure import Location
from xladdin.model.report import Operand
from xladdin.outputs.corrections import Corrected, Correction
from xladdin.outputs.workbook_values import corrected
from xladdin.sources import read

PERCENT, WAN = "0.00%", '0.00,"千元"'


def workbook(path: Path, fill: Callable[[Any], None]) -> Path:
    """A workbook whose one sheet, 表, is filled so."""
    made = Workbook()
    made.active.title = "表"
    fill(made.active)
    made.save(path)
    return path


def correct(path: Path, *asked: tuple[str, str, str]) -> tuple[Path, Corrected]:
    """The corrected copy; ``asked`` are addresses, printed values and proposed ones."""
    shown = cells(path)
    corrections = {}
    for address, value, proposed in asked:
        where = Location(path.name, sheet="表", cell=address, quote=shown.get(address, ""))
        figure = Operand("数", shown.get(address, ""), value, "", where)
        corrections[where] = Correction(figure, proposed)
    done = corrected(path.read_bytes(), path.name, corrections)
    copy = path.with_name(f"改正{path.suffix}")
    copy.write_bytes(done.data)
    return copy, done


def cells(path: Path) -> dict[str, str]:
    """The filled cells as they are shown, by their addresses."""
    (grid,) = read(path).grids
    return {grid.address(cell): cell.text for cell in grid.cells if cell.text}


@pytest.mark.parametrize(
    ("typed", "code", "value", "proposed", "raw", "shown"),
    [
        (477, "0.00", "477.00", "467.56", 467.56, "467.56"),
        (0.9357, PERCENT, "93.57", "93.75", 0.9375, "93.75%"),
        (0, PERCENT, "0.00", "93.75", 0.9375, "93.75%"),
        (0.9, "0%", "90", "93.75", 0.9375, "94%"),
        (1250000, WAN, "1250.00", "1520", 1520000, "1520.00千元"),
        (1234.5, "#,##0.00", "1234.50", "21345.6", 21345.6, "21,345.60"),
        (-5.2, "General", "-5.2", "2.5", 2.5, "2.5"),
        (0.1, "General", "0.1", "0.3", 0.3, "0.3"),
        ("其中：\u3000一般公共预算：477.00", "General", "477.00", "467.56",
         "其中：\u3000一般公共预算：467.56", "其中：\u3000一般公共预算：467.56"),
        ("93.57%", "@", "93.57", "93.75", "93.75%", "93.75%"),
        ("18万元", "0.00", "18", "18", 18, "18.00"),
        ("１２", "General", "12", "12", 12, "12"),
        ("a&b<5人>", "General", "5", "6", "a&b<6人>", "a&b<6人>"),
    ],
)  # fmt: skip
def test_the_cell_holds_the_figure_as_its_format_wants_it(
    tmp_path: Path, typed: Any, code: str, value: str, proposed: str, raw: Any, shown: str
) -> None:
    def fill(sheet: Any) -> None:
        sheet["B2"] = typed
        sheet["B2"].number_format = code

    path = workbook(tmp_path / "表.xlsx", fill)
    copy, done = correct(path, ("B2", value, proposed))
    assert done.outcome.refused == {}
    assert cells(copy) == {"B2": shown}
    cell = load_workbook(copy)["表"]["B2"]
    assert (cell.value, cell.number_format) == (raw, code)


def test_cells_that_share_a_text_keep_it(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = sheet["A2"] = "共5人"

    copy, _ = correct(workbook(tmp_path / "表.xlsx", fill), ("A2", "5", "6"))
    assert cells(copy) == {"A1": "共5人", "A2": "共6人"}


def test_the_looks_inside_of_a_text_stay(tmp_path: Path) -> None:
    rich = CellRichText("共", TextBlock(InlineFont(b=True), "1"), "2.5万元")

    def fill(sheet: Any) -> None:
        sheet["A1"] = rich

    copy, _ = correct(workbook(tmp_path / "表.xlsx", fill), ("A1", "12.5", "15.2"))
    assert cells(copy) == {"A1": "共15.2万元"}
    after = load_workbook(copy, rich_text=True)["表"]["A1"].value
    assert [str(part) for part in after] == ["共", "15.2", "万元"]
    assert after[1].font.b


def test_all_else_keeps_its_bytes(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"], sheet["B1"] = 5, "字"
        sheet["A1"].comment = Comment("留着", "甲")

    path = workbook(tmp_path / "表.xlsm", fill)
    parts = members(path) | {"xl/vbaProject.bin": b"\0macros", "xl/ctrlProps/c1.xml": b"<c/>"}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"<sheetData>", b"<sheetData\n ><!-- > -->")
    parts["xl/worksheets/sheet1.xml"] = sheet
    path.write_bytes(repacked(parts))
    copy, _ = correct(path, ("A1", "5", "6"))
    changed = sheet.replace(b"<v>5</v>", b"<v>6</v>")
    assert members(copy) == parts | {"xl/worksheets/sheet1.xml": changed}


@pytest.mark.parametrize("address", [' r="b2"', ' r="$B$2"', ""])
def test_a_cell_is_found_however_its_address_is_written(tmp_path: Path, address: str) -> None:
    def fill(sheet: Any) -> None:
        sheet["A2"], sheet["B2"] = 1, 5

    path = workbook(tmp_path / "表.xlsx", fill)
    parts = members(path)
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b' r="B2"', address.encode())
    path.write_bytes(repacked(parts | {"xl/worksheets/sheet1.xml": sheet}))
    copy, _ = correct(path, ("B2", "5", "6"))
    assert cells(copy) == {"A2": "1", "B2": "6"}


def test_a_formula_is_never_overwritten(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = "=2+3"
        sheet["B1"] = ArrayFormula("B1:B2", "=A1:A2")
        sheet["B2"], sheet["C1"] = 5, None

    path = workbook(tmp_path / "表.xlsx", fill)
    asked = [(address, "5", "6") for address in ("A1", "B1", "B2", "C1", "D9")]
    copy, done = correct(path, *asked)
    assert done.outcome.made == set()
    told = {where.cell: reason for where, reason in done.outcome.refused.items()}
    assert [told[address] for address in ("A1", "B1", "B2")] == [
        "是公式算出的，请改公式引用的格"
    ] * 3
    assert [told[address] for address in ("C1", "D9")] == ["在文件里没有找到这个数"] * 2
    assert copy.read_bytes() == path.read_bytes()


@pytest.mark.office
def test_formulas_that_refer_to_it_have_their_new_results(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"], sheet["A2"], sheet["A3"], sheet["A4"] = 5, "=A1*2", '=A1&"<人>"', "=7"

    path = workbook(tmp_path / "表.xlsx", fill)
    parts = members(path)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for formula, result in (("A1*2", "10"), ("7", "8")):  # the last is left as it was saved
        sheet = re.sub(
            rf"(<f>{re.escape(formula)}</f>)<v ?(?:/>|></v>)", rf"\g<1><v>{result}</v>", sheet
        )
    path.write_bytes(repacked(parts | {"xl/worksheets/sheet1.xml": sheet}))
    copy, done = correct(path, ("A1", "5", "6"))
    assert done.notes == ()
    assert cells(copy) == {"A1": "6", "A2": "12", "A3": "6<人>", "A4": "8"}
    assert b'fullCalcOnLoad="1"' in members(copy)["xl/workbook.xml"]


def test_where_nothing_can_calculate_the_person_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"], sheet["A2"] = 5, "=A1"

    monkeypatch.setattr("xladdin.sources.convert.soffice", lambda: None)
    copy, done = correct(workbook(tmp_path / "表.xlsx", fill), ("A1", "5", "6"))
    assert "保存一次" in done.notes[0]
    assert b'fullCalcOnLoad="1"' in members(copy)["xl/workbook.xml"]


def test_a_workbook_without_settings_of_calculation_gets_them_in_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"], sheet["A2"] = 5, "=A1"

    monkeypatch.setattr("xladdin.sources.convert.soffice", lambda: None)
    path = workbook(tmp_path / "表.xlsx", fill)
    parts = members(path)
    plain = re.sub(rb"<calcPr[^>]*>", b"", parts["xl/workbook.xml"])
    path.write_bytes(repacked(parts | {"xl/workbook.xml": plain}))
    copy, _ = correct(path, ("A1", "5", "6"))
    names = re.findall(rb"<(\w+)", members(copy)["xl/workbook.xml"])
    assert names.index(b"sheets") < names.index(b"calcPr")
    assert load_workbook(copy).calculation.fullCalcOnLoad


@given(
    st.decimals(0, 10**7, places=2), st.decimals(0, 10**7, places=2),
    st.sampled_from(["General", "0.00", "#,##0.00", PERCENT, "0.00_ ", "¥#,##0.00"]),
)  # fmt: skip
def test_values_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, before: Decimal, after: Decimal, code: str
) -> None:
    scale = 100 if code == PERCENT else 1

    def fill(sheet: Any) -> None:
        sheet["A1"] = before / scale
        sheet["A1"].number_format = code

    path = workbook(tmp_path_factory.mktemp("表") / "表.xlsx", fill)
    copy, done = correct(path, ("A1", str(before), str(after)))
    assert zipfile.ZipFile(copy).testzip() is None
    if before == after:
        assert done.outcome.made == set()
        return
    ((_, text),) = cells(copy).items()
    assert Decimal(re.sub(r"[^\d.]", "", text)) == after
