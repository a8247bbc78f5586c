"""Split the lines of a filing into its reports."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from xladdin.narrative.lines import Line, Narrative
from xladdin.patterns import pattern

_TITLE_END = pattern(r"报告(?:书|[(（][^()（）]{0,24}[)）])?$")
_FIRST_TITLE_END = pattern(
    _TITLE_END.pattern + r"|绩效(?:自评|评价)(?:工作)?(?:情况|总结|材料|说明|情况说明)$"
)
#: Lines with the same ending that only speak about a report, or announce it.
_NO_TITLE = pattern(
    r"^(?:撰写|形成|出具|编写|编制|提交|报送|起草|完成|审核|上报|公开|附|根据|按照)"
)
_LONGEST_TITLE = 60
_WHOLE = pattern(r"整体")
_FUND = pattern(r"转移支付|基金|专项(?:资金|经费|债券)|补助(?:资金|经费)|资金(?:支出|使用)?绩效")
_PROJECT = pattern(r"项目")
_APPENDIX = pattern(r"附\s*[件表录]\s*(?:[\d一二三四五六七八九十]{1,2}|[:：]|$)")
#: Less text in sentences is no report, but a cover, a table of contents, lines between tables.
_FEWEST_CHARACTERS = 150
_SENTENCE = pattern(r"[，。；]")


def narratives(lines: Sequence[Line]) -> tuple[Narrative, ...]:
    """Return the reports among the lines in order, each up to its appendices."""
    sources = groupby(lines, key=lambda line: line.passage.source)
    return tuple(report for _, group in sources for report in _of_source([*group]))


def _of_source(every: Sequence[Line]) -> list[Narrative]:
    found: list[tuple[str, list[Line]]] = []
    title, size = "", 0
    body: list[Line] = []
    for index, line in enumerate(every):
        titled = _title(every, index, first=not found and not size)
        ends = size >= _FEWEST_CHARACTERS and _APPENDIX.match(line.text) is not None
        if titled or ends:
            _keep(found, title, body, size)
            title, body, size = titled, [], 0
            if ends:  # what follows, up to a title, belongs to the appendices
                found.append(("", []))
        elif not (found and not found[-1][1] and not title):
            body.append(line)
            size += len(line.text) if _SENTENCE.search(line.text) else 0
    _keep(found, title, body, size)
    return [Narrative(title, _kind(title), tuple(body)) for title, body in found if body]


def _keep(found: list[tuple[str, list[Line]]], title: str, body: list[Line], size: int) -> None:
    """Append a report; one without a text of its own joins the one before."""
    if size >= _FEWEST_CHARACTERS:
        found.append((title, body))
    elif found and found[-1][1]:
        found[-1][1].extend(body)


def _title(every: Sequence[Line], index: int, first: bool) -> str:
    """Return the title that ends on this line, without blanks; empty if none does. The ``first`` title
    may end in other words than 报告."""
    line = every[index]
    if line.style or len(line.text) > _LONGEST_TITLE:
        return ""
    text = "".join(line.text.split())
    ending = _FIRST_TITLE_END if first else _TITLE_END
    if not ending.search(text) or _NO_TITLE.match(text):
        return ""
    before = every[index - 1] if index else None
    above = "".join(before.text.split()) if before is not None and _broken(before) else ""
    if "绩效" in text and (not above or _WHOLE.search(text) or _PROJECT.search(text)):
        return text
    return above + text if "绩效" in above + text else ""


def _broken(line: Line) -> bool:
    """Return whether a title may continue after this line."""
    return (
        not line.style
        and len(line.text) <= _LONGEST_TITLE
        and not pattern("[。：:；，表）)]").search(line.text)
    )


def _kind(title: str) -> str:
    if _WHOLE.search(title):
        return "whole"
    if _FUND.search(title):
        return "fund"
    return "project" if _PROJECT.search(title) else "whole"
