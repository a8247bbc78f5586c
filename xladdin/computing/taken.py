"""Compute what the forms take over from the final accounts: each place, its amount, its source."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from xladdin.computing.computed import PLACES
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form
from xladdin.model.interval import Interval, Verdict, equal
from xladdin.model.report import Operand
from xladdin.model.unit import MONEY, unit
from xladdin.rules.accounts.following import amount_of, followed
from xladdin.rules.evaluation import evaluate
from xladdin.rules.language import parse
from xladdin.rules.scope import rounded


class Taken(Struct, frozen=True):
    """An amount of the accounts for one place of a form.

    ``value`` is in the place's own unit, to two decimals; ``text`` is the same as printed, ``exact``
    the amount before rounding. ``code`` is the rule that compares the place with the accounts.
    ``last``: it is last year's. ``only_blank``: another amount may be right, so only blanks are filled.
    ``why`` is a Chinese sentence naming table, row and column.
    """

    code: str
    place: Entry
    value: Decimal
    text: str
    exact: Decimal
    why: str
    last: bool
    only_blank: bool

    @property
    def stands(self) -> bool:
        """Whether the place already holds the amount, within the rounding of its print."""
        figure = self.place.figure
        if figure is None:
            return False
        meant = Interval.exact(self.exact * unit(self.place.unit or MONEY.name).factor)
        return equal(figure.base, meant) is Verdict.HELD


def taken(filing: Filing) -> tuple[Taken, ...]:
    """Return what the accounts tell about places of the forms, in the forms' order."""
    found = []
    for place, entry, scope in followed(filing):
        amount = place.known(scope)[0]
        value = amount_of(amount, scope)
        if value is None or entry.location.cell is None:
            continue
        measure = unit(entry.unit or MONEY.name)
        exact = value.point / measure.factor
        near = rounded(exact, PLACES)
        text = f"{near:.{PLACES}f}" if near else "0"
        operands = evaluate(parse(f"0 == {amount}"), scope).operands
        budget = place.code in ("D404", "D405") or place.fills
        why = _why(operands, text, measure.name, exact, near)
        found.append(Taken(place.code, entry, near, text, exact, why, place.last, budget))
    return tuple(found)


def with_accounts(filing: Filing, now: Iterable[Form], before: Iterable[Form]) -> Filing:
    """Return the filing with accounts of its year and the year before, overwriting the years they name."""
    year = filing.year
    last = None if year is None else year - 1
    every = [*(replace(f, year=year) for f in now), *(replace(f, year=last) for f in before)]
    return replace(filing, accounts=tuple(every))


def _why(
    operands: tuple[Operand, ...], text: str, measure: str, exact: Decimal, near: Decimal
) -> str:
    parts = [f"{o.label} {o.text or '空白'}{o.unit if o.text else ''}" for o in operands]
    where = dict.fromkeys(
        f"「{o.location.source}」{o.location.sheet or ''} {o.location.cell}".replace("  ", " ")
        for o in operands
    )
    said = f"取自决算报表：{'；'.join(parts)}（{'、'.join(where)}）。"
    if len(operands) > 1 or any(o.unit != measure for o in operands):
        how = "四舍五入到两位小数" if near != exact else "正好"
        said += f"合 {text}{measure}（{how}）。"
    return said + "改填别的数，核对时会指出与决算报表不同。"
