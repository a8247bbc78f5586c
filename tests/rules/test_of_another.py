"""A figure of the report that is of something else than the place of the same name is none of its slips."""

from __future__ import annotations

import pytest

from tests.kit.form_sheets import drawn, source
from xladdin import checking
from xladdin.forms.profiles import profile
from xladdin.model.report import Severity

MINISTRY = profile("ministry")
WHOLE = """
部门名称 | 石桥县交通运输局 | < | < | < | < | <
资金（万元） | 支出类别 | 年初预算 | 全年预算 | 全年执行 | 执行率 | 得分（10分）
^ | 支出总额 | 900.00 | 1000.00 | 960.00 | 96.00% | 9.6
^ | 其中：基本支出 | 500.00 | 520.00 | 510.00 | 98.08% | —
^ | 项目支出 | 400.00 | 480.00 | 450.00 | 93.75% | —
一级指标 | 二级指标 | 三级指标 | 目标值 | 完成值 | 分值 | 得分
产出指标 | 数量 | 公路养护里程 | ≥400公里 | 452公里 | 80 | 80
满意度 | 群众 | 群众满意度 | ≥90% | 93% | 10 | 10
总分 | < | < | < | < | 100 | 99.6
"""
PROJECT = """
项目名称 | 渡口改造 | < | 实施单位 | 石桥县交通运输局 | < | <
资金（万元） | 资金来源 | 年初预算 | 全年预算 | 全年执行 | 执行率 | 得分（10分）
^ | 资金总额 | 150.00 | 180.00 | 135.00 | 75.00% | 7.5
一级指标 | 二级指标 | 三级指标 | 目标值 | 完成值 | 分值 | 得分
产出指标 | 数量 | 改造渡口 | ≥6个 | 6个 | 80 | 80
满意度 | 群众 | 过渡群众满意度 | ≥90% | 95% | 10 | 10
总分 | < | < | < | < | 100 | 97.5
"""


def found(sentence: str) -> dict[str, str]:
    report = f"石桥县交通运输局2024年度部门整体支出绩效自评报告\n二、支出情况\n{sentence}"
    lines = [*report.splitlines(), "2024年度部门整体支出绩效自评表"]
    file = source(
        *lines, drawn(WHOLE), "2024年度项目支出绩效自评表", drawn(PROJECT), name="自评报告.docx"
    )
    checked = checking.check(checking.file([file], MINISTRY), MINISTRY)
    return {
        f.code: f.message
        for f in checked.findings
        if f.code[0] == "N" and f.severity is not Severity.INFO
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "主要问题：一是渡口改造推进偏慢，调整后预算180.00万元，年底支付135.00万元，执行率只有75.00%。",
        "渡口改造因汛期停工，全年预算180.00万元，预算执行率75%。",
        "全年预算1000.00万元，预算执行率96%。渡口改造项目年初预算150.00万元。",
        "渡口改造支出135.00万元，道路划线支出80.00万元，前两项共支出215.00万元。",
        "渡口改造135.00万元。以上各项支出合计215.00万元。",
        "渡口改造支出135.00万元；桥梁检测支出20.00万元。上述两个项目实际支出155.00万元。",
        "全年预算1000.00万元，其中基本支出520.00万元，项目支出480.00万元。",
        "全年支出960.00万元，其中：基本支出510.00万元，项目支出450.00万元，项目支出比年初预算400.00万元增加50.00万元。",
        "年初预算900.00万元：基本支出500.00万元、项目支出400.00万元。",
        "与2023年相比，支出总额由930.00万元增加到960.00万元。",
        "与上年相比，支出总额由930.00万元上升到960.00万元，上升3.23%。",
        "全年公路养护里程452公里，其中县道425公里，乡道27公里。",
        "公路养护里程452公里：县道公路养护里程425公里、乡道27公里。",
    ],
)
def test_nothing_is_found(sentence: str) -> None:
    assert found(sentence) == {}


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("2024年，全年预算1000.00万元，预算执行率69%。", "N401"),
        ("全年预算1100.00万元，支出总额960.00万元。", "N301"),
        ("渡口改造支出153.00万元。", "N601"),
        ("全年公路养护里程425公里。", "N701"),
        ("2023年支出总额960.00万元。", "N303"),
        ("全年实际支出960.00万元，其中基本支出501.00万元，项目支出450.00万元。", "N311"),
        ("2024年项目支出决算405.00万元。", "N312"),
    ],
)
def test_a_slip_is_still_found(sentence: str, code: str) -> None:
    assert code in found(sentence)


def test_a_score_that_a_project_has_by_chance_is_still_the_units() -> None:
    assert "N501" in found("经自评，部门整体支出绩效自评得分97.5分。")
    assert "N501" not in found("渡口改造项目自评得分97.5分。")


def test_a_rate_behind_a_list_is_held_against_its_indicator() -> None:
    text = "公路养护里程452公里，其中县道200公里，乡道252公里，群众满意度{}。"
    assert "N701" not in found(text.format("93%"))
    assert "实际完成值是 93%" in found(text.format("83%"))["N701"]
