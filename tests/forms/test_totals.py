"""Totals that do not count the funds, or count them in an indicator: by the points it is told which."""

from __future__ import annotations

import pytest

from tests.kit.form_sheets import drawn, source
from xladdin import checking
from xladdin.forms.profiles import profile
from xladdin.model.report import Report, Severity

MINISTRY = profile("ministry")
_PROJECT = """
2024年度项目支出绩效自评表 | < | < | < | < | < | <
项目名称 | 林区防火道 | < | 实施单位 | 白杨县林场 | < | <
"""
#: The funds' score once more as an indicator: the total counts it once.
IN_A_ROW = (
    _PROJECT
    + """
资金（万元） | 资金来源 | 年初预算 | 调整预算 | 执行数 | 支出进度 | 得分
^ | 资金总额 | 60.00 | 80.00 | 74.00 | 92.50% | 9.25
一级指标 | 三级指标 | 分值 | 目标值 | 实际值 | 得分 | 偏差说明
资金 | 资金执行率 | 10 | 100% | 92.50% | 9.25 | 一处未验收
产出 | 新开防火道 | 50 | ≥12公里 | 12.4公里 | 50 |
效果 | 火情下降 | 30 | ≥3次 | 4次 | 30 |
满意度 | 林农满意度 | 10 | ≥90% | 95% | 10 |
总分 | < | 100 | — | — | 99.25 |
"""
)
#: The same with points for the funds, too.
TWICE = IN_A_ROW.replace("支出进度 | 得分", "支出进度（10分） | 得分（10分）")
#: The indicators make 80, and a row of its own adds the 20 of the funds.
TWO_ROWS = (
    _PROJECT
    + """
资金（万元） | 资金来源 | 全年预算 | 全年支出 | 分值 | 执行率 | 得分
^ | 资金总额 | 50.00 | 46.00 | 20 | 92.00% | 18.4
一级指标 | 三级指标 | 分值 | 目标值 | 实际值 | 得分 | 偏差说明
产出 | 新开防火道 | 40 | ≥12公里 | 12.4公里 | 40 |
效果 | 火情下降 | 30 | ≥3次 | 4次 | 30 |
满意度 | 林农满意度 | 10 | ≥90% | 85.5% | 9.5 | 补偿发放慢
各项指标合计 | < | 80 | / | / | 79.5 |
加预算执行得分后总分 | < | 100 | / | / | 97.9 |
"""
)
#: The indicators make 90; nobody writes what they make with the funds but the report.
ALONE = (
    """
2024年度部门整体支出绩效自评表 | < | < | < | < | < | <
部门名称 | 白杨县林场 | < | < | < | < | <
资金（万元） | 支出类别 | 年初预算 | 全年预算 | 全年执行 | 执行率 | 执行得分（10分）
^ | 支出合计 | 900.00 | 1000.00 | 960.00 | 96.00% | 9.6
一级指标 | 二级指标 | 三级指标 | 目标值 | 完成值 | 分值 | 得分
产出指标 | 数量 | 造林面积 | ≥5000亩 | 5120亩 | 50 | 50
效益指标 | 生态 | 成活率 | ≥85% | 83% | 30 | 28.5
满意度 | 群众 | 林农满意度 | ≥90% | 93% | 10 | 10
总计 | < | < | < | < | 90 | 88.5
"""
)  # fmt: skip
FORMS = [IN_A_ROW, TWICE, TWO_ROWS, ALONE]


def checked(text: str, right: str = "", wrong: str = "", report: str = "") -> Report:
    assert right in text
    rows = drawn(text.replace(right, wrong, 1) if right else text)
    most = max(map(len, rows))
    files = [source([[*row, *["<"] * (most - len(row))] for row in rows])]
    files += [source(report, name="自评报告.docx")] if report else []
    return checking.check(checking.file(files, MINISTRY), MINISTRY)


def found(report: Report) -> dict[str, str]:
    return {f.code: f.message for f in report.findings if f.severity is not Severity.INFO}


@pytest.mark.parametrize("text", FORMS)
def test_a_right_total_is_right_by_its_own_reading(text: str) -> None:
    assert found(checked(text)) == {}


