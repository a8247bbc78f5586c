"""The final accounts → what stands in the cells of a new workbook, with notes and marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from xladdin.computing.taken import Taken, taken
from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.report import Severity
from xladdin.rules.registry import rules
from xladdin.templates.filling import address, content, grid
from xladdin.templates.formulas import Guard
from xladdin.templates.prepared import Prepared, recognised

#: Cells further from the amount than rounding explains say something else.
_ROUNDING = "0.00501"
Place = tuple[str, str]


def filled_in(
    sheets: Sequence[Prepared], accounts: Filing | None, profile: Profile, year: int
) -> tuple[tuple[Prepared, ...], dict[Place, Taken]]:
    """The sheets with the amounts of the accounts in their places, and which place took what."""
    if accounts is None:
        return tuple(sheets), {}
    # The probe has every place, the sheet as it will be read the labels of rows such as 办公经费.
    grids = [grid(each.plan, each.contents, number) for number, each in enumerate(sheets, 1)]
    forms = (*recognised(grids, profile).forms, *(each.probe for each in sheets))
    probe = replace(accounts, forms=forms, year=year)
    by_place = {
        (t.place.location.sheet or "", t.place.location.cell or ""): t for t in taken(probe)
    }
    done: list[Prepared] = []
    kept: dict[Place, Taken] = {}
    for each in sheets:
        inputs = {address(box) for box in each.plan.boxes if box.role == "input"}
        own = {
            cell: amount
            for (sheet, cell), amount in by_place.items()
            if sheet == each.plan.sheet and cell in inputs
        }
        kept |= {(each.plan.sheet, cell): amount for cell, amount in own.items()}
        contents = {cell: content(amount.text) for cell, amount in own.items()}
        done.append(replace(each, contents={**each.contents, **contents}))
    return tuple(done), kept


def notes(placed: Mapping[Place, Taken], sheet: str) -> dict[str, str]:
    """The notes on the cells of a sheet."""
    return {cell: amount.why for (name, cell), amount in placed.items() if name == sheet}


def marks(placed: Mapping[Place, Taken]) -> list[Guard]:
    """A mark on each cell while it says something else than the accounts."""
    found = []
    for (sheet, cell), amount in placed.items():
        rule = rules()[amount.code]
        judged = f"ISNUMBER({cell})"
        violated = f"IF({judged},ABS({cell}-{amount.exact.normalize():f})>{_ROUNDING})"
        severity = Severity.INFO if amount.only_blank else rule.severity
        found.append(Guard(rule.code, rule.title, severity, (sheet, cell), judged, violated, None))
    return found
