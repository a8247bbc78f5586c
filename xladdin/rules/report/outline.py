"""Check what the report must say (its parts, its score, the staff) and how its headings are numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from xladdin.forms.profiles import Profile, Section
from xladdin.forms.told import written_in
from xladdin.model.filing import Filing, narrative
from xladdin.model.prose import Passage
from xladdin.model.report import Operand, Relation
from xladdin.narrative.lines import Line, Narrative, everything
from xladdin.narrative.outline import narratives
from xladdin.patterns import pattern
from xladdin.rules.registry import rule
from xladdin.rules.ruling import quoted, ruled
from xladdin.rules.scope import operand
from xladdin.text.numbers import in_chinese

_HEADING_SHOWN = 24
#: The fewest headings of a report without a title; other texts are notes around tables.
_FEWEST_HEADINGS = 2
#: A stated score or grade: 自评得分98分, 综合得分为95.5, 自评等级为优.
_SCORE = pattern(
    r"(?:得分|评分|总分|打分|分值)[^。；;，,\d\n]{0,10}\d{1,3}(?:\.\d{1,4})?(?![\d年])\s?分?"
    r"|(?:等级|等次|级别|自评结[果论]|评价结[果论]|评[为定])[^。；;，,\n]{0,8}?(?:[“\"](?:[优良中差]|优秀|良好)[”\"]|优秀?|良好?|中等|合格)"
)
#: A stated number of posts: 编制16人, 核定编制数为5人, 事业编制12名; 16名编制.
_POSTS = pattern(
    r"编制[^。；;，,\d\n]{0,10}\d{1,6}\s?[人名个]|\d{1,6}\s?[名个](?:行政|事业|全额|机关)?编制"
)
#: A stated number of staff: 在职5人, 实有在职人员17人, 年末在编在岗教师32人; 现有干部职工20人.
_STAFF = pattern(
    r"(?:在职|在编|在岗|实有|现有(?=[^，,。；;\d]{0,4}(?:人员|职工|干部|教师|教职工|民警|辅警|职员|员工|\d)))"
    r"[^。；;\d\n]{0,14}\d{1,6}\s?[人名]|\d{1,6}\s?[人名](?:在职|在编|在岗)"
)

#: The heading of each part of a report, or the span of its text elsewhere.
Parts = Mapping[str, "Line | tuple[int, int]"]


@lru_cache(maxsize=8)
def written(filing: Filing) -> Narrative:
    """Return all lines of the sources with a report; empty if a filing has tables only."""
    told = {source.name for source in filing.sources if narrative(source)}
    return everything([p for p in filing.passages if p.source in told and not p.of_form])


@lru_cache(maxsize=8)
def filled_in(filing: Filing) -> Narrative:
    """Return all that people wrote in words into the forms, in lines."""
    entries = enumerate(written_in(filing.forms), 1)
    return everything(
        [Passage(e.location.source, -n, e.text, "", cell=e.location) for n, e in entries]
    )


@lru_cache(maxsize=8)
def reports(filing: Filing) -> tuple[Narrative, ...]:
    """Return the reports of a filing, those on the whole unit first."""
    return tuple(sorted(narratives(written(filing).lines), key=lambda each: each.kind != "whole"))


@lru_cache(maxsize=64)
def parts(report: Narrative, outline: tuple[Section, ...]) -> Parts:
    """Return where a report has each part of the outline: its heading (preferably one numbered 一、), else
    the span of its text elsewhere. Missing parts are left out."""
    found: dict[str, Line | tuple[int, int]] = {}
    for section in outline:
        lines = [report.heading_at(m.start()) for m in section.heading.finditer(report.leads)]
        if lines:
            found[section.part] = next((each for each in lines if each.style == "top"), lines[0])
        elif said := section.text.search(report.text):
            found[section.part] = said.span()
    return found


def shown(report: Narrative, place: Line | tuple[int, int], label: str) -> Operand:
    """Make an operand of a heading or of a span of the report's text."""
    if isinstance(place, Line):
        return quoted(label, place.text[:_HEADING_SHOWN], place.place())
    return piece(report, place, label)


def piece(said: Narrative, span: tuple[int, int], label: str) -> Operand:
    """Make an operand of a span of a text."""
    return quoted(label, said.text[slice(*span)].strip(), said.place(*span))


def name(report: Narrative) -> str:
    """Return what to call a report in a sentence."""
    return f"“{report.title}”" if report.title else "报告正文"


