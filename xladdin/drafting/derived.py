"""What follows from two amounts of the forms: the change, its rate, the share carried out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xladdin.drafting.facts import Facts, known, shown
from xladdin.drafting.sentences import fill
from xladdin.model.form import Entry
from xladdin.model.unit import MONEY
from xladdin.rules.scope import number_text, rounded

_HUNDRED = Decimal(100)


def amount(entry: Entry | None) -> Decimal | None:
    """An amount in 万元; None where there is none, and for one that is only told roughly."""
    figure = entry.figure if entry is not None else None
    if figure is None or figure.irregular or figure.operator or figure.unit.measures != "money":
        return None
    return figure.value * figure.unit.factor / MONEY.factor


def money(value: Decimal, *entries: Entry | None) -> str:
    """A computed amount, to as many decimals as the entries that it comes from."""
    figures = [each.figure for each in entries if each is not None and each.figure is not None]
    places = max((each.places for each in figures if each.unit == MONEY), default=2)
    exponent = value.normalize().as_tuple().exponent
    needed = -exponent if isinstance(exponent, int) else 0
    return f"{value:.{max(places, needed, 0)}f}{MONEY.name}"


def rate(part: Decimal, whole: Decimal) -> str:
    """A percentage to two decimals; empty where the whole is nothing."""
    return f"{number_text(rounded(part / whole * _HUNDRED))}%" if whole > 0 else ""


def change(
    now: Entry | None, base: Entry | None, words: Mapping[str, str], texts: Mapping[str, str]
) -> str:
    """How an amount stands to another one, in the ``words`` for ``up``, ``down`` or ``level``.

    They may speak of {基数}, {差} and {比例}, which is not there for a base of zero, and of ``texts``.
    Empty if either is not known, or there are no words for it.
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
