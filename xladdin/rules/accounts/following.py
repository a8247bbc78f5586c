"""Which places of the filing's forms follow from the final accounts: ``follow.toml``, and what they are."""

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
    column_label,
    form_term,
    form_terms,
    overlaid,
    term,
)
from xladdin.toml_data import table

#: What formulas call the forms.
_FORMS = {"basic_data": "基础数据表", "overall": "自评表"}


class Place(Struct, frozen=True):
    """A place of a form and the amounts that it may be, as formulas over the accounts.

    ``row`` and ``column`` as in the form's entries, or one of the ``labels`` of a ``section``;
    ``fills``: it is filled in by the first amount, and never held against it.
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
    #: Places that ``when`` names and a form may lack.
    optional: tuple[str, ...]

    def entry(self, form: Form) -> Entry | None:
        """The place in a form, if it has it."""
        if not self.section:
            return form.entries.get(f"{self.row}.{self.column}" if self.column else self.row)
        wanted = {_plain(label) for label in self.labels}
        rows = (i for i in form.sections.get(self.section, ()) if _plain(i.label) in wanted)
        return next((i.entries[self.column] for i in rows if self.column in i.entries), None)

    def known(self, accounts: Scope) -> tuple[str, ...]:
        """The amounts that these accounts tell."""
        return tuple(amount for amount in self.amounts if _told(amount, accounts))


@cache
def places() -> tuple[Place, ...]:
    """Every place, in the order of the data."""
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
    """Each place of the filing's forms that the accounts tell, with a scope of both: the place is
    called 基础数据表.三公经费.本年决算 there."""
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
    """What formulas call a place of a form."""
    return ".".join(filter(None, (_FORMS[place.form], place.row or place.labels[0], place.column)))


def _term(form: Form, entry: Entry, place: Place) -> Term:
    whose = f"{_FORMS[form.kind]}的"
    if not place.section and f"{entry.name}.{entry.column}" in form.entries:
        return form_term(form, entry, whose)
    label = place.row or normal(entry.name) or place.labels[0]
    return term(entry, whose + (column_label(form, label, entry.column) if entry.column else label))


def _told(amount: str, accounts: Scope) -> bool:
    with suppress(UnknownName):
        return amount_of(amount, accounts) is not None
    return False


def amount_of(amount: str, scope: Scope) -> Interval | None:
    """What a formula over the accounts comes to, in 元; None where it is blank."""
    return value_of(language.amount(amount), scope)


def _plain(label: str) -> str:
    return normal(label).replace("、", "").replace("和", "").replace("及", "")
