"""What a report says in sentences: quantities, and the claims they make."""

from __future__ import annotations

from dataclasses import dataclass, field

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

    def place(self, start: int, end: int) -> Location:
        """Where a piece of the paragraph stands; its sentence is the quote."""
        inside = [(a, b) for a, b in self.sentences if a <= start < b] or [(0, len(self.text))]
        quote = self.text[inside[0][0] : inside[0][1]].strip()
        return Location(self.source, paragraph=self.paragraph, span=(start, end), quote=quote)

    def sentence_of(self, index: int) -> str:
        """The text of a sentence."""
        start, end = self.sentences[index]
        return self.text[start:end]
