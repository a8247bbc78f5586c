"""An amount that two tables tell: the one that the others contradict is wrong."""

from __future__ import annotations

import pytest

from tests.kit.changes import put
from tests.rules.test_rules import checked

ROW = "1、文化场馆免费开放.本年决算"


@pytest.mark.parametrize(
    ("sheet", "place", "explains"),
    [
        ("项目表1", "年度资金总额.全年执行数", {"S206", "X205"}),
        ("基础数据表", ROW, {"B301", "X205"}),
    ],
)
def test_one_amount_is_corrected_for_all_that_tell_it(
    sheet: str, place: str, explains: set[str]
) -> None:
    report = checked(put(sheet, {place: "63.00"}))
    codes = {each.fingerprint: each.code for each in report.findings}
    (cause,) = (each for each in report.causes if each.proposed is not None)
    assert (cause.proposed, cause.certain) == ("36.00", True)
    assert explains <= {codes[each] for each in cause.explains}


def test_between_two_tables_alone_nobody_can_tell() -> None:
    both = {"年度资金总额.全年执行数": "39.00", "当年财政拨款.全年执行数": "33.00"}
    report = checked(put("项目表1", both))
    assert "X205" in {each.code for each in report.findings}
    assert not [each for each in report.causes if each.proposed is not None]
