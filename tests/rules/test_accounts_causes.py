"""The final accounts are the strongest source: what differs from them is what is to be corrected."""

from __future__ import annotations

import pytest

from tests.kit import yunshan
from tests.kit.changes import Change, both, put, say
from tests.rules.final_accounts import accounts
from xladdin import checking
from xladdin.forms.profiles import profile
from xladdin.model.report import Cause


def causes(*changes: Change) -> tuple[Cause, ...]:
    chosen = profile("ministry")
    sources = both(accounts(), *changes)(yunshan.sources())
    return checking.check(checking.file(sources, chosen), chosen).causes


@pytest.mark.parametrize(
    ("change", "label", "proposed"),
    [
        (put("基础数据表", {"公务接待.本年决算": "1.06"}), "基础数据表的公务接待（2024年决算数）", "1.00"),
        (say("1.00万元", "1.06万元"), "正文 公务接待", "1.00"),
        (put("自评表", {"年度资金总额.全年执行数": "225.00"}), "自评表的年度资金总额（全年执行数）", "252.00"),
    ],
)  # fmt: skip
def test_the_value_of_the_accounts_is_proposed_with_certainty(
    change: Change, label: str, proposed: str
) -> None:
    first = causes(change)[0]
    assert first.figure is not None
    assert (first.figure.label, first.proposed, first.certain) == (label, proposed, True)
    assert first.why.endswith("决算报表已经审定，以它为准。")


def test_two_places_that_agree_with_each_other_are_both_proposed() -> None:
    both_wrong = put("基础数据表", {"公务接待.本年决算": "1.06", "三公经费.本年决算": "2.66"})
    found = {each.figure.label: each.proposed for each in causes(both_wrong) if each.figure}
    assert found["基础数据表的公务接待（2024年决算数）"] == "1.00"
    assert found["基础数据表的三公经费（2024年决算数）"] == "2.60"


def test_a_budget_of_another_kind_is_left_to_people() -> None:
    raised = {"公务接待.本年预算": "1.30", "三公经费.本年预算": "3.10"}
    found = [each for each in causes(put("基础数据表", raised)) if each.figure]
    assert found
    assert not any(each.certain for each in found)
