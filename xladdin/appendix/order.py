"""What is to be packed, and what has to be known before: paths → an order and its obstacles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from xladdin import checking
from xladdin.appendix.gate import Obstacle, obstacles
from xladdin.appendix.naming import DRAFT
from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.model.report import Report
from xladdin.sources.filing_files import files_by_source


class Order(Struct, frozen=True):
    """A checked filing to be packed. ``files`` are the filing's by the names of its sources, ``when``
    is the time that everything is dated; ``draft``, ``pdf`` and ``keep_active`` as the user wished."""

    filing: Filing
    report: Report
    profile: Profile
    files: Mapping[str, Path]
    when: datetime
    draft: bool = False
    pdf: bool = True
    keep_active: bool = False

    @property
    def mark(self) -> str:
        """What the names of a draft end with."""
        return DRAFT if self.draft else ""

    @property
    def year(self) -> int:
        """The year of the forms; the last one where the filing does not say."""
        return self.filing.year or self.when.year - 1


def ordered(
    paths: Sequence[Path],
    when: datetime,
    *,
    profile_id: str | None = None,
    draft: bool = False,
    pdf: bool = True,
    keep_active: bool = False,
) -> tuple[Order, tuple[Obstacle, ...]]:
    """Read and check the files or folders of one filing: the order, and what stands in its way.

    ``profile_id`` None takes the profile whose places the filing names. Raises InputError for what
    can't be read.
    """
    filing, profile = checking.file_paths(paths, profile_id)
    report = checking.check(filing, profile)
    order = Order(filing, report, profile, files_by_source(paths), when, draft, pdf, keep_active)
    return order, obstacles(filing, report, profile)
