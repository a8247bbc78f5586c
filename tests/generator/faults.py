"""What a fault is: where it stands, what stood there, and which rules are to find it."""

from __future__ import annotations

from msgspec import Struct


class Place(Struct, frozen=True):
    """A place of a form (which of its kind, and its key) or a paragraph of the report.

    Keys are those of the form (三公经费.本年决算); ``section/number/column`` for an item,
    ``@name/column`` for an indicator by its name, ``=number`` for the heading of a group, ``title``.
    A paragraph that is gone has the number -1.
    """

    form: str = ""
    number: int = 0
    key: str = ""
    paragraph: int | None = None


class Fault(Struct, frozen=True):
    """One thing wrong: ``kind`` names it, ``codes`` are the rules of which one must say so."""

    kind: str
    place: Place
    before: str
    now: str
    codes: tuple[str, ...]

    @property
    def in_report(self) -> bool:
        """Whether it stands in the report's sentences."""
        return self.place.paragraph is not None
