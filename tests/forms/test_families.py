"""A family's form is read as the family lays it out, asked for what the family has, and checked."""

from __future__ import annotations

import pytest

from tests.forms.families import FAMILIES, sheet
from tests.kit.form_sheets import source
from xladdin import checking
from xladdin.forms.definitions import families, load
from xladdin.forms.profiles import names, profile
from xladdin.model.filing import Filing
from xladdin.model.report import Report, Severity

#: 湖北's blocks of goals stand among the cases of the rules.
_ELSEWHERE = {"hubei_goals"}
SLIPS = [
    pytest.param(family, *slip, code, id=f"{family} {slip[1]}".replace("\n", " "))
    for family, (_, slips) in FAMILIES.items()
    for slip, code in slips.items()
]


def checked(text: list[list[str]], identifier: str = "ministry") -> tuple[Filing, Report]:
    chosen = profile(identifier)
    filing = checking.file([source(text)], chosen)
    return filing, checking.check(filing, chosen)


def test_every_family_is_tried() -> None:
    every = {each["id"] for each in load("families.toml")["family"]}
    assert set(FAMILIES) | _ELSEWHERE == every
    assert every == {f.id for kind in ("overall", "project", "assessment") for f in families(kind)}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_familys_form_is_known_whole_and_right(family: str) -> None:
    filing, report = checked(sheet(FAMILIES[family][0]))
    (form,) = filing.forms
    assert form.family == family
    assert form.missing == ()
    assert [f.message for f in report.findings if f.severity is not Severity.INFO] == []
    assert report.coverage.figures_checked >= report.coverage.figures * 0.85


@pytest.mark.parametrize(("family", "right", "wrong", "code"), SLIPS)
def test_a_slip_in_a_familys_form_is_found(family: str, right: str, wrong: str, code: str) -> None:
    _, report = checked(sheet(FAMILIES[family][0], right, wrong))
    assert code in {f.code for f in report.findings if f.severity is not Severity.INFO}


@pytest.mark.parametrize("identifier", [identifier for identifier, _ in names()])
@pytest.mark.parametrize("family", FAMILIES)
def test_no_profile_finds_errors_in_a_right_one(family: str, identifier: str) -> None:
    _, report = checked(sheet(FAMILIES[family][0]), identifier)
    assert [f.message for f in report.findings if f.severity is Severity.ERROR] == []
