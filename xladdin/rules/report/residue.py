"""Rules on what was left in the report by mistake: hints of the template, stale years, slips."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.interval import Verdict
from xladdin.model.report import Operand, Relation
from xladdin.narrative.lines import Narrative
from xladdin.rules.registry import rule
from xladdin.rules.report.outline import written

Span = tuple[int, int]

_BRACKET = re.compile(r"[（(【\[〔]([^（）()【】\[\]〔〕\n]{1,60})[）)】\]〕]")
_LONGEST_COVER = 40
#: ××局, XX年, ＊＊单位, 得分____分: judged by what stands beside them.
_SIGNS = re.compile(r"[×✕XＸx○◯＊*□_＿]+")
_ASCII = re.compile(r"[A-Za-z0-9]")
_SIGNATURE = re.compile(r"填表人|填报人|签字|签章|签名|日期|电话")
#: What one X may stand for, and what may stand before it.
_PLACE_OF_NUMBER = re.compile(r"年|月|日|个(?!数)|项|万元|[%％]")
_BEFORE_NUMBER = "共计为是约达有：:，,。；;、（( \n年月"
#: 【单位名称】, 【请说明】, but not 【2019】86号 or 【典型案例】.
_TO_FILL = re.compile(r"填|写|请|说明|名称|标题|日期|年份|金额|×|X")
#: 项目支出   万元: the number was never put in.
_GAP = re.compile(r"[ \u3000\xa0]{2,}+(万元|亿元|元|%|％)?")
#: 部门（单位）名称：（盖章）, with nothing between the two.
_COVER = re.compile(
    r"(?:(?:预算)?(?:部门|单位)(?:[(（](?:部门|单位)[)）])?名称|填报(?:单位|部门)|主管部门|项目(?:单位|名称)|评价机构)"
    r"\s*[:：][\s_＿]*(?:[(（]\s*(?:盖章|公章|签章|章)\s*[)）])?"
)
#: What ``xladdin draft`` leaves for people to write, and what tells below the title that it did.
OPEN_PLACE = re.compile(r"〔请补充：[^〔〕\n]*〕")
DRAFT_MARK = "（初稿）"
_DOTS = frozenset("….·")
#: A year that 年 does not follow: 2024的, 2024度, 2024部门整体支出.
_BARE_YEAR = re.compile(r"20\d\d(?=的|度(?!假)|部门|单位|整体支出|全年|上半年|下半年)")
#: Before these four digits are no year.
_NO_YEAR = frozenset(".,-—〔[【（(第共约达有")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("residue.toml").read_text(encoding="utf-8"))


def _operand(said: Narrative, span: Span, label: str) -> Operand:
    return Operand(label, said.text[slice(*span)].strip(), None, "", said.place(*span))


@rule("F501", "模板提示语没有删改", "info", "删去提示语，把空白和占位符号换成实际内容。")
def template_hints(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：封面和正文里有没有模板留下的提示语（此页为封面、100字以内）、占位符号（××、XX年）、没有填的封面栏和数字。
    不算：写明是“（初稿）”的正文里的〔请补充：……〕；删去“（初稿）”后没有补的就算。
    为什么：这些字样说明材料没有按本单位情况改完，公开后影响观感。
    反例：部门（单位）名称：（盖章）　（此页为封面）
    正例：部门（单位）名称：云山县文化旅游服务中心（盖章）"""
    said = written(filing)
    spans: list[Span] = []
    found = {*_hints(said.text), *_placeholders(said.text), *_blanks(said)}
    if is_draft(said):  # they are work to do, not forgotten; packing asks for them
        found -= {place.span() for place in OPEN_PLACE.finditer(said.text)}
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not spans or start >= spans[-1][1]:  # what lies within another is shown with it
            spans.append((start, end))
    if spans:
        operands = tuple(_operand(said, span, "模板文字") for span in spans)
        texts = dict.fromkeys(_quoted(each.text) for each in operands)
        message = f"有 {len(spans)} 处像是模板留下的文字或空白：{'、'.join(texts)}。"
        yield Relation("F501", Verdict.VIOLATED, operands, "模板文字", message)


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


def _hints(text: str) -> Iterator[Span]:
    hints = _data()["hints"]
    for word in hints["anywhere"]:
        yield from _finds(text, word)
    brackets = [*_BRACKET.finditer(text)]
    inside = "\n".join(found[1] for found in brackets)
    told = {
        inside.count("\n", 0, start)
        for word in hints["bracketed"]
        for start, _ in _finds(inside, word)
    }
    for index, found in enumerate(brackets):
        if index in told or (found[0][0] == "【" and _TO_FILL.search(found[1])):
            yield found.span()


