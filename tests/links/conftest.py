"""A report and its workbook, of the tests' own unit, linked once for all tests."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.generator.filing import filing
from xladdin.links.filings import Given
from xladdin.links.linking import Linked


class Pair(NamedTuple):
    """A report, its forms, and the report as linked to them."""

    report: Path
    forms: Path
    linked: Linked
    path: Path


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """A filing without a fault; its linked report lies beside it."""
    folder = tmp_path_factory.mktemp("linked")
    filing(7, "yueyang").write(folder)
    report, forms = next(folder.glob("*.docx")), next(folder.glob("*.xlsx"))
    linked = Given.read(report, [forms], "yueyang").linked()
    path = folder / "linked" / report.name
    path.parent.mkdir()
    path.write_bytes(linked.data)
    return Pair(report, forms, linked, path)
