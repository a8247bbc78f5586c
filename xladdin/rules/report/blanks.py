"""Find what a template leaves in a report: hints, placeholders, empty fields, missing numbers (占 %)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from xladdin.model.filing import Filing
from xladdin.model.report import Relation
from xladdin.narrative.lines import Narrative
from xladdin.patterns import pattern
from xladdin.rules.registry import rule
from xladdin.rules.report.outline import filled_in, written
from xladdin.rules.ruling import quoted, ruled
from xladdin.rules.words import either
from xladdin.toml_data import table

Span = tuple[int, int]

_BLANK = r"[ \t\u2000-\u200a\u3000\xa0]"
#: Patterns of an empty place for a number.
_GAPS = {
    "none": "",
    "thin": _BLANK,
    "wide": rf"(?:{_BLANK}{{0,20}}[（(【\[][ \t\u3000\xa0_＿]{{0,20}}[）)】\]]{_BLANK}{{0,20}}"
    rf"|{_BLANK}{{0,20}}[_＿]{{1,40}}{_BLANK}{{0,20}}|{_BLANK}{{2,40}})",
}
#: A Chinese character, and where a unit of money is part of a word (元旦, 元件).
_HAN = r"[^\W\dA-Za-z_]"
_NO_WORD = "(?!(?<=元)[旦月素件宵])"
#: Marks that make a line a sentence, and marks that separate its clauses.
_SENTENCE = pattern(r"[，。；]|[,;](?!\d)")
_CLAUSE = "，。；：,;:\n"
#: How many characters back a word may forbid a gap, and how many the clause may reach.
_BACK = 8
_CLAUSE_BACK = 40
#: How many characters around a gap are searched for the marks of a sentence.
_LINE = 200
#: The most gaps in a message, and the characters shown before each.
_SHOWN, _AROUND = 5, 6


class Gap(NamedTuple):
    """A kind of missing number: its pattern, and words that its clause must (``within``) and must not
    (``not_with``) have before it."""

    pattern: re.Pattern[str]
    within: tuple[str, ...]
    not_with: tuple[str, ...]
    sentence: bool


def data() -> dict[str, Any]:
    """Return the words of the rule as written in the data."""
    return table("rules/report/data/blanks.toml")


@cache
def _kinds() -> tuple[Gap, ...]:
    return tuple(_kind(entry) for entry in data()["gap"])


def _kind(entry: dict[str, Any]) -> Gap:
    units = data()["units"][entry["units"]] if isinstance(entry["units"], str) else entry["units"]
    spread = entry["units"] == "counted"  # in spaced-out text, blanks are no gaps
    before = (rf"(?<!{_BLANK})" if spread else "") + _either(entry["before"])
    between = f"(?:{_either(entry['between'])})?+" if entry.get("between") else ""
    gaps = "|".join(f"(?P<{name}>{_GAPS[name]})" for name in sorted(entry["gaps"], reverse=True))
    shape = rf"(?P<cue>{before}{between})(?:{gaps})(?:{_either(units)}){_NO_WORD}{_after(entry)}"
    return Gap(
        pattern(shape, re.MULTILINE),
        tuple(entry.get("within", ())),
        tuple(entry.get("not_with", ())),
        entry.get("sentence", False),
    )


def _after(entry: dict[str, Any]) -> str:
    """Return the pattern of what may follow a gap: a mark or certain words; without a gap only a mark
    (合计万元以上 lacks no number); behind a wide gap before money any word (拨付   万元用于修路)."""
    after = data()["after"]
    ends = [f"[{re.escape(after['marks'])}]", "$"]
    if "none" not in entry["gaps"]:
        ends += [_either(after["words"]), f"(?<=[%％])(?:{_either(after['bounds'])})"]
    if entry["units"] == "sure" and "wide" in entry["gaps"]:
        ends.append(f"(?(wide){_HAN}|(?!))")
    return rf"(?={_BLANK}*(?:{'|'.join(ends)}))"


def _either(words: Iterable[str]) -> str:
    return f"(?:{either(words)})"


@lru_cache(maxsize=8)
def missing(said: Narrative) -> tuple[Span, ...]:
    """Return where a number is missing, each span from the word before it to its unit, without overlaps."""
    found = sorted({span for kind in _kinds() for span in _found(kind, said.text)})
    apart: list[Span] = []
    for start, end in found:
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return tuple(apart)


def _found(kind: Gap, text: str) -> Iterator[Span]:
    for match in kind.pattern.finditer(text):
        clause = text[_clause_start(text, match.start()) : match.start()]
        cue = clause[-_BACK:] + match["cue"]
        if any(
            word in cue for word in data()["never"]["behind"] if not _means_organisation(cue, word)
        ):
            continue
        if any(word in clause for word in kind.not_with):
            continue
        if kind.within and not any(word in clause for word in kind.within):
            continue
        if _is_sentence(kind, match, text):
            yield match.span()


def _means_organisation(cue: str, word: str) -> bool:
    """Return whether 单位 in 本单位支出 万元 means the organisation, not the unit of measure."""
    return word == "单位" and not re.search("单位[均都统一]{0,2}[为是以用]?$", cue)


def _clause_start(text: str, at: int) -> int:
    near = max(0, at - _CLAUSE_BACK)
    return max(near, *(text.rfind(sign, near, at) + 1 for sign in _CLAUSE))


def _is_sentence(kind: Gap, match: re.Match[str], text: str) -> bool:
    """Return whether a gap is in a sentence, not in a heading of a column: 增长 %."""
    if kind.sentence and text[match.end() : match.end() + 1] in "\n，。；":
        return True
    near, far = max(0, match.start() - _LINE), match.end() + _LINE
    start = text.rfind("\n", near, match.start()) + 1 or near
    end = text.find("\n", match.end(), far)
    return _SENTENCE.search(text, start, end if end >= 0 else far) is not None


@rule("F506", "warning", "数字没有填")
def blanks(filing: Filing) -> Iterator[Relation]:
    """检查什么：正文和表里填的文字中该写数字的地方有没有空着：“占 %”“比上年减少 万元”“共 个”“为（）万元”“下降__%”。
    不算：说明计量单位的（单位：万元）、列标题（增长%）、只作界限的（万元以上）。
    为什么：模板里的数没有填，读的人不知道是多少，前后的数也无法核对。
    反例：公务接待费30万元，占 %，比上年减少 万元。
    正例：公务接待费30万元，占三公经费的60%，比上年减少5万元。
    怎么改：补上数字；没有发生的写“0”，或把这半句删去。"""
    for where, said in (("", written(filing)), ("表里", filled_in(filing))):
        spans = missing(said)
        if not spans:
            continue
        operands = [quoted("没有填的数字", said.text[a:b], said.place(a, b)) for a, b in spans]
        texts = list(dict.fromkeys(f"“{_quoted(said.text, *span)}”" for span in spans))
        more = "等" if len(texts) > _SHOWN else ""
        message = f"{where}有 {len(spans)} 处没有填数字：{'、'.join(texts[:_SHOWN])}{more}。"
        yield ruled("F506", operands, "没有填的数字", message)


def _quoted(text: str, start: int, end: int) -> str:
    """Return a gap with some words before it, and the gap itself as one blank."""
    start = max(_clause_start(text, start), start - _AROUND)
    return re.sub(rf"(?:{_BLANK}|[_＿])+", " ", text[start:end]).strip()


_BRACKET = pattern(r"[（(【\[〔]([^（）()【】\[\]〔〕\n]{1,60})[）)】\]〕]")
_LONGEST_COVER = 40
#: Signs that may be placeholders, judged by what is beside them: ××局, XX年, 得分____分.
_SIGNS = pattern(r"[×✕XＸx○◯＊*□_＿]+")
_ASCII = pattern(r"[A-Za-z0-9]")
#: A gap where an amount is missing: 项目支出   万元.
_GAP_BEFORE = pattern(r"[ \u3000\xa0]{2,}+(万元|亿元|元|%|％)?")
_DOTS = frozenset("….·")


def traces() -> dict[str, Any]:
    """Return the words of the rules on leftovers as written in the data."""
    return table("rules/report/residue.toml")


@cache
def any_trace(name: str) -> re.Pattern[str]:
    """Return the pattern of any of the words with this name."""
    return pattern("|".join(traces()["words"][name]))


@cache
def _cover() -> re.Pattern[str]:
    """Return the pattern of an empty field on the cover: 部门（单位）名称：（盖章）."""
    seal = r"(?:[(（]\s*(?:盖章|公章|签章|章)\s*[)）])?"
    return pattern(rf"(?:{any_trace('cover').pattern})\s*[:：][\s_＿]*{seal}")


def hints(text: str) -> Iterator[Span]:
    """Yield the hints of a template, in brackets and anywhere."""
    words = traces()["hints"]
    for word in words["anywhere"]:
        yield from finds(text, word)
    brackets = [*_BRACKET.finditer(text)]
    inside = "\n".join(found[1] for found in brackets)
    told = {
        inside.count("\n", 0, start)
        for word in words["bracketed"]
        for start, _ in finds(inside, word)
    }
    for index, found in enumerate(brackets):
        if index in told or (found[0][0] == "【" and any_trace("to_fill").search(found[1])):
            yield found.span()


def finds(text: str, word: str) -> Iterator[Span]:
    """Yield the spans of a word in a text."""
    at = text.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + len(word))


def placeholders(text: str) -> Iterator[Span]:
    """Yield the spans of signs in place of words: ××局, XX年, ____."""
    for found in _SIGNS.finditer(text):
        start, end = found.span()
        before, after = text[start - 1 : start], text[end : end + 2]
        if found[0][0] in "_＿":
            line = text[text.rfind("\n", 0, start) + 1 : text.find("\n", end)]
            if end - start >= 3 and not any_trace("signature").search(line):
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
            and before in ("", *traces()["before_number"])
            and any_trace("place_of_number").match(after)
        ):
            yield start, end + 1


def empty_fields(said: Narrative) -> Iterator[Span]:
    """Yield the spans of empty fields of the cover, of lines of dots, and of gaps before a unit."""
    at = 0
    for line in said.lines:
        ends_open = len(line.text) <= _LONGEST_COVER and line.text[-1] in "：:）)_＿"
        if (ends_open and _cover().fullmatch(line.text)) or set(line.text) <= _DOTS:
            yield at, at + len(line.text)
        at += len(line.text) + 1
    for found in _GAP_BEFORE.finditer(said.text):
        before = said.text[max(found.start() - 2, 0) : found.start()]
        if found[1] and before and "\u4e00" <= before[-1] <= "\u9fff" and before != "单位":
            yield found.span()
