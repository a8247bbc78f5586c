"""Names and signatures are read beside their labels."""

from __future__ import annotations

import pytest

from tests.kit.form_readings import amounts, form, readings
from tests.kit.form_sheets import LEFT, OVERALL, PROJECT, source

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
