"""What a template leaves in a report: hints, signs in place of words, fields and gaps left empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from xladdin.narrative.lines import Narrative
from xladdin.toml_data import table

Span = tuple[int, int]

_BRACKET = re.compile(r"[（(【\[〔]([^（）()【】\[\]〔〕\n]{1,60})[）)】\]〕]")
_LONGEST_COVER = 40
#: ××局, XX年, ＊＊单位, 得分____分: judged by what stands beside them.
_SIGNS = re.compile(r"[×✕XＸx○◯＊*□_＿]+")
_ASCII = re.compile(r"[A-Za-z0-9]")
#: 项目支出   万元: what was to stand there was never put in.
_GAP = re.compile(r"[ \u3000\xa0]{2,}+(万元|亿元|元|%|％)?")
_DOTS = frozenset("….·")


def data() -> dict[str, Any]:
    """The words that the rules on leftovers go by."""
    return table("rules/report/residue.toml")


@cache
def any_of(name: str) -> re.Pattern[str]:
    """Any of the words that the data has under this name."""
    return re.compile("|".join(data()["words"][name]))


@cache
def _cover() -> re.Pattern[str]:
    """部门（单位）名称：（盖章）, with nothing between the two."""
    seal = r"(?:[(（]\s*(?:盖章|公章|签章|章)\s*[)）])?"
    return re.compile(rf"(?:{any_of('cover').pattern})\s*[:：][\s_＿]*{seal}")


def hints(text: str) -> Iterator[Span]:
    """Hints of a template, in brackets and anywhere."""
    words = data()["hints"]
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
        if index in told or (found[0][0] == "【" and any_of("to_fill").search(found[1])):
            yield found.span()


def finds(text: str, word: str) -> Iterator[Span]:
    """Where a text has a word."""
    at = text.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + len(word))


def placeholders(text: str) -> Iterator[Span]:
    """Signs that stand for what was never put in: ××局, XX年, ____."""
    for found in _SIGNS.finditer(text):
        start, end = found.span()
        before, after = text[start - 1 : start], text[end : end + 2]
        if found[0][0] in "_＿":
            line = text[text.rfind("\n", 0, start) + 1 : text.find("\n", end)]
            if end - start >= 3 and not any_of("signature").search(line):
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
            and before in ("", *data()["before_number"])
            and any_of("place_of_number").match(after)
        ):
            yield start, end + 1


def blanks(said: Narrative) -> Iterator[Span]:
    """Fields of the cover that were left empty, lines of dots, and gaps before a unit."""
    at = 0
    for line in said.lines:
        ends_open = len(line.text) <= _LONGEST_COVER and line.text[-1] in "：:）)_＿"
        if (ends_open and _cover().fullmatch(line.text)) or set(line.text) <= _DOTS:
            yield at, at + len(line.text)
        at += len(line.text) + 1
    for found in _GAP.finditer(said.text):
        before = said.text[max(found.start() - 2, 0) : found.start()]
        if found[1] and before and "\u4e00" <= before[-1] <= "\u9fff" and before != "单位":
            yield found.span()
