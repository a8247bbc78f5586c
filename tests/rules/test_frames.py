"""The frames of the report's figures: each form's example is found as it is written."""

from __future__ import annotations

import pytest

from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.grid import Paragraph, Source
from xladdin.model.interval import Verdict
from xladdin.model.report import Relation
from xladdin.narrative.reading import passages
from xladdin.rules.registry import rules
from xladdin.rules.report.readings import frames

YEAR = 2024
FRAMES = {name: frame for name, frame in frames().items() if "formulas" in frame}
FORMS = [(name, form) for name, frame in FRAMES.items() for form in frame["formulas"]]


def relations(text: str) -> list[Relation]:
    """What family A makes of a text."""
    source = Source("自评报告.docx", "docx", "", (Paragraph(0, text),))
    filing = Filing((source,), (), "", YEAR, passages=passages((source,), YEAR))
    every = [rule for code, rule in rules().items() if code[0] == "A"]
    return [relation for rule in every for relation in rule.check(filing, profile("ministry"))]


@pytest.mark.parametrize(("name", "form"), FORMS, ids=[f"{n} {f}" for n, f in FORMS])
def test_the_example_of_a_form_holds_in_this_form(name: str, form: str) -> None:
    found = relations(FRAMES[name]["examples"][form])
    held = [r for r in found if r.formula == FRAMES[name]["formulas"][form]]
    assert [r.verdict for r in held if r.verdict in (Verdict.HELD, Verdict.ROUNDING)] != []
    assert [r.message for r in found if r.verdict is Verdict.VIOLATED] == []


@pytest.mark.parametrize("name", FRAMES)
def test_the_counter_of_a_frame_is_charged_with_nothing(name: str) -> None:
    found = relations(FRAMES[name]["counter"])
    assert [r.message for r in found if r.verdict is Verdict.VIOLATED] == []
