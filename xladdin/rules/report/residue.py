"""Find what was left in the report by mistake: hints of the template, stale years, slips."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xladdin.model.filing import Filing
from xladdin.model.grid import Source
from xladdin.model.report import Relation
from xladdin.narrative.lines import Narrative
from xladdin.patterns import pattern
from xladdin.rules.registry import rule
from xladdin.rules.report.blanks import (
    Span,
    any_trace,
    empty_fields,
    finds,
    hints,
    missing,
    placeholders,
    traces,
)
from xladdin.rules.report.outline import filled_in, piece, reports, written
from xladdin.rules.ruling import quoted, ruled

#: What ``xladdin draft`` leaves for people to write, and the line that marks a draft.
OPEN_PLACE = pattern(r"〔请补充：[^〔〕\n]*〕")
DRAFT_MARK = "（初稿）"


#: How such a place begins, and how many characters of it are shown.
_TO_WRITE, _BEGINNING = "〔请补充", 24


def left_to_write(source: Source) -> str:
    """Return a Chinese sentence on what a draft leaves to be written before filing; empty for nothing."""
    left = [line.text for line in source.paragraphs if _TO_WRITE in line.text]
    if left:
        first = left[0][left[0].index(_TO_WRITE) :].partition("〕")[0][:_BEGINNING]
        return f"还有 {len(left)} 段没有补写，第一处是“{first}〕”。"
    if any(line.text.strip() == DRAFT_MARK for line in source.paragraphs):
        return f"还写着“{DRAFT_MARK}”。"
    return ""


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
            operands = tuple(piece(said, span, "模板文字") for span in spans[:_SHOWN])
            texts = dict.fromkeys(_quoted(each.text) for each in operands)
            message = f"{where}有 {len(spans)} 处像是模板留下的文字或空白：{'、'.join(texts)}。"
            yield ruled("F501", operands, "模板文字", message)


def _left(said: Narrative) -> list[Span]:
    """Return the leftovers of a text in order, without those inside others."""
    spans: list[Span] = []
    found = {
        *hints(said.text),
        *_without_missing_numbers(said, {*placeholders(said.text), *empty_fields(said)}),
    }
    if is_draft(said):  # open work, not forgotten; packing asks for it
        found -= {place.span() for place in OPEN_PLACE.finditer(said.text)}
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return spans


def _without_missing_numbers(said: Narrative, found: set[Span]) -> set[Span]:
    """Return the places without those of missing numbers, which F506 reports."""
    told = missing(said)
    return {span for span in found if not any(a < span[1] and span[0] < b for a, b in told)}


def is_draft(said: Narrative) -> bool:
    """Return whether a report is marked as a first draft."""
    return any(line.text == DRAFT_MARK for line in said.lines)


def _quoted(text: str) -> str:
    """Return a leftover for a sentence, quoted; one of blanks and lines only is described."""
    plain = re.sub(r"\s+", " ", text).strip("_＿ ")
    if not plain:
        return "下划线"
    return f"“{plain}”" + "前的空白" * (plain in ("万元", "亿元", "元", "%", "％"))


@rule("F504", "info", "年份后漏写“年”字")
def bare_year(filing: Filing) -> Iterator[Relation]:
    """检查什么：正文和表里填的文字中有没有“2024的”“2024度”这样漏了“年”字的年份。
    为什么：漏字影响理解，也说明没有校对。
    反例：现将我中心2024的整体支出绩效自评情况报告如下。
    正例：现将我中心2024年度的整体支出绩效自评情况报告如下。
    怎么改：补上“年”或“年度”。"""
    bare = pattern(rf"20\d\d(?={any_trace('after_bare_year').pattern})")
    places = ((t, m) for t in (written(filing), filled_in(filing)) for m in bare.finditer(t.text))
    for said, found in places:
        before = said.text[found.start() - 1 : found.start()]
        if before.isdigit() or before in traces()["before_no_year"]:
            continue
        span = (found.start(), found.end() + 1)
        message = f"“{_around(said, span)}”的“{found[0]}”后面漏了“年”字。"
        yield ruled("F504", (piece(said, span, "年份"),), found[0], message)


def _around(said: Narrative, span: Span) -> str:
    """Return a leftover with some words of its line on both sides."""
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
        yield from _wrong_words(said)
        yield from _doubled_marks(said)


def _wrong_words(said: Narrative) -> Iterator[Relation]:
    for wrong, (right, not_before, not_after) in traces()["slips"].items():
        spans = [
            (start, end)
            for start, end in finds(said.text, wrong)
            if said.text[start - 1] not in not_before and said.text[end] not in not_after
        ]
        if spans:
            operands = tuple(piece(said, span, "疑似错字") for span in spans[:_SHOWN])
            message = f"“{_around(said, spans[0])}”中的“{wrong}”疑为“{right}”。"
            yield ruled("F505", operands, wrong, message, expected=right)


def _doubled_marks(said: Narrative) -> Iterator[Relation]:
    doubled = [(found.start(), found.start() + 2) for found in _DOUBLED.finditer(said.text)]
    if doubled:
        operands = tuple(
            piece(said, (max(start - 6, said.text.rfind("\n", 0, start) + 1), end), "标点")
            for start, end in doubled[:_SHOWN]
        )
        message = f"有 {len(doubled)} 处标点重复，第一处在“{operands[0].text[:-2]}”之后。"
        yield ruled("F505", operands, "标点重复", message)


#: Doubled punctuation: 。， ，， 、。 but not …… and ——.
_DOUBLED = pattern(r"[，。；、]{2,}")
#: The most places of a kind that are shown.
_SHOWN = 50


_LONGEST = 40
_YEAR = pattern(r"20\d\d年")
#: Words of planning, which a report on a finished year no longer needs; not 将 alone (把) or 争取 (to
#: obtain).
_PLAN_AFTER = pattern(
    r"(?:度|全年|年?底|末|\d{1,2}月(?:底|份)?)?[^，,。；;\n\d]{0,6}?(?:预计|预期将|将要|将会|将于|将继续|力争|拟(?![定订写稿办人]))"
)
_PLAN_BEFORE = pattern(r"(?:(?:预计|力争)(?:于|在|到)?|(?:将|拟)(?:于|在|到))$")
#: Words by which a sentence is on a plan, or says what came of it.
_PLANNED = pattern(
    r"实际|已经?[完竣建达实]|目标|计划|规划|方案|批复|年初|下达|测算|预算编制|原定|通知"
)
_PLAN_SECTION = pattern(r"目标|计划|职[责能]|规划|下一?步|措施|打算")
#: What follows a year that must be this year's.
_THIS_YEAR = pattern(
    r"度?[^，,。；;《》\n\d]{0,12}(?:整体支出|项目支出|专项资金)绩效(?:自评|评价)|"
    r"度?[^，,。；;《》\n\d]{0,8}(?:整体支出|“?三公”?经费|部门决算|预算执行|支出|主要工作|重点工作)[^，,。；;\n]{0,8}情况$"
)
_LOOKING_BACK = pattern(
    r"上年|去年|上一年|比|较|整改|应用|结转|历年|以来|连续|结余|续建|往年|回顾|《"
)


@rule("F502", "info", "年份或时态像是沿用旧稿")
def stale_year(filing: Filing) -> Iterator[Relation]:
    """检查什么：自评年度已经结束，正文是否还用“预计”“力争”“拟于”说这一年的事；小标题和自评结论里的年份是否还是以前年度。
    不算旧稿：句子里写了实际完成数，说的是年初目标，或与以前年度对比。
    为什么：自评报告写的是已完成的年度，这些写法说明沿用了旧稿。
    反例：2024年度的报告写“2024年预计收取租金50万元”，或小标题写“2022年度部门整体支出情况”。
    正例：2024年收取租金48万元。
    怎么改：核对年份；已经过去的年度，把“预计”“力争”改成实际完成情况。"""
    if filing.year is None:
        return
    for report in reports(filing):
        section = ""
        for line in report.lines:
            heading = line.alone
            section = line.lead if heading else section
            for found in _YEAR.finditer(line.text):
                year = int(found[0][:4])
                message = ""
                if year == filing.year and not heading and not _PLAN_SECTION.search(section):
                    message = _planned(line.text, found.span(), filing.year)
                elif filing.year - 3 <= year < filing.year:
                    message = _older(line.text, found.span(), heading, filing.year)
                if message:
                    span = found.start(), min(found.end() + 12, len(line.text))
                    text = line.text[slice(*span)]
                    yield ruled("F502", (quoted("年份", text, line.place(*span)),), text, message)


def _words_around(text: str, start: int, end: int, stops: str) -> str:
    """Return the words around a span, up to the nearest of the stops on both sides."""
    before = max(text.rfind(sign, 0, start) for sign in stops) + 1
    after = min((at for sign in stops if (at := text.find(sign, end)) >= 0), default=len(text))
    return text[before:after]


def _planned(text: str, span: tuple[int, int], year: int) -> str:
    """Return the Chinese message on planning words beside the finished year; empty if justified."""
    start, end = span
    if not _PLAN_AFTER.match(text, end) and not _PLAN_BEFORE.search(text, max(start - 4, 0), start):
        return ""
    clause = _words_around(text, start, end, "，,。；;")
    following = text[text.find(clause) + len(clause) :][:30].partition("。")[0]
    if _PLANNED.search(clause) or _PLANNED.search(following):
        return ""
    return f"自评年度 {year} 年已经结束，这里仍写“{clause.strip()[:_LONGEST]}”，请改写成实际情况。"


def _older(text: str, span: tuple[int, int], heading: bool, year: int) -> str:
    """Return the Chinese message on an earlier year than the evaluated one; empty if justified."""
    about = _THIS_YEAR.match(text, span[1])
    sentence = _words_around(text, *span, "。；;")
    if about is None or _LOOKING_BACK.search(sentence):
        return ""
    if about[0].endswith("情况") and not heading:
        return ""
    return f"材料的年度是 {year} 年，这里写的是“{text[span[0] : about.end()]}”，年份像是沿用旧稿。"
