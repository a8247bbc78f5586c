"""Formulas go over to soffice and come back as Excel would show them."""

from __future__ import annotations

import pytest

from tests.office.formulas import letters, moved, number, quoted, to_excel, to_uno

PAIRS = {
    "=SUM(A1:B2,C3)": "=SUM(A1:B2;C3)",
    "=附件2!A1": "=$'附件2'.A1",
    "='附件1 基础数据表'!$A$1+1": "=$'附件1 基础数据表'.$A$1+1",
    "='小王''表'!A1": "=$'小王''表'.A1",
    '=IF(A1="a,b;c","附件!A1",0)': '=IF(A1="a,b;c";"附件!A1";0)',
    '=IF(A1="说""是"",",1,2)': '=IF(A1="说""是"",";1;2)',
    "=SUM({1,2;3,4})": "=SUM({1;2|3;4})",
    '=MATCH(A1,{"a,b";"c|d"},0)': '=MATCH(A1;{"a,b"|"c|d"};0)',
    "=STDEV.S(A1,B1)": "=STDEV.S(A1;B1)",
    "=SUM('A1'!B:B)": "=SUM($'A1'.B:B)",
    "=总额*1.05": "=总额*1.05",
}


@pytest.mark.parametrize("excel", PAIRS)
def test_a_formula_is_put_into_the_words_of_uno_and_back(excel: str) -> None:
    assert to_uno(excel) == PAIRS[excel]
    assert to_excel(PAIRS[excel]) == excel


def test_uno_s_own_spellings_are_understood() -> None:
    assert to_excel("=$Sheet1.A1+Sheet2.B2:C3") == "=Sheet1!A1+Sheet2!B2:C3"
    assert to_excel("=jx_execrate(A1;B2)") == "=JX_EXECRATE(A1,B2)"
    assert to_excel('=T("a;b")&A.1') == '=T("a;b")&A.1'


def test_relative_references_move_with_the_cell() -> None:
    assert moved("=A1+$B$2+C$3*$D4", 2, 1) == "=B3+$B$2+D$3*$D6"
    assert moved("=LOG10(Z9)&\"A1\"&'A1'!A1", 1, 1) == "=LOG10(AA10)&\"A1\"&'A1'!B2"


def test_columns_have_letters() -> None:
    assert [letters(column) for column in (1, 26, 27, 703, 16384)] == "A Z AA AAA XFD".split()
    assert [number(name) for name in "A Z AA AAA XFD".split()] == [1, 26, 27, 703, 16384]


def test_a_sheet_s_name_is_quoted_where_excel_wants_it() -> None:
    names = ["附件2", "附件1 基础数据表", "2024", "AB12", "小王'表"]
    assert list(map(quoted, names)) == [
        "附件2", "'附件1 基础数据表'", "'2024'", "'AB12'", "'小王''表'",
    ]  # fmt: skip
