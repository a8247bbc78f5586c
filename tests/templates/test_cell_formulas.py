"""The workbooks' formulas as a clerk finds them in the cells."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from tests.templates.yunshan_workbook import PROFILE
from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.templates.cell_formulas import computing, guards, names
from xladdin.templates.prepared import prepared

BLANK = Filing((), tuple(each.probe for each in prepared(PROFILE, 2024)), "", None)
BASIC, OVERALL = "附件1 基础数据表", "附件2 自评表"


@pytest.fixture(scope="module")
def formulas() -> Mapping[tuple[str, str], str]:
    return computing(BLANK)


@pytest.mark.parametrize(
    ("sheet", "cell", "formula"),
    [
        (BASIC, "F4", 'IF(AND(COUNT(D4,B4)=2,B4<>0),ROUND(D4/B4,4),"")'),
        (BASIC, "B6", 'IF(COUNT(B7,B10:B11)>0,ROUND(SUM(B7,B10:B11),2),"")'),
        (BASIC, "F12", 'IF(COUNT(F13:F17)>0,ROUND(SUM(F13:F17),2),"")'),
        (OVERALL, "H5", 'IF(AND(COUNT(F5,E5)=2,E5<>0),ROUND(F5/E5,4),"")'),
        (OVERALL, "I5", 'IF(AND(COUNT(F5,E5,G5)=3,E5<>0),ROUND(MIN(F5/E5,1)*G5,2),"")'),
        (
            OVERALL,
            "H24",
            "IF(COUNT(I5,OFFSET(H14,0,0,ROWS(H14:H24)-1,1))>0,"
            "ROUND(SUM(I5,OFFSET(H14,0,0,ROWS(H14:H24)-1,1)),2),\"\")",
        ),
    ],
)  # fmt: skip
def test_computed_cells_are_short_and_blank_until_they_can_be_known(
    formulas: Mapping[tuple[str, str], str], sheet: str, cell: str, formula: str
) -> None:
    assert formulas[sheet, cell] == formula


@pytest.mark.parametrize(
    ("code", "violated"),
    [
        ("B102", "IF(COUNT(D4,B4)=2,D4-B4>0.0000001)"),
        ("B203", "IF(COUNT(F6,D6)=2,F6-D6>0.0100001)"),
        (
            "B201",
            "IF(AND(ISNUMBER(B6),COUNT(B7,B10:B11)>0),"
            "ABS(B6-SUM(B7,B10:B11))>0.0050001+0.005*COUNT(B7,B10:B11))",
        ),
        ("S401", "IF(COUNT(H14,G14)=2,H14-G14>0.0000001)"),
        (
            "X103",
            "IF(COUNT(F22,自评表_年度资金总额_全年执行数)=2,F22-自评表_年度资金总额_全年执行数>0.0100001)",
        ),
    ],
)
def test_marks_allow_for_rounding_and_nothing_else(code: str, violated: str) -> None:
    assert next(each for each in guards(BLANK, PROFILE) if each.code == code).violated == violated


def test_what_a_profile_does_not_report_is_not_marked() -> None:
    quiet = replace(PROFILE, severities={**PROFILE.severities, "B204": "off", "B203": "error"})
    found = {each.code: each.severity.value for each in guards(BLANK, quiet)}
    assert "B204" not in found
    assert found["B203"] == "error"


def test_figures_have_names_and_a_second_form_of_a_kind_has_none() -> None:
    named = names(BLANK.forms)
    assert named[BASIC, "F6"] == "基础数据表_三公经费_本年决算"
    assert named[OVERALL, "H24"] == "自评表_总分_得分"
    twice = prepared(profile("taojiang"), 2024)[1].probe
    assert len(set(names((twice, twice)).values())) == len(names((twice,)))
