"""Define a filing: everything a unit hands in for one year."""

from __future__ import annotations

from msgspec import Struct

from xladdin.model.figure import Location
from xladdin.model.form import Form
from xladdin.model.grid import Source
from xladdin.model.prose import Passage

#: A text with fewer characters is no report.
FEWEST_CHARACTERS = 300


class Mention(Struct, frozen=True):
    """A name or a year as one place states it: a title, a form, a heading."""

    text: str
    location: Location


class Filing(Struct, frozen=True, eq=False):
    """Everything a unit hands in for one year.

    ``unit`` and ``year`` are what most places state; ``units`` and ``years`` hold each statement.
    ``prior`` is last year's filing if the user gave one: this year's figures are compared with it, but
    its figures do not count as this filing's.
    """

    sources: tuple[Source, ...]
    forms: tuple[Form, ...]
    unit: str
    year: int | None
    units: tuple[Mention, ...] = ()
    years: tuple[Mention, ...] = ()
    passages: tuple[Passage, ...] = ()
    prior: Filing | None = None
    #: Tables that are no official forms, each as a form of kind ``table``.
    tables: tuple[Form, ...] = ()
    #: Tables of final accounts, of any year; they are no part of the filing.
    accounts: tuple[Form, ...] = ()

    def of(self, kind: str) -> tuple[Form, ...]:
        """Return the forms and the tables of final accounts of one kind."""
        return tuple(form for form in (*self.forms, *self.accounts) if form.kind == kind)


def narrative(source: Source) -> bool:
    """Return whether a source holds a report in sentences, not only titles around tables."""
    return sum(len(paragraph.text) for paragraph in source.paragraphs) >= FEWEST_CHARACTERS
