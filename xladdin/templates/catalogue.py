"""All official workbooks: each profile's for each year, in each of its variants."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.forms.profiles import names, profile
from xladdin.templates.prepared import variants, workbooks
from xladdin.templates.workbook import workbook


def blank_workbooks() -> Iterator[tuple[str, bytes]]:
    """Every blank workbook with its file's name: ``yueyang-2024.xlsx``, ``yueyang-2024-成本指标.xlsx``."""
    listed = workbooks()
    for identifier, _ in names():
        if identifier not in listed["forms"]:
            continue
        chosen = profile(identifier)
        for year in listed["years"]:
            for variant in ("", *variants(chosen)):
                name = "-".join(filter(None, (identifier, str(year), variant)))
                yield f"{name}.xlsx", workbook(chosen, year, variant=variant).data
