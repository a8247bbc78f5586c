"""Make the scopes of formulas over the tables of the final accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from msgspec.structs import replace

from xladdin.forms.accounts.definitions import short_names
from xladdin.model.filing import Filing
from xladdin.model.form import Form
from xladdin.model.interval import Interval
from xladdin.rules.scope import Scope, Term, Terms, form_terms, term
from xladdin.rules.scopes import once


@once
def of_accounts(filing: Filing) -> Iterator[Scope]:
    """Yield one scope for the accounts of each year."""
    for year in dict.fromkeys(form.year for form in filing.accounts):
        tables = [form for form in filing.accounts if form.year == year]
        yield Scope(f"{year}年" if year else "", account_terms(tables))


@once
def of_table(form: Form) -> Iterator[Scope]:
    """Yield one scope for a whole table."""
    yield Scope("", _terms(form, ""))


@once
def of_columns(form: Form) -> Iterator[Scope]:
    """Yield one scope for each column; a row's name means its amount there."""
    columns = dict.fromkeys(entry.column for entry in form.entries.values())
    for column in columns:
        own = {e.name: _zero_if_blank(partial(term, e, f"{e.name}（{column}）"))
               for e in form.entries.values() if e.column == column}  # fmt: skip
        sections: dict[str, tuple[Term, ...]] = {}
        for name, items in form.sections.items():
            known = [(i.label, i.entries[column]) for i in items if column in i.entries]
            terms = tuple(_zero_if_blank(partial(term, entry, label)) for label, entry in known)
            sections |= {name: terms} if terms else {}
        yield Scope(column, own, sections, column)


def of_items(form: Form, section: str) -> Iterator[Scope]:
    """Yield one scope for each row of a section; a column's name means the row's amount there."""
    for item in form.sections.get(section, ()):
        name = item.label.partition(" ")[0]
        yield Scope(item.label, {
            column: _zero_if_blank(partial(term, entry, f"{name} {column}"))
            for column, entry in item.entries.items()
        })  # fmt: skip


#: The makers of a table's scopes, by what a relation is judged for.
OF_TABLE = {"form": of_table, "column": of_columns}


def account_terms(tables: list[Form]) -> Terms:
    """Return the entries of the tables of one year by table, row and column; of several tables of a kind the
    first counts. A blank entry is 0, unless the whole table is blank."""
    makers: dict[str, Callable[[], Term]] = {}
    names = short_names()
    for form in reversed(tables):
        makers = {k: m for k, m in makers.items() if not k.startswith(f"{names[form.kind]}.")}
        makers |= _terms(form, f"{names[form.kind]}.").makers
    return Terms(makers)


def _terms(form: Form, prefix: str) -> Terms:
    terms = form_terms(form, prefix)
    if all(entry.figure is None for entry in form.entries.values()):
        return terms
    return Terms({key: partial(_zero_if_blank, maker) for key, maker in terms.makers.items()})


def _zero_if_blank(maker: Callable[[], Term]) -> Term:
    """Make a term, with the value 0 for a blank place."""
    made = maker()
    blank = made.typed is None and all(o.value is not None for o in made.operands)
    zero = Interval.exact(Decimal(0))
    return replace(made, typed=zero, printed=zero, money=True) if blank else made


def this_year(filing: Filing) -> list[Form]:
    """Return the accounts of the filing's year, with those that state no year."""
    return [form for form in filing.accounts if form.year in (None, filing.year)]


def last_year(filing: Filing) -> list[Form]:
    """Return the accounts of the year before, from this filing and the prior one."""
    if filing.year is None:
        return []
    prior = filing.prior.accounts if filing.prior is not None else ()
    before = filing.year - 1
    own = [form for form in filing.accounts if form.year == before]
    return [*own, *(form for form in prior if form.year in (None, before))]
