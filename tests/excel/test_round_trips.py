"""What a click costs: questions to Excel by the kinds of things on a sheet, not by its cells."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from xlwings import App, Book

from tests.office.counting import Trips
from xladdin.excel.buttons import press

SHORT, LONG = 40, 4_000
_DONE = {
    "check": "发现错误", "rescore": "得分已重算：改正", "compute": "计算完成：改正", "undo": "已撤销",
}  # fmt: skip
HEADINGS = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析".split()


def with_indicators(excel: App, folder: Path, rows: int) -> Book:
    """A 自评表 with so many indicators, whose scores are all still to be given."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "自评表"
    funds = ["", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    sheet.append(["2024年度部门整体支出绩效自评表"])
    sheet.append(["单位名称", "云山县农技推广中心"])
    sheet.append(funds)
    sheet.append(["年度资金总额", 100, 100, 90, 10, 0.5, 5])
    sheet.append(HEADINGS)
    for number in range(rows):
        name = f"第{number + 1}项任务"
        sheet.append(["产出指标", "数量指标", name, "≥10次", "8次", 1, 0.5, "人手不足"])
    sheet.merge_cells("A1:H1")
    sheet["F4"].number_format = "0.00%"
    path = folder / f"{rows}.xlsx"
    workbook.save(path)
    return excel.books.open(str(path))


def clicks(excel: App, trips: Trips, folder: Path, rows: int, *buttons: str) -> tuple[int, Book]:
    """How many round trips some clicks take."""
    book = with_indicators(excel, folder, rows)
    trips.clear()
    for button in buttons:
        said = press(button, book)
        assert said.startswith(_DONE[button]), said
    count = trips.total()
    return count, book


@pytest.mark.parametrize(
    "buttons", [("check",), ("rescore",), ("rescore", "undo"), ("compute",)], ids=" then ".join
)
def test_a_hundred_times_the_rows_take_no_more_round_trips(
    excel: App, trips: Trips, tmp_path: Path, buttons: tuple[str, ...]
) -> None:
    short, _ = clicks(excel, trips, tmp_path, SHORT, *buttons)
    long, _ = clicks(excel, trips, tmp_path, LONG, *buttons)
    assert long <= short + 5


def test_all_rows_are_written_all_the_same(excel: App, trips: Trips, tmp_path: Path) -> None:
    _, book = clicks(excel, trips, tmp_path, LONG, "rescore")
    scores = book.sheets[0].range("G6").resize(LONG, 1).value
    assert set(scores) == {0.8}
