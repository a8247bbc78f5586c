"""What a report says in sentences: quantities, and the claims they make."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from xladdin.model.figure import Figure, Location


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in a text.

    ``span`` are offsets in the paragraph; ``label`` the words of its clause before it, ``noun``
    those right after its unit, which say what a classifier counts.
    """

    figure: Figure
    span: tuple[int, int]
    label: str
    noun: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity with what it is about.

    ``subject`` is the lexicon's name for it, empty for anything the lexicon does not know;
    ``basis`` is initial, budget, outturn, target or empty; ``year`` the year it is for; ``scope``
    the kind of funds that its section is about, empty for the whole. ``part``: it stands in a list
    of parts of another quantity.
    """

    quantity: Quantity
    location: Location
    sentence: int
    subject: str = ""
    basis: str = ""
    year: int | None = None
    scope: str = ""
    part: bool = False


@dataclass(frozen=True)
class Passage:
    """A paragraph of the report: its sentences as spans, its claims in order."""

    source: str
    paragraph: int
    text: str
    scope: str
    sentences: tuple[tuple[int, int], ...]
    claims: tuple[Claim, ...] = field(default=())

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(claim.quantity.span[0] for claim in self.claims)

    def claim_from(self, offset: int) -> int:
        """The index of the first claim that begins at this offset or behind it."""
        return bisect_left(self._starts, offset)

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence that an offset is in, the last one for those behind all."""
        index = bisect_right(self.sentences, offset, key=lambda span: span[1])
        return max(0, min(index, len(self.sentences) - 1))

    def sentence_end(self, offset: int) -> int:
        """Where the sentence ends that an offset is in."""
        return self.sentences[self.sentence_at(offset)][1] if self.sentences else len(self.text)

    def place(self, start: int, end: int) -> Location:
        """Where a piece of the paragraph stands; its sentence is the quote."""
        a, b = self.sentences[self.sentence_at(start)] if self.sentences else (0, len(self.text))
        quote = self.text[a:b].strip()
        return Location(self.source, paragraph=self.paragraph, span=(start, end), quote=quote)
