"""Required places by other words: what a place is called is known by the words and by what stands beside."""

from __future__ import annotations

import pytest

from tests.kit.form_sheets import drawn, source
from xladdin import checking
from xladdin.forms.profiles import profile
from xladdin.model.form import Form

MINISTRY = profile("ministry")
#: The unit in a line above, the indicators by tasks.
TASKS = """
编报单位：石桥县民政局　　　　　　金额单位：万元
资金 | 年初安排 | 全年预算 | 实际支出 | 执行率 | 满分 | 得分
合计 | 410.00 | 430.00 | 421.40 | 98.00% | 10 | 9.8
重点工作 | 考核指标 | 目标 | 完成 | 满分 | 得分 | 备注
社会救助 | 低保对象复核率 | 100% | 100% | 50 | 50 |
养老服务 | 新增床位 | 120张 | 114张 | 40 | 38 | 一处在建
合计 | < | < | < | 100 | 97.8 |
"""
#: The unit nowhere but in the title; 年度目标 heads a column.
TITLED = """
资金（万元） | 预算安排 | 实际执行 | 执行进度 | 分值 | 得分
支出总计 | 260.00 | 247.00 | 95.00% | 10 | 9.5
一级 | 三级 | 年度目标 | 实际完成 | 分值 | 自评得分
产出 | 抽检批次 | ≥900批次 | 930批次 | 60 | 60
效益 | 抽检合格率 | ≥97% | 98.1% | 30 | 30
合计 | < | < | < | 100 | 99.5
"""
#: 备注 is where the reasons stand; 绩效指标 is no side heading here.
KINDS = """
子项目名称 | 冷链仓库 | < | 实施单位 | 石桥县供销社 | <
预算金额（万元） | 支出金额（万元） | 支付率 | 权重 | 得分 |
80.00 | 76.00 | 95.00% | 10 | 9.5 |
指标类别 | 绩效指标 | 计划数 | 完成情况 | 权重 | 得分
产出 | 建成仓库 | 2座 | 2座 | 60 | 60
效益 | 带动农户 | 300户 | 320户 | 30 | 30
合计 | < | < | < | 100 | 99.5
"""
ABOVE = "附件：1.部门整体支出绩效自评表；2.项目支出绩效自评表（冷链仓库）。"


def read(title: str, text: str, *before: str) -> Form:
    rows = drawn(text)
    most = max(map(len, rows))
    lines = [*before, title]
    while rows and len(rows[0]) == 1:
        lines.append(rows.pop(0)[0])
    table = [[*row, *["<"] * (most - len(row))] for row in rows]
    (form,) = checking.file([source(*lines, table, name="自评表.docx")], MINISTRY).forms
    return form


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("2024年度部门整体支出绩效自评表", TASKS, "overall"),
        ("石桥县市场监督管理局2024年度部门整体支出绩效自评表", TITLED, "overall"),
        ("2024年度项目支出绩效自评表", KINDS, "project"),
        ("2024年度项目绩效自评表", KINDS.replace("子项目名称", "项目"), "project"),
    ],
)
def test_every_required_place_is_found(title: str, text: str, kind: str) -> None:
    form = read(title, text, ABOVE)
    assert (form.kind, form.missing) == (kind, ())
    rows = form.indicators
    assert len(rows) == 2
    assert all(r.name.text and r.target.figure and r.actual.figure and r.score.figure for r in rows)


def test_what_is_not_there_is_still_missing() -> None:
    text = TITLED.replace("| 实际完成 |", "| 负责科室 |")
    assert set(read("2024年度部门整体支出绩效自评表", text).missing) == {
        "预算部门名称",
        "实际完成值",
    }


def test_other_words_give_way_to_the_labels_themselves() -> None:
    text = TITLED.replace("一级 | 三级 |", "绩效指标 | 三级指标 |")
    assert [row.name.text for row in read("2024年度整体自评表", text).indicators] == [
        "抽检批次",
        "抽检合格率",
    ]
