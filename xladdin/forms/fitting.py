"""Decide which form a region is: the definition with most of its labels in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from xladdin.forms.definitions import Definition, Family, definition, families
from xladdin.forms.labels import Aliases, normal, squeeze
from xladdin.forms.regions import Region
from xladdin.model.form import Group

#: A region with fewer labels of a form is not that form, whatever its title.
_FEWEST_LABELS = 3
#: The least share of the form's labels, without and with a fitting title.
_SHARE_WITHOUT_TITLE = 0.5
_SHARE_WITH_TITLE = 0.2


class _Fit(Struct, frozen=True):
    definition: Definition
    labels: int
    share: float
    titled: bool

    @property
    def enough(self) -> bool:
        least = _SHARE_WITH_TITLE if self.titled else _SHARE_WITHOUT_TITLE
        return self.labels >= _FEWEST_LABELS and self.share >= least


class Known(Struct, frozen=True):
    """The forms that a profile has, in their usual layouts and in those of families."""

    usual: tuple[Definition, ...]
    families: tuple[Family, ...]

    @classmethod
    def of(cls, kinds: Sequence[str]) -> Known:
        return cls(
            tuple(definition(kind) for kind in kinds),
            tuple(family for kind in kinds for family in families(kind)),
        )

    @property
    def _titles(self) -> Iterator[Aliases]:
        yield from (each.titles for each in self.usual)
        yield from (each.titles for each in self.families)

    def is_title(self, text: str) -> bool:
        """Return whether a text is the title of one of the forms."""
        return any(titles.match(text) for titles in self._titles)

    def _title(self, region: Region) -> str:
        """The nearest line above that is a title of any of the forms; a list of them is none."""
        lines = (squeeze(line.text) for line in reversed(region.above))
        return next((t for t in lines if not set("，。；;") & set(t) and self.is_title(t)), "")

    def best(self, region: Region) -> Definition | None:
        """Return the form that a region is, in a family's layout if it shows that family's marks. None
        if no form fits."""
        lines = "\n".join(region.labels)
        title = self._title(region)
        marked = [
            definition(family.kind, family.id)
            for family in self.families
            if all(_shows(region, mark, lines) for mark in family.marks)
            and not family.lacks.among(region.labels, lines)
        ]
        for candidates in (marked, self.usual):
            fits = [fit for fit in (_fit(region, each, title) for each in candidates) if fit.enough]
            if fits:
                return max(fits, key=lambda fit: (fit.titled, fit.share)).definition
        return None


def _shows(region: Region, mark: Aliases, lines: str) -> bool:
    return mark.among(region.labels, lines) or any(
        mark.match(normal(line.text)) for line in region.above
    )


def may_be_one(region: Region, groups: Sequence[Group]) -> bool:
    """Return whether a region that fits no form looks like one: it has or names indicators."""
    unknown = definition("unknown")
    keys = [
        field for block in unknown.blocks for field in (*block.columns, *block.rows) if field.key
    ]
    lines = "\n".join(region.labels)
    named = any(field.aliases.among(region.labels, lines) for field in keys)
    return bool(groups or named) and _fit(region, unknown).labels >= _FEWEST_LABELS


def _fit(region: Region, candidate: Definition, title: str = "") -> _Fit:
    """Measure how many of a form's labels stand in the region; labels of its own count threefold."""
    lines = "\n".join(region.labels)
    blocks = [block for block in candidate.blocks if block.kind != "foot"]
    every = (field for block in blocks for field in (*block.columns, *block.rows))
    fields = [field for field in every if not field.extra]
    weights = [3 if field.key else 1 for field in fields]
    found = [field.aliases.among(region.labels, lines) for field in fields]
    weight = sum(weight for weight, there in zip(weights, found, strict=True) if there)
    titled = bool(title) and candidate.titles.match(title)
    return _Fit(candidate, sum(found), weight / sum(weights), titled)
