"""All official workbooks: each profile's for each year."""

from __future__ import annotations

from collections.abc import Iterator

from xladdin.forms.profiles import names, profile
from xladdin.templates.prepared import workbooks
from xladdin.templates.workbook import workbook


def blank_workbooks() -> Iterator[tuple[str, bytes]]:
    """Every blank workbook with its file's name, such as ``yueyang-2024.xlsx``."""
    listed = workbooks()
    for identifier, _ in names():
        if identifier in listed["forms"]:
            for year in listed["years"]:
                yield f"{identifier}-{year}.xlsx", workbook(profile(identifier), year).data
