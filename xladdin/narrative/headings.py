"""Determine the setting of each paragraph: its headings, its report, its unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from xladdin.model.grid import Paragraph, Source
from xladdin.narrative.lexicon import Words, kinds_of_funds, subject_names, table
from xladdin.narrative.naming import owner, scope_in
from xladdin.patterns import pattern
from xladdin.text.cleaning import clean

_LEVELS = pattern(
    r"\s*(?:(?P<l1>第?[一二三四五六七八九十]{1,3}(?:部分|、|[.．])|附件|附表)|(?P<l2>[(（][一二三四五六七八九十]{1,3}[)）])"
    r"|(?P<l3>\d{1,2}[、.．](?!\d))|(?P<l4>[(（]\d{1,2}[)）])|(?P<l5>[①-⑳]))"
)
#: The title of a heading, or the words that open a paragraph like one: 5.“三公”经费：
_TITLE = pattern(
    r"(?P<title>[^。；;：:，,\d〔〕【】]{2,24}|(?=[^。]*[（(][类款项][)）])[^。；;：:，,\d〔〕【】]{2,80})(?:[。：:]|$)"
)
_LONGEST_HEADING = 40


class Setting(NamedTuple):
    """The context of a paragraph: whose report it is in, and what the headings above say.

    ``several`` means that the unit has units below it. ``topic`` is what the paragraph is about if that
    is narrower than the whole, ``owned`` that this is a project or another unit. ``scope`` is the kind
    of funds, or 项目 in a project's report. ``goals`` means that the text is about plans, not results;
    ``numbered`` that the paragraph is an item of a list.
    """

    unit: str
    several: bool
    topic: str
    owned: bool
    scope: str
    goals: bool
    words: Words
    numbered: bool = False


class _Heading(NamedTuple):
    topic: str = ""
    owned: bool = False
    scope: str = ""
    goals: bool = False


def settings(source: Source, unit: str, words: Words) -> Iterator[tuple[Paragraph, Setting]]:
    """Yield the paragraphs of a source that hold words, each with its setting."""
    data = table("headings")
    several = any(
        word in paragraph.text for paragraph in source.paragraphs for word in data["units_below"]
    )
    above: dict[int, _Heading] = {}
    whole = ""
    for paragraph in source.paragraphs:
        text = clean(paragraph.text).text.strip()
        if not text:
            continue
        if len(text) < 60 and text.endswith(tuple(data["report_endings"])):
            whole = "项目" if any(word in text for word in data["project_report"]) else ""
            above.clear()
        level, title, alone = _heading(text)
        heading = _set_by(title, unit, words, alone) if title else _Heading()
        if level:
            above = {k: each for k, each in above.items() if k < level} | {level: heading}
        elif alone and title:
            above = {1: heading}
        chain = [*above.values()] if level or alone else [*above.values(), heading]
        topics = [each for each in chain if each.topic or each.owned]
        topic = topics[-1] if topics else _Heading()
        scope = next((each.scope for each in reversed(chain) if each.scope), whole)
        goals = bool(chain) and any(each.goals for each in chain)
        yield (
            paragraph,
            Setting(unit, several, topic.topic, topic.owned, scope, goals, words, level > 0),
        )


def _heading(text: str) -> tuple[int, str, bool]:
    """Return the level of a paragraph's number (0 for none), its title, and whether it is only that."""
    level = _LEVELS.match(text)
    begin = level.end() if level else 0
    title = _TITLE.match(text, begin)
    number = int((level.lastgroup or "l0")[1:]) if level else 0
    alone = title is not None and title.end() == len(text) and len(text) <= _LONGEST_HEADING
    return number, title["title"].strip() if title else "", alone


@cache
def _data(key: str) -> tuple[str, ...]:
    return tuple(table("headings")[key])


@cache
def _by_first(words: Words) -> Mapping[str, tuple[str, ...]]:
    """Return the names of subjects by their first character."""
    found: dict[str, list[str]] = {}
    for name in subject_names(words):
        found.setdefault(name[0], []).append(name)
    return {sign: tuple(every) for sign, every in found.items()}


def _set_by(title: str, unit: str, words: Words, alone: bool) -> _Heading:
    """Return what a heading sets for the text below; if not ``alone``, the title opens a paragraph."""
    goals = any(word in title for word in _data("goals")) and not any(
        word in title for word in _data("fulfilled")
    )
    scope = scope_in(title)
    if any(word in title for word in _data("accounts")):
        return _Heading(title, True, scope, goals)
    names = subject_names(words)
    near = {name for sign in set(title) for name in _by_first(words).get(sign, ())}
    found = sorted((name for name in near if name in title), key=lambda name: (-len(name), name))
    several = {
        names[name] for name in found if not any(name in other and name != other for other in found)
    }
    if len(several) > 1:  # 一般公共预算“三公”经费 is about 三公经费
        several -= set(kinds_of_funds())
    if len(several) == 1 and "整体" not in title and "和" not in title and "及" not in title:
        subject = next(iter(several))
        if subject in kinds_of_funds():
            return _Heading("", False, scope, goals)
        return _Heading(subject, False, scope, goals)
    general = any(word in title for word in _data("general" if alone else "general_leads"))
    foreign = not general and not several and (not alone or owner(title, unit) or "项目" in title)
    return _Heading(title if foreign else "", foreign, scope, goals)
