"""The workbook of a filing without a fault, and places of its forms by their keys."""

from __future__ import annotations

from functools import cache

from tests.kit import yunshan
from xladdin.forms.profiles import Profile, profile
from xladdin.forms.recognition import recognise
from xladdin.model.filing import Filing
from xladdin.model.form import Form
from xladdin.templates.prepared import Prepared, prepared
from xladdin.templates.workbook import workbook

YEAR = 2024
PROFILE: Profile = profile("yueyang")


@cache
def forms() -> tuple[Form, ...]:
    """The five forms of the filing."""
    return recognise(yunshan.source("附件.xlsx", yunshan.grids()), PROFILE.kinds)


@cache
def sheets() -> tuple[Prepared, ...]:
    """The sheets of the workbook that the forms fill."""
    return prepared(PROFILE, YEAR, forms())


@cache
def filled() -> bytes:
    """That workbook."""
    return workbook(PROFILE, YEAR, forms()).data


def probe() -> Filing:
    """The forms recognised in the sheets with every place filled."""
    return Filing((), tuple(each.probe for each in sheets()), "", None)


def place(kind: str, key: str) -> tuple[str, str]:
    """Sheet and cell of an entry: of its key, of a row of a section (楼堂馆所/0/实际规模), of a
    group's heading (#0), or of an indicator (@3/score)."""
    form = next(each.probe for each in sheets() if each.probe.kind == kind)
    if key.startswith("#"):
        entry = form.groups[int(key[1:])].heading
    elif key.startswith("@"):
        row, name = key[1:].split("/")
        entry = getattr(form.indicators[int(row)], name)
    elif "/" in key:
        section, row, column = key.split("/")
        entry = form.sections[section][int(row)].entries[column]
    else:
        entry = form.entries[key]
    assert entry.location.sheet
    assert entry.location.cell
    return entry.location.sheet, entry.location.cell