def _finds(text: str, word: str) -> Iterator[Span]:
    at = text.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + len(word))


def _placeholders(text: str) -> Iterator[Span]:
    for found in _SIGNS.finditer(text):
        start, end = found.span()
        before, after = text[start - 1 : start], text[end : end + 2]
        if found[0][0] in "_＿":
            line = text[text.rfind("\n", 0, start) + 1 : text.find("\n", end)]
            if end - start >= 3 and not _SIGNATURE.search(line):
                yield start, end
        elif before.isdigit():
            year = re.search(r"(?<!\d)20\d?$", text[max(start - 4, 0) : start])
            if year and after[:1] == "年":
                yield start - len(year[0]), end + 1
        elif _ASCII.match(before) or _ASCII.match(after):
            continue
        elif end - start >= 2:
            yield start, end
        elif (
            found[0] in "×✕XＸx"
            and before in ("", *_BEFORE_NUMBER)
            and _PLACE_OF_NUMBER.match(after)
        ):
            yield start, end + 1


def _blanks(said: Narrative) -> Iterator[Span]:
    at = 0
    for line in said.lines:
        ends_open = len(line.text) <= _LONGEST_COVER and line.text[-1] in "：:）)_＿"
        if (ends_open and _COVER.fullmatch(line.text)) or set(line.text) <= _DOTS:
            yield at, at + len(line.text)
        at += len(line.text) + 1
    for found in _GAP.finditer(said.text):
        before = said.text[max(found.start() - 2, 0) : found.start()]
        if found[1] and before and "\u4e00" <= before[-1] <= "\u9fff" and before != "单位":
            yield found.span()


@rule("F504", "年份后漏写“年”字", "info", "补上“年”或“年度”。")
def bare_year(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：正文里有没有“2024的”“2024度”这样漏了“年”字的年份。
    为什么：漏字影响理解，也说明没有校对。
    反例：现将我中心2024的整体支出绩效自评情况报告如下。
    正例：现将我中心2024年度的整体支出绩效自评情况报告如下。"""
    said = written(filing)
    for found in _BARE_YEAR.finditer(said.text):
        before = said.text[found.start() - 1 : found.start()]
        if before.isdigit() or before in _NO_YEAR:
            continue
        span = (found.start(), found.end() + 1)
        message = f"“{_around(said, span)}”的“{found[0]}”后面漏了“年”字。"
        yield Relation("F504", Verdict.VIOLATED, (_operand(said, span, "年份"),), found[0], message)


def _around(said: Narrative, span: Span) -> str:
    """A leftover with some words on both sides, on its line."""
    start = max(span[0] - 8, said.text.rfind("\n", 0, span[0]) + 1)
    return said.text[start : min(span[1] + 8, said.text.find("\n", span[1]))].strip()


@rule("F505", "疑似错字", "info", "核对后改正。")
def slips(filing: Filing, profile: Profile) -> Iterator[Relation]:
    """检查什么：正文里有没有常见的错字、漏字、叠字和叠用的标点，如“暂行办法施细则”“绩校”“，。”。
    为什么：文件名写错会查不到依据，错字影响材料质量。
    反例：按照《××县项目管理暂行办法施细则》执行。
    正例：按照《××县项目管理暂行办法实施细则》执行。"""
    said = written(filing)
    for wrong, (right, not_before, not_after) in _data()["slips"].items():
        spans = [
            (start, end)
            for start, end in _finds(said.text, wrong)
            if said.text[start - 1] not in not_before and said.text[end] not in not_after
        ]
        if spans:
            operands = tuple(_operand(said, span, "疑似错字") for span in spans)
            message = f"“{_around(said, spans[0])}”中的“{wrong}”疑为“{right}”。"
            yield Relation("F505", Verdict.VIOLATED, operands, wrong, message, expected=right)
    doubled = [found.span() for found in _DOUBLED.finditer(said.text)]
    if doubled:
        operands = tuple(
            _operand(said, (max(start - 6, said.text.rfind("\n", 0, start) + 1), end), "标点")
            for start, end in doubled
        )
        message = f"有 {len(doubled)} 处标点重复，第一处在“{operands[0].text[:-2]}”之后。"
        yield Relation("F505", Verdict.VIOLATED, operands, "标点重复", message)


#: 。， ，， 、。 but not …… and ——.
_DOUBLED = re.compile(r"[，。；、][，。；、]")
