"""Every rule: one change that makes it fire with just this message, and the filing that it passes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import pytest
from msgspec.structs import replace

from tests.kit import last_year, yunshan
from tests.kit.changes import Change, nothing
from tests.rules import (
    cases_accounts,
    cases_basic_data,
    cases_between,
    cases_families,
    cases_files,
    cases_indicators,
    cases_narrative,
    cases_own,
    cases_prior,
    cases_prose,
    cases_report,
    cases_self_assessment,
)
from tests.rules.case import Case
from xladdin import checking
from xladdin.forms.profiles import profile
from xladdin.forms.recognition import recognise_all
from xladdin.model.report import Report, Severity
from xladdin.rules import registry
from xladdin.rules.registry import FAMILIES, rule, rules

CASES: list[Case] = [
    *cases_files.CASES,
    *cases_basic_data.CASES,
    *cases_self_assessment.CASES,
    *cases_indicators.CASES,
    *cases_between.CASES,
    *cases_report.CASES,
    *cases_narrative.CASES,
    *cases_prose.CASES,
    *cases_own.CASES,
    *cases_prior.CASES,
    *cases_families.CASES,
    *cases_accounts.CASES,
]
#: Rules that report nothing: they gather what agrees.
_WITNESSES = {"A804"}
_IN_TURN = [
    pytest.param(case, id=f"{case.code}-{[each.code for each in CASES[:at]].count(case.code) + 1}")
    for at, case in enumerate(CASES)
]
#: The families that look at the report; a change to a table may contradict it, too.
_READERS = set("NA")


@pytest.fixture(scope="module", autouse=True)
def recognised_once() -> Iterator[None]:
    """The forms of a file that several cases leave as it is are recognised once."""
    once = cache(
        lambda source, kinds, accounts: tuple(recognise_all(source, kinds, accounts=accounts))
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            checking,
            "recognise_all",
            lambda source, kinds, *, accounts: once(source, tuple(kinds), accounts),
        )
        yield


@lru_cache(maxsize=8)
def checked(
    change: Change = nothing, profile_id: str = "ministry", prior: Change | None = None
) -> Report:
    """The report on the filing with a change, against last year's with another if there is one."""
    chosen = profile(profile_id)
    filing = checking.file(change(yunshan.sources()), chosen)
    if prior is not None:
        filing = replace(filing, prior=checking.file(prior(last_year.sources()), chosen))
    return checking.check(filing, chosen)


@pytest.mark.parametrize("prior", [None, nothing])
@pytest.mark.parametrize("profile_id", ["ministry", "yueyang"])
def test_the_filing_has_no_fault(profile_id: str, prior: Change | None) -> None:
    report = checked(profile_id=profile_id, prior=prior)
    assert [(finding.code, finding.message) for finding in report.findings] == []
    assert report.coverage.figures_checked > 150


def test_every_rule_has_a_case() -> None:
    assert {case.code for case in CASES} == rules().keys() - _WITNESSES


@pytest.mark.parametrize("code", sorted(_WITNESSES))
def test_a_witness_holds_and_reports_nothing(code: str) -> None:
    verdicts = [each.verdict for each in checked().relations if each.code == code]
    assert set(verdicts) == {"held"}


@pytest.mark.parametrize("case", _IN_TURN)
def test_the_rule_fires_and_says_what_is_wrong(case: Case) -> None:
    findings = checked(case.change, case.profile, case.prior).findings
    found = [each for each in findings if each.code == case.code]
    assert [(each.severity.value, each.message) for each in found] == [
        (case.severity, case.message)
    ]
    # What follows from the change fires beside it, and nothing else.
    others = {each.code for each in findings} - {case.code}
    if case.code[0] not in _READERS:
        others = {code for code in others if code[0] not in _READERS}
    assert others == set(case.also.split())
    # The message is a sentence for a clerk.
    assert case.message.endswith("。")
    assert not re.search(r"None|Decimal|[{}<>\[\]_]|  |。。|，，", case.message)
    assert found[0].fix.endswith("。")
    # The finding points at a figure that its message names, if it names any.
    figures = [each for each in found[0].operands if each.value is not None]
    said = [each.value in case.message or each.text in case.message for each in figures]
    assert not any(said) or said[0]


def test_each_rule_holds_where_nothing_is_wrong() -> None:
    wrong = {}
    for case in CASES:
        prior = nothing if case.prior is not None else None
        report = checked(case.holds or nothing, case.profile, prior)
        verdicts = {each.verdict.value for each in report.relations if each.code == case.code}
        if verdicts - {"skipped"} != (set() if case.holds is None else {"held"}):
            wrong[case.code] = verdicts
    assert wrong == {}


def test_a_rule_has_title_severity_remedy_and_a_page_with_all_its_parts() -> None:
    wanted = ["检查什么", "为什么", "反例", "正例", "怎么改"]

    def complete(code: str) -> bool:
        found = rules()[code]
        starts = [line.partition("：")[0] for line in found.page.splitlines()]
        return bool(
            re.fullmatch(r"[A-Z]\d{3}", code)
            and code[0] in FAMILIES
            and found.severity in Severity
            and 4 <= len(found.title) <= 24
            and found.fix.endswith("。")
            and [start for start in starts if start in wanted] == wanted
            and found.page.endswith(f"怎么改：{found.fix}")
        )

    assert [code for code in rules() if not complete(code)] == []


def test_no_code_is_used_twice() -> None:
    with pytest.raises(ValueError, match="B601 is taken"):
        rule("B601", "info", "又一条")(lambda filing, profile: iter(()))


def test_a_retired_code_is_never_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not registry.RETIRED & rules().keys()
    monkeypatch.setattr(registry, "RETIRED", frozenset({"U997"}))
    with pytest.raises(ValueError, match="U997 is taken"):
        rule("U997", "info", "旧的一条")(lambda filing, profile: iter(()))


def test_an_unknown_severity_is_refused() -> None:
    with pytest.raises(ValueError, match="fatal"):
        rule("U998", "fatal", "没有这种等级")(lambda filing, profile: iter(()))
