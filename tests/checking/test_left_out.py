"""Each figure that no judged relation has is named, with the reason."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.kit import yunshan
from xladdin import checking
from xladdin.forms.profiles import profile
from xladdin.model.report import Report
from xladdin.verbs.demo import EXAMPLE


def checked(old: str = "", new: str = "") -> Report:
    """The faultless filing, the cells that hold a text holding another one."""
    report, sheets = yunshan.sources()
    grids = tuple(
        replace(grid, cells=tuple(replace(c, text=new) if c.text == old else c for c in grid.cells))
        for grid in sheets.grids
    )
    chosen = profile("yueyang")
    return checking.check(checking.file((report, replace(sheets, blocks=grids)), chosen), chosen)


@pytest.fixture(scope="module")
def example() -> Report:
    return checking.check_paths([EXAMPLE / "自评报告.docx", EXAMPLE / "附件.xlsx"])


def test_they_are_as_many_as_the_coverage_says(example: Report) -> None:
    for report in (example, checked()):
        seen = report.coverage
        left = seen.figures - seen.figures_checked + seen.quantities - seen.claims_compared
        assert len(report.unused) == left
        assert all(each.reason for each in report.unused)


def test_a_figure_that_stands_alone_is_said_to(example: Report) -> None:
    (alone,) = [each for each in example.unused if each.operand.label == "政府采购金额·上年决算"]
    assert alone.operand.location.cell == "B22"
    assert alone.reason == "没有与它相关的计算或另一处可对的数"


def test_what_is_missing_to_check_a_figure_is_named() -> None:
    report = checked("300", "见附页")  # 批复规模, which the rate of the space built follows from
    reasons = {each.operand.text: each.reason for each in report.unused}
    assert "批复规模" in reasons["294"]
    assert reasons["294"].endswith("没有填，或不是数字")
