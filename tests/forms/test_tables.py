"""Tables that are no forms: read by their headings, judged by what these and most rows say."""

from __future__ import annotations

import pytest

from tests.kit.form_sheets import FORMS, Sheet, drawn, source
from xladdin import checking
from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.report import Report, Severity

MINISTRY = profile("ministry")
BY_QUARTER = """
2024年分季度支出进度表 | < | < | < | < | < | < | <
项目 | 全年预算 | 一季度 | < | 二季度 | < | 三季度 | < | 四季度 | < | 全年支出
^ | ^ | 支出 | 累计进度 | 支出 | 累计进度 | 支出 | 累计进度 | 支出 | 累计进度 | ^
渠道清淤 | 80.00 | 8.00 | 10.00% | 16.00 | 30.00% | 24.00 | 60.00% | 30.00 | 97.50% | 78.00
泵站检修 | 40.00 | 6.00 | 15.00% | 10.00 | 40.00% | 9.00 | 62.50% | 14.00 | 97.50% | 39.00
闸门更换 | 25.00 | 0.00 | 0.00% | 5.00 | 20.00% | 7.50 | 50.00% | 12.00 | 98.00% | 24.50
合计 | 145.00 | 14.00 | 9.66% | 31.00 | 31.03% | 40.50 | 58.97% | 56.00 | 97.59% | 141.50
"""
BY_STATION = """
各站收支情况（单位：万元） | < | < | < | < | < | <
站名 | 收入合计 | 其中： | < | 支出数（a） | 预算数（b） | 执行率（a/b）
^ | ^ | 财政拨款 | 水费收入 | ^ | ^ | ^
东站 | 31.50 | 28.00 | 3.50 | 30.87 | 31.50 | 98.00%
西站 | 22.40 | 20.00 | 2.40 | 21.28 | 22.40 | 95.00%
北站 | 17.60 | 15.00 | 2.60 | 16.72 | 17.60 | 95.00%
汇总 | 71.50 | 63.00 | 8.50 | 68.87 | 71.50 | 96.32%
"""
LISTED = """
2024年与2023年用水情况 | < | < | < | <
年份 | 2024年 | 2023年 | 增减额 | 增减率
农业用水 | 1260 | 1200 | 60 | 5.00%
生活用水 | 324 | 300 | 24 | 8.00%
工业用水 | 171 | 180 | -9 | -5.00%
"""
#: Incomings and outgoings side by side, each with labels and totals of its own, and a share.
SIDE_BY_SIDE = """
2024年收支总表 | < | < | < | < | <
来源 | 预算 | 决算 | 去向 | 预算 | 决算 | 占比
上级补助 | 310.00 | 320.00 | 人员支出 | 240.00 | 236.00 | 55.46%
经营收入 | 110.00 | 124.00 | 业务支出 | 175.00 | 170.00 | 39.95%
上年结余 | 15.00 | 15.00 | 维修支出 | 0.00 | 0.00 | 0.00%
 | | | 其他支出 | 20.00 | 19.50 | 4.58%
 | | | 支出小计 | 435.00 | 425.50 | 100.00%
 | | | 年末结余 | 0.00 | 33.50 | —
收入总计 | 435.00 | 459.00 | 支出总计 | 435.00 | 459.00 | —
"""
#: Rates that have no sum, and the shares of two years.
TWO_YEARS = """
支出结构表（单位：万元） | < | < | < | < | <
类别 | 2024年 | < | 2023年 | < | 环比（%）
^ | 金额 | 比重（%） | 金额 | 比重（%） | ^
燃料费 | 52.50 | 35.00 | 50.00 | 40.00 | 5.00
修理费 | 67.50 | 45.00 | 45.00 | 36.00 | 50.00
保险费 | 30.00 | 20.00 | 30.00 | 24.00 | 0.00
合计 | 150.00 | 100.00 | 125.00 | 100.00 | 20.00
"""
BY_CROP = """
种植补贴发放表 | < | < | < | <
作物 | 补贴面积（亩） | 占补贴面积的比例 | 补贴金额（万元） | 金额增减幅度
水稻 | 8200 | 68.33% | 123.00 | 2.50%
油菜 | 2400 | 20.00% | 24.00 | -4.00%
大豆 | 1400 | 11.67% | 28.00 | 12.00%
合计 | 12000 | 100.00% | 175.00 | 2.94%
"""
RIGHT = [BY_QUARTER, BY_STATION, LISTED, SIDE_BY_SIDE, TWO_YEARS, BY_CROP]


