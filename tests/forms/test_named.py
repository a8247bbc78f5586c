"""Which figures of the report are those of an indicator, by name."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.kit.form_sheets import drawn, source
from xladdin import checking
from xladdin.forms.profiles import profile
from xladdin.model.grid import Paragraph

MINISTRY = profile("ministry")
SHEET = """
2024年度项目支出绩效自评表 | < | < | < | < | < | <
项目支出名称 | 县道养护 | < | 实施单位 | 青溪县公路站 | < | <
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
成本指标 | 成本 | 项目预算控制率 | ≤100% | 98.5% | 90 | 90
满意度指标 | 服务对象 | 沿线群众满意度 | ≥90% | 93.2% | 10 | 10
总分 | < | < | < | < | 100 | 100
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024年投资概算控制率为95.8%。", False),
        ("2024年干部职工满意度为92.3%。", False),
        ("2024年沿线群众的满意度为92.3%。", True),
        ("2024年沿线的群众满意度为92.3%。", True),
    ],
)
def test_a_rate_of_something_else_is_not_held_against_an_indicator(text: str, found: bool) -> None:
    form = source(drawn(SHEET))
    told = (Paragraph(0, "青溪县公路站2024年度部门整体支出绩效自评报告"), Paragraph(1, text))
    filing = checking.file([replace(form, blocks=(*told, *form.blocks))], MINISTRY)
    codes = [each.code for each in checking.check(filing, MINISTRY).findings]
    assert ("N701" in codes) is found
