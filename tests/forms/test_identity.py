"""Whose filing it is, and for which year."""

from __future__ import annotations

import re

import pytest

from tests.kit.form_readings import KINDS
from tests.kit.form_sheets import BASIC, OVERALL, PROJECT, UNIT, replaced, source
from xladdin.errors import InputError
from xladdin.forms.identity import identify
from xladdin.forms.recognition import recognise
from xladdin.model.filing import Filing
from xladdin.model.grid import Source

PROSE = "一、基本情况。全年养护县道326公里。" * 30


def filing(*sources: Source) -> Filing:
    forms = [form for each in sources for form in recognise(each, KINDS)]
    return identify(sources, forms)


def report(*lines: str, name: str = "报告.docx") -> Source:
    return source(*lines, PROSE, name=name)


@pytest.mark.parametrize(
    "title",
    [
        f"{UNIT}2024年度部门整体支出绩效自评报告",
        f"{UNIT}2024年部门整体支出绩效评价报告",
        f"{UNIT} 2024 年度部门整体支出绩效自评报告",
        f"{UNIT}２０２４年度整体支出绩效自评工作报告",
        f"2024年度{UNIT}部门整体支出绩效自评报告",
        f"2024年{UNIT}整体支出绩效自评报告",
        f"关于{UNIT}2024年度部门整体支出绩效自评的报告",
        f"{UNIT}关于2024年度部门整体支出绩效自评工作的报告",
        f"{UNIT}部门整体支出绩效自评报告（2024年度）",
        f"{UNIT}2024年度项目支出绩效自评报告",
        f"{UNIT}2024年度财政支出绩效自评报告",
        f"{UNIT}二〇二四年度部门整体支出绩效自评报告",
        f"二○二四年度{UNIT}部门整体支出绩效自评报告",
        f"{UNIT}2024年度|部门整体支出绩效自评报告",
        f"{UNIT}|2024年度部门整体支出绩效自评报告",
        f"附件1|{UNIT}|2024年度部门整体支出绩效自评报告",
        f"附件：|{UNIT}2024年度|部门整体支出绩效|自评报告",
        f"青公路〔2025〕8号|{UNIT}|2024年度部门整体支出绩效自评报告",
    ],
)
def test_the_title_of_the_report_names_unit_and_year(title: str) -> None:
    found = filing(report(*title.split("|")))
    assert (found.unit, found.year) == (UNIT, 2024)
    assert "2024" in re.sub("二.二四", "2024", found.years[0].text)


@pytest.mark.parametrize(
    "title",
    [
        "2024年度部门整体支出绩效自评报告", "2024年度项目支出绩效自评报告",
        "2024年度财政支出绩效自评报告", "2024年度预算绩效自评报告", "青溪县2024年度部门整体支出绩效自评报告",
        "附件1|2024年度部门整体支出绩效自评报告", "目　录|2024年度部门整体支出绩效自评报告",
    ],
)  # fmt: skip
def test_a_title_may_name_no_unit(title: str) -> None:
    found = filing(report(*title.split("|")))
    assert (found.unit, found.year) == ("", 2024)


def test_without_any_name_the_filing_has_none() -> None:
    found = filing(source(PROSE, name="报告.docx"))
    assert (found.unit, found.year, found.units, found.years) == ("", None, (), ())


def test_a_title_far_down_is_no_title() -> None:
    lines = [f"第{number}段" for number in range(12)]
    found = filing(report(*lines, f"{UNIT}2024年度部门整体支出绩效自评报告"))
    assert (found.unit, found.year) == ("", None)


def test_the_form_names_the_unit_where_the_title_does_not() -> None:
    found = filing(source(BASIC, OVERALL))
    assert (found.unit, found.year) == (UNIT, 2024)
    assert [mention.location.cell for mention in found.units] == ["D2"]
    assert [mention.text for mention in found.years] == ["2024", "2024"]


def test_a_project_form_names_the_unit_where_nothing_else_does() -> None:
    assert filing(source(PROJECT)).unit == UNIT
    other = replaced(PROJECT, {UNIT: "青溪县机械化施工站"})
    assert filing(source(OVERALL, other)).unit == UNIT


def test_the_year_is_the_one_that_most_places_say() -> None:
    stale = [[BASIC[0][0].replace("2024", "2023")], *BASIC[1:]]
    found = filing(source(stale, OVERALL, PROJECT))
    assert found.year == 2024
    assert sorted(mention.text for mention in found.years) == ["2023", "2024", "2024"]


def test_each_report_tells_where_it_first_names_the_unit() -> None:
    title = f"{UNIT}2024年度部门整体支出绩效自评报告"
    sources = [report(title, f"{UNIT}是公益一类单位。", name=f"{n}.docx") for n in (1, 2)]
    places = [(m.location.source, m.location.paragraph) for m in filing(*sources).units]
    assert places == [("1.docx", 0), ("2.docx", 0), ("1.docx", 1), ("2.docx", 1)]


@pytest.mark.parametrize(
    "other",
    [UNIT, "公路养护中心", f"湖北省{UNIT}", "青溪县公路养护中心本级", "青溪县公路养护 中心"],
)
def test_a_short_or_longer_name_is_the_same_unit(other: str) -> None:
    title = f"{other}2024年度部门整体支出绩效自评报告"
    found = filing(report(title), source(OVERALL))
    assert found.year == 2024
    assert {UNIT, "".join(other.split())} == {m.text for m in found.units}


def test_a_slightly_different_name_is_left_to_the_rules() -> None:
    title = "青溪县公路养护站2024年度部门整体支出绩效自评报告"
    assert filing(report(title), source(OVERALL)).units[0].text == "青溪县公路养护站"


def test_files_of_two_units_are_refused_by_name() -> None:
    other = replaced(OVERALL, {UNIT: "临水区图书馆"})
    sources = [source(OVERALL, name="甲.xlsx"), source(other, name="乙.xlsx")]
    with pytest.raises(InputError) as refused:
        filing(*sources)
    message = str(refused.value)
    assert all(part in message for part in (UNIT, "甲.xlsx", "临水区图书馆", "乙.xlsx"))
    assert "分别检查" in message


def test_a_report_of_one_unit_and_the_forms_of_another_are_refused() -> None:
    with pytest.raises(InputError, match="两个单位"):
        filing(report("临水区图书馆2024年度部门整体支出绩效自评报告"), source(OVERALL))


def test_one_file_may_name_several_units() -> None:
    other = replaced(OVERALL, {UNIT: "临水区图书馆"})
    assert filing(source(OVERALL, other)).unit == UNIT