def checked(sheet: Sheet) -> tuple[Filing, Report]:
    filing = checking.file([source(*FORMS.values(), sheet)], MINISTRY)
    return filing, checking.check(filing, MINISTRY)


def wide(text: str) -> Sheet:
    rows = drawn(text)
    most = max(map(len, rows))
    return [[*row, *["<"] * (most - len(row))] for row in rows]


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_table_is_read_and_nothing_is_found_in_it(text: str) -> None:
    filing, report = checked(wide(text))
    assert len(filing.tables) == 1
    assert len(filing.forms) == 4
    assert [f.message for f in report.findings if f.severity is not Severity.INFO] == []
    without = 4 if text is BY_CROP else 0  # what it was a year before, the table does not say
    assert report.coverage.figures_checked == report.coverage.figures - without


def test_columns_are_called_by_all_headings_above_them() -> None:
    filing, _ = checked(wide(BY_QUARTER))
    assert list(filing.tables[0].tables[0].headings)[:4] == [
        "全年预算", "一季度·支出", "一季度·累计进度", "二季度·支出",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "right", "wrong", "code"),
    [
        (BY_QUARTER, "| 97.50% | 78.00", "| 97.50% | 87.00", "T102"),
        (BY_QUARTER, "9.00 | 62.50%", "9.00 | 65.20%", "T104"),
        (BY_QUARTER, "合计 | 145.00", "合计 | 154.00", "T101"),
        (BY_STATION, "22.40 | 20.00 | 2.40", "22.40 | 20.00 | 4.20", "T102"),
        (BY_STATION, "16.72 | 17.60 | 95.00%", "16.72 | 17.60 | 59.00%", "T104"),
        (BY_STATION, "68.87 | 71.50 | 96.32%", "86.87 | 71.50 | 96.32%", "T101"),
        (SIDE_BY_SIDE, "320.00 | 人", "302.00 | 人", "T101"),
        (SIDE_BY_SIDE, "240.00 | 236.00", "240.00 | 263.00", "T101"),
        (SIDE_BY_SIDE, "33.50 | —", "35.30 | —", "T101"),
        (SIDE_BY_SIDE, "39.95%", "35.99%", "T106"),
        (TWO_YEARS, "67.50 | 45.00", "67.50 | 54.00", "T106"),
        (TWO_YEARS, "30.00 | 24.00", "30.00 | 42.00", "T106"),
        (TWO_YEARS, "36.00 | 50.00", "36.00 | 5.00", "T104"),
        (BY_CROP, "20.00%", "22.00%", "T106"),
        (BY_CROP, "| 24.00 |", "| 42.00 |", "T101"),
        (LISTED, "300 | 24", "300 | 42", "T103"),
        (LISTED, "-9 | -5.00%", "-9 | -5.60%", "T104"),
    ],
)  # fmt: skip
def test_a_slip_in_a_table_is_found_and_warned_of(
    text: str, right: str, wrong: str, code: str
) -> None:
    assert right in text
    _, report = checked(wide(text.replace(right, wrong)))
    found = {f.code: f.severity for f in report.findings if f.code[0] == "T"}
    assert found[code] is Severity.WARNING
    assert set(found.values()) == {Severity.WARNING}


def test_a_total_that_adds_up_nothing_is_none() -> None:
    """Columns that are all apart from their total may be counted otherwise."""
    other = wide(LISTED.rstrip() + "\n合计 | 9000 | 8000 | 1000 | 12.50%\n")
    _, report = checked(other)
    assert [f.message for f in report.findings if f.code == "T101"] == []


def test_a_workbook_with_nothing_but_such_a_table_is_checked() -> None:
    filing = checking.file([source(wide(BY_STATION))], MINISTRY)
    assert filing.forms == ()
    report = checking.check(filing, MINISTRY)
    assert report.coverage.held > 10
    assert [f.code for f in report.findings] == ["F101"]
