"""All official workbooks: each profile's for each year, in each of its variants."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.forms.profiles import names, profile
from xladdin.templates.prepared import variants, workbooks
from xladdin.templates.workbook import workbook


def blank_workbooks(only: str | None = None) -> Iterator[tuple[str, bytes]]:
    """Every blank workbook, or those of ``only`` one profile, with its file's name:
    ``yueyang-2024.xlsx``, ``yueyang-2024-成本指标.xlsx``. Raises InputError for a name
    of no profile, and for a profile without forms."""
    listed = workbooks()
    every = (identifier for identifier, _ in names() if identifier in listed["forms"])
    for identifier in [profile(only).id] if only else every:
        chosen = profile(identifier)
        for year in listed["years"]:
            for variant in ("", *variants(chosen)):
                name = "-".join(filter(None, (identifier, str(year), variant)))
                yield f"{name}.xlsx", workbook(chosen, year, variant=variant).data
