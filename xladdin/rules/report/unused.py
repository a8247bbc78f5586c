"""Explain why a figure of the report is in no relation, so that coverage can be understood."""

from __future__ import annotations

from collections.abc import Container, Iterator

from xladdin.model.figure import Location
from xladdin.model.filing import Filing
from xladdin.model.prose import Claim
from xladdin.model.report import Unused
from xladdin.rules.report.prose import claim_operand

#: What was missing for each kind of figure, in Chinese.
_NEEDED = {
    "share": "没有找到它占的总额",
    "rate": "没有找到对应的完成数和计划数",
    "change": "没有找到增减前后的两个数",
    "then": "没有找到与它相比的数",
    "price": "没有找到对应的数量和金额",
    "left": "没有找到对应的预算和支出",
    "beyond": "没有找到对应的目标和完成数",
    "carried": "没有找到对应的收入、支出和结余",
    "bound": "是一个界限（不低于、以上等），不是确定的数",
}


def unused(filing: Filing, judged: Container[Location]) -> Iterator[Unused]:
    """Yield the figures of the report that are in no judged relation, each with the Chinese reason.

    ``judged`` are the locations of the figures that are in one.
    """
    for passage in filing.passages:
        for claim in passage.claims:
            if claim.location not in judged:
                yield Unused(claim_operand(claim), _reason(claim, filing.year))


def _reason(claim: Claim, year: int | None) -> str:
    if claim.real:
        return "按可比价或者多年平均，不能用印出的数验算"
    if claim.figure.irregular:
        return "是约数或者一个范围"
    if claim.role in _NEEDED:
        return _NEEDED[claim.role]
    if claim.partial:
        return "只是一年中一段时间的数"
    if claim.basis == "target":
        return "是目标数，没有找到对应的完成数"
    if claim.year not in (year, None):
        return f"是 {claim.year} 年的数，没有找到可对的数"
    if claim.owned:
        return f"属于“{claim.topic}”，没有找到同一件事的另一个数"
    return "没有找到同一件事的另一个数"
