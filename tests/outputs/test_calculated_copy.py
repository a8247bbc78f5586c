"""A workbook typed without formulas is calculated in a copy, and says what it held before."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from xladdin import checking
from xladdin.forms.profiles import profile
from xladdin.outputs.calculated_copy import Calculated, calculated
from xladdin.outputs.workbook_marks import CHANGED_TINT, SAME_TINT, without_marks
from xladdin.sources.reading import read

WHEN = datetime(2025, 3, 18, 9, 0)
FUNDS = "附件2"
ROWS = [
    ["2024年度部门整体支出绩效自评表"],
    ["市级预算部门名称", None, "云山县文化旅游服务中心"],
    [
        "年度预算申请（万元）",
        None,
        "年初预算数",
        "全年预算数",
        "全年执行数",
        "分值",
        "执行率",
        "得分",
    ],
    [None, "年度资金总额", 90, 90, 84.6, 10, "95%", 9],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标（50分）", "数量指标", "活动", "≥40场", "46场", 50, 50],
    ["效益指标（30分）", "社会效益指标", "群众", "≥3万人次", "3.2万人次", 30, 30],
    ["满意度指标（10分）", "满意度指标", "满意度", "≥90%", "96%", 10, 10],
    ["总分", None, None, None, None, None, "=H4+SUM(G6:G8)"],
]
STAFF = [
    ["2024年度部门整体支出绩效评价基础数据表"],
    ["财政供养人员情况（人）", "编制数", "2024年实际在职人数", "控制率"],
    [None, 18, 17, None],
    ["经费控制情况（万元）", "2023年决算数", "2024年预算数", "2024年决算数"],
    ["三公经费", 3.2, 3, 2.6],
    ["1、公务用车购置和维护经费", 2, 1.8, 1.6],
    ["其中：公车购置", 0, 0, 0],
    ["公车运行维护", 2, 1.8, 1.6],
    ["2、出国经费", None, None, None],
    ["3、公务接待", 1.2, 1.2, 1],
    ["项目支出", 52.3, 60, 58.8],
    ["1、免费开放", 30.3, 36, 36],
    ["2、旅游服务", 22, 24, 22.88],
    ["公用经费", 24.6, 25, 24.1],
]


@pytest.fixture
def typed(tmp_path: Path) -> Path:
    """A workbook as people type it, with a cached result behind its only formula."""
    book = Workbook()
    for title, rows in ((FUNDS, ROWS), ("附件1", STAFF)):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book["附件1"]["D3"].number_format = "0%"
    book["附件1"]["D11"].number_format = "#,##0.00"
    book[FUNDS]["H4"].comment = Comment("会计填的", "梁青")
    from xladdin.workbooks.saving import xlsx_bytes

    file = tmp_path / "附件.xlsx"
    file.write_bytes(xlsx_bytes(book, {(FUNDS, "G9"): Decimal("99")}, WHEN))
    return file


def calculate(file: Path) -> tuple[Calculated, openpyxl.Workbook]:
    chosen = profile("yueyang")
    filing = checking.file([read(file)], chosen)
    done = calculated(file.read_bytes(), filing, checking.check(filing, chosen), WHEN)
    copy = file.with_name("副本.xlsx")
    copy.write_bytes(done.data)
    return done, openpyxl.load_workbook(copy)


def tint(cell: openpyxl.cell.cell.Cell) -> str:
    return str(cell.fill.start_color.rgb)[-6:]


def test_computed_cells_hold_their_value_and_tell_the_old_one(typed: Path) -> None:
    _, copy = calculate(typed)
    score, rate = copy[FUNDS]["H4"], copy[FUNDS]["G4"]
    assert (score.value, tint(score)) == (9.4, CHANGED_TINT)
    assert score.comment.text == "会计填的\n\n原值：9；按 S102 重算"
    assert (rate.value, rate.number_format) == (0.94, "0.00%")
    assert rate.comment.text == "原值：95%；按 S101 重算"
    total = copy["附件1"]["D11"]
    assert (total.value, total.number_format) == (58.88, "#,##0.00")
    assert total.comment.text == "原值：58.80；按 B301 重算"


@pytest.mark.parametrize(
    ("parts", "left"),
    [((2, 0, 1.2), False), ((2, 0, 1.02), True), ((2, 0, 0.5), False)],
)
def test_a_total_stays_where_a_part_is_suspected(
    typed: Path, parts: tuple[float, ...], left: bool
) -> None:
    """三公经费 3.2 of last year; 1.02 for 1.20 is a slip, other parts are news for the total."""
    book = openpyxl.load_workbook(typed)
    sheet = book["附件1"]
    for address, value in zip(("B8", "B9", "B10"), parts, strict=True):
        sheet[address] = value
    book.save(typed)
    done, copy = calculate(typed)
    instead = {each.before.location.cell: each.instead for each in done.cells if each.instead}
    assert ("B5" in instead) is left
    assert (copy["附件1"]["B5"].value == 3.2) is (left or sum(parts) == 3.2)


def test_the_notes_of_computed_cells_are_known_as_ours(typed: Path) -> None:
    _, workbook = calculate(typed)
    notes = [
        cell.comment.text
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    ]
    assert notes
    assert {without_marks(note) for note in notes} == {"", "会计填的"}


def test_blank_ones_are_filled_in_and_right_ones_only_tinted(typed: Path) -> None:
    done, copy = calculate(typed)
    control = copy["附件1"]["D3"]
    assert (control.value, tint(control)) == (0.9444, CHANGED_TINT)
    # 0% would show 94%.
    assert control.number_format == "0.00%"
    assert control.comment.text == "原为空白；按 B101 计算"
    right = copy["附件1"]["D5"]
    assert (right.value, right.number_format, tint(right)) == (2.6, "General", SAME_TINT)
    assert right.comment is None
    assert tint(copy["附件1"]["D10"]) == "000000"
    assert {each.before.location.cell for each in done.cells if each.changes} == {
        "D3", "D11", "G4", "H4",
    } | {"F9"}  # fmt: skip


def test_formulas_are_left_with_what_they_showed(typed: Path) -> None:
    done, copy = calculate(typed)
    assert done.formulas == 1
    assert copy[FUNDS]["G9"].value == "=H4+SUM(G6:G8)"
    shown = openpyxl.load_workbook(typed.with_name("副本.xlsx"), data_only=True)
    assert shown[FUNDS]["G9"].value == 99


def test_a_calculated_copy_has_nothing_left_to_calculate(typed: Path) -> None:
    calculate(typed)
    again, _ = calculate(typed.with_name("副本.xlsx"))
    assert not [each for each in again.cells if each.changes]


def test_the_original_is_not_touched(typed: Path) -> None:
    before = typed.read_bytes()
    calculate(typed)
    assert typed.read_bytes() == before
