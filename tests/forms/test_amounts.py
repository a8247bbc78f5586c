"""Amounts and targets are read wherever they stand and however they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.kit.form_readings import amounts, form, of
from tests.kit.form_sheets import FORMS, LEFT, OVERALL, Sheet, replaced, rewritten, row_of, source
from xladdin.model.form import Form


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_the_unit_stands_in_a_heading_or_above_the_table(unit: str) -> None:
    plain_heading = rewritten(OVERALL, "（万元）", "")
    written = [
        source(rewritten(OVERALL, "（万元）", f"（{unit}）")),
        source(rewritten(OVERALL, "（万元）", f"(单位：{unit})")),
        source(f"单位：{unit}", plain_heading),
        source(f"金额单位:{unit}", plain_heading[1:]),
        source([plain_heading[0], [f"（单位：{unit}）"], *plain_heading[1:]]),
        source([plain_heading[0], ["填报日期", "", f"单位：{unit}"], *plain_heading[1:]]),
    ]
    keys = ("年度资金总额.全年执行数", "一般公共预算", "项目支出")
    for each in written:
        found = form(each).entries
        assert [found[key].figure and found[key].figure.unit.name for key in keys] == [unit] * 3
        assert found["年度资金总额.分值"].unit == "分"


def test_the_nearest_unit_counts() -> None:
    found = form(source("金额单位：元", OVERALL))
    assert found.entries["年度资金总额.全年执行数"].unit == "万元"


def inline(left: str, right: str) -> Form:
    """The 自评表 with the amounts of its two sides written another way."""
    first, last = row_of(OVERALL, "按收入性质分"), row_of(OVERALL, "年度总体目标")
    rows = [["^", left, *[LEFT] * 3, right, *[LEFT] * 3]] if left else []
    return form(source([*OVERALL[:first], *rows, *OVERALL[last:]]))


SIDES = ("一般公共预算", "政府性基金", "基本支出", "项目支出")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("按收入性质分：\n其中：一般公共预算：380.15\n政府性基金拨款：20",
         "按支出性质分：\n其中：基本支出：239.65\n项目支出：160.5"),
        ("其中：一般公共预算：380.15\n政府性基金拨款：20\n其他资金：", "其中：基本支出：239.65\n项目支出：160.5"),
        ("其中: 一般公共预算: 380.15\n政府性基金拨款: 20", "基本支出:239.65\n项目支出:160.5"),
        ("一般公共预算：380.15万元\n政府性基金：20万元", "基本支出：239.65 万元\n项目支出：160.5 万元"),
        ("　其中：一般公共预算：　３８０．１５\n\n政府性基金拨款：　20", "　基本支出：239.65\n\n　项目支出：160.50"),
    ],
)  # fmt: skip
def test_several_amounts_may_stand_in_one_cell(left: str, right: str) -> None:
    found = inline(left, right).entries
    values = [found[name].figure and found[name].figure.value for name in SIDES]
    assert values == [Decimal(each) for each in ("380.15", "20", "239.65", "160.5")]


def test_an_amount_may_stand_in_the_cell_beside_its_label() -> None:
    first, last = row_of(OVERALL, "按收入性质分"), row_of(OVERALL, "年度总体目标")
    rows: Sheet = [
        ["^", "按收入性质分", LEFT, LEFT, "", "按支出性质分", LEFT, LEFT, ""],
        ["^", "其中：一般公共预算", LEFT, LEFT, "380.15", "其中：基本支出：", LEFT, LEFT, "239.65"],
        ["^", "政府性基金拨款：", LEFT, LEFT, "20", "项目支出", LEFT, LEFT, "160.5"],
    ]
    found = form(source([*OVERALL[:first], *rows, *OVERALL[last:]]))
    assert amounts(found, *SIDES) == ["380.15", "20", "239.65", "160.5"]


def test_a_total_may_stand_beside_the_two_ways_of_dividing() -> None:
    sheet = replaced(
        OVERALL, {"按收入性质分：": "按收入性质分：400.15", "按支出性质分：": "按支出性质分 400.15"}
    )
    assert amounts(form(source(sheet)), "收入性质合计", "支出性质合计") == ["400.15", "400.15"]


@pytest.mark.parametrize("kind", ["basic_data", "overall", "project"])
def test_thousands_separators_do_not_matter(kind: str) -> None:
    thousandfold = {"128": "128000", "160.5": "160500", "400.15": "400150.00", "380": "380000"}
    separated = {old: f"{Decimal(new):,}" for old, new in thousandfold.items()}
    one, two = (of(replaced(FORMS[kind], each)) for each in (thousandfold, separated))
    assert one != of(FORMS[kind])
    values = [
        {name: each[1:] if isinstance(each, tuple) else each for name, each in which.items()}
        for which in (one, two)
    ]
    assert values[0] == values[1]


# Targets


@pytest.mark.parametrize(
    ("target", "operator", "value"),
    [
        ("≥320公里", "≥", "320"), ("≧320公里", "≥", "320"), ("⩾ 320 公里", "≥", "320"),
        (">=320公里", "≥", "320"), ("＞320公里", ">", "320"), ("≤320公里", "≤", "320"),
        ("＝320公里", "=", "320"), ("=320公里", "=", "320"), ("不低于320公里", "≥", "320"),
        ("320公里以上", "≥", "320"), ("320公里", "", "320"), ("３２０公里", "", "320"),
        ("1,320公里", "", "1320"), ("≥\n320\n公里", "≥", "320"),
    ],
)  # fmt: skip
def test_a_target_is_read_with_its_operator(target: str, operator: str, value: str) -> None:
    found = form(source(replaced(OVERALL, {"≥320公里": target}))).indicators[0].target.figure
    assert found is not None
    assert (found.operator, found.value, found.unit.name) == (operator, Decimal(value), "公里")


@pytest.mark.parametrize(
    "target", ["定性", "长期", "优良中低差", "2024年12月底前", "≥", "", "90%-95%"]
)
def test_a_target_without_a_number_is_kept_as_text(target: str) -> None:
    found = form(source(replaced(OVERALL, {"≥320公里": target}))).indicators[0].target
    assert (found.text, found.figure) == (target, None)


@pytest.mark.parametrize(
    ("label", "name", "points"),
    [
        ("产出指标\n（50分）", "产出指标", "50"),
        ("产出指标(50)", "产出指标", "50"),
        ("产出指标50分", "产出指标", "50"),
        ("产出指标 50 分", "产出指标", "50"),
        ("产 出\n指 标\n\n（ 50 分 ）", "产出指标", "50"),
        ("产出指标（47.5分）", "产出指标", "47.5"),
        ("产出指标", "产出指标", None),
        ("一、产出指标（50分）", "产出指标", "50"),
    ],
)
def test_a_level1_states_its_points_in_brackets(label: str, name: str, points: str | None) -> None:
    group = form(source(replaced(OVERALL, {"产出指标\n（50分）": label}))).groups[0]
    assert group.name == name
    assert (group.heading.figure and group.heading.figure.value) == (points and Decimal(points))
