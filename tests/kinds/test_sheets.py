"""Workbooks as offices make them: a number is its value, a formula without a result is unknown."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.kinds.made import FIGURES, IN_EXCEL, number, place, swap, told, workbook
from tests.kinds.made import notes as notes_of
from xladdin import cli
from xladdin.checking import check_paths
from xladdin.errors import InputError

MONEY = [
    *("0.00", '"¥"#,##0.00', "[$¥-804]#,##0.00;[$¥-804]-#,##0.00", '[$RMB] 0.00', '"人民币"0.00"万元"'),
    '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    *("0.##", "#.##", "#,##0.##", "0.??", "0.0#", "0.00E+00", "##0.0E+0", "0." + "0" * 30, ";;;"),
    *("0.00;(0.00)", '0.00;"△"0.00;"-"', "0.00;[Red]0.00", "0.00;-0.00;", "General"),
]  # fmt: skip


@pytest.mark.parametrize("code", MONEY)
def test_the_figures_are_the_values_whatever_is_shown(tmp_path: Path, code: str) -> None:
    assert told(workbook(tmp_path / "表.xlsx", money=code)) == (FIGURES, IN_EXCEL)


def formula(row: int, column: int, old: str, text: str, attributes: str = "") -> tuple[str, str]:
    """A number of the form replaced by a formula without a result."""
    at = f'<c r="{place(row, column)}" s="3">'
    return f"{at}{number(old)}</c>", f"{at}<f{attributes}>{text}</f></c>"


@pytest.mark.parametrize(
    "formulas",
    [
        [formula(3, 1, "8.90", "SUM(B7,B10,B11)")],
        [
            formula(3, 1, "8.90", "B7+B10+B11", ' t="shared" ref="B6:D6" si="0"'),
            formula(3, 2, "8.20", "", ' t="shared" si="0"'),
            formula(3, 3, "7.34", "", ' t="shared" si="0"'),
        ],
        [formula(3, 1, "8.90", "SUM(B7,B10:B11)", ' t="array" ref="B6"')],
    ],
    ids=["sum", "shared", "array"],
)
def test_a_formula_without_a_result_is_computed(
    tmp_path: Path, formulas: list[tuple[str, str]]
) -> None:
    path = workbook(tmp_path / "表.xlsx", swap(*formulas))
    assert told(path) == (FIGURES, set())
    assert f"有 {len(formulas)} 个公式没有保存计算结果" in notes_of(path)


@pytest.mark.parametrize(
    ("row", "column", "old", "where"),
    [(10, 1, "40.20", "B"), (8, 3, "2.13", "D"), (12, 2, "31.25", "C")],
)
def test_one_that_no_relation_computes_is_unknown_not_blank(
    tmp_path: Path, row: int, column: int, old: str, where: str
) -> None:
    path = workbook(tmp_path / "表.xlsx", swap(formula(row, column, old, "别处!A1*0.9")))
    report = check_paths([path])
    assert report.coverage.figures == FIGURES - 1
    assert not any("未填" in each.message or "不是数字" in each.message for each in report.findings)
    unknown = [
        each for each in report.relations if any(o.text.startswith("=") for o in each.operands)
    ]
    assert unknown
    assert {each.verdict.value for each in unknown} == {"skipped"}


NOTE = '<is><r><t>{}</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>{}</t></r></is>'
STRUCK = "<is><r><rPr><strike/></rPr><t>{}</t></r><r><t>{}</t></r></is>"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (NOTE.format("24", "1"), "上标的注释序号"),
        (NOTE.format("24", "[2]"), "上标的注释序号"),
        (STRUCK.format("42", "24"), "加了删除线"),
    ],
)
def test_notes_and_struck_out_text_are_none_of_the_number(
    tmp_path: Path, content: str, said: str
) -> None:
    at = place(1, 2)
    new = f'<c r="{at}" t="inlineStr">{content}</c>'
    path = workbook(tmp_path / "表.xlsx", swap((f'<c r="{at}" s="1">{number("24")}</c>', new)))
    assert told(path) == (FIGURES, IN_EXCEL)
    assert f"1 处{said}" in notes_of(path)


def test_a_cell_that_is_struck_out_is_left_out(tmp_path: Path) -> None:
    at = place(16, 1)
    struck = swap((f'<c r="{at}" s="3">', f'<c r="{at}" s="4">'))
    path = workbook(tmp_path / "表.xlsx", struck, fonts="<font/><font><strike/></font>")
    assert told(path) == (FIGURES - 1, IN_EXCEL)
    assert "1 处加了删除线" in notes_of(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('r="B6"', 'r="b6"'),
        ('r="B6"', 'r="$B$6"'),
        ("</worksheet>", '<mergeCells><mergeCell ref="F:G"/></mergeCells></worksheet>'),
        ("</worksheet>", '<mergeCells><mergeCell ref="40:41"/></mergeCells></worksheet>'),
        ("</worksheet>", '<mergeCells><mergeCell ref="$F$2:$g$3"/></mergeCells></worksheet>'),
    ],
)
def test_rare_addresses_are_read(tmp_path: Path, old: str, new: str) -> None:
    assert told(workbook(tmp_path / "表.xlsx", swap((old, new)))) == (FIGURES, IN_EXCEL)


@pytest.mark.parametrize(
    "target",
    [
        "worksheets\\sheet1.xml",
        "\\xl\\worksheets\\sheet1.xml",
        "/xl/worksheets/Sheet1.xml",
        ".\\worksheets/./sheet1.xml",
    ],
)
def test_rare_targets_are_found(tmp_path: Path, target: str) -> None:
    assert told(workbook(tmp_path / "表.xlsx", target=target)) == (FIGURES, IN_EXCEL)


@pytest.mark.parametrize("reference", ["A1:甲2", "A1:B", "XFE1:XFF2", ":", "3:B4"])
def test_what_cannot_be_read_is_irregular_not_damaged(tmp_path: Path, reference: str) -> None:
    merge = f'<mergeCells><mergeCell ref="{reference}"/></mergeCells></worksheet>'
    with pytest.raises(InputError, match="「附件1 基础数据表」里有不合规范的内容"):
        check_paths([workbook(tmp_path / "表.xlsx", swap(("</worksheet>", merge)))])


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_form_on_a_hidden_sheet_is_named(tmp_path: Path, state: str) -> None:
    with pytest.raises(InputError, match="没有读取隐藏的工作表「附件1 基础数据表」"):
        check_paths([workbook(tmp_path / "表.xlsx", state=f' state="{state}"')])


@pytest.mark.parametrize("code", ["[$¥-804]#,##0.00", '0.00;"△"0.00;"-"'])
def test_amounts_in_currency_are_computed_and_imported_as_numbers(
    tmp_path: Path, code: str
) -> None:
    path = workbook(tmp_path / "表.xlsx", money=code)
    made = tmp_path / "补算.xlsx"
    assert cli.main(["calc", str(path), "-o", str(made)]) == 0
    sheet = load_workbook(made).worksheets[0]
    assert sheet[place(3, 1)].value == pytest.approx(8.7)
    official = tmp_path / "官方.xlsx"
    assert cli.main(["import", str(path), "-o", str(official)]) == 0
    numbers = [
        cell.value
        for sheet in load_workbook(official).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float)
    ]
    assert {52.15, 46.3, 31.25, 3.55} <= {round(value, 2) for value in numbers}
