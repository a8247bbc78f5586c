"""Rules on what was left in the report by mistake: hints of the template, stale years, slips."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xladdin.model.filing import Filing
from xladdin.model.grid import Source
from xladdin.model.interval import Verdict
from xladdin.model.report import Operand, Relation
from xladdin.narrative.lines import Narrative
from xladdin.rules.registry import rule
from xladdin.rules.report.blanks import missing
from xladdin.rules.report.leftovers import Span, any_of, blanks, data, finds, hints, placeholders
from xladdin.rules.report.outline import filled_in, written

#: What ``xladdin draft`` leaves for people to write, and what tells below the title that it did.
OPEN_PLACE = re.compile(r"〔请补充：[^〔〕\n]*〕")
DRAFT_MARK = "（初稿）"


#: How such a place begins, and how much of it is shown.
_TO_WRITE, _BEGINNING = "〔请补充", 24


def left_to_write(source: Source) -> str:
    """What a first draft leaves to be done before it is filed, in a sentence; empty for nothing."""
    left = [line.text for line in source.paragraphs if _TO_WRITE in line.text]
    if left:
        first = left[0][left[0].index(_TO_WRITE) :].partition("〕")[0][:_BEGINNING]
        return f"还有 {len(left)} 段没有补写，第一处是“{first}〕”。"
    if any(line.text.strip() == DRAFT_MARK for line in source.paragraphs):
        return f"还写着“{DRAFT_MARK}”。"
    return ""


def _operand(said: Narrative, span: Span, label: str) -> Operand:
    return Operand(label, said.text[slice(*span)].strip(), None, "", said.place(*span))


@rule("F501", "info", "模板提示语没有删改")
def templatehints(filing: Filing) -> Iterator[Relation]:
    """检查什么：封面、正文和表里填的文字中有没有模板留下的提示语（此页为封面、100字以内）、占位符号（××、XX年）、没有填的封面栏。
    不算：句子里没有填的数字（见 F506）；写明是“（初稿）”的正文里的〔请补充：……〕；删去“（初稿）”后没有补的就算。
    为什么：这些字样说明材料没有按本单位情况改完，公开后影响观感。
    反例：部门（单位）名称：（盖章）　（此页为封面）
    正例：部门（单位）名称：云山县文化旅游服务中心（盖章）
    怎么改：删去提示语，把空白和占位符号换成实际内容。"""
    for where, said in (("", written(filing)), ("表里", filled_in(filing))):
        spans = _left(said)
        if spans:
            operands = tuple(_operand(said, span, "模板文字") for span in spans[:_SHOWN])
            texts = dict.fromkeys(_quoted(each.text) for each in operands)
            message = f"{where}有 {len(spans)} 处像是模板留下的文字或空白：{'、'.join(texts)}。"
            yield Relation("F501", Verdict.VIOLATED, operands, "模板文字", message)


def _left(said: Narrative) -> list[Span]:
    """The leftovers of a text in order; what lies within another is shown with it."""
    spans: list[Span] = []
    found = {*hints(said.text), *_told_once(said, {*placeholders(said.text), *blanks(said)})}
    if is_draft(said):  # they are work to do, not forgotten; packing asks for them
        found -= {place.span() for place in OPEN_PLACE.finditer(said.text)}
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return spans


def _told_once(said: Narrative, found: set[Span]) -> set[Span]:
    """The places but those where a number is missing, of which F506 tells."""
    told = missing(said)
    return {span for span in found if not any(a < span[1] and span[0] < b for a, b in told)}


def is_draft(said: Narrative) -> bool:
    """Whether a report says of itself that it is a first draft."""
    return any(line.text == DRAFT_MARK for line in said.lines)


def _quoted(text: str) -> str:
    """A leftover for a sentence; one of blanks and lines alone is told, not shown."""
    plain = re.sub(r"\s+", " ", text).strip("_＿ ")
    return (
        f"“{plain}”前的空白"
        if plain in ("万元", "亿元", "元", "%", "％")
        else f"“{plain}”"
        if plain
        else "下划线"
    )


@rule("F504", "info", "年份后漏写“年”字")
def bare_year(filing: Filing) -> Iterator[Relation]:
    """检查什么：正文和表里填的文字中有没有“2024的”“2024度”这样漏了“年”字的年份。
    为什么：漏字影响理解，也说明没有校对。
    反例：现将我中心2024的整体支出绩效自评情况报告如下。
    正例：现将我中心2024年度的整体支出绩效自评情况报告如下。
    怎么改：补上“年”或“年度”。"""
    bare = re.compile(rf"20\d\d(?={any_of('after_bare_year').pattern})")
    places = ((t, m) for t in (written(filing), filled_in(filing)) for m in bare.finditer(t.text))
    for said, found in places:
        before = said.text[found.start() - 1 : found.start()]
        if before.isdigit() or before in data()["before_no_year"]:
            continue
        span = (found.start(), found.end() + 1)
        message = f"“{_around(said, span)}”的“{found[0]}”后面漏了“年”字。"
        yield Relation("F504", Verdict.VIOLATED, (_operand(said, span, "年份"),), found[0], message)


def _around(said: Narrative, span: Span) -> str:
    """A leftover with some words on both sides, on its line."""
    start = max(span[0] - 8, said.text.rfind("\n", 0, span[0]) + 1)
    return said.text[start : min(span[1] + 8, said.text.find("\n", span[1]))].strip()


@rule("F505", "info", "疑似错字")
def slips(filing: Filing) -> Iterator[Relation]:
    """检查什么：正文和表里填的文字中有没有常见的错字、漏字、叠字和叠用的标点，如“暂行办法施细则”“绩校”“，。”。
    为什么：文件名写错会查不到依据，错字影响材料质量。
    反例：按照《××县项目管理暂行办法施细则》执行。
    正例：按照《××县项目管理暂行办法实施细则》执行。
    怎么改：核对后改正。"""
    for said in (written(filing), filled_in(filing)):
        yield from _words(said)
        yield from _marks(said)


def _words(said: Narrative) -> Iterator[Relation]:
    for wrong, (right, not_before, not_after) in data()["slips"].items():
        spans = [
            (start, end)
            for start, end in finds(said.text, wrong)
            if said.text[start - 1] not in not_before and said.text[end] not in not_after
        ]
        if spans:
            operands = tuple(_operand(said, span, "疑似错字") for span in spans[:_SHOWN])
            message = f"“{_around(said, spans[0])}”中的“{wrong}”疑为“{right}”。"
            yield Relation("F505", Verdict.VIOLATED, operands, wrong, message, expected=right)


def _marks(said: Narrative) -> Iterator[Relation]:
    doubled = [(found.start(), found.start() + 2) for found in _DOUBLED.finditer(said.text)]
    if doubled:
        operands = tuple(
            _operand(said, (max(start - 6, said.text.rfind("\n", 0, start) + 1), end), "标点")
            for start, end in doubled[:_SHOWN]
        )
        message = f"有 {len(doubled)} 处标点重复，第一处在“{operands[0].text[:-2]}”之后。"
        yield Relation("F505", Verdict.VIOLATED, operands, "标点重复", message)


#: 。， ，， 、。 but not …… and ——.
_DOUBLED = re.compile(r"[，。；、]{2,}")
#: So many places are shown; whoever has more finds the others beside them.
_SHOWN = 50
