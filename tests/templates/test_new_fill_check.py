"""A new workbook, filled in consistently by hand, has nothing that a check could find."""

from __future__ import annotations

from pathlib import Path

import pytest
from xlwings import App

from xladdin import checking, cli
from xladdin.forms.profiles import profile
from xladdin.model.form import Form
from xladdin.templates.prepared import prepared

YUEYANG = profile("yueyang")
UNIT = "云山县文化旅游服务中心"
SIGNED = {"填表人": "李敏", "填报日期": "2025年3月18日", "联系电话": "6123456", "负责人": "王海"}

Cells = dict[tuple[str, str], object]

#: 上年决算, 本年预算, 本年决算
BASIC = {
    "公车购置": (0, 0, 0),
    "公车运行维护": (2, 1.8, 1.6),
    "出国经费": (0, 0, 0),
    "公务接待": (1.2, 1.2, 1),
    "公用经费": (24.6, 25, 24.1),
    "政府采购金额": (6, 8, 7.5),
    "基本支出预算调整": (0, 0, 9.6),
}
ITEMS = {
    "项目支出明细": [(30.3, 36, 36), (22, 24, 22.88)],
    "公用经费其中": [(9.8, 10, 9.6), (8.2, 8, 7.9), (2, 2, 1.8)],
}
OVERALL = {
    "年度资金总额.年初预算数": 246.4,
    "年度资金总额.全年预算数": 256,
    "年度资金总额.全年执行数": 252,
    "一般公共预算": 246,
    "政府性基金": 6,
    "基本支出": 193.12,
    "项目支出": 58.88,
    "预期目标": "办好群众文化活动，公共文化场馆免费开放，补齐景区导览设施。",
    "实际完成情况": "全年举办群众文化活动46场，场馆免费开放312天，新装导览牌52块。",
}
PROJECT = {
    "项目名称": "公共文化旅游服务",
    "主管部门": "云山县文化旅游局",
    "当年财政拨款.年初预算数": 54,
    "当年财政拨款.全年预算数": 54,
    "当年财政拨款.全年执行数": 52.88,
    "上年结转资金.年初预算数": 6,
    "上年结转资金.全年预算数": 6,
    "上年结转资金.全年执行数": 6,
    "预期目标": "场馆免费开放300天以上，安装导览牌50块以上。",
    "实际完成情况": "场馆免费开放312天，安装导览牌52块。",
}
#: name, target, actual, points, score, reason; None for a row that stays blank
OVERALL_ROWS = [
    ("举办群众文化活动", "≥40场", "46场", 10, 10, None),
    ("场馆免费开放时间", "≥300天", "312天", 10, 10, None),
    ("设施完好率", "≥95%", "98%", 10, 10, None),
    ("项目按期完成率", "≥95%", "93%", 10, 9.79, "雨季推迟安装导览牌，2025年2月已装完"),
    ("财政资金支出", "≤256万元", "252万元", 10, 10, None),
    ("带动旅游消费", "≥500万元", "560万元", 10, 10, None),
    ("服务群众", "≥3万人次", "3.2万人次", 10, 10, None),
    None,
    ("志愿服务机制", "健全", "健全", 10, 10, None),
    ("群众满意度", "≥90%", "96%", 10, 10, "无偏差"),
]
PROJECT_ROWS = [
    ("场馆免费开放时间", "≥300天", "312天", 15, 15, None),
    ("安装导览牌", "≥50块", "52块", 10, 10, None),
    ("验收合格率", "=100%", "100%", 15, 15, None),
    None,
    ("项目预算控制率", "≤100%", "98.13%", 10, 10, None),
    None,
    ("参加培训", "≥600人次", "640人次", 30, 30, None),
    None,
    None,
    ("学员满意度", "≥90%", "98%", 10, 10, None),
]
ASSESSMENT = (8, 2, 10, 10, 15, 19, 18, 15)


def typed() -> Cells:
    """What is typed into the blank workbook."""
    cells: Cells = {}
    basic, overall, project, assessment = (each.probe for each in prepared(YUEYANG, 2024))
    columns = ("上年决算", "本年预算", "本年决算")
    for name, amounts in BASIC.items():
        for column, amount in zip(columns, amounts, strict=True):
            put(cells, basic, f"{name}.{column}", amount)
    put(cells, basic, "编制数", 18)
    put(cells, basic, "在职人数", 17)
    put(cells, basic, "厉行节约保障措施", "办公用品集中采购，公务用车统一调度，接待实行事前审批。")
    for section, rows in ITEMS.items():
        for item, amounts in zip(basic.sections[section], rows, strict=False):
            for column, amount in zip(columns, amounts, strict=True):
                place = item.entries[column].location
                cells[place.sheet or "", place.cell or ""] = amount
    (building,) = basic.sections["楼堂馆所"]
    areas = {"批复规模": 300, "实际规模": 294, "预算投资": 30, "实际投资": 28.5}
    for name, amount in areas.items():
        place = building.entries[name].location
        cells[place.sheet or "", place.cell or ""] = amount
    for form, texts, rows in ((overall, OVERALL, OVERALL_ROWS), (project, PROJECT, PROJECT_ROWS)):
        for key, value in texts.items():
            put(cells, form, key, value)
        for indicator, row in zip(form.indicators, rows, strict=True):
            names = ("name", "target", "actual", "points", "score", "reason")
            for name, value in zip(names, row or (None,) * 6, strict=True):
                place = getattr(indicator, name).location
                cells[place.sheet, place.cell] = value
    for row, score in zip(assessment.indicators, ASSESSMENT, strict=True):
        cells[row.score.location.sheet or "", row.score.location.cell or ""] = score
    for form in (basic, overall, project):
        for name, value in SIGNED.items():
            put(cells, form, name, value)
    return {place: value for place, value in cells.items() if value is not None}


def put(cells: Cells, form: Form, key: str, value: object) -> None:
    place = form.entries[key].location
    label = place.quote if key in SIGNED else ""  # 填表人：李敏 stands in one cell
    cells[place.sheet or "", place.cell or ""] = f"{label}{value}" if label else value


@pytest.mark.office
def test_a_workbook_filled_in_consistently_has_no_findings(excel: App, tmp_path: Path) -> None:
    new = tmp_path / "新.xlsx"
    create = ["new", "--profile", "yueyang", "--year", "2024", "--unit", UNIT, "-o", str(new)]
    assert cli.main(create) == 0
    book = excel.books.open(new)
    for (sheet, cell), value in typed().items():
        # As typed: a text that begins with = is a formula.
        book.sheets[sheet][cell].value = f"'{value}" if isinstance(value, str) else value
    excel.calculate()
    filled = tmp_path / "填好.xlsx"
    book.save(filled)
    report = checking.check_paths([filled], "yueyang")
    assert [(each.code, each.message) for each in report.findings] == []
    assert report.coverage.figures_checked > 100
    assert not report.coverage.violated
