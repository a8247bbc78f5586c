"""Forms of places that are no family: other words, funds laid out otherwise, rows that add up."""

from __future__ import annotations

import pytest

from tests.kit.form_sheets import drawn, source
from xladdin import checking
from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.report import Report, Severity

MINISTRY = profile("ministry")
#: Wide headings with their 合计 below, units above the total or below it, no 三级指标.
BY_UNIT = """
2024年度农田水利专项资金绩效自评表 | < | < | < | < | < | < | < | <
填报单位：青溪县水利局 | < | < | < | < | < | < | < | <
专项资金名称 | < | 农田水利专项资金 | < | < | < | < | 自评得分 | 98.52
资金情况 | 用款单位 | 预算安排 | < | < | 实际支出 | < | < | 支出率
^ | ^ | 市级 | 县级 | 合计 | 市级 | 县级 | 合计 | ^
^ | 东渠镇 | 60.00 | 20.00 | 80.00 | 57.00 | 19.00 | 76.00 | 95.00%
^ | 西渠镇 | 30.00 | 10.00 | 40.00 | 29.00 | 9.40 | 38.40 | 96.00%
^ | 总计 | 90.00 | 30.00 | 120.00 | 86.00 | 28.40 | 114.40 | 95.33%
绩效指标 | < | < | 预期值 | 实现值 | 满分 | 实得分 | 未达预期说明 | <
一级 | 二级 | 三级 | ^ | ^ | ^ | ^ | ^ | <
产出指标 | 数量 | 衬砌渠道 | ≥12公里 | 12.6公里 | 40 | 40 |  | <
^ | 质量 | 验收合格率 | ＝100% | 100% | 20 | 20 |  | <
效益指标 | 社会效益 | 受益农户 | ≥800户 | 770户 | 30 | 28.87 | 一处渠道未完工。 | <
满意度指标 | 服务对象 | 农户满意度 | ≥90% | 93% | 10 | 9.65 | 有3户不满意。 | <
总分 | < | < | < | < | 100 | 98.52 |  | <
"""
#: Sources across, what became of the money down, formulas in the rows' labels; 小计 below each block.
ACROSS = """
2024年度项目支出绩效自评表 | < | < | < | < | < | < | <
项目名称 | < | 校舍维修 | < | 项目单位 | < | 青溪县实验小学 | <
资金 | 资金来源 | < | 中央 | 省级 | 县级 | 合计 | <
^ | 1、年初预算 | < | 200000.00 | 100000.00 | 50000.00 | 350000.00 | <
^ | 2、调剂 | < | 0.00 | -10000.00 | 20000.00 | 10000.00 | <
^ | 3、可用资金（1+2） | < | 200000.00 | 90000.00 | 70000.00 | 360000.00 | <
^ | 4、支出 | < | 196000.00 | 90000.00 | 56000.00 | 342000.00 | <
^ | 执行进度（4÷3） | < | 98.00% | 100.00% | 80.00% | 95.00% | <
一级指标 | 二级指标 | 三级指标 | 单位 | 指标方向 | 计划值 | 完成值 | 权重分 | 考评得分
产出指标 | 数量指标 | 维修教室 | 间 | 正向 | 24 | 24 | 40 | 40
^ | 质量指标 | 返工率 | % | 反向 | 2 | 1.5 | 20 | 20
小计 | < | < | < | < | < | < | 60 | 60
效益指标 | 社会效益 | 受益学生 | 人 | 正向 | 900 | 873 | 30 | 29.1
小计 | < | < | < | < | < | < | 30 | 29.1
满意度指标 | 服务对象 | 家长满意度 | % | 正向 | 90 | 95 | 10 | 10
总计 | < | < | < | < | < | < | 100 | 99.1
"""
#: Letters and formulas below the headings, rows within rows, the grade in the row of the total.
NESTED = """
2024年度部门整体支出绩效自评表 | < | < | < | < | < | < | <
部门名称 | 青溪县档案馆 | < | < | < | < | < | <
支出执行（20分） | 支出类别 | 年初批复数 | 调整数 | 可支出数 | 实际支出数 | 支出进度 | 标准分 | 自评分
^ | ^ | ① | ② | ③=①+② | ④ | ⑤=④/③ | ^ | ^
^ | 支出总计 | 310.00 | 10.00 | 320.00 | 304.00 | 95.00% | 20 | 19
^ | 一、基本支出 | 210.00 | -10.00 | 200.00 | 194.00 | 97.00% | — | —
^ | 其中：人员经费 | 150.00 | 0.00 | 150.00 | 146.00 | 97.33% | — | —
^ | 公用经费 | 60.00 | -10.00 | 50.00 | 48.00 | 96.00% | — | —
^ | 二、项目支出 | 100.00 | 20.00 | 120.00 | 110.00 | 91.67% | — | —
年度目标 | 数字化档案8000卷。 | < | < | < | < | < | < | <
完成情况 | 数字化档案8200卷，支出进度95%。 | < | < | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | < | 目标值 | 实现值 | 扣分说明 | 标准分 | 自评分
履职效果 | 数量 | 数字化档案 | < | ≥8000卷 | 8200卷 |  | 50 | 50
能力建设 | 培训 | 业务培训 | < | ≥4期 | 4期 |  | 20 | 20
满意度 | 服务对象 | 查档群众满意度 | < | ≥90% | 96% |  | 10 | 10
综合得分 | < | < | < | < | < | 等级：优 | 100 | 99
"""
#: The funds in lines of labels and values, the year in a line of its own, goals beside their labels.
IN_LINES = """
青溪县县级项目支出绩效自评表 | < | < | < | < | < | < | <
评价年度：2024年    金额单位：元 | < | < | < | < | < | < | <
项目名称 | 村道养护 | < | < | 承担单位 | 青溪县公路站 | < | <
资金 | 年初预算数 | 800000.00 | 调整后预算数 | 750000.00 | 实际支付数 | 712500.00 | <
^ | 预算执行率 | 95.00% | 权重 | 10 | 自评得分 | 9.5 | <
年度目标 | 2024年养护村道60公里。 | < | < | < | < | < | <
实现情况 | 2024年养护村道63公里。 | < | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 指标 | < | 计分 | < | 偏差说明
^ | ^ | ^ | 目标要求 | 完成结果 | 标准分 | 实得分 | ^
产出指标 | 数量指标 | 养护村道 | 不少于60公里 | 63公里 | 60 | 60 |
满意度指标 | 服务对象 | 群众满意度 | 不低于90% | 94% | 30 | 30 |
自评总得分 | < | < | < | < | 100 | 99.5 | 等级：优
"""
#: Two wide headings that only gather, and what they gather.
GATHERED = """
2024年度部门整体支出绩效自评表 | < | < | < | < | < | <
部门名称 | 青溪县司法局 | < | < | < | < | <
支出类别 | 预算数 | < | < | 决算数 | < | 执行率
^ | 年初预算 | 年中追加 | 调整预算 | 支出数 | 年末结转 | ^
基本支出 | 400.00 | 20.00 | 420.00 | 420.00 | 0.00 | 100.00%
项目支出 | 200.00 | 0.00 | 200.00 | 169.00 | 31.00 | 84.50%
合计 | 600.00 | 20.00 | 620.00 | 589.00 | 31.00 | 95.00%
一级指标 | 二级指标 | 三级指标 | 目标值 | 完成值 | 分值 | 得分
产出指标 | 数量指标 | 调解纠纷 | ≥300件 | 318件 | 100 | 100
总分 | < | < | < | < | 100 | 100
"""
#: A rate of what arrived, said in its heading; how the funds are managed, with points of its own.
MANAGED = """
2024年度项目支出绩效自评表 | < | < | < | < | < | <
项目名称 | 防疫物资储备 | < | 实施单位 | 青溪县疾控中心 | < | <
资金 | 资金来源 | 预算数（A） | 到位数（B） | 支出数（C） | 到位率（B/A） | 支出率（C/B）
^ | 资金总额 | 100.00 | 90.00 | 81.00 | 90.00% | 90.00%
^ | 其中：省级补助 | 60.00 | 60.00 | 54.00 | 100.00% | 90.00%
^ | 县级配套 | 40.00 | 30.00 | 27.00 | 75.00% | 90.00%
资金管理情况（20分） | 内容 | 情况说明 | < | < | 分值 | 得分
^ | 拨付合规性 | 按进度拨付。 | < | < | 10 | 10
^ | 使用规范性 | 专账核算，一张凭证附件不全。 | < | < | 10 | 9
年度总体目标 | 预期目标 | < | < | 实际完成情况 | < | <
^ | 储备防护服800套。 | < | < | 储备防护服820套。 | < | <
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
产出指标（50分） | 数量指标 | 储备防护服 | ≥800套 | 820套 | 50 | 50
满意度指标（30分） | 服务对象 | 群众满意度 | ≥90% | 95% | 30 | 30
总分 | < | < | < | < | 100 | 99
"""


