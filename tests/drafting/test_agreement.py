"""A draft and the tables it is made of agree, and nothing that the tables say is missing in it."""

from __future__ import annotations

import re
from random import Random

import pytest

from tests.drafting.agreeing import Case, grids, with_gaps
from tests.drafting.drafted import PROFILES, Drafted, drafted
from tests.kit import yunshan
from tests.thorough import few
from xladdin.forms.profiles import names
from xladdin.model.interval import Verdict

CASES = {
    "any": Case(),
    "no project": Case(projects=0),
    "one project": Case(projects=1),
    "four projects": Case(projects=4),
    "三公经费 of nothing": Case(three_publics="zero"),
    "三公经费 from nothing": Case(three_publics="from zero"),
    "spent more than budgeted": Case(over=True),
    "two kinds of funds": Case(funds=2),
    "four kinds of funds": Case(funds=4),
    "funds as budgeted": Case(by_budget=True, funds=3),
}
EACH = few(3)
#: A figure of nothing last year has grown, which the tables alone are asked about, too.
_SAID_OF_TABLES = {"三公经费 from nothing": {"B204"}, "spent more than budgeted": None}
#: The tables are drawn each for itself: they need not agree on an indicator that two of them have, nor
#: on the basis of the split by 支出性质.
_DRAWN_APART = {"X109", "X206"}
#: A draw whose project and whole have an indicator of one name, with figures that look like slips of
#: one another: that they are two is not seen yet.
_BY_CHANCE = {("hunan", 10): "A802"}

pytestmark = pytest.mark.parametrize("profile_id", PROFILES)


def test_every_profile_is_tried(profile_id: str) -> None:
    assert {name for name, _ in names()} == set(PROFILES)


@pytest.mark.parametrize("case", CASES)
def test_checking_agreeing_tables_with_their_draft_finds_nothing(
    profile_id: str, case: str
) -> None:
    for number in range(EACH):
        random = Random(f"{profile_id} {case} {number}")
        made = drafted(grids(random, CASES[case], profile_id), profile_id)
        assert made.new_findings() == []
        allowed = _SAID_OF_TABLES.get(case, set())
        if allowed is not None:
            assert {each.code for each in made.report.findings} <= allowed | _DRAWN_APART
        assert missing_amounts(made) == []


def test_a_draft_of_tables_with_gaps_states_nothing_wrong(profile_id: str) -> None:
    for number in range(0, 12, 12 // few(12, 3)):
        random = Random(f"{profile_id} {number}")
        tables = with_gaps(grids(random, Case(funds=2), profile_id), random, 0.1 + number / 24)
        made = drafted(tables, profile_id)
        # That the number of staff or the score is not told is all that may be said.
        allowed = {"F404", "F405", _BY_CHANCE.get((profile_id, number))}
        assert [each for each in made.new_findings() if each[:4] not in allowed] == []
        assert not re.search(r"[{}\[\]*]|[，；、。]{2}|[，；：、]$", made.text, re.MULTILINE)


def test_the_figures_of_a_draft_are_understood(profile_id: str) -> None:
    made = drafted(yunshan.grids(), profile_id)
    assert made.new_findings() == []
    judged = {
        relation.code
        for relation in made.report.relations
        if relation.verdict in (Verdict.HELD, Verdict.ROUNDING)
    }
    stated = "N101 N102 N103 N201 N202 N203 N204 N205 N302 N301 N303 N311 N312 N313 N314 N401 N501"
    assert judged >= {*stated.split(), "N502", "N601", "N701", "A203", "A301", "F401", "F404"}


def missing_amounts(made: Drafted) -> list[str]:
    """The amounts of the forms that no sentence of the draft states."""
    told = {
        claim.figure.base.point
        for passage in made.together.passages
        for claim in passage.claims
        if claim.figure.unit.measures == "money"
    }
    return [
        f"{form.name} {entry.key} {entry.text}"
        for form in made.tables.forms
        for entry in form.every_entry()
        if entry.figure is not None
        and entry.figure.unit.measures == "money"
        and entry.figure.base.point not in told
    ]
