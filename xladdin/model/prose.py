"""What a report says in sentences: figures, and what each one is about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from xladdin.model.figure import Figure, Location


class Claim(NamedTuple):
    """A figure of a sentence with what it is about.

    ``label`` are the words of its clause before it, ``noun`` those right behind its unit, which say
    what a classifier counts. ``name`` is what the label names beside year and basis, empty where it
    goes on about something named before; ``topic`` is the name or else that something; ``subject``
    the lexicon's name for it, empty for what the lexicon does not know or what is not the unit's.
    """

    figure: Figure
    span: tuple[int, int]
    location: Location
    #: Which claim of its passage it is.
    index: int  # type: ignore[assignment]
    #: Where it stands: sentence, part of the sentence between semicolons, clause, item, brackets.
    sentence: int
    segment: int
    clause: int
    item: int
    depth: int
    label: str
    noun: str
    name: str
    topic: str
    subject: str
    #: value, share, rate, change, then (what a change is from), price, total, left, carried, beyond,
    #: score, bound.
    role: str
    #: initial, budget, adjust, allotted, received, outturn, done, target or empty.
    basis: str
    year: int | None
    scope: str
    #: It stands in a list of parts of another claim.
    part: bool = False
    #: Its own clause says the basis, the year.
    own_basis: bool = False
    own_year: bool = False
    #: It is for a part of the year only.
    partial: bool = False
    #: It is of somebody else's than the unit: a project's, another unit's.
    owned: bool = False
    #: Of a share or rate: the words for what it is of.
    base: str = ""
    #: Of a change, or of what a change led to: which claim of the passage it is from.
    then: int | None = None
    #: Of a change: whether upwards.
    up: bool | None = None
    #: Of a change: what kind of figure it is from: last, initial, budget, target or empty.
    since: str = ""
    #: The mark before its clause: stop, semicolon, comma, pause, colon or open.
    mark: str = ""
    #: It is the total of those before it: 合计, or, less surely, 共.
    totals: str = ""
    #: Which of how many 分别 gives a figure; 0 of 0 for none.
    turn: int = 0
    turns: int = 0
    #: At prices of another year, over several years: no arithmetic on what is printed.
    real: bool = False


class Listing(Struct, frozen=True):
    """Where a list of parts opens: after which claim, and which claims stand in it.

    ``heads`` are the claims before it that may be the whole, the nearest first; ``members`` the claims
    in it, satellites and all. ``mark`` is the kind of word that opens it (among, includes, colon,
    open, by); ``complete`` if the words say that all parts are named, ``some`` if only some are.
    """

    mark: str
    heads: tuple[int, ...]
    members: tuple[int, ...]
    complete: bool = False
    some: bool = False
    #: Words before the opening name a whole of their own: 支出包括.
    named: str = ""


class Passage(Struct, frozen=True, dict=True):
    """A paragraph of the report, or a line of prose in a form's cell: its sentences as spans, its claims in order, its lists of parts."""

    source: str
    paragraph: int
    text: str
    scope: str
    sentences: tuple[tuple[int, int], ...] = ()
    claims: tuple[Claim, ...] = ()
    listings: tuple[Listing, ...] = ()
    #: It ends with 其中： so that its parts are in the paragraphs below.
    open: bool = False
    #: The cell that it is a line of, None for a paragraph; where in the cell's text it begins.
    cell: Location | None = None
    offset: int = 0

    @property
    def of_form(self) -> bool:
        """Whether a form says it, not the report, which a table's cells may hold, too."""
        return self.cell is not None and self.cell.form is not None

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(claim.span[0] for claim in self.claims)

    @cached_property
    def _lists(self) -> Mapping[int, tuple[Listing, ...]]:
        found: dict[int, tuple[Listing, ...]] = {}
        for listing in self.listings:
            for member in listing.members:
                found[member] = (listing, *found.get(member, ())[:3])
        return found

    def lists_of(self, claim: Claim) -> tuple[Listing, ...]:
        """The lists that a claim stands in, the innermost first."""
        return self._lists.get(claim.index, ())

    def claim_from(self, offset: int) -> int:
        """The index of the first claim that begins at this offset or behind it."""
        return bisect_left(self._starts, offset)

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence that an offset is in, the last one for those behind all."""
        index = bisect_right(self.sentences, offset, key=lambda span: span[1])
        return max(0, min(index, len(self.sentences) - 1))

    def place(self, start: int, end: int) -> Location:
        """Where a piece of the paragraph stands; its sentence is the quote."""
        a, b = self.sentences[self.sentence_at(start)] if self.sentences else (0, len(self.text))
        quote = self.text[a:b].strip()
        if self.cell is not None:
            return replace(self.cell, span=(self.offset + start, self.offset + end), quote=quote)
        return Location(self.source, paragraph=self.paragraph, span=(start, end), quote=quote)