@rule("F401", "warning", "报告缺少应有的部分")
def outline(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：自评报告是否有本地区提纲要求的各个部分；整体支出、专项（转移支付）资金、项目支出的报告各有提纲。
    怎么认：先看标题，再看内容；编号、措辞不同，自动编号变了样，都不算缺。
    为什么：报告的完整性要评分，正文每少一个部分都会扣分（如岳阳的考核评分表）。
    反例：报告只写了单位概况和全年工作，没有支出情况、存在的问题、改进措施。
    正例：各部分都有标题；没有政府性基金预算的，标题下写“无”。
    怎么改：补写缺少的部分；没有发生的，保留标题并写“无”；写在别处的，加上小标题，让人一眼看到。"""
    for report in reports(filing):
        sections = profile.outline(report.kind)
        found = parts(report, sections)
        named = sum(isinstance(each, Line) for each in found.values())
        if not report.title and named < _FEWEST_HEADINGS:
            continue
        missing = [section.title for section in sections if section.part not in found]
        needed = any(section.required and section.part not in found for section in sections)
        there = [section for section in sections if section.part in found]
        headings = tuple(shown(report, found[each.part], each.title) for each in there)
        count = quoted("报告各部分", f"{len(there)}个部分", report.lines[0].place())
        places = "；".join(
            " ".join(each.text.split())
            if isinstance(found[section.part], Line)
            else f"{section.title}（没有单独的标题）"
            for section, each in zip(there, headings, strict=True)
        )
        message = f"{name(report)}缺少 {len(missing)} 个部分：{'；'.join(missing)}。"
        message += f"找到的部分：{places}。" if headings else ""
        operands, expected = (count, *headings), "、".join(missing)
        yield ruled("F401", operands, name(report), message, expected, right=not needed)


@rule("F404", "info", "正文没有写自评得分和等级")
def score(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：自评报告正文是否写了自评得分或等级。只有项目支出报告的不检查。
    为什么：自评结果是报告的结论，只在附表里有，读正文的人看不到，也无法与附表核对。
    反例：2024年单位整体支出较好地完成了绩效目标。
    正例：2024年部门整体支出绩效自评得分98分，等级为“优”。
    怎么改：在绩效情况部分写明自评得分（与自评表总分一致）和等级。"""
    told = [report for report in reports(filing) if report.kind != "project"]
    if not told:
        return
    for report in told:
        if said := _SCORE.search(report.text):
            yield ruled("F404", (piece(report, said.span(), "自评得分"),), "自评得分")
            return
    report = told[0]
    where = parts(report, profile.outline(report.kind)).get("绩效情况", report.lines[0])
    totals = (form.entries.get("总分.得分") for form in filing.of("overall"))
    scored = [operand(entry, "自评表总分") for entry in totals if entry and not entry.blank][:1]
    message = "报告正文没有写自评得分和等级"
    message += f"，自评表的总分是 {scored[0].text} 分。" if scored else "。"
    operands = (shown(report, where, "绩效情况"), *scored)
    yield ruled("F404", operands, "自评得分", message)


@rule("F405", "info", "写了编制数没有写在职人数")
def staff(filing: Filing) -> Iterator[Relation]:
    """检查什么：正文写了编制数的，正文或基础数据表里有没有实际在职人数。
    为什么：没有在职人数，在职人员控制率（在职人数÷编制数）无法核对。
    反例：共有编制16人，内设4个部室。
    正例：共有编制16人，年末实有在职人员15人，内设4个部室。
    怎么改：在单位基本情况里补写年末实际在职人数。"""
    posts = _first(filing, _POSTS, "编制数")
    if posts is None:
        return
    entries = [form.entries.get("在职人数") for form in filing.of("basic_data")]
    there = next((entry for entry in entries if entry is not None and not entry.blank), None)
    stated = _first(filing, _STAFF, "在职人数")
    number = operand(there, "在职人数") if there is not None else None
    operands = [each for each in (posts, stated, number) if each is not None]
    message = f"报告正文写了“{posts.text}”，没有写实际在职人数，在职人员控制率无法核对。"
    yield ruled("F405", operands, "在职人数", message, right=len(operands) > 1)


def _first(filing: Filing, words: re.Pattern[str], label: str) -> Operand | None:
    """Return the first match in any report as an operand; None if there is none."""
    found = ((report, words.search(report.text)) for report in reports(filing))
    return next((piece(report, said.span(), label) for report, said in found if said), None)


_NUMBER_SHOWN = 20


@rule("F408", "warning", "标题编号重复或跳号")
def numbering(filing: Filing) -> Iterator[Relation]:
    """检查什么：正文一级标题（一、二、三……）的序号是否连着往下编。重新从“一”开始的是另一组。
    为什么：序号重复或跳号，常是删改后没有重编，也可能漏了一部分。
    反例：“四、绩效目标完成情况”后面是“六、存在的主要问题”。
    正例：“四、绩效目标完成情况”后面是“五、存在的主要问题”。
    怎么改：按顺序重编标题序号；漏了一部分的，补上这一部分。"""
    lines = [line for line in written(filing).lines if line.style == "top" and line.heading]
    for before, line in _out_of_turn(lines):
        operands = tuple(
            quoted("标题", each.text[:_NUMBER_SHOWN], each.place()) for each in (before, line)
        )
        wanted = in_chinese(before.ordinal + 1)
        message = f"“{before.text[:_NUMBER_SHOWN]}”后面的标题是“{line.text[:_NUMBER_SHOWN]}”，按顺序应编为“{wanted}”。"
        yield ruled("F408", operands, line.text[:_NUMBER_SHOWN], message, expected=wanted)


def _out_of_turn(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Yield headings that continue no open list, each with the one before it. The next heading may follow its
    number as written or as it should be, so that one mistake is reported once."""
    opened: list[tuple[Line, set[int]]] = []
    for line in lines:
        if line.ordinal == 1:
            opened.append((line, {2}))
            continue
        source = line.passage.source
        lists = ((i, last.passage.source, next_) for i, (last, next_) in enumerate(opened))
        goes_on = [i for i, of, next_ in lists if of == source and line.ordinal in next_]
        if goes_on:
            opened[goes_on[-1] :] = [(line, {line.ordinal + 1})]
        elif opened and opened[-1][0].passage.source == source:
            last = opened[-1][0]
            if line.ordinal - last.ordinal in (0, 2):
                yield last, line
            opened[-1] = (line, {line.ordinal + 1, last.ordinal + 2})
