"""A profile's own words for a subject of the lexicon."""

from __future__ import annotations

import pytest

from xladdin.model.grid import Paragraph, Source
from xladdin.narrative.reading import passages

REPORT = Source("报告.docx", "docx", "0", (Paragraph(0, "全中心在册干部23人，核定编制25人。"),))


@pytest.mark.parametrize(
    ("words", "subjects"),
    [((), ["", "编制数"]), ((("在职人数", ("在册干部",)),), ["在职人数", "编制数"])],
)
def test_a_county_may_word_a_subject_its_own_way(
    words: tuple[tuple[str, tuple[str, ...]], ...], subjects: list[str]
) -> None:
    (passage,) = passages((REPORT,), 2024, words=words)
    assert [claim.subject for claim in passage.claims] == subjects
