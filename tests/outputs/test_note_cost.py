"""What is written into the notes grows with the cells, not with their square."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from xladdin import checking
from xladdin.outputs.workbook_marks import Mark, marks
from xladdin.outputs.workbook_results import results

HEADINGS = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析".split()


def of_a_wrong_total(folder: Path, terms: int) -> tuple[Mark, ...]:
    """The marks of a 自评表 whose total is not the sum of so many scores."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "自评表"
    sheet.append(["2024年度部门整体支出绩效自评表"])
    sheet.append(["单位名称", "云山县农技推广中心"])
    sheet.append(["", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"])
    sheet.append(["年度资金总额", 100, 100, 90, 10, 0.9, 9])
    sheet.append(HEADINGS)
    for number in range(terms):
        sheet.append(["产出指标", "数量指标", f"第{number}项", "≥10次", "10次", 1, 1, ""])
    sheet.append(["总分", "", "", "", "", 90, 77.7, ""])
    workbook.save(folder / "附件.xlsx")
    return marks(checking.check_paths([folder / "附件.xlsx"]), "附件.xlsx")


def test_the_terms_of_a_total_do_not_each_repeat_all_of_them(tmp_path: Path) -> None:
    short, long = (
        sum(len(mark.note) for mark in of_a_wrong_total(tmp_path, terms)) for terms in (100, 400)
    )
    assert long < 5 * short


def test_a_long_sum_is_told_with_its_beginning_and_its_end(tmp_path: Path) -> None:
    note = next(mark.note for mark in of_a_wrong_total(tmp_path, 300) if "S402" in mark.note)
    assert "总分（得分） 77.7，应等于" in note
    assert "……（全文见工作表“校验结果”）……" in note
    assert "309" in note


@pytest.mark.parametrize("terms", [2, 300])
def test_the_sheet_has_all_of_it(tmp_path: Path, terms: int) -> None:
    of_a_wrong_total(tmp_path, terms)
    from datetime import datetime

    report = checking.check_paths([tmp_path / "附件.xlsx"])
    rows = results(report, "附件.xlsx", ["附件.xlsx"], datetime(2025, 1, 1)).rows
    assert any(f"第{terms - 1}项" in row.message for row in rows)
