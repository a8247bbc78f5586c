"""Drafts without a Word document around them: composed, and read as a report would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.kit import yunshan
from xladdin import checking
from xladdin.drafting.composing import Line, compose
from xladdin.forms.profiles import Profile, profile
from xladdin.model.filing import Filing
from xladdin.model.grid import Grid, Paragraph, Source
from xladdin.model.report import Report

PROFILES = ("yueyang", "taojiang", "hunan", "ministry")


@dataclass(frozen=True, eq=False)
class Drafted:
    """A filing of tables alone, its draft, and both together as a filing."""

    profile: Profile
    tables: Filing
    lines: tuple[Line, ...]
    together: Filing

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def report(self) -> Report:
        return checking.check(self.together, self.profile)

    def new_findings(self) -> list[str]:
        """What checking finds in both together and not in the tables alone."""
        known = {
            (each.code, each.message) for each in checking.check(self.tables, self.profile).findings
        }
        return [
            f"{each.code} {each.message}" for each in self.report.findings
            if (each.code, each.message) not in known
        ]  # fmt: skip


def drafted(grids: Sequence[Grid], profile_id: str) -> Drafted:
    """The draft of a workbook's tables."""
    chosen = profile(profile_id)
    workbook = yunshan.source("附件.xlsx", grids)
    tables = checking.file([workbook], chosen)
    lines = compose(tables, chosen)
    return Drafted(chosen, tables, lines, checking.file([workbook, as_source(lines)], chosen))


def as_source(lines: Sequence[Line]) -> Source:
    paragraphs = [Paragraph(index, line.text) for index, line in enumerate(lines)]
    return yunshan.source("初稿.docx", paragraphs)
