"""Define what reading a report's sentences yields: claims, lists of parts, passages."""

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

    ``label`` are the words before it in its clause, ``noun`` the words right behind its unit, which say
    what a classifier counts. ``name`` is what the label names apart from year and basis; it is empty
    where the clause continues about something named before. ``topic`` is ``name`` or that something.
    ``subject`` is the lexicon's name for it, empty if there is none or it is not the unit's own.
    """

    figure: Figure
    span: tuple[int, int]
    location: Location
    #: Its index among the claims of its passage.
    index: int  # type: ignore[assignment]
    #: Its position: sentence, part of the sentence between semicolons, clause, item, depth of brackets.
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
    #: value, share, rate, change, then (the base of a change), price, total, left, carried, beyond,
    #: score, bound.
    role: str
    #: initial, budget, adjust, allotted, received, outturn, done, target or empty.
    basis: str
    year: int | None
    scope: str
    #: Whether it stands in a list of parts of another claim.
    part: bool = False
    #: Whether its own clause states the basis, the year.
    own_basis: bool = False
    own_year: bool = False
    #: Whether it covers only a part of the year.
    partial: bool = False
    #: Whether it belongs to somebody other than the unit: a project, another unit.
    owned: bool = False
    #: For a share or rate: the words for the whole that it is a share of.
    base: str = ""
    #: For a change or its result: the index of the claim that it starts from.
    then: int | None = None
    #: For a change: True if upwards.
    up: bool | None = None
    #: For a change: the kind of its base: last, initial, budget, target,
    #: other (another year's plan) or empty.
    since: str = ""
    #: The punctuation before its clause: stop, semicolon, comma, pause, colon or open.
    mark: str = ""
    #: The word that makes it the total of the claims before it: 合计, or, less surely, 共.
    totals: str = ""
    #: Its turn among the figures of a 分别 (turn of turns); 0 of 0 without one.
    turn: int = 0
    turns: int = 0
    #: Whether it is at another year's prices or over several years: no arithmetic applies then.
    real: bool = False


class Listing(Struct, frozen=True):
    """A list of parts: which claims may be its whole, and which claims stand in it.

    ``heads`` are the claims before the list that may be its whole, the nearest first; ``members`` the
    claims inside. ``mark`` is the kind of word that opens it (among, includes, colon, open, by).
    ``complete`` means that the words promise all parts, ``some`` that they promise only some.
    """

    mark: str
    heads: tuple[int, ...]
    members: tuple[int, ...]
    complete: bool = False
    some: bool = False
    #: The whole that the words before the opening name: 支出包括.
    named: str = ""


class Passage(Struct, frozen=True, dict=True):
    """A paragraph of the report, or a line of prose in a form's cell, with what was read in it."""

    source: str
    paragraph: int
    text: str
    scope: str
    sentences: tuple[tuple[int, int], ...] = ()
    claims: tuple[Claim, ...] = ()
    listings: tuple[Listing, ...] = ()
    #: Whether it ends with 其中：, so that the paragraphs below hold its parts.
    open: bool = False
    #: The cell whose line it is, None for a paragraph; ``offset`` is where it begins in the cell's text.
    cell: Location | None = None
    offset: int = 0

    @property
    def of_form(self) -> bool:
        """Whether it stands in a form; the table that frames a report is no form."""
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
        """Return the lists that a claim stands in, the innermost first."""
        return self._lists.get(claim.index, ())

    @cached_property
    def _brackets(self) -> Mapping[int, tuple[int, ...]]:
        return {each.heads[0]: each.members for each in self.listings if each.mark == "open"}

    def bracket_of(self, claim: Claim) -> tuple[Claim, ...]:
        """Return the claims in the bracket that opens right behind a claim: （上年15起）."""
        return tuple(self.claims[i] for i in self._brackets.get(claim.index, ()))

    def claim_from(self, offset: int) -> int:
        """Return the index of the first claim that begins at this offset or behind it."""
        return bisect_left(self._starts, offset)

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence at an offset; the last one behind the end."""
        index = bisect_right(self.sentences, offset, key=lambda span: span[1])
        return max(0, min(index, len(self.sentences) - 1))

    def place(self, start: int, end: int) -> Location:
        """Return the location of a span of the text, quoting its sentence."""
        a, b = self.sentences[self.sentence_at(start)] if self.sentences else (0, len(self.text))
        quote = self.text[a:b].strip()
        if self.cell is not None:
            return replace(self.cell, span=(self.offset + start, self.offset + end), quote=quote)
        return Location(self.source, paragraph=self.paragraph, span=(start, end), quote=quote)
