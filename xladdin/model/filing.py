"""A filing: everything a unit hands in for one year."""

from __future__ import annotations

from msgspec import Struct

from xladdin.model.figure import Location
from xladdin.model.form import Form
from xladdin.model.grid import Source
from xladdin.model.prose import Passage

#: A text with less is no report.
FEWEST_CHARACTERS = 300


class Mention(Struct, frozen=True):
    """A name or a year as it stands somewhere: in a title, in a form, in a heading."""

    text: str
    location: Location


class Filing(Struct, frozen=True, eq=False):
    """``unit`` and ``year`` are what most places say; the mentions hold what each one says.

    ``prior`` is last year's filing, where the user gave one: its figures are compared with, and are
    not figures of this filing.
    """

    sources: tuple[Source, ...]
    forms: tuple[Form, ...]
    unit: str
    year: int | None
    units: tuple[Mention, ...] = ()
    years: tuple[Mention, ...] = ()
    passages: tuple[Passage, ...] = ()
    prior: Filing | None = None
    #: Tables that are no forms, each as a form of kind ``table``.
    tables: tuple[Form, ...] = ()
    #: Tables of final accounts, of this year and of others: they are no part of the filing.
    accounts: tuple[Form, ...] = ()

    def of(self, kind: str) -> tuple[Form, ...]:
        """The forms, or the tables of final accounts, of one kind."""
        return tuple(form for form in (*self.forms, *self.accounts) if form.kind == kind)


def narrative(source: Source) -> bool:
    """Whether a source holds a report in sentences, not only titles around tables."""
    return sum(len(paragraph.text) for paragraph in source.paragraphs) >= FEWEST_CHARACTERS
