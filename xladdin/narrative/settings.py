"""Where a paragraph stands: under which heading, in a report on what, of which unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xladdin.model.grid import Paragraph, Source
from xladdin.narrative.patterns import LEAD, plain
from xladdin.narrative.subjects import Words

#: The section headings that say which funds the figures below are about.
SCOPES = {
    "一般公共预算": re.compile(r"一般公共预算"),
    "政府性基金": re.compile(r"政府性基金"),
    "国有资本经营": re.compile(r"国有资本经营"),
    "社会保险基金": re.compile(r"社会保险基金"),
}
_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|\d{1,2}\s*[、.．]\s)\s*(?P<title>[^。；;]{2,40})$"
)
#: The title of a report: those on a project come after the one on the whole.
_REPORT = re.compile(r"绩效(?:自评|评价)*(?:工作)?\s*报告\s*$")
_PROJECT_REPORT = re.compile(r"项目(?:支出)?(?:资金)?绩效")
#: A heading over what was planned, not over how it was fulfilled.
_GOALS = re.compile(r"(?:目标|主要任务|工作任务|任务目标)(?!.*(?:完成|实现|达成|情况|分析|成效))")
#: Headings of what is narrower than the whole: 全年支出 below one of them is no 支出总额.
_TOPICS = tuple(
    (name, re.compile(words))
    for name, words in (
        ("三公经费", r"三公[\"”]?\s?经费"),
        ("公务接待", "公务接待"),
        ("政府采购", "政府采购"),
        ("项目支出", "项目(?:支出|资金|经费)"),
        ("基本支出", "基本支出"),
        ("政府性基金", "政府性基金"),
    )
)
_GENERAL_TOPIC = re.compile(r"整体|部门支出|年度收支|收支|预算执行|和项目|及项目|、项目|绩效")
_UNITS_BELOW = re.compile(r"(?:二|下一|三)级(?:机构|单位|预算单位)|(?:下辖|下属|所属|直属)|本级")
_NUMBERED = re.compile(r"\s*[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]")
_SUBHEADING = re.compile(r"^\s*[(（][一二三四五六七八九十\d]{1,3}[)）]")


@dataclass(frozen=True, slots=True)
class Setting:
    """Whose report it is, whether it has units below it, and what the headings above say.

    ``topic`` is the one subject, narrower than the whole, that the paragraph is about; ``scope`` the
    kind of funds, or 项目 in the report on a project; ``goals``: what was planned, not what was done.
    """

    unit: str
    several: bool
    topic: str
    scope: str
    goals: bool
    #: The profile's own words for subjects of the lexicon.
    words: Words


def settings(source: Source, unit: str, words: Words) -> Iterator[tuple[Paragraph, Setting]]:
    """The paragraphs of a source that hold words, each with its setting."""
    scope = whole = topic = ""
    several = any(_UNITS_BELOW.search(paragraph.text) for paragraph in source.paragraphs)
    goals = False
    for paragraph in source.paragraphs:
        if not paragraph.text.strip():
            continue
        if _is_heading(paragraph.text):
            goals = bool(_GOALS.search(paragraph.text))
            topic = _topic(paragraph.text)
        lead = LEAD.match(plain(paragraph.text))
        if lead is not None and _NUMBERED.match(paragraph.text):
            goals = bool(_GOALS.search(lead["title"]))
            topic = _topic(lead["title"])
        if _REPORT.search(paragraph.text) and len(paragraph.text) < 60:
            scope = "项目" if _PROJECT_REPORT.search(paragraph.text) else ""
            whole = scope
        heading = _HEADING.match(paragraph.text)
        if heading is not None and not _SUBHEADING.match(paragraph.text):
            title = heading["title"]
            scope = next((name for name, word in SCOPES.items() if word.search(title)), whole)
        about = (_topic(lead["title"]) if lead is not None else "") or topic
        yield paragraph, Setting(unit, several, about, scope, goals, words)


def _topic(title: str) -> str:
    """The one subject, narrower than the whole, that a heading is about; empty for none."""
    words = plain(title)
    found = [name for name, pattern in _TOPICS if pattern.search(words)]
    return found[0] if found and not _GENERAL_TOPIC.search(words) else ""


def _is_heading(text: str) -> bool:
    return (
        len(text) < 40
        and "。" not in text
        and bool(_SUBHEADING.match(text) or _HEADING.match(text))
    )
