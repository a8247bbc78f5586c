"""Check that each problem in a report has a measure that answers it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from xladdin.forms.profiles import Profile, Section
from xladdin.model.filing import Filing
from xladdin.model.report import Operand, Relation
from xladdin.narrative.lines import Line, Narrative
from xladdin.patterns import pattern
from xladdin.rules.registry import rule
from xladdin.rules.report.outline import parts, reports
from xladdin.rules.ruling import quoted, ruled
from xladdin.rules.words import pairs

#: Numbering within a paragraph: 一是…… 二是……, 第一，…… 第二，……
_INLINE = pattern(r"(?:[一二三四五六七八九]是|第[一二三四五六七八九][，,、])")
#: Words that a problem and a measure may share without being about one thing.
_COMMON = pattern(
    r"有待|进一步|加强|提高|提升|管理|工作|问题|方面|不够|不足|不强|不高|不到位|缺乏|缺少|缺失|存在|需要|完善|优化|规范|"
    r"加大|力度|机制|情况|由于|导致|部分|个别|有些|有的|单位|部门|我[局校院所镇乡办委中心站馆们]?|水平|能力|没有|仍然|"
    r"较为|比较|还|的|了|和|及|与|在|未|较|对|不|全面|落实|建设|开展|深入|细化|针对|上"
)
_TITLE_END = pattern(r"[，,。；;]")
_HAN = pattern(r"[\u4e00-\u9fff]+")
_SHOWN = 24
_LONGEST_TITLE = 40
_LONGEST_HEADING = 20


class _Item(Struct, frozen=True):
    """A problem or a measure: its line, the span of its title there, the title, its whole text."""

    line: Line
    span: tuple[int, int]
    title: str
    text: str

    def operand(self, label: str) -> Operand:
        """Make an operand that shows the title."""
        start, end = self.span
        return quoted(label, self.title, self.line.place(start, end))


@rule("F403", "info", "问题没有对应的改进措施")
def answers(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：“存在的问题”和“改进措施”都分条写的，每个问题有没有措施：条数是否不少于问题，用词上有没有一条说到同一件事。
    为什么：措施与问题对应是考核评分的要求；只提资金不足、加大投入的不得分。
    反例：问题有“财务人员业务水平不高”，措施只有“加强资产管理”“积极争取资金”。
    正例：问题“项目进度偏慢”，措施“提前办理招标手续，加快项目进度”。
    怎么改：逐条对照：每个问题写一条能解决它的措施，次序与问题一致。"""
    for report in reports(filing):
        sections = profile.outline(report.kind)
        problems, measures = _both(report, sections)
        if not problems or not measures:
            continue
        counted = f"问题 {len(problems)} 条、措施 {len(measures)} 条"
        operands = (
            quoted("条数", counted, problems[0].line.place()),
            *(item.operand(f"问题{n}") for n, item in enumerate(problems, 1)),
            *(item.operand(f"措施{n}") for n, item in enumerate(measures, 1)),
        )
        said = _subject("".join(item.text for item in measures))
        unanswered = [
            f"第 {n} 条“{item.title[:_SHOWN]}”"
            for n, item in enumerate(problems, 1)
            if (own := _subject(item.title)) and not own & said
        ]
        told = f"问题{'、'.join(unanswered)}没有看到对应的措施"
        message = f"正文写了{counted}，{told if unanswered else '请核对是不是每个问题都有措施'}。"
        right = not unanswered and len(measures) >= len(problems)
        yield ruled("F403", operands, "问题与措施", message, right=right)


def _both(report: Narrative, sections: Sequence[Section]) -> tuple[list[_Item], list[_Item]]:
    """Return the problems and the measures, both empty unless each has a heading of its own."""
    found = parts(report, tuple(sections))
    start = found.get("存在的问题")
    wanted = [section for section in sections if section.part == "改进措施"]
    if not isinstance(start, Line) or not wanted or wanted[0].heading.search(start.lead):
        return [], []
    lines = report.lines
    at = lines.index(start)
    after = next(
        (i for i in range(at + 1, len(lines)) if _is_heading_of(lines[i], wanted[0])), None
    )
    if after is None:
        return [], []
    stop = {id(place) for place in found.values() if isinstance(place, Line)}
    end = _end(lines, at, stop | {id(lines[after])})
    return _items(lines[at + 1 : end]), _items(lines[after + 1 : _end(lines, after, stop)])


def _is_heading_of(line: Line, section: Section) -> bool:
    """Return whether a line is the section's heading, and not a longer item on measures."""
    short = line.heading and len(line.lead) <= _LONGEST_HEADING
    return short and bool(section.heading.search(line.lead))


def _end(lines: Sequence[Line], at: int, stop: set[int]) -> int:
    """Return the index of the line at which the section ends whose heading has index ``at``."""
    heading = lines[at]
    for index in range(at + 1, len(lines)):
        line = lines[index]
        following = line.style == heading.style and line.ordinal == heading.ordinal + 1
        top = line.heading and line.style == "top"
        if id(line) in stop or top or (heading.style and following):
            return index
    return len(lines)


def _items(lines: Sequence[Line]) -> list[_Item]:
    """Return the items of a section: those numbered like the first, or 一是…二是… in one text."""
    first = next(
        (line for line in lines if line.ordinal == 1 and not _is_heading_of_items(lines, line)),
        None,
    )
    if first is None:
        return _inline(lines)
    starts = [i for i, line in enumerate(lines) if line.style == first.style]
    items = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        line = lines[start]
        text = "\n".join(each.text for each in lines[start:end])
        title = line.lead[:_LONGEST_TITLE]
        at = line.text.find(title)
        items.append(_Item(line, (at, at + len(title)), title, text))
    return items


def _is_heading_of_items(lines: Sequence[Line], line: Line) -> bool:
    """Return whether a line numbered 1 is the only one of its style and heads items of another."""
    alone = sum(each.style == line.style for each in lines) == 1
    return alone and any(each.ordinal == 1 and each.style != line.style for each in lines)


def _inline(lines: Sequence[Line]) -> list[_Item]:
    marked = [(line, found) for line in lines if len(found := [*_INLINE.finditer(line.text)]) > 1]
    if len(marked) != 1:
        return []
    line, found = marked[0]
    ends = [*(mark.start() for mark in found[1:]), len(line.text)]
    items = []
    for mark, end in zip(found, ends, strict=True):
        text = line.text[mark.end() : end]
        title = _TITLE_END.split(text, maxsplit=1)[0][:_LONGEST_TITLE]
        items.append(_Item(line, (mark.start(), mark.end() + len(title)), title, text))
    return items


def _subject(text: str) -> set[str]:
    """Return the pairs of neighbouring characters of a text without common words."""
    return {pair for run in _HAN.findall(_COMMON.sub("，", text)) for pair in pairs(run)}
