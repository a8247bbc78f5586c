"""Find the numbers of things in a report, the marks of numbered lists (一是, （二）, 3.), and names in a row.

Their words stand in ``data/counts.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from xladdin import toml_data
from xladdin.model.filing import Filing
from xladdin.model.prose import Claim, Passage
from xladdin.patterns import pattern
from xladdin.text.cleaning import Cleaned, clean
from xladdin.text.numbers import CHINESE_NUMBER, chinese_number

#: The largest number that is checked by counting names.
_MOST = 30
_NOUN = pattern(r"[^、，,：:。；;（()）！!？?\n\d“”]{0,12}")


class Count(NamedTuple):
    """A number of things in a text, its unit, the noun behind it, and its claim, if it has one."""

    start: int
    end: int
    value: int
    unit: str
    noun: str
    claim: Claim | None


class Mark(NamedTuple):
    """The number of an item in a text; ``style`` goes from a, 一、, down to f, 一是, and g, 第一."""

    start: int
    end: int
    style: str
    value: int


class Line(NamedTuple):
    """A paragraph with its numbers of things and its marks in order, as offsets in ``cleaned``."""

    passage: Passage
    cleaned: Cleaned
    counts: Sequence[Count]
    marks: Sequence[Mark]


@lru_cache(maxsize=2)
def lines(filing: Filing) -> Sequence[Line]:
    """Return the paragraphs of a filing."""
    cleaned = ((passage, clean(passage.text)) for passage in filing.passages)
    return [Line(p, each, [*_counts(p, each)], [*_marks(each.text)]) for p, each in cleaned]


def data() -> dict[str, Any]:
    """Return the words as written in the data."""
    return toml_data.table("rules/report/data/counts.toml")


@cache
def words(table: str, key: str, around: str = "{}") -> re.Pattern[str]:
    """Return a pattern of all words of a kind; ``around`` is a pattern with {} in their place."""
    return pattern(around.replace("{}", f"(?:{either(data()[table][key])})"))


def either(patterns: Iterable[str]) -> str:
    """Return a pattern text that matches any of the patterns, the longest first without lookaheads."""
    return "|".join(sorted(patterns, key=lambda each: -len(each.split("(?")[0])))


@cache
def units(name: str = "") -> str:
    """Return the pattern text of all units that count things, or of the one with this name."""
    every = [*data()["units"]["named"], *data()["units"]["loose"]]
    return either(each for each in every if not name or each.split("(?")[0] == name)


def turned(gap: str) -> bool:
    """Return whether the words between a number and a colon go on to other things: 4个股室完成以下任务."""
    act = words("list", "acts").search(gap)
    if act is None:
        return False
    other = words("list", "acts", "(?:{}|以下.*|下列.*|如下.*)$").search(gap)
    return other is not None or words("nouns", "told", "{}$").search(gap, act.end()) is not None


def _counts(passage: Passage, cleaned: Cleaned) -> Iterator[Count]:
    """Yield the numbers of a text that a list of names may follow."""
    last = -1
    for match in _number().finditer(cleaned.text):
        last, before = match.end(), last
        if match.start() == before:
            continue  # 2个二级机构
        digits = match["number"]
        value = int(digits) if digits.isdecimal() else chinese_number(digits)
        written = cleaned.at[match.start()]
        index = passage.claim_from(written + 1) - 1
        claim: Claim | None = passage.claims[index] if index >= 0 else None
        if claim is not None and claim.span[1] <= written:
            claim = None
        if not 2 <= value <= _MOST or (claim is not None and not _is_exact_number(claim, value)):
            continue
        noun = _NOUN.match(cleaned.text, match.end())
        yield Count(*match.span(), value, match["unit"], noun[0] if noun else "", claim)


def _is_exact_number(claim: Claim, value: int) -> bool:
    """Return whether a claim is this very number, exact and not a bound."""
    figure = claim.figure
    return figure.value == value and not figure.irregular and not figure.operator


def _marks(text: str) -> Iterator[Mark]:
    for match in _mark().finditer(text):
        style = match.lastgroup or ""
        sign = match[style]
        if style == "e":
            value = ord(sign) - ord("①") + 1
        elif sign.isdecimal():
            value = int(sign)
        else:
            value = chinese_number(sign)
        yield Mark(match.start(), match.end(), style, value)


@cache
def _mark() -> re.Pattern[str]:
    number = "[一二三四五六七八九十]{1,3}"
    told = either(data()["nouns"]["told"])
    return pattern(
        rf"(?<![^。；;：:，,！!？?\s])(?:(?P<a>{number})、|[（(](?P<b>{number})[）)]"
        r"|(?P<c>\d{1,2})[.．、](?!\d)|[（(](?P<d>\d{1,2})[）)]|(?P<e>[①-⑳]))"
        rf"|(?<![第统唯之一二三四五六七八九十])(?P<f>{number})是"
        rf"|第(?P<g>[一二三四五六七八九十])(?={told}|[，,：:是、])"
    )


@cache
def _number() -> re.Pattern[str]:
    return pattern(
        rf"(?<![{data()['units']['not_after']}])(?P<number>\d{{1,2}}|{CHINESE_NUMBER})"
        rf"(?P<unit>{units()})(?![余多左]|以[上下])"
    )


_BRACKETS = pattern(r"[（(\[【][^（()）\[\]【】]*[）)\]】]")
_QUOTES = pattern(r"《[^《》]*》|“[^“”]*”|「[^「」]*」|‘[^‘’]*’")
#: Characters that replace brackets, and separators inside quotes.
_FILL = "\ue000"
_SPLITS = "、，,；;：:。和及与暨"
_HIDDEN = {ord(sign): chr(0xE001 + n) for n, sign in enumerate(_SPLITS)}
_SHOWN = {0xE000: "", **{0xE001 + n: sign for n, sign in enumerate(_SPLITS)}}
#: The most characters of two names of one kind joined by 和; in longer ones it may be inside a name.
_SHORT = 6


def masked(text: str) -> str:
    """Return a text of the same length with brackets filled and separators inside quotes hidden."""
    text = _QUOTES.sub(lambda match: match[0].translate(_HIDDEN), text)
    for _ in range(3):
        text = _BRACKETS.sub(lambda match: _FILL * len(match[0]), text)
    return text


def shown(name: str) -> str:
    """Return a masked name as written, without its brackets and outer quotes."""
    return name.translate(_SHOWN).strip(' “”"‘’')


def core(name: str) -> str:
    """Return a name without its amount and what follows that."""
    amount = has_amount(name)
    return shown(name[: amount.start()] if amount else name)


def has_amount(name: str) -> re.Match[str] | None:
    """Return the first amount in a name, or None."""
    return words("list", "amount").search(name)


def kin(names: Sequence[str], noun: str) -> str:
    """Return how names relate to a noun: own, general, foreign, or empty if unknown."""
    own = general = foreign = 0
    for name in names:
        kinds = [nouns for endings, nouns in _kinds() if endings.search(core(name))]
        if any(nouns.search(noun) for nouns in kinds):
            own += 1
        elif kinds and words("nouns", "general").search(noun):
            general += 1
        elif kinds:
            foreign += 1
    last = {core(name)[-1:] for name in names}
    if own == len(names) or (len(last) == 1 and (noun in "项类种" or last.pop() in noun)):
        return "own"
    if foreign * 2 > len(names):
        return "foreign"
    return "general" if (own + general) * 3 >= 2 * len(names) else ""


def parted(names: Sequence[str]) -> tuple[Sequence[str], frozenset[int]]:
    """Return the names with the last one split at 和, 及, 与 if it is likely to be two, and how many names
    there may be, as 和 may be inside a name."""
    joins = words("list", "joins")
    ends = {core(name)[-1:] for name in names}
    middle = 0
    for name in names[:-1]:
        left, *right = joins.split(name)
        middle += bool(right and left) and core(left)[-1:] in ends
    halves = joins.split(names[-1])
    if len(halves) < 2 or not all(map(shown, halves)):
        return names, frozenset({len(names), len(names) + middle})
    alike = len({core(half)[-1:] for half in halves}) == 1
    sure = all(map(has_amount, halves)) or (alike and all(len(core(h)) <= _SHORT for h in halves))
    most = len(names) - 1 + len(halves)
    ways = {most, len(names) + 1} if sure else {len(names), len(names) + 1, most}
    likely = sure or len(core(halves[0])) > 2  # not 住房和城乡建设局
    found = [*names[:-1], *halves] if likely else names
    return found, frozenset(ways | {way + middle for way in ways})


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Return for each kind of names the pattern of their endings and that of the nouns for them."""
    return tuple(
        (pattern(f".(?:{either(kind['endings'])})$"), pattern(either(kind["nouns"])))
        for kind in data()["kind"]
    )
