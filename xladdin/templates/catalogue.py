"""All official workbooks: each profile's for each year, in each of its variants."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.forms.profiles import names, profile
from xladdin.templates.prepared import layouts, variants, workbooks
from xladdin.templates.workbook import workbook


def blank_workbooks(only: str | None = None) -> Iterator[tuple[str, bytes]]:
    """Every blank workbook, or those of one profile, with its file's name: ``yueyang-2024.xlsx``,
    ``yueyang-2024-成本指标.xlsx``. Raises InputError for a profile without templates."""
    listed = workbooks()
    known = [identifier for identifier, _ in names() if identifier in listed["forms"]]
    for chosen in map(profile, [only] if only else known):
        layouts(chosen.id)
        for year in listed["years"]:
            for variant in ("", *variants(chosen)):
                name = "-".join(filter(None, (chosen.id, str(year), variant)))
                yield f"{name}.xlsx", workbook(chosen, year, variant=variant).data
