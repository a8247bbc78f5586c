"""Plan the sheets of a profile and a year with their contents, for a workbook or for Word."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from msgspec import Struct

from xladdin.errors import InputError
from xladdin.forms.definitions import definition
from xladdin.forms.labels import normal
from xladdin.forms.profiles import Profile
from xladdin.forms.recognition import recognise
from xladdin.model.filing import Filing
from xladdin.model.form import Entry, Form
from xladdin.model.grid import Grid, Source
from xladdin.templates.filling import Content, address, filled
from xladdin.templates.layout import INDICATORS, Plan, layout, planned
from xladdin.toml_data import table

#: The name of the layouts for forms that a profile has none for.
_USUAL = "usual"


class Prepared(Struct, frozen=True):
    """A planned sheet with its contents by cell. ``probe`` is the form recognised in it with every
    place filled, ``form`` what fills it (None: it stays blank), ``left`` are the entries without a
    place on it."""

    plan: Plan
    probe: Form
    form: Form | None
    contents: Mapping[str, Content]
    left: tuple[Entry, ...]


@cache
def workbooks() -> Mapping[str, Any]:
    """Return ``data/workbooks.toml``: the ``years``, the ``forms`` of each profile's workbook, and
    the headings of the ``covers``."""
    return table("templates/data/workbooks.toml")


def layouts(profile_id: str) -> tuple[str, ...]:
    """Return the layouts of a profile's forms, in workbook order. Raises InputError if it has no
    templates."""
    forms = workbooks()["forms"]
    if profile_id not in forms:
        raise InputError(f"地区方案“{profile_id}”还没有官方表格模板。")
    return tuple(forms[profile_id])


def cover_heading(profile_id: str, year: int, kinds: Collection[str]) -> str:
    """Return the heading on the cover of a profile's workbook. ``kinds`` are its forms: if there
    are more than the profile's own, the heading is the usual one. Raises InputError as
    ``layouts`` does."""
    covers = workbooks()["covers"]
    own = {layout(name).kind for name in layouts(profile_id)}
    heading: str = covers.get(profile_id if own.issuperset(kinds) else _USUAL, covers[_USUAL])
    return heading.replace("{year}", str(year)).replace("⏎", "\n")


def every_layout(profile: Profile) -> tuple[str, ...]:
    """Return the profile's layouts, and the usual ones for kinds of forms that it has none for.
    Raises InputError as ``layouts`` does."""
    own = layouts(profile.id)
    kinds = {layout(name).kind for name in own}
    others = (name for name in layouts(_USUAL) if layout(name).kind not in kinds)
    known = [name for name in (*own, *others) if layout(name).kind in profile.kinds]
    return tuple(sorted(known, key=lambda name: profile.kinds.index(layout(name).kind)))


def variants(profile: Profile) -> tuple[str, ...]:
    """Return the variants of a profile's forms."""
    return tuple(
        dict.fromkeys(each for name in layouts(profile.id) for each in layout(name).variants)
    )


def variant_of(profile: Profile, forms: Sequence[Form]) -> str:
    """Return the variant with the 一级指标 of one of the forms; empty (the usual one) if none has them."""
    found = [{group.name for group in form.groups} for form in forms if form.groups]
    for variant in ("", *variants(profile)):
        for name in layouts(profile.id):
            rows = layout(name, variant).repeated.get(INDICATORS, ())
            if {normal(level1) for level1, _ in rows} in found:
                return variant
    return ""


def prepared(
    profile: Profile,
    year: int,
    forms: Sequence[Form] = (),
    *,
    variant: str = "",
    as_found: bool = False,
) -> tuple[Prepared, ...]:
    """Return each form of the profile, blank or filled, a sheet for each of the ``forms``.

    Those without indicators of their own get those of the ``variant``. A form of a kind that the
    profile has no layout for gets the usual one. ``as_found`` leaves out what none of the ``forms``
    has: blank forms, lines of signatures. Raises InputError if the profile has no templates.
    """
    pairs = [(name, form) for name, form in _pairs(profile, forms) if form or not as_found]
    plans = _plans(pairs, year, variant, as_found)
    probe = recognised([plan.probe(number) for number, plan in enumerate(plans, 1)], profile)
    found = []
    for plan, meaning, (_, form) in zip(plans, probe.forms, pairs, strict=True):
        contents, left = filled(plan, meaning, form) if form is not None else ({}, ())
        if as_found:
            contents = _without_usual_values(plan) | contents
        found.append(Prepared(plan, meaning, form, contents, left))
    return tuple(found)


def _without_usual_values(plan: Plan) -> dict[str, Content]:
    """Return empty contents for the places that a blank form prefills, such as 10 points for 执行率."""
    return {address(box): Content("") for box in plan.boxes if box.role == "input" and box.text}


def recognised(grids: Sequence[Grid], profile: Profile) -> Filing:
    """Return the forms in some grids, as a filing without unit and year."""
    source = Source("", "xlsx", "", tuple(grids))
    return Filing((source,), _forms(source, tuple(profile.kinds)), "", None)


@lru_cache(maxsize=16)
def _forms(source: Source, kinds: tuple[str, ...]) -> tuple[Form, ...]:
    """Return the forms in the planned sheets of a workbook, which the next workbook may have, too."""
    return recognise(source, kinds)


def _pairs(profile: Profile, forms: Sequence[Form]) -> list[tuple[str, Form | None]]:
    """Pair each layout of the profile with each form of its kind, or with None."""
    found: list[tuple[str, Form | None]] = []
    for name in every_layout(profile):
        filling = [form for form in forms if form.kind == layout(name).kind]
        if filling or name in layouts(profile.id):
            found += [(name, form) for form in filling] or [(name, None)]
    return found


def _plans(
    pairs: Sequence[tuple[str, Form | None]], year: int, variant: str, as_found: bool
) -> list[Plan]:
    plans: list[Plan] = []
    for name, form in pairs:
        look = layout(name, variant)
        same = sum(plan.layout is look for plan in plans)
        sheet = f"{look.sheet}({same + 1})" if same else look.sheet
        signed = not as_found or form is None or _signed(form)
        plans.append(planned(look, year, form, sheet, signed=signed))
    return plans


def _signed(form: Form) -> bool:
    """Tell whether the form has a line of signatures, filled or not."""
    return not signatures(form.kind).isdisjoint(form.entries)


def signatures(kind: str) -> set[str]:
    """Return the names of the fields in the line of signatures of a kind of form."""
    blocks = definition(kind).blocks
    return {field.name for block in blocks if block.kind == "signoff" for field in block.rows}
