"""The official forms, as the layouts print them, are recognised with nothing missing."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from xladdin.forms.labels import squeeze
from xladdin.forms.profiles import profile
from xladdin.forms.recognition import recognise
from xladdin.sources.reading import read
from xladdin.templates.prepared import layouts, prepared, variants
from xladdin.templates.workbook import workbook

PROFILES = ("hunan", "ministry", "taojiang", "yueyang")
TITLES = {
    "hunan": [
        "2025年度部门整体支出绩效评价基础数据表",
        "2025年度部门整体支出绩效自评表",
        "2025年度项目支出绩效自评表",
    ],
    "ministry": ["项目支出绩效自评表\n（2025年度）"],
    "taojiang": [
        "桃江县2025年度部门整体支出绩效评价\n基础数据表",
        "桃江县2025年度部门整体支出绩效自评表",
        "桃江县2025年度项目支出绩效自评表",
    ],
    "yueyang": [
        "2025年度部门整体支出绩效评价基础数据表",
        "2025年度部门整体支出绩效自评表",
        "2025年度项目支出绩效自评表",
        "部门整体支出绩效自评工作考核评分表",
    ],
}


@pytest.mark.parametrize("name", PROFILES)
def test_every_form_of_a_profile_is_complete_and_of_the_year(name: str) -> None:
    forms = [each.probe for each in prepared(profile(name), 2025)]
    assert [form.title.text for form in forms] == TITLES[name]
    assert [form.missing for form in forms] == [()] * len(layouts(name))
    assert all(form.year == 2025 for form in forms if form.kind != "assessment")
    for form in forms:
        if form.kind in ("overall", "project"):
            points = [group.heading.figure.value for group in form.groups if group.heading.figure]
            assert points == [50, 30, 10]


@pytest.mark.parametrize("name", PROFILES)
def test_a_blank_workbook_is_read_as_its_forms_and_nothing_else(name: str, tmp_path: Path) -> None:
    chosen = profile(name)
    path = tmp_path / "空白.xlsx"
    path.write_bytes(workbook(chosen, 2024).data)
    found = recognise(read(path), chosen.kinds)
    assert [form.kind for form in found] == [each.probe.kind for each in prepared(chosen, 2024)]


@pytest.mark.parametrize("name", PROFILES)
def test_every_variant_spreads_the_points_as_the_profile_accepts(name: str) -> None:
    chosen = profile(name)
    for variant in ("", *variants(chosen)):
        for form in (each.probe for each in prepared(chosen, 2025, variant=variant)):
            if form.kind not in ("overall", "project"):
                continue
            assert form.missing == ()
            spread = {
                re.sub("指标.*", "", squeeze(group.name)): group.heading.figure.value
                for group in form.groups
                if group.heading.figure
            }
            assert spread in chosen.weights
            assert ("成本" in spread) == (variant == "成本指标")


def test_the_form_of_2024_is_a_variant_of_the_hunan_set() -> None:
    assert variants(profile("hunan")) == variants(profile("yueyang")) == ("成本指标",)
    assert variants(profile("ministry")) == variants(profile("taojiang")) == ()
    sheet = load_workbook(BytesIO(workbook(profile("hunan"), 2024, variant="成本指标").data))[
        "附件2 自评表"
    ]
    column = [str(sheet.cell(row, 2).value) for row in range(1, 30)]
    levels = [re.sub(r"\s", "", text) for text in column if "分）" in text]
    assert levels == [
        "产出指标（30分）",
        "效益指标（40分）",
        "满意度指标（10分）",
        "成本指标（10分）",
    ]


def test_a_county_of_hunan_is_not_told_the_level_of_another() -> None:
    def labels(name: str) -> set[str]:
        plans = [each.plan for each in prepared(profile(name), 2025)]
        return {box.text for plan in plans for box in plan.boxes if box.role in ("label", "item")}

    assert {"市级预算部门名称", "　4、市级专项资金（一个专项一行）"} <= labels("yueyang")
    assert not [text for text in labels("hunan") if re.search("[市县区]级", text)]


def test_headings_name_this_year_and_the_last() -> None:
    sheet = load_workbook(BytesIO(workbook(profile("taojiang"), 2026).data))["附件1 基础数据表"]
    texts = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"2025年决算数", "2026年预算数", "2026年决算数", "2026年实际在职人数"} <= texts
    assert "楼堂馆所控制情况\n（2026年完工项目）" in texts
