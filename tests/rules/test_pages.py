"""What the pages of the rules on the report's own figures call wrong and right, executed."""

from __future__ import annotations

import re

import pytest

from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.grid import Paragraph, Source
from xladdin.model.interval import Verdict
from xladdin.narrative.reading import passages
from xladdin.rules.registry import Rule, rules

YEAR = 2024
PAGES = [rule for code, rule in rules().items() if code[0] == "A"]
#: Equal figures are told under the code of the rule that compares likely names; that words and
#: figures agree, or that a rate or score is possible, is nothing that confirms a figure.
HELD_ELSEWHERE = {"A205", "A206", "A803", "A806", "A901"}


def judged(rule: Rule, text: str) -> set[Verdict]:
    """What a rule makes of a text; ／ parts paragraphs."""
    lines = tuple(Paragraph(n, line) for n, line in enumerate(text.split("／")))
    source = Source("自评报告.docx", "docx", "", lines)
    filing = Filing((source,), (), "", YEAR, passages=passages((source,), YEAR))
    return {relation.verdict for relation in rule.check(filing, profile("ministry"))}


def example(rule: Rule, label: str) -> str:
    """The text that a page gives under 反例 or 正例."""
    found = re.search(rf"{label}：(.*)", rule.page)
    assert found is not None, rule.code
    return found[1]


@pytest.mark.parametrize("rule", PAGES, ids=[rule.code for rule in PAGES])
def test_what_a_page_calls_wrong_is_found(rule: Rule) -> None:
    found = judged(rule, example(rule, "反例"))
    # Equal figures that are told twice are never wrong: the counter example is none of them.
    assert (Verdict.VIOLATED in found) == (rule.code != "A804")


@pytest.mark.parametrize("rule", PAGES, ids=[rule.code for rule in PAGES])
def test_what_a_page_calls_right_holds(rule: Rule) -> None:
    found = judged(rule, example(rule, "正例"))
    assert Verdict.VIOLATED not in found
    if rule.code not in HELD_ELSEWHERE:
        assert found & {Verdict.HELD, Verdict.ROUNDING}


def test_a_ratio_to_nothing_is_not_compared() -> None:
    text = (
        "移民人均收入2023年500元，农村居民人均收入2023年900元，移民人均收入2024年630元，"
        "农村居民人均收入2024年0元，提高移民人均收入占农村居民人均收入的比例8%。"
    )
    assert judged(rules()["A303"], text) == set()
