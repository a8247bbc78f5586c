"""One indicator's points are one place to correct, however many totals they are part of."""

from __future__ import annotations

import pytest

from tests.kit.changes import Change, both, put, say
from tests.rules.test_rules import checked
from xladdin.model.report import Cause

POINTS = {"S301", "S303", "S601"}


def cause_of_points(change: Change) -> tuple[Cause, set[str]]:
    """The one cause of all that is said of points, and the codes that it explains."""
    report = checked(change)
    codes = {each.fingerprint: each.code for each in report.findings}
    (cause,) = (c for c in report.causes if POINTS & {codes[each] for each in c.explains})
    return cause, {codes[each] for each in cause.explains}


@pytest.mark.parametrize(
    ("change", "right"),
    [
        (put("项目表1", {"参加培训 分值": "29"}), "30"),
        (put("项目表1", {"参加培训 分值": "31"}), "30"),
        (put("自评表", {"场馆免费开放时间 分值": "9"}), "10"),
    ],
    ids=["too few", "too many", "one of five"],
)
def test_what_one_row_heals_is_its_own(change: Change, right: str) -> None:
    cause, codes = cause_of_points(change)
    assert codes >= POINTS
    assert cause.proposed == right


def test_where_any_row_would_do_it_is_one_place_and_undecided() -> None:
    cause, codes = cause_of_points(
        both(
            put("自评表", {"场馆免费开放时间 分值": "9", "场馆免费开放时间 得分": "9"}),
            both(put("自评表", {"总分.得分": "98.63"}), say("99.63分", "98.63分")),
        )
    )
    assert codes == POINTS
    assert (cause.proposed, cause.certain) == (None, False)


def test_blank_points_are_the_cause_of_their_total() -> None:
    cause, codes = cause_of_points(put("项目表1", {"参加培训 分值": ""}))
    assert codes == {"S515", "S303"}
    assert "如填 30 分" in cause.why
