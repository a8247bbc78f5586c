"""A filing → the official workbook that says the same, with nothing lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from xladdin.errors import InputError
from xladdin.forms.labels import normal, squeeze
from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing, narrative
from xladdin.model.form import Form
from xladdin.templates.doubles import alike
from xladdin.templates.layout import layout, planned
from xladdin.templates.leftovers import Leftover
from xladdin.templates.prepared import every_layout
from xladdin.templates.strays import strays
from xladdin.templates.workbook import Made, workbook


@dataclass(frozen=True, slots=True)
class Imported:
    """The workbook, and what became of the filing.

    ``twice`` are forms that say the same as one that it holds; ``reports`` are the names of sources
    whose sentences stay where they are.
    """

    made: Made
    twice: tuple[Form, ...]
    reports: tuple[str, ...]


def imported(filing: Filing, profile: Profile, year: int) -> Imported:
    """The filing's forms on the official ones of a profile for a year.

    Raises InputError for a profile without templates, and for a filing without forms.
    """
    kinds = {layout(name).kind for name in every_layout(profile)}
    forms, twice = _once([form for form in filing.forms if form.kind in kinds])
    if not forms:
        raise InputError("材料里没有可以放进官方表格的附表，只有正文的材料不用导入。")
    # What stands in a form without being read is among the strays.
    bare = [replace(form, unplaced=()) for form in forms]
    besides = _strays(filing, forms, twice, _printed(profile, year))
    made = workbook(profile, year, bare, besides=besides, as_found=True)
    reports = tuple(source.name for source in filing.sources if narrative(source))
    return Imported(made, tuple(twice), reports)


def _strays(
    filing: Filing, forms: Sequence[Form], twice: Sequence[Form], printed: frozenset[str]
) -> list[Leftover]:
    """What no form has read, and beside a form's double only what is not beside the form."""
    found: list[Leftover] = []
    for source in filing.sources:
        known = {squeeze(each.text) for each in found}
        doubled = any(form.source == source.name for form in twice)
        own = [form for form in (*forms, *twice) if form.source == source.name]
        found += [
            each
            for each in strays(source, own, printed)
            if not doubled or squeeze(each.text) not in known
        ]
    return found


def _once(forms: Sequence[Form]) -> tuple[list[Form], list[Form]]:
    """The forms, and those that say the same as one before: in Word and in Excel."""
    kept: list[Form] = []
    twice: list[Form] = []
    for form in forms:
        others = (other for other in kept if other.source != form.source)
        (twice if any(alike(form, other) for other in others) else kept).append(form)
    return kept, twice


def _printed(profile: Profile, year: int) -> frozenset[str]:
    """What the official forms themselves have in print."""
    plans = (planned(layout(name), year) for name in every_layout(profile))
    boxes = (box for plan in plans for box in plan.boxes if box.role != "input")
    return frozenset(text for box in boxes for text in (squeeze(box.text), normal(box.text)))
