"""Describe a row of a form as facts: its figures by column, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec import Struct

from xladdin.drafting.facts import Facts, known, shown
from xladdin.drafting.sentences import Wording, fill
from xladdin.model.form import Entry, Form
from xladdin.model.unit import MONEY
from xladdin.rules.scope import number_text, rounded

_HUNDRED = Decimal(100)


def amount(entry: Entry | None) -> Decimal | None:
    """Return an amount in 万元; None if there is none, or if it is only approximate."""
    figure = entry.figure if entry is not None else None
    if figure is None or figure.irregular or figure.operator or figure.unit.measures != "money":
        return None
    return figure.value * figure.unit.factor / MONEY.factor


def money(value: Decimal, *entries: Entry | None) -> str:
    """Format a computed amount in 万元, with as many decimals as the entries that it comes from."""
    figures = [each.figure for each in entries if each is not None and each.figure is not None]
    places = max((each.places for each in figures if each.unit == MONEY), default=2)
    exponent = value.normalize().as_tuple().exponent
    needed = -exponent if isinstance(exponent, int) else 0
    return f"{value:.{max(places, needed, 0)}f}{MONEY.name}"


def rate(part: Decimal, whole: Decimal) -> str:
    """Format a percentage with two decimals at most; empty unless the whole is positive."""
    return f"{number_text(rounded(part / whole * _HUNDRED))}%" if whole > 0 else ""


def change(
    now: Entry | None, base: Entry | None, words: Mapping[str, str], texts: Mapping[str, str]
) -> str:
    """Describe the change from ``base`` to ``now`` with the ``words`` for up, down or level.

    The words may use {基数}, {差} and {比例}, which is unknown for a base of zero, and all ``texts``.
    Empty if either amount is unknown, or if there are no words for the case.
    """
    one, other = amount(now), amount(base)
    if one is None or other is None:
        return ""
    difference = one - other
    way = "up" if difference > 0 else "down" if difference < 0 else "level"
    said = {
        "基数": shown(base),
        "差": money(abs(difference), now, base),
        "比例": rate(abs(difference), other),
    }
    return fill(words.get(way, ""), Facts({**texts, **known(said)})) or ""


LAST, BUDGET, OUTTURN = "上年决算", "本年预算", "本年决算"

Entries = Mapping[str, Entry]


class Setting(Struct, frozen=True):
    """The wording of the report, and the texts that all its sentences may use: 单位, 年度, 上年度."""

    wording: Wording
    when: Mapping[str, str]


def row(form: Form, name: str) -> Entries:
    """Return the entries of a row, by column."""
    return {e.column: e for e in form.entries.values() if e.name == name and e.column}


def any_figure(entries: Iterable[Entry]) -> bool:
    """Return whether any of the entries is a figure."""
    return any(entry.figure is not None for entry in entries)


def line(name: str, entries: Entries, setting: Setting) -> Facts:
    """Return the facts of a row: its figures by column, and its name as 名称."""
    texts = {column: shown(entry) for column, entry in entries.items()}
    now = texts.get(BUDGET) or texts.get(OUTTURN) or ""
    three = [amount(entries.get(column)) for column in (LAST, BUDGET, OUTTURN)]
    own = {
        "名称": name,
        "本年收支": now,
        "无发生": "无" if not any(three) and None not in three else "",
    }
    return Facts(known({**setting.when, **texts, **changes(entries, setting), **own}))


def changes(entries: Entries, setting: Setting) -> dict[str, str]:
    """Return how a row's figures of this year compare with last year's and the budget."""
    last, budget, outturn = (entries.get(column) for column in (LAST, BUDGET, OUTTURN))
    words = setting.wording.changes
    spent, planned = amount(outturn), amount(budget)
    told = spent is not None and planned is not None and spent >= 0
    return {
        "比上年": change(outturn, last, words["比上年"], setting.when),
        "比预算": change(outturn, budget, words["比预算"], setting.when),
        "执行率": rate(spent, planned) if told and spent is not None and planned else "",
    }
