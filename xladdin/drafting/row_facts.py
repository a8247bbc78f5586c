"""A row of a form as facts: its figures by column, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from xladdin.drafting.derived import amount, change, rate
from xladdin.drafting.facts import Facts, known, shown
from xladdin.drafting.phrasebook import Wording
from xladdin.model.form import Entry, Form

LAST, BUDGET, OUTTURN = "上年决算", "本年预算", "本年决算"

Entries = Mapping[str, Entry]


class Setting(Struct, frozen=True):
    """The wording of the report, and what all its sentences may speak of: 单位, 年度, 上年度."""

    wording: Wording
    when: Mapping[str, str]


def row(form: Form, name: str) -> Entries:
    """The entries of a row, by column."""
    return {e.column: e for e in form.entries.values() if e.name == name and e.column}


def any_figure(entries: Iterable[Entry]) -> bool:
    """Whether there is anything to tell."""
    return any(entry.figure is not None for entry in entries)


def line(name: str, entries: Entries, setting: Setting) -> Facts:
    """A row by the names of its columns, and its own as 名称."""
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
    """Of a row with last year's and this year's figures."""
    last, budget, outturn = (entries.get(column) for column in (LAST, BUDGET, OUTTURN))
    words = setting.wording.changes
    spent, planned = amount(outturn), amount(budget)
    told = spent is not None and planned is not None and spent >= 0
    return {
        "比上年": change(outturn, last, words["比上年"], setting.when),
        "比预算": change(outturn, budget, words["比预算"], setting.when),
        "执行率": rate(spent, planned) if told and spent is not None and planned else "",
    }
