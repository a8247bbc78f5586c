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


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("项目支出412.50万元。", "项目支出"),
        ("重点是项目支出412.50万元。", "项目支出"),
        ("主要用于人员经费412.50万元。", "人员经费"),
        ("重点项目支出412.50万元。", ""),
        ("主要人员经费412.50万元。", ""),
        ("较大的项目支出412.50万元。", ""),
        ("其他公用经费412.50万元。", ""),
        ("专项公用经费412.50万元。", ""),
        ("新增项目支出412.50万元。", ""),
    ],
)
def test_a_word_right_before_a_name_makes_it_a_part(text: str, subject: str) -> None:
    (passage,) = passages((Source("报告.docx", "docx", "0", (Paragraph(0, text),)),), 2024)
    assert [claim.subject for claim in passage.claims] == [subject]