def checked(text: str, right: str = "", wrong: str = "") -> tuple[Filing, Report]:
    assert right in text
    rows = drawn(text.replace(right, wrong, 1) if right else text)
    most = max(map(len, rows))
    sheet = [[*row, *["<"] * (most - len(row))] for row in rows]
    filing = checking.file([source(sheet)], MINISTRY)
    return filing, checking.check(filing, MINISTRY)


@pytest.mark.parametrize("text", [BY_UNIT, ACROSS, NESTED, IN_LINES, GATHERED, MANAGED])
def test_a_right_form_is_read_whole_and_nothing_is_found_in_it(text: str) -> None:
    filing, report = checked(text)
    (form,) = filing.forms
    assert form.missing == ()
    assert form.year == 2024
    assert [f.message for f in report.findings if f.severity is not Severity.INFO] == []
    assert report.coverage.figures_checked >= report.coverage.figures - 1


@pytest.mark.parametrize(
    ("text", "right", "wrong", "code"),
    [
        (BY_UNIT, "38.40 | 96.00%", "38.40 | 69.00%", "T104"),
        (BY_UNIT, "60.00 | 20.00 | 80.00", "60.00 | 20.00 | 88.00", "T102"),
        (BY_UNIT, "114.40 | 95.33%", "114.40 | 93.55%", "S101"),
        (BY_UNIT, "自评得分 | 98.52", "自评得分 | 98.25", "S405"),
        (BY_UNIT, "12.6公里 | 40", "11.6公里 | 40", "S501"),
        (BY_UNIT, "20 | 20 |  | <", "20 | 22 |  | <", "S401"),
        (ACROSS, "-10000.00 | 20000.00 | 10000.00", "-10000.00 | 20000.00 | 11000.00", "T101"),
        (ACROSS, "80.00% | 95.00%", "88.00% | 95.00%", "T104"),
        (ACROSS, "90000.00 | 70000.00", "90000.00 | 77000.00", "T102"),
        (ACROSS, "60 | 60", "65 | 60", "S308"),
        (ACROSS, "30 | 29.1\n满", "30 | 29.7\n满", "S408"),
        (ACROSS, "正向 | 24 | 24", "正向 | 24 | 22", "S501"),
        (ACROSS, "反向 | 2 | 1.5", "反向 | 2 | 2.5", "S501"),
        (NESTED, "200.00 | 194.00 | 97.00%", "200.00 | 194.00 | 79.00%", "T104"),
        (NESTED, "150.00 | 0.00 | 150.00", "150.00 | 0.00 | 155.00", "T102"),
        (NESTED, "200.00 | 194.00", "200.00 | 149.00", "T101"),
        (NESTED, "100 | 99", "100 | 97", "S402"),
        (NESTED, "等级：优", "等级：良", "S407"),
        (IN_LINES, "95.00% | 权重", "59.00% | 权重", "S101"),
        (IN_LINES, "自评得分 | 9.5", "自评得分 | 9.9", "S102"),
        (IN_LINES, "100 | 99.5", "100 | 95.9", "S402"),
        (IN_LINES, "目标 | 2024年", "目标 | 2023年", "X204"),
        (IN_LINES, "63公里 | 60", "57公里 | 60", "S501"),
        (GATHERED, "589.00 | 31.00 | 95.00%", "589.00 | 31.00 | 98.17%", "S101"),
        (MANAGED, "75.00% | 90.00%", "75.00% | 67.50%", "T104"),
        (MANAGED, "10 | 9\n", "10 | 11\n", "S401"),
        (MANAGED, "100 | 99", "100 | 98", "S409"),
        (MANAGED, "（30分）", "（40分）", "S301"),
        (GATHERED, "169.00 | 31.00", "169.00 | 13.00", "T101"),
    ],
)  # fmt: skip
def test_a_slip_is_found(text: str, right: str, wrong: str, code: str) -> None:
    _, report = checked(text, right, wrong)
    assert code in {f.code for f in report.findings if f.severity is not Severity.INFO}


