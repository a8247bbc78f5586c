"""What a click costs: questions to Excel by the kinds of things on a sheet, not by its cells."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from xlwings import App, Book

from tests.excel.seeing import press
from tests.office.counting import trips
from tests.office.fixtures import clean_app
from tests.office.process import Office
from tests.thorough import few

SHORT, LONG = few(40), few(4_000)
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


Clicks = Callable[..., "Clicked"]


@dataclass(frozen=True)
class Clicked:
    """What some clicks on one workbook took: the round trips up to each, and the scores after it."""

    trips: dict[str, int]
    scores: dict[str, list[float]]


@pytest.fixture(scope="module")
def clicked(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Clicks:
    """Some clicks on a workbook of so many rows. The same ones are only done once."""
    folder = tmp_path_factory.mktemp("rows")

    @cache
    def click(rows: int, *buttons: str) -> Clicked:
        with contextmanager(clean_app)(office) as excel:
            book = with_indicators(excel, folder, rows)
            done = Clicked({}, {})
            trips.clear()
            for button in buttons:
                said = press(button, book)
                assert said.startswith(_DONE[button]), said
                done.trips[button] = trips.total()
                done.scores[button] = book.sheets[0].range("G6").resize(rows, 1).value
                trips["Range.raw_value"] -= 1  # our own look at the scores
        return done

    return click


@pytest.mark.parametrize(
    ("buttons", "last"),
    [
        (("check",), "check"),
        (("rescore", "undo"), "rescore"),
        (("rescore", "undo"), "undo"),
        (("compute",), "compute"),
    ],
    ids=["check", "rescore", "rescore then undo", "compute"],
)
def test_a_hundred_times_the_rows_take_no_more_round_trips(
    clicked: Clicks, buttons: tuple[str, ...], last: str
) -> None:
    short, long = (clicked(rows, *buttons).trips[last] for rows in (SHORT, LONG))
    assert long <= short + 5


def test_all_rows_are_written_all_the_same(clicked: Clicks) -> None:
    scores = clicked(LONG, "rescore", "undo").scores
    assert set(scores["rescore"]) == {0.8}
    assert set(scores["undo"]) == {0.5}
