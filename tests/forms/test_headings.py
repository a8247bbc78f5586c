"""Headings in several rows: a column is called by all of those above it."""

from __future__ import annotations

import pytest

from tests.kit.form_readings import form
from tests.kit.form_sheets import Sheet, drawn, source

HEAD = """
2024年度项目支出绩效自评表 | < | < | < | < | < | < | < | < | <
项目名称 | < | 灌区渠道清淤 | < | < | < | < | < | < | <
主管部门 | < | 青溪县水利局 | < | < | 实施单位 | < | 青溪县灌区管理所 | < | <
项目资金 | < |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 | <
^ | ^ | 年度资金总额 | 80 | 90 | 81 | 10 | 90% | 9 | <
"""
ROWS = """
产出指标 | 数量指标 | 清淤渠道 | ≥ | 26 | 公里 | 27 | 50 | 50 |
效益指标 | 社会效益 | 灌溉保证率 | ≥ | 85 | % | 86 | 30 | 30 |
满意度指标 | 服务对象 | 用水户满意度 | ≥ | 90 | % | 94 | 10 | 10 |
总分 | < | < | < | < | < | < | 100 | 99 | 优
"""
#: The same headings, the outer ones merged down, left blank below, or standing in the lower row.
TWO_ROWS = {
    "merged down": """
绩效指标 | < | < | 年度指标值 | < | < | 实际完成值 | 分值 | 得分 | 偏差原因分析
一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | ^ | ^ | ^ | ^
""",
    "blank below": """
绩效指标 | < | < | 年度指标值 | < | < | 实际完成值 | 分值 | 得分 | 偏差原因分析
一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 |  |  |  |
""",
    "blank above": """
绩效指标 | < | < | 年度指标值 | < | < |  | 自评 | < |
一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 实际完成值 | 分值 | 得分 | 偏差原因分析
""",
    "three rows": """
绩效自评 | < | < | < | < | < | < | < | < | <
绩效指标 | < | < | 年度指标值 | < | < | 实际完成值 | 自评 | < | 偏差原因分析
一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | ^ | 分值 | 得分 | ^
""",
}


@pytest.mark.parametrize("headings", TWO_ROWS)
def test_headings_of_several_rows_are_read_as_those_of_one(headings: str) -> None:
    sheet: Sheet = drawn(HEAD.strip("\n") + TWO_ROWS[headings].rstrip("\n") + ROWS)
    found = form(source(sheet))
    rows = [(r.name.text, r.target.text, r.actual.text, r.points.text, r.score.text)
            for r in found.indicators]  # fmt: skip
    assert rows == [
        ("清淤渠道", "≥26公里", "27公里", "50", "50"),
        ("灌溉保证率", "≥85%", "86%", "30", "30"),
        ("用水户满意度", "≥90%", "94%", "10", "10"),
    ]
    assert found.entries["总分.得分"].text == "99"
    assert found.missing == ()


def test_a_row_of_values_goes_on_with_no_headings() -> None:
    one = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | < | < | 实际完成值 | 分值 | 得分 | 偏差原因分析"
    rows = "产出指标 | 数量指标 | 清淤渠道 | 26公里 | < | < | 27公里 | 90 | 90 |"
    found = form(
        source(drawn(f"{HEAD.strip()}\n{one}\n{rows}\n总分 | < | < | < | < | < | < | 100 | 99 |"))
    )
    assert [row.target.text for row in found.indicators] == ["26公里"]


def test_a_column_nobody_knows_is_no_label() -> None:
    sheet = drawn(
        HEAD.replace("年初预算数", "年初下达指标数").strip()
        + "\n一级指标 | 二级指标 | 三级指标 | 年度指标值 | < | < | 实际完成值 | 分值 | 得分 | 偏差原因分析"
        + ROWS
    )
    found = form(source(sheet))
    assert found.entries["年度资金总额.全年执行数"].text == "81"
    assert found.missing == ()
