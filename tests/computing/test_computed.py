"""What the forms' own formulas yield of what is filled in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.kit.form_sheets import FORMS, UNIT, Sheet, drawn, replaced, sheet_of, source
from xladdin import checking
from xladdin.computing.computed import Computed, computed, rounded
from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing


def filing(*sheets: Sheet) -> Filing:
    return checking.file([source(*sheets)], profile("yueyang"))


def found(of: Filing) -> dict[str, Computed]:
    return {each.before.key: each for each in computed(of)}


def test_a_consistent_form_is_computed_as_it_stands() -> None:
    every = computed(filing(*FORMS.values()))
    assert {each.code for each in every} == {
        "B101", "B201", "B202", "B301", "B501", "B502", "S101", "S102", "S206", "S303", "S402", "S704",
    }  # fmt: skip
    assert not [each for each in every if each.changes]


def test_totals_of_totals_follow_from_the_computed_ones() -> None:
    changed = replaced(sheet_of("basic_data"), {"2.85": "2.75"})
    each = found(filing(changed))["三公经费.本年决算"]
    assert (each.value, each.text, each.changes) == (Decimal("3.15"), "3.15", True)


def test_a_kept_figure_is_what_the_others_build_on() -> None:
    wrong = replaced(sheet_of("overall"), {"9.87": "9"})
    of = filing(wrong)
    assert found(of)["总分.得分"].text == "98.67"
    kept = {each.before.key: each for each in computed(of, kept=lambda entry: True)}
    assert kept["年度资金总额.得分"].text == "9.87"
    assert kept["总分.得分"].text == "97.8"


def test_nothing_comes_of_blank_places() -> None:
    blank = drawn(f"""
2024年度项目支出绩效自评表 | < | < | < | < | < | < | < | <
项目支出名称 | < | < | 养护 | < | < | < | < | <
主管部门 | < | < | 交通局 | < | 实施单位 | {UNIT} | < | <
项目资金//（万元） |  | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 年度资金总额 | < |  | 100 |  |  |  |
^ | 其中：当年财政拨款 | < |  |  |  |  |  |
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
^ | 产出指标 | 数量指标 | 里程 | ≥1公里 | 1公里 |  |  |
总分 | < | < | < | < | < |  |  |
""")
    assert computed(filing(blank)) == ()


def test_a_divisor_of_zero_yields_nothing() -> None:
    without = replaced(sheet_of("basic_data"), {"25": "0"})
    assert "控制率" not in found(filing(without))


def test_rows_below_the_total_have_a_rate_only_if_they_are_scored() -> None:
    names = {each.before.name for each in computed(filing(FORMS["project"])) if each.code == "S101"}
    assert names == {"年度资金总额"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [("2.675", "2.68"), ("-2.675", "-2.68"), ("2.67499999999999999", "2.68"), ("2.6749", "2.67")],
)
def test_halves_are_rounded_away_from_zero_as_in_a_spreadsheet(value: str, shown: str) -> None:
    assert rounded(Decimal(value)) == Decimal(shown)


@pytest.mark.parametrize(("stands", "changes", "told"), [("100", False, "S304"), ("98", True, "")])
def test_the_only_figure_that_a_place_may_hold_stays_in_it(
    stands: str, changes: bool, told: str
) -> None:
    """The points add up to 90: a printed 100 is right all the same, another total is not."""
    short = sheet_of("project")
    for row in short:
        if row[0] == "总分":
            row[6] = stands
        if row[3] == "完成时间":
            row[6] = row[7] = "0"
    each = found(filing(short))["总分.分值"]
    assert (each.text, each.changes, each.fixed) == ("90", changes, told)
    assert ("请核对所加的各项" in each.left) is not changes
