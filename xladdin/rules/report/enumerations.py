"""Find the list that belongs to a number of things, its names, and whether these are what is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from xladdin.patterns import pattern
from xladdin.rules.report.counted import (
    Count,
    core,
    data,
    either,
    has_amount,
    kin,
    masked,
    parted,
    shown,
    turned,
    units,
    words,
)
from xladdin.text.numbers import CHINESE_NUMBER

#: The most characters of a list behind its number, of one before it, of its last name, and of a name.
_AHEAD, _BEHIND, _LAST, _NAME = 600, 400, 80, 18
_PARTED = pattern("[、，,；;和与及]")
_COMMA, _SEMICOLON = pattern("，|,(?![0-9]{3})"), pattern("[；;]")
_END = pattern(r"[。！!？?\n）)\]】]")
_BEGIN = pattern(r"[。；;：:！!？?\n（()）\[\]【】]")
_ETC = pattern(r"(?<![高中平初同对相])等(?![级次候待额同离])")


class Names(NamedTuple):
    """A list of names in a text, and the ``ways`` to count them.

    ``sure``: the list is of what is counted, unless the numbers differ by more than ``most``. ``partial``: it
    may not have all.
    """

    start: int
    end: int
    names: Sequence[str]
    ways: frozenset[int]
    sure: bool
    partial: bool
    most: int


def ahead(text: str, count: Count) -> Names | None:
    """Return the list that a word, colon or bracket opens behind a number (4个股室：…), or None."""
    opening = _opening().match(text, count.end)
    if opening is None or opening["without"]:
        return None
    start = opening.end()
    window = text[start : start + _AHEAD]
    if _PARTED.search(window) is None:
        return None
    window = masked(window)
    end = _END.search(window)
    sentence = window[: end.start()] if end else window
    segment = re.split("[；;：:]", sentence, maxsplit=1)[0]
    clauses = _COMMA.split(segment)
    clauses = _clauses_of_list(clauses, "ends" if "、" in clauses[0] else "goes_on")
    parts = [part for part in _SEMICOLON.split(sentence) if part.strip()]
    names = clauses[0].split("、")
    noun = opening["gap"] or text[max(0, count.start - 8) : count.start]
    whole = (end is not None or len(window) < _AHEAD) and not turned(opening["gap"])
    told = count.unit in data()["units"]["abstract"] or words("nouns", "told").search(noun)
    if len(names) > 1:
        enough = len(names) > 2 or not opening["bracket"] or kin(names, noun) == "own"
        whole &= enough and sentence[len(segment) : len(segment) + 1] not in tuple("：:")
        found = _names(names, count, noun, start)
    elif len(parts) > 1:
        whole &= bool(opening["colon"] and told) and _clauses_of_list(parts, "goes_on") == parts
        found = _names(parts, count, noun, start, clauses=True)
    else:
        whole &= len(clauses) == 1 or all(map(has_amount, clauses))
        found = _names(clauses, count, noun, start)
    if found is None:
        return None
    ways = {_count_over_commas(clauses)} | (
        {len(clauses), len(parts)} if told or len(names) < 2 else set()
    )
    return found._replace(
        ways=found.ways | ways - {1},
        sure=found.sure and whole,
        partial=found.partial or opening["some"] is not None,
    )


def behind(text: str, count: Count) -> Names | None:
    """Return the list before a number in its clause (办公室、财务股等2个股室), or None."""
    low = max(0, count.start - _BEHIND)
    near = text[max(low, count.start - _LAST) : count.start]
    if "、" not in near or near.endswith("、"):
        return None
    sentence = _BEGIN.split(masked(text[low : count.start]))[-1]
    closes = words("list", "closes", '[，,]?{}*[“‘"]?$').search(sentence)
    closing = closes[0] if closes else ""
    clauses = _COMMA.split(sentence[: len(sentence) - len(closing)])
    clauses[-1] = _since_number(clauses[-1])
    names = clauses[-1].split("、")
    if len(names) < 2 or not _reaches_number(names):
        return None
    alike = _all_alike(names)
    end = count.start - len(closing)
    start = end - len("、".join(names))
    sets_up = _end_of_lead(names[0], "sets_up")
    lead = sets_up or _end_of_lead(names[0], "leads")
    noun = count.unit + count.noun[:8]
    found = _names([names[0][lead:], *names[1:]], count, noun, start + lead)
    if found is None:
        return None
    while len(clauses) > 1 and "、" in clauses[-2] and not has_amount(clauses[-2]):
        clauses[-2:] = [f"{clauses[-2]}、{clauses[-1]}"]
    kind = kin(found.names, noun)
    many = len(found.names) > 2
    abstract = many and count.unit in data()["units"]["abstract"]
    told = many and bool(words("nouns", "told").search(noun) or (count.unit == "项" and count.noun))
    total = many and words("list", "sums_up").search(closing) is not None
    body = (sets_up > 0 or total) and words("nouns", "bodies").search(noun) is not None
    own = many and kind == "own"
    general = kind == "general" and len(found.names) > 3
    sure = body or abstract or told or own or general or (many and _are_places(found, noun))
    return found._replace(
        ways=found.ways | {len(clauses[-1].split("、"))},
        sure=found.sure and sure and alike,
        partial=found.partial or "等" in closing,
        most=2 if body or abstract or own else 1,
    )


def _names(
    names: Sequence[str], count: Count, noun: str, start: int, clauses: bool = False
) -> Names | None:
    """Return the names from ``start`` as a list that may be of what is counted; None if they are amounts, or
    numbers that add up to the count. ``clauses`` may be long and unlike."""
    end = start + len("；、"[not clauses].join(names))
    number = _number(count.unit).search
    if all(map(number, names)) or (not clauses and any(map(number, names))):
        return None
    if any(map(words("list", "amount").match, names)):
        return None
    partial = any(map(_ETC.search, names))
    kept = [each for each in (_ETC.split(name)[0] for name in names) if shown(each)]
    if not kept:
        return None
    split, ways = parted(kept)
    alike = _all_alike(split)
    short = all(len(core(name)) <= _NAME for name in split)
    level = count.unit != "级" or all(map(_level().search, map(shown, split)))
    sure = clauses or (alike and short and level and kin(split, noun) != "foreign")
    several = sure and len(split) > 1
    return Names(start, end, [*map(shown, split)], ways, several, partial, 1 if clauses else 3)


def _all_alike(names: Sequence[str]) -> bool:
    """Return whether all names have amounts, or none has."""
    return len({has_amount(name) is None for name in names}) == 1


def _count_over_commas(clauses: Sequence[str]) -> int:
    """Return how many names there are if the list continues over commas."""
    rows = [clause.split("、") for clause in clauses]
    longest = max(len(core(name)) for name in rows[0])
    amount = has_amount(rows[0][0]) is None
    total = 0
    for row in rows:
        alike = all((has_amount(name) is None) == amount for name in row)
        if total and not (alike and (len(row) > 1 or len(core(row[0])) <= longest)):
            break
        total += len(row)
    return total if len(rows) > 1 else 1


def _are_places(found: Names, noun: str) -> bool:
    """Return whether the names are short names of places, as the noun says."""
    short = all(len(name) <= 4 for name in found.names[1:])
    return short and words("nouns", "places", ".?{}").match(noun) is not None


def _reaches_number(names: Sequence[str]) -> bool:
    """Return whether the last name reaches up to the number, and the number is no item itself."""
    last = words("list", "joins").split(shown(names[-1]))[-1]
    apart = words("list", "apart").match(last) or words("list", "trails", "{}$").search(last)
    if not last or apart:
        return False
    act = words("list", "acts", "{}$").search
    return act(last) is None or any(act(shown(name)) for name in names[:-1])


def _since_number(clause: str) -> str:
    """Return what is listed behind the last number of other things: 2个镇和东坡村、西坡村2个村."""
    if has_amount(clause.rpartition("、")[2]):
        return clause
    joins = either(data()["list"]["joins"])
    last = pattern(rf".*[0-9](?:{units()})[^、，,]{{0,6}}?(?:、|{joins})").match(clause)
    return clause[last.end() :] if last else clause


def _clauses_of_list(clauses: Sequence[str], key: str) -> list[str]:
    """Return the clauses up to the first one that continues no list: 4个股室：A、B、C、D，均为正股级."""
    other = words("list", key)
    last = next((n for n, each in enumerate(clauses) if n and other.match(each.strip())), None)
    return [*clauses[:last]]


def _end_of_lead(name: str, key: str) -> int:
    """Return the offset at which the first name begins behind 内设, 包括 …; 0 without such a word."""
    ends = [m.end() for m in words("list", key).finditer(name) if m.end() < len(name)]
    return ends[-1] if ends else 0


@cache
def _number(unit: str) -> re.Pattern[str]:
    """Return the pattern of a number with this unit."""
    return pattern(f"(?:[0-9]|{CHINESE_NUMBER})(?:{units(unit)})")


@cache
def _level() -> re.Pattern[str]:
    return words("nouns", "levels", "(?:{}级?|{}级.{0,3})$")


@cache
def _opening() -> re.Pattern[str]:
    """Return the pattern of what stands between a number and its list."""
    table = data()["list"]
    kinds = "|".join(f"(?P<{k}>{either(table[k])})" for k in ("without", "some", "opens"))
    any_word = either([*table["without"], *table["some"], *table["opens"]])
    gap = r"[^、，,：:。；;（(）)！!？?\n\d]"
    return pattern(
        rf"(?P<gap>{gap}{{0,16}}?(?:[（(][^（()）、]{{1,12}}[）)]{gap}{{0,6}}?)?)"
        rf"(?:(?P<bracket>[（(])|(?P<colon>(?:[，,]?(?:{either(table['below'])}))?[：:])"
        rf"|[，,]?(?={any_word}))(?:{kinds})?[：:]?"
    )
