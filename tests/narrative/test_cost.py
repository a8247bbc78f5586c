"""Reading a report costs work in proportion to its length, whatever stands in it.

Work is counted in calls, which are the same on every machine; ``benchmarks/growth.py`` takes the time.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest

from tests.narrative.clean_filings import TEN_PARTS
from tests.thorough import few
from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.grid import Paragraph, Source
from xladdin.narrative.reading import passages
from xladdin.rules.registry import rules

#: Characters on a page of a report.
PAGE = 800
LENGTH = few(3_000, 1_600)

ADVERSARIAL = {
    "数字": "1",
    "其中": "其中",
    "括号": "（",
    "占": "占",
    "空格": " ",
    "约": "约 ",
    "千分位": "1,111,",
    "中心": "中心",
    "由": "由",
    "是": "是",
    "引号": "“三",
    "金额": "1万元",
    "其中金额": "其中1万元，",
    "括号金额": "（1.5万元",
    "占比": "2万元占1%，",
    "增减": "比2023年的3万元增加1万元，",
    "单价": "每人3元，5人，",
    "个数": "5个（",
    "列举": "甲、",
    "一是": "一是3万元；",
    "合计": "3万元，合计",
    "执行率": "预算3万元支出2万元执行率67%",
    "结余": "预算3万元，结余1万元，",
    "指标": "群众满意度96%，",
    "混合": "其中（占1%、2万元，共5个：甲和乙）由3人组成2024年“三公”约4成。",
}


def judged(texts: Sequence[str]) -> None:
    """Read these paragraphs and judge them by families A and N."""
    lines = tuple(Paragraph(i, text) for i, text in enumerate(texts))
    source = Source("报告.docx", "docx", "", lines)
    chosen = profile("ministry")
    filing = Filing((source,), (), "", 2024, passages=passages((source,), 2024))
    for rule in rules().values():
        if rule.code[0] in "AN":
            list(rule.check(filing, chosen))


def work(texts: Sequence[str]) -> int:
    """How many calls, of Python and of C, it takes to judge these paragraphs."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        judged(texts)
    finally:
        sys.setprofile(None)
    return calls


def pages(number: int) -> list[str]:
    """So many pages of a report; every page has other numbers, or all would be repetitions."""
    lines, length, copy = [], 0, 0
    while length < number * PAGE:
        for line in TEN_PARTS.report.split("\n"):
            lines.append(line.replace(".00", f".{copy % 90 + 10}").replace("全年", f"第{copy}期"))
            length += len(line)
        copy += 1
    return lines


@pytest.fixture(scope="module")
def ordinary() -> int:
    """What a report as long as the adversarial texts costs."""
    judged(pages(1))  # what is read once and kept
    return work(pages(LENGTH // PAGE))


@pytest.mark.parametrize("piece", ADVERSARIAL.values(), ids=ADVERSARIAL.keys())
def test_no_text_costs_more_than_its_length_allows(piece: str, ordinary: int) -> None:
    half = work([piece * (LENGTH // 2 // len(piece))])
    whole = work([piece * (LENGTH // len(piece))])
    assert whole < 2.5 * half
    assert whole < 40 * ordinary


def test_ten_times_the_pages_cost_ten_times(ordinary: int) -> None:
    number = few(5)
    assert work(pages(10 * number)) < 13 * work(pages(number))
