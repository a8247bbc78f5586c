"""A profile, a year and forms → the planned sheets with their contents, for a workbook or for Word."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
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

#: Under this name stand the layouts for forms that a profile has none for.
_USUAL = "usual"


class Prepared(Struct, frozen=True):
    """A sheet to be. ``probe`` is the form recognised in it with every place filled, ``form`` what
    fills it (None: it stays blank), ``contents`` go by cell, ``left`` has no place on it."""

    plan: Plan
    probe: Form
    form: Form | None
    contents: Mapping[str, Content]
    left: tuple[Entry, ...]


@cache
def workbooks() -> Mapping[str, Any]:
    """``data/workbooks.toml``: the ``years``, and the ``forms`` of each profile's workbook, and
    what is on the ``covers``."""
    return table("templates/data/workbooks.toml")


def layouts(profile_id: str) -> tuple[str, ...]:
    """The layouts of a profile's forms, in their order in the workbook."""
    forms = workbooks()["forms"]
    if profile_id not in forms:
        raise InputError(f"地区方案“{profile_id}”还没有官方表格模板。")
    return tuple(forms[profile_id])


def cover_heading(profile_id: str, year: int, kinds: Collection[str]) -> str:
    """What stands on the cover of a profile's workbook. ``kinds`` are its forms: a workbook with
    more than the profile's own gets the usual heading."""
    covers = workbooks()["covers"]
    own = {layout(name).kind for name in layouts(profile_id)}
    heading: str = covers.get(profile_id if own.issuperset(kinds) else _USUAL, covers[_USUAL])
    return heading.replace("{year}", str(year)).replace("⏎", "\n")


def every_layout(profile: Profile) -> tuple[str, ...]:
    """The profile's layouts, and the usual ones for the kinds of forms that it has none for."""
    own = layouts(profile.id)
    kinds = {layout(name).kind for name in own}
    others = (name for name in layouts(_USUAL) if layout(name).kind not in kinds)
    known = [name for name in (*own, *others) if layout(name).kind in profile.kinds]
    return tuple(sorted(known, key=lambda name: profile.kinds.index(layout(name).kind)))


def variants(profile: Profile) -> tuple[str, ...]:
    """The other ways in which a profile's forms are laid out."""
    return tuple(
        dict.fromkeys(each for name in layouts(profile.id) for each in layout(name).variants)
    )


def variant_of(profile: Profile, forms: Sequence[Form]) -> str:
    """The variant with the 一级指标 that one of the forms has, the usual one if there is none."""
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
    """Each form of the profile, blank or filled, one sheet for each of the ``forms``.

    Those without indicators of their own get those of the ``variant``. A form of a kind that the
    profile has no layout for gets the usual one. ``as_found`` leaves out what none of the ``forms``
    has: blank forms, lines of signatures. Raises InputError for a profile without templates.
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
    """Nothing in the places that a blank form fills itself, such as 10 points for 执行率."""
    return {address(box): Content("") for box in plan.boxes if box.role == "input" and box.text}


def recognised(grids: Sequence[Grid], profile: Profile) -> Filing:
    """The forms in some grids, as a filing of nobody."""
    source = Source("", "xlsx", "", tuple(grids))
    return Filing((source,), recognise(source, profile.kinds), "", None)


def _pairs(profile: Profile, forms: Sequence[Form]) -> list[tuple[str, Form | None]]:
    """Each layout of the profile with each form of its kind, or with none."""
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
    """Whether the form has a line of signatures, filled or not."""
    return not signatures(form.kind).isdisjoint(form.entries)


def signatures(kind: str) -> set[str]:
    """The names of the fields in the line of signatures of a kind of form."""
    blocks = definition(kind).blocks
    return {field.name for block in blocks if block.kind == "signoff" for field in block.rows}
