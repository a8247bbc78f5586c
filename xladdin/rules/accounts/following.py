"""Find the places of the filing's forms that follow from the final accounts (``follow.toml``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from msgspec import Struct

from xladdin.forms.labels import normal
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form
from xladdin.model.interval import Interval
from xladdin.rules import language
from xladdin.rules.accounts.scopes import account_terms, last_year, this_year
from xladdin.rules.evaluation import value_of
from xladdin.rules.scope import (
    ABSENT,
    Scope,
    Term,
    UnknownName,
    entry_label,
    form_term,
    form_terms,
    overlaid,
    term,
)
from xladdin.toml_data import table

#: The names of the forms in formulas.
_FORMS = {"basic_data": "基础数据表", "overall": "自评表"}


class Place(Struct, frozen=True):
    """A place of a form, and the amounts it may equal as formulas over the accounts.

    ``row`` and ``column`` are those of the form's entry, or ``labels`` name the row in a ``section``.
    ``when`` is a formula that must hold, or empty; ``last``: the accounts of the year before count.
    ``fills``: the first amount fills the place, which is never checked against it.
    """

    code: str
    form: str
    row: str
    column: str
    amounts: tuple[str, ...]
    when: str
    last: bool
    section: str
    labels: tuple[str, ...]
    fills: bool
    #: The names in ``when`` that a form may lack.
    optional: tuple[str, ...]

    def entry(self, form: Form) -> Entry | None:
        """Return the entry at this place of a form; None if the form does not have it."""
        if not self.section:
            return form.entries.get(f"{self.row}.{self.column}" if self.column else self.row)
        wanted = {_plain(label) for label in self.labels}
        rows = (i for i in form.sections.get(self.section, ()) if _plain(i.label) in wanted)
        return next((i.entries[self.column] for i in rows if self.column in i.entries), None)

    def known(self, accounts: Scope) -> tuple[str, ...]:
        """Return the amounts that have a value in these accounts."""
        return tuple(amount for amount in self.amounts if _has_value(amount, accounts))


@cache
def places() -> tuple[Place, ...]:
    """Return every place, in the order of the data."""
    groups = table("rules/accounts/follow.toml")["follow"]
    rows = {group["code"]: group["rows"] for group in groups if "rows" in group}
    return tuple(
        _place(group, row) for group in groups for row in group.get("rows") or rows[group["like"]]
    )


def _place(group: dict[str, Any], row: dict[str, Any]) -> Place:
    name, _, column = row.get("row", "").partition(".")
    return Place(
        group["code"], group["form"], name, group.get("column", column),
        tuple(row.get("amounts") or row["fills"]), row.get("when", ""), group.get("year") == "last",
        row.get("section", ""), tuple(row.get("labels", ())), "fills" in row,
        tuple(group.get("optional", ())),
    )  # fmt: skip


def followed(filing: Filing) -> Iterator[tuple[Place, Entry, Scope]]:
    """Yield each place of the filing's forms that follows from the accounts, with its entry and a scope of
    both, in which the place is called 基础数据表.三公经费.本年决算."""
    now, before = (Scope("", account_terms(t)) for t in (this_year(filing), last_year(filing)))
    for form in filing.forms:
        if form.kind not in _FORMS or not (now.terms or before.terms):
            continue
        own = form_terms(form, f"{_FORMS[form.kind]}.")
        for place in places():
            entry = place.entry(form) if place.form == form.kind else None
            accounts = before if place.last else now
            if entry is None or not place.known(accounts):
                continue
            blank = {name: ABSENT for name in place.optional if name not in own}
            over = {**blank, called(place): _term(form, entry, place)}
            yield place, entry, Scope(called(place), overlaid(overlaid(accounts.terms, own), over))


def called(place: Place) -> str:
    """Return the name of a place in formulas."""
    return ".".join(filter(None, (_FORMS[place.form], place.row or place.labels[0], place.column)))


def _term(form: Form, entry: Entry, place: Place) -> Term:
    whose = f"{_FORMS[form.kind]}的"
    if not place.section and f"{entry.name}.{entry.column}" in form.entries:
        return form_term(form, entry, whose)
    label = place.row or normal(entry.name) or place.labels[0]
    return term(entry, whose + entry_label(form, entry, label))


def _has_value(amount: str, accounts: Scope) -> bool:
    """Return whether a formula over the accounts has a value."""
    with suppress(UnknownName):
        return amount_of(amount, accounts) is not None
    return False


def amount_of(amount: str, scope: Scope) -> Interval | None:
    """Return the value of a formula over the accounts, in 元; None if blank. Raises UnknownName."""
    return value_of(language.amount(amount), scope)


def _plain(label: str) -> str:
    """Return a label without numbering and conjunctions, to compare labels."""
    return normal(label).replace("、", "").replace("和", "").replace("及", "")
