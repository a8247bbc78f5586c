"""Names in a row: where one ends, of what kind they are, and how many they may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from xladdin.rules.report.counted import data, either, words

_BRACKETS = re.compile(r"[（(\[【][^（()）\[\]【】]*[）)\]】]")
_QUOTES = re.compile(r"《[^《》]*》|“[^“”]*”|「[^「」]*」|‘[^‘’]*’")
#: What stands for a bracket, and for what would split a name inside quotes.
_FILL = "\ue000"
_SPLITS = "、，,；;：:。和及与暨"
_HIDDEN = {ord(sign): chr(0xE001 + n) for n, sign in enumerate(_SPLITS)}
_SHOWN = {0xE000: "", **{0xE001 + n: sign for n, sign in enumerate(_SPLITS)}}
#: Two names of one kind are no longer, where 和 may as well stand inside a name.
_SHORT = 6


def masked(text: str) -> str:
    """The text as long as it is, without what stands in brackets and the marks inside quotes."""
    text = _QUOTES.sub(lambda match: match[0].translate(_HIDDEN), text)
    for _ in range(3):
        text = _BRACKETS.sub(lambda match: _FILL * len(match[0]), text)
    return text


def shown(name: str) -> str:
    """A masked name as people see it, without its brackets."""
    return name.translate(_SHOWN).strip(' “”"‘’')


def core(name: str) -> str:
    """A name without its amount and what stands behind that."""
    amount = has_amount(name)
    return shown(name[: amount.start()] if amount else name)


def has_amount(name: str) -> re.Match[str] | None:
    """The first amount in a name."""
    return words("list", "amount").search(name)


def kin(names: Sequence[str], noun: str) -> str:
    """Whether names are of the kind that a noun says: own, general, foreign, or empty for unknown."""
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
    """The names, the last one parted at 和, 及, 与 if it is likely to be two, and how many there may
    be, as 和 may stand inside each of them."""
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
    """For each kind of names what they end with, and the nouns for them."""
    return tuple(
        (re.compile(f".(?:{either(kind['endings'])})$"), re.compile(either(kind["nouns"])))
        for kind in data()["kind"]
    )
