"""Reading a report costs time in proportion to its length, whatever stands in it."""

from __future__ import annotations

import gc
import time

import pytest
from clean_filings import TEN_PARTS

from xladdin.forms.profiles import profile
from xladdin.model.filing import Filing
from xladdin.model.grid import Paragraph, Source
from xladdin.narrative.reading import passages
from xladdin.rules.registry import rules

LENGTH = 20_000
#: Characters on a page of a report.
PAGE = 800

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


def cost(texts: list[str]) -> float:
    """Seconds of processor time to read these paragraphs and judge them by families A and N."""
    lines = tuple(Paragraph(i, text) for i, text in enumerate(texts))
    source = Source("报告.docx", "docx", "", lines)
    chosen = profile("ministry")
    every = [rule for rule in rules().values() if rule.code[0] in "AN"]
    gc.collect()
    start = time.process_time()
    filing = Filing((source,), (), "", 2024, passages=passages((source,), 2024))
    for rule in every:
        list(rule.check(filing, chosen))
    return time.process_time() - start


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
def ordinary() -> float:
    """What a report as long as the adversarial texts costs."""
    cost(pages(1))
    return min(cost(pages(LENGTH // PAGE)) for _ in range(2))


@pytest.mark.parametrize("piece", ADVERSARIAL.values(), ids=ADVERSARIAL.keys())
def test_no_text_costs_more_than_its_length_allows(piece: str, ordinary: float) -> None:
    half = whole = float("inf")
    for _ in range(3):
        half = min(half, cost([piece * (LENGTH // 2 // len(piece))]))
        whole = min(whole, cost([piece * (LENGTH // len(piece))]))
        if whole < 3 * half + 0.05 and whole < 25 * ordinary:
            break
    assert whole < 3 * half + 0.05, f"{half:.2f} s for half of it, {whole:.2f} s for the whole"
    assert whole < 25 * ordinary


def test_a_hundred_pages_cost_ten_times_ten() -> None:
    cost(pages(1))
    ten = min(cost(pages(10)) for _ in range(3))
    hundred = min(cost(pages(100)) for _ in range(2))
    assert hundred < 20 * ten
