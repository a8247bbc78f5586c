"""Forms as other places have them, of invented projects: read as far as can be, never blamed.

Everything in them is consistent, so that whatever is reported as an error would be a false alarm.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.kit.form_readings import number
from tests.kit.form_sheets import BASIC, FORMS, OVERALL, Sheet, drawn, source
from tests.kit.other_places import PLACES, Place
from xladdin import checking
from xladdin.forms.profiles import names, profile
from xladdin.model.form import Form
from xladdin.model.report import Report, Severity


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> Place:
    return PLACES[request.param]


def checked(*sheets: Sheet, identifier: str = "ministry") -> tuple[tuple[Form, ...], Report]:
    chosen = profile(identifier)
    filing = checking.file([source(*sheets)], chosen)
    return filing.forms, checking.check(filing, chosen)


@pytest.mark.parametrize("identifier", [identifier for identifier, _ in names()])
def test_the_forms_that_these_tests_change_are_right(identifier: str) -> None:
    forms, report = checked(*FORMS.values(), identifier=identifier)
    assert len(forms) == 4
    assert [f.message for f in report.findings if f.severity is not Severity.INFO] == []
    strange = (form for form in forms if form.kind == "unknown")
    uncertain = sum(bool(entry.figure) for form in strange for entry in form.every_entry())
    assert report.coverage.figures_checked >= report.coverage.figures - uncertain


def decimals(texts: list[str | None]) -> list[Decimal | None]:
    return [None if text is None else Decimal(text) for text in texts]


def test_a_form_of_another_place_is_read_as_far_as_it_goes(place: Place) -> None:
    forms, _ = checked(place.sheet)
    (form,) = forms
    assert form.kind == place.kind
    assert {key: form.entries[key].text for key in place.entries} == place.entries
    assert [row.target.text for row in form.indicators] == place.targets
    if place.points:
        assert [number(row.points.figure) for row in form.indicators] == decimals(place.points)
    assert [number(row.score.figure) for row in form.indicators] == decimals(place.scores)


def test_a_form_of_another_place_that_is_right_has_no_errors(place: Place) -> None:
    _, report = checked(place.sheet)
    assert [f.message for f in report.findings if f.severity is not Severity.INFO] == []
    assert report.coverage.figures_checked > 0
    assert report.coverage.held > report.coverage.violated


@pytest.mark.parametrize("identifier", [identifier for identifier, _ in names()])
def test_no_profile_finds_errors_in_it(place: Place, identifier: str) -> None:
    _, report = checked(place.sheet, identifier=identifier)
    assert [f.message for f in report.findings if f.severity is Severity.ERROR] == []


def test_a_form_that_is_none_of_the_profile_is_unknown_and_read_nevertheless() -> None:
    sheet = drawn("""
绩效目标完成情况表 | < | < | < | < | <
单位名称 | 青溪县公路养护中心 | < | < | < | <
资金情况（万元） | 年初预算 | 全年预算 | 全年执行数 | 执行率 | 备注
资金总额 | 402.5 | 405.5 | 400.15 | 98.68% |
指标类别 | 三级指标 | 目标值 | 完成值 | 分值 | 得分
产出 | 养护县道里程 | 320公里 | 326公里 | 60 | 60
效益 | 群众满意度 | 90% | 93% | 40 | 40
合计 | < | < | < | 100 | 100
""")
    forms, report = checked(sheet)
    assert [form.kind for form in forms] == ["unknown"]
    assert forms[0].entries["年度资金总额.全年执行数"].text == "400.15"
    assert [row.name.text for row in forms[0].indicators] == ["养护县道里程", "群众满意度"]
    assert [f.code for f in report.findings if f.severity is not Severity.INFO] == []
    assert "F101" in [finding.code for finding in report.findings]


def test_other_tables_are_left_out() -> None:
    staff = drawn("""
姓名 | 职务 | 电话 | 备注
周文 | 会计 | 0000-1234567 |
梁青 | 主任 | 0000-1234568 |
许平 | 出纳 | 0000-1234569 | 兼职
""")
    forms, report = checked(staff, BASIC, OVERALL)
    assert [form.kind for form in forms] == ["basic_data", "overall"]
    assert [f.message for f in report.findings if f.severity is not Severity.INFO] == []