@pytest.mark.parametrize(
    ("text", "right", "wrong", "code"),
    [
        (IN_A_ROW, "99.25", "92.95", "S402"),
        (IN_A_ROW, "| 30 |\n", "| 29 |\n", "S402"),
        (IN_A_ROW, "防火道 | 50", "防火道 | 55", "S309"),
        (TWICE, "99.25", "92.95", "S402"),
        (TWICE, "防火道 | 50", "防火道 | 55", "S303"),
        (TWO_ROWS, "97.9", "99.7", "S402"),
        (TWO_ROWS, "79.5", "75.9", "S408"),
        (TWO_ROWS, "防火道 | 40", "防火道 | 45", "S308"),
        (TWO_ROWS, "| 100 |", "| 110 |", "S304"),
        (TWO_ROWS, "| 18.4", "| 14.8", "S402"),
        (ALONE, "88.5\n", "85.8\n", "S408"),
        (ALONE, "| 50 | 50", "| 55 | 50", "S308"),
        (ALONE, "90 | 88.5\n", "90 | 98.1\n", "S304"),
    ],
)
def test_a_slip_is_found_by_that_reading(text: str, right: str, wrong: str, code: str) -> None:
    assert code in found(checked(text, right, wrong))


def test_the_report_tells_the_score_of_funds_and_indicators() -> None:
    assert found(checked(ALONE, report="白杨县林场2024年度自评得分98.1分。")) == {}
    assert "N501" in found(checked(ALONE, report="白杨县林场2024年度自评得分98.7分。"))


def test_a_sum_of_some_indicators_ends_no_table() -> None:
    text = ALONE.replace("效益指标 |", "产出指标合计 | < | < | < | < | 50 | 50\n效益指标 |", 1)
    assert found(checked(text)) == {}
    assert "S408" in found(checked(text, "< | 50 | 50", "< | 50 | 49"))


#: 项目支出 by projects, below 基本支出 and 项目支出, which make the total.
BY_PROJECT = """
2024年度部门整体支出绩效自评表 | < | < | < | < | < | <
部门名称 | 白杨县林场 | < | < | < | < | <
支出情况（万元） | < | 年初预算 | 全年预算 | 全年执行 | 执行率 | 得分（10分）
支出总计 | < | 900.00 | 1000.00 | 960.00 | 96.00% | 9.6
（一）基本支出 | < | 500.00 | 520.00 | 520.00 | 100.00% | —
（二）项目支出 | < | 400.00 | 480.00 | 440.00 | 91.67% | —
森林防火 | < | 150.00 | 180.00 | 170.00 | 94.44% | —
国土绿化 | < | 250.00 | 300.00 | 270.00 | 90.00% | —
一级指标 | 二级指标 | 三级指标 | 目标值 | 完成值 | 分值 | 得分
产出指标 | 数量 | 造林面积 | ≥5000亩 | 5120亩 | 80 | 80
满意度 | 群众 | 林农满意度 | ≥90% | 93% | 10 | 10
总计 | < | < | < | < | 100 | 99.6
"""
#: Not all of the projects are listed.
SOME_PROJECTS = BY_PROJECT.replace("国土绿化 | < | 250.00 | 300.00 | 270.00 | 90.00% | —\n", "")
#: Sources of the projects' money below both kinds.
BY_SOURCE = BY_PROJECT.replace("森林防火", "其中：省级补助").replace("国土绿化", "县级配套")


@pytest.mark.parametrize("text", [BY_PROJECT, SOME_PROJECTS, BY_SOURCE])
def test_what_divides_a_part_is_no_further_part_of_the_total(text: str) -> None:
    assert found(checked(text)) == {}
    assert "S206" in found(checked(text, "520.00 | 520.00", "520.00 | 502.00"))


@pytest.mark.parametrize("text", [BY_PROJECT, BY_SOURCE])
def test_a_slip_in_what_divides_a_part_is_found(text: str) -> None:
    assert "S208" in found(checked(text, "170.00 | 94.44%", "160.00 | 88.89%"))
