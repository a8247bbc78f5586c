"""The official forms, as the layouts print them, are recognised with nothing missing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from xladdin.forms.profiles import profile
from xladdin.forms.recognition import recognise
from xladdin.sources.reading import read
from xladdin.templates.prepared import layouts, prepared
from xladdin.templates.workbook import workbook

PROFILES = ("ministry", "taojiang", "yueyang")
TITLES = {
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


def test_headings_name_this_year_and_the_last() -> None:
    sheet = load_workbook(BytesIO(workbook(profile("taojiang"), 2026).data))["附件1 基础数据表"]
    texts = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"2025年决算数", "2026年预算数", "2026年决算数", "2026年实际在职人数"} <= texts
    assert "楼堂馆所控制情况\n（2026年完工项目）" in texts