def test_points_that_are_only_partly_known_are_not_called_short_of_a_hundred() -> None:
    text = NESTED.replace("综合得分 | < | < | < | < | < | 等级：优 | 100 | 99\n", "")
    _, report = checked(
        text.replace("支出执行（20分）", "支出").replace(
            "| 标准分 | 自评分\n^", "| 备注 | 备注二\n^"
        )
    )
    assert not {"S305", "S306", "S405"} & {f.code for f in report.findings}


def test_parts_of_which_not_all_are_told_are_not_added_up() -> None:
    """其中：人员经费 alone, with another one of the parts, is less than 基本支出 in every column."""
    _, report = checked(NESTED, "^ | 公用经费 | 60.00 | -10.00 | 50.00 | 48.00 | 96.00% | — | —\n",
                        "^ | 会议费 | 6.00 | -1.00 | 5.00 | 4.80 | 96.00% | — | —\n")  # fmt: skip
    assert "T101" not in {f.code for f in report.findings}


def test_a_row_that_adds_up_several_groups_is_not_held_against_the_last() -> None:
    last = "满意度指标 | 服务对象 | 家长满意度 | % | 正向 | 90 | 95 | 10 | 10\n"
    below = "小计 | < | < | < | < | < | < | 30 | 29.1\n"
    _, report = checked(ACROSS, below + last, last + "小计 | < | < | < | < | < | < | 40 | 39.1\n")
    assert not {"S308", "S408"} & {f.code for f in report.findings}


def test_indicators_in_a_table_of_their_own_belong_to_the_form_before() -> None:
    rows = drawn(IN_LINES)
    at = next(i for i, row in enumerate(rows) if row[0] == "一级指标")
    most = max(map(len, rows))
    wide = [[*row, *["<"] * (most - len(row))] for row in rows]
    filing = checking.file([source(wide[:at], wide[at:])], MINISTRY)
    (form,) = filing.forms
    assert [row.name.text for row in form.indicators] == ["养护村道", "群众满意度"]
    assert form.missing == ()
    assert form.entries["总分.得分"].text == "99.5"
