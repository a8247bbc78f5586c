"""A form is read alike however its labels, years and amounts are written."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import Reading, differences, form, plain, reading, readings
from sheets import BASIC, FORMS, LEFT, OVERALL, PROJECT, Sheet, replaced, row_of, source

from xladdin.model.form import Form

KINDS = list(FORMS)


def of(sheet: Sheet, *around: str) -> Reading:
    return reading(form(source(*around, sheet)))


def amounts(found: Form, *keys: str) -> list[str]:
    return [found.entries[key].text if key in found.entries else "-" for key in keys]


def rewritten(sheet: Sheet, old: str, new: str) -> Sheet:
    """The sheet with a part of its texts changed; it must be there."""
    assert any(old in text for row in sheet for text in row)
    return [[text.replace(old, new) for text in row] for row in sheet]


# Letters and blanks


def broken(text: str, at: list[int], mark: str) -> str:
    """A label with marks put between its letters, numbers left whole."""
    places = [
        place for place in range(1, len(text))
        if not (text[place - 1] in "0123456789.%" and text[place] in "0123456789.%")
    ]  # fmt: skip
    for place in sorted({places[each % len(places)] for each in at}, reverse=True):
        text = text[:place] + mark + text[place:]
    return text


@given(st.data())
def test_blanks_and_line_breaks_in_labels_do_not_matter(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    sheet = FORMS[kind]
    labels = [
        text for row in sheet for text in row
        if len(text) > 1 and "：" not in text and not text[0].isdigit()
    ]  # fmt: skip
    changes = {
        label: broken(label, data.draw(st.lists(st.integers(0, 99), min_size=1, max_size=3)), mark)
        for label in data.draw(st.lists(st.sampled_from(labels), min_size=1, max_size=12))
        for mark in [data.draw(st.sampled_from([" ", "　", "\n", "\n\n", " \n", "\xa0", "\t"]))]
    }
    assert differences(of(sheet), of(replaced(sheet, changes))) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_full_width_letters_and_digits_say_the_same(kind: str) -> None:
    wide = {ord("!") + n: ord("！") + n for n in range(94)} | {ord(" "): "　"}
    sheet = [[t if t in "<^" else t.translate(wide) for t in row] for row in FORMS[kind]]
    assert differences(plain(of(FORMS[kind])), plain(of(sheet))) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_half_width_brackets_and_colons_say_the_same(kind: str) -> None:
    sheet = [[unicodedata.normalize("NFKC", text) for text in row] for row in FORMS[kind]]
    assert differences(plain(of(FORMS[kind])), plain(of(sheet))) == {}


# Labels


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("basic_data", "三公经费", "“三公”经费"),
        ("basic_data", "三公经费", "一、“三公”经费支出"),
        ("basic_data", "三公经费", "三公经费合计"),
        ("basic_data", "1、公务用车购置和维护经费", "（一）公务用车购置及运行维护费"),
        ("basic_data", "1、公务用车购置和维护经费", "①公务用车购置及运行费"),
        ("basic_data", "　　其中：公车购置", "其中:（1）公务用车购置费"),
        ("basic_data", "　　公车运行维护", "（2）公务用车运行维护费"),
        ("basic_data", "2、出国经费", "②因公出国（境）费"),
        ("basic_data", "2、出国经费", "2.因公出国（境）费用"),
        ("basic_data", "3、公务接待", "3．公务接待费"),
        ("basic_data", "项目支出：", "二、项目支出"),
        ("basic_data", "项目支出：", "项目支出（万元）"),
        ("basic_data", "编制数", "核定编制数（人）"),
        ("basic_data", "2024年实际在职人数", "实际在职人数"),
        ("basic_data", "2024年实际在职人数", "2024年末实有人数"),
        ("basic_data", "控制率", "在职人员控制率（%）"),
        ("basic_data", "政府采购金额", "政府采购支出"),
        ("basic_data", "公用经费", "三、日常公用经费"),
        ("overall", "县级预算部门名称", "市级预算部门名称"),
        ("overall", "县级预算部门名称", "区级预算部门（单位）名称"),
        ("overall", "县级预算部门名称", "县级预算部门、单位名称"),
        ("overall", "县级预算部门名称", "部门（单位）名称"),
        ("overall", "县级预算部门名称", "预算单位名称（盖章）："),
        ("overall", "年度预//算申请//（万元）", "年度预算//（万元）"),
        ("overall", "得分", "自评得分"),
        ("overall", "得分", "自评分"),
        ("overall", "年度资金总额", "年度资金总额："),
        ("overall", "政府性基金拨款：20", "政府性基金预算拨款：20"),
        ("overall", "其中：一般公共预算：380.15", "其中：一般公共预算拨款：380.15"),
        ("overall", "预期目标", "年初设定目标"),
        ("overall", "实际完成情况", "目标实际完成情况"),
        ("overall", "年度指标值", "目标值"),
        ("overall", "实际完成值", "全年完成值"),
        ("overall", "分值", "权重"),
        ("overall", "偏差原因分析及改进措施", "未完成原因分析及改进措施"),
        ("overall", "偏差原因分析及改进措施", "偏差原因//分析及改//进措施"),
        ("project", "项目支出名称", "项目名称"),
        ("project", "实施单位", "项目单位"),
        ("project", "主管部门", "主管部门及代码"),
        ("project", "其中：当年财政拨款", "其中：财政拨款"),
        ("project", "　上年结转资金", "—上年结转"),
        ("project", "全年执行数", "全年执行数（B）"),
        ("project", "执行率", "执行率（B/A）"),
        ("assessment", "评分标准", "评分标准及要求"),
        ("assessment", "合计", "总计"),
    ],
)
def test_a_label_may_be_worded_another_way(kind: str, old: str, new: str) -> None:
    changes = {old.replace("//", "\n"): new.replace("//", "\n"), "　" + old: "　" + new}
    sheet = replaced(FORMS[kind], changes)
    assert sheet != FORMS[kind]
    differing = differences(of(FORMS[kind]), of(sheet))
    assert {name for name in differing if not name.startswith("表头.")} == set()


# Years


@pytest.mark.parametrize(
    ("before", "budget", "after", "year"),
    [
        ("2023年决算数", "2024年预算数", "2024年决算数", 2024),
        ("2022年决算数", "2023年预算数", "2023年决算数", 2023),
        ("2022年度决算数", "2023年度预算数", "2023年度决算数", 2023),
        ("2023年决算数", "预算数", "决算数", 2024),
        ("2023年决算数", "本年预算数", "本年决算数", 2024),
        ("2023年决算数", "年初预算数", "本年决算数", 2024),
        ("上年决算数", "2024年预算数", "2024年决算数", 2024),
        ("上年决算数", "预算数", "2024年决算数", 2024),
        ("上年决算数（2023年）", "本年预算数（2024年）", "本年决算数（2024年）", 2024),
        ("上年决算数", "本年预算数", "本年决算数", None),
        ("上年度决算数", "本年度预算数", "本年度决算数", None),
        ("上年决算", "年初预算数", "决算数", None),
        ("2023年\n决算数", "2024年\n预算数", "2024年\n决算数", 2024),
        ("２０２３年决算数", "２０２４年预算数", "２０２４年决算数", 2024),
        ("2023年支出决算数", "2024年支出预算数", "2024年支出决算数", 2024),
    ],
)
def test_the_years_of_headings_are_read_relative_to_each_other(
    before: str, budget: str, after: str, year: int | None
) -> None:
    changes = {"2023年决算数": before, "2024年预算数": budget, "2024年决算数": after}
    untitled = replaced(BASIC, changes | {BASIC[0][0]: "部门整体支出绩效评价基础数据表"})
    found = form(source(untitled))
    keys = ("三公经费.上年决算", "三公经费.本年预算", "三公经费.本年决算")
    assert amounts(found, *keys) == ["3.4", "3.6", "3.25"]
    assert found.year == year
    assert form(source(replaced(BASIC, changes))).year == 2024


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("2024年度", 2024),
        ("２０２４年", 2024),
        ("2024 年度", 2024),
        ("二〇二四年度", 2024),
        ("", None),
    ],
)
def test_the_year_of_a_form_is_the_one_in_its_title(heading: str, year: int | None) -> None:
    title = f"青溪县{heading}部门整体支出绩效自评表"
    assert form(source([[title], *OVERALL[1:]])).year == year


# Amounts


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


# Signatures

SIGNED = ("填表人", "填报日期", "联系电话", "负责人")
VALUES = ["周文", "2025年3月6日", "0000-1234567", "梁青"]


@pytest.mark.parametrize(
    "line",
    [
        "填表人：周文　填报日期：2025年3月6日　联系电话：0000-1234567　单位负责人签字：梁青",
        "填 表 人：周文　填报 日期：2025年3月6日　联系 电话：0000-1234567　单位 负责人 签字：梁青",
        "填报人:周文 填表时间:2025年3月6日 电话:0000-1234567 单位负责人（签章）:梁青",
        "制表人（签字）：周文\n日期：2025年3月6日\n联系方式：0000-1234567\n负责人：梁青",
        "单位负责人：梁青　财务负责人：许平　填表人：周文　审核人：许平　联系电话：0000-1234567　填报日期：2025年3月6日",
        "财务负责人：许平　单位负责人：梁青　填表人：周文　联系电话：0000-1234567　填报日期：2025年3月6日",
    ],
)  # fmt: skip
def test_signatures_are_read_from_a_cell_or_a_paragraph(line: str) -> None:
    *rest, _ = OVERALL
    in_cell = form(source([*rest, [line, *[LEFT] * 8]]))
    below = form(source(rest, line))
    far_below = form(source(rest, "说明：无", line))
    for found in (in_cell, below, far_below):
        assert amounts(found, *SIGNED) == VALUES


def test_signatures_may_stand_in_cells_of_their_own() -> None:
    *rest, _ = OVERALL
    labels = ("填表人：", "填报日期：", "联系电话：", "单位负责人签字：")
    row = [text for pair in zip(labels, VALUES, strict=True) for text in pair]
    found = form(source([*rest, row]))
    assert amounts(found, *SIGNED) == VALUES
    assert found.entries["联系电话"].location.cell == "F23"


def test_blank_signatures_are_blank() -> None:
    *rest, _ = OVERALL
    line = "填表人：      填报日期：        联系电话：　　单位负责人签字："
    assert amounts(form(source([*rest, [line]])), *SIGNED) == [""] * 4
    row = ["填表人：", "", "填报日期：", "", "联系电话：", "", "单位负责人签字：", ""]
    assert amounts(form(source([*rest, row])), *SIGNED) == [""] * 4


def test_a_form_without_signatures_has_none() -> None:
    assert set(SIGNED).isdisjoint(form(source(PROJECT)).entries)


def test_names_are_read_beside_their_labels() -> None:
    swapped = [
        *PROJECT[:1],
        ["项目名称：县道日常养护专项", *[LEFT] * 4, "实施单位：青溪县公路养护中心", *[LEFT] * 3],
        ["主管部门：", LEFT, LEFT, "", *[LEFT] * 5],
        *PROJECT[3:],
    ]
    found = form(source(swapped))
    names = ("项目名称", "单位名称", "主管部门")
    assert amounts(found, *names) == ["县道日常养护专项", "青溪县公路养护中心", ""]
    assert readings(source(swapped))[0]["年度资金总额.全年执行数"][0] == "128"
